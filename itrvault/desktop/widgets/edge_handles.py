"""The two edges of the selected mark, to be taken with the mouse and put elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from itrvault.desktop.theme import Theme
from itrvault.desktop.widgets.selection import Place

if TYPE_CHECKING:
    from itrvault.desktop.widgets.selection_view import SelectionView

KNOB = 4.5
REACH = 9.0
"""Pixels from the middle of a knob within which the mouse takes it."""


class EdgeHandles:
    """Of one view. While `dragging`, the selection shows where the mark would be."""

    def __init__(self, view: SelectionView) -> None:
        self._view = view
        self.dragging = ""
        """The annotation whose edge is being dragged, "" for none."""
        self.offered = True
        """Whether edges can be taken; not in an archive for reading only."""

    def near(self, point: QPointF) -> bool:
        """Whether the mouse is on an edge."""
        return self._edge_at(point) is not None

    def press(self, point: QPointF) -> bool:
        """Take the edge at a point. False when there is none."""
        edge = self._edge_at(point)
        if edge is None:
            return False
        moving, staying = edge
        self.dragging = self._view.units.selected
        self._view.selection.select(staying, moving)
        return True

    def release(self) -> tuple[str, Place, Place] | None:
        """Let go: the annotation and where it would be; None when it would be nowhere."""
        annotation, self.dragging = self.dragging, ""
        selection = self._view.selection
        found = None if selection.empty else (annotation, selection.first, selection.last)
        selection.clear()
        return found

    def paint(self, painter: QPainter, number: int, theme: Theme, *, paper: bool) -> None:
        """A line with a knob at the beginning and at the end, where they lie in a unit."""
        accent = QColor("#2457A6") if paper else theme.colour("accent")
        for place, knob, bar in self._edges():
            if place.unit != number:
                continue
            painter.save()
            painter.fillRect(bar, accent)
            painter.setPen(QPen(QColor("#FFFFFF") if paper else theme.colour("panel"), 1.5))
            painter.setBrush(accent)
            painter.drawEllipse(knob, KNOB, KNOB)
            painter.restore()

    def _edge_at(self, point: QPointF) -> tuple[Place, Place] | None:
        """The edge at a point, and the other one."""
        edges = self._edges()
        near = [
            (abs(knob.x() - point.x()) + abs(knob.y() - point.y()), index)
            for index, (_place, knob, bar) in enumerate(edges)
            if (knob - point).manhattanLength() <= REACH * 1.4
            or bar.adjusted(-3, 0, 3, 0).contains(point)
        ]
        if not near or len(edges) != 2:
            return None
        index = min(near)[1]
        return edges[index][0], edges[1 - index][0]

    def _edges(self) -> list[tuple[Place, QPointF, QRectF]]:
        """The places of both edges, their knobs and their bars; none when none is offered."""
        view = self._view
        if not view.units.selected or not self.offered or view.units.hidden:
            return []
        ends = view.units.ends_of(view.units.selected)
        found = []
        for at_start, place in zip((True, False), ends or (), strict=False):
            rect = view.caret_rect(place)
            if rect is None:
                # Its page is not in memory, so it cannot be seen; the other one can be dragged.
                rect = QRectF(-1e6, -1e6, 0, 0)
            upright = rect.height() >= rect.width()
            bar = rect.adjusted(-1, 0, 1, 0) if upright else rect.adjusted(0, -1, 0, 1)
            if upright:
                knob = QPointF(rect.center().x(), rect.top() if at_start else rect.bottom())
            else:
                knob = QPointF(rect.left() if at_start else rect.right(), rect.center().y())
            found.append((place, knob, bar))
        return found


CURSOR = Qt.CursorShape.SizeHorCursor
