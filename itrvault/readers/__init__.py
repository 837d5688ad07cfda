"""Child side: the only room that opens untrusted files. Nothing imports it; it is started."""
