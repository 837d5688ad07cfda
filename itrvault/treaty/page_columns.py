"""Tables of proposals on drawn pages: which column a line stands in, and what that is for.

A page knows no cells. The row that heads the columns ("Proposal  Existing text  Proposed text
Reasons") says where they stand, on this page and on those that the table runs on to; a line that
holds a whole row is taken apart at the columns.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from itrvault.model.document import Unit
from itrvault.model.geometry import PageLayout
from itrvault.treaty.provision_reader import Line


class Role(StrEnum):
    """What a line is for."""

    TEXT = "text"
    HEADING = "heading"
    REASONS = "reasons"
    IN_FORCE = "in force"
    COLUMN_HEAD = "column head"


_WIDE = 0.9
"""Heights of a line that a gap between two columns has at least."""
_NARROW, _ALIGNED = 0.5, 2.5
"""The least gap between two heads, or before a word that stands right below one; points."""
_LONGEST_HEAD, _LONGEST_ROW, _MOST_COLUMNS = 40, 160, 8
_HEAD_LINES = 12
"""Lines behind the first one of a row of heads among which the others are looked for."""
_NUMBERED = re.compile(r"\d[\d.]*[A-Z/.]|/\s?\d|^\W*:")
"""What rows of a table have and their heads do not: margin numbers, identifiers, labels."""
_OUTSIDE = 2  # lines in a row over several columns: then the table is over


@dataclass(frozen=True, slots=True)
class _Piece:
    """Words with no wide gap between them: where in the text, and their box."""

    start: int
    end: int
    left: float
    top: float
    right: float
    bottom: float

    def beside(self, other: _Piece) -> bool:
        """Whether both stand at one height."""
        middle = (self.top + self.bottom) / 2
        return other.top < middle < other.bottom

    def over(self, other: _Piece) -> bool:
        """Whether the other one goes on right below it."""
        height = self.bottom - self.top
        near = -0.3 * height < other.top - self.bottom < 1.2 * height
        return near and self.left < other.right and other.left < self.right


@dataclass(frozen=True, slots=True)
class _Column:
    head: _Piece
    role: Role


class PageColumns:
    """Goes through the lines of a paper. `role_of` says what a column is for by its head.

    It gives None for heads of other columns, and for what is none; `names_column` says quickly
    whether a line holds the words of a head at all.
    """

    def __init__(
        self,
        lines: Sequence[Line],
        pages: Mapping[int, Unit],
        role_of: Callable[[str], Role | None],
        names_column: Callable[[str], bool],
    ) -> None:
        self._lines, self._pages, self._role_of = lines, pages, role_of
        self._naming = [
            index
            for index, line in enumerate(lines)
            if len(line.text) <= _LONGEST_ROW and line.unit in pages and names_column(line.text)
        ]
        self._columns: list[_Column] = []
        self._outside = 0
        self._heads_end = 0  # lines before this one are heads of columns
        self._last: tuple[int, _Piece, int] | None = None  # page, piece and column before

    def read(self) -> Iterator[tuple[Line, Role | None]]:
        """Each line, or its pieces by column, with what it is for; None where no page says it."""
        for index, line in enumerate(self._lines):
            unit = self._pages.get(line.unit)
            if unit is None:
                yield line, None
                continue
            near = self._near_a_head(index)
            pieces = self._pieces(line) if near or self._columns else []
            if near and index >= self._heads_end:
                self._find_heads(index, self._pieces(line, heads=True))
            if index < self._heads_end:
                yield line, Role.COLUMN_HEAD
            elif not self._columns or not pieces or self._is_outside(pieces):
                yield line, Role.TEXT
            else:
                yield from self._apart(line, pieces)

    def _near_a_head(self, index: int) -> bool:
        """Whether a line not far behind this one, or itself, may name a column."""
        at = bisect_left(self._naming, index)
        return at < len(self._naming) and self._naming[at] < index + _HEAD_LINES

    def _is_outside(self, pieces: Sequence[_Piece]) -> bool:
        """Whether a line runs over the columns, as those behind the table do."""
        wide = len(pieces) == 1 and self._covered(pieces[0]) > 1
        self._outside = self._outside + 1 if wide else 0
        if self._outside >= _OUTSIDE:
            self._columns = []
        return wide

    def _apart(self, line: Line, pieces: Sequence[_Piece]) -> Iterator[tuple[Line, Role]]:
        columns = [self._column(line.unit, piece) for piece in pieces]
        at = 0
        while at < len(pieces):
            last = at
            while last + 1 < len(pieces) and columns[last + 1] == columns[at]:
                last += 1
            start = line.start if at == 0 else pieces[at].start
            end = line.end if last == len(pieces) - 1 else pieces[last].end
            text = line.text[start - line.start : end - line.start]
            yield Line(line.unit, start, end, text, line.block), self._columns[columns[at]].role
            at = last + 1

    # -- heads -------------------------------------------------------------------------------

    def _find_heads(self, index: int, pieces: Sequence[_Piece]) -> None:
        """Whether a row of heads begins with this line: then its columns are those that count."""
        row = list(pieces)
        if not row or not self._may_head(index, row):
            return
        end = index + 1
        page = self._lines[index].unit
        for at in range(index + 1, min(index + _HEAD_LINES, len(self._lines))):
            line = self._lines[at]
            more = self._pieces(line, heads=True) if line.unit == page else []
            if more and all(piece.beside(row[0]) for piece in more) and self._may_head(at, more):
                row += more
                end = at + 1
        if not 2 <= len(row) <= _MOST_COLUMNS:
            return
        heads_end = self._end_of_heads(index, end)
        roles = [self._role_of(self._whole_head(piece, index, heads_end)) for piece in row]
        if all(role is None for role in roles):
            return
        self._columns = [
            _Column(piece, role or Role.TEXT) for piece, role in zip(row, roles, strict=True)
        ]
        self._outside, self._last, self._heads_end = 0, None, heads_end

    def _end_of_heads(self, first: int, end: int) -> int:
        """Where the last lines of heads end that are no lower than others of them."""
        bottom = max(
            piece.bottom for at in range(first, end) for piece in self._pieces(self._lines[at])
        )
        while end < len(self._lines) and self._lines[end].unit == self._lines[first].unit:
            below = self._pieces(self._lines[end])
            if not below or below[0].bottom > bottom + 1:
                break
            end += 1
        return end

    def _may_head(self, index: int, pieces: Sequence[_Piece]) -> bool:
        """Whether these are short enough, and say no more than a head does."""
        texts = [self._words(index, piece) for piece in pieces]
        return all(len(text) <= _LONGEST_HEAD and not _NUMBERED.search(text) for text in texts)

    def _whole_head(self, piece: _Piece, first: int, end: int) -> str:
        """The words of a head, with those on the lines below that go on with it."""
        words, last = [self._words(first, piece)], piece
        for at in range(first, end):
            for other in self._pieces(self._lines[at]):
                short = other.end - other.start <= _LONGEST_HEAD
                if short and last.over(other) and not other.beside(last):
                    words.append(self._words(at, other))
                    last = other
        return " ".join(words)

    def _words(self, index: int, piece: _Piece) -> str:
        return self._pages[self._lines[index].unit].text[piece.start : piece.end]

    # -- places ------------------------------------------------------------------------------

    def _covered(self, piece: _Piece) -> int:
        """How many columns a piece covers."""
        heads = (each.head for each in self._columns)
        return sum(piece.left < (head.left + head.right) / 2 < piece.right for head in heads)

    def _column(self, page: int, piece: _Piece) -> int:
        """The column that the piece above stands in, or the one with the nearest head."""

        def away(column: _Column) -> float:
            head = column.head
            middle = abs(head.left + head.right - piece.left - piece.right) / 2
            return min(abs(head.left - piece.left), abs(head.right - piece.right), middle)

        if self._last is not None and self._last[0] == page and self._last[1].over(piece):
            found = self._last[2]
        else:
            found = min(range(len(self._columns)), key=lambda at: away(self._columns[at]))
        self._last = page, piece, found
        return found

    def _pieces(self, line: Line, *, heads: bool = False) -> list[_Piece]:
        """The words of a line, together where no wide gap parts them, as they follow in it."""
        least = _NARROW if heads else _WIDE
        lefts = [column.head.left for column in self._columns]
        layout, text = self._pages[line.unit].layout, self._pages[line.unit].text
        assert isinstance(layout, PageLayout)
        first, last = bisect_left(layout.starts, line.start), bisect_left(layout.starts, line.end)
        pieces: list[_Piece] = []
        for at in range(first, last):
            x0, y0, x1, y1 = layout.boxes[4 * at : 4 * at + 4]
            start, end = layout.starts[at], layout.ends[at]
            if pieces:
                before = pieces[-1]
                gap = max(x0 - before.right, before.left - x1)
                # A sign that ends Arabic words comes before them, at the other end of the line.
                height = y1 - y0
                below = gap >= _NARROW * height and any(abs(x0 - x) <= _ALIGNED for x in lefts)
                apart = gap >= least * height or below
                if not apart or not any(map(str.isalnum, text[before.start : before.end])):
                    pieces[-1] = _Piece(
                        before.start, end, min(before.left, x0), min(before.top, y0),
                        max(before.right, x1), max(before.bottom, y1),
                    )  # fmt: skip
                    continue
            pieces.append(_Piece(start, end, x0, y0, x1, y1))
        return pieces
