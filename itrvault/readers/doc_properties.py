"""Properties of characters and paragraphs in an old Word file (MS-DOC, 2.6: Sprm).

A property has a number and an operand. Word 97 and later number them with two bytes, Word 6 and 95
with one; both are read into the same small set of values.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache

from itrvault.readers.doc_head import WORD_6, WORD_97, Head, Part, plex

Values = dict[str, int]
"""Names of `_NAMES` to their operands."""

_NAMES = {
    0x0800: "deleted", 0x0801: "inserted", 0x4804: "inserted by", 0x6805: "inserted at",
    0x4863: "deleted by", 0x6864: "deleted at", 0x0855: "special", 0x6A09: "symbol",
    0x0835: "bold", 0x0836: "italic", 0x0837: "strike", 0x2A53: "double strike",
    0x083C: "hidden", 0x2A3E: "underline", 0x4A30: "style", 0x0806: "data", 0x080A: "object",
    0x2A0C: "highlight", 0x4A4F: "font", 0xCA71: "shade",
    0x2416: "in table", 0x2417: "row end", 0x6649: "depth", 0x244B: "inner cell",
    0x244C: "inner row end", 0x2640: "outline", 0x260A: "list level", 0x460B: "list",
    0x6645: "more", 0x6646: "more",
}  # fmt: skip
_SIZES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
_TABLE_97, _TABS_97 = 0xD608, 0xC615

_OLD_NAMES = {
    24: "in table", 25: "row end", 65: "deleted", 66: "inserted", 69: "inserted by",
    70: "inserted at", 74: "symbol", 80: "style", 85: "bold", 86: "italic", 87: "strike",
    92: "hidden", 93: "font", 94: "underline", 117: "special", 71: "data", 75: "object",
}  # fmt: skip
_OLD_SIZES = {
    **dict.fromkeys((2, *range(16, 20), 21, 22, *range(26, 29), *range(30, 36), *range(38, 44),
                     *range(45, 50), 69, 72, 80, 93, 96, 97, 99, 107, 109, 110), 2),
    **dict.fromkeys((4, *range(5, 12), 13, 14, 24, 25, 29, 36, 37, 44, 50, 51, 65, 66, 67, 71, 75,
                     *range(85, 93), 94, 98, 100, 101, 102, 104, 117, 118), 1),
    **dict.fromkeys((20, 70), 4),
    **dict.fromkeys((73, 95), 3),
    83: 0,
}  # fmt: skip
_OLD_OPEN = {3, 12, 15, 23, 68, 74, 77, 81, 82, 103, 105, 106, 108}  # their first byte is a size


@lru_cache(maxsize=4096)
def values_of(raw: bytes, version: int) -> Values:
    """What a list of properties states. An unknown one of unknown size ends the list."""
    return dict(_each(raw) if version == WORD_97 else _each_old(raw))


def _each(raw: bytes) -> Iterator[tuple[str, int]]:
    at = 0
    while at + 2 < len(raw):
        number = raw[at] | raw[at + 1] << 8
        at += 2
        size = _SIZES.get(number >> 13, -1)
        if size < 0:
            if number == _TABLE_97:
                size = (raw[at] | raw[min(at + 1, len(raw) - 1)] << 8) + 1
            elif number == _TABS_97 and raw[at] == 255:
                return
            else:
                size = raw[at] + 1
        name = _NAMES.get(number)
        if name is not None:
            yield name, int.from_bytes(raw[at : at + size], "little")
        at += size


def _each_old(raw: bytes) -> Iterator[tuple[str, int]]:
    at = 0
    while at < len(raw):
        number = raw[at]
        at += 1
        if number in _OLD_OPEN and at < len(raw):
            size = raw[at] + 1
            if number == 74 and size > 3:  # a sign: font and code after the size
                yield "symbol", int.from_bytes(raw[at + 1 : at + 4], "little")
                at += size
                continue
        elif number in _OLD_SIZES:
            size = _OLD_SIZES[number]
        else:
            return
        if name := _OLD_NAMES.get(number):
            yield name, int.from_bytes(raw[at : at + size], "little")
        at += size


class Runs:
    """Properties by place in the stream, from pages of 512 bytes (MS-DOC, Fkp)."""

    def __init__(self, head: Head, part: Part) -> None:
        self._version = head.version
        self._paragraphs = part is Part.PARAGRAPHS
        self._entry = 1 if not self._paragraphs else 13 if head.version == WORD_97 else 7
        self.starts: list[int] = []
        self.ends: list[int] = []
        self._raws: list[bytes] = []
        size = 4 if head.version == WORD_97 else 2
        _, pages = plex(head.table(part), size)
        runs: list[tuple[int, int, bytes]] = []
        for page in dict.fromkeys(pages):
            start = (int.from_bytes(page, "little") & 0x3FFFFF) * 512
            runs += self._page(head.main[start : start + 512])
        for start, end, raw in sorted(runs):
            if start < end and (not self.ends or start >= self.ends[-1]):
                self.starts.append(start)
                self.ends.append(end)
                self._raws.append(raw)

    def _page(self, page: bytes) -> Iterator[tuple[int, int, bytes]]:
        if len(page) < 512:
            return
        count = page[511]
        entries = 4 * (count + 1)
        if entries + count * self._entry > 511:
            return
        for index in range(count):
            start = int.from_bytes(page[4 * index : 4 * index + 4], "little")
            end = int.from_bytes(page[4 * index + 4 : 4 * index + 8], "little")
            at = 2 * page[entries + index * self._entry]
            yield start, end, self._raw(page, at) if at else b""

    def _raw(self, page: bytes, at: int) -> bytes:
        if not self._paragraphs:
            return page[at + 1 : at + 1 + page[at]]
        words = page[at]
        if self._version == WORD_6:
            return page[at + 1 : at + 1 + 2 * words]
        if words:
            return page[at + 1 : at + 2 * words]
        return page[at + 2 : at + 2 + 2 * page[min(at + 1, 511)]]

    def index(self, offset: int) -> int:
        """The run a place lies in, -1 for none."""
        found = bisect_right(self.starts, offset) - 1
        return found if found >= 0 and offset < self.ends[found] else -1

    def raw(self, offset: int) -> bytes:
        """The properties stated for a place."""
        found = self.index(offset)
        return self._raws[found] if found >= 0 else b""

    def within(self, start: int, end: int) -> Iterator[tuple[int, int, bytes]]:
        """The stretches of different properties between two places, without gaps."""
        at = start
        index = max(0, bisect_right(self.starts, start) - 1)
        while at < end:
            while index < len(self.starts) and self.ends[index] <= at:
                index += 1
            if index >= len(self.starts) or self.starts[index] >= end:
                yield at, end, b""
                return
            if self.starts[index] > at:
                yield at, self.starts[index], b""
            first, last = max(at, self.starts[index]), min(end, self.ends[index])
            yield first, last, self._raws[index]
            at = last
