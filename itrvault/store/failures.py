"""Turns what the database driver raises into errors a person can act on. The only such place.

`sqlcipher3` has exception classes of its own (not `sqlite3`'s). What is not the world's fault, such
as a violated constraint or a misspelt statement, is a bug of ours and passes unchanged.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from sqlcipher3 import dbapi2

from itrvault.errors import (
    DiskFull,
    FileUnreadable,
    FileUnwritable,
    KnownError,
    NotAVault,
    VaultDamaged,
    VaultInUse,
    VaultReadOnly,
)

FULL_BELOW = 1 << 20
"""Bytes: a failed write with less than this free is a full disk, whatever the system called it."""


def known_failure(error: dbapi2.Error, path: Path, *, writing: bool = False) -> KnownError | None:
    """The known error behind a driver's exception, None when it is a bug of ours.

    `writing` says what a failed input or output was for: the driver gives no finer code than that.
    """
    name: str = getattr(error, "sqlite_errorname", "") or ""
    if name == "SQLITE_FULL":
        return DiskFull()
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return VaultInUse(path=path)
    if name.startswith("SQLITE_READONLY"):
        return VaultReadOnly(path=path)
    if name.startswith("SQLITE_CORRUPT"):
        return VaultDamaged(path=path, reason="some of its pages do not hold what they should")
    if name == "SQLITE_NOTADB":
        return NotAVault(path=path)
    if name.startswith("SQLITE_IOERR"):
        if writing:
            return _failed_write(path)
        return FileUnreadable(path=path, reason="the disk reports an error")
    if name.startswith("SQLITE_CANTOPEN"):
        return FileUnreadable(path=path, reason="the system does not let it be opened")
    if not name and str(error).startswith("Could not decode to UTF-8"):
        return VaultDamaged(path=path, reason="a text in it cannot be read")
    if name in ("SQLITE_NOMEM", "SQLITE_TOOBIG"):
        return VaultDamaged(path=path, reason="it asks for more memory than there is")
    return None


def _failed_write(path: Path) -> KnownError:
    try:
        free = shutil.disk_usage(path.parent).free
    except OSError:
        free = 0
    if free < FULL_BELOW:
        return DiskFull()
    # A quota, a file system that ends files at 4 GB, or a stick that was pulled out.
    reason = "the disk reports an error, or the system lets the file grow no further"
    return FileUnwritable(path=path, reason=reason)


@contextlib.contextmanager
def translated(path: Path, *, writing: bool = False) -> Iterator[None]:
    """Raise known errors in place of the driver's own."""
    try:
        yield
    except dbapi2.Error as error:
        known = known_failure(error, path, writing=writing)
        if known is None:
            raise
        # Without the cause: the driver's own texts may quote what a document says.
        raise known from None
