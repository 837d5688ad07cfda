"""Reads a file from disk that may vanish, change, be no file at all, or be too large."""

from __future__ import annotations

import os
import stat
import time
from dataclasses import dataclass

from itrvault.errors import FileUnreadable, ReaderOverLimit
from itrvault.ingest.walk import base_name, reason_of, shown, stamp_of
from itrvault.progress import CancelToken

_PIECE = 4 << 20
_TRIES = 2


SETTLED = 2_000_000_000
"""Nanoseconds after a change from which the next change is sure to have another time. (FAT counts
in two seconds, others finer.)"""


@dataclass(frozen=True, slots=True)
class Contents:
    """A file's bytes and its `stamp_of` then; "" when the stamp proves nothing yet."""

    data: bytes
    stamp: str


def read_file(path: str, limit: int, cancel: CancelToken) -> Contents:
    """A file as it stood at one moment.

    Raises FileUnreadable (also when it changes while it is read), ReaderOverLimit when it is
    larger than `limit` bytes, Cancelled.
    """
    for _ in range(_TRIES):
        try:
            contents = _read_once(path, limit, cancel)
        except OSError as error:
            raise FileUnreadable(path=_name(path), reason=reason_of(error)) from error
        if contents is not None:
            return contents
    raise FileUnreadable(path=_name(path), reason="it keeps changing while it is read")


def _read_once(path: str, limit: int, cancel: CancelToken) -> Contents | None:
    """The file; None when it changed meanwhile."""
    settled_before = time.time_ns() - SETTLED
    # Not waiting: opening a pipe somebody put in the file's place would block for ever.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags | getattr(os, "O_CLOEXEC", 0))
    try:
        before = os.fstat(descriptor)
        if not stat.S_ISREG(before.st_mode):
            raise FileUnreadable(path=_name(path), reason="it is no longer an ordinary file")
        if before.st_size > limit:
            raise ReaderOverLimit(reason=f"it is larger than {limit >> 20:,} MB")
        pieces: list[bytes] = []
        left = before.st_size + 1  # one more, to notice that it grew
        while left > 0:
            cancel.check()
            piece = os.read(descriptor, min(left, _PIECE))
            if not piece:
                break
            pieces.append(piece)
            left -= len(piece)
        after = os.fstat(descriptor)
    finally:
        os.close(descriptor)
    data = b"".join(pieces)
    same = (before.st_mtime_ns, before.st_size) == (after.st_mtime_ns, after.st_size)
    if not same or len(data) != before.st_size:
        return None
    return Contents(data, stamp_of(after) if after.st_mtime_ns < settled_before else "")


def _name(path: str) -> str:
    return shown(base_name(path))
