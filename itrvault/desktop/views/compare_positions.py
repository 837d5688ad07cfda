"""The page of positions: the grid, and beside it what the chosen cell stands for."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QSplitter,
    QStackedWidget,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from itrvault.desktop.context import VaultContext
from itrvault.desktop.models.compare import Compared
from itrvault.desktop.models.compare_filter import Filter
from itrvault.desktop.models.compare_positions import CELL, Cell, Grid, PositionsModel
from itrvault.desktop.models.compare_tree import number_of, part_words
from itrvault.desktop.theme import ROW, TEXT_PX
from itrvault.desktop.widgets.elided import ElidedLabel
from itrvault.desktop.widgets.parts import button, column, row, words_label
from itrvault.desktop.widgets.proposal_cards import ProposalCards
from itrvault.desktop.widgets.row_delegate import sized
from itrvault.desktop.widgets.verb_badge import HEIGHT, badge_width, paint_badge
from itrvault.negotiation import Subject

_GAP = 4
_NARROWEST = 62
_DOUBT = "?"
_WIDEST_HEAD = 220


def _doubt_font() -> QFont:
    return sized(TEXT_PX, QFont.Weight.Bold)


class BadgeDelegate(QStyledItemDelegate):
    """Paints the verbs of a cell side by side; behind them a question mark where it is disputed."""

    def __init__(self, context: VaultContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """As wide as its badges."""
        return QSize(max(_NARROWEST, round(self._width(index.data(CELL)) + 16)), ROW)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """The ground of the cell, then its badges in the middle."""
        super().paint(painter, option, index)
        cell: Cell = index.data(CELL)
        x = option.rect.x() + (option.rect.width() - self._width(cell)) / 2
        y = option.rect.y() + (option.rect.height() - HEIGHT) / 2
        for verb in cell.verbs:
            x += paint_badge(painter, QPointF(x, y), verb, self._context.theme) + _GAP
        if cell.disputed:
            painter.save()
            painter.setFont(_doubt_font())
            painter.setPen(self._context.theme.colour("danger"))
            painter.drawText(QPointF(x, y + HEIGHT - 4), _DOUBT)
            painter.restore()

    @staticmethod
    def _width(cell: Cell) -> float:
        width = sum(badge_width(verb) + _GAP for verb in cell.verbs) - _GAP
        if cell.disputed:
            width += _GAP + QFontMetricsF(_doubt_font()).horizontalAdvance(_DOUBT)
        return width


def grid_table(name: str) -> QTableView:
    """A table of cells that are chosen one by one, and scrolled smoothly."""
    table = QTableView()
    table.setAccessibleName(name)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setTabKeyNavigation(False)
    table.verticalHeader().setDefaultSectionSize(ROW)
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    table.verticalHeader().setMaximumWidth(_WIDEST_HEAD)
    table.verticalHeader().setDefaultAlignment(
        Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    )
    table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
    table.horizontalHeader().setHighlightSections(True)
    return table


class PositionsPage(QWidget):
    """`chosen` carries the provision of a cell and its proponent, to compare; `peeked` to read."""

    chosen = Signal(object, str)  # Subject, author
    peeked = Signal(object, str)
    followed = Signal(object)

    def __init__(self, context: VaultContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._peek: tuple[Compared, Filter] | None = None
        self.model = PositionsModel(self)
        self.table = grid_table(self.tr("Positions"))
        self.table.setModel(self.model)
        self.table.setItemDelegate(BadgeDelegate(context, self.table))
        self.table.activated.connect(self._choose)
        self.table.doubleClicked.connect(self._choose)
        self.table.selectionModel().currentChanged.connect(self._peek_at)
        self.cards = ProposalCards(context.theme)
        self.cards.followed.connect(self.followed)
        self.title = ElidedLabel(role="heading")
        self.compare = button(self.tr("Compare"), self._choose_current, "link")
        self.compare.setToolTip(self.tr("Set it beside what others propose (Enter)"))
        self.hint = words_label(
            self.tr("Choose a cell to read what it stands for. Enter compares it with the others."),
            "secondary",
            wrap=True,
        )
        self.hint.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.hint.setContentsMargins(12, 12, 12, 12)
        read = QWidget()
        head = row(self.title, None, self.compare, margins=(12, 8, 8, 4))
        read.setLayout(column(head, self.cards, spacing=0))
        self.side = QStackedWidget()
        self.side.addWidget(self.hint)
        self.side.addWidget(read)
        self.side.setMinimumWidth(260)
        self.side.setProperty("role", "panel")
        self.side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        splitter = QSplitter()
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.table)
        splitter.addWidget(self.side)
        splitter.setStretchFactor(0, 1)
        splitter.setSizes([700, 330])
        self.setLayout(column(splitter, spacing=0))
        context.themeChanged.connect(lambda _: self._repaint())

    def show_grid(self, grid: Grid) -> None:
        """Replace everything."""
        self.model.show(grid)
        self.table.resizeColumnsToContents()
        self.side.setCurrentIndex(0)
        self._peek = None

    def show_peek(self, compared: Compared, kept: Filter) -> None:
        """Show what a cell stands for."""
        self._peek = compared, kept
        self.cards.theme = self._context.theme
        self.cards.show_cards(compared, kept)
        self.side.setCurrentIndex(1)

    def _repaint(self) -> None:
        self.table.viewport().update()
        if self._peek is not None:
            self.show_peek(*self._peek)

    def _at(self, index: QModelIndex) -> tuple[Subject, str] | None:
        if not index.isValid() or not self.model.cell(index).verbs:
            return None
        grid = self.model.grid
        return grid.subjects[index.row()], grid.authors[index.column()]

    def _peek_at(self, index: QModelIndex) -> None:
        meant = self._at(index)
        if meant is None:
            self.side.setCurrentIndex(0)
            return
        subject, author = meant
        what = number_of(subject) if subject.number else part_words(subject)
        self.title.setText(f"{author or self.tr('not said by whom')}  ·  {what}")
        self.peeked.emit(*meant)

    def _choose(self, index: QModelIndex) -> None:
        meant = self._at(index)
        if meant is not None:
            self.chosen.emit(*meant)

    def _choose_current(self) -> None:
        self._choose(self.table.currentIndex())
