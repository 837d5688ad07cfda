"""The characters of a drawn page: boxes for stretches, places for points, the caret's bar.

A thin layer over `text.places.PageMap` that remembers answers (a page with forty hits is painted
sixty times a second) and takes the exact boxes once the page's characters arrive. Page points.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from typing import TYPE_CHECKING

from itrvault.desktop.widgets.selection_text import Line, UnitText
from itrvault.model.geometry import PageLayout, Rect, Span
from itrvault.text.glyphs import refine
from itrvault.text.places import CharBoxes, PageMap

if TYPE_CHECKING:
    from itrvault.sandbox.pages import Glyphs


class PageText:
    """Geometry of one page's text."""

    def __init__(self, unit: UnitText) -> None:
        assert isinstance(unit.unit.layout, PageLayout)
        self.unit = unit
        self.text = unit.text
        self.layout = unit.unit.layout
        self._map = PageMap(self.layout, self.text)
        self._boxes: CharBoxes | None = None
        self._rects: dict[Span, tuple[Rect, ...]] = {}

    def refine(self, glyphs: Glyphs) -> bool:
        """Take the exact boxes. False when the page shows other characters (OCR, repair)."""
        boxes = refine(self.layout, self.text, glyphs.chars, glyphs.boxes)
        if boxes is None:
            return False
        self._boxes = boxes
        self._map = PageMap(self.layout, self.text, boxes)
        self._rects.clear()
        return True

    def rects(self, span: Span) -> tuple[Rect, ...]:
        """One box for each line that a stretch touches."""
        found = self._rects.get(span)
        if found is None:
            found = self._rects[span] = tuple(self._find_rects(span))
        return found

    def offset_at(self, x: float, y: float, *, inside: bool = False) -> int:
        """The offset between characters nearest to a point; with `inside` of the one under it."""
        exact = self._exact_at(x, y)
        if exact is None:
            return self._map.offset_at(x, y) if inside else self._map.caret_at(x, y)
        offset, box = exact
        if inside:
            return offset
        late = (x > (box.x0 + box.x1) / 2) != self._runs_left(offset)
        return self.unit.after(offset) if late else offset

    def over_text(self, x: float, y: float, slack: float = 2.0) -> bool:
        """Whether a point lies on text."""
        return any(
            line.x0 - slack <= x <= line.x1 + slack and line.y0 - slack <= y <= line.y1 + slack
            for line in self.unit.lines
        )

    def line_at(self, offset: int) -> Line | None:
        """The line that holds an offset."""
        lines = self.unit.lines
        if not lines:
            return None
        return lines[max(0, bisect_right(lines, offset, key=lambda line: line.start) - 1)]

    def caret(self, offset: int) -> Rect:
        """A box without width, as high as the line, where the caret stands."""
        line = self.line_at(offset)
        if line is None:
            return Rect(0.0, 0.0, 0.0, 12.0)
        if offset < line.end and self._inked(offset):
            x = self._edge(offset, leading=True)
        elif offset > line.start and self._inked(min(offset, line.end) - 1):
            x = self._edge(min(offset, line.end) - 1, leading=False)
        else:
            following = next((o for o in range(offset, line.end) if self._inked(o)), None)
            x = line.x1 if following is None else self._edge(following, leading=True)
        return Rect(x, line.y0, x, line.y1)

    def _exact_at(self, x: float, y: float) -> tuple[int, Rect] | None:
        """The character drawn at a point of the nearest line, by its exact box.

        Where directions mix, the letters of one word may stand at both ends of others, so that its
        box says nothing.
        """
        line = self.line_at(self._map.offset_at(x, y))
        if self._boxes is None or line is None:
            return None
        for offset in range(line.start, line.end):
            box = self._boxes[offset]
            if box is not None and box.x0 <= x < box.x1:
                return offset, box
        return None

    def _find_rects(self, span: Span) -> list[Rect]:
        rects = list(self._map.rects_of(span))
        if self._boxes is None or not self.unit.rtl:
            return rects
        found = []
        first = self.line_at(span.start)
        index = self.unit.lines.index(first) if first is not None else 0
        for line in self.unit.lines[index:]:
            if line.start >= span.end:
                break
            own = self._boxes[max(span.start, line.start) : min(span.end, line.end)]
            found += [
                Rect(x0, line.y0, x1, line.y1)
                for x0, x1 in _joined([box for box in own if box], line.y1 - line.y0)
            ]
        return found or rects

    def _inked(self, offset: int) -> bool:
        return bool(self._map.rects_of(Span(offset, offset + 1)))

    def _edge(self, offset: int, *, leading: bool) -> float:
        box = self._map.rects_of(Span(offset, offset + 1))[0]
        return box.x0 if leading != self._runs_left(offset) else box.x1

    def _runs_left(self, offset: int) -> bool:
        kind = unicodedata.bidirectional(self.text[offset])
        if kind in ("L", "EN", "AN"):
            return False
        return kind in ("R", "AL") or self.unit.rtl


def _joined(boxes: list[Rect], height: float) -> list[tuple[float, float]]:
    """Left and right edges of stretches of a line, closed over a space but not over a word."""
    joined: list[tuple[float, float]] = []
    for x0, x1 in sorted((box.x0, box.x1) for box in boxes):
        if joined and x0 - joined[-1][1] <= 0.7 * height:
            joined[-1] = (joined[-1][0], max(joined[-1][1], x1))
        else:
            joined.append((x0, x1))
    return joined
