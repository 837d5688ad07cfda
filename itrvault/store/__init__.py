"""The vault's file: the only room that speaks SQL. See docs/architecture.md for its contract."""

from __future__ import annotations

from itrvault.store.store import Store

__all__ = ["Store"]
