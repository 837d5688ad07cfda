"""What the mouse does over a link, on drawn pages and in flowing text alike."""

from __future__ import annotations

from abc import abstractmethod

from PySide6.QtCore import QEvent, QPointF, Qt, Signal

from itrvault.desktop.widgets.selection_view import SelectionView
from itrvault.model.geometry import TextLink
from itrvault.model.outline import PageLink

Link = PageLink | TextLink


class LinkView(SelectionView):
    """Says which link the mouse is over, and which one was clicked."""

    linkClicked = Signal(object)  # Link
    linkHovered = Signal(object)  # Link or None: under the mouse, or come to by key

    link_tip = ""
    """Where that link leads, in words: what `linkHovered` was answered with."""

    _hovered: Link | None = None

    @abstractmethod
    def link_at(self, point: QPointF) -> Link | None:
        """The link under a point."""

    def cursor_at(self, point: QPointF) -> Qt.CursorShape:
        """A hand over what leads somewhere."""
        link = self.link_at(point)
        self._hover(link)
        return super().cursor_at(point) if link is None else Qt.CursorShape.PointingHandCursor

    def click(self, point: QPointF) -> None:
        """A link is followed; a mark over it is chosen instead."""
        link = self.link_at(point)
        if link is not None and not self._marks_under(point):
            self.linkClicked.emit(link)
        else:
            super().click(point)

    def tip_at(self, point: QPointF) -> str:
        """Where a link leads; what is noted there."""
        tips = [self.link_tip if self.link_at(point) is not None else "", super().tip_at(point)]
        return "\n".join(filter(None, tips))

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the mouse any more."""
        super().leaveEvent(event)
        self._hover(None)

    def _hover(self, link: Link | None) -> None:
        if link is not self._hovered:
            self._hovered = link
            self.linkHovered.emit(link)
            self.viewport().update()
