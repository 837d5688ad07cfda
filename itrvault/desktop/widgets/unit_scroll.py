"""A scroll area of units, one below the other: where each of them is, and what is in view.

Points are in content pixels: (0, 0) is the top left corner of the first unit's row, whatever is
scrolled. Heights may be guesses that change later; what one is at stays where it is.
"""

from __future__ import annotations

from abc import abstractmethod
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import accumulate

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from itrvault.desktop.theme import Theme
from itrvault.desktop.widgets.marks import bounding
from itrvault.desktop.widgets.selection import Place
from itrvault.desktop.widgets.selection_units import Units
from itrvault.model.geometry import Span

GAP = 12
TOP = 12
STEP = 28


class UnitScroll(QAbstractScrollArea):
    """Scrolls through units; a subclass says how high they are and paints them."""

    unitChanged = Signal(int)
    scrolled = Signal()

    gap = GAP

    def __init__(self, units: Units, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.units = units
        self.theme = theme
        self._tops: list[float] = [TOP]
        self._unit = 0
        self._asked: tuple[int, int] | None = None
        self._focus_by_key = False
        self._held = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for bar in (self.verticalScrollBar(), self.horizontalScrollBar()):
            bar.setSingleStep(STEP)
            bar.actionTriggered.connect(self._take_in_hand)
            bar.valueChanged.connect(self._after_scroll)
        units.reset.connect(self._after_reset)
        units.arrived.connect(self._after_arrival)
        units.marked.connect(self.viewport().update)

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
    def span_rects(self, number: int, span: Span) -> list[QRectF]:
        """Boxes of a stretch of text; none while the unit is not in memory."""

    @abstractmethod
    def caret_rect(self, place: Place) -> QRectF | None:
        """A box without width; None while the unit is not in memory."""

    @abstractmethod
    def zoom_by(self, factor: float, about: QPointF | None = None) -> None:
        """Zoom and keep the viewport point `about` (its middle by default) where it is."""

    def need_more(self) -> None:
        """Ask for what the shown part needs. Called after every scroll."""
        shown = self.shown_units()
        near = [*shown, shown.stop, shown.start - 1, shown.stop + 1]
        self.units.want(near)

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

    def content_height(self) -> float:
        """How far down the last unit reaches."""
        return self._tops[-1]

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

    @property
    def scrolled_by_hand(self) -> bool:
        """While `scrolled` is told: whether a person does it, not the program."""
        return self._held

    @property
    def position(self) -> float:
        """What is at the top: the number of a unit, and how far down it."""
        if not self.units.count:
            return 0.0
        y = self.offset.y() + TOP
        number = self.unit_at(y)
        top, below = self.unit_top(number), self.unit_top(number + 1)
        return number + max(0.0, min(1.0, (y - top) / max(1.0, below - top)))

    def scroll_to_position(self, position: float) -> None:
        """Bring there what `position` said."""
        if not self.units.count:
            return
        number = max(0, min(self.units.count - 1, int(position)))
        top, below = self.unit_top(number), self.unit_top(number + 1)
        self.scroll_to(top + (position - number) * (below - top) - TOP)

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
        asked = self._still_asked()
        if asked is not None:
            change()
            self.go_to_unit(asked)
            return
        top = self.offset.y()
        number = self.unit_at(top)
        old = max(1.0, self.unit_top(number + 1) - self.unit_top(number))
        inside = (top - self.unit_top(number)) / old
        change()
        if self.units.count:
            height = self.unit_top(number + 1) - self.unit_top(number)
            self.scroll_to(self.unit_top(number) + inside * height)
        self._after_scroll()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll by pixels; with Ctrl zoom about the cursor."""
        with self.in_hand():
            self._turn_wheel(event)

    def _turn_wheel(self, event: QWheelEvent) -> None:
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

    def scroll_by_key(self, key: Qt.Key, *, jump: bool, extend: bool) -> bool:
        """Scroll as a key says; False when it is not one that scrolls."""
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

    # -- inside ------------------------------------------------------------------------------

    @contextmanager
    def in_hand(self) -> Iterator[None]:
        """A person does what happens meanwhile."""
        before, self._held = self._held, True
        try:
            yield
        finally:
            self._held = before

    def _take_in_hand(self, _action: int) -> None:
        """The scroll bar is moved by a person; its value changes next, in the same call."""
        self._held = True
        QTimer.singleShot(0, self, self._let_go)

    def _let_go(self) -> None:
        self._held = False

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
        self.relayout()

    def _after_arrival(self, number: int) -> None:
        if number in self.shown_units():
            self.viewport().update()
