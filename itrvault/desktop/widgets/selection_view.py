"""Units of text in which one selects, moves a caret and clicks on marks.

The base of the page view and of the text view. A subclass says where a stretch of a unit's text
stands and how it is painted; everything a person does there is here, once.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from itrvault.desktop.theme import Theme
from itrvault.desktop.widgets.caret_keys import CaretKeys
from itrvault.desktop.widgets.edge_handles import CURSOR, EdgeHandles
from itrvault.desktop.widgets.marks import bounding
from itrvault.desktop.widgets.selection import Grain, Place, SelectionModel
from itrvault.desktop.widgets.selection_units import Mark, Units
from itrvault.desktop.widgets.stripes import Margin
from itrvault.desktop.widgets.unit_scroll import UnitScroll
from itrvault.desktop.words import tooltip

SCROLL_STEP_MS = 25


class SelectionView(UnitScroll):
    """What the page view and the text view share."""

    selectionStarted = Signal()
    selectionSettled = Signal()
    markClicked = Signal(str)
    zoomChanged = Signal()
    focused = Signal()
    edgesMoved = Signal(str, object, object)  # annotation, Place, Place

    pages_sideways = False
    """Whether left and right turn pages."""

    def __init__(
        self, units: Units, selection: SelectionModel, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(units, theme, parent)
        self.selection = selection
        self.keys = CaretKeys(self)
        self.edges = EdgeHandles(self)
        self.margin = Margin(self)
        self.first_taker: Callable[[QKeyEvent], bool] = lambda _event: False
        """Is asked of each key before the view takes it."""
        self._pressed = False
        self._clicks = 0
        self._click_at = QPointF()
        self._drag_at = QPointF()
        self._click_clock = QTimer(self)
        self._click_clock.setSingleShot(True)
        self._click_clock.setInterval(QApplication.doubleClickInterval())
        self._drag_scroll = QTimer(self)
        self._drag_scroll.setInterval(SCROLL_STEP_MS)
        self._drag_scroll.timeout.connect(self._scroll_while_dragging)
        self.viewport().setMouseTracking(True)
        self.viewport().setCursor(Qt.CursorShape.ArrowCursor)
        selection.changed.connect(self.viewport().update)

    # -- what a subclass says ---------------------------------------------------------------

    @abstractmethod
    def over_text(self, point: QPointF) -> bool:
        """Whether a point lies on text that can be selected."""

    @abstractmethod
    def line_edge(self, place: Place, *, end: bool) -> Place:
        """The start or end of the line at a place."""

    @abstractmethod
    def sheet_of(self, number: int) -> QRectF:
        """The paper of a unit; stripes stand at its right edge."""

    @abstractmethod
    def margin_of(self, number: int) -> float:
        """How many pixels are free between the text of a unit and the right edge of its sheet."""

    def tip_at(self, point: QPointF) -> str:
        """The tooltip at a point, "" for none."""
        number = self.unit_at(point.y()) if self.units.count else 0
        stripes = self.margin.under(number, point) if self.units.count else []
        hints = [each.hint for each in stripes] or [m.hint for m in self._marks_under(point)[:1]]
        return "\n\n".join(dict.fromkeys(filter(None, hints)))

    def cursor_at(self, point: QPointF) -> Qt.CursorShape:
        """What the mouse looks like at a point."""
        if self.edges.near(point):
            return CURSOR
        return Qt.CursorShape.IBeamCursor if self.over_text(point) else Qt.CursorShape.ArrowCursor

    def click(self, point: QPointF) -> None:
        """A click that selected nothing; it may be on a mark."""
        marks = self._marks_under(point)
        self.markClicked.emit(marks[0].annotation if marks else "")

    def selection_rects(self) -> list[QRectF]:
        """Boxes of the selection, in viewport points, of the units in view."""
        rects: list[QRectF] = []
        for number in self.shown_units():
            text = self.units.text(number)
            span = self.selection.span_in(number, len(text.text)) if text else None
            if span is not None:
                rects += [self.to_viewport(rect) for rect in self.span_rects(number, span)]
        return rects

    def hit_in_view(self) -> tuple[Place, Place] | None:
        """The place of the query (or what was found) that one is at, when it is in view."""
        for number in self.shown_units():
            for span, current in self.units.shown_hits(number):
                rects = self.span_rects(number, span) if current and len(span) else []
                if rects and self.to_viewport(bounding(rects)).intersects(
                    QRectF(self.viewport().rect())
                ):
                    return Place(number, span.start), Place(number, span.end)
        return None

    # -- mouse ----------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a selection, or extend it with Shift; two to four clicks take larger pieces."""
        if event.button() is Qt.MouseButton.RightButton and self.selection.empty:
            marks = self._marks_under(self.to_content(event.position()))
            self.markClicked.emit(marks[0].annotation if marks else "")
        if event.button() is not Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        self._focus_by_key = False
        point = self.to_content(event.position())
        if self.edges.press(point):
            self._pressed = True
            self._clicks = 1
            self.selectionStarted.emit()
            return
        near = (event.position() - self._click_at).manhattanLength() < 6
        again = self._click_clock.isActive() and near
        self._clicks = min(4, self._clicks + 1) if again else 1
        self._click_at = event.position()
        self._click_clock.start()
        self._pressed = True
        self.keys.goal_x = None
        self.selectionStarted.emit()
        place = self.place_near(point, inside=self._clicks > 1)
        if place is None:
            self.selection.clear()
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier and self.selection.begun:
            self.selection.extend(place)
        else:
            self.selection.press(place, Grain(self._clicks))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Counted with the single ones."""
        self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Extend the selection, or show what kind of thing is under the mouse."""
        point = self.to_content(event.position())
        if not self._pressed:
            self.viewport().setCursor(self.cursor_at(point))
            return
        self._drag_at = event.position()
        self._drag_to(event.position())
        outside = not self.viewport().rect().contains(event.position().toPoint())
        if outside and not self._drag_scroll.isActive():
            self._drag_scroll.start()
        elif not outside:
            self._drag_scroll.stop()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a selection; a click without one may be on a mark."""
        if event.button() is not Qt.MouseButton.LeftButton or not self._pressed:
            super().mouseReleaseEvent(event)
            return
        self._pressed = False
        self._drag_scroll.stop()
        if self.edges.dragging:
            moved = self.edges.release()
            if moved is not None:
                self.edgesMoved.emit(*moved)
            return
        if self.selection.empty:
            self.click(self.to_content(event.position()))
        self.selectionSettled.emit()

    def viewportEvent(self, event: QEvent) -> bool:
        """Tooltips of marks."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            tip = self.tip_at(self.to_content(QPointF(event.pos())))
            QToolTip.showText(event.globalPos(), tooltip(tip), self.viewport(), QRect())
            return True
        return super().viewportEvent(event)

    # -- keys -----------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the caret when there is one; otherwise the keys scroll. The rest is the parent's."""
        if self.first_taker(event):
            return
        extend = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        jump = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.modifiers() & (Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier):
            event.ignore()
            return
        key = Qt.Key(event.key())
        if key is Qt.Key.Key_A and jump and not extend:
            self._select_unit()
        elif self.keys.takes(key, extend):
            with self.in_hand():
                self.keys.move(key, jump=jump, extend=extend)
        else:
            with self.in_hand():
                taken = self.scroll_by_key(key, jump=jump, extend=extend)
            if not taken:
                event.ignore()

    def set_browsing(self, on: bool) -> None:
        """Show a caret that the arrows move (F7)."""
        self.keys.browse(on)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The caret shows only with the focus; a ring, when the focus came by key."""
        super().focusInEvent(event)
        keys = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        self._focus_by_key = event.reason() in keys
        self.focused.emit()
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The caret shows only with the focus."""
        super().focusOutEvent(event)
        self.viewport().update()

    def _select_unit(self) -> None:
        number = self.current_unit()
        text = self.units.text(number)
        if text is not None:
            self.selection.select(Place(number, 0), Place(number, len(text.text)))
            self.selectionSettled.emit()

    # -- inside ----------------------------------------------------------------------------------

    def shows_caret(self) -> bool:
        """Whether a caret is to be painted."""
        return self.keys.browsing and self.hasFocus() and self.selection.caret is not None

    def mark_rects(self, number: int, mark: Mark) -> list[QRectF]:
        """Boxes of a mark in a unit; none of one on the whole unit, or while it is not here."""
        return self.span_rects(number, mark.span) if len(mark.span) else []

    def _marks_under(self, point: QPointF) -> tuple[Mark, ...]:
        if not self.units.count:
            return ()
        number = self.unit_at(point.y())
        stripes = tuple(dict.fromkeys(each.mark for each in self.margin.under(number, point)))
        if stripes or not self.over_text(point):
            return stripes
        place = self.place_near(point, inside=True)
        return self.units.marks_at(place.unit, place.offset) if place is not None else ()

    def _drag_to(self, position: QPointF) -> None:
        place = self.place_near(self.to_content(position), inside=self._clicks > 1)
        if place is not None:
            self.selection.drag(place)

    def _scroll_while_dragging(self) -> None:
        position = self._drag_at
        over = max(0.0, position.y() - self.viewport().height()) + min(0.0, position.y())
        bar = self.verticalScrollBar()
        with self.in_hand():
            bar.setValue(bar.value() + round(max(-40.0, min(40.0, over))))
        self._drag_to(position)

    def _after_reset(self) -> None:
        self._pressed = False
        self._drag_scroll.stop()
        super()._after_reset()
