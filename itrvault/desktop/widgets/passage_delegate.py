"""Draws a passage as a row: where it stands, two lines of its words, what was judged."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QFontMetrics, QPainter

from itrvault.desktop.models.risk_passages import ROW, PassageRow
from itrvault.desktop.theme import TEXT_PX
from itrvault.desktop.widgets.heat import font_of
from itrvault.desktop.widgets.row_delegate import LINE, Index, RowDelegate
from itrvault.desktop.widgets.snippet import draw_lines

_MOST = 4
_SIDES = 28
"""What stands left and right of the words."""


class PassageDelegate(RowDelegate):
    """As high as what it holds; judgements one line each, up to four."""

    def _lines(self, row: PassageRow) -> int:
        """How many lines its words take, two at most."""
        if not row.quote:
            return 0
        width = QFontMetrics(font_of(TEXT_PX)).horizontalAdvance(row.quote)
        return 1 if width <= self._view.viewport().width() - _SIDES else 2

    def height(self, index: Index) -> int:
        """Pixels of a row."""
        row: PassageRow = index.data(ROW)
        lines = 1 + self._lines(row) + min(len(row.said), _MOST)
        return lines * LINE + 16

    def paint_row(self, painter: QPainter, area: QRect, index: Index) -> None:
        """Colour, place, words, judgements."""
        row: PassageRow = index.data(ROW)
        theme = self._context.theme
        stripe = QRect(area.x() + 6, area.y() + 8, 4, area.height() - 17)
        self._stripe(painter, stripe, row.colour)
        inner = area.adjusted(18, 8, -10, 0)
        y = inner.y()
        self._line(painter, QRect(inner.x(), y, inner.width(), LINE), row.place, font=font_of())
        y += LINE
        if lines := self._lines(row):
            box = QRect(inner.x(), y, inner.width(), lines * LINE)
            font = font_of(TEXT_PX)
            draw_lines(painter, box, row.quote, font, theme.colour("text"), lines=lines)
            y += lines * LINE
        said = list(row.said[:_MOST])
        if len(row.said) > _MOST:
            said[-1] = f"{said[-1]}  +{len(row.said) - _MOST}"
        for words in said:
            self._line(painter, QRect(inner.x(), y, inner.width(), LINE), words, font=font_of())
            y += LINE
