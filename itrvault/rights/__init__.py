"""The human-rights taxonomy and what it is used for. Pure."""
