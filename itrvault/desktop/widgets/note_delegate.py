"""Draws an annotation as a row: its colour at the edge, place, quotation, note and tags."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from itrvault.desktop.context import VaultContext
from itrvault.desktop.models.annotations import NOTE, PLACE, RISKS, TAGS
from itrvault.desktop.theme import SMALL_PX, TEXT_PX
from itrvault.desktop.widgets.snippet import draw_lines
from itrvault.desktop.words import LEVEL_WORDS, STANCES, author_words, one_line, one_way, translated
from itrvault.model.annotation import COLOURS, Annotation


def sized(pixels: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The interface font in another size or weight."""
    font = QFont()
    font.setPixelSize(pixels)
    font.setWeight(weight)
    return font


LINE = 18
SIDES = 28
"""What stands left and right of the words: the stripe and the margins."""


class NoteDelegate(QStyledItemDelegate):
    """Rows as high as what they hold: quotation two lines, note one, tags one."""

    def __init__(self, context: VaultContext, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._context = context
        self._view = view

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Qt's."""
        note: Annotation = index.data(NOTE)
        height = 8 + LINE + LINE * self._quote_lines(note) + 8
        height += LINE if note.note else 0
        height += LINE if index.data(TAGS) or index.data(RISKS) else 0
        return QSize(option.rect.width(), height)

    def _quote_lines(self, note: Annotation) -> int:
        """How many lines its words take, two at most."""
        if not note.anchor.exact:
            return 0
        width = QFontMetrics(sized(TEXT_PX)).horizontalAdvance(one_line(note.anchor.exact))
        return 1 if width <= self._view.viewport().width() - SIDES else 2

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Qt's."""
        note: Annotation = index.data(NOTE)
        theme = self._context.theme
        area = option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, theme.colour("selected"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, theme.colour("hover"))
        painter.fillRect(QRect(area.x(), area.bottom(), area.width(), 1), theme.colour("line"))
        stripe = QRect(area.x() + 6, area.y() + 8, 4, area.height() - 17)
        painter.fillRect(stripe, QColor(COLOURS.get(note.colour, note.colour)))
        inner = area.adjusted(18, 8, -10, 0)
        y = inner.y()
        place = str(index.data(PLACE))
        head = "  ·  ".join(part for part in (place, author_words(note)) if part)
        self._line(painter, QRect(inner.x(), y, inner.width(), 18), head, right=f"#{note.number}")
        y += 18
        if note.anchor.exact:
            lines = self._quote_lines(note)
            box = QRect(inner.x(), y, inner.width(), lines * LINE)
            text = one_line(note.anchor.exact)
            draw_lines(painter, box, text, sized(TEXT_PX), theme.colour("text"), lines=lines)
            y += lines * LINE
        if note.note:
            font = sized(SMALL_PX)
            font.setItalic(True)
            box = QRect(inner.x(), y, inner.width(), 18)
            draw_lines(painter, box, one_line(note.note), font, theme.colour("secondary"), lines=1)
            y += 18
        words = [tag.name for tag in index.data(TAGS)]
        words += [
            f"{translated(STANCES[risk.stance])}: {translated(LEVEL_WORDS[risk.severity])}"
            for risk in index.data(RISKS)
        ]
        if words:
            box = QRect(inner.x(), y, inner.width(), 18)
            self._line(painter, box, "  ·  ".join(words))
        painter.restore()

    def _line(self, painter: QPainter, area: QRect, text: str, right: str = "") -> None:
        font = sized(SMALL_PX)
        metrics = QFontMetrics(font)
        painter.setFont(font)
        painter.setPen(self._context.theme.colour("secondary"))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(area, middle | Qt.AlignmentFlag.AlignRight, right)
        room = area.width() - metrics.horizontalAdvance(right) - 8
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        painter.drawText(area, middle | Qt.AlignmentFlag.AlignLeft, one_way(shown))
