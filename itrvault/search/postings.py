"""The occurrences of one term in one segment: how they are packed, and what can be asked of them.

A record is `flags, [length of the head], head, body`. The head has the units (their numbers in the
segment, ascending) and how often the term stands in each; the body the positions, unit after unit.
Head and body are compressed apart, since most queries never ask for positions.
"""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Container, Iterator
from itertools import accumulate, chain, repeat
from operator import add
from struct import Struct

from isal import isal_zlib

from itrvault.search.damage import IndexDamaged
from itrvault.search.table import pack_numbers, unpack_numbers

_HEAD_LENGTH = Struct("<I")
_PACKED, _ONCE, _SHORT = 1, 2, 4
_COMPRESS_FROM = 96
"""Bytes; below, zlib only makes it longer."""
MAX_POSITIONS = 100_000_000
"""More positions of one term in one segment than this are a lie (a segment has far fewer words)."""


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
    if len(head) + len(body) < _COMPRESS_FROM:
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
        return zlib.decompressobj().decompress(data, limit)
    except zlib.error as error:
        raise IndexDamaged("compressed postings are damaged") from error


class Postings:
    """The occurrences of one term in one segment. Every array is checked before it is used."""

    def __init__(
        self, record: bytes, frequency: int, unit_type: str, position_type: str, unit_count: int
    ) -> None:
        if not record or not 0 < frequency <= unit_count:
            raise IndexDamaged("a term of the index has an impossible frequency")
        flags = record[0]
        size = 2 if unit_type == "H" else 4
        count_size = 0 if flags & _ONCE else 1 if flags & _SHORT else 4
        head_size = frequency * (size + count_size)
        if flags & _PACKED:
            if len(record) < 5:
                raise IndexDamaged("postings are cut off")
            start = 5 + _HEAD_LENGTH.unpack_from(record, 1)[0]
            head, self._body = _inflate(record[5:start], head_size + 1), record[start:]
        else:
            head, self._body = record[1 : 1 + head_size], record[1 + head_size :]
        if len(head) != head_size:
            raise IndexDamaged("postings do not have the length they should have")
        self._packed = bool(flags & _PACKED)
        self._position_type = position_type
        self.units = unpack_numbers(unit_type, head[: frequency * size])
        self.counts: array[int] | None = None
        self.occurrences = frequency
        if count_size:
            self.counts = unpack_numbers("B" if count_size == 1 else "I", head[frequency * size :])
            self.occurrences = sum(self.counts)
        if max(self.units) >= unit_count or not frequency <= self.occurrences <= MAX_POSITIONS:
            raise IndexDamaged("postings name units that are not there")
        self._positions: array[int] | None = None

    def __len__(self) -> int:
        return len(self.units)

    def frequencies(self) -> Iterator[tuple[int, int]]:
        """(unit, how often the term stands there)."""
        return zip(self.units, self.counts or repeat(1), strict=False)

    @property
    def positions(self) -> array[int]:
        """The positions of all units, one after another."""
        if self._positions is None:
            size = 2 if self._position_type == "H" else 4
            length = self.occurrences * size
            body = _inflate(self._body, length + 1) if self._packed else self._body
            if len(body) != length:
                raise IndexDamaged("positions do not have the length they should have")
            self._positions = unpack_numbers(self._position_type, body)
        return self._positions

    def addresses(self, bases: array[int]) -> list[int]:
        """Every occurrence as one number: the base of its unit plus its position."""
        if self.counts is None:
            starts: Iterator[int] = map(bases.__getitem__, self.units)
        else:
            starts = chain.from_iterable(
                map(repeat, map(bases.__getitem__, self.units), self.counts)
            )
        return list(map(add, starts, self.positions))

    def addresses_in(self, wanted: Container[int], bases: array[int]) -> list[int]:
        """The same for the wanted units only."""
        found: list[int] = []
        positions = self.positions
        ends = accumulate(self.counts) if self.counts is not None else range(1, len(self.units) + 1)
        start = 0
        for unit, end in zip(self.units, ends, strict=True):
            if unit in wanted:
                base = bases[unit]
                found += [base + position for position in positions[start:end]]
            start = end
        return found

    def by_unit(self) -> Iterator[tuple[int, array[int]]]:
        """(unit, its positions)."""
        start = 0
        for unit, count in self.frequencies():
            yield unit, self.positions[start : start + count]
            start += count
