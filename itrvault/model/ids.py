"""Identifiers that two machines can make apart and later put together."""

from __future__ import annotations

import os
import threading
import time
import uuid

_guard = threading.Lock()
_latest = (0, 0)  # milliseconds, counter


def new_id() -> str:
    """A uuid7 (RFC 9562): sorts by time of making, unique without asking anybody.

    The 12 bits after the time count within a millisecond, so that what this process makes sorts
    in order of making however fast it is.
    """
    global _latest
    with _guard:
        milliseconds, counter = time.time_ns() // 1_000_000, 0
        if milliseconds <= _latest[0]:
            milliseconds, counter = _latest[0], _latest[1] + 1
            if counter > 0xFFF:
                milliseconds, counter = milliseconds + 1, 0
        _latest = (milliseconds, counter)
    value = (milliseconds & 0xFFFF_FFFF_FFFF) << 80 | 0x7 << 76 | counter << 64
    value |= 0x2 << 62 | int.from_bytes(os.urandom(8), "big") >> 2
    return str(uuid.UUID(int=value))
