"""Reads 7z archives: packed with LZMA, LZMA2, bzip2, Deflate or not at all, also under a password.

Everything is unpacked as a stream and counted while it grows. What is packed in a rarer way is
named and left out.
"""

from __future__ import annotations

import lzma
from collections.abc import Iterator
from zlib import crc32

from itrvault.errors import (
    ArchiveUnsupported,
    FileDamaged,
    FileEmpty,
    FileLocked,
    ReaderFailed,
    ReaderOverLimit,
)
from itrvault.readers import base
from itrvault.readers.archive import safe_name, unused
from itrvault.readers.base import Member, ReadContext, Record
from itrvault.readers.sevenzip_codecs import ENCRYPTED, Unpacker, unknown_method
from itrvault.readers.sevenzip_head import (
    SIGNATURE,
    Block,
    Entry,
    first_header,
    packed_header,
    read_header,
)
from itrvault.readers.zips import ZipLimits

NAME = "7z/1"
MEDIA_TYPE = "application/x-7z-compressed"

_LIMITS = ZipLimits()
_MOST_HEADER = 64 << 20
_MOST_LAYERS = 4


def score(head: bytes, name: str) -> int:
    """Sure by the first bytes."""
    return 90 if head.startswith(SIGNATURE) else 0


def read(data: bytes, context: ReadContext) -> Iterator[Record]:
    """Yield a Member for every file inside, with a failure where it can't be unpacked."""
    if not data:
        raise FileEmpty
    if not data.startswith(SIGNATURE):
        raise FileDamaged(reason="it does not start as a 7z archive does")
    blocks, entries = _listed(data, context.password)
    if not entries:
        raise FileEmpty
    total = sum(block.size for block in blocks)
    if total > _LIMITS.patient(context.patience).most(len(data)):
        raise ReaderOverLimit(reason=f"unpacked it would be {total >> 20:,} MB")
    yield from _members(data, context.password, blocks, entries)


def _listed(data: bytes, password: str) -> tuple[list[Block], list[Entry]]:
    header = first_header(data)
    if not header:
        raise FileEmpty
    for _ in range(_MOST_LAYERS):
        block = packed_header(header)
        if block is None:
            return read_header(header)
        if block.size > _MOST_HEADER:
            raise ReaderOverLimit(reason="its list of files grows without measure")
        _refuse(block, password)
        header = b"".join(_unpack(data, block, password))
        if block.checksum >= 0 and crc32(header) != block.checksum:
            if _is_locked(block):
                raise FileLocked
            raise FileDamaged(reason="its list of files is damaged")
    raise FileDamaged(reason="its list of files is packed again and again")


def _is_locked(block: Block) -> bool:
    return any(coder.method == ENCRYPTED for coder in block.coders)


def _refuse(block: Block, password: str) -> None:
    """Raise for a block that nobody here unpacks."""
    if _is_locked(block) and not password:
        raise FileLocked
    if method := unknown_method(block):
        raise ArchiveUnsupported(kind=f"7z packed with {method}")


def _unpack(data: bytes, block: Block, password: str) -> Iterator[bytes]:
    """A block's bytes, exactly as many as it says. Raises FileDamaged, FileLocked."""
    packed = memoryview(data)[block.start : block.start + block.length]
    if len(packed) < block.length:
        raise FileDamaged(reason="it is cut off")
    left = block.size
    try:
        for piece in Unpacker(block, password).pieces(packed):
            yield piece[:left]
            left -= len(piece)
            if left <= 0:
                return
    except (lzma.LZMAError, OSError, ValueError, EOFError) as error:
        if _is_locked(block):
            raise FileLocked from error
        raise FileDamaged(reason="a packed file does not unpack") from error
    if left > 0:
        raise FileLocked if _is_locked(block) else FileDamaged(reason="it is cut off")


def _members(
    data: bytes, password: str, blocks: list[Block], entries: list[Entry]
) -> Iterator[Record]:
    used: set[str] = set()
    full = iter([entry for entry in entries if not entry.empty])
    odd = 0
    for entry in entries:
        if entry.empty and not entry.folder:
            yield Member(unused(safe_name(entry.name), used), b"")
    for block in blocks:
        parts = [(next(full, None), size, checksum) for size, checksum in block.parts]
        failure: ReaderFailed | None = None
        pieces = _Pieces(iter(()))
        try:
            _refuse(block, password)
            pieces = _Pieces(_unpack(data, block, password))
        except ReaderFailed as error:
            failure = error
        for entry_of, size, checksum in parts:
            if entry_of is None:
                raise FileDamaged(reason="its list of files does not fit what is in it")
            shown = safe_name(entry_of.name)
            odd += shown != entry_of.name.replace("\\", "/")
            name = unused(shown, used)
            content = b""
            if failure is None:
                try:
                    content = pieces.take(size)
                except ReaderFailed as error:
                    failure = error
            if failure is None and checksum >= 0 and crc32(content) != checksum:
                locked = _is_locked(block)
                wrong = FileLocked() if locked else FileDamaged(reason="its checksum is wrong")
                yield Member(name, b"", wrong.code, str(wrong.values.get("reason", "")))
                continue
            if failure is not None:
                values = failure.values
                reason = str(values.get("reason") or values.get("kind") or "")
                yield Member(name, b"", failure.code, reason)
                continue
            yield Member(name, content)
    if odd:
        yield base.Warning(f"{odd} names inside were made safe (path tricks or invisible signs).")


class _Pieces:
    """Cuts a stream into files."""

    def __init__(self, stream: Iterator[bytes]) -> None:
        self._stream = stream
        self._rest = b""

    def take(self, size: int) -> bytes:
        """The next file's bytes; one too large is passed over."""
        found: list[bytes] = []
        left = size
        while left:
            if not self._rest:
                self._rest = next(self._stream, b"")
                if not self._rest:
                    raise FileDamaged(reason="it is cut off")
            piece, self._rest = self._rest[:left], self._rest[left:]
            left -= len(piece)
            if size <= _LIMITS.member:
                found.append(piece)
        if size > _LIMITS.member:
            raise ReaderOverLimit(reason=f"one of its files is {size >> 20:,} MB")
        return b"".join(found)
