"""ITR Vault: an offline desktop archive for a leaked treaty negotiation."""

__version__ = "0.1.0"
