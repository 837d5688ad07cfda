"""A unit's text as somebody reading it moves through it: characters, words, sentences, paragraphs.

Pure over a `Unit`. Offsets are code points. Paragraphs of a flowing unit are those of its layout;
those of a drawn page are found from the shapes of its lines, so that a sentence running over two
lines is still one sentence.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from itrvault.model.document import Unit
from itrvault.model.geometry import FlowLayout, PageLayout, Span
from itrvault.text.stretches import sentence_at, word_at

NEAR = 6
"""Lines above and below that tell how wide a column is."""

_NUMBER = re.compile(r"(?:\(\w{1,4}\)|\w{1,3}[.)]|\d+(?:\.\d+)+\.?|[•▪–—-])\s")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a drawn page: its stretch of text and its box."""

    start: int
    end: int
    x0: float
    y0: float
    x1: float
    y1: float


class UnitText:
    """The text of one unit with its inner structure, worked out when first asked for."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.text = unit.text

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Lines of a drawn page in the order of the text; none for flowing text."""
        layout = self.unit.layout
        return page_lines(layout) if isinstance(layout, PageLayout) else ()

    @cached_property
    def paragraphs(self) -> tuple[Span, ...]:
        """Stretches that cover the text without a gap; each begins where its paragraph does."""
        layout = self.unit.layout
        if isinstance(layout, FlowLayout):
            starts = [paragraph.start for paragraph in layout.paragraphs]
        else:
            starts = paragraph_starts(self.text, self.lines, self.rtl)
        if not starts:
            starts = [match.start() for match in re.finditer(r"[^\n]+", self.text)]
        starts = sorted({0, *starts})
        ends = [*starts[1:], len(self.text)]
        return tuple(Span(start, end) for start, end in zip(starts, ends, strict=True))

    @cached_property
    def rtl(self) -> bool:
        """Whether most letters run from right to left."""
        return is_rtl(self.text[:4000])

    def paragraph(self, offset: int) -> Span:
        """The paragraph at an offset, without the white space around it."""
        return self._trimmed(self._paragraph(offset))

    def paragraph_is_rtl(self, offset: int) -> bool:
        """The direction of the paragraph at an offset."""
        span = self._paragraph(offset)
        return is_rtl(self.text[span.start : span.end])

    def sentence(self, offset: int) -> Span:
        """The sentence at an offset, inside its paragraph."""
        layout = self.unit.layout
        found = sentence_at(self.text, offset, layout if isinstance(layout, FlowLayout) else None)
        whole = self._paragraph(offset)
        return self._trimmed(Span(max(found.start, whole.start), min(found.end, whole.end)))

    def word(self, offset: int) -> Span:
        """The word at an offset, or the single character where there is none."""
        return word_at(self.text, offset)

    def after(self, offset: int) -> int:
        """One character on; marks that sit on a letter are passed with it."""
        offset = min(offset + 1, len(self.text))
        while offset < len(self.text) and _joins(self.text[offset]):
            offset += 1
        return offset

    def before(self, offset: int) -> int:
        """One character back."""
        offset = max(offset - 1, 0)
        while offset > 0 and _joins(self.text[offset]):
            offset -= 1
        return offset

    def word_after(self, offset: int) -> int:
        """The end of the word at or after an offset."""
        while offset < len(self.text) and not self.text[offset].isalnum():
            offset += 1
        return self.word(offset).end if offset < len(self.text) else len(self.text)

    def word_before(self, offset: int) -> int:
        """The start of the word before an offset."""
        while offset > 0 and not self.text[offset - 1].isalnum():
            offset -= 1
        return self.word(offset - 1).start if offset > 0 else 0

    def _paragraph(self, offset: int) -> Span:
        index = bisect_right(self.paragraphs, offset, key=lambda span: span.start) - 1
        return self.paragraphs[max(0, index)]

    def _trimmed(self, span: Span) -> Span:
        start, end = span.start, span.end
        while end > start and self.text[end - 1].isspace():
            end -= 1
        while start < end and self.text[start].isspace():
            start += 1
        return Span(start, end)


def is_rtl(text: str) -> bool:
    """Whether a text reads from right to left: by its first letters, not by one foreign word."""
    left = right = 0
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind == "L":
            left += 1
        elif kind in ("R", "AL"):
            right += 1
        if left + right >= 400:
            break
    return right > left


def page_lines(layout: PageLayout) -> tuple[Line, ...]:
    """Lines of a page from its words, in the order of the text."""
    lines: list[Line] = []
    current = -1
    for index, number in enumerate(layout.lines):
        x0, y0, x1, y1 = layout.boxes[4 * index : 4 * index + 4]
        start, end = layout.starts[index], layout.ends[index]
        if number == current:
            line = lines[-1]
            lines[-1] = Line(
                line.start, end, min(line.x0, x0), min(line.y0, y0),
                max(line.x1, x1), max(line.y1, y1),
            )  # fmt: skip
        else:
            lines.append(Line(start, end, x0, y0, x1, y1))
            current = number
    return tuple(lines)


def paragraph_starts(text: str, lines: tuple[Line, ...], rtl: bool) -> list[int]:
    """Offsets at which paragraphs of a page begin, read off the shapes of its lines.

    A new one begins after a gap, after a line that stops clearly short, at a first line set in or
    the first one set out again, at a number or bullet, where the size of the type changes, and
    where the text jumps to another column or cell.
    """
    if not lines:
        return []
    starts = [lines[0].start]
    for index, (above, line) in enumerate(pairwise(lines)):
        height = max(1.0, above.y1 - above.y0)
        overlap = min(above.y1, line.y1) - max(above.y0, line.y0)
        if overlap > 0.5 * min(height, line.y1 - line.y0):  # beside it: another cell, or a tab
            if max(line.x0 - above.x1, above.x0 - line.x1) > 4 * height:
                starts.append(line.start)
            continue
        left, right = _column(lines, index)
        short = (above.x0 - left if rtl else right - above.x1) > 0.2 * max(1.0, right - left)
        moved = above.x1 - line.x1 if rtl else line.x0 - above.x0
        first = starts[-1] == above.start  # what follows a set-in or hanging first line moves too
        if (
            line.y0 - above.y1 > 0.6 * height
            or line.y1 < above.y0
            or not 0.75 < (line.y1 - line.y0) / height < 1.34
            or (abs(moved) > 0.8 * height and not first)
            or short
            or text.count("\n", above.end, line.start) > 1  # the reader saw another block
            or _NUMBER.match(text, line.start, line.end)
        ):
            starts.append(line.start)
    return starts


def _column(lines: tuple[Line, ...], index: int) -> tuple[float, float]:
    """Left and right edge of the lines around one that stand above or below it."""
    own = lines[index]
    near = [
        line
        for line in lines[max(0, index - NEAR) : index + NEAR + 1]
        if min(own.x1, line.x1) - max(own.x0, line.x0)
        > 0.5 * min(own.x1 - own.x0, line.x1 - line.x0)
    ]
    return min((line.x0 for line in near), default=own.x0), max(
        (line.x1 for line in near), default=own.x1
    )


def _joins(character: str) -> bool:
    return unicodedata.combining(character) != 0 or character in "\u200d\ufe0e\ufe0f"
