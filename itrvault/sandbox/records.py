"""Records as frames: packed by the reader, unpacked and checked value by value by the host.

Pages travel in batches: all their texts in one UTF-8 blob, all word places in four arrays. What
the reader sent is called `untrusted_*` until it has been checked; a value that cannot be right
raises `ReaderLied`, which costs the file and nothing else.
"""

from __future__ import annotations

import math
import re
import sys
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from operator import le, lt

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
from itrvault.model.geometry import FlowLayout, PageLayout, Paragraph, ParagraphKind, Run
from itrvault.sandbox.wire import Frame

FARTHEST = 1e7
"""No coordinate of a page lies farther out, in points (3.5 km)."""

LABEL_LENGTH = 200
NAME_LENGTH = 2_000
LINE_LENGTH = 20_000
NOTE_LENGTH = 100_000

_KINDS = tuple(ParagraphKind)
_RUN_FLAGS = ("bold", "italic", "underline", "strike")
_CONTROL = re.compile("[\x00-\x08\x0a-\x1f\x7f\ud800-\udfff]")
_NOT_TEXT = re.compile("[\x00\ud800-\udfff]")
_PARAGRAPH_COLUMNS = 9  # start end number kind level table row column runs
_RUN_COLUMNS = 4  # start end number flags


def clean_text(text: str) -> str:
    """Text without NUL and half characters, which no database and no UTF-8 holds; same length."""
    return _NOT_TEXT.sub("\ufffd", text)


def clean_line(text: str, limit: int = LINE_LENGTH) -> str:
    """One line for a person: no control characters, no half characters, not too long."""
    return _CONTROL.sub("\ufffd", " ".join(text.split()))[:limit]


# -- reader side ---------------------------------------------------------------------------------


@dataclass(slots=True)
class Batch:
    """Units on their way to the host in one frame."""

    heads: list[list[object]] = field(default_factory=list)
    text: list[bytes] = field(default_factory=list)
    starts: array[int] = field(default_factory=lambda: array("I"))
    ends: array[int] = field(default_factory=lambda: array("I"))
    lines: array[int] = field(default_factory=lambda: array("I"))
    boxes: array[float] = field(default_factory=lambda: array("f"))
    paragraphs: array[int] = field(default_factory=lambda: array("I"))
    runs: array[int] = field(default_factory=lambda: array("I"))
    size: int = 0

    def add(self, unit: Unit) -> None:
        """Take one unit in."""
        text = clean_text(unit.text)
        packed = text.encode()
        self.text.append(packed)
        self.size += len(packed) + 200
        redlines = [
            [r.start, r.end, r.kind.value, clean_line(r.author, LABEL_LENGTH),
             clean_line(r.date, LABEL_LENGTH), r.drawn]
            for r in unit.redlines
        ]  # fmt: skip
        self.size += 60 * len(redlines)
        head: list[object] = [
            unit.number, unit.kind.value, clean_line(unit.label, LABEL_LENGTH), len(text),
            unit.language, redlines, unit.source.value, unit.doubt.value,
        ]  # fmt: skip
        if isinstance(unit.layout, PageLayout):
            head += [len(unit.layout.starts), unit.layout.width, unit.layout.height]
            self._add_page(unit.layout)
        else:
            head += [len(unit.layout.paragraphs)]
            self._add_flow(unit.layout)
        self.heads.append(head)

    def _add_page(self, layout: PageLayout) -> None:
        self.starts.extend(layout.starts)
        self.ends.extend(layout.ends)
        self.lines.extend(layout.lines)
        self.boxes.extend(layout.boxes)
        self.size += 28 * len(layout.starts)

    def _add_flow(self, layout: FlowLayout) -> None:
        for p in layout.paragraphs:
            self.paragraphs.extend(
                (p.start, p.end, p.number, _KINDS.index(p.kind), p.level, p.table, p.row,
                 p.column, len(p.runs))
            )  # fmt: skip
            for run in p.runs:
                flags = run.bold | run.italic << 1 | run.underline << 2 | run.strike << 3
                self.runs.extend((run.start, run.end, run.number, flags))
            self.size += 36 + 16 * len(p.runs)

    def frame(self) -> tuple[dict[str, object], dict[str, bytes | memoryview]]:
        """Head and blobs for `write_frame`."""
        arrays = {
            name: memoryview(getattr(self, name))
            for name in ("starts", "ends", "lines", "boxes", "paragraphs", "runs")
        }
        return {"type": "units", "units": self.heads}, {"text": b"".join(self.text), **arrays}


# -- host side -----------------------------------------------------------------------------------


def text_value(untrusted: object, limit: int = LINE_LENGTH) -> str:
    """A string of one line."""
    if not isinstance(untrusted, str) or len(untrusted) > limit or _CONTROL.search(untrusted):
        raise ReaderLied(reason="a value is not a line of text")
    return untrusted


def whole_number(untrusted: object, low: int, high: int) -> int:
    """A whole number from `low` to `high`, both included."""
    if type(untrusted) is not int or not low <= untrusted <= high:
        raise ReaderLied(reason="a number is out of range")
    return untrusted


def coordinate(untrusted: object) -> float:
    """A finite number of points."""
    if type(untrusted) not in (int, float):
        raise ReaderLied(reason="a measure is not a number")
    # Compared before it is made a float: a whole number of a thousand digits does not fit into one.
    if not -FARTHEST <= untrusted <= FARTHEST:  # type: ignore[operator]  # false for NaN, too
        raise ReaderLied(reason="a measure is out of range")
    return float(untrusted)  # type: ignore[arg-type]


def list_value(untrusted: object, length: int | None = None) -> list[object]:
    """A list, of so many entries when that is said."""
    if not isinstance(untrusted, list) or (length is not None and len(untrusted) != length):
        raise ReaderLied(reason="a list is missing or has a wrong length")
    return untrusted


def numbers(untrusted: memoryview) -> array[int]:
    """A blob as an array of whole numbers, four bytes each."""
    if len(untrusted) % 4:
        raise ReaderLied(reason="an array is cut off")
    values: array[int] = array("I")
    values.frombytes(untrusted)
    return values


def measures(untrusted: memoryview) -> array[float]:
    """A blob as an array of measures, four bytes each."""
    if len(untrusted) % 4:
        raise ReaderLied(reason="an array is cut off")
    values: array[float] = array("f")
    values.frombytes(untrusted)
    return values


def boxes_of(values: array[float]) -> array[float]:
    """Boxes that are finite, near the page and not turned inside out."""
    if len(values) % 4:
        raise ReaderLied(reason="an array of boxes is cut off")
    if values:
        if not math.isfinite(sum(values)) or max(values) > FARTHEST or min(values) < -FARTHEST:
            raise ReaderLied(reason="a box lies outside of any page")
        if not (
            all(map(le, values[0::4], values[2::4])) and all(map(le, values[1::4], values[3::4]))
        ):
            raise ReaderLied(reason="a box is turned inside out")
    return values


@dataclass(slots=True)
class UnitReceiver:
    """Collects the units of one file. `text_left` is what may still come, in code points."""

    max_units: int
    text_left: int
    units: list[Unit] = field(default_factory=list)

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
        boxes_of(self._boxes)
        if not all(map(lt, self._starts, self._ends)):
            raise ReaderLied(reason="a word is empty")

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
            or self._paragraph * _PARAGRAPH_COLUMNS != len(self._paragraphs)
            or self._run * _RUN_COLUMNS != len(self._runs)
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
        if last > first and not (
            ends[-1] <= length
            and all(map(le, ends, starts[1:]))
            and all(map(le, lines, lines[1:]))
            and lines[-1] < last - first
        ):
            raise ReaderLied(reason="words of a page are out of order")
        return PageLayout(width, height, starts, ends, lines, self._boxes[4 * first : 4 * last])

    def _flow(self, untrusted_count: object, length: int) -> FlowLayout:
        left = len(self._paragraphs) // _PARAGRAPH_COLUMNS - self._paragraph
        count = whole_number(untrusted_count, 0, left)
        paragraphs = []
        before = 0
        for _ in range(count):
            at = self._paragraph * _PARAGRAPH_COLUMNS
            row = self._paragraphs[at : at + _PARAGRAPH_COLUMNS]
            self._paragraph += 1
            start, end = row[0], row[1]
            if not before <= start <= end <= length or row[3] >= len(_KINDS):
                raise ReaderLied(reason="paragraphs are out of order")
            before = end
            runs = tuple(self._take_runs(row[8], start, end))
            paragraphs.append(
                Paragraph(
                    start, end, row[2], _KINDS[row[3]], row[4], row[5], row[6], row[7], runs
                )
            )  # fmt: skip
        return FlowLayout(tuple(paragraphs))

    def _take_runs(self, count: int, start: int, end: int) -> Iterable[Run]:
        if count > len(self._runs) // _RUN_COLUMNS - self._run:
            raise ReaderLied(reason="runs are missing")
        before = start
        for _ in range(count):
            at = self._run * _RUN_COLUMNS
            first, last, number, flags = self._runs[at : at + _RUN_COLUMNS]
            self._run += 1
            if not before <= first <= last <= end or flags >= 1 << len(_RUN_FLAGS):
                raise ReaderLied(reason="runs are out of order")
            before = last
            yield Run(first, last, number, *(bool(flags >> bit & 1) for bit in range(4)))


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


def mark_rows(marks: Iterable[ForeignMark]) -> list[list[object]]:
    """Marks on their way to the host."""
    return [
        [mark.unit, mark.start, mark.end, mark.kind.value, clean_text(mark.note)[:NOTE_LENGTH],
         mark.colour, clean_line(mark.author, LABEL_LENGTH), clean_line(mark.date, LABEL_LENGTH)]
        for mark in marks
    ]  # fmt: skip


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
        if not isinstance(note, str) or len(note) > NOTE_LENGTH or _NOT_TEXT.search(note):
            raise ReaderLied(reason="the note of a mark is no text")
        yield ForeignMark(
            number, first, whole_number(end, first, length), mark_kind, note, str(colour),
            text_value(author, LABEL_LENGTH), text_value(date, LABEL_LENGTH),
        )  # fmt: skip


if sys.platform and array("I").itemsize != 4:  # pragma: no cover - no such platform is supported
    raise ImportError("unsigned integers of four bytes are needed")
