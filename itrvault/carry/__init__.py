"""Carrying a vault to the conference and bringing what was noted there home."""
