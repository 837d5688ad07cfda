"""Keeps None and True alive under PySide6 6.12 on Python 3.11, or it would end the program.

PySide6's wheels are built for Python's stable interface as of 3.12, where None, True and False are
immortal and may be returned without counting. Under 3.11 each call that returns None, and
each `Signal.emit` that returns True, takes a reference away: after some thousands of them Python
stops with "none_dealloc: deallocating None". Measured with PySide6 6.12.0 on CPython 3.11.7: minus
one for each `QWidget.update()`.

So they are made what they are in 3.12: their count is set so high that it never runs out. This may
go when the window needs Python 3.12.
"""

from __future__ import annotations

import ctypes
import sys

PLENTY = 1 << 48
"""References; at a million lost a second they last nine years."""

SLACK = 64


def make_immortal() -> None:
    """Raise the counts, once, on the Pythons that need it."""
    if sys.version_info >= (3, 12) or sys.implementation.name != "cpython":
        return
    for one in (None, True, False, NotImplemented, Ellipsis):
        count = ctypes.c_ssize_t.from_address(id(one))
        known = sys.getrefcount(one)
        # The count is the first field of an object, except in builds that trace references.
        if known < PLENTY and abs(count.value - known) < SLACK:
            count.value += PLENTY
