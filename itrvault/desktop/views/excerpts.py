"""All excerpts of the archive in one table: filter, group, look at the card, export."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QSplitter,
    QStackedWidget,
    QTextBrowser,
    QTreeView,
    QWidget,
)

from itrvault.desktop.catalogue import Catalogue
from itrvault.desktop.context import VaultContext
from itrvault.desktop.exporting import card_style, preview
from itrvault.desktop.models import excerpts as model
from itrvault.desktop.models.excerpts import ExcerptModel, ExcerptRow, Filter
from itrvault.desktop.tasks import Debounce
from itrvault.desktop.widgets.parts import button, column, row, words_label
from itrvault.desktop.words import COLOUR_WORDS, translated
from itrvault.model.journal import Change, Changed

WIDTHS = {
    model.QUOTE: 220, model.NOTE: 140, model.TAGS: 130, model.DOCUMENT: 176, model.PAGE: 84,
    model.RISK: 110, model.DATE: 90, model.AUTHOR: 150,
}  # fmt: skip
"""Pixels, in the order in which columns are worth their room."""


class ExcerptsView(QWidget):
    """Loads when it is first looked at. `placeWanted` asks for an annotation to be shown."""

    placeWanted = Signal(str, str)  # document, annotation
    exportWanted = Signal(list)  # ids of the annotations shown
    counted = Signal(int)

    def __init__(
        self, context: VaultContext, catalogue: Catalogue, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._context = context
        self._catalogue = catalogue
        self._stale = True
        self.model = ExcerptModel(self)
        self.table = QTreeView()
        self.table.setModel(self.model)
        self.table.setAccessibleName(self.tr("Excerpts"))
        self.table.setUniformRowHeights(True)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setAlternatingRowColors(False)
        self.table.setSortingEnabled(True)
        self.table.setRootIsDecorated(False)
        self.table.header().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        self.table.header().setStretchLastSection(False)
        self.table.header().setSortIndicator(model.DOCUMENT, Qt.SortOrder.AscendingOrder)
        for number, width in WIDTHS.items():
            self.table.setColumnWidth(number, width)
        self.table.header().setSectionResizeMode(model.QUOTE, QHeaderView.ResizeMode.Stretch)
        self.table.selectionModel().currentChanged.connect(self._preview)
        self.table.activated.connect(self._go)

        self.words = QLineEdit()
        self.words.setPlaceholderText(self.tr("Filter by words"))
        self.words.setAccessibleName(self.tr("Filter by words"))
        self.words.setClearButtonEnabled(True)
        self.tag = self._choice(self.tr("Tag"))
        self.document = self._choice(self.tr("Document"))
        self.colour = self._choice(self.tr("Colour"))
        self.grouping = self._choice(self.tr("Grouping"))
        self.grouping.setMaximumWidth(150)
        for key, text in (
            ("", self.tr("not grouped")), ("document", self.tr("by document")),
            ("tag", self.tr("by tag")), ("colour", self.tr("by colour")),
        ):  # fmt: skip
            self.grouping.addItem(text, key)
        self._pause = Debounce(120, self._filter, self)
        self.words.textChanged.connect(self._pause.poke)
        for box in (self.tag, self.document, self.colour):
            box.currentIndexChanged.connect(self._filter)
        self.grouping.currentIndexChanged.connect(self._group)
        self.count = words_label("", "secondary")
        self.export = button(self.tr("Export these..."), self._export, "primary")

        self.card = QTextBrowser()
        self.card.setOpenLinks(False)
        self.card.setAccessibleName(self.tr("As it will be exported"))
        self.open = button(self.tr("Open in the reader"), self._open_current)
        self._side = QWidget()
        self._side.setMinimumWidth(280)
        self._side.setMaximumWidth(420)
        card_title = words_label(self.tr("AS IT WILL BE EXPORTED"), "section")
        self._side.setLayout(
            column(card_title, self.card, row(self.open, None), margins=(12, 10, 12, 10))
        )
        empty = words_label(
            self.tr(
                "Nothing is marked yet. Open a document, select words on the page and press "
                "H or 1 to 8; what you mark is gathered here, ready to be exported."
            ),
            "secondary",
            wrap=True,
        )
        empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        empty.setContentsMargins(80, 40, 80, 40)
        splitter = QSplitter()
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.table)
        splitter.addWidget(self._side)
        splitter.setStretchFactor(0, 1)
        splitter.setSizes([900, 300])
        self._pages = QStackedWidget()
        self._pages.addWidget(splitter)
        self._pages.addWidget(empty)
        filters = row(
            self.words, self.tag, self.document, self.colour, self.grouping, None, self.count,
            self.export, margins=(12, 8, 12, 8), spacing=6,
        )  # fmt: skip
        self.words.setMinimumWidth(160)
        self.setLayout(column(filters, self._pages, spacing=0))
        context.changed.connect(self._follow)
        catalogue.documentsChanged.connect(self._mark_stale)
        context.themeChanged.connect(lambda _: self._preview(self.table.currentIndex()))

    def reload(self) -> None:
        """Read the excerpts again."""
        self._stale = False
        vault = self._context.vault
        query = self._context.query(self, lambda: model.look_at_excerpts(vault))
        query.lane("excerpts").success(self._show).run()

    def showEvent(self, event: QShowEvent) -> None:
        """Load what changed while nobody looked."""
        super().showEvent(event)
        if self._stale:
            self.reload()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many columns as there is room for, the quotation taking what is left."""
        super().resizeEvent(event)
        room = self.width() - self._side.width()
        for number, width in WIDTHS.items():
            room -= width
            self.table.setColumnHidden(number, room < 0)

    def select(self, annotation: str) -> None:
        """Put the cursor on one excerpt."""
        for group, (_, rows) in enumerate(self.model.groups):
            for number, each in enumerate(rows):
                if each.annotation.id == annotation:
                    parent = QModelIndex()
                    if self.grouping.currentData():
                        parent = self.model.index(group, 0)
                    self.table.setCurrentIndex(self.model.index(number, 0, parent))
                    return

    # -- filling -----------------------------------------------------------------------------

    def _choice(self, name: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.setMaximumWidth(200)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        return box

    def _follow(self, change: Change) -> None:
        if change.what & (Changed.ANNOTATIONS | Changed.RISKS | Changed.TAGS):
            self._mark_stale()

    def _mark_stale(self) -> None:
        self._stale = True
        if self.isVisible():
            self.reload()

    def _show(self, rows: tuple[ExcerptRow, ...]) -> None:
        current = self._current()
        self._offer(self.tag, self.tr("any tag"), self._tag_values(rows))
        documents = {each.annotation.document: each.document for each in rows}
        by_name = sorted(documents.items(), key=lambda item: item[1])
        self._offer(self.document, self.tr("any document"), by_name)
        colours = [
            (name, translated(text))
            for name, text in COLOUR_WORDS.items()
            if any(each.annotation.colour == name for each in rows)
        ]
        self._offer(self.colour, self.tr("any colour"), colours)
        self.model.show(rows, kept=self._kept())
        self._after_showing(current)

    def _tag_values(self, rows: tuple[ExcerptRow, ...]) -> list[tuple[str, str]]:
        paths = set()
        for each in rows:
            for path in each.tags:
                parts = path.split("/")
                paths |= {"/".join(parts[:depth]) for depth in range(1, len(parts) + 1)}
        return [(path, path) for path in sorted(paths, key=str.casefold)]

    def _offer(self, box: QComboBox, every: str, values: list[tuple[str, str]]) -> None:
        chosen = box.currentData()
        box.blockSignals(True)
        box.clear()
        box.addItem(every, "")
        for value, text in values:
            box.addItem(text, value)
        box.setCurrentIndex(max(0, box.findData(chosen)))
        box.blockSignals(False)

    def _kept(self) -> Filter:
        return Filter(
            self.words.text(),
            str(self.tag.currentData() or ""),
            str(self.document.currentData() or ""),
            str(self.colour.currentData() or ""),
        )

    def _filter(self) -> None:
        current = self._current()
        self.model.show(kept=self._kept())
        self._after_showing(current)

    def _group(self) -> None:
        current = self._current()
        grouping = str(self.grouping.currentData())
        self.table.setRootIsDecorated(bool(grouping))
        self.model.show(grouping=grouping)
        self._after_showing(current)

    def _after_showing(self, current: ExcerptRow | None) -> None:
        shown, total = len(self.model.shown), len(self.model.everything)
        words = self.tr("%n excerpt(s)", "", shown)
        if shown != total:
            words = self.tr("{shown} of {total}").format(shown=shown, total=total)
        self.count.setText(words)
        self.export.setEnabled(bool(shown))
        self.counted.emit(total)
        self._pages.setCurrentIndex(0 if total else 1)
        if self.grouping.currentData():
            self.table.expandAll()
            for number in range(self.model.rowCount()):
                self.table.setFirstColumnSpanned(number, QModelIndex(), True)
        if current is not None:
            self.select(current.annotation.id)
        if not self.table.currentIndex().isValid() and shown:
            self.select(self.model.shown[0].annotation.id)
        self._preview(self.table.currentIndex())

    # -- looking and going -------------------------------------------------------------------

    def _current(self) -> ExcerptRow | None:
        return self.model.row(self.table.currentIndex())

    def _preview(self, index: QModelIndex) -> None:
        found = self.model.row(index)
        self.open.setEnabled(found is not None)
        if found is None:
            self.card.clear()
            return
        vault, annotation = self._context.vault, found.annotation.id
        query = self._context.query(self, lambda: preview(vault, annotation))
        query.lane("card").success(self._show_card).run()

    def _show_card(self, html: str) -> None:
        self.card.document().setDefaultStyleSheet(card_style(self._context.theme))
        self.card.setHtml(html)

    def _go(self, index: QModelIndex) -> None:
        found = self.model.row(index)
        if found is not None:
            self.placeWanted.emit(found.annotation.document, found.annotation.id)

    def _open_current(self) -> None:
        self._go(self.table.currentIndex())

    def _export(self) -> None:
        self.exportWanted.emit([each.annotation.id for each in self.model.shown])
