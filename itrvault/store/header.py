"""What a file is, from its first page, before any database code touches it.

POSIX drops all locks a process has on a file when it closes *any* handle on it. So a file that is
open here as a vault must never be opened and closed beside SQLite: `Headers` remembers what its
head was.
"""

from __future__ import annotations

import os
import stat
import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from itrvault.errors import FileUnreadable, NotAVault, VaultMissing

APPLICATION_ID = 0x49545256  # "ITRV"
PAGE = 8192
"""Bytes a page. Measured on 20 MB of chunks and 1,000 units: 4096 took 7 % longer sealed, 16384 a
tenth less, but small vaults and single notes grow with the page."""

_MAGIC = b"SQLite format 3\x00"
_NOISE_LIMIT = 420.0
"""Chi-square of one page's byte counts: noise gives 255 with a deviation of 23; text, programs and
the heads of compressed files thousands."""


class Kind(Enum):
    """Plain SQLite of ours, or noise that a key may open."""

    PLAIN = "plain"
    SEALED = "sealed"


@dataclass(frozen=True, slots=True)
class Header:
    """`salt` is the file's first 16 bytes, which is where SQLCipher keeps its salt."""

    kind: Kind
    salt: bytes


class Headers:
    """Heads of the files that this process has open. Thread safe."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._known: dict[tuple[int, int], tuple[Header, int]] = {}

    def take(self, path: Path) -> tuple[Header, Callable[[], None]]:
        """The head, and what to call when the file is closed (or was not opened after all).

        Raises what `read_header` does.
        """
        with self._guard:
            try:
                found = os.stat(path)
            except FileNotFoundError:
                raise VaultMissing(path=path) from None
            except OSError as error:
                reason = error.strerror or "the disk reports an error"
                raise FileUnreadable(path=path, reason=reason) from error
            if not (stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode)):
                raise NotAVault(path=path)  # reading a pipe would wait for ever
            key = (found.st_dev, found.st_ino)
            header, users = self._known.get(key) or (read_header(path), 0)
            self._known[key] = (header, users + 1)

        def give_back() -> None:
            with self._guard:
                known, count = self._known.pop(key)
                if count > 1:
                    self._known[key] = (known, count - 1)

        return header, give_back


HEADERS = Headers()


def read_header(path: Path) -> Header:
    """Look at the first page of a file that this process does not have open.

    Raises VaultMissing, NotAVault (empty, text, another program's database, cut off) and
    FileUnreadable.
    """
    try:
        with path.open("rb") as file:
            head = file.read(PAGE)
            size = file.seek(0, 2)
    except FileNotFoundError:
        raise VaultMissing(path=path) from None
    except OSError as error:
        reason = (
            "it is a folder" if path.is_dir() else error.strerror or "the disk reports an error"
        )
        raise FileUnreadable(path=path, reason=reason) from error
    if head.startswith(_MAGIC):
        if int.from_bytes(head[68:72], "big") != APPLICATION_ID:
            raise NotAVault(path=path)
        return Header(Kind.PLAIN, head[:16])
    if len(head) < PAGE or size % PAGE or not _is_noise(head):
        raise NotAVault(path=path)
    return Header(Kind.SEALED, head[:16])


def _is_noise(page: bytes) -> bool:
    expected = len(page) / 256
    return sum((page.count(i) - expected) ** 2 for i in range(256)) / expected < _NOISE_LIMIT
