"""The occurrences of one term in one segment: how they are packed, and how they are read.

A record is `flags, [length of the head], head, body`. The head has the units (their numbers in the
segment, ascending) and how often the term stands in each; the body the positions, unit after unit.
Head and body are compressed apart, since most queries never ask for positions.
"""

from __future__ import annotations

from array import array
from collections.abc import Container, Iterator, Sequence
from itertools import accumulate
from struct import Struct
from typing import cast

from isal import isal_zlib
from isal.igzip_lib import IsalError

from itrvault.search.damage import IndexDamaged
from itrvault.search.table import pack_numbers, unpack_numbers

_HEAD_LENGTH = Struct("<I")
_PACKED, _ONCE, _SHORT = 1, 2, 4
_BAD_DATA = cast("type[Exception]", IsalError)  # its type stub says it is an instance
COMPRESS_FROM = 96
"""Bytes; below, zlib only makes it longer."""
MAX_POSITIONS = 100_000_000
"""More positions of one term in one segment than this are a lie (a segment has far fewer words)."""
SIZES = {"H": 2, "I": 4}
"""Bytes of a number of each type."""


def number_type(greatest: int) -> str:
    """The smallest array type that holds numbers up to this one."""
    return "H" if greatest <= 0xFFFF else "I"


def pack_postings(units: array[int], counts: array[int], positions: array[int]) -> bytes:
    """One record. The arrays of units and positions have the types of their segment.

    `counts` is not looked at when there are as many positions as units.
    """
    most, often = 1, b""
    if len(positions) != len(units):
        most = max(counts)
        often = array("B", counts).tobytes() if most <= 0xFF else pack_numbers("I", counts)
    return pack_record(
        pack_numbers(units.typecode, units),
        often,
        most,
        pack_numbers(positions.typecode, positions),
    )


def pack_record(units: bytes, counts: bytes, most: int, body: bytes) -> bytes:
    """One record out of its columns. `most` is the largest count; of 1, counts are left out."""
    flags = _ONCE if most == 1 else _SHORT if most <= 0xFF else 0
    head = units + counts
    if len(head) + len(body) < COMPRESS_FROM:
        return bytes((flags,)) + head + body
    head = isal_zlib.compress(head, 1)
    return (
        bytes((flags | _PACKED,))
        + _HEAD_LENGTH.pack(len(head))
        + head
        + isal_zlib.compress(body, 1)
    )


def _inflate(data: bytes, limit: int) -> bytes:
    """Decompressed bytes, at most `limit`: what a forger claims must not fill the memory."""
    try:
        inflated: bytes = isal_zlib.decompressobj().decompress(data, limit)
    except _BAD_DATA as error:
        raise IndexDamaged("compressed postings are damaged") from error
    return inflated


class Postings:
    """The occurrences of one term in one segment, as the bytes of columns and as arrays.

    `unit_bytes` are the units; `count_bytes` how often it stands in each, in numbers of
    `count_size` bytes, or none when it stands once in each. The number of bytes is checked here,
    what they say where they become numbers.
    """

    __slots__ = (
        "_body", "_packed", "_position_type", "_unit_count", "_unit_type", "count_bytes",
        "count_size", "frequency", "unit_bytes",
    )  # fmt: skip

    def __init__(
        self, record: bytes, frequency: int, unit_type: str, position_type: str, unit_count: int
    ) -> None:
        if not record or not 0 < frequency <= unit_count:
            raise IndexDamaged("a term of the index has an impossible frequency")
        flags = record[0]
        self.count_size = 0 if flags & _ONCE else 1 if flags & _SHORT else 4
        split = frequency * SIZES[unit_type]
        head_size = split + frequency * self.count_size
        self._packed = bool(flags & _PACKED)
        if self._packed:
            if len(record) < 5:
                raise IndexDamaged("postings are cut off")
            start = 5 + _HEAD_LENGTH.unpack_from(record, 1)[0]
            head, self._body = _inflate(record[5:start], head_size + 1), record[start:]
        else:
            head, self._body = record[1 : 1 + head_size], record[1 + head_size :]
        if len(head) != head_size:
            raise IndexDamaged("postings do not have the length they should have")
        self.frequency = frequency
        self.unit_bytes, self.count_bytes = head[:split], head[split:]
        self._unit_type, self._position_type = unit_type, position_type
        self._unit_count = unit_count

    def __len__(self) -> int:
        return self.frequency

    @property
    def size(self) -> int:
        """Bytes it takes in memory."""
        return 200 + len(self.unit_bytes) + len(self.count_bytes) + len(self._body)

    def position_bytes(self, occurrences: int) -> bytes:
        """The positions of all units, one after another; `occurrences` is the sum of `counts`."""
        if occurrences > MAX_POSITIONS:
            raise IndexDamaged("postings name more positions than a segment can have")
        length = occurrences * SIZES[self._position_type]
        body = _inflate(self._body, length + 1) if self._packed else self._body
        if len(body) != length:
            raise IndexDamaged("positions do not have the length they should have")
        return body

    @property
    def units(self) -> array[int]:
        """The units, ascending."""
        units = unpack_numbers(self._unit_type, self.unit_bytes)
        if max(units) >= self._unit_count:
            raise IndexDamaged("postings name units that are not there")
        return units

    @property
    def counts(self) -> Sequence[int]:
        """How often the term stands in each."""
        if not self.count_size:
            return [1] * self.frequency
        counts = unpack_numbers("B" if self.count_size == 1 else "I", self.count_bytes)
        if not min(counts):
            raise IndexDamaged("postings name units in which the term does not stand")
        return counts

    @property
    def positions(self) -> array[int]:
        """The positions of all units, one after another."""
        body = self.position_bytes(sum(self.counts))
        return unpack_numbers(self._position_type, body)

    def frequencies(self) -> Iterator[tuple[int, int]]:
        """(unit, how often the term stands there)."""
        return zip(self.units, self.counts, strict=True)

    def positions_in(self, wanted: Container[int]) -> list[int]:
        """The positions in the wanted units."""
        return [
            position for unit, places in self.by_unit() if unit in wanted for position in places
        ]

    def by_unit(self) -> Iterator[tuple[int, array[int]]]:
        """(unit, its positions)."""
        positions = self.positions
        ends = accumulate(self.counts) if self.count_size else range(1, self.frequency + 1)
        start = 0
        for unit, end in zip(self.units, ends, strict=True):
            yield unit, positions[start:end]
            start = end
