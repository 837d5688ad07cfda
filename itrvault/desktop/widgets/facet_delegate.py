"""Draws a value of a filter: its tick, its name, how many documents have it, and "not"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from itrvault.desktop.context import VaultContext
from itrvault.desktop.theme import ROW, SMALL_PX
from itrvault.desktop.words import number_words, one_way
from itrvault.paths import resources

if TYPE_CHECKING:
    from itrvault.desktop.widgets.facet_panel import Value

OUT_WIDTH = 40
BOX = 16


class FacetDelegate(QStyledItemDelegate):
    """What is left out is struck through and says "not": colour is never the only cue."""

    def __init__(self, context: VaultContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._boxes: dict[tuple[str, bool], QPixmap] = {}

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Rows of 28."""
        return QSize(option.rect.width(), ROW)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Qt's."""
        from itrvault.desktop.widgets.facet_panel import VALUE, State

        value: Value = index.data(VALUE)
        theme, area = self._context.theme, option.rect
        under = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, theme.colour("selected"))
        elif under:
            painter.fillRect(area, theme.colour("hover"))
        middle = Qt.AlignmentFlag.AlignVCenter
        box = QRect(area.x() + 8, area.center().y() - BOX // 2, BOX, BOX)
        painter.drawPixmap(box, self._box(value.state is State.CHOSEN))
        small = QFont(option.font)
        small.setPixelSize(SMALL_PX)
        out = value.state is State.LEFT_OUT
        end = QRect(area.right() - OUT_WIDTH, area.y(), OUT_WIDTH - 8, area.height())
        painter.setFont(small)
        if out or under or option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(theme.colour("danger" if out else "secondary"))
            painter.drawText(end, middle | Qt.AlignmentFlag.AlignRight, self.tr("not"))
        count = number_words(value.count)
        counted = QRect(area.x(), area.y(), area.width() - OUT_WIDTH - 4, area.height())
        painter.setPen(theme.colour("secondary"))
        painter.drawText(counted, middle | Qt.AlignmentFlag.AlignRight, count)
        room = (
            counted.width() - QFontMetrics(small).horizontalAdvance(count) - box.right() + area.x()
        )
        font = QFont(option.font)
        font.setStrikeOut(out)
        if value.state is State.CHOSEN:
            font.setWeight(QFont.Weight.DemiBold)
        name = QRect(box.right() + 8, area.y(), room - 18, area.height())
        text = QFontMetrics(font).elidedText(value.text, Qt.TextElideMode.ElideMiddle, name.width())
        painter.setFont(font)
        painter.setPen(theme.colour("secondary" if out or not value.count else "text"))
        painter.drawText(name, middle | Qt.AlignmentFlag.AlignLeft, one_way(text))
        painter.restore()

    def _box(self, on: bool) -> QPixmap:
        name = self._context.theme.name
        if (name, on) not in self._boxes:
            path = resources() / "styles" / f"check-{'on' if on else 'off'}-{name}.svg"
            self._boxes[name, on] = QPixmap(str(path))
        return self._boxes[name, on]
