"""A scroll area of units, one below the other, in which text is selected and things are marked.

The base of the page view and of the text view. A subclass says how high each unit is, where a
stretch of its text stands and how it is painted; everything a person does (scroll, select, move
the caret, click a mark) is here, once. Points are in content pixels: (0, 0) is the top left corner
of the first unit's row, whatever is scrolled.
"""

from __future__ import annotations

from abc import abstractmethod
from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)  # fmt: skip
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QToolTip, QWidget

from itrvault.desktop.theme import Theme
from itrvault.desktop.widgets.marks import (
    NOTE,
    STRIPE,
    STRIPE_GAP,
    bounding,
    paint_stripe,
    stripe_lanes,
)
from itrvault.desktop.widgets.selection import Grain, Motion, Place, SelectionModel
from itrvault.desktop.widgets.selection_units import Mark, Units
from itrvault.model.geometry import Span

GAP = 12
TOP = 12
STEP = 28
SCROLL_STEP_MS = 25
STRIPES_IN = 3
_MOTIONS = {
    (Qt.Key.Key_Right, False): Motion.NEXT,
    (Qt.Key.Key_Left, False): Motion.PREVIOUS,
    (Qt.Key.Key_Right, True): Motion.NEXT_WORD,
    (Qt.Key.Key_Left, True): Motion.PREVIOUS_WORD,
    (Qt.Key.Key_Home, True): Motion.UNIT_START,
    (Qt.Key.Key_End, True): Motion.UNIT_END,
}
_MIRRORED = {
    Motion.NEXT: Motion.PREVIOUS, Motion.PREVIOUS: Motion.NEXT,
    Motion.NEXT_WORD: Motion.PREVIOUS_WORD, Motion.PREVIOUS_WORD: Motion.NEXT_WORD,
}  # fmt: skip


class SelectionView(QAbstractScrollArea):
    """What the page view and the text view share."""

    unitChanged = Signal(int)
    selectionStarted = Signal()
    selectionSettled = Signal()
    markClicked = Signal(str)
    zoomChanged = Signal()
    scrolled = Signal()

    gap = GAP

    def __init__(
        self, units: Units, selection: SelectionModel, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.units = units
        self.selection = selection
        self.theme = theme
        self._tops: list[float] = [TOP]
        self._unit = 0
        self._asked: tuple[int, int] | None = None
        self._pressed = False
        self._clicks = 0
        self._click_at = QPointF()
        self._drag_at = QPointF()
        self._click_clock = QTimer(self)
        self._click_clock.setSingleShot(True)
        self._click_clock.setInterval(QApplication.doubleClickInterval())
        self._goal_x: float | None = None
        self._browsing = False
        self._focus_by_key = False
        self._drag_scroll = QTimer(self)
        self._drag_scroll.setInterval(SCROLL_STEP_MS)
        self._drag_scroll.timeout.connect(self._scroll_while_dragging)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.viewport().setCursor(Qt.CursorShape.ArrowCursor)
        for bar in (self.verticalScrollBar(), self.horizontalScrollBar()):
            bar.setSingleStep(STEP)
            bar.valueChanged.connect(self._after_scroll)
        units.reset.connect(self._after_reset)
        units.arrived.connect(self._after_arrival)
        units.marked.connect(self.viewport().update)
        selection.changed.connect(self.viewport().update)

    # -- what a subclass says ---------------------------------------------------------------

    @abstractmethod
    def unit_heights(self) -> Sequence[float]:
        """The height of every unit, known or guessed."""

    @abstractmethod
    def content_width(self) -> float:
        """How wide the widest unit is, with its margins."""

    @abstractmethod
    def paint_unit(self, painter: QPainter, number: int, clip: QRectF) -> None:
        """Paint a unit and everything on it."""

    @abstractmethod
    def place_near(self, point: QPointF, *, inside: bool = False) -> Place | None:
        """The place nearest to a point, or with `inside` the character under it."""

    @abstractmethod
    def over_text(self, point: QPointF) -> bool:
        """Whether a point lies on text that can be selected."""

    @abstractmethod
    def span_rects(self, number: int, span: Span) -> list[QRectF]:
        """Boxes of a stretch of text; none while the unit is not in memory."""

    @abstractmethod
    def caret_rect(self, place: Place) -> QRectF | None:
        """A box without width; None while the unit is not in memory."""

    @abstractmethod
    def line_edge(self, place: Place, *, end: bool) -> Place:
        """The start or end of the line at a place."""

    @abstractmethod
    def sheet_of(self, number: int) -> QRectF:
        """The paper of a unit; stripes stand at its right edge."""

    def need_more(self) -> None:
        """Ask for what the shown part needs. Called after every scroll."""
        shown = self.shown_units()
        near = [*shown, shown.stop, shown.start - 1, shown.stop + 1]
        self.units.want(near)

    def tip_at(self, point: QPointF) -> str:
        """The tooltip at a point, "" for none."""
        mark = next(iter(self._marks_under(point)), None)
        return mark.hint if mark is not None else ""

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self.theme = theme
        self.viewport().update()

    # -- geometry -----------------------------------------------------------------------------

    @property
    def offset(self) -> QPointF:
        """The content point at the viewport's top left corner."""
        return QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def to_content(self, point: QPointF) -> QPointF:
        """From viewport to content."""
        return point + self.offset

    def to_viewport(self, rect: QRectF) -> QRectF:
        """From content to viewport."""
        return rect.translated(-self.offset)

    def unit_top(self, number: int) -> float:
        """Where a unit begins."""
        return self._tops[min(number, len(self._tops) - 1)]

    def unit_at(self, y: float) -> int:
        """The unit at a height; the gap below a unit belongs to it."""
        return max(0, min(self.units.count - 1, bisect_right(self._tops, y) - 1))

    def shown_units(self) -> range:
        """The units of which something is in the viewport."""
        if not self.units.count:
            return range(0)
        top = self.offset.y()
        return range(self.unit_at(top), self.unit_at(top + self.viewport().height()) + 1)

    def current_unit(self) -> int:
        """The unit one is reading: the one asked for, else the one at a third of the height."""
        asked = self._still_asked()
        if asked is not None:
            return asked
        at_end = self.verticalScrollBar().value() >= self.verticalScrollBar().maximum()
        share = 0.9 if at_end and self.verticalScrollBar().value() else 1 / 3
        return self.unit_at(self.offset.y() + self.viewport().height() * share)

    def _still_asked(self) -> int | None:
        """The unit one went to, until one scrolls on. A short last one never gets to the top."""
        if self._asked is not None:
            number, value = self._asked
            if value == self.verticalScrollBar().value() and number in self.shown_units():
                return number
        return None

    def relayout(self) -> None:
        """Heights changed: work out where every unit is, and how far one can scroll."""
        heights = self.unit_heights()
        self._tops = list(accumulate((h + self.gap for h in heights), initial=float(TOP)))
        height, width = self.viewport().height(), self.viewport().width()
        bar = self.verticalScrollBar()
        bar.setPageStep(max(1, height - STEP))
        bar.setRange(0, max(0, round(self._tops[-1] + TOP - self.gap) - height))
        across = self.horizontalScrollBar()
        across.setPageStep(width)
        across.setRange(0, max(0, round(self.content_width()) - width))
        self.viewport().update()

    def scroll_to(self, y: float) -> None:
        """Bring a height to the top."""
        self.verticalScrollBar().setValue(round(y))

    def go_to_unit(self, number: int) -> None:
        """Bring the beginning of a unit to the top."""
        self.scroll_to(self.unit_top(number) - TOP)
        self._asked = (number, self.verticalScrollBar().value())
        self._after_scroll()

    def reveal(self, rect: QRectF, *, calmly: bool = False) -> None:
        """Scroll so that a box is comfortably in view; `calmly` only as far as needed."""
        height, top = self.viewport().height(), self.offset.y()
        margin = min(STEP * 2.0, height / 4)
        if not top + margin <= rect.top() <= rect.bottom() <= top + height - margin:
            if calmly and rect.top() < top + margin:
                self.scroll_to(rect.top() - margin)
            elif calmly:
                self.scroll_to(rect.bottom() - height + margin)
            else:
                self.scroll_to(rect.center().y() - height / 3)
        left, width = self.offset.x(), self.viewport().width()
        if not left + 8 <= rect.left() <= rect.right() <= left + width - 8:
            self.horizontalScrollBar().setValue(round(rect.center().x() - width / 2))

    def reveal_span(self, number: int, span: Span) -> bool:
        """Bring a stretch into view. False while its unit is not in memory."""
        rects = self.span_rects(number, span)
        if not rects:
            return False
        self.reveal(bounding(rects[:3]))
        return True

    def top_place(self) -> Place | None:
        """The place one is reading: that of the first whole line in view."""
        if not self.units.count:
            return None
        asked = self._still_asked()
        if asked is not None:
            return Place(asked, 0)
        number = self.unit_at(self.offset.y() + TOP)
        y = max(self.offset.y() + TOP, self.unit_top(number) + 1)
        return self.place_near(QPointF(self.offset.x() + self.viewport().width() / 2, y))

    def go_to_place(self, place: Place) -> None:
        """Bring a place to the top, or its unit while its text is not in memory."""
        rect = self.caret_rect(place) if place.offset else None
        if rect is None:
            self.go_to_unit(place.unit)
        else:
            self.scroll_to(rect.top() - TOP)
            self._after_scroll()

    def selection_rects(self) -> list[QRectF]:
        """Boxes of the selection, in viewport points, of the units in view."""
        rects: list[QRectF] = []
        for number in self.shown_units():
            text = self.units.text(number)
            span = self.selection.span_in(number, len(text.text)) if text else None
            if span is not None:
                rects += [self.to_viewport(rect) for rect in self.span_rects(number, span)]
        return rects

    # -- painting ----------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """The canvas, then every unit in view."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self.theme.colour("canvas"))
        painter.translate(-self.offset)
        clip = QRectF(event.rect()).translated(self.offset)
        for number in self.shown_units():
            self.paint_unit(painter, number, clip)
        if self.hasFocus() and self._focus_by_key:
            painter.resetTransform()
            painter.setPen(QPen(self.theme.colour("accent"), 2))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the place that is at the top."""
        super().resizeEvent(event)
        self.keep_place(self.relayout)

    def keep_place(self, change: Callable[[], None]) -> None:
        """Run a change of heights and leave what is at the top where it is."""
        top = self.offset.y()
        number = self.unit_at(top)
        old = max(1.0, self.unit_top(number + 1) - self.unit_top(number))
        inside = (top - self.unit_top(number)) / old
        change()
        if self.units.count:
            height = self.unit_top(number + 1) - self.unit_top(number)
            self.scroll_to(self.unit_top(number) + inside * height)
        self._after_scroll()

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
        near = (event.position() - self._click_at).manhattanLength() < 6
        again = self._click_clock.isActive() and near
        self._clicks = min(4, self._clicks + 1) if again else 1
        self._click_at = event.position()
        self._click_clock.start()
        self._pressed = True
        self._goal_x = None
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
            shape = (
                Qt.CursorShape.IBeamCursor if self.over_text(point) else Qt.CursorShape.ArrowCursor
            )
            self.viewport().setCursor(shape)
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
        if self.selection.empty:
            marks = self._marks_under(self.to_content(event.position()))
            self.markClicked.emit(marks[0].annotation if marks else "")
        self.selectionSettled.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll by pixels; with Ctrl zoom about the cursor."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            delta = event.angleDelta().y() or event.pixelDelta().y()
            if delta:
                self.zoom_by(1.1 ** (delta / 120), event.position())
            event.accept()
            return
        pixels = event.pixelDelta()
        if not pixels.isNull():
            bar, across = self.verticalScrollBar(), self.horizontalScrollBar()
            bar.setValue(bar.value() - pixels.y())
            across.setValue(across.value() - pixels.x())
            event.accept()
            return
        super().wheelEvent(event)

    @abstractmethod
    def zoom_by(self, factor: float, about: QPointF | None = None) -> None:
        """Zoom and keep the viewport point `about` (its middle by default) where it is."""

    def viewportEvent(self, event: QEvent) -> bool:
        """Tooltips of marks."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            tip = self.tip_at(self.to_content(QPointF(event.pos())))
            QToolTip.showText(event.globalPos(), tip, self.viewport(), QRect())
            return True
        return super().viewportEvent(event)

    # -- keys -----------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the caret when there is one; otherwise the keys scroll. The rest is the parent's."""
        extend = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        jump = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.modifiers() & (Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier):
            event.ignore()
            return
        key = Qt.Key(event.key())
        if key is Qt.Key.Key_F7:
            self.set_browsing(not self._browsing)
        elif key is Qt.Key.Key_A and jump and not extend:
            self._select_unit()
        elif self._moves_caret(key, extend):
            self._move_caret(key, jump=jump, extend=extend)
        elif not self._scroll_by_key(key, jump=jump, extend=extend):
            event.ignore()

    def set_browsing(self, on: bool) -> None:
        """Show a caret that the arrows move (F7), beginning at the first line in view."""
        self._browsing = on
        if on and self.selection.caret is None:
            place = self.place_near(self.offset + QPointF(self.viewport().width() / 2, STEP * 2))
            if place is not None:
                start = self.line_edge(place, end=False)
                self.selection.go(start, extend=False)
        elif not on:
            self.selection.clear()
        self.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The caret shows only with the focus; a ring, when the focus came by key."""
        super().focusInEvent(event)
        keys = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        self._focus_by_key = event.reason() in keys
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The caret shows only with the focus."""
        super().focusOutEvent(event)
        self.viewport().update()

    def _moves_caret(self, key: Qt.Key, extend: bool) -> bool:
        arrows = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
        if key not in (*arrows, Qt.Key.Key_Home, Qt.Key.Key_End):
            return False
        if self.selection.caret is not None and (self._browsing or extend):
            return True
        # Left and right have nothing to scroll when the page fits: they start the caret.
        sideways = key in (Qt.Key.Key_Left, Qt.Key.Key_Right)
        if self.selection.caret is not None and sideways:
            return True
        if extend or (sideways and not self.horizontalScrollBar().maximum()):
            self.set_browsing(True)
            return self.selection.caret is not None
        return False

    def _move_caret(self, key: Qt.Key, *, jump: bool, extend: bool) -> None:
        caret = self.selection.caret
        assert caret is not None
        self._browsing = True
        motion = _MOTIONS.get((key, jump))
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._move_by_line(caret, down=key is Qt.Key.Key_Down, extend=extend)
        elif motion is not None:
            self._goal_x = None
            text = self.units.text(caret.unit)
            if text is not None and text.paragraph_is_rtl(caret.offset):
                motion = _MIRRORED.get(motion, motion)
            self.selection.move(motion, extend=extend)
        else:
            self._goal_x = None
            self.selection.go(self.line_edge(caret, end=key is Qt.Key.Key_End), extend=extend)
        caret = self.selection.caret
        rect = self.caret_rect(caret) if caret is not None else None
        if rect is not None:
            self.reveal(rect, calmly=True)
        elif caret is not None:
            self.units.want([caret.unit])
        self.selectionSettled.emit()

    def _move_by_line(self, caret: Place, *, down: bool, extend: bool) -> None:
        rect = self.caret_rect(caret)
        if rect is None:
            return
        if self._goal_x is None:
            self._goal_x = rect.left()
        step = max(4.0, rect.height() / 2)
        y = rect.bottom() + step / 2 if down else rect.top() - step / 2
        for _try in range(200):  # over gaps between lines, paragraphs and pages
            if not 0 <= y <= self._tops[-1]:
                return
            place = self.place_near(QPointF(self._goal_x, y))
            found = self.caret_rect(place) if place is not None else None
            if place is not None and found is not None:
                moved = found.center().y() - rect.center().y()
                if (moved > step / 2) if down else (moved < -step / 2):
                    self.selection.go(place, extend=extend)
                    return
            elif place is None:
                self.units.want([self.unit_at(y)])
            y += step if down else -step

    def _select_unit(self) -> None:
        number = self.current_unit()
        text = self.units.text(number)
        if text is not None:
            self.selection.select(Place(number, 0), Place(number, len(text.text)))
            self.selectionSettled.emit()

    def _scroll_by_key(self, key: Qt.Key, *, jump: bool, extend: bool) -> bool:
        bar = self.verticalScrollBar()
        if extend and key is not Qt.Key.Key_Space:
            return False
        if key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp) and jump:
            step = 1 if key is Qt.Key.Key_PageDown else -1
            self.go_to_unit(max(0, min(self.units.count - 1, self.current_unit() + step)))
            return True
        targets = {
            Qt.Key.Key_Down: bar.value() + 2 * STEP,
            Qt.Key.Key_Up: bar.value() - 2 * STEP,
            Qt.Key.Key_PageDown: bar.value() + bar.pageStep(),
            Qt.Key.Key_PageUp: bar.value() - bar.pageStep(),
            Qt.Key.Key_Space: bar.value() + (-bar.pageStep() if extend else bar.pageStep()),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: bar.maximum(),
        }
        across = self.horizontalScrollBar()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            across.setValue(across.value() + (STEP if key is Qt.Key.Key_Right else -STEP) * 2)
            return True
        if key not in targets or (jump and key not in (Qt.Key.Key_Home, Qt.Key.Key_End)):
            return False
        bar.setValue(targets[key])
        return True

    # -- inside ----------------------------------------------------------------------------------

    def shows_caret(self) -> bool:
        """Whether a caret is to be painted."""
        return self._browsing and self.hasFocus() and self.selection.caret is not None

    def paint_stripes(self, painter: QPainter, number: int) -> None:
        """One for each annotation of a unit."""
        right = self.sheet_of(number).right() - STRIPES_IN
        for box, lane, mark in self._stripes(number):
            paint_stripe(painter, right, box.top(), box.bottom(), lane, mark.colour, mark.note)

    def _stripes(self, number: int) -> list[tuple[QRectF, int, Mark]]:
        """The height, the lane and the mark of each stripe. A note on the whole unit is on top."""
        sheet = self.sheet_of(number)
        whole = QRectF(sheet.left(), sheet.top() + TOP, 1, 2 * TOP)
        boxes = [
            (bounding(self.span_rects(number, mark.span)) if len(mark.span) else whole, mark)
            for mark in self.units.marks(number)
        ]
        found = sorted((item for item in boxes if not item[0].isEmpty()), key=lambda i: i[0].top())
        lanes = stripe_lanes([(box.top(), box.bottom()) for box, _mark in found])
        return [(box, lane, mark) for (box, mark), lane in zip(found, lanes, strict=True)]

    def _marks_under(self, point: QPointF) -> tuple[Mark, ...]:
        if not self.units.count:
            return ()
        number = self.unit_at(point.y())
        from_right = self.sheet_of(number).right() - STRIPES_IN - point.x()
        wide = STRIPE + STRIPE_GAP
        stripes = [
            mark
            for box, lane, mark in self._stripes(number)
            if box.top() <= point.y() <= max(box.bottom(), box.top() + NOTE)
            and 0 <= from_right - lane * wide < wide + NOTE - STRIPE
        ]
        if stripes or not self.over_text(point):
            return tuple(stripes)
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
        bar.setValue(bar.value() + round(max(-40.0, min(40.0, over))))
        self._drag_to(position)

    def _after_scroll(self) -> None:
        self.viewport().update()
        if not self.units.count:
            return
        self.need_more()
        self.scrolled.emit()
        self._tell_unit()

    def _tell_unit(self) -> None:
        """Announce the unit one is reading when it is another one."""
        unit = self.current_unit()
        if unit != self._unit:
            self._unit = unit
            self.unitChanged.emit(unit)

    def _after_reset(self) -> None:
        self._unit = -1
        self._asked = None
        self._pressed = False
        self._drag_scroll.stop()
        self.relayout()

    def _after_arrival(self, number: int) -> None:
        if number in self.shown_units():
            self.viewport().update()
