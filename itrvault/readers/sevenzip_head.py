"""What a 7z archive lists: its files, and how the blocks they lie in are packed.

Format: 7zFormat.txt of the 7-Zip sources. Every count is checked against the bytes that are there.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from zlib import crc32

from itrvault.errors import FileDamaged, ReaderOverLimit

SIGNATURE = b"7z\xbc\xaf\x27\x1c"
START = 32

(_END, _HEADER, _PROPERTIES, _MORE, _STREAMS, _FILES, _PACKED, _UNPACKED, _PARTS, _SIZE, _SUMS,
 _FOLDER, _CODER_SIZES, _PART_COUNTS, _EMPTY, _EMPTY_FILES) = range(16)  # fmt: skip
_NAMES, _ENCODED = 0x11, 0x17
_MOST_FILES, _MOST_CODERS = 200_000, 32


@dataclass(frozen=True, slots=True)
class Coder:
    """One step of packing. `inputs` counts the streams it takes."""

    method: bytes
    inputs: int
    outputs: int
    settings: bytes


@dataclass(slots=True)
class Block:
    """Files packed together. `sizes` are what each coder gives out; `parts` the files' own sizes
    and checksums (-1 for none)."""

    coders: list[Coder]
    binds: list[tuple[int, int]]
    packed: list[int]
    sizes: list[int] = field(default_factory=list)
    checksum: int = -1
    start: int = 0
    length: int = 0
    parts: list[tuple[int, int]] = field(default_factory=list)

    @property
    def size(self) -> int:
        """Bytes when unpacked."""
        bound = {out for _, out in self.binds}
        free = [size for out, size in enumerate(self.sizes) if out not in bound]
        return free[0] if free else 0


@dataclass(frozen=True, slots=True)
class Entry:
    """A file: its name, whether it is a folder, and whether it has any bytes."""

    name: str
    folder: bool
    empty: bool


class Cursor:
    """Reads numbers and bits from a header. Raises FileDamaged at its end."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    @property
    def left(self) -> int:
        """Bytes not yet read."""
        return len(self._data) - self._at

    def take(self, count: int) -> bytes:
        """So many bytes."""
        if not 0 <= count <= self.left:
            raise FileDamaged(reason="its list of files is cut off")
        self._at += count
        return self._data[self._at - count : self._at]

    def byte(self) -> int:
        """One byte."""
        return self.take(1)[0]

    def number(self) -> int:
        """A number of one to nine bytes, the first telling how many follow."""
        first = self.byte()
        extra = 0
        while extra < 8 and first & 0x80 >> extra:
            extra += 1
        low = int.from_bytes(self.take(extra), "little")
        return low if extra == 8 else low + ((first & (0x7F >> extra)) << 8 * extra)

    def count(self, most: int) -> int:
        """A number of things, which can't be more than so many."""
        found = self.number()
        if found > most:
            raise ReaderOverLimit(reason=f"it holds more than {most:,} files")
        return found

    def bits(self, count: int) -> list[bool]:
        """So many bits, the highest of a byte first."""
        raw = self.take((count + 7) // 8)
        return [bool(raw[index >> 3] & 0x80 >> (index & 7)) for index in range(count)]

    def maybe_bits(self, count: int) -> list[bool]:
        """Bits with a byte before that may say that all are set."""
        return [True] * count if self.byte() else self.bits(count)

    def sums(self, count: int) -> list[int]:
        """Checksums, -1 for those that are not there."""
        return [
            struct.unpack("<I", self.take(4))[0] if there else -1
            for there in self.maybe_bits(count)
        ]


def first_header(data: bytes) -> bytes:
    """The header as it lies in the file, b"" for an archive without files. Raises FileDamaged."""
    if len(data) < START:
        raise FileDamaged(reason="it ends within its first bytes")
    checksum, offset, size, header_sum = struct.unpack("<IQQI", data[8:START])
    if crc32(data[12:START]) != checksum:
        raise FileDamaged(reason="its first bytes are damaged")
    header = data[START + offset : START + offset + size]
    if len(header) < size:
        raise FileDamaged(reason="it is cut off, and its list of files with it")
    if crc32(header) != header_sum:
        raise FileDamaged(reason="its list of files is damaged")
    return header


def packed_header(header: bytes) -> Block | None:
    """How the header itself is packed, None when it is not."""
    cursor = Cursor(header)
    if cursor.byte() != _ENCODED:
        return None
    blocks = _streams(cursor)
    if len(blocks) != 1:
        raise FileDamaged(reason="its list of files is damaged")
    return blocks[0]


def read_header(header: bytes) -> tuple[list[Block], list[Entry]]:
    """The blocks and files of an unpacked header."""
    cursor = Cursor(header)
    if cursor.byte() != _HEADER:
        raise FileDamaged(reason="its list of files is damaged")
    blocks: list[Block] = []
    entries: list[Entry] = []
    while cursor.left and (what := cursor.byte()) != _END:
        if what == _PROPERTIES:
            while cursor.byte() != _END:
                cursor.take(cursor.number())
        elif what == _MORE:
            _streams(cursor)
        elif what == _STREAMS:
            blocks = _streams(cursor)
        elif what == _FILES:
            entries = _files(cursor)
        else:
            raise FileDamaged(reason="its list of files is damaged")
    return blocks, entries


def _streams(cursor: Cursor) -> list[Block]:
    start, lengths = 0, list[int]()
    blocks: list[Block] = []
    while (what := cursor.byte()) != _END:
        if what == _PACKED:
            start = cursor.number()
            count = cursor.count(_MOST_FILES)
            while (inner := cursor.byte()) != _END:
                if inner == _SIZE:
                    lengths = [cursor.number() for _ in range(count)]
                elif inner == _SUMS:
                    cursor.sums(count)
        elif what == _UNPACKED:
            blocks = _folders(cursor)
        elif what == _PARTS:
            _parts(cursor, blocks)
        else:
            raise FileDamaged(reason="its list of files is damaged")
    at = START + start
    streams = iter(lengths)
    for block in blocks:
        block.start = at
        block.length = sum(next(streams, 0) for _ in block.packed)
        at += block.length
        if not block.parts:
            block.parts = [(block.size, block.checksum)]
    return blocks


def _folders(cursor: Cursor) -> list[Block]:
    blocks: list[Block] = []
    while (what := cursor.byte()) != _END:
        if what == _FOLDER:
            count = cursor.count(_MOST_FILES)
            if cursor.byte():
                raise FileDamaged(reason="its list of files lies elsewhere")
            blocks = [_folder(cursor) for _ in range(count)]
        elif what == _CODER_SIZES:
            for block in blocks:
                outputs = sum(coder.outputs for coder in block.coders)
                block.sizes = [cursor.number() for _ in range(outputs)]
        elif what == _SUMS:
            for block, checksum in zip(blocks, cursor.sums(len(blocks)), strict=True):
                block.checksum = checksum
        else:
            raise FileDamaged(reason="its list of files is damaged")
    return blocks


def _folder(cursor: Cursor) -> Block:
    coders = []
    for _ in range(cursor.count(_MOST_CODERS)):
        flags = cursor.byte()
        method = cursor.take(flags & 15)
        inputs = outputs = 1
        if flags & 0x10:
            inputs, outputs = cursor.count(_MOST_CODERS), cursor.count(_MOST_CODERS)
        settings = cursor.take(cursor.number()) if flags & 0x20 else b""
        coders.append(Coder(method, inputs, outputs, settings))
    inputs = sum(coder.inputs for coder in coders)
    outputs = sum(coder.outputs for coder in coders)
    binds = [(cursor.number(), cursor.number()) for _ in range(max(0, outputs - 1))]
    free = inputs - len(binds)
    packed = [cursor.number() for _ in range(free)] if free > 1 else [
        index for index in range(inputs) if index not in {into for into, _ in binds}
    ]  # fmt: skip
    return Block(coders, binds, packed)


def _parts(cursor: Cursor, blocks: list[Block]) -> None:
    counts = [1] * len(blocks)
    what = cursor.byte()
    if what == _PART_COUNTS:
        counts = [cursor.count(_MOST_FILES) for _ in blocks]
        what = cursor.byte()
    sizes: list[list[int]] = []
    for block, count in zip(blocks, counts, strict=True):
        own = [cursor.number() for _ in range(count - 1)] if what == _SIZE else []
        if count:
            own.append(block.size - sum(own))
        if any(size < 0 for size in own) or len(own) != count:
            raise FileDamaged(reason="its list of files is damaged")
        sizes.append(own)
    if what == _SIZE:
        what = cursor.byte()
    sums: list[list[int]] = [
        [block.checksum] if count == 1 else [-1] * count
        for block, count in zip(blocks, counts, strict=True)
    ]
    while what != _END:
        if what != _SUMS:
            raise FileDamaged(reason="its list of files is damaged")
        unknown = [(b, n) for b, one in enumerate(sums) for n, known in enumerate(one) if known < 0]
        for (at, number), checksum in zip(unknown, cursor.sums(len(unknown)), strict=True):
            sums[at][number] = checksum
        what = cursor.byte()
    for block, own, checks in zip(blocks, sizes, sums, strict=True):
        block.parts = list(zip(own, checks, strict=True))


def _files(cursor: Cursor) -> list[Entry]:
    count = cursor.count(_MOST_FILES)
    names: list[str] = [""] * count
    empty = [False] * count
    empty_files: list[bool] = []
    while (what := cursor.byte()) != _END:
        inner = Cursor(cursor.take(cursor.number()))
        if what == _EMPTY:
            empty = inner.bits(count)
        elif what == _EMPTY_FILES:
            empty_files = inner.bits(sum(empty))
        elif what == _NAMES:
            if inner.byte():
                raise FileDamaged(reason="its list of files lies elsewhere")
            text = inner.take(inner.left // 2 * 2).decode("utf-16-le", "replace")
            listed = text.split("\0")[:count]
            names = listed + [""] * (count - len(listed))
    files = iter(empty_files)
    return [
        Entry(name, none and not next(files, False), none)
        for name, none in zip(names, empty, strict=True)
    ]
