"""Identifiers that two machines can make apart and later put together."""

from __future__ import annotations

import os
import time
import uuid


def new_id() -> str:
    """A uuid7 (RFC 9562): sorts by time of making, unique without asking anybody."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & 0xFFFF_FFFF_FFFF) << 80 | int.from_bytes(os.urandom(10), "big")
    value = value & ~(0xF << 76) | 0x7 << 76  # version
    value = value & ~(0x3 << 62) | 0x2 << 62  # variant
    return str(uuid.UUID(int=value))
