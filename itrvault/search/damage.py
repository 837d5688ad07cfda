"""What can be wrong with an index that comes out of a file.

These errors never reach a person as they are: `Index` turns them into "needs to be rebuilt" with
the reason, and the vault rebuilds the index from the text.
"""

from __future__ import annotations


class IndexDamaged(Exception):
    """The stored index is not what this program writes; the message says what was seen."""


class IndexUntrusted(IndexDamaged):
    """Something in the stored index asked for program code to be loaded."""


class IndexMoved(Exception):
    """A segment vanished while it was read: another thread or process has replaced it."""
