"""What a reader sent of a document, taken apart and checked value by value by the host.

NumPy looks at the places of all words of a batch at once: pages have hundreds of words.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from itrvault.errors import ReaderLied, ReaderOverLimit
from itrvault.model.annotation import COLOURS
from itrvault.model.document import (
    Doubt,
    ForeignMark,
    MarkKind,
    Redline,
    RedlineKind,
    TextSource,
    Unit,
    UnitKind,
)
from itrvault.model.geometry import FlowLayout, PageLayout, Paragraph, Run
from itrvault.sandbox.records import (
    FARTHEST,
    KINDS,
    LABEL_LENGTH,
    NOT_TEXT,
    NOTE_LENGTH,
    PARAGRAPH_COLUMNS,
    RUN_COLUMNS,
    coordinate,
    list_value,
    measures,
    numbers,
    text_value,
    whole_number,
)
from itrvault.sandbox.wire import Frame

RUN_FLAGS = 4  # bold italic underline strike

MOST_PARAGRAPHS = 600_000
MOST_RUNS = 2_000_000
"""Of one file. Each paragraph takes 400 bytes of the program's own memory, each run 100, however
few letters are in it; readers put lines together before there are so many."""


@dataclass(slots=True)
class UnitReceiver:
    """Collects the units of one file. `text_left` is what may still come, in code points."""

    max_units: int
    text_left: int
    units: list[Unit] = field(default_factory=list)
    paragraphs_left: int = MOST_PARAGRAPHS
    runs_left: int = MOST_RUNS

    def receive(self, frame: Frame) -> None:
        """Check one batch and keep its units. All or none of a batch are kept."""
        untrusted_heads = list_value(frame.head.get("units"))
        if len(self.units) + len(untrusted_heads) > self.max_units:
            raise ReaderOverLimit(reason=f"more than {self.max_units:,} pages or sections")
        blob = frame.blob("text")
        if len(blob) > 4 * self.text_left:
            raise ReaderOverLimit(reason="more text than is allowed")
        try:
            text = str(blob, "utf-8")
        except UnicodeDecodeError as error:
            raise ReaderLied(reason="the text is not UTF-8") from error
        if "\0" in text:
            raise ReaderLied(reason="the text holds NUL")
        if len(text) > self.text_left:
            raise ReaderOverLimit(reason="more text than is allowed")
        batch = _BatchReader(frame, text)
        self.paragraphs_left -= batch.paragraphs
        self.runs_left -= batch.runs
        if self.paragraphs_left < 0 or self.runs_left < 0:
            raise ReaderOverLimit(reason="its text is in too many pieces")
        fresh = [
            batch.unit(entry, len(self.units) + index)
            for index, entry in enumerate(untrusted_heads)
        ]
        batch.finish()
        self.text_left -= len(text)
        self.units.extend(fresh)


class _BatchReader:
    """Cuts the arrays of a batch into units."""

    def __init__(self, frame: Frame, text: str) -> None:
        self._text = text
        self._starts = numbers(frame.blob("starts"))
        self._ends = numbers(frame.blob("ends"))
        self._lines = numbers(frame.blob("lines"))
        self._boxes = measures(frame.blob("boxes"))
        self._paragraphs = numbers(frame.blob("paragraphs"))
        self._runs = numbers(frame.blob("runs"))
        self._at = self._word = self._paragraph = self._run = 0
        words = len(self._starts)
        if not len(self._ends) == len(self._lines) == words or len(self._boxes) != 4 * words:
            raise ReaderLied(reason="the arrays of a page differ in length")
        _check_boxes(self._boxes)
        starts, ends, lines = (
            np.frombuffer(each, np.uint32) for each in (self._starts, self._ends, self._lines)
        )
        if not (starts < ends).all():
            raise ReaderLied(reason="a word is empty")
        follows = (starts[1:] >= ends[:-1]) & (lines[1:] >= lines[:-1])
        self._breaks: list[int] = (np.flatnonzero(~follows) + 1).tolist()
        """Words that do not follow the one before: the first of each page, and no other."""

    @property
    def paragraphs(self) -> int:
        """How many there are in the batch."""
        return len(self._paragraphs) // PARAGRAPH_COLUMNS

    @property
    def runs(self) -> int:
        """How many there are in the batch."""
        return len(self._runs) // RUN_COLUMNS

    def unit(self, untrusted_head: object, number: int) -> Unit:
        head = list_value(untrusted_head)
        if len(head) not in (9, 11):
            raise ReaderLied(reason="a unit has too many or too few fields")
        if head[0] != number or type(head[0]) is not int:
            raise ReaderLied(reason="units are out of order")
        length = whole_number(head[3], 0, len(self._text) - self._at)
        text = self._text[self._at : self._at + length]
        self._at += length
        language = text_value(head[4], 10)
        redlines = tuple(_redlines(list_value(head[5]), length))
        try:
            kind = UnitKind(text_value(head[1], 20))
            source = TextSource(text_value(head[6], 20))
            doubt = Doubt(text_value(head[7], 20))
        except ValueError as error:
            raise ReaderLied(reason="a unit is of no known kind") from error
        layout: PageLayout | FlowLayout
        if len(head) == 11:
            layout = self._page(head[8], coordinate(head[9]), coordinate(head[10]), length)
        else:
            layout = self._flow(head[8], length)
        label = text_value(head[2], LABEL_LENGTH)
        return Unit(number, kind, label, text, layout, language, redlines, source, doubt)

    def finish(self) -> None:
        """Refuse anything left over."""
        if (
            self._at != len(self._text)
            or self._word != len(self._starts)
            or self._paragraph * PARAGRAPH_COLUMNS != len(self._paragraphs)
            or self._run * RUN_COLUMNS != len(self._runs)
        ):
            raise ReaderLied(reason="a batch holds more than its units")

    def _page(self, count: object, width: float, height: float, length: int) -> PageLayout:
        if width <= 0 or height <= 0:
            raise ReaderLied(reason="a page has no size")
        first = self._word
        last = first + whole_number(count, 0, len(self._starts) - first)
        self._word = last
        starts, ends = self._starts[first:last], self._ends[first:last]
        lines = self._lines[first:last]
        inside = bisect_right(self._breaks, first)  # of the words behind the first
        unbroken = inside == bisect_left(self._breaks, last)
        if last > first and not (unbroken and ends[-1] <= length and lines[-1] < last - first):
            raise ReaderLied(reason="words of a page are out of order")
        return PageLayout(width, height, starts, ends, lines, self._boxes[4 * first : 4 * last])

    def _flow(self, untrusted_count: object, length: int) -> FlowLayout:
        left = len(self._paragraphs) // PARAGRAPH_COLUMNS - self._paragraph
        count = whole_number(untrusted_count, 0, left)
        paragraphs = []
        before = 0
        for _ in range(count):
            at = self._paragraph * PARAGRAPH_COLUMNS
            row = self._paragraphs[at : at + PARAGRAPH_COLUMNS]
            self._paragraph += 1
            start, end = row[0], row[1]
            if not before <= start <= end <= length or row[3] >= len(KINDS):
                raise ReaderLied(reason="paragraphs are out of order")
            before = end
            runs = tuple(self._take_runs(row[8], start, end))
            paragraphs.append(
                Paragraph(
                    start, end, row[2], KINDS[row[3]], row[4], row[5], row[6], row[7], runs
                )
            )  # fmt: skip
        return FlowLayout(tuple(paragraphs))

    def _take_runs(self, count: int, start: int, end: int) -> Iterable[Run]:
        if count > len(self._runs) // RUN_COLUMNS - self._run:
            raise ReaderLied(reason="runs are missing")
        before = start
        for _ in range(count):
            at = self._run * RUN_COLUMNS
            first, last, number, flags = self._runs[at : at + RUN_COLUMNS]
            self._run += 1
            if not before <= first <= last <= end or flags >= 1 << RUN_FLAGS:
                raise ReaderLied(reason="runs are out of order")
            before = last
            yield Run(first, last, number, *(bool(flags >> bit & 1) for bit in range(4)))


def _check_boxes(values: array[float]) -> None:
    if len(values) % 4:
        raise ReaderLied(reason="an array of boxes is cut off")
    boxes = np.frombuffer(values, np.float32).reshape(-1, 4)
    if not (np.abs(boxes) <= FARTHEST).all():  # false for what is no number, too
        raise ReaderLied(reason="a box lies outside of any page")
    if not (boxes[:, :2] <= boxes[:, 2:]).all():
        raise ReaderLied(reason="a box is turned inside out")


def _redlines(untrusted: Sequence[object], length: int) -> Iterable[Redline]:
    for entry in untrusted:
        start, end, kind, author, date, drawn = list_value(entry, 6)
        first = whole_number(start, 0, length)
        try:
            redline_kind = RedlineKind(text_value(kind, 20))
        except ValueError as error:
            raise ReaderLied(reason="a redline is of no known kind") from error
        if type(drawn) is not bool:
            raise ReaderLied(reason="a redline says wrongly where it comes from")
        yield Redline(
            first, whole_number(end, first + 1, length), redline_kind,
            text_value(author, LABEL_LENGTH), text_value(date, LABEL_LENGTH), drawn,
        )  # fmt: skip


def marks_of(untrusted_rows: Sequence[object], units: Sequence[Unit]) -> Iterable[ForeignMark]:
    """Marks that lie in the units they name."""
    for entry in untrusted_rows:
        unit, start, end, kind, note, colour, author, date = list_value(entry, 8)
        number = whole_number(unit, 0, len(units) - 1)
        length = len(units[number].text)
        first = whole_number(start, 0, length)
        try:
            mark_kind = MarkKind(text_value(kind, 20))
        except ValueError as error:
            raise ReaderLied(reason="a mark is of no known kind") from error
        if colour != "" and colour not in COLOURS:
            raise ReaderLied(reason="a mark has no colour of ours")
        if not isinstance(note, str) or len(note) > NOTE_LENGTH or NOT_TEXT.search(note):
            raise ReaderLied(reason="the note of a mark is no text")
        yield ForeignMark(
            number, first, whole_number(end, first, length), mark_kind, note, str(colour),
            text_value(author, LABEL_LENGTH), text_value(date, LABEL_LENGTH),
        )  # fmt: skip
