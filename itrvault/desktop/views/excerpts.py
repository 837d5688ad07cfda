"""All excerpts of the archive in one table: filter, group, look at the card, export."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QSplitter,
    QStackedWidget,
    QTextBrowser,
    QTreeView,
    QWidget,
)

from itrvault.desktop.actions import READER
from itrvault.desktop.context import VaultContext
from itrvault.desktop.exporting import card_style, preview
from itrvault.desktop.models import excerpts as model
from itrvault.desktop.models.excerpts import ExcerptModel, ExcerptRow, Excerpts
from itrvault.desktop.views.reader_tagging import tag_with_last
from itrvault.desktop.widgets.note_filters import NoteFilters
from itrvault.desktop.widgets.parts import button, column, row, words_label
from itrvault.model.annotation import COLOURS, AnnotationState
from itrvault.model.journal import Change, Changed

BULK = ("important", "state", "remove", "quick_tag")
"""Commands of the reader that do the same to the excerpts that are chosen."""

_SHOWN = Changed.ANNOTATIONS | Changed.RISKS | Changed.TAGS | Changed.DOCUMENTS | Changed.INDEX

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

    def __init__(self, context: VaultContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._context = context
        self._stale = True
        self._looked: Excerpts | None = None  # the last look, until a document changes
        self._documents = 0  # counts such changes
        self.model = ExcerptModel(self)
        self.table = QTreeView()
        self.table.setModel(self.model)
        self.table.setAccessibleName(self.tr("Excerpts"))
        self.table.setUniformRowHeights(True)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.installEventFilter(self)
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
        self.table.selectionModel().selectionChanged.connect(lambda _on, _off: self._count())
        self.table.activated.connect(self._go)

        self.filters = NoteFilters(self.tr("Filter by words"), documents=True)
        self.filters.changed.connect(self._filter)
        self.filters.words.returnPressed.connect(self._into_table)
        self.grouping = QComboBox()
        self.grouping.setAccessibleName(self.tr("Grouping"))
        self.grouping.setMaximumWidth(150)
        for key, text in (
            ("", self.tr("not grouped")), ("document", self.tr("by document")),
            ("tag", self.tr("by tag")), ("colour", self.tr("by colour")),
        ):  # fmt: skip
            self.grouping.addItem(text, key)
        self.grouping.currentIndexChanged.connect(self._group)
        self.count = words_label("", "secondary")
        self._chosen = words_label("", "secondary")
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
            self.filters.words, *self.filters.choices, None, margins=(12, 8, 12, 0), spacing=6
        )
        filters.setStretch(0, 1)
        below = row(
            self.grouping, self.count, self._chosen, None, self.export, margins=(12, 4, 12, 8),
            spacing=8,
        )  # fmt: skip
        self.setLayout(column(filters, below, self._pages, spacing=0))
        context.changed.connect(self._follow)
        context.themeChanged.connect(lambda _: self._preview(self.table.currentIndex()))

    def reload(self) -> None:
        """Read the excerpts again."""
        self._stale = False
        vault, before, documents = self._context.vault, self._looked, self._documents
        query = self._context.query(self, lambda: model.look_at_excerpts(vault, before))
        query.lane("excerpts").success(lambda found: self._show(found, documents)).run()

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

    def _follow(self, change: Change) -> None:
        if change.what & (Changed.DOCUMENTS | Changed.INDEX):
            self._looked = None  # names and pages may be others
            self._documents += 1
        if change.what & _SHOWN:
            self._mark_stale()

    def _mark_stale(self) -> None:
        self._stale = True
        if self.isVisible():
            self.reload()

    def _show(self, found: Excerpts, documents: int) -> None:
        if documents == self._documents:
            self._looked = found
        current, rows = self._current(), found.rows
        names = {each.annotation.document: each.document for each in rows}
        self.filters.offer(rows, sorted(names.items(), key=lambda item: item[1]))
        others = self.model.show(rows, kept=self.filters.filter)
        self._after_showing(current, others=others)

    def _filter(self) -> None:
        current = self._current()
        others = self.model.show(kept=self.filters.filter)
        self._after_showing(current, others=others)

    def _group(self) -> None:
        current = self._current()
        grouping = str(self.grouping.currentData())
        self.table.setRootIsDecorated(bool(grouping))
        others = self.model.show(grouping=grouping)
        self._after_showing(current, others=others)

    def _after_showing(self, current: ExcerptRow | None, *, others: bool) -> None:
        """Say how many there are; where `others` stand there now, choose again what was chosen."""
        shown, total = len(self.model.shown), len(self.model.everything)
        words = self.tr("%n excerpt(s)", "", shown)
        if shown != total:
            words = self.tr("{shown} of {total}").format(shown=shown, total=total)
        self.count.setText(words)
        self.export.setEnabled(bool(shown))
        self.counted.emit(total)
        self._pages.setCurrentIndex(0 if total else 1)
        if not others:
            self._preview(self.table.currentIndex())
            return
        if self.grouping.currentData():
            self.table.expandAll()
            for number in range(self.model.rowCount()):
                self.table.setFirstColumnSpanned(number, QModelIndex(), True)
        if current is not None:
            self.select(current.annotation.id)
        if not self.table.currentIndex().isValid() and shown:
            self.select(self.model.shown[0].annotation.id)
        self._preview(self.table.currentIndex())

    def _count(self) -> None:
        chosen = len(self.chosen)
        self._chosen.setText(self.tr("%n chosen", "", chosen) if chosen > 1 else "")

    # -- keys --------------------------------------------------------------------------------

    @property
    def chosen(self) -> list[ExcerptRow]:
        """The rows that are chosen, each once."""
        found = (self.model.row(index) for index in self.table.selectionModel().selectedRows())
        return list({row.annotation.id: row for row in found if row is not None}.values())

    def find_words(self) -> None:
        """Put the cursor into the field that filters by words."""
        self.filters.words.setFocus()
        self.filters.words.selectAll()

    def _into_table(self) -> None:
        """From the field into what it found."""
        self._filter()
        self.table.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What the keys of marks do in the reader they do here, to everything that is chosen."""
        keys = (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
        if watched is self.table and isinstance(event, QKeyEvent) and event.type() in keys:
            name = self._context.keys.command_of(event, READER)
            if name in BULK or name.removeprefix("colour_") in COLOURS:
                if event.type() is QEvent.Type.ShortcutOverride:
                    event.accept()
                else:
                    self._change(name)
                return True
        return super().eventFilter(watched, event)

    def _change(self, name: str) -> None:
        """Change everything that is chosen, as one step of undo."""
        notes = [row.annotation for row in self.chosen]
        if not notes or self._context.vault.store.read_only:
            return
        writer, ids = self._context.writer, [note.id for note in notes]
        work: Callable[[], object]
        if name == "important":
            on = not all(note.important for note in notes)
            work = partial(writer.set_important, ids, on)
        elif name == "state":
            states = list(AnnotationState)
            state = states[(states.index(notes[0].state) + 1) % len(states)]
            work = partial(writer.set_state, ids, state)
        elif name == "remove":
            work = partial(writer.remove_annotations, ids)
        elif name == "quick_tag":
            vault, known = self._context.vault, tuple(self._context.recent_tags)
            work = partial(tag_with_last, vault, writer, ids, known)
        else:
            work = partial(writer.recolour_all, ids, name.removeprefix("colour_"))
        self._context.op(self, work).run()

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
