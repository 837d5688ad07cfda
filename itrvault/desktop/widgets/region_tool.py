"""Drawing a rectangle on a page, with the mouse or with the arrows.

While it is `active` it has the mouse and the keys of the page view: dragging draws, arrows move
the rectangle (with Shift they size it), Enter takes it, Esc leaves it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen

from itrvault.desktop.theme import Theme
from itrvault.model.geometry import Rect

if TYPE_CHECKING:
    from itrvault.desktop.widgets.page_view import PageView

LEAST = 6.0
"""A smaller rectangle is a slip of the hand."""

STEP, FINE = 16.0, 2.0
_MOVES = {
    Qt.Key.Key_Left: QPointF(-1, 0), Qt.Key.Key_Right: QPointF(1, 0),
    Qt.Key.Key_Up: QPointF(0, -1), Qt.Key.Key_Down: QPointF(0, 1),
}  # fmt: skip


class RegionTool:
    """Of one page view. Points are content points."""

    def __init__(self, view: PageView) -> None:
        self._view = view
        self.active = False
        self.unit = 0
        self.rect = QRectF()
        self._from: QPointF | None = None

    def start(self) -> None:
        """Offer a rectangle in the middle of what is in view of the page one is reading."""
        view = self._view
        self.active, self.unit, self._from = True, view.current_unit(), None
        seen = view.page_rect(self.unit).intersected(
            QRectF(view.offset, view.viewport().size().toSizeF())
        )
        size = seen.width() * 0.5, min(seen.height() * 0.3, 160.0)
        self.rect = QRectF(0, 0, *size)
        self.rect.moveCenter(seen.center())
        self._show()

    def stop(self) -> None:
        """Draw no more."""
        self.active, self._from = False, None
        self._show()

    # -- mouse -----------------------------------------------------------------------------------

    def press(self, point: QPointF) -> None:
        """Begin a rectangle."""
        view = self._view
        self.unit = view.unit_at(point.y())
        self._from = self._within(point)
        self.rect = QRectF(self._from, self._from)
        self._show()

    def drag(self, point: QPointF) -> None:
        """Draw on."""
        if self._from is not None:
            self.rect = QRectF(self._from, self._within(point)).normalized()
            self._show()

    def release(self) -> None:
        """The rectangle is drawn."""
        if self._from is None:
            return
        self._from = None
        if self.rect.width() >= LEAST and self.rect.height() >= LEAST:
            self._give()
        else:
            self.start()

    # -- keys ------------------------------------------------------------------------------------

    def take(self, event: QKeyEvent) -> bool:
        """What a key means while one draws."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._give()
        elif key is Qt.Key.Key_Escape:
            self.stop()
        elif key in _MOVES:
            fine = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            by = _MOVES[key] * (FINE if fine else STEP)
            self._change(by, sizing=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        else:
            return False
        return True

    def _change(self, by: QPointF, *, sizing: bool) -> None:
        sheet = self._view.page_rect(self.unit)
        rect = QRectF(self.rect)
        if sizing:
            rect.setBottomRight(rect.bottomRight() + by)
        else:
            rect.translate(by)
        if sheet.contains(rect) and rect.width() >= LEAST and rect.height() >= LEAST:
            self.rect = rect
        self._view.reveal(self.rect, calmly=True)
        self._show()

    # -- inside ----------------------------------------------------------------------------------

    def paint(self, painter: QPainter, number: int, theme: Theme) -> None:
        """The rectangle, if it is on this page."""
        if not self.active or number != self.unit or self.rect.isEmpty():
            return
        accent = theme.colour("accent")
        wash = QColor(accent)
        wash.setAlphaF(0.12)
        painter.save()
        painter.fillRect(self.rect, wash)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(accent, 2, Qt.PenStyle.DashLine))
        painter.drawRect(self.rect)
        painter.restore()

    def _within(self, point: QPointF) -> QPointF:
        sheet = self._view.page_rect(self.unit)
        return QPointF(
            max(sheet.left(), min(sheet.right(), point.x())),
            max(sheet.top(), min(sheet.bottom(), point.y())),
        )

    def _give(self) -> None:
        unit, rect = self.unit, self.rect
        self.stop()
        view = self._view
        x0, y0 = view.on_page(unit, rect.topLeft())
        x1, y1 = view.on_page(unit, rect.bottomRight())
        view.regionDrawn.emit(
            unit, Rect(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
        )  # fmt: skip

    def _show(self) -> None:
        self._view.viewport().update()
