"""Draws the rows of the results: headings, places with two lines of snippet, plain documents."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from itrvault.desktop.context import VaultContext
from itrvault.desktop.models.results import ROW_ROLE, Row, RowKind
from itrvault.desktop.theme import SMALL_PX, TEXT_PX
from itrvault.desktop.widgets.snippet import draw_lines
from itrvault.desktop.words import number_words, one_way

SIDE = 12
PAGE_WIDTH = 40
"""Room for the page's number before its snippet, so that snippets line up."""

HEIGHTS = {RowKind.FAMILY: 30, RowKind.HEADING: 34, RowKind.HIT: 52, RowKind.DOCUMENT: 50}
PLACES = (RowKind.HIT, RowKind.DOCUMENT)
"""What can be gone to; the rest are headings."""
SECTION_LINE = 17
"""The name of a section is long: it stands on a line of its own."""


class HitDelegate(QStyledItemDelegate):
    """One look for the three kinds of row. Tag colours are looked up by id when drawing."""

    def __init__(self, context: VaultContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.tag_colours: dict[str, str] = {}

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Qt's."""
        row = index.data(ROW_ROLE)
        section = row.kind is RowKind.HIT and row.flowing
        return QSize(option.rect.width(), HEIGHTS[row.kind] + (SECTION_LINE if section else 0))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Qt's."""
        row: Row = index.data(ROW_ROLE)
        theme = self._context.theme
        painter.save()
        area = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, theme.colour("selected"))
            painter.fillRect(QRect(area.x(), area.y(), 3, area.height()), theme.colour("accent"))
        elif option.state & QStyle.StateFlag.State_MouseOver and row.kind in PLACES:
            painter.fillRect(area, theme.colour("hover"))
        inner = area.adjusted(SIDE, 0, -SIDE, 0)
        if row.kind is RowKind.FAMILY:
            self._family(painter, area, inner, row)
        elif row.kind is RowKind.HEADING:
            self._heading(painter, area, inner, row)
        elif row.kind is RowKind.HIT:
            self._hit(painter, inner, row)
        else:
            self._document(painter, inner, row)
        painter.restore()

    def _family(self, painter: QPainter, area: QRect, inner: QRect, row: Row) -> None:
        """Its name as a section's, its versions counted; a line over it parts it from the last."""
        theme = self._context.theme
        painter.fillRect(area, theme.colour("panel"))
        painter.fillRect(QRect(area.x(), area.y(), area.width(), 1), theme.colour("line"))
        bold = _font(SMALL_PX, QFont.Weight.DemiBold)
        painter.setFont(bold)
        painter.setPen(theme.colour("secondary"))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignLeft, one_way(row.symbol))
        used = QFontMetrics(bold).horizontalAdvance(row.symbol) + 8
        count = self._small(painter, inner, number_words(row.count), Qt.AlignmentFlag.AlignRight)
        rest = inner.adjusted(used, 0, -count - 8, 0)
        self._small(painter, rest, row.title, Qt.AlignmentFlag.AlignLeft)

    def _heading(self, painter: QPainter, area: QRect, inner: QRect, row: Row) -> None:
        theme = self._context.theme
        painter.fillRect(area, theme.colour("canvas"))
        count = number_words(row.count)
        self._name_line(painter, inner, row, count)

    def _document(self, painter: QPainter, inner: QRect, row: Row) -> None:
        top = QRect(inner.x(), inner.y() + 5, inner.width(), 20)
        under = QRect(inner.x(), inner.y() + 26, inner.width(), 18)
        self._name_line(painter, top, row, row.language.upper())
        right = self._small(painter, under, row.date, Qt.AlignmentFlag.AlignRight)
        left = under.adjusted(0, 0, -right - 8 if right else 0, 0)
        if row.symbol:
            self._small(painter, left, row.title, Qt.AlignmentFlag.AlignLeft)
        else:
            self._small(painter, left, self.tr("no symbol"), Qt.AlignmentFlag.AlignLeft)

    def _name_line(self, painter: QPainter, area: QRect, row: Row, right_text: str) -> None:
        """The symbol whole, the proponent as room allows, a short word at the right edge."""
        theme = self._context.theme
        painter.setFont(_font(SMALL_PX))
        painter.setPen(theme.colour("secondary"))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(area, middle | Qt.AlignmentFlag.AlignRight, right_text)
        small = QFontMetrics(painter.font())
        room = area.width() - small.horizontalAdvance(right_text) - 10
        bold = _font(TEXT_PX, QFont.Weight.DemiBold)
        name = row.symbol or row.title
        metrics = QFontMetrics(bold)
        name = metrics.elidedText(name, Qt.TextElideMode.ElideRight, room)
        painter.setFont(bold)
        painter.setPen(theme.colour("text"))
        painter.drawText(area, middle | Qt.AlignmentFlag.AlignLeft, one_way(name))
        used = metrics.horizontalAdvance(name) + 8
        mark = small.horizontalAdvance(row.newer)
        if row.newer and room - used > mark + 8:
            # What is out of date says so before it says whose it is.
            at = QRect(area.x() + room - mark, area.y(), mark + 4, area.height())
            painter.setFont(_font(SMALL_PX))
            painter.setPen(theme.colour("accent"))
            painter.drawText(at, middle | Qt.AlignmentFlag.AlignLeft, row.newer)
            room -= mark + 10
        if room - used > 30 and row.symbol:
            beside = row.proponent if row.proponent else row.title
            if row.kind is RowKind.DOCUMENT:
                beside = row.proponent
            rest = QRect(area.x() + used, area.y(), room - used, area.height())
            self._small(painter, rest, beside, Qt.AlignmentFlag.AlignLeft)

    def _hit(self, painter: QPainter, inner: QRect, row: Row) -> None:
        assert row.hit is not None
        theme = self._context.theme
        colours = dict.fromkeys(self.tag_colours[t] for t in row.hit.tags if t in self.tag_colours)
        dots = list(colours)[:8]
        if row.flowing:
            room = inner.width() - len(dots) * 9 - 8
            page = QRect(inner.x(), inner.y() + 6, room, 16)
            first = QPoint(inner.right() - len(dots) * 9 + 2, inner.y() + 11)
            text = inner.adjusted(0, 6 + SECTION_LINE, 0, 0)
            across = 8
        else:
            page = QRect(inner.x(), inner.y() + 7, PAGE_WIDTH - 6, 18)
            first = QPoint(inner.x(), inner.y() + 29)
            text = inner.adjusted(PAGE_WIDTH, 7, 0, 0)
            across = 4
        named = page.adjusted(0, 0, -30 if row.fresh and row.flowing else 0, 0)
        self._small(painter, named, row.hit.page, Qt.AlignmentFlag.AlignLeft)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, colour in enumerate(dots):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colour))
            right, down = number % across, number // across
            painter.drawEllipse(first.x() + right * 9, first.y() + down * 9, 7, 7)
        if row.fresh:
            self._new(painter, inner, page, flowing=row.flowing)
        draw_lines(
            painter, text, row.hit.snippet, _font(TEXT_PX), theme.colour("text"),
            marked=row.hit.snippet_spans, wash=theme.colour("hit"),
        )  # fmt: skip

    def _new(self, painter: QPainter, inner: QRect, page: QRect, *, flowing: bool) -> None:
        """The word that the place came since: under the page's number, or after the section."""
        painter.setFont(_font(11, QFont.Weight.DemiBold))
        painter.setPen(self._context.theme.colour("accent"))
        place, side = page, Qt.AlignmentFlag.AlignRight
        if not flowing:
            place = QRect(inner.x(), inner.bottom() - 15, PAGE_WIDTH, 14)
            side = Qt.AlignmentFlag.AlignLeft
        painter.drawText(place, side | Qt.AlignmentFlag.AlignVCenter, self.tr("new"))

    def _small(self, painter: QPainter, area: QRect, text: str, align: Qt.AlignmentFlag) -> int:
        """Secondary text, elided at its end; the width it took."""
        font = _font(SMALL_PX)
        painter.setFont(font)
        painter.setPen(self._context.theme.colour("secondary"))
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | align, one_way(shown))
        return QFontMetrics(font).horizontalAdvance(shown)


def _font(pixels: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    font = QFont()
    font.setPixelSize(pixels)
    font.setWeight(weight)
    return font
