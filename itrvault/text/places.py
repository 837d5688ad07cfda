"""From a stretch of text to boxes on the page, and from a point on the page to the text.

Word boxes come with the text. Where a letter stands inside its word is worked out from how wide
letters usually are, or taken from the exact boxes of a drawn page (`refine`).
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from itrvault.model.geometry import FlowLayout, PageLayout, Paragraph, Rect, Span
from itrvault.text.fold import is_mark

CharBoxes = list[Rect | None]
"""One box per code point of the text; None for blanks and signs that are not drawn."""

_NARROW = frozenset("iljtfrI1.,;:'|!()[]{}/\\-·’‘،؛ااإأآ")
_WIDE = frozenset("mwMWQO@%&œæŒÆ—шщжмюШЩЖМЮسشصضثٹ")


def _width(char: str) -> float:
    if is_mark(char) or unicodedata.category(char) == "Cf":
        return 0.0
    if char in _NARROW:
        return 0.5
    if char in _WIDE:
        return 1.5
    if unicodedata.east_asian_width(char) in ("W", "F"):
        return 2.0
    return 1.25 if char.isupper() else 1.0


def _runs_leftward(word: str) -> bool:
    """Whether the letters of the word run from right to left on the page."""
    for char in word:
        direction = unicodedata.bidirectional(char)
        if direction in ("R", "AL"):
            return True
        if direction in ("L", "EN", "AN"):
            return False
    return False


def _union(boxes: Sequence[Rect]) -> Rect:
    return Rect(
        min(b.x0 for b in boxes), min(b.y0 for b in boxes),
        max(b.x1 for b in boxes), max(b.y1 for b in boxes),
    )  # fmt: skip


def split_box(word: str, box: Rect) -> list[Rect]:
    """A word's box cut into one per code point, by the usual widths of its letters.

    Right-to-left words are cut from the right, tall boxes of several letters from the top (Chinese
    columns) or from the bottom (turned Latin text).
    """
    widths = [_width(char) for char in word]
    if not any(widths):
        widths = [1.0] * len(word)
    total = sum(widths)
    across, down = box.x1 - box.x0, box.y1 - box.y0
    upright = down <= 1.5 * across or len(word) < 3
    rects: list[Rect] = []
    done = 0.0
    for width in widths:
        a, b = done / total, (done + width) / total
        done += width
        if not upright:
            if unicodedata.east_asian_width(word[0]) not in ("W", "F"):
                a, b = 1 - b, 1 - a
            rects.append(Rect(box.x0, box.y0 + a * down, box.x1, box.y0 + b * down))
            continue
        if _runs_leftward(word):
            a, b = 1 - b, 1 - a
        rects.append(Rect(box.x0 + a * across, box.y0, box.x0 + b * across, box.y1))
    return rects


@dataclass(frozen=True, slots=True)
class _Line:
    first: int  # words [first, last)
    last: int
    box: Rect
    reach: tuple[float, float]  # left and right, neighbours in the same column included


class PageMap:
    """One page, ready to be asked many times (while the mouse moves).

    `boxes` are exact character boxes from `refine`, when the page has been drawn.
    """

    def __init__(self, layout: PageLayout, text: str, boxes: CharBoxes | None = None) -> None:
        self.layout = layout
        self.text = text
        self.boxes = boxes
        self._lines: list[_Line] | None = None

    def _word_box(self, index: int) -> Rect:
        return Rect(*self.layout.boxes[4 * index : 4 * index + 4])

    def _char_boxes(self, index: int) -> list[Rect]:
        start, end = self.layout.starts[index], self.layout.ends[index]
        guessed = split_box(self.text[start:end], self._word_box(index))
        if self.boxes is None:
            return guessed
        exact = self.boxes[start:end]
        return [known or guess for known, guess in zip(exact, guessed, strict=True)]

    def rects_of(self, span: Span) -> tuple[Rect, ...]:
        """One box for each line the span touches, in the order of the text."""
        layout = self.layout
        first = bisect_right(layout.ends, span.start)
        found: list[tuple[int, Rect]] = []
        for index in range(first, len(layout.starts)):
            start, end = layout.starts[index], layout.ends[index]
            if start >= span.end:
                break
            if span.start <= start and end <= span.end:
                box = self._word_box(index)
            else:
                part = self._char_boxes(index)[max(0, span.start - start) : span.end - start]
                if not part:
                    continue
                box = _union(part)
            if found and found[-1][0] == layout.lines[index]:
                found[-1] = (layout.lines[index], _union((found[-1][1], box)))
            else:
                found.append((layout.lines[index], box))
        return tuple(box for _, box in found)

    def word_index(self, x: float, y: float) -> int | None:
        """The number of the word at the point, or nearest to it; None on a page without words."""
        line = self._line_at(x, y)
        if line is None:
            return None

        def away(index: int) -> float:
            box = self._word_box(index)
            return _outside(x, box.x0, box.x1) + _outside(y, box.y0, box.y1)

        return min(range(line.first, line.last), key=away)

    def offset_at(self, x: float, y: float) -> int:
        """The code point drawn at the point, or the nearest one; 0 on a page without words."""
        index = self.word_index(x, y)
        if index is None:
            return 0
        boxes = self._char_boxes(index)
        # An accent lies where its letter does; the letter is meant.
        letters = [n for n, box in enumerate(boxes) if box.x1 > box.x0 and box.y1 > box.y0]

        def away(place: int) -> tuple[float, float]:
            box = boxes[place]
            middle = abs(x - (box.x0 + box.x1) / 2) + abs(y - (box.y0 + box.y1) / 2)
            return _outside(x, box.x0, box.x1) + _outside(y, box.y0, box.y1), middle

        return self.layout.starts[index] + min(letters or range(len(boxes)), key=away)

    def caret_at(self, x: float, y: float) -> int:
        """The place between two letters nearest to the point: where a selection starts or ends."""
        index = self.word_index(x, y)
        if index is None:
            return 0
        offset = self.offset_at(x, y)
        start, end = self.layout.starts[index], self.layout.ends[index]
        box = self._char_boxes(index)[offset - start]
        word = self.text[start:end]
        if box.y1 - box.y0 > 1.5 * (box.x1 - box.x0) or len(word) < 3 or self._flat(index):
            past = x > (box.x0 + box.x1) / 2
            if _runs_leftward(word):
                past = not past
        else:
            past = y > (box.y0 + box.y1) / 2
        caret = offset + 1 if past else offset
        while caret < end and is_mark(self.text[caret]):
            caret += 1
        return caret

    def _flat(self, index: int) -> bool:
        box = self._word_box(index)
        return box.y1 - box.y0 <= 1.5 * (box.x1 - box.x0)

    def selection(self, a: tuple[float, float], b: tuple[float, float]) -> Span:
        """What lies between two points (press and release), in reading order."""
        one, other = self.caret_at(*a), self.caret_at(*b)
        return Span(min(one, other), max(one, other))

    def _line_at(self, x: float, y: float) -> _Line | None:
        lines = self._line_list()
        if not lines:
            return None
        # Height counts far more than width: beside the last, short line of a paragraph is still
        # that line. `reach` keeps the neighbouring column out of it.
        return min(
            lines,
            key=lambda n: (
                _outside(x, *n.reach) + 20 * _outside(y, n.box.y0, n.box.y1),
                _outside(x, n.box.x0, n.box.x1),
                abs(y - (n.box.y0 + n.box.y1) / 2),
            ),
        )

    def _line_list(self) -> list[_Line]:
        if self._lines is None:
            bounds: list[tuple[int, int, Rect]] = []
            lines = self.layout.lines
            first = 0
            for index in range(1, len(lines) + 1):
                if index == len(lines) or lines[index] != lines[first]:
                    words = [self._word_box(word) for word in range(first, index)]
                    bounds.append((first, index, _union(words)))
                    first = index
            self._lines = [
                _Line(first, last, box, _reach(bounds, place))
                for place, (first, last, box) in enumerate(bounds)
            ]
        return self._lines


def _outside(value: float, low: float, high: float) -> float:
    return max(low - value, 0.0, value - high)


def _reach(lines: list[tuple[int, int, Rect]], place: int) -> tuple[float, float]:
    """Left and right end of a line, stretched to those of its neighbours in the same column."""
    box = lines[place][2]
    left, right = box.x0, box.x1
    height = box.y1 - box.y0
    for other in (place - 1, place + 1):
        if not 0 <= other < len(lines):
            continue
        near = lines[other][2]
        overlap = min(box.x1, near.x1) - max(box.x0, near.x0)
        gap = max(near.y0 - box.y1, box.y0 - near.y1)
        if overlap > 0 and -0.5 * height < gap < 2 * height:
            left, right = min(left, near.x0), max(right, near.x1)
    return left, right


def rects_of(layout: PageLayout, text: str, span: Span) -> tuple[Rect, ...]:
    """One box for each line of the page that the span touches."""
    return PageMap(layout, text).rects_of(span)


def offset_at(layout: PageLayout, text: str, x: float, y: float) -> int:
    """The code point drawn at a point of the page, or the nearest one."""
    return PageMap(layout, text).offset_at(x, y)


def paragraph_at(layout: FlowLayout, offset: int) -> Paragraph | None:
    """The paragraph that holds the offset (or ends just before it); None before the first."""
    index = bisect_right([paragraph.start for paragraph in layout.paragraphs], offset) - 1
    return layout.paragraphs[index] if index >= 0 else None


def paragraphs_of(layout: FlowLayout, span: Span) -> tuple[Paragraph, ...]:
    """The paragraphs that a span touches, in order."""
    first = bisect_left([paragraph.end for paragraph in layout.paragraphs], span.start + 1)
    touched: list[Paragraph] = []
    for paragraph in layout.paragraphs[first:]:
        if paragraph.start >= max(span.end, span.start + 1):
            break
        touched.append(paragraph)
    return tuple(touched)
