"""Draws what touches a provision: headings, sentences with the citation marked, marks of people."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from itrvault.desktop.context import VaultContext
from itrvault.desktop.models.compare_touching import TOUCH, Heading, Touch
from itrvault.desktop.theme import ROW, SMALL_PX, TEXT_PX
from itrvault.desktop.widgets.note_delegate import sized
from itrvault.desktop.widgets.snippet import draw_lines
from itrvault.desktop.words import one_way
from itrvault.model.annotation import COLOURS

LINE = 18
MOST_LINES = 3
_SIDES = 24
_HEAVIER = 1.04
"""How much wider marked words may make a line than the plain font says."""


class TouchDelegate(QStyledItemDelegate):
    """Rows as high as what they hold: the place on one line, the words on three at most."""

    def __init__(self, context: VaultContext, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._context = context
        self._view = view

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Qt's."""
        row = index.data(TOUCH)
        width = self._view.viewport().width()
        if isinstance(row, Heading):
            return QSize(width, ROW)
        lines = self._lines(row.words) + bool(row.judgement)
        return QSize(width, 6 + LINE + lines * LINE + 7)

    def _lines(self, words: str) -> int:
        room = max(40, self._view.viewport().width() - _SIDES)
        width = QFontMetrics(sized(TEXT_PX)).horizontalAdvance(words) * _HEAVIER
        return min(MOST_LINES, max(1, -int(-width // (room * 0.94))))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Qt's."""
        row, theme, area = index.data(TOUCH), self._context.theme, option.rect
        painter.save()
        if isinstance(row, Heading):
            font = sized(11, QFont.Weight.DemiBold)
            painter.setFont(font)
            painter.setPen(theme.colour("secondary"))
            text = row.text.upper()
            below = area.adjusted(12, 4, -8, 0)
            painter.drawText(below, Qt.AlignmentFlag.AlignVCenter, text)
            painter.restore()
            return
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, theme.colour("selected"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, theme.colour("hover"))
        painter.fillRect(QRect(area.x(), area.bottom(), area.width(), 1), theme.colour("line"))
        if row.colour:
            stripe = QRect(area.x() + 4, area.y() + 8, 4, area.height() - 16)
            painter.fillRect(stripe, QColor(COLOURS.get(row.colour, row.colour)))
        self._paint_words(painter, area.adjusted(12, 6, -12, 0), row)
        painter.restore()

    def _paint_words(self, painter: QPainter, inner: QRect, row: Touch) -> None:
        theme = self._context.theme
        small = sized(SMALL_PX)
        painter.setFont(small)
        painter.setPen(theme.colour("secondary"))
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        head = QRect(inner.x(), inner.y(), inner.width(), LINE)
        where = QFontMetrics(small).elidedText(
            row.where, Qt.TextElideMode.ElideMiddle, inner.width()
        )
        painter.drawText(head, middle, one_way(where))
        y, lines = inner.y() + LINE, self._lines(row.words)
        box = QRect(inner.x(), y, inner.width(), lines * LINE)
        colour = theme.colour("text")
        draw_lines(
            painter, box, row.words, sized(TEXT_PX), colour, lines=lines, marked=row.marked
        )  # fmt: skip
        if row.judgement:
            last = QRect(inner.x(), y + lines * LINE, inner.width(), LINE)
            painter.setFont(sized(SMALL_PX, QFont.Weight.DemiBold))
            painter.setPen(theme.colour("text"))
            painter.drawText(last, middle, row.judgement)
