"""Keeps True alive on Python 3.11, which PySide6 6.12 would otherwise wear out.

Every `Signal.emit` there gives back True without taking a reference to it. From Python 3.12 on True
is immortal and nothing happens; on 3.11 its count falls by one with each emit, and after a thousand
or so the process aborts ("bool_dealloc: deallocating True or False"). So it is given so many
references that they never run out. May go when 3.11 or that release of PySide6 is no longer used.
"""

from __future__ import annotations

import ctypes
import sys

ENOUGH = 1 << 40
"""At a million emits a second it takes twelve days; nobody gets near it."""


def keep_true_alive() -> None:
    """Do it, once for the process. Nothing where it isn't needed."""
    count = ctypes.c_ssize_t.from_address(id(True))
    if sys.version_info < (3, 12) and sys.implementation.name == "cpython" and count.value < ENOUGH:
        count.value += ENOUGH
