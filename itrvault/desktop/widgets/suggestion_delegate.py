"""Draws a suggestion: what is put in at the left, a quieter word about it at the right."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from itrvault.desktop.words import one_way

HINT = Qt.ItemDataRole.UserRole + 1
HEIGHT = 26
GAP = 16


class SuggestionDelegate(QStyledItemDelegate):
    """Takes its colours from the palette, which follows the theme."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Rows of 26."""
        return QSize(super().sizeHint(option, index).width(), HEIGHT)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """The hint gives way first."""
        self.initStyleOption(option, index)
        text, option.text = option.text, ""
        style = option.widget.style() if option.widget else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        area = option.rect.adjusted(8, 0, -8, 0)
        metrics, middle = option.fontMetrics, Qt.AlignmentFlag.AlignVCenter
        painter.save()
        painter.setPen(option.palette.color(QPalette.ColorRole.Text))
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, middle | Qt.AlignmentFlag.AlignLeft, one_way(shown))
        room = area.width() - metrics.horizontalAdvance(shown) - GAP
        hint = metrics.elidedText(str(index.data(HINT) or ""), Qt.TextElideMode.ElideRight, room)
        # The application's: a style sheet gives widgets a paler one.
        painter.setPen(QApplication.palette().color(QPalette.ColorRole.PlaceholderText))
        if room > GAP:
            painter.drawText(area, middle | Qt.AlignmentFlag.AlignRight, one_way(hint))
        painter.restore()
