"""Offsets of a unit's text against positions of a Qt document.

Qt counts UTF-16 units and adds separators; parts of the text may be left out by the redline
filter. So the document is made of pieces, each a stretch of the text shown without a break.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from operator import attrgetter

from itrvault.model.geometry import Span

LINE_SEPARATOR = "\u2028"
REPLACEMENT = "\ufffd"
# Qt would start a new block or an object at these, and refuses lone surrogates.
_SHOWN_AS = {
    0: REPLACEMENT, 0x0A: LINE_SEPARATOR, 0x0B: LINE_SEPARATOR, 0x0C: LINE_SEPARATOR,
    0x0D: LINE_SEPARATOR, 0x2029: LINE_SEPARATOR, 0xFDD0: REPLACEMENT, 0xFDD1: REPLACEMENT,
    0xFFFC: REPLACEMENT, **dict.fromkeys(range(0xD800, 0xE000), REPLACEMENT),
}  # fmt: skip
_REFLOWED = {**_SHOWN_AS, 0x0A: " "}


def shown(text: str, *, reflow: bool = False) -> str:
    """The text as it is put into a Qt document: as many code points, none that Qt acts upon.

    With `reflow` line ends become spaces.
    """
    return text.translate(_REFLOWED if reflow else _SHOWN_AS)


def width(text: str) -> int:
    """UTF-16 units of a text."""
    return len(text) + sum(character > "\uffff" for character in text)


@dataclass(frozen=True, slots=True)
class Piece:
    """Text [start, end) of the unit, shown from `position` to `stop` of the document."""

    start: int
    end: int
    position: int
    stop: int

    @property
    def plain(self) -> bool:
        """Whether every character takes one unit."""
        return self.stop - self.position == self.end - self.start


class TextMap:
    """Pieces in order of text and of position."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.pieces: list[Piece] = []

    def add(self, start: int, end: int, position: int, stop: int) -> None:
        """Note that a stretch was inserted."""
        self.pieces.append(Piece(start, end, position, stop))

    def position_of(self, offset: int) -> int:
        """Where an offset is in the document; one that is left out is at the edge before it."""
        if not self.pieces:
            return 0
        piece = self._last(offset, "start")
        if offset >= piece.end:
            return piece.stop
        return self._position(piece, max(offset, piece.start))

    def offset_of(self, position: int) -> int:
        """The offset at a position of the document."""
        if not self.pieces:
            return 0
        piece = self._last(position, "position")
        if position >= piece.stop:
            return piece.end
        if position <= piece.position:
            return piece.start
        if piece.plain:
            return piece.start + position - piece.position
        at, offset = piece.position, piece.start
        while at < position:
            at += width(self.text[offset])
            offset += 1
        return offset

    def ranges(self, span: Span) -> list[tuple[int, int]]:
        """The positions a stretch takes, without what is left out; neighbours are joined."""
        found: list[tuple[int, int]] = []
        first = max(0, bisect_right(self.pieces, span.start, key=attrgetter("start")) - 1)
        for piece in self.pieces[first:]:
            if piece.start >= span.end:
                break
            start, end = max(piece.start, span.start), min(piece.end, span.end)
            if start >= end:
                continue
            a, b = self._position(piece, start), self._position(piece, end)
            if found and found[-1][1] == a:
                found[-1] = (found[-1][0], b)
            else:
                found.append((a, b))
        return found

    def _last(self, value: int, field: str) -> Piece:
        return self.pieces[max(0, bisect_right(self.pieces, value, key=attrgetter(field)) - 1)]

    def _position(self, piece: Piece, offset: int) -> int:
        if piece.plain:
            return piece.position + offset - piece.start
        return piece.position + width(self.text[piece.start : offset])
