"""One page at a time: rows as high as the window, and keys and the wheel that turn the page.

A page keeps the place it has among all pages, in a row of its own; only the range that can be
scrolled is that of one row. So whatever knows places of a continuous document works here, too.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QWheelEvent

from itrvault.desktop.widgets.link_view import LinkView
from itrvault.desktop.widgets.selection import Place
from itrvault.desktop.widgets.unit_scroll import STEP, TOP
from itrvault.model.geometry import Span

NOTCH = 120
"""How far the wheel turns at a page's end before the next one comes (eighths of a degree)."""

_ON = (Qt.Key.Key_PageDown, Qt.Key.Key_Down)
_BACK = (Qt.Key.Key_PageUp, Qt.Key.Key_Up)


class TurningView(LinkView):
    """Continuous, or with `single` one page at a time."""

    single = False

    _page = 0
    _pushed = 0

    def set_single(self, single: bool) -> None:
        """One page at a time, or all below each other; the place stays."""
        if single == self.single:
            return
        place, page = self.top_place(), self.current_unit()
        self.single, self._page = single, max(0, page)
        self.relayout()
        if place is not None:
            self.go_to_place(place)

    def rows(self, heights: Sequence[float]) -> Sequence[float]:
        """The heights of the rows that pages of these heights stand in."""
        if not self.single:
            return heights
        room = float(self.viewport().height() - 2 * TOP)
        return [max(height, room) for height in heights]

    @property
    def pages_sideways(self) -> bool:  # type: ignore[override]
        """Left and right turn single pages."""
        return self.single

    def turn_to(self, number: int) -> None:
        """Have a page be the one that is shown."""
        if self.single and 0 <= number < self.units.count and number != self._page:
            self._page = number
            self._pushed = 0
            self.relayout()
            self._after_scroll()

    # -- where one is ------------------------------------------------------------------------

    def relayout(self) -> None:
        """All rows, and how far the one that is shown can be scrolled."""
        super().relayout()
        if self.single and self.units.count:
            self._page = max(0, min(self._page, self.units.count - 1))
            top = round(self.unit_top(self._page)) - TOP
            bottom = round(self.unit_top(self._page + 1)) - self.gap + TOP
            height = self.viewport().height()
            self.verticalScrollBar().setRange(top, max(top, bottom - height))

    def shown_units(self) -> range:
        """One, when one is shown."""
        if self.single and self.units.count:
            return range(self._page, self._page + 1)
        return super().shown_units()

    def current_unit(self) -> int:
        """The page that is shown, or read."""
        return self._page if self.single else super().current_unit()

    # -- going -------------------------------------------------------------------------------

    def scroll_to_position(self, position: float) -> None:
        """Show its page first."""
        self.turn_to(max(0, min(self.units.count - 1, int(position))))
        super().scroll_to_position(position)

    def go_to_unit(self, number: int) -> None:
        """Show its beginning."""
        self.turn_to(number)
        super().go_to_unit(number)

    def go_to_place(self, place: Place) -> None:
        """Show its page, at its height."""
        self.turn_to(place.unit)
        super().go_to_place(place)

    def reveal(self, rect: QRectF, *, calmly: bool = False) -> None:
        """Show its page first."""
        self.turn_to(self.unit_at(rect.center().y()))
        super().reveal(rect, calmly=calmly)

    def reveal_span(self, number: int, span: Span) -> bool:
        """Show its page first."""
        self.turn_to(number)
        return super().reveal_span(number, span)

    def scroll_by_key(self, key: Qt.Key, *, jump: bool, extend: bool) -> bool:
        """At the end of a page the next one comes; Home and End go through the document."""
        if not self.single or jump:
            return super().scroll_by_key(key, jump=jump, extend=extend)
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and not extend:
            across = self.horizontalScrollBar()
            if not across.maximum():
                text = self.units.text(self._page)
                on = (key is Qt.Key.Key_Right) != (text is not None and text.rtl)
                self._turn(1 if on else -1)
                return True
        if key in (Qt.Key.Key_Home, Qt.Key.Key_End) and not extend:
            self.go_to_unit(0 if key is Qt.Key.Key_Home else self.units.count - 1)
            return True
        bar = self.verticalScrollBar()
        space = key is Qt.Key.Key_Space
        if (key in _ON or (space and not extend)) and bar.value() >= bar.maximum():
            self._turn(1)
            return True
        if (key in _BACK or (space and extend)) and bar.value() <= bar.minimum():
            self._turn(-1)
            return True
        return super().scroll_by_key(key, jump=jump, extend=extend)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turn the page when the wheel goes on at its end."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        delta = event.angleDelta().y() or event.pixelDelta().y() * NOTCH // STEP
        bar = self.verticalScrollBar()
        at_end = bar.value() >= bar.maximum() if delta < 0 else bar.value() <= bar.minimum()
        if not self.single or control or not delta or not at_end:
            self._pushed = 0
            super().wheelEvent(event)
            return
        if (delta > 0) != (self._pushed > 0):
            self._pushed = 0
        self._pushed += delta
        if abs(self._pushed) >= NOTCH:
            with self.in_hand():
                self._turn(1 if delta < 0 else -1)
        event.accept()

    def _turn(self, direction: int) -> None:
        """On to the top of the next page, or back to the bottom of the one before."""
        target = self._page + direction
        if 0 <= target < self.units.count:
            self.turn_to(target)
            bar = self.verticalScrollBar()
            bar.setValue(bar.minimum() if direction > 0 else bar.maximum())

    def _after_reset(self) -> None:
        self._page = self._pushed = 0
        super()._after_reset()
