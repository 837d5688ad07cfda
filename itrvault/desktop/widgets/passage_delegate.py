"""Draws a passage as a row: where it stands, two lines of its words, what was judged."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from itrvault.desktop.context import VaultContext
from itrvault.desktop.models.risk_passages import ROW, PassageRow
from itrvault.desktop.theme import SMALL_PX, TEXT_PX
from itrvault.desktop.widgets.heat import font_of
from itrvault.desktop.widgets.snippet import draw_lines
from itrvault.desktop.words import one_way
from itrvault.model.annotation import COLOURS

_LINE = 18
_MOST = 4
_SIDES = 28
"""What stands left and right of the words."""


class PassageDelegate(QStyledItemDelegate):
    """As high as what it holds; judgements one line each, up to four."""

    def __init__(self, context: VaultContext, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._context = context
        self._view = view

    def _lines(self, row: PassageRow) -> int:
        """How many lines its words take, two at most."""
        if not row.quote:
            return 0
        width = QFontMetrics(font_of(TEXT_PX)).horizontalAdvance(row.quote)
        return 1 if width <= self._view.viewport().width() - _SIDES else 2

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Qt's."""
        row: PassageRow = index.data(ROW)
        lines = 1 + self._lines(row) + min(len(row.said), _MOST)
        return QSize(option.rect.width(), lines * _LINE + 16)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Qt's."""
        row: PassageRow = index.data(ROW)
        theme, area = self._context.theme, option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, theme.colour("selected"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, theme.colour("hover"))
        painter.fillRect(QRect(area.x(), area.bottom(), area.width(), 1), theme.colour("line"))
        stripe = QRect(area.x() + 6, area.y() + 8, 4, area.height() - 17)
        painter.fillRect(stripe, QColor(COLOURS.get(row.colour, row.colour)))
        inner = area.adjusted(18, 8, -10, 0)
        y = inner.y()
        self._line(painter, QRect(inner.x(), y, inner.width(), _LINE), row.place)
        y += _LINE
        if lines := self._lines(row):
            box = QRect(inner.x(), y, inner.width(), lines * _LINE)
            font = font_of(TEXT_PX)
            draw_lines(painter, box, row.quote, font, theme.colour("text"), lines=lines)
            y += lines * _LINE
        said = list(row.said[:_MOST])
        if len(row.said) > _MOST:
            said[-1] = f"{said[-1]}  +{len(row.said) - _MOST}"
        for words in said:
            self._line(painter, QRect(inner.x(), y, inner.width(), _LINE), words)
            y += _LINE
        painter.restore()

    def _line(self, painter: QPainter, box: QRect, words: str) -> None:
        font = font_of(SMALL_PX)
        painter.setFont(font)
        painter.setPen(self._context.theme.colour("secondary"))
        mode = Qt.TextElideMode.ElideRight
        text = QFontMetrics(font).elidedText(words, mode, box.width())
        side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(box, side, one_way(text))
