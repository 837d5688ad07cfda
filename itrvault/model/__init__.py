"""What the archive is about, as frozen records. No I/O, no Qt, no SQL."""
