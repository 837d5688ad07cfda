"""A sorted table of byte strings in one blob: written once, looked up by bisection.

Layout, little endian: magic, count, length of the text, `count` ends of keys (uint32), the keys,
each behind a line feed (so one search runs over all of them). Callers keep further columns beside
it, in the order of the keys.
"""

from __future__ import annotations

import re
import sys
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from struct import Struct

from itrvault.search.damage import IndexDamaged

_HEAD = Struct("<4sII")
_MAGIC = b"ITRt"
_BLOCK = 64


def pack_numbers(typecode: str, numbers: array[int]) -> bytes:
    """The numbers as little-endian bytes. `numbers` has this typecode already."""
    if sys.byteorder == "big":
        numbers = array(typecode, numbers)
        numbers.byteswap()
    return numbers.tobytes()


def unpack_numbers(typecode: str, data: bytes | memoryview) -> array[int]:
    """The inverse of `pack_numbers`; `IndexDamaged` when the bytes do not come out even."""
    numbers = array(typecode)
    if len(data) % numbers.itemsize:
        raise IndexDamaged("a column of the index is cut off")
    numbers.frombytes(data)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def pack_keys(keys: Sequence[bytes]) -> bytes:
    """A table of keys, which must be sorted, different, and free of line feeds."""
    ends = array("I", accumulate(map((1).__add__, map(len, keys))))
    text = b"\n".join((b"", *keys))
    return _HEAD.pack(_MAGIC, len(keys), len(text)) + pack_numbers("I", ends) + text


class Keys(Sequence[bytes]):
    """Reads a table of keys. `size` is the number of bytes it took from `data`."""

    def __init__(self, data: bytes) -> None:
        if len(data) < _HEAD.size:
            raise IndexDamaged("a table of the index is cut off")
        magic, count, length = _HEAD.unpack_from(data)
        start = _HEAD.size + 4 * count
        self.size = start + length
        if magic != _MAGIC or self.size > len(data):
            raise IndexDamaged("a table of the index does not have the form of one")
        self._ends = unpack_numbers("I", data[_HEAD.size : start])
        self.text = data[start : self.size]
        if count and self._ends[-1] != length:
            raise IndexDamaged("a table of the index contradicts itself")

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, index: int) -> bytes:  # type: ignore[override]
        if index < 0 or index >= len(self._ends):
            raise IndexError(index)
        return self.text[(self._ends[index - 1] if index else 0) + 1 : self._ends[index]]

    @cached_property
    def _signposts(self) -> list[bytes]:
        """Every `_BLOCK`th key: where in the table a key must be is told by these at once."""
        return [self[place] for place in range(0, len(self._ends), _BLOCK)]

    def place(self, key: bytes) -> int:
        """Where the key is or would be inserted."""
        block = max(0, bisect_left(self._signposts, key) - 1) * _BLOCK
        return bisect_left(self, key, block, min(block + _BLOCK, len(self._ends)))

    def find(self, key: bytes) -> int:
        """The index of the key, -1 when it is not there."""
        block = (bisect_right(self._signposts, key) - 1) * _BLOCK
        if block < 0:
            return -1
        last = min(block + _BLOCK, len(self._ends))
        start, end = self._ends[block - 1] if block else 0, self._ends[last - 1]
        line = b"\n%b\n" % key
        if (at := self.text.find(line, start, end + 1)) >= 0:
            return bisect_right(self._ends, at, block, last)
        return last - 1 if self.text.endswith(line[:-1], start, end) else -1

    def find_many(self, keys: Sequence[bytes]) -> list[int]:
        """The index of each of these keys; -1 where it is not there."""
        found: list[int] = []
        after = 0
        for key in keys:
            index = after  # of neighbours the next one is at hand
            if not (index < len(self._ends) and self[index] == key):
                index = self.find(key)
            found.append(index)
            after = index + 1
        return found

    def matching(self, pattern: re.Pattern[bytes], prefix: bytes, literal: bytes) -> Iterator[int]:
        """The indexes of the keys that match wholly.

        Every match starts with `prefix` and contains `literal`; at least one of them should not be
        empty, or all keys are tried.
        """
        first, last = self.place(prefix), self.place(prefix + b"\xff")
        if len(literal) <= len(prefix):
            yield from (i for i in range(first, last) if pattern.fullmatch(self[i]))
            return
        start = self._ends[first - 1] if first else 0
        end = self._ends[last - 1] if last else 0
        while (start := self.text.find(literal, start, end)) >= 0:
            index = bisect_right(self._ends, start)
            if pattern.fullmatch(self[index]):
                yield index
            start = self._ends[index]
