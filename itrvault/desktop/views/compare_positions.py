"""The page of positions: the grid, and who stands with whom."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QScrollArea,
    QSplitter,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from itrvault.desktop.context import VaultContext
from itrvault.desktop.models.compare_positions import VERBS, Grid, PositionsModel
from itrvault.desktop.theme import ROW
from itrvault.desktop.widgets.parts import column, words_label
from itrvault.desktop.widgets.verb_badge import HEIGHT, badge_width, paint_badge
from itrvault.negotiation import Subject

_GAP = 4
_NARROWEST = 62


class BadgeDelegate(QStyledItemDelegate):
    """Paints the verbs of a cell side by side."""

    def __init__(self, context: VaultContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """As wide as its badges."""
        verbs = index.data(VERBS) or ()
        width = sum(badge_width(verb) + _GAP for verb in verbs) + 12
        return QSize(max(_NARROWEST, round(width)), ROW)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """The ground of the cell, then its badges in the middle."""
        super().paint(painter, option, index)
        verbs = index.data(VERBS) or ()
        width = sum(badge_width(verb) for verb in verbs) + _GAP * (len(verbs) - 1)
        x = option.rect.x() + (option.rect.width() - width) / 2
        y = option.rect.y() + (option.rect.height() - HEIGHT) / 2
        for verb in verbs:
            x += paint_badge(painter, QPointF(x, y), verb, self._context.theme) + _GAP


class PositionsPage(QWidget):
    """`chosen` carries the provision of a cell and its proponent."""

    chosen = Signal(object, str)  # Subject, author

    def __init__(self, context: VaultContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = PositionsModel(self)
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setAccessibleName(self.tr("Positions"))
        self.table.setItemDelegate(BadgeDelegate(context, self.table))
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.verticalHeader().setDefaultSectionSize(ROW)
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.table.verticalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        self.table.horizontalHeader().setHighlightSections(True)
        self.table.clicked.connect(self._choose)
        self.table.activated.connect(self._choose)
        self.together = words_label("", wrap=True)
        self.together.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.together.setAlignment(Qt.AlignmentFlag.AlignTop)
        inner = QWidget()
        inner.setProperty("role", "panel")
        inner.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        title = words_label(self.tr("WHO STANDS TOGETHER"), "section")
        note = words_label(
            self.tr(
                "Two that propose the same words for a provision, or that both want it unchanged."
            ),
            "secondary",
            wrap=True,
        )
        inner.setLayout(column(title, note, self.together, None, margins=(12, 12, 12, 12)))
        side = QScrollArea()
        side.setWidget(inner)
        side.setWidgetResizable(True)
        side.setFrameShape(QFrame.Shape.NoFrame)
        side.setMinimumWidth(200)
        splitter = QSplitter()
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.table)
        splitter.addWidget(side)
        splitter.setStretchFactor(0, 1)
        splitter.setSizes([800, 240])
        self.setLayout(column(splitter, spacing=0))
        context.themeChanged.connect(lambda _: self.table.viewport().update())

    def show_grid(self, grid: Grid) -> None:
        """Replace everything."""
        self.model.show(grid)
        self.table.resizeColumnsToContents()
        said = [
            self.tr("{one} and {other}: %n provision(s)", "", count).format(one=one, other=other)
            for one, other, count in grid.together
        ]
        self.together.setText("\n".join(said) or self.tr("No two propose the same."))

    def _choose(self, index: QModelIndex) -> None:
        if self.model.verbs(index):
            subject: Subject = self.model.grid.subjects[index.row()]
            self.chosen.emit(subject, self.model.grid.authors[index.column()])
