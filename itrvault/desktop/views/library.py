"""The left pane: documents by class and series, saved searches, and the codebook."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import QCoreApplication, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QMenu, QSplitter, QVBoxLayout, QWidget

from itrvault.desktop.catalogue import Catalogue
from itrvault.desktop.context import VaultContext
from itrvault.desktop.dialogs.tag import TagDialog
from itrvault.desktop.dialogs.tag_remove import confirm_removal
from itrvault.desktop.models.library import COUNT, FLAG, MARKS, MUTED, NODE, LibraryModel, Node
from itrvault.desktop.models.tags import LAST, TAG, TAG_COUNT, TAG_DOT, TagModel
from itrvault.desktop.operations import Work
from itrvault.desktop.saved import SavedSearches
from itrvault.desktop.widgets.panel_tree import PanelTree
from itrvault.desktop.widgets.parts import button, row, words_label
from itrvault.desktop.widgets.tree_delegate import TreeDelegate
from itrvault.desktop.words import (
    COLOUR_WORDS,
    number_words,
    time_words,
    tooltip,
    translated,
)
from itrvault.model.annotation import COLOURS, Tag
from itrvault.model.search import SavedSearch, SavedState

SEARCH = Qt.ItemDataRole.UserRole
FOUND = Qt.ItemDataRole.UserRole + 1
NEW = Qt.ItemDataRole.UserRole + 2
EMPTY_SECTION = 68
"""Pixels: a heading and one sentence."""
QWIDGETSIZE_MAX = (1 << 24) - 1


class LibraryView(QWidget):
    """Asks the window to show documents or to search; changes the codebook itself."""

    documentWanted = Signal(str)
    scopeWanted = Signal(object)  # Node
    searchWanted = Signal(str)
    savedWanted = Signal(object)  # SavedSearch
    codebookWanted = Signal(str)  # a tag

    def __init__(
        self, context: VaultContext, catalogue: Catalogue, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._context = context
        self._catalogue = catalogue
        self.saved = SavedSearches(context, catalogue, self)
        self._first = True
        self._tags_shown = self._searches_shown = False

        self.library = LibraryModel(self)
        self.tree = PanelTree(self.tr("Library"))
        self.tree.setModel(self.library)
        self.tree.setItemDelegate(
            TreeDelegate(context, self.tree, count=COUNT, marks=MARKS, flag=FLAG, muted=MUTED)
        )
        self.tree.chosen.connect(self._choose)
        self.tree.clicked.connect(self._choose)

        self.searches = QStandardItemModel(self)
        self.searches_tree = PanelTree(self.tr("Saved searches"))
        self.searches_tree.setModel(self.searches)
        self.searches_tree.setRootIsDecorated(False)
        self.searches_tree.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.searches_tree.setItemDelegate(
            TreeDelegate(context, self.searches_tree, count=FOUND, marks=NEW, indent=8)
        )
        self.searches_tree.clicked.connect(self._search_saved)
        self.searches_tree.activated.connect(self._search_saved)
        self.searches_tree.deleteWanted.connect(self._remove_search)
        self.searches.itemChanged.connect(self._rename_search)

        self.tags = TagModel(self)
        self.tags_tree = PanelTree(self.tr("Tags"))
        self.tags_tree.setModel(self.tags)
        self.tags_tree.setItemDelegate(
            TreeDelegate(context, self.tags_tree, count=TAG_COUNT, dot=TAG_DOT)
        )
        self.tags_tree.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.tags_tree.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.tags_tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.tags_tree.customContextMenuRequested.connect(self._tag_menu)
        self.tags_tree.activated.connect(self._search_tag)
        self.tags_tree.clicked.connect(self._search_tag)
        self.tags_tree.deleteWanted.connect(self._remove_tag)
        self.tags.renamed.connect(self._rename_tag)
        self.tags.moved.connect(self._move_tag)

        self._no_searches = words_label(
            self.tr("A search you save stays here."), "secondary", wrap=True
        )
        self._no_searches.setContentsMargins(14, 0, 8, 8)
        self._no_searches.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self._section(self.tr("LIBRARY"), self.tree))
        self._searches_part = self._section(
            self.tr("SAVED SEARCHES"), self.searches_tree, self._no_searches
        )
        self.splitter.addWidget(self._searches_part)
        new_tag = button(self.tr("New tag"), self.new_tag, "link")
        self.splitter.addWidget(self._section(self.tr("TAGS"), self.tags_tree, action=new_tag))
        self.splitter.setSizes([300, 90, 240])
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.splitter)

        catalogue.documentsChanged.connect(self._show_documents)
        catalogue.doubtsChanged.connect(self._show_doubts)
        catalogue.tagsChanged.connect(self._show_tags)
        catalogue.searchesChanged.connect(self._show_searches)
        self.saved.changed.connect(self._count_searches)
        context.themeChanged.connect(self.update)

    def select_document(self, document: str) -> None:
        """Put the cursor on a document without asking for it; open nothing that is folded."""
        index = above = self.library.index_of(document)
        while (above := above.parent()).isValid():
            if not self.tree.isExpanded(above):
                index = above  # its family or class stands for it
        if index.isValid() and self.tree.currentIndex() != index:
            self.tree.blockSignals(True)
            self.tree.setCurrentIndex(index)
            self.tree.blockSignals(False)

    def new_tag(self, parent: Tag | None = None) -> None:
        """Ask for a name and a colour."""
        dialog = TagDialog(self, parent=parent)
        dialog.accepted.connect(
            lambda: self._run(
                partial(
                    self._context.writer.add_tag,
                    dialog.name,
                    dialog.colour,
                    parent.id if parent else "",
                )
            )
        )
        dialog.open()

    # -- showing -----------------------------------------------------------------------------

    def _section(
        self,
        title: str,
        tree: QWidget,
        empty: QWidget | None = None,
        *,
        action: QWidget | None = None,
    ) -> QWidget:
        part = QWidget()
        part.setMinimumHeight(64)
        box = QVBoxLayout(part)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        head = row(words_label(title, "section"), None, margins=(14, 8, 8, 4))
        if action is not None:
            head.addWidget(action)
        box.addLayout(head)
        if empty is not None:
            box.addWidget(empty)
        box.addWidget(tree, 1)
        return part

    def _show_documents(self) -> None:
        opened = self.tree.open_rows()
        here = self.tree.currentIndex().data(NODE)
        snapshot = self._catalogue.snapshot
        self.library.show(snapshot.documents, snapshot.families)
        self.tree.open_again(opened)
        if self._first and self._catalogue.snapshot.documents:
            self._first = False
            self._open_first_rows()
        if isinstance(here, Node) and here.kind == "document":
            self.select_document(here.value)

    def _show_doubts(self) -> None:
        self.library.doubt(self._catalogue.doubts)
        self.tree.viewport().update()

    def _open_first_rows(self) -> None:
        """A small archive is shown open; a large one by its classes."""
        if len(self._catalogue.snapshot.documents) > 60:
            return
        for number in range(self.library.rowCount()):
            index = self.library.index(number, 0)
            self.tree.expand(index)
            for child in range(self.library.rowCount(index)):
                series = self.library.index(child, 0, index)
                if series.data(NODE).kind == "series":
                    self.tree.expand(series)

    def _show_tags(self) -> None:
        opened = self.tags_tree.open_rows()
        self.tags.show(self._catalogue.snapshot.tags, self._catalogue.snapshot.counts)
        self.tags_tree.open_again(opened)
        if not self._tags_shown and self._catalogue.snapshot.tags:
            self._tags_shown = True
            self.tags_tree.expandToDepth(0)

    def _show_searches(self) -> None:
        searches = self._catalogue.snapshot.searches
        shown = (self.searches.item(n).data(SEARCH) for n in range(self.searches.rowCount()))
        if tuple(shown) == searches and self._searches_shown:
            return  # one was looked at, or a query remembered: a name may be in the making here
        self._searches_shown = True
        self.searches.blockSignals(True)
        self.searches.clear()
        for search in searches:
            item = QStandardItem(search.name)
            item.setData(search, SEARCH)
            item.setToolTip(tooltip(search.query))
            self.searches.appendRow(item)
        self.searches.blockSignals(False)
        self.searches.layoutChanged.emit()
        self._count_searches()
        self._no_searches.setVisible(not self.searches.rowCount())
        self.searches_tree.setVisible(bool(self.searches.rowCount()))
        # An empty section leaves its room to the others.
        self._searches_part.setMaximumHeight(
            QWIDGETSIZE_MAX if self.searches.rowCount() else EMPTY_SECTION
        )

    def _count_searches(self) -> None:
        """How many places each finds, and how many of them are new since it was looked at."""
        self.searches.blockSignals(True)
        for number in range(self.searches.rowCount()):
            item = self.searches.item(number)
            search: SavedSearch = item.data(SEARCH)
            state = self.saved.states.get(search.id)
            if state is None or state.search.query != search.query:
                continue
            new = self.tr("%n new", "", len(state.new)) if state.new else ""
            found = "?" if state.error else number_words(state.places)
            item.setData(found, FOUND)
            item.setData(new, NEW)
            font = item.font()
            font.setBold(bool(state.new))
            item.setFont(font)
            item.setData(
                ", ".join(part for part in (search.name, new, found) if part),
                Qt.ItemDataRole.AccessibleTextRole,
            )
            item.setToolTip(tooltip("\n".join(_about(state))))
        self.searches.blockSignals(False)
        self.searches_tree.viewport().update()

    # -- choosing ----------------------------------------------------------------------------

    def _choose(self, index: QModelIndex) -> None:
        node: Node = index.data(NODE)
        if node.kind in ("document", "family"):
            self.documentWanted.emit(node.value)
        else:
            self.scopeWanted.emit(node)

    def _search_saved(self, index: QModelIndex) -> None:
        self.savedWanted.emit(index.data(SEARCH))

    def _search_tag(self, index: QModelIndex) -> None:
        tag = self.tags.tag(index)
        if tag is not None:
            self.searchWanted.emit(f'tag:"{self.tags.path(tag.id)}"')

    # -- changing ----------------------------------------------------------------------------

    def _run(self, work: Work) -> None:
        self._context.op(self, work).run()

    def _tag_menu(self, where: QPoint) -> None:
        index = self.tags_tree.indexAt(where)
        tag = self.tags.tag(index)
        menu = QMenu(self)
        menu.addAction(self.tr("New tag..."), partial(self.new_tag, None))
        if tag is not None:
            menu.addAction(self.tr("New tag under this one..."), partial(self.new_tag, tag))
            menu.addAction(self.tr("Rename"), partial(self.tags_tree.edit, index))
            colours = menu.addMenu(self.tr("Colour"))
            for name in COLOURS:
                action = colours.addAction(translated(COLOUR_WORDS[name]))
                action.setCheckable(True)
                action.setChecked(name == tag.colour)
                action.triggered.connect(partial(self._recolour_tag, tag.id, name))
            if tag.parent:
                menu.addAction(self.tr("Move to the top"), partial(self._move_tag, tag.id, ""))
            menu.addSeparator()
            menu.addAction(self.tr("Show its places"), partial(self._search_tag, index))
            menu.addAction(
                self.tr("Open in the codebook"), partial(self.codebookWanted.emit, tag.id)
            )
            menu.addAction(self.tr("Delete"), partial(self._remove_tag, index))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.tags_tree.viewport().mapToGlobal(where))

    def _rename_tag(self, tag: str, name: str) -> None:
        self._run(lambda: self._context.writer.rename_tag(tag, name))

    def _recolour_tag(self, tag: str, colour: str) -> None:
        self._run(lambda: self._context.writer.recolour_tag(tag, colour))

    def _move_tag(self, tag: str, parent: str, place: int = LAST) -> None:
        order = None if place < 0 else place
        self._run(lambda: self._context.writer.move_tag(tag, parent, order))

    def _remove_tag(self, index: QModelIndex) -> None:
        tag: Tag = index.data(TAG)
        below = [tag.id]
        for each in below:
            below += self.tags.under(each)
        confirm_removal(
            self, tag, self._catalogue.snapshot.counts.get(tag.id, 0), len(below) - 1,
            lambda: self._run(lambda: self._context.writer.remove_tag(tag.id)),
        )  # fmt: skip

    def _rename_search(self, item: QStandardItem) -> None:
        search = item.data(SEARCH)
        name = item.text().strip()
        if name and name != search.name:
            self._run(lambda: self._context.writer.rename_search(search.id, name))

    def _remove_search(self, index: QModelIndex) -> None:
        search = index.data(SEARCH)
        self._run(lambda: self._context.writer.remove_search(search.id))


def _about(state: SavedState) -> Iterator[str]:
    """The query of a saved search, what is odd in it, and when it was last looked at."""
    translate = QCoreApplication.translate
    yield state.search.query
    if state.error:
        yield state.error
    elif state.looked:
        words = translate("LibraryView", "Last looked at {time}")
        yield words.format(time=time_words(state.looked))
    else:
        yield translate("LibraryView", "Not looked at yet: from then on it counts what is new.")
