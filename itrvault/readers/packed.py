"""Reads TAR archives, plain or packed with gzip, bzip2 or xz, and single packed files.

Everything is unpacked as a stream and counted while it grows, because neither a packed stream nor
a sparse file says its true size. Links and devices are named and left out; a link could point
anywhere, and what a hard link repeats is in the archive once already.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zlib
from collections.abc import Iterator
from typing import IO

from itrvault.errors import FileDamaged, FileEmpty, FileUnsupported, ReaderOverLimit
from itrvault.readers.archive import safe_name, unused
from itrvault.readers.base import Member, ReadContext, Record
from itrvault.readers.kinds import extension
from itrvault.readers.zips import ZipLimits
from itrvault.sandbox.magic import is_packed, is_tar

NAME = "packed/1"
MEDIA_TYPE = "application/x-tar"

_LIMITS = ZipLimits()
_BROKEN = (
    OSError, EOFError, zlib.error, lzma.LZMAError, tarfile.TarError, ValueError, OverflowError,
    IndexError, KeyError, UnicodeError,
)  # fmt: skip
_PIECE = 1 << 20
_TARS = {"tgz": "tar", "tbz": "tar", "tbz2": "tar", "txz": "tar"}
_HAS_NAME, _HAS_EXTRA = 8, 4  # flags of a gzip head (RFC 1952)


def score(head: bytes, name: str) -> int:
    """Sure by the first bytes, or the checksum of a TAR's first head."""
    return 90 if is_packed(head) or is_tar(head) else 0


def media_type(head: bytes, name: str) -> str:
    """A container's type; never stored, but told."""
    return MEDIA_TYPE if is_tar(head) else "application/gzip"


def read(data: bytes, context: ReadContext) -> Iterator[Record]:
    """Yield a Member for every file inside."""
    if not data:
        raise FileEmpty
    if not (is_packed(data) or is_tar(data)):
        raise FileUnsupported(kind="unknown archive")
    limits = _LIMITS.patient(context.patience)
    try:
        with open_packed(data, limits) as stream:
            first = stream.read(512)
        with open_packed(data, limits) as stream:
            if is_tar(first):
                yield from _files(stream, limits)
            else:
                yield _single(data, context.name, stream)
    except RecursionError as error:
        raise ReaderOverLimit(reason="its heads nest too deeply") from error
    except _BROKEN as error:
        raise FileDamaged(reason="it does not unpack to the end") from error


class _Counted(io.RawIOBase):
    """What comes out of an unpacker, and no more of it than the limits allow."""

    def __init__(self, stream: io.BufferedIOBase, limit: int) -> None:
        self._stream = stream
        self._left = limit

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        try:
            got = self._stream.read(len(buffer))
        except EOFError as error:  # some would take it for a good end
            raise FileDamaged(reason="it does not unpack to the end") from error
        buffer[: len(got)] = got
        self._left -= len(got)
        if self._left < 0:
            raise ReaderOverLimit(reason="unpacked it grows without measure")
        return len(got)

    def close(self) -> None:
        self._stream.close()
        super().close()


def open_packed(data: bytes, limits: ZipLimits = _LIMITS) -> IO[bytes]:
    """The bytes inside, as a stream that gives no more than the limits allow."""
    raw = io.BytesIO(data)
    if not is_packed(data):
        return raw
    if data.startswith(b"\x1f\x8b"):
        unpacker: io.BufferedIOBase = gzip.GzipFile(fileobj=raw)
    elif data.startswith(b"BZh"):
        unpacker = bz2.BZ2File(raw)
    else:
        unpacker = lzma.LZMAFile(raw)  # noqa: SIM115 - closed with the reader around it
    return io.BufferedReader(_Counted(unpacker, limits.most(len(data))), _PIECE)


def _files(stream: IO[bytes], limits: ZipLimits) -> Iterator[Member]:
    used: set[str] = set()
    left = limits.total
    with tarfile.open(fileobj=stream, mode="r|", errorlevel=1) as archive:
        for count, entry in enumerate(archive):
            archive.members.clear()  # type: ignore[attr-defined]  # it would remember every head
            if count >= limits.members:
                raise ReaderOverLimit(reason=f"it holds more than {limits.members:,} files")
            if entry.isdir():
                continue
            name = unused(safe_name(entry.name.encode("utf-8", "surrogateescape").decode(
                "utf-8", "replace"
            )), used)  # fmt: skip
            if not entry.isfile():
                what = "a link" if entry.issym() or entry.islnk() else "a device"
                yield Member(name, b"", "unsupported", what)
                continue
            source = archive.extractfile(entry)
            data = _whole(source, min(left, limits.member)) if source is not None else b""
            left -= len(data)
            yield Member(name, data)


def _single(data: bytes, name: str, stream: IO[bytes]) -> Member:
    """The one file in a packed stream, by the name it had or has now."""
    inside = _gzip_name(data) if data.startswith(b"\x1f\x8b") else ""
    if not inside:
        stem, ending = name.rpartition(".")[0], extension(name)
        inside = f"{stem}.{_TARS[ending]}" if ending in _TARS else stem or "unpacked"
    return Member(safe_name(inside.rpartition("/")[2]), _whole(stream, _LIMITS.member))


def _whole(source: IO[bytes], limit: int) -> bytes:
    """All of a stream, in pieces: nobody may make us ask for what is not there."""
    pieces: list[bytes] = []
    while piece := source.read(_PIECE):
        pieces.append(piece)
        limit -= len(piece)
        if limit < 0:
            raise ReaderOverLimit(reason="one of its files grows without measure")
    return b"".join(pieces)


def _gzip_name(data: bytes) -> str:
    """The name in a gzip head, "" without one."""
    flags, at = data[3] if len(data) > 3 else 0, 10
    if not flags & _HAS_NAME:
        return ""
    if flags & _HAS_EXTRA:
        at += 2 + int.from_bytes(data[at : at + 2], "little")
    raw = data[at : at + 1000].partition(b"\0")[0]
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")
