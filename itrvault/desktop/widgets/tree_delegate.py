"""Draws a row of the library or tag tree: its name, short marks, and a count at the right edge."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from itrvault.desktop.context import VaultContext
from itrvault.desktop.theme import ROW, SMALL_PX
from itrvault.desktop.words import one_way

FLAG_SIZE = 13


class TreeDelegate(QStyledItemDelegate):
    """`count`, `marks` and `dot` are the roles that hold them (-1: none); `indent` is in pixels.

    `flag` is the role of words that deserve a question mark, `muted` says that another row took
    the place of this one.
    """

    def __init__(
        self,
        context: VaultContext,
        parent: QObject,
        *,
        count: int,
        marks: int = -1,
        dot: int = -1,
        flag: int = -1,
        muted: int = -1,
        indent: int = 0,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._count = count
        self._marks = marks
        self._dot = dot
        self._flag = flag
        self._muted = muted
        self._indent = indent

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Rows of 28."""
        return QSize(super().sizeHint(option, index).width(), ROW)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """The name gives way first, then the marks; the count is always whole."""
        self.initStyleOption(option, index)
        name = option.text
        option.text = ""
        style = option.widget.style() if option.widget else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        theme = self._context.theme
        area = option.rect.adjusted(4 + self._indent, 0, -10, 0)
        painter.save()
        small = QFont(option.font)
        small.setPixelSize(SMALL_PX)
        small.setWeight(QFont.Weight.Normal)
        painter.setFont(small)
        painter.setPen(theme.colour("secondary"))
        middle = Qt.AlignmentFlag.AlignVCenter
        count = str(index.data(self._count) or "")
        painter.drawText(area, middle | Qt.AlignmentFlag.AlignRight, count)
        metrics = QFontMetrics(small)
        if count:
            area.setRight(area.right() - metrics.horizontalAdvance(count) - 8)
        if self._flag >= 0 and index.data(self._flag):
            self._question(painter, area)
            area.setRight(area.right() - FLAG_SIZE - 8)
        if self._dot >= 0:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(QColor(index.data(self._dot)))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(area.x(), area.center().y() - 4, 10, 10)
            painter.setPen(theme.colour("secondary"))
            area.setLeft(area.left() + 18)
        name_metrics = QFontMetrics(option.font)
        marks = str(index.data(self._marks) or "") if self._marks >= 0 else ""
        shown = name_metrics.elidedText(name, Qt.TextElideMode.ElideRight, area.width())
        used = name_metrics.horizontalAdvance(shown) + 8
        if marks and area.width() - used > 20:
            rest = QRect(area.x() + used, area.y(), area.width() - used, area.height())
            marks = metrics.elidedText(marks, Qt.TextElideMode.ElideRight, rest.width())
            painter.drawText(rest, middle | Qt.AlignmentFlag.AlignRight, marks)
        painter.setFont(option.font)
        muted = self._muted >= 0 and bool(index.data(self._muted))
        painter.setPen(theme.colour("secondary" if muted else "text"))
        painter.drawText(area, middle | Qt.AlignmentFlag.AlignLeft, one_way(shown))
        painter.restore()

    def _question(self, painter: QPainter, area: QRect) -> None:
        """A question mark in a ring at the right edge."""
        ring = QRect(0, 0, FLAG_SIZE, FLAG_SIZE)
        ring.moveCenter(QPoint(area.right() - FLAG_SIZE // 2, area.center().y()))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._context.theme.colour("danger"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(ring)
        before = painter.font()
        font = QFont(before)
        font.setPixelSize(10)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.drawText(ring, Qt.AlignmentFlag.AlignCenter, "?")
        painter.setFont(before)
        painter.setPen(self._context.theme.colour("secondary"))
