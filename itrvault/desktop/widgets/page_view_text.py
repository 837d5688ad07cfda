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
from itrvault.text.places import PageMap

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
        self._rects: dict[Span, tuple[Rect, ...]] = {}

    def refine(self, glyphs: Glyphs) -> bool:
        """Take the exact boxes. False when the page shows other characters (OCR, repair)."""
        boxes = refine(self.layout, self.text, glyphs.chars, glyphs.boxes)
        if boxes is None:
            return False
        self._map = PageMap(self.layout, self.text, boxes)
        self._rects.clear()
        return True

    def rects(self, span: Span) -> tuple[Rect, ...]:
        """One box for each line that a stretch touches."""
        found = self._rects.get(span)
        if found is None:
            found = self._rects[span] = self._map.rects_of(span)
        return found

    def offset_at(self, x: float, y: float, *, inside: bool = False) -> int:
        """The offset between characters nearest to a point; with `inside` of the one under it."""
        return self._map.offset_at(x, y) if inside else self._map.caret_at(x, y)

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
