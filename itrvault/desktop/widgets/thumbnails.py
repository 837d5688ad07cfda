"""Small pictures of the pages, one below the other, with where the hits and the notes are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPen, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from itrvault.desktop.theme import Theme
from itrvault.desktop.widgets.page_cache import Wish
from itrvault.desktop.widgets.page_drawer import PageDrawer
from itrvault.desktop.widgets.page_paint import NIGHT_PAPER, PAPER, turn_painter
from itrvault.desktop.widgets.page_sheets import Sheets

WIDE, HIGH = 112, 146
"""The largest picture, in pixels."""

LABEL = 20
EDGE = 8
BADGE = 16
AHEAD = 6
"""Pages beyond those in view whose pictures are asked for."""

Index = QModelIndex | QPersistentModelIndex


class PageModel(QAbstractListModel):
    """The pages by their labels."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.count = 0
        self.labels: Sequence[str] = ()
        self.hits: Mapping[int, int] = {}
        """How many places of the query are on a page, as far as it is known."""

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's
        """Qt's."""
        return 0 if parent.isValid() else self.count

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The label, and in words what stands on the page."""
        label = self.label(index.row())
        if role == Qt.ItemDataRole.DisplayRole:
            return label
        if role == Qt.ItemDataRole.AccessibleTextRole:
            words = self.tr("page {label}").format(label=label)
            hits = self.hits.get(index.row(), 0)
            found = self.tr("%n place(s)", "", hits)
            return f"{words}, {found}" if hits else words
        return None

    def label(self, number: int) -> str:
        """What a reader calls a page."""
        known = self.labels[number] if number < len(self.labels) else ""
        return known or str(number + 1)

    def reset(self, count: int) -> None:
        """Another document."""
        self.beginResetModel()
        self.count, self.labels, self.hits = count, (), {}
        self.endResetModel()


class Thumbnails(QListView):
    """`pageWanted` when one is chosen. Asks for pictures only of what is in view."""

    pageWanted = Signal(int)

    def __init__(self, theme: Theme, drawer: PageDrawer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.sheets = Sheets()
        self.night = False
        self.pages = PageModel(self)
        self.drawer = drawer
        self.setModel(self.pages)
        self.setItemDelegate(_PageDelegate(self))
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setAccessibleName(self.tr("Pages"))
        self.verticalScrollBar().valueChanged.connect(self._ask)
        self.clicked.connect(lambda index: self.pageWanted.emit(index.row()))
        self.activated.connect(lambda index: self.pageWanted.emit(index.row()))
        drawer.thumbnailDrawn.connect(self._after_drawing)

    def show_pages(self, sheets: Sheets, *, night: bool) -> None:
        """These pages, turned and coloured like this."""
        if len(sheets) != self.pages.count:
            self.pages.reset(len(sheets))
        self.sheets, self.night = sheets, night
        self._ask()
        self.viewport().update()

    def show_labels(self, labels: Sequence[str]) -> None:
        """What a reader calls the pages."""
        self.pages.labels = tuple(labels)
        self.viewport().update()

    def show_hits(self, hits: Mapping[int, int]) -> None:
        """How many places of the query are on which page."""
        if hits != self.pages.hits:
            self.pages.hits = dict(hits)
            self.viewport().update()

    def show_place(self, number: int) -> None:
        """The page one is at."""
        index = self.pages.index(number)
        if index.isValid() and index != self.currentIndex():
            self.setCurrentIndex(index)

    def wish(self, number: int) -> Wish:
        """The picture a page needs here."""
        width, height = self.sheets.size(number)
        scale = min(WIDE / max(1.0, width), HIGH / max(1.0, height)) * self.devicePixelRatioF()
        return Wish.at(number, scale, self.sheets.sizes[number], night=self.night)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go to the page they choose."""
        before = self.currentIndex().row()
        super().keyPressEvent(event)
        chosen = self.currentIndex().row()
        if chosen not in (-1, before):
            self.pageWanted.emit(chosen)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or fewer are in view."""
        super().resizeEvent(event)
        self._ask()

    def showEvent(self, event: QShowEvent) -> None:
        """Nothing is asked for while nobody sees it."""
        super().showEvent(event)
        self.scrollTo(self.currentIndex())
        self._ask()

    def _ask(self) -> None:
        if not self.isVisible() or not self.sheets:
            self.drawer.want_thumbnails(())
            return
        high = HIGH + LABEL + 2 * EDGE
        first = max(0, self.verticalScrollBar().value() // high)
        last = min(len(self.sheets), first + self.viewport().height() // high + 2)
        around = [*range(first, last), *range(last, min(len(self.sheets), last + AHEAD))]
        self.drawer.want_thumbnails([self.wish(number) for number in around])

    def _after_drawing(self, number: int) -> None:
        self.update(self.pages.index(number))


class _PageDelegate(QStyledItemDelegate):
    """Paints a page, its label below, and a badge with the number of its hits."""

    def __init__(self, view: Thumbnails) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """The same for all."""
        return QSize(WIDE + 2 * EDGE, HIGH + LABEL + 2 * EDGE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The whole of one."""
        view, number, theme = self._view, index.row(), self._view.theme
        if number >= len(view.sheets):
            return
        area: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(area, theme.colour("selected"))
        width, height = view.sheets.size(number)
        scale = min(WIDE / max(1.0, width), HIGH / max(1.0, height))
        wide, high = float(round(width * scale)), float(round(height * scale))
        sheet = QRectF(
            area.left() + round((area.width() - wide) / 2),
            area.top() + EDGE + round((HIGH - high) / 2), wide, high,
        )  # fmt: skip
        painter.fillRect(sheet, NIGHT_PAPER if view.night else PAPER)
        picture = view.drawer.thumbnails.get(view.wish(number))
        if picture is not None:
            painter.save()
            page = turn_painter(painter, sheet, view.sheets.turn)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(page, picture)
            painter.restore()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.colour("accent" if chosen else "line"), 2 if chosen else 1))
        painter.drawRect(sheet.adjusted(-0.5, -0.5, 0.5, 0.5))
        hits = view.pages.hits.get(number, 0)
        if hits:
            self._paint_badge(painter, sheet, hits)
        painter.setPen(theme.colour("text" if chosen else "secondary"))
        below = QRectF(area.left(), area.bottom() - LABEL - EDGE / 2, area.width(), LABEL)
        words = view.fontMetrics().elidedText(
            view.pages.label(number), Qt.TextElideMode.ElideMiddle, area.width() - 8
        )
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_badge(self, painter: QPainter, sheet: QRectF, hits: int) -> None:
        theme = self._view.theme
        words = str(hits) if hits < 1000 else "999+"
        wide = max(BADGE, self._view.fontMetrics().horizontalAdvance(words) + 8)
        box = QRectF(sheet.right() - wide + 4, sheet.top() - 4, wide, BADGE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("hit_text"))
        painter.drawRoundedRect(box, BADGE / 2, BADGE / 2)
        painter.setPen(theme.colour("panel"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
        painter.restore()
