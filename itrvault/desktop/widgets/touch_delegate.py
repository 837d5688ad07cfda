"""Draws what touches a provision: headings, sentences with the citation marked, marks of people."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter

from itrvault.desktop.models.compare_touching import TOUCH, Heading, Touch
from itrvault.desktop.theme import ROW, SMALL_PX, TEXT_PX
from itrvault.desktop.widgets.row_delegate import LINE, Index, RowDelegate, sized
from itrvault.desktop.widgets.snippet import draw_lines

MOST_LINES = 3
_SIDES = 24
_HEAVIER = 1.04
"""How much wider marked words may make a line than the plain font says."""


class TouchDelegate(RowDelegate):
    """Rows as high as what they hold: the place on one line, the words on three at most."""

    def height(self, index: Index) -> int:
        """Pixels of a row."""
        row = index.data(TOUCH)
        if isinstance(row, Heading):
            return ROW
        return 6 + LINE + (self._lines(row.words) + bool(row.judgement)) * LINE + 7

    def plain(self, index: Index) -> bool:
        """Headings are."""
        return isinstance(index.data(TOUCH), Heading)

    def _lines(self, words: str) -> int:
        room = max(40, self._view.viewport().width() - _SIDES)
        width = QFontMetrics(sized(TEXT_PX)).horizontalAdvance(words) * _HEAVIER
        return min(MOST_LINES, max(1, -int(-width // (room * 0.94))))

    def paint_row(self, painter: QPainter, area: QRect, index: Index) -> None:
        """A heading, or what somebody says of the provision."""
        row = index.data(TOUCH)
        if isinstance(row, Heading):
            font = sized(11, QFont.Weight.DemiBold)
            self._line(painter, area.adjusted(12, 4, -8, 0), row.text.upper(), font=font)
            return
        if row.colour:
            stripe = QRect(area.x() + 4, area.y() + 8, 4, area.height() - 16)
            self._stripe(painter, stripe, row.colour)
        self._paint_words(painter, area.adjusted(12, 6, -12, 0), row)

    def _paint_words(self, painter: QPainter, inner: QRect, row: Touch) -> None:
        head = QRect(inner.x(), inner.y(), inner.width(), LINE)
        self._line(painter, head, row.where, mode=Qt.TextElideMode.ElideMiddle)
        y, lines = inner.y() + LINE, self._lines(row.words)
        box = QRect(inner.x(), y, inner.width(), lines * LINE)
        colour = self._context.theme.colour("text")
        draw_lines(
            painter, box, row.words, sized(TEXT_PX), colour, lines=lines, marked=row.marked
        )  # fmt: skip
        if row.judgement:
            last = QRect(inner.x(), y + lines * LINE, inner.width(), LINE)
            bold = sized(SMALL_PX, QFont.Weight.DemiBold)
            self._line(painter, last, row.judgement, font=bold, field="text")
