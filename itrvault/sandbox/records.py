"""Records as frames, packed by the reader; and single values, checked by the host.

Pages travel in batches: all their texts in one UTF-8 blob, all word places in four arrays
(`received.py` takes them apart). What the reader sent is called `untrusted_*` until it has been
checked; a value that cannot be right raises `ReaderLied`, which costs the file and nothing else.
"""

from __future__ import annotations

import math
import re
import sys
from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import le

from itrvault.errors import ReaderLied
from itrvault.model.document import (
    ForeignMark,
    Unit,
)
from itrvault.model.geometry import FlowLayout, PageLayout, ParagraphKind

FARTHEST = 1e7
"""No coordinate of a page lies farther out, in points (3.5 km)."""

LABEL_LENGTH = 200
NAME_LENGTH = 2_000
LINE_LENGTH = 20_000
NOTE_LENGTH = 100_000

KINDS = tuple(ParagraphKind)
_CONTROL = re.compile("[\x00-\x08\x0a-\x1f\x7f\ud800-\udfff]")
NOT_TEXT = re.compile("[\x00\ud800-\udfff]")
PARAGRAPH_COLUMNS = 9  # start end number kind level table row column runs
RUN_COLUMNS = 4  # start end number flags


def clean_text(text: str) -> str:
    """Text without NUL and half characters, which no database and no UTF-8 holds; same length."""
    return NOT_TEXT.sub("\ufffd", text)


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
                (p.start, p.end, p.number, KINDS.index(p.kind), p.level, p.table, p.row,
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


def mark_rows(marks: Iterable[ForeignMark]) -> list[list[object]]:
    """Marks on their way to the host."""
    return [
        [mark.unit, mark.start, mark.end, mark.kind.value, clean_text(mark.note)[:NOTE_LENGTH],
         mark.colour, clean_line(mark.author, LABEL_LENGTH), clean_line(mark.date, LABEL_LENGTH)]
        for mark in marks
    ]  # fmt: skip


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


if sys.platform and array("I").itemsize != 4:  # pragma: no cover - no such platform is supported
    raise ImportError("unsigned integers of four bytes are needed")
