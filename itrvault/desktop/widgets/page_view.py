"""The drawn pages of a document, one below the other, with hits and marks painted over them.

Sizes are known before anything is drawn, so nothing jumps. While the sharp picture of a page is on
its way, whatever picture of it there is stands in. A page that cannot be drawn shows its text in
place, and says why.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from itrvault.desktop.theme import LIGHT, Theme
from itrvault.desktop.widgets import marks
from itrvault.desktop.widgets.page_cache import Wish
from itrvault.desktop.widgets.page_drawer import PageDrawer
from itrvault.desktop.widgets.page_view_text import PageText
from itrvault.desktop.widgets.selection import Place, SelectionModel
from itrvault.desktop.widgets.selection_units import Units
from itrvault.desktop.widgets.selection_view import TOP, SelectionView
from itrvault.model.geometry import PageLayout, Span

if TYPE_CHECKING:
    from itrvault.sandbox.pages import Glyphs, PageSource

SIDE = 16
PIXELS_A_POINT = 96 / 72
SMALLEST, LARGEST = 0.1, 6.0
STEPS = (0.1, 0.25, 0.33, 0.5, 0.67, 0.75, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0, 6.0)
KEPT_TEXTS = 120
PAPER = QColor("#FFFFFF")
INK = QColor("#1B1F27")


class Fit(Enum):
    """What the zoom follows when the window changes."""

    NONE = "as set"
    WIDTH = "width"
    PAGE = "page"


class PageView(SelectionView):
    """Continuous pages. `zoom` 1.0 shows a page in its true size at 96 dots an inch."""

    def __init__(
        self,
        units: Units,
        selection: SelectionModel,
        theme: Theme,
        drawer: PageDrawer,
        parent: QWidget | None = None,
    ) -> None:
        self.zoom = 1.0
        self.fit = Fit.NONE
        self._sizes: tuple[tuple[float, float], ...] = ()
        self._texts: dict[int, PageText] = {}
        self._drawer = drawer
        super().__init__(units, selection, theme, parent)
        drawer.drawn.connect(self._after_drawing)
        drawer.failed.connect(self._after_failure)
        drawer.sized.connect(self.set_sizes)
        drawer.glyphsArrived.connect(self._take_glyphs)

    def open_pages(
        self, sizes: Sequence[tuple[float, float]], source: Callable[[], PageSource]
    ) -> None:
        """Show a document whose pages have these sizes in points; `source` opens its pages."""
        self._texts.clear()
        self._sizes = tuple(sizes)
        self._drawer.start(source)
        self._apply_fit()
        self.relayout()
        self.verticalScrollBar().setValue(0)

    @property
    def sizes(self) -> tuple[tuple[float, float], ...]:
        """Of every page, in points."""
        return self._sizes

    def set_sizes(self, sizes: Sequence[tuple[float, float]]) -> None:
        """The true sizes, where they were guessed. Pages that are not in the text are left out."""
        known = [*sizes[: len(self._sizes)], *self._sizes[len(sizes) :]]
        if any(
            abs(a - b) > 0.5
            for new, old in zip(known, self._sizes, strict=True)
            for a, b in zip(new, old, strict=True)
        ):
            self._sizes = tuple(known)
            self.keep_place(self.relayout)
            self._apply_fit()

    def close_pages(self) -> None:
        """Show nothing and keep nothing."""
        self._sizes = ()
        self._texts.clear()
        self._drawer.stop()
        self.relayout()

    # -- zoom ------------------------------------------------------------------------------------

    @property
    def scale(self) -> float:
        """Pixels of the window for a point of the page."""
        return self.zoom * PIXELS_A_POINT

    def set_zoom(self, zoom: float, about: QPointF | None = None) -> None:
        """Set the zoom and leave the viewport point `about` where it is."""
        self.fit = Fit.NONE
        self._zoom_about(zoom, about)

    def zoom_by(self, factor: float, about: QPointF | None = None) -> None:
        """Zoom by a factor."""
        self.set_zoom(self.zoom * factor, about)

    def zoom_step(self, direction: int) -> None:
        """To the next larger (+1) or smaller (-1) of the usual steps."""
        if direction > 0:
            target = next((step for step in STEPS if step > self.zoom * 1.01), LARGEST)
        else:
            target = next((step for step in reversed(STEPS) if step < self.zoom * 0.99), SMALLEST)
        self.set_zoom(target)

    def set_fit(self, fit: Fit) -> None:
        """Follow the window's width or height from now on."""
        self.fit = fit
        self._apply_fit()

    def _apply_fit(self) -> None:
        if self.fit is Fit.NONE or not self._sizes:
            return
        width, height = self._sizes[max(0, min(self.current_unit(), len(self._sizes) - 1))]
        room = self.viewport().width() - 2 * SIDE
        zoom = room / max(1.0, width) / PIXELS_A_POINT
        if self.fit is Fit.PAGE:
            high = self.viewport().height() - 2 * TOP
            zoom = min(zoom, high / max(1.0, height) / PIXELS_A_POINT)
        self._zoom_about(zoom, QPointF(self.viewport().width() / 2, 0))

    def _zoom_about(self, zoom: float, about: QPointF | None) -> None:
        zoom = max(SMALLEST, min(LARGEST, zoom))
        if abs(zoom - self.zoom) < 1e-4:
            return
        view = self.viewport()
        fixed = about if about is not None else QPointF(view.width() / 2, view.height() / 2)
        point = self.to_content(fixed)
        number = self.unit_at(point.y())
        old = self.page_rect(number)
        across = (point.x() - old.left()) / max(1.0, old.width())
        down = (point.y() - old.top()) / max(1.0, old.height())
        self.zoom = zoom
        self.relayout()
        new = self.page_rect(number)
        self.verticalScrollBar().setValue(round(new.top() + down * new.height() - fixed.y()))
        self.horizontalScrollBar().setValue(round(new.left() + across * new.width() - fixed.x()))
        self._after_scroll()
        self.zoomChanged.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the window if the zoom does."""
        super().resizeEvent(event)
        self._apply_fit()

    # -- geometry --------------------------------------------------------------------------------

    def unit_heights(self) -> Sequence[float]:
        """Whole pixels, so that pictures are never resampled."""
        return [float(round(height * self.scale)) for _width, height in self._sizes]

    def content_width(self) -> float:
        """The widest page and its margins."""
        widest = max((width for width, _height in self._sizes), default=0.0)
        return round(widest * self.scale) + 2 * SIDE

    def page_rect(self, number: int) -> QRectF:
        """The sheet of a page."""
        if not 0 <= number < len(self._sizes):
            return QRectF()
        width, height = (float(round(side * self.scale)) for side in self._sizes[number])
        room = max(self.content_width(), float(self.viewport().width()))
        return QRectF(float(round((room - width) / 2)), self.unit_top(number), width, height)

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
        if not self._sizes:
            return None
        number = self.unit_at(point.y())
        text = self.page_text(number)
        if text is None:
            return None
        at = self._to_page(number, point)
        return Place(number, text.offset_at(at.x(), at.y(), inside=inside))

    def over_text(self, point: QPointF) -> bool:
        """Whether a character is near enough."""
        if not self._sizes:
            return False
        number = self.unit_at(point.y())
        text = self.page_text(number)
        at = self._to_page(number, point)
        return text is not None and text.over_text(at.x(), at.y())

    def span_rects(self, number: int, span: Span) -> list[QRectF]:
        """One box a line."""
        text = self.page_text(number)
        if text is None or not 0 <= number < len(self._sizes):
            return []
        corner, scale = self.page_rect(number).topLeft(), self.scale
        return [
            QRectF(
                corner.x() + rect.x0 * scale, corner.y() + rect.y0 * scale,
                (rect.x1 - rect.x0) * scale, (rect.y1 - rect.y0) * scale,
            )
            for rect in text.rects(span)
        ]  # fmt: skip

    def caret_rect(self, place: Place) -> QRectF | None:
        """As high as the line."""
        text = self.page_text(place.unit)
        if text is None or place.unit >= len(self._sizes):
            return None
        rect, corner, scale = (
            text.caret(place.offset),
            self.page_rect(place.unit).topLeft(),
            self.scale,
        )
        return QRectF(
            corner.x() + rect.x0 * scale, corner.y() + rect.y0 * scale, 0.0,
            (rect.y1 - rect.y0) * scale,
        )  # fmt: skip

    def line_edge(self, place: Place, *, end: bool) -> Place:
        """Of the line as printed."""
        text = self.page_text(place.unit)
        line = text.line_at(place.offset) if text is not None else None
        if line is None:
            return place
        return Place(place.unit, line.end if end else line.start)

    def _to_page(self, number: int, point: QPointF) -> QPointF:
        return (point - self.page_rect(number).topLeft()) / self.scale

    # -- drawing ---------------------------------------------------------------------------------

    def need_more(self) -> None:
        """Texts and pictures of the pages in view, then of their neighbours."""
        super().need_more()
        shown = self.shown_units()
        middle = self.current_unit()
        near = sorted(shown, key=lambda number: abs(number - middle))
        beside = [shown.stop, shown.start - 1, shown.stop + 1]
        pages = [*near, *(n for n in beside if 0 <= n < len(self._sizes))]
        self._drawer.want(
            [self._wish(number) for number in pages if number < len(self._sizes)], near
        )

    @property
    def drawn(self) -> bool:
        """Whether every page in view is there, sharp, or known to fail."""
        return all(
            self._wish(number) in self._drawer.cache or self._drawer.failure_of(number)
            for number in self.shown_units()
            if number < len(self._sizes)
        )

    def _wish(self, number: int) -> Wish:
        return Wish.at(number, self.scale * self.devicePixelRatioF(), self._sizes[number])

    def _after_drawing(self, number: int) -> None:
        if number in self.shown_units():
            self.viewport().update()

    def _after_failure(self, _number: int, _reason: str) -> None:
        self.viewport().update()

    def _take_glyphs(self, number: int, glyphs: Glyphs) -> None:
        text = self.page_text(number)
        if text is not None and text.refine(glyphs):
            self._after_drawing(number)

    def paint_unit(self, painter: QPainter, number: int, clip: QRectF) -> None:
        """The sheet, its picture, what is marked on it, the selection."""
        sheet = self.page_rect(number)
        if not sheet.intersects(clip.adjusted(-2, -2, 2, 2)):
            return
        painter.setPen(QPen(self.theme.colour("line"), 1))
        painter.setBrush(PAPER)
        painter.drawRect(sheet.adjusted(-0.5, -0.5, 0.5, 0.5))
        self._paint_picture(painter, number, sheet)
        painter.save()
        painter.setClipRect(sheet)
        self._paint_marks(painter, number)
        text = self.units.text(number)
        span = self.selection.span_in(number, len(text.text)) if text is not None else None
        if span is not None:
            marks.paint_selection(painter, self.span_rects(number, span), self.theme, paper=True)
        caret = self.selection.caret
        if self.shows_caret() and caret is not None and caret.unit == number:
            rect = self.caret_rect(caret)
            if rect is not None:
                marks.paint_caret(painter, rect, self.theme, paper=True)
        painter.restore()

    def _paint_picture(self, painter: QPainter, number: int, sheet: QRectF) -> None:
        reason = self._drawer.failure_of(number)
        if reason:
            self._paint_text_instead(painter, number, sheet, reason)
            return
        wish, ratio = self._wish(number), self.devicePixelRatioF()
        picture = self._drawer.cache.get(wish)
        exact = picture is not None and abs(picture.width() - sheet.width() * ratio) <= 2
        if picture is None:
            picture = self._drawer.cache.stand_in(wish)
        if picture is None:
            return
        if exact:  # never resampled, so type stays crisp
            painter.save()
            painter.setClipRect(sheet)
            picture.setDevicePixelRatio(ratio)
            painter.drawImage(sheet.topLeft(), picture)
            painter.restore()
        else:
            picture.setDevicePixelRatio(1.0)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(sheet, picture)

    def _paint_text_instead(
        self, painter: QPainter, number: int, sheet: QRectF, reason: str
    ) -> None:
        painter.save()
        painter.setClipRect(sheet)
        text = self.page_text(number)
        font = QFont("serif")
        font.setStyleHint(QFont.StyleHint.Serif)
        painter.setPen(INK)
        for line in text.unit.lines if text is not None else ():
            font.setPixelSize(max(1, round((line.y1 - line.y0) * self.scale * 0.74)))
            painter.setFont(font)
            box = QRectF(line.x0, line.y0, line.x1 - line.x0, line.y1 - line.y0)
            place = QRectF(box.topLeft() * self.scale, box.size() * self.scale)
            words = text.text[line.start : line.end] if text is not None else ""
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
            flags |= Qt.TextFlag.TextDontClip  # this font is no wider than it must be, but another
            painter.drawText(place.translated(sheet.topLeft()), flags, words)
        font = QFont(self.font())
        painter.setFont(font)
        band = QRectF(sheet.left(), sheet.top(), sheet.width(), 56)
        painter.fillRect(band, QColor("#FFF6DB"))
        painter.setPen(QColor("#B3261E"))
        sentence = self.tr("This page could not be drawn; its text stands in its place. {reason}")
        painter.drawText(
            band.adjusted(12, 4, -12, -4),
            Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap,
            sentence.format(reason=reason),
        )
        painter.restore()

    def _paint_marks(self, painter: QPainter, number: int) -> None:
        own = self.units.marks(number)
        for mark in own:
            marks.paint_highlights(
                painter,
                marks.closed_up(self.span_rects(number, mark.span)),
                mark.colour,
                paper=True,
            )
        current = self.units.current_hit
        for index, span in enumerate(self.units.hits(number)):
            rects = self.span_rects(number, span)
            if (number, index) == current:
                marks.paint_current_hit(painter, rects, LIGHT)
            else:
                marks.paint_hits(painter, rects, LIGHT)
        for mark in own:
            if mark.annotation == self.units.selected:
                rects = self.span_rects(number, mark.span)
                marks.paint_outline(painter, rects, self.theme, paper=True)
        self.paint_stripes(painter, number)

    def sheet_of(self, number: int) -> QRectF:
        """The page."""
        return self.page_rect(number)
