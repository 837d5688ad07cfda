"""Draws what can be at the end of a link: its name on one line, its words on up to two."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QTextLayout, QTextOption

from itrvault.desktop.theme import SMALL_PX, TEXT_PX
from itrvault.desktop.widgets.row_delegate import LINE, Index, RowDelegate, sized
from itrvault.desktop.words import one_line, reads_from_right
from itrvault.linking import Told

END = Qt.ItemDataRole.UserRole + 40

_MARGIN = 10
_LINES = 2


class EndDelegate(RowDelegate):
    """Rows of one height, so that a list of sixty is laid out at once."""

    def height(self, index: Index) -> int:
        """Pixels of a row."""
        told = index.data(END)
        lines = _LINES if isinstance(told, Told) and told.words else 0
        return 12 + LINE * (1 + lines)

    def paint_row(self, painter: QPainter, area: QRect, index: Index) -> None:
        """Its name, and its words below."""
        told = index.data(END)
        if not isinstance(told, Told):
            return
        inner = area.adjusted(_MARGIN, 6, -_MARGIN, 0)
        right = reads_from_right(told.title)
        self._line(
            painter, QRect(inner.x(), inner.y(), inner.width(), LINE), told.title,
            font=sized(TEXT_PX, QFont.Weight.DemiBold), field="text",
            side=Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft,
        )  # fmt: skip
        painter.setPen(self._context.theme.colour("secondary"))
        _draw_lines(painter, inner.translated(0, LINE), one_line(told.words))


def _draw_lines(painter: QPainter, area: QRect, words: str) -> None:
    """Up to two lines; the second ends in dots where there is more."""
    font = sized(SMALL_PX)
    painter.setFont(font)
    right = reads_from_right(words)
    option = QTextOption(Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft)
    option.setTextDirection(
        Qt.LayoutDirection.RightToLeft if right else Qt.LayoutDirection.LeftToRight
    )
    layout = QTextLayout(words, font)
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(area.width())
    first = line.textLength()
    layout.endLayout()
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    metrics = QFontMetrics(font)
    parts = (words[:first].rstrip(), words[first:])
    for number, part in enumerate(parts):
        shown = metrics.elidedText(part, Qt.TextElideMode.ElideRight, area.width())
        box = QRect(area.x(), area.y() + number * LINE, area.width(), LINE)
        painter.drawText(box, int(side | Qt.AlignmentFlag.AlignVCenter), shown)
