"""A page with one table of risks or tags, and what its colours mean."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from itrvault.desktop.context import VaultContext
from itrvault.desktop.models.risk_table import Shown, cell_words
from itrvault.desktop.models.risks import Asked, Kind
from itrvault.desktop.widgets.heat import WIDTH, Shade
from itrvault.desktop.widgets.heat_legend import HeatLegend
from itrvault.desktop.widgets.heat_table import HeatTable
from itrvault.desktop.widgets.parts import column, words_label
from itrvault.desktop.widgets.picture import Picture, matrix_picture
from itrvault.judging.tables import Table, of_matrix, of_tags


class MatrixPage(QWidget):
    """`chosen` when another cell is the current one; `opened` when its passages are wanted."""

    chosen = Signal()
    opened = Signal()

    def __init__(self, context: VaultContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.asked = Asked()
        self.view = HeatTable(context, self.tr("Table of risks"))
        self.legend = HeatLegend(context)
        self.empty = words_label("", "secondary", wrap=True)
        self.empty.setContentsMargins(60, 40, 60, 40)
        whole = QWidget()
        whole.setLayout(
            column(
                self.view, column(self.legend, margins=(12, 4, 12, 6)), spacing=0
            )
        )  # fmt: skip
        self.pages = QStackedWidget()
        self.pages.addWidget(whole)
        self.pages.addWidget(self.empty)
        self.setLayout(column(self.pages, spacing=0))
        self._kept: dict[Kind, tuple[str, str]] = {}
        self.view.selectionModel().currentChanged.connect(lambda *_: self._choose())
        self.view.activated.connect(self._open)

    def show_table(self, shown: Shown, asked: Asked, shade: Shade, empty: str) -> None:
        """Replace the table; the cell chosen before stays where it is still there."""
        self.asked = asked
        kept = self._kept.get(asked.kind)
        self.view.shade = shade
        matrix = shown.matrix
        off = {key: cell for key, cell in matrix.cells.items() if key[0] != key[1]}
        cells = off if shown.diagonal else matrix.cells
        self.view.most = max((cell.count for cell in cells.values()), default=0)
        self.view.table.show(shown)
        self.view.horizontalHeader().updateGeometry()
        self.view.updateGeometries()
        self.legend.explain(shade, judged=asked.kind.judged)
        self.empty.setText(empty)
        self.pages.setCurrentIndex(0 if matrix.rows else 1)
        index = self.view.table.find(*kept) if kept else QModelIndex()
        if not index.isValid() or self.view.table.cell(index) is None:
            index = self._first(shown)
        if index.isValid():
            self.view.setCurrentIndex(index)
        self.chosen.emit()

    def set_shade(self, shade: Shade) -> None:
        """Let the colours say something else."""
        self.view.set_shade(shade)
        self.legend.explain(shade, judged=self.asked.kind.judged)

    @property
    def shown(self) -> Shown:
        """The table."""
        return self.view.table.shown

    @property
    def passages(self) -> tuple[str, str, list[str], str]:
        """Of the current cell: title, figures, annotations, and the right ("" for tags)."""
        index = self.view.currentIndex()
        cell = self.view.table.cell(index)
        if not index.isValid():
            return "", "", [], ""
        row, _ = self.view.table.keys(index)
        title, beside = self.view.table.title(index)
        if cell is None:
            return title, "\n".join([beside, self.tr("No passage.")]), [], ""
        right = row if self.asked.kind.judged else ""
        return title, "\n".join([beside, cell_words(cell)]), list(cell.annotations), right

    def table(self, title: tuple[str, str]) -> Table | None:
        """What is shown, as rows."""
        shown = self.shown
        if not shown.matrix.cells:
            return None
        make = of_matrix if self.asked.kind.judged else of_tags
        return make(shown.matrix, shown.row, shown.written, title)

    def picture(self, title: str) -> Picture | None:
        """What is shown, whole."""
        if not self.shown.matrix.cells:
            return None
        return matrix_picture(
            self.shown, self.view.shade, title, self.legend.words, self.tr("not known"),
            judged=self.asked.kind.judged,
        )  # fmt: skip

    def _first(self, shown: Shown) -> QModelIndex:
        """The worst cell in view whose column is known: the first look shows what matters."""
        matrix = shown.matrix
        room = max(1, self.view.viewport().width() // WIDTH)
        near = set(matrix.columns[:room])
        cells = [
            (key[1] in near and bool(key[1]), cell.worst, cell.count, key)
            for key, cell in matrix.cells.items()
            if not (shown.diagonal and key[0] == key[1])
        ] or [(True, cell.worst, cell.count, key) for key, cell in matrix.cells.items()]
        if not cells:
            return QModelIndex()
        best = max(cells, key=lambda one: one[:3])
        return self.view.table.find(*best[3])

    def _choose(self) -> None:
        index = self.view.currentIndex()
        if index.isValid():
            self._kept[self.asked.kind] = self.view.table.keys(index)
        self.chosen.emit()

    def _open(self, index: QModelIndex) -> None:
        if self.view.table.cell(index) is not None:
            self.opened.emit()
