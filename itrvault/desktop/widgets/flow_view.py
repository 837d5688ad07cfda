"""Flowing documents, and the text of drawn pages, as one column of readable type."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPalette, QPen

from itrvault.desktop.theme import Theme
from itrvault.desktop.widgets import marks
from itrvault.desktop.widgets.flow_view_build import FlowStyle, RedlineView
from itrvault.desktop.widgets.flow_view_chunk import Washes
from itrvault.desktop.widgets.flow_view_links import LinkedView
from itrvault.desktop.widgets.flow_view_set import LABEL, SPACE
from itrvault.model.document import RedlineKind, UnitKind

SMALLEST, LARGEST = 0.5, 4.0
STEPS = (0.5, 0.67, 0.75, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0)


class FlowView(LinkedView):
    """One sheet of text, as wide as reads well."""

    # -- what is shown ---------------------------------------------------------------------------

    @property
    def zoom(self) -> float:
        """1.0 is type of 16 pixels."""
        return self._style.zoom

    @property
    def redlines(self) -> RedlineView:
        """Which words of a redline are shown."""
        return self._style.redlines

    def set_redlines(self, view: RedlineView) -> None:
        """Show all changes, or the text as proposed, or as it was."""
        if view is not self.redlines:
            self.restyle(FlowStyle(self.theme, self.zoom, view))

    def set_zoom(self, zoom: float, about: QPointF | None = None) -> None:
        """Set the size of the type."""
        zoom = max(SMALLEST, min(LARGEST, zoom))
        if abs(zoom - self.zoom) > 1e-3:
            self.restyle(FlowStyle(self.theme, zoom, self.redlines), about)
            self.zoomChanged.emit()

    def zoom_by(self, factor: float, about: QPointF | None = None) -> None:
        """Zoom by a factor."""
        self.set_zoom(self.zoom * factor, about)

    def zoom_step(self, direction: int) -> None:
        """To the next usual step."""
        if direction > 0:
            self.set_zoom(next((step for step in STEPS if step > self.zoom * 1.01), LARGEST))
        else:
            self.set_zoom(
                next((step for step in reversed(STEPS) if step < self.zoom * 0.99), SMALLEST)
            )

    def set_theme(self, theme: Theme) -> None:
        """Set the type anew in other colours."""
        super().set_theme(theme)
        self.restyle(FlowStyle(theme, self.zoom, self.redlines))

    # -- painting --------------------------------------------------------------------------------

    def paint_unit(self, painter: QPainter, number: int, clip: QRectF) -> None:
        """The sheet, what is marked, then the text over it."""
        top, left = self.unit_top(number), self._left()
        sheet = self.sheet_of(number)
        painter.fillRect(sheet, self.theme.colour("panel"))
        painter.setPen(QPen(self.theme.colour("line"), 1))
        for x in (sheet.left() - 0.5, sheet.right() + 0.5):
            painter.drawLine(QPointF(x, sheet.top()), QPointF(x, sheet.bottom()))
        self._paint_label(painter, number, top)
        self._paint_under(painter, number)
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.Text, self.theme.colour("text"))
        washes, ground = self._washes(number), marks.rgb(self.theme.colour("panel"))
        for at, chunk in self._tops_of(number):
            if at > clip.bottom() or at + chunk.height < clip.top():
                continue
            painter.save()
            painter.translate(left, at)
            chunk.paint(painter, clip.translated(-left, -at), palette, washes, ground)
            painter.restore()
        self._paint_over(painter, number)

    def sheet_of(self, number: int) -> QRectF:
        """The unit's part of the sheet; the last one's reaches down to the end of the window."""
        top, bottom = self.unit_top(number), self.unit_top(number + 1)
        if number == self.units.count - 1:
            bottom = max(bottom, self.offset.y() + self.viewport().height())
        above = SPACE if number == 0 else 0
        width = self._column + 2 * self._pad
        return QRectF(self._left() - self._pad, top - above, width, bottom - top + above)

    def margin_of(self, number: int) -> float:
        """The space beside the column."""
        return float(self._pad)

    def _paint_label(self, painter: QPainter, number: int, top: float) -> None:
        text = self.units.text(number)
        if text is None or text.unit.kind is not UnitKind.PAGE:
            return
        box = QRectF(self._left(), top, self._column, LABEL - 8)
        words = self.tr("p. {number}").format(number=text.unit.label or number + 1)
        painter.setPen(self.theme.colour("secondary"))
        side = Qt.AlignmentFlag.AlignLeft if text.rtl else Qt.AlignmentFlag.AlignRight
        painter.drawText(box, side | Qt.AlignmentFlag.AlignBottom, words)
        painter.setPen(QPen(self.theme.colour("line"), 1))
        painter.drawLine(box.bottomLeft() + QPointF(0, 3), box.bottomRight() + QPointF(0, 3))

    def _washes(self, number: int) -> Washes:
        """What `_paint_under` lays under the words, in its order."""
        paper = not self.theme.dark
        found = [
            (mark.span, marks.highlight_wash(mark.colour, paper=paper))
            for mark in self.units.shown_marks(number)
        ]
        for span, current in self.units.shown_hits(number):
            found.append((span, marks.hit_wash(self.theme, current=current)))
        text = self.units.text(number)
        selected = self.selection.span_in(number, len(text.text)) if text is not None else None
        if selected is not None:
            found.append((selected, marks.selection_wash(self.theme, paper=paper)))
        return tuple(found)

    def _paint_under(self, painter: QPainter, number: int) -> None:
        for mark in self.units.shown_marks(number):
            rects = self.span_rects(number, mark.span)
            marks.paint_highlights(painter, rects, mark.colour, paper=not self.theme.dark)
        for span, current in self.units.shown_hits(number):
            paint = marks.paint_current_hit if current else marks.paint_hits
            paint(painter, self.span_rects(number, span), self.theme)
        text = self.units.text(number)
        span_in = self.selection.span_in(number, len(text.text)) if text is not None else None
        if span_in is not None:
            rects = self.span_rects(number, span_in)
            marks.paint_selection(painter, rects, self.theme, paper=not self.theme.dark)

    def _paint_over(self, painter: QPainter, number: int) -> None:
        for mark in self.units.shown_marks(number):
            if mark.annotation == self.units.selected:
                rects = self.span_rects(number, mark.span)
                marks.paint_outline(painter, rects, self.theme, paper=not self.theme.dark)
        self.paint_chosen(painter, number)
        self.edges.paint(painter, number, self.theme, paper=not self.theme.dark)
        self.margin.paint(painter, number, self.theme, paper=not self.theme.dark)
        caret = self.selection.caret
        if self.shows_caret() and caret is not None and caret.unit == number:
            rect = self.caret_rect(caret)
            if rect is not None:
                marks.paint_caret(painter, rect, self.theme, paper=False)

    def tip_at(self, point: QPointF) -> str:
        """Who changed the words under the mouse and when; where they lead; what is noted."""
        tips = []
        place = self.place_near(point, inside=True) if self.over_text(point) else None
        text = self.units.text(place.unit) if place is not None else None
        if place is not None and text is not None:
            for change in text.unit.redlines:
                if change.start <= place.offset < change.end:
                    deleted = change.kind is RedlineKind.DELETED
                    what = self.tr("Deleted") if deleted else self.tr("Inserted")
                    by = self.tr("by {name}").format(name=change.author) if change.author else ""
                    tips.append(" ".join(part for part in (what, by, change.date[:10]) if part))
        tips.append(super().tip_at(point))
        return "\n".join(tip for tip in tips if tip)
