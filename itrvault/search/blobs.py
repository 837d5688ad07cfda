"""The index's files are blobs of the vault: the protocol, and Whoosh's `Storage` over it.

Nothing is written to disk and nothing is locked: the vault's transactions make a commit visible at
once or not at all, and its single writer is the only one there is.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from io import BytesIO
from typing import Protocol

from whoosh.filedb.filestore import Storage
from whoosh.filedb.structfile import BufferFile, StructFile

from itrvault.errors import VaultDamaged
from itrvault.search.damage import IndexDamaged, IndexMoved


class BlobFiles(Protocol):
    """Named byte strings inside the vault; thread safe.

    A missing name raises KeyError or FileNotFoundError.
    """

    def names(self) -> Iterable[str]:
        """The names of all blobs."""

    def length(self, name: str) -> int:
        """How many bytes it has."""

    def read(self, name: str, offset: int, length: int) -> bytes:
        """The bytes from `offset`, fewer at the end."""

    def write(self, name: str, data: bytes) -> None:
        """Store the bytes under this name, in place of what was there."""

    def delete(self, name: str) -> None:
        """Forget the blob."""

    def rename(self, old: str, new: str) -> None:
        """Give the blob another name."""


class MemoryFiles:
    """Blobs in memory, for building a segment and for tests."""

    def __init__(self, blobs: dict[str, bytes] | None = None) -> None:
        self.blobs: dict[str, bytes] = blobs if blobs is not None else {}

    def names(self) -> Iterable[str]:
        """The names of all blobs."""
        return list(self.blobs)

    def length(self, name: str) -> int:
        """How many bytes it has."""
        return len(self.blobs[name])

    def read(self, name: str, offset: int, length: int) -> bytes:
        """The bytes from `offset`, fewer at the end."""
        return self.blobs[name][offset : offset + length]

    def write(self, name: str, data: bytes) -> None:
        """Store the bytes under this name."""
        self.blobs[name] = bytes(data)

    def delete(self, name: str) -> None:
        """Forget the blob."""
        del self.blobs[name]

    def rename(self, old: str, new: str) -> None:
        """Give the blob another name."""
        self.blobs[new] = self.blobs.pop(old)


class BlobFile(StructFile):  # type: ignore[misc]
    """A blob that is too large to hold: bytes are fetched where they are asked for.

    Only `get` is used by the codec; it has no position, so threads can share the file.
    """

    def __init__(self, files: BlobFiles, name: str, length: int) -> None:
        super().__init__(BytesIO(), name=name)
        self._files = files
        self._blob = name
        self.length = length

    def get(self, position: int, length: int) -> bytes:
        """The bytes at a place."""
        return read_blob(self._files, self._blob, position, length)


def read_blob(files: BlobFiles, name: str, offset: int, length: int) -> bytes:
    """The bytes at a place of a blob; `IndexMoved` when the blob is no longer there."""
    try:
        return files.read(name, offset, length)
    except (KeyError, FileNotFoundError) as error:
        raise IndexMoved(name) from error
    except VaultDamaged as error:  # pieces of the blob are missing: the index can be made again
        raise IndexDamaged(f"{name} has gaps") from error


class BlobStorage(Storage):  # type: ignore[misc]
    """Whoosh's view of the blobs. Files up to `WHOLE` bytes are read at once."""

    WHOLE = 4 << 20
    supports_mmap = False
    readonly = False

    def __init__(self, files: BlobFiles) -> None:
        self.files = files

    def list(self) -> list[str]:
        """The names of all files."""
        return list(self.files.names())

    def file_exists(self, name: str) -> bool:
        """Whether there is such a file."""
        return name in self.list()

    def file_length(self, name: str) -> int:
        """Its size in bytes."""
        try:
            return self.files.length(name)
        except (KeyError, FileNotFoundError) as error:
            raise IndexMoved(name) from error

    def file_modified(self, name: str) -> float:
        """Times are not kept: they would tell when somebody worked."""
        return 0.0

    def create_file(self, name: str, **_: object) -> StructFile:
        """A file that is stored when it is closed."""

        def store(written: StructFile) -> None:
            self.files.write(name, written.file.getvalue())

        return StructFile(BytesIO(), name=name, onclose=store)

    def open_file(self, name: str, **_: object) -> StructFile:
        """The file, in memory when it is small, else fetched in pieces."""
        length = self.file_length(name)
        if length <= self.WHOLE:
            return BufferFile(read_blob(self.files, name, 0, length), name=name)
        return BlobFile(self.files, name, length)

    def delete_file(self, name: str) -> None:
        """Forget the file."""
        self.files.delete(name)

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        """Give the file another name."""
        self.files.rename(oldname, newname)

    def lock(self, name: str) -> threading.Lock:
        """A lock of this process; the vault has one writer anyway."""
        return threading.Lock()

    def temp_storage(self, name: str | None = None) -> BlobStorage:
        """Memory: plain text of a sealed vault must never touch the disk."""
        return BlobStorage(MemoryFiles())
