"""One writer: a lock beside the vault, held by the operating system for as long as it is open.

The lock is the system's, not the file's presence, so a crash leaves nothing to clear away. The file
is empty: it says neither who has the vault open nor where.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from pathlib import Path

from itrvault.errors import VaultInUse, VaultReadOnly

SUFFIX = "-lock"
_FLAGS = os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0)
# A link of that name, in a folder that came from a stranger, would make a file where it points.

_held: set[str] = set()
_held_guard = threading.Lock()


class WriteLock:
    """Taken on making; raises VaultInUse at once when anybody has it, this process included.

    `path` is the vault's real path (links resolved), so that one vault has one lock.
    Raises VaultReadOnly where the folder cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self._name = os.fspath(path) + SUFFIX
        with _held_guard:
            # Some network file systems lock by process, so a second lock of our own would succeed.
            if self._name in _held:
                raise VaultInUse(path=path)
            self._file = _take(self._name, path)
            _held.add(self._name)

    def release(self) -> None:
        """Give it back and take the file away. May be called twice."""
        with _held_guard:
            if self._name not in _held or self._file is None:
                return
            if sys.platform != "win32":
                # Removed while still locked: whoever comes now makes a new file (see _take).
                with contextlib.suppress(OSError):
                    os.unlink(self._name)
            os.close(self._file)
            if sys.platform == "win32":
                with contextlib.suppress(OSError):  # another process is just trying it
                    os.unlink(self._name)
            self._file = None
            _held.discard(self._name)


def _take(name: str, path: Path) -> int | None:
    while True:
        try:
            file = os.open(name, _FLAGS, 0o600)
        except OSError:
            raise VaultReadOnly(path=path) from None
        try:
            _lock(file)
        except OSError:
            os.close(file)
            raise VaultInUse(path=path) from None
        if _still_there(name, file):
            return file
        os.close(file)  # its last holder removed it between our two steps: start again


def _still_there(name: str, file: int) -> bool:
    try:
        there = os.stat(name)
    except OSError:
        return False
    return sys.platform == "win32" or os.path.samestat(there, os.fstat(file))


if sys.platform == "win32":
    import msvcrt

    def _lock(file: int) -> None:
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
