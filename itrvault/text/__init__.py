"""Positions in text: normalising with a way back, quote anchors, language and script. Pure."""
