"""Links in flowing text: found under the mouse, gone through by key, followed by whoever listens.

Tab goes through the links in view before it leaves the text, as in a browser; Enter follows the one
it is at, or the one in which the caret stands.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter

from itrvault.desktop.widgets import marks
from itrvault.desktop.widgets.flow_view_set import SetView
from itrvault.desktop.widgets.selection import Place
from itrvault.model.geometry import FlowLayout, Span, TextLink

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class LinkedView(SetView):
    """Knows where the links are, and goes through them."""

    _chosen: tuple[int, TextLink] | None = None  # by key, with its unit

    @property
    def chosen_link(self) -> TextLink | None:
        """The link that was come to by key."""
        return self._chosen[1] if self._chosen is not None else None

    def links_of(self, number: int) -> Sequence[TextLink]:
        """The links of a unit in order; none while it is not in memory."""
        text = self.units.text(number)
        layout = text.unit.layout if text is not None else None
        return layout.links if isinstance(layout, FlowLayout) else ()

    def link_by(self, place: Place, *, touching: bool = False) -> TextLink | None:
        """The link of the character at a place, or with `touching` one that ends there."""
        links = self.links_of(place.unit)
        at = bisect_right(links, place.offset, key=lambda link: link.start) - 1
        if at < 0 or place.offset >= links[at].end + touching:
            return None
        return links[at]

    def link_at(self, point: QPointF) -> TextLink | None:
        """The link under a point."""
        if not self.over_text(point):
            return None
        place = self.place_near(point, inside=True)
        return self.link_by(place) if place is not None else None

    # -- keys ------------------------------------------------------------------------------------

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab: the next link in view, and out of the text behind the last one."""
        links = self._links_in_view()
        at = links.index(self._chosen) if self._chosen in links else -1 if forward else len(links)
        at += 1 if forward else -1
        self._choose(links[at] if 0 <= at < len(links) else None)
        return self._chosen is not None or super().focusNextPrevChild(forward)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Follow a link, or let go of it; all else as ever."""
        if event.key() in _ENTER and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            caret = self.selection.caret if self.shows_caret() else None
            link = self.chosen_link
            if link is None and caret is not None:
                link = self.link_by(caret, touching=True)
            if link is not None:
                if link.unit >= 0:
                    self._choose(None)  # one leaves it behind
                self.linkClicked.emit(link)
                return
        elif event.key() == Qt.Key.Key_Escape and self._chosen is not None:
            self._choose(None)
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The link that was come to is let go, unless only a menu or another window comes up."""
        stay = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
        if event.reason() not in stay:
            self._choose(None)
        super().focusOutEvent(event)

    def _choose(self, link: tuple[int, TextLink] | None) -> None:
        if link != self._chosen:
            self._chosen = link
            self._hovered = self.chosen_link
            self.linkHovered.emit(self._hovered)
            self.viewport().update()

    def _links_in_view(self) -> list[tuple[int, TextLink]]:
        """The links of which something is in the window, with their units, in order."""
        window = QRectF(self.viewport().rect()).translated(self.offset)
        found = []
        for number in self.shown_units():
            links = self.links_of(number)
            for top, chunk in self._tops_of(number) if links else ():
                if chunk.document is None or top > window.bottom():
                    continue
                if top + chunk.height < window.top():
                    continue
                first = bisect_left(links, chunk.start, key=lambda link: link.start)
                last = bisect_left(links, chunk.end, key=lambda link: link.start)
                for link in links[first:last]:
                    corner = QPointF(self._left(), top)
                    rects = chunk.rects(Span(link.start, link.end))
                    if any(rect.translated(corner).intersects(window) for rect in rects):
                        found.append((number, link))
        return found

    # -- inside ----------------------------------------------------------------------------------

    def paint_chosen(self, painter: QPainter, number: int) -> None:
        """A frame around the link that was come to by key."""
        if self._chosen is not None and self._chosen[0] == number:
            link = self._chosen[1]
            rects = self.span_rects(number, Span(link.start, link.end))
            marks.paint_outline(painter, rects, self.theme, paper=not self.theme.dark)

    def _after_scroll(self) -> None:
        """What was under the mouse is not there any more; what was come to may be out of view."""
        if self._chosen is None:
            self._hover(None)
        super()._after_scroll()

    def _after_reset(self) -> None:
        self._hover(None)
        self._chosen = None
        super()._after_reset()
