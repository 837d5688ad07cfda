"""Writing a file whole or not at all, for its owner's eyes only."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from itrvault.errors import DiskFull, FileExists, FileUnwritable
from itrvault.paths import unfinished_beside

_FULL = {errno.ENOSPC, errno.EDQUOT}


@contextlib.contextmanager
def whole_file(path: Path, *, overwrite: bool = False) -> Iterator[BinaryIO]:
    """A file to write into, which takes its name only when the block ends well.

    Until then it lies beside the target under a name of its own, readable by its owner alone; on
    any failure it is removed and whatever had the name before is untouched. Raises FileExists
    when the name is taken and `overwrite` is false, DiskFull, FileUnwritable.
    """
    if not overwrite and os.path.lexists(path):
        raise FileExists(path=path)
    if path.is_dir():
        raise FileUnwritable(path=path, reason="it is a folder")
    temporary = unfinished_beside(path)
    try:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        descriptor = os.open(temporary, flags, 0o600)
        try:
            with open(descriptor, "wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            _take_name(temporary, path, overwrite=overwrite)
        except BaseException:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(temporary)
            raise
    except OSError as error:
        if error.errno in _FULL:
            raise DiskFull from error
        raise FileUnwritable(path=path, reason=_reason(error)) from error
    _sync_folder(path.parent)


def _take_name(temporary: Path, path: Path, *, overwrite: bool) -> None:
    if overwrite:
        os.replace(temporary, path)
        return
    try:
        # A link, unlike a rename, fails when somebody took the name meanwhile.
        os.link(temporary, path)
    except FileExistsError:
        raise FileExists(path=path) from None
    except (OSError, AttributeError, NotImplementedError):
        # Sticks formatted as FAT have no links.
        if os.path.lexists(path):
            raise FileExists(path=path) from None
        os.rename(temporary, path)
        return
    os.unlink(temporary)


def _sync_folder(folder: Path) -> None:
    """So that the name survives a power cut as well; where the system can't, that is all right."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
