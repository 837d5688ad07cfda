"""Draws what can be at the end of a link: its name on one line, its words on up to two."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from itrvault.desktop.context import VaultContext
from itrvault.desktop.theme import SMALL_PX, TEXT_PX
from itrvault.desktop.widgets.note_delegate import sized
from itrvault.desktop.words import one_line, reads_from_right
from itrvault.linking import Told

END = Qt.ItemDataRole.UserRole + 40

_LINE = 18
_MARGIN = 10
_LINES = 2


class EndDelegate(QStyledItemDelegate):
    """Rows of one height, so that a list of sixty is laid out at once."""

    def __init__(self, context: VaultContext, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._context = context
        self._view = view

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Qt's."""
        told = index.data(END)
        lines = _LINES if isinstance(told, Told) and told.words else 0
        return QSize(self._view.viewport().width(), 12 + _LINE * (1 + lines))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Qt's."""
        told = index.data(END)
        if not isinstance(told, Told):
            return
        theme, area = self._context.theme, option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, theme.colour("selected"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, theme.colour("hover"))
        painter.fillRect(QRect(area.x(), area.bottom(), area.width(), 1), theme.colour("line"))
        inner = area.adjusted(_MARGIN, 6, -_MARGIN, 0)
        title = sized(TEXT_PX, QFont.Weight.DemiBold)
        painter.setFont(title)
        painter.setPen(theme.colour("text"))
        name = QFontMetrics(title).elidedText(
            told.title, Qt.TextElideMode.ElideRight, inner.width()
        )
        side = Qt.AlignmentFlag.AlignRight if reads_from_right(told.title) else (
            Qt.AlignmentFlag.AlignLeft
        )  # fmt: skip
        painter.drawText(
            QRect(inner.x(), inner.y(), inner.width(), _LINE),
            int(side | Qt.AlignmentFlag.AlignVCenter), name,
        )  # fmt: skip
        painter.setPen(theme.colour("secondary"))
        _draw_lines(painter, inner.translated(0, _LINE), one_line(told.words))
        painter.restore()


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
        box = QRect(area.x(), area.y() + number * _LINE, area.width(), _LINE)
        painter.drawText(box, int(side | Qt.AlignmentFlag.AlignVCenter), shown)
