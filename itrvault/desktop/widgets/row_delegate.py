"""What rows of lists that are drawn by hand have in common: ground, line below, a line of words."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from itrvault.desktop.context import VaultContext
from itrvault.desktop.theme import SMALL_PX
from itrvault.desktop.words import one_way
from itrvault.model.annotation import COLOURS

Index = QModelIndex | QPersistentModelIndex

LINE = 18
"""Pixels from one line of words to the next."""


def sized(pixels: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The interface font in another size or weight."""
    font = QFont()
    font.setPixelSize(pixels)
    font.setWeight(weight)
    return font


class RowDelegate(QStyledItemDelegate):
    """A kind of row says how high it is and draws what is on it."""

    def __init__(self, context: VaultContext, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._context = context
        self._view = view

    def height(self, index: Index) -> int:
        """Pixels of a row."""
        raise NotImplementedError

    def paint_row(self, painter: QPainter, area: QRect, index: Index) -> None:
        """Draw what is on the row; the painter is given back as it was."""
        raise NotImplementedError

    def plain(self, index: Index) -> bool:
        """Whether a row has no ground and no line below it, as headings have not."""
        return False

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Qt's."""
        return QSize(self._view.viewport().width(), self.height(index))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Qt's."""
        theme, area = self._context.theme, option.rect
        painter.save()
        if not self.plain(index):
            if option.state & QStyle.StateFlag.State_Selected:
                painter.fillRect(area, theme.colour("selected"))
            elif option.state & QStyle.StateFlag.State_MouseOver:
                painter.fillRect(area, theme.colour("hover"))
            painter.fillRect(QRect(area.x(), area.bottom(), area.width(), 1), theme.colour("line"))
        self.paint_row(painter, area, index)
        painter.restore()

    # -- parts of rows -----------------------------------------------------------------------

    def _stripe(self, painter: QPainter, area: QRect, colour: str) -> None:
        """The colour of a mark, at the edge."""
        painter.fillRect(area, QColor(COLOURS.get(colour, colour)))

    def _line(
        self,
        painter: QPainter,
        area: QRect,
        text: str,
        *,
        font: QFont | None = None,
        field: str = "secondary",
        side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        """One line of words, cut where there is no room; small and faint unless said otherwise."""
        font = font if font is not None else sized(SMALL_PX)
        painter.setFont(font)
        painter.setPen(self._context.theme.colour(field))
        shown = QFontMetrics(font).elidedText(text, mode, area.width())
        painter.drawText(area, int(side | Qt.AlignmentFlag.AlignVCenter), one_way(shown))
