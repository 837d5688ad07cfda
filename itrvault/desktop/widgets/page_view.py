"""The drawn pages of a document, one below the other, with hits and marks painted over them.

Sizes are known before anything is drawn, so nothing jumps. While the sharp picture of a page is on
its way, whatever picture of it there is stands in. A page that cannot be drawn shows its text in
place, and says why.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from itrvault.desktop.theme import DARK, LIGHT, Theme
from itrvault.desktop.widgets import marks
from itrvault.desktop.widgets.page_cache import Wish
from itrvault.desktop.widgets.page_desk import Opens, Sizes
from itrvault.desktop.widgets.page_drawer import PageDrawer
from itrvault.desktop.widgets.page_paint import (
    NIGHT_PAPER,
    PAPER,
    paint_picture,
    paint_text_instead,
    turn_painter,
)
from itrvault.desktop.widgets.page_sheets import Sheets
from itrvault.desktop.widgets.page_view_text import PageText
from itrvault.desktop.widgets.page_zoom import PIXELS_A_POINT, SIDE, ZoomingView, zoom_to_fit
from itrvault.desktop.widgets.region_tool import RegionTool
from itrvault.desktop.widgets.selection import Place, SelectionModel
from itrvault.desktop.widgets.selection_units import Mark, Units
from itrvault.desktop.widgets.unit_scroll import TOP
from itrvault.model.geometry import PageLayout, Rect, Span
from itrvault.model.outline import PageLink

if TYPE_CHECKING:
    from itrvault.sandbox.pages import Glyphs

KEPT_TEXTS = 120
LEAST_MARGIN = 24.0


class PageView(ZoomingView):
    """Drawn pages. `zoom` 1.0 shows a page in its true size at 96 dots an inch."""

    regionDrawn = Signal(int, object)  # unit, Rect in page points
    sheetsChanged = Signal()

    def __init__(
        self,
        units: Units,
        selection: SelectionModel,
        theme: Theme,
        drawer: PageDrawer,
        parent: QWidget | None = None,
    ) -> None:
        self.night = False
        self._links: dict[int, tuple[PageLink, ...]] = {}
        self._texts: dict[int, PageText] = {}
        self._drawer = drawer
        self.region = RegionTool(self)
        super().__init__(units, selection, theme, parent)
        drawer.drawn.connect(self._after_drawing)
        drawer.failed.connect(self._after_failure)
        drawer.sized.connect(self.set_sizes)
        drawer.glyphsArrived.connect(self._take_glyphs)
        drawer.linksArrived.connect(self._take_links)

    def open_pages(
        self, sizes: Sequence[tuple[float, float]], source: Opens, key: str = ""
    ) -> None:
        """Show a document whose pages have these sizes in points; `source` opens its pages.

        By its `key` it is known again when it is shown once more.
        """
        self._hover(None)
        self._texts.clear()
        self._links.clear()
        self.region.active = False
        self.sheets = Sheets(tuple(sizes)).resized(self._drawer.sizes_of(key))
        self._drawer.start(source, key)
        self.apply_fit()
        self.relayout()
        self.verticalScrollBar().setValue(0)

    @property
    def sizes(self) -> tuple[tuple[float, float], ...]:
        """Of every page, in points, before it is turned."""
        return self.sheets.sizes

    def set_sizes(self, sizes: Sequence[tuple[float, float]]) -> None:
        """The true sizes, where they were guessed. Pages that are not in the text are left out."""
        known = self.sheets.resized(sizes)
        if known.differ(self.sheets):
            self.sheets = known
            self.keep_place(self.relayout)
            self.apply_fit()
            self.sheetsChanged.emit()

    def close_pages(self) -> None:
        """Show nothing and keep nothing. Waits for a page that is being drawn."""
        self._drawer.stop()
        self.leave_pages()

    def leave_pages(self) -> None:
        """Show nothing; the pages may be wanted again."""
        self._hover(None)
        self.region.active = False
        self.sheets = Sheets()
        self._texts.clear()
        self._links.clear()
        self._drawer.rest()
        self.relayout()

    def turn(self, quarters: int) -> None:
        """Turn all pages clockwise by quarters, and stay where one is."""
        place = self.top_place()
        self.sheets = self.sheets.turned(quarters)
        self.relayout()
        self.apply_fit()
        if place is not None:
            self.go_to_place(place)
        self._after_scroll()
        self.sheetsChanged.emit()

    def set_night(self, night: bool) -> None:
        """Draw the pages light on dark, or as they are."""
        if night != self.night:
            self.night = night
            self.need_more()
            self.viewport().update()

    # -- geometry --------------------------------------------------------------------------------

    def unit_heights(self) -> Sequence[float]:
        """Whole pixels, so that pictures are never resampled."""
        sheets, scale = self.sheets, self.scale
        return self.rows([float(round(sheets.size(n)[1] * scale)) for n in range(len(sheets))])

    def content_width(self) -> float:
        """The widest page and its margins."""
        if self.single and self.sheets:
            widest = self.sheets.size(self.current_unit())[0]
        else:
            widest = self.sheets.widest
        return round(widest * self.scale) + 2 * SIDE

    def page_rect(self, number: int) -> QRectF:
        """The sheet of a page."""
        if not 0 <= number < len(self.sheets):
            return QRectF()
        width, height = (float(round(side * self.scale)) for side in self.sheets.size(number))
        room = max(self.content_width(), float(self.viewport().width()))
        top = self.unit_top(number)
        if self.single:
            top += float(round((self.rows([height])[0] - height) / 2))
        return QRectF(float(round((room - width) / 2)), top, width, height)

    def page_text(self, number: int) -> PageText | None:
        """The characters of a page, None while they are not in memory."""
        text = self.units.text(number)
        if text is None or not isinstance(text.unit.layout, PageLayout):
            return None
        known = self._texts.get(number)
        if known is None or known.unit is not text:
            known = self._texts[number] = PageText(text)
            self._drawer.forget_glyphs(number)
            while len(self._texts) > KEPT_TEXTS:
                self._texts.pop(next(iter(self._texts)))
        return known

    def place_near(self, point: QPointF, *, inside: bool = False) -> Place | None:
        """The place nearest to a point on the page at that height."""
        if not self.sheets:
            return None
        number = self.unit_at(point.y())
        text = self.page_text(number)
        if text is None:
            return None
        return Place(number, text.offset_at(*self._to_page(number, point), inside=inside))

    def over_text(self, point: QPointF) -> bool:
        """Whether a character is near enough."""
        if not self.sheets:
            return False
        number = self.unit_at(point.y())
        text = self.page_text(number)
        return text is not None and text.over_text(*self._to_page(number, point))

    def span_rects(self, number: int, span: Span) -> list[QRectF]:
        """One box a line."""
        text = self.page_text(number)
        if text is None or not 0 <= number < len(self.sheets):
            return []
        corner = self.page_rect(number).topLeft()
        return [self._box(number, rect, corner) for rect in text.rects(span)]

    def caret_rect(self, place: Place) -> QRectF | None:
        """As high as the line, or as wide when the page is turned."""
        text = self.page_text(place.unit)
        if text is None or place.unit >= len(self.sheets):
            return None
        corner = self.page_rect(place.unit).topLeft()
        return self._box(place.unit, text.caret(place.offset), corner)

    def line_edge(self, place: Place, *, end: bool) -> Place:
        """Of the line as printed."""
        text = self.page_text(place.unit)
        line = text.line_at(place.offset) if text is not None else None
        if line is None:
            return place
        return Place(place.unit, line.end if end else line.start)

    def go_to_height(self, number: int, height: float) -> None:
        """Bring a height of a page (points from its top) into view, near the top."""
        self.go_to_unit(number)
        if 0 <= number < len(self.sheets) and not self.sheets.turn:
            limit = self.sheets.sizes[number][1]
            if TOP < height < limit - 4 * TOP:  # the end of a page is nobody's goal
                self.scroll_to(self.page_rect(number).top() + height * self.scale - TOP)
                self._after_scroll()

    def on_page(self, number: int, point: QPointF) -> tuple[float, float]:
        """The point of a page, in points from its top left corner, at a content point."""
        return self._to_page(number, point)

    def mark_rects(self, number: int, mark: Mark) -> list[QRectF]:
        """Those of its words, or the one that was drawn."""
        if mark.box is None or number >= len(self.sheets):
            return super().mark_rects(number, mark)
        return [self._box(number, mark.box, self.page_rect(number).topLeft())]

    def _marks_under(self, point: QPointF) -> tuple[Mark, ...]:
        found = super()._marks_under(point)
        if found or not self.units.count:
            return found
        number = self.unit_at(point.y())
        regions = [
            (rect.width() * rect.height(), mark)
            for mark in self.units.shown_marks(number)
            if mark.box is not None
            for rect in self.mark_rects(number, mark)
            if rect.contains(point)
        ]
        return tuple(mark for _, mark in sorted(regions, key=lambda each: each[0]))

    def _to_page(self, number: int, point: QPointF) -> tuple[float, float]:
        at = (point - self.page_rect(number).topLeft()) / self.scale
        return self.sheets.on_page(number, at.x(), at.y())

    def _box(self, number: int, rect: Rect, corner: QPointF) -> QRectF:
        shown, scale = self.sheets.shown_rect(number, rect), self.scale
        return QRectF(
            corner.x() + shown.x0 * scale, corner.y() + shown.y0 * scale,
            (shown.x1 - shown.x0) * scale, (shown.y1 - shown.y0) * scale,
        )  # fmt: skip

    def sheet_of(self, number: int) -> QRectF:
        """The page."""
        return self.page_rect(number)

    def margin_of(self, number: int) -> float:
        """As wide as the longest lines leave it; a page that is turned has none to count on."""
        text = self.units.text(number)
        if text is None or self.sheets.turn or number >= len(self.sheets):
            return LEAST_MARGIN
        ends = sorted(line.x1 for line in text.lines)
        # A header or a table that juts out does not narrow the margin of everything else.
        longest = ends[int(0.9 * (len(ends) - 1))] if ends else 0.0
        return max(LEAST_MARGIN, (self.sheets.size(number)[0] - longest) * self.scale)

    # -- links -----------------------------------------------------------------------------------

    def links_of(self, number: int) -> tuple[PageLink, ...]:
        """The links of a page; none while they are not known."""
        return self._links.get(number, ())

    def link_at(self, point: QPointF) -> PageLink | None:
        """The link under a point; of several over each other the last one drawn."""
        if not self.sheets:
            return None
        number = self.unit_at(point.y())
        x, y = self._to_page(number, point)
        return next(
            (
                link
                for link in reversed(self._links.get(number, ()))
                if link.box.x0 <= x <= link.box.x1 and link.box.y0 <= y <= link.box.y1
            ),
            None,
        )

    def cursor_at(self, point: QPointF) -> Qt.CursorShape:
        """A cross while a region is drawn."""
        return Qt.CursorShape.CrossCursor if self.region.active else super().cursor_at(point)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Draw a region, or select."""
        if self.region.active and event.button() is Qt.MouseButton.LeftButton:
            self.region.press(self.to_content(event.position()))
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """As above."""
        if self.region.active:
            self.region.drag(self.to_content(event.position()))
            self.viewport().setCursor(Qt.CursorShape.CrossCursor)
        else:
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """As above."""
        if self.region.active:
            self.region.release()
        else:
            super().mouseReleaseEvent(event)

    def _after_scroll(self) -> None:
        """What was under the mouse is not there any more."""
        self._hover(None)
        super()._after_scroll()

    # -- drawing ---------------------------------------------------------------------------------

    def need_more(self) -> None:
        """Texts and pictures of the pages in view, then of their neighbours."""
        super().need_more()
        shown = self.shown_units()
        middle = self.current_unit()
        near = sorted(shown, key=lambda number: abs(number - middle))
        beside = [shown.stop, shown.start - 1, shown.stop + 1]
        pages = [n for n in (*near, *beside) if 0 <= n < len(self.sheets)]
        self._drawer.want([self._wish(number) for number in pages], near)

    @property
    def drawn(self) -> bool:
        """Whether every page in view is there, sharp, or known to fail."""
        shown = self.shown_units()
        return all(self.page_drawn(number) for number in shown if number < len(self.sheets))

    def page_drawn(self, number: int) -> bool:
        """Whether a page is there, sharp, or known to fail."""
        if number >= len(self.sheets):
            return False
        wish = self._wish(number)
        return wish in self._drawer.cache or bool(self._drawer.failure_of(number))

    def _wish(self, number: int) -> Wish:
        scale = self.scale * self.devicePixelRatioF()
        return Wish.at(number, scale, self.sheets.sizes[number], night=self.night)

    def wish_ahead(self, number: int) -> Callable[[Sizes], Wish]:
        """What will be wanted of a page of a document that is not shown, told by its sizes.

        Of most documents it is just that; of one that is turned, or has pages of other sizes
        before, something near it, which stands in. May be called on any thread.
        """
        fit, zoom, view = self.fit, self.zoom, self.viewport().size()
        pixels, night = self.devicePixelRatioF(), self.night

        def wish(sizes: Sizes) -> Wish:
            size = sizes[min(number, len(sizes) - 1)]
            scale = zoom_to_fit(fit, zoom, size, view) * PIXELS_A_POINT
            return Wish.at(min(number, len(sizes) - 1), scale * pixels, size, night=night)

        return wish

    def _after_drawing(self, number: int) -> None:
        if number in self.shown_units():
            self.viewport().update()

    def _after_failure(self, _number: int, _reason: str) -> None:
        self.viewport().update()

    def _take_glyphs(self, number: int, glyphs: Glyphs) -> None:
        text = self.page_text(number)
        if text is not None and text.refine(glyphs):
            self._after_drawing(number)

    def _take_links(self, number: int, links: tuple[PageLink, ...]) -> None:
        self._links[number] = links

    def paint_unit(self, painter: QPainter, number: int, clip: QRectF) -> None:
        """The sheet, its picture, what is marked on it, the selection."""
        sheet = self.page_rect(number)
        if not sheet.intersects(clip.adjusted(-2, -2, 2, 2)):
            return
        painter.setPen(QPen(self.theme.colour("line"), 1))
        painter.setBrush(NIGHT_PAPER if self.night else PAPER)
        painter.drawRect(sheet.adjusted(-0.5, -0.5, 0.5, 0.5))
        painter.save()
        painter.setClipRect(sheet)
        self._paint_picture(painter, number, sheet)
        self._paint_marks(painter, number)
        paper, theme = not self.night, DARK if self.night else self.theme
        text = self.units.text(number)
        span = self.selection.span_in(number, len(text.text)) if text is not None else None
        if span is not None:
            marks.paint_selection(painter, self.span_rects(number, span), theme, paper=paper)
        caret = self.selection.caret
        if self.shows_caret() and caret is not None and caret.unit == number:
            rect = self.caret_rect(caret)
            if rect is not None:
                marks.paint_caret(painter, rect, theme, paper=paper)
        if self._hovered is not None and self._hovered in self._links.get(number, ()):
            marks.paint_link(painter, self._box(number, self._hovered.box, sheet.topLeft()), theme)
        painter.restore()

    def _paint_picture(self, painter: QPainter, number: int, sheet: QRectF) -> None:
        painter.save()
        page = turn_painter(painter, sheet, self.sheets.turn)
        reason, wish = self._drawer.failure_of(number), self._wish(number)
        picture = self._drawer.cache.get(wish) or self._drawer.cache.stand_in(wish)
        if reason:
            paint_text_instead(
                painter, page, self.scale, self.page_text(number), reason, self.font(),
                night=self.night,
            )  # fmt: skip
        elif picture is not None:
            paint_picture(painter, picture, page, self.devicePixelRatioF())
        painter.restore()

    def _paint_marks(self, painter: QPainter, number: int) -> None:
        own, paper, theme = self.units.shown_marks(number), not self.night, LIGHT
        if self.night:
            theme = DARK
        for mark in own:
            rects = marks.closed_up(self.mark_rects(number, mark))
            if mark.box is not None:
                marks.paint_region(painter, rects, mark.colour, paper=paper)
            else:
                marks.paint_highlights(painter, rects, mark.colour, paper=paper)
        for span, current in self.units.shown_hits(number):
            rects = self.span_rects(number, span)
            paint = marks.paint_current_hit if current else marks.paint_hits
            paint(painter, rects, theme)
        for mark in own:
            if mark.annotation == self.units.selected:
                rects = self.mark_rects(number, mark)
                marks.paint_outline(painter, rects, DARK if self.night else self.theme, paper=paper)
        self.edges.paint(painter, number, DARK if self.night else self.theme, paper=paper)
        self.region.paint(painter, number, DARK if self.night else LIGHT)
        self.margin.paint(painter, number, DARK if self.night else LIGHT, paper=paper)
