"""A table of coloured cells with figures; long column names stand upright."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from itrvault.desktop.context import VaultContext
from itrvault.desktop.models.risk_table import CELL, RiskTable
from itrvault.desktop.theme import SMALL_PX, TEXT_PX
from itrvault.desktop.widgets.heat import HEIGHT, WIDTH, Shade, font_of, paint_cell
from itrvault.desktop.words import one_way

_LEVEL = 52
"""Pixels a column's name may take lying; longer ones make all of them stand."""
_TALLEST = 150
_WIDEST = 230
_PAD = 8


class HeatHeader(QHeaderView):
    """Column names: lying while all are short, else standing and read from below."""

    def __init__(self, context: VaultContext, parent: HeatTable) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._context = context
        self._view = parent
        self.setSectionsClickable(False)
        self.setHighlightSections(True)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setDefaultSectionSize(WIDTH)

    @property
    def upright(self) -> bool:
        """Whether the names stand."""
        return self._longest() > _LEVEL

    def sizeHint(self) -> QSize:
        """As tall as the longest name that stands, up to a limit."""
        size = super().sizeHint()
        longest = self._longest()
        size.setHeight(28 if longest <= _LEVEL else min(longest, _TALLEST) + 2 * _PAD)
        return size

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        """Qt's."""
        theme = self._context.theme
        painter.save()
        painter.fillRect(rect, theme.colour("panel"))
        current = self._view.currentIndex().column() == logicalIndex
        painter.setFont(font_of(SMALL_PX))
        painter.setPen(theme.colour("text" if current else "secondary"))
        text = self._text(logicalIndex)
        metrics = QFontMetrics(font_of(SMALL_PX))
        if self.upright:
            room = rect.height() - 2 * _PAD
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
            painter.translate(rect.x() + rect.width() / 2, rect.bottom() - _PAD + 2)
            painter.rotate(-90)
            box = QRectF(0, -rect.width() / 2, room, rect.width())
            painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        else:
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
        painter.restore()

    def _text(self, section: int) -> str:
        return str(self._view.table.headerData(section, Qt.Orientation.Horizontal) or "")

    def _longest(self) -> int:
        metrics = QFontMetrics(font_of(SMALL_PX))
        columns = self._view.table.columnCount()
        widths = (metrics.horizontalAdvance(self._text(n)) for n in range(columns))
        return max(widths, default=0)


class HeatRows(QHeaderView):
    """Row names, which give way at their end."""

    def __init__(self, context: VaultContext, parent: HeatTable) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._context = context
        self._view = parent
        self.setDefaultSectionSize(HEIGHT)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMaximumWidth(_WIDEST)

    def sizeHint(self) -> QSize:
        """As wide as the longest name, up to a limit."""
        metrics = QFontMetrics(font_of(TEXT_PX))
        rows = self._view.table.rowCount()
        widths = [metrics.horizontalAdvance(self._text(n)) for n in range(rows)]
        return QSize(
            min(_WIDEST, max(widths, default=80) + 2 * _PAD + 4), super().sizeHint().height()
        )

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        """Qt's."""
        theme = self._context.theme
        painter.save()
        painter.fillRect(rect, theme.colour("panel"))
        current = self._view.currentIndex().row() == logicalIndex
        painter.setFont(font_of(TEXT_PX, QFont.Weight.DemiBold if current else QFont.Weight.Normal))
        painter.setPen(theme.colour("text"))
        box = rect.adjusted(_PAD + 4, 0, -_PAD, 0)
        mode = Qt.TextElideMode.ElideRight
        text = painter.fontMetrics().elidedText(self._text(logicalIndex), mode, box.width())
        side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(box, side, one_way(text))
        painter.restore()

    def _text(self, section: int) -> str:
        return str(self._view.table.headerData(section, Qt.Orientation.Vertical) or "")


class HeatDelegate(QStyledItemDelegate):
    """Paints the figures of a cell, and a ring around the current one."""

    def __init__(self, context: VaultContext, parent: HeatTable) -> None:
        super().__init__(parent)
        self._context = context
        self._table = parent

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Qt's."""
        theme, table = self._context.theme, self._table
        area = QRectF(option.rect)
        cell = index.data(CELL)
        shown = table.table.shown
        same = shown.diagonal and index.row() == index.column()
        painter.fillRect(option.rect, theme.colour("panel"))
        if cell is not None and same:
            painter.setPen(theme.colour("secondary"))
            painter.setFont(font_of(SMALL_PX))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, str(cell.count))
        elif cell is not None:
            paint_cell(painter, area, cell, table.shade, table.most, theme)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), 4, 4)
            painter.restore()


class HeatTable(QTableView):
    """Keys move from cell to cell; Enter is `activated`, as is a double click."""

    def __init__(self, context: VaultContext, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = RiskTable(self)
        self.shade = Shade.WORST
        self.most = 0
        self.setModel(self.table)
        self.setAccessibleName(name)
        self.setHorizontalHeader(HeatHeader(context, self))
        self.setItemDelegate(HeatDelegate(context, self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setVerticalHeader(HeatRows(context, self))
        self.setCornerButtonEnabled(False)
        context.themeChanged.connect(lambda _: self.viewport().update())

    def set_shade(self, shade: Shade) -> None:
        """Let the colour say something else."""
        self.shade = shade
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the cell; the style may ask for another key."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.currentIndex().isValid():
                self.activated.emit(self.currentIndex())
            return
        super().keyPressEvent(event)
