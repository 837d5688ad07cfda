"""Comments and highlights of a flowing document on their way to `ForeignMark` records.

A reader says by flags where a comment begins and ends and where it is made; this module knows what
places these are once the paragraphs have become units.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto

from itrvault.model.document import ForeignMark, MarkKind


@dataclass(frozen=True, slots=True)
class Remark:
    """What somebody said in the file. Author and date (ISO) as it says, "" for nothing."""

    words: str
    author: str = ""
    date: str = ""


class Edge(Enum):
    """What a flag says of its place."""

    BEGIN = auto()
    END = auto()
    MADE = auto()


@dataclass(frozen=True, slots=True)
class Flag:
    """A place in the text. `key` is the comment's name in the file; MADE brings the remark."""

    key: str
    edge: Edge
    remark: Remark | None = None


Place = tuple[int, int]
"""Unit number and offset in its text."""


class Remarks:
    """Collects the flags and highlights of one document."""

    def __init__(self) -> None:
        self._waiting: list[Flag] = []
        self._begins: dict[str, Place] = {}
        self._ends: dict[str, Place] = {}
        self._made: list[tuple[Place, str, Remark]] = []
        self._highlights: list[tuple[int, int, int, str]] = []
        self._lengths: dict[int, int] = {}

    def wait(self, flags: Iterable[Flag]) -> None:
        """Keep flags of a paragraph that is left out for the next place there is."""
        self._waiting += flags

    def put_waiting(self, unit: int, at: int) -> None:
        """Here is a place."""
        flags, self._waiting = self._waiting, []
        for flag in flags:
            self.put(flag, unit, at)

    def put(self, flag: Flag, unit: int, at: int) -> None:
        """Note a flag. Of several places of one comment the first beginning and the last end."""
        if flag.edge is Edge.BEGIN:
            self._begins.setdefault(flag.key, (unit, at))
        elif flag.edge is Edge.END:
            self._ends[flag.key] = (unit, at)
        elif flag.remark is not None:
            self._made.append(((unit, at), flag.key, flag.remark))

    def highlight(self, unit: int, start: int, end: int, colour: str) -> None:
        """Words in a colour; those that go on where the last ended, or a line later, join them."""
        if self._highlights:
            number, first, last, before = self._highlights[-1]
            if number == unit and before == colour and start - 1 <= last:
                self._highlights[-1] = (unit, first, end, colour)
                return
        self._highlights.append((unit, start, end, colour))

    def unit_ends(self, unit: int, length: int) -> None:
        """The words of a unit, its comments left out, are so long."""
        self._lengths[unit] = length

    def marks(self) -> Iterator[ForeignMark]:
        """All of them, in order of place. A comment that runs over units stays in the first."""
        last = max(self._lengths, default=0)
        self.put_waiting(last, self._lengths.get(last, 0))
        marks = [
            ForeignMark(unit, start, end, MarkKind.HIGHLIGHT, colour=colour)
            for unit, start, end, colour in self._highlights
        ]
        for place, key, remark in self._made:
            unit, start = self._begins.get(key, place)
            end_unit, end = self._ends.get(key, place)
            if end_unit > unit:
                end = self._lengths.get(unit, start)
            elif end_unit < unit:
                end = start
            kind = MarkKind.COMMENT if end > start else MarkKind.NOTE
            marks.append(
                ForeignMark(
                    unit, start, max(start, end), kind, remark.words, "", remark.author, remark.date
                )
            )
        return iter(sorted(marks, key=lambda mark: (mark.unit, mark.start, mark.end)))
