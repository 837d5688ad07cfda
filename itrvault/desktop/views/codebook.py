"""The codebook: a tree of tags beside the one that is chosen, with all that can be done to it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QDir, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QLineEdit,
    QMenu,
    QSplitter,
    QStackedWidget,
    QWidget,
)

from itrvault.desktop.catalogue import Catalogue
from itrvault.desktop.context import VaultContext
from itrvault.desktop.dialogs.tag import TagDialog
from itrvault.desktop.dialogs.tag_merge import TagMergeDialog
from itrvault.desktop.dialogs.tag_remove import confirm_removal
from itrvault.desktop.dialogs.tag_split import TagSplitDialog
from itrvault.desktop.models.tags import TAG_COUNT, TAG_DOT, TAG_MARK, TagModel
from itrvault.desktop.operations import Writer
from itrvault.desktop.views.tag_editor import TagEditor
from itrvault.desktop.widgets.parts import button, column, row, words_label
from itrvault.desktop.widgets.tag_tree import TagTree
from itrvault.desktop.widgets.tree_delegate import TreeDelegate
from itrvault.model.annotation import Tag

FILES = "*.qdc *.qdpx *.qde *.csv *.txt"


class CodebookView(QWidget):
    """`placeWanted` asks for an annotation to be shown, `searchWanted` for a query."""

    placeWanted = Signal(str)
    searchWanted = Signal(str)

    def __init__(
        self, context: VaultContext, catalogue: Catalogue, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._context = context
        self._catalogue = catalogue
        self._wanted = ""  # a tag to go to as soon as it is there
        self._first = True
        self.model = TagModel(self)
        self.tree = TagTree(self.tr("Codebook"), self.model)
        self.tree.setItemDelegate(
            TreeDelegate(context, self.tree, count=TAG_COUNT, dot=TAG_DOT, marks=TAG_MARK)
        )
        self.tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.editor = TagEditor(context)
        self.words = QLineEdit()
        self.words.setPlaceholderText(self.tr("Find a tag"))
        self.words.setAccessibleName(self.tr("Find a tag"))
        self.words.setClearButtonEnabled(True)
        self.count = words_label("", "secondary")
        self.new_codebook = button(self.tr("New codebook"), partial(self._ask_new, None))
        self.new_tag = button(self.tr("New tag"), self._new_below)
        self.merge = button(self.tr("Merge..."), self._ask_merge)
        self.remove = button(self.tr("Remove"), self._ask_remove, "danger")
        self.importing = button(self.tr("Import..."), self.ask_import)
        self.exporting = button(self.tr("Export..."), self.ask_export)
        self._arrange()
        self._connect()
        self._show_tags()

    def shut(self) -> None:
        """Write what is being typed."""
        self.editor.forget()

    def show_tag(self, tag: str) -> None:
        """Put the cursor on a tag, now or as soon as it is there."""
        self._wanted = tag
        self.words.clear()
        self._go_to_wanted()

    @property
    def tag(self) -> Tag | None:
        """The tag under the cursor."""
        return self.model.tag(self.tree.currentIndex())

    def showEvent(self, event: QShowEvent) -> None:
        """Something is always chosen when it is looked at."""
        super().showEvent(event)
        if not self.tree.currentIndex().isValid() and self.model.rowCount():
            self.tree.setCurrentIndex(self.model.index(0, 0))

    # -- layout ------------------------------------------------------------------------------

    def _arrange(self) -> None:
        head = row(
            self.new_codebook, self.new_tag, self.merge, self.remove, self.count, None,
            self.importing, self.exporting, margins=(12, 8, 12, 8), spacing=6,
        )  # fmt: skip
        side = QWidget()
        side.setLayout(
            column(row(self.words, margins=(12, 0, 8, 6)), self.tree, spacing=0)
        )  # fmt: skip
        side.setMinimumWidth(240)
        nothing = words_label(
            self.tr(
                "A codebook is a tree of tags with what each means. Make one, or import one from "
                "ATLAS.ti, MAXQDA, NVivo, QualCoder or Taguette (REFI-QDA)."
            ),
            "secondary", wrap=True,
        )  # fmt: skip
        nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        nothing.setContentsMargins(60, 40, 60, 40)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.editor)
        self._pages.addWidget(nothing)
        self.splitter = QSplitter()
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(side)
        self.splitter.addWidget(self._pages)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([340, 690])
        box = column(head, self.splitter, spacing=0)
        box.setStretch(1, 1)
        self.setLayout(box)

    def _connect(self) -> None:
        self.tree.selectionModel().currentChanged.connect(lambda *_: self._show_current())
        self.tree.customContextMenuRequested.connect(self._menu)
        self.tree.deleteWanted.connect(lambda _: self._ask_remove())
        self.tree.moveWanted.connect(self._move)
        self.tree.newWanted.connect(self._new_at)
        self.tree.editWanted.connect(self.editor.edit_name)
        self.model.renamed.connect(
            lambda tag, name: self._write(lambda writer: writer.rename_tag(tag, name))
        )
        self.words.textChanged.connect(self._filter)
        self.words.returnPressed.connect(self._go_found)
        self.editor.placeWanted.connect(self.placeWanted)
        self.editor.splitWanted.connect(self._ask_split)
        self._catalogue.tagsChanged.connect(self._show_tags)

    # -- showing -----------------------------------------------------------------------------

    def _show_tags(self) -> None:
        opened, current = self.tree.open_rows(), self.tag
        row_before = self.tree.currentIndex().row()
        above = self.model.tag(self.tree.currentIndex().parent())
        snapshot = self._catalogue.snapshot
        self.model.show(snapshot.tags, snapshot.counts)
        self.tree.open_again(opened)
        if self._first and snapshot.tags:
            self._first = False
            if len(snapshot.tags) <= 60:
                self.tree.expandAll()
            else:
                self.tree.expandToDepth(0)
        books = self.model.rowCount()
        words = self.tr("%n tag(s) in {codebooks}", "", len(snapshot.tags))
        self.count.setText(words.format(codebooks=self.tr("%n codebook(s)", "", books)))
        self._filter()
        kept = current is not None and self.tree.select_tag(current.id)
        if not self._go_to_wanted() and not kept:
            self._go_near(above.id if above else "", row_before)
        self._show_current()

    def _go_to_wanted(self) -> bool:
        if self._wanted and self.tree.select_tag(self._wanted):
            self._wanted = ""
            return True
        return False

    def _go_near(self, parent: str, row_before: int) -> None:
        """The chosen tag is gone: choose what took its place."""
        above = self.model.index_of(parent)
        siblings = self.model.rowCount(above)
        if siblings and row_before >= 0:
            index = self.model.index(min(row_before, siblings - 1), 0, above)
            self.tree.setCurrentIndex(index)
        elif above.isValid():
            self.tree.setCurrentIndex(above)
        elif self.model.rowCount():
            self.tree.setCurrentIndex(self.model.index(0, 0))

    def _show_current(self) -> None:
        tag = self.tag
        writable = not self._context.vault.store.read_only
        for part in (self.new_codebook, self.importing):
            part.setEnabled(writable)
        for part in (self.new_tag, self.merge, self.remove):
            part.setEnabled(writable and tag is not None)
        self.merge.setEnabled(writable and tag is not None and len(self.model.tags) > 1)
        self.exporting.setEnabled(bool(self.model.tags))
        self._pages.setCurrentIndex(1 if tag is None else 0)
        if tag is None:
            self.editor.forget()
            return
        counts = self._catalogue.snapshot.counts
        below = len(self._below(tag.id)) - 1
        path = self.model.path(tag.id)
        self.editor.show_tag(tag, path, counts.get(tag.id, 0), below)

    def _below(self, tag: str) -> list[str]:
        found = [tag]
        for each in found:
            found += self.model.under(each)
        return found

    def _filter(self) -> None:
        """Hide what neither holds the words nor has anything below that does."""
        words = self.words.text().casefold().split()

        def walk(parent: QModelIndex) -> bool:
            shown = False
            for number in range(self.model.rowCount(parent)):
                index = self.model.index(number, 0, parent)
                tag = self.model.tag(index)
                text = f"{tag.name} {tag.definition}".casefold() if tag else ""
                here = all(word in text for word in words)
                below = walk(index)
                self.tree.setRowHidden(number, parent, not (here or below))
                if words and below:
                    self.tree.expand(index)
                shown = shown or here or below
            return shown

        walk(QModelIndex())

    def _go_found(self) -> None:
        """Enter in the field goes to the first tag that has the words in its name."""
        words = self.words.text().casefold().split()
        for tag in self._catalogue.snapshot.tags:
            if words and all(word in tag.name.casefold() for word in words):
                self.tree.select_tag(tag.id)
                self.tree.setFocus()
                return

    # -- changing ----------------------------------------------------------------------------

    def _write(self, work: Callable[[Writer], object]) -> None:
        writer = self._context.writer
        self._context.op(self, lambda: work(writer)).run()

    def _write_new(self, work: Callable[[Writer], Tag]) -> None:
        """Make a tag, and go to it."""
        writer = self._context.writer
        op = self._context.op(self, lambda: work(writer))
        op.success(lambda made: self.show_tag(made.id)).run()

    def _move(self, tag: str, parent: str, place: int) -> None:
        order = None if place < 0 else place
        self._wanted = tag
        self._write(lambda writer: writer.move_tag(tag, parent, order))

    def _ask_new(self, parent: Tag | None) -> None:
        dialog = TagDialog(self, parent=parent, codebook=parent is None)
        above = parent.id if parent else ""

        def make() -> None:
            name, colour = dialog.name, dialog.colour
            self._write_new(lambda writer: writer.add_tag(name, colour, above))

        dialog.accepted.connect(make)
        dialog.open()

    def _new_below(self) -> None:
        if self.tag is not None:
            self._ask_new(self.tag)

    def _new_at(self, index: QModelIndex, below: bool) -> None:
        if not self._context.vault.store.read_only:
            self._ask_new(self.model.tag(index if below else index.parent()))

    def _ask_merge(self) -> None:
        tag = self.tag
        if tag is None:
            return
        self.editor.flush()
        snapshot = self._catalogue.snapshot
        dialog = TagMergeDialog(self, tag, snapshot.tags, snapshot.counts)

        def merge() -> None:
            into = dialog.into
            if into:
                self._wanted = into
                self._write(lambda writer: writer.merge_tags(tag.id, into))

        dialog.accepted.connect(merge)
        dialog.open()

    def _ask_split(self, key: str, annotations: list[str]) -> None:
        tag = self.model.tags.get(key)
        if tag is None:
            return
        dialog = TagSplitDialog(self, tag, len(annotations))

        def split() -> None:
            name, below, keep = dialog.name, dialog.below, dialog.keep
            self._write_new(
                lambda writer: writer.split_tag(tag.id, annotations, name, below=below, keep=keep)
            )

        dialog.accepted.connect(split)
        dialog.open()

    def _ask_remove(self) -> None:
        tag = self.tag
        if tag is None or self._context.vault.store.read_only:
            return
        confirm_removal(
            self, tag, self._catalogue.snapshot.counts.get(tag.id, 0),
            len(self._below(tag.id)) - 1,
            lambda: self._write(lambda writer: writer.remove_tag(tag.id)),
        )  # fmt: skip

    def _menu(self, where: QPoint) -> None:
        index = self.tree.indexAt(where)
        tag = self.model.tag(index)
        menu = QMenu(self)
        menu.addAction(self.tr("New codebook..."), partial(self._ask_new, None))
        if tag is not None:
            self.tree.setCurrentIndex(index)
            beside = partial(self._ask_new, self.model.tag(index.parent()))
            menu.addAction(self.tr("New tag below..."), partial(self._ask_new, tag))
            if index.parent().isValid():
                menu.addAction(self.tr("New tag beside..."), beside)
            menu.addAction(self.tr("Rename"), partial(self.tree.edit, index))
            menu.addAction(self.tr("Merge..."), self._ask_merge)
            menu.addSeparator()
            query = f'tag:"{self.model.path(tag.id)}"'
            menu.addAction(self.tr("Show its places"), partial(self.searchWanted.emit, query))
            menu.addAction(self.tr("Remove"), self._ask_remove)
        if self._context.vault.store.read_only:
            for action in menu.actions():
                action.setEnabled(action.text() == self.tr("Show its places"))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.tree.viewport().mapToGlobal(where))

    # -- files -------------------------------------------------------------------------------

    def ask_import(self) -> None:
        """Choose the file of a codebook."""
        dialog = QFileDialog(self, self.tr("Import a codebook"), QDir.homePath())
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(
            [self.tr("Codebooks ({files})").format(files=FILES), self.tr("All files (*)")]
        )
        dialog.fileSelected.connect(lambda path: self.import_path(Path(path)))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def import_path(self, path: Path) -> None:
        """Show what taking in a codebook would do."""
        from itrvault.desktop.dialogs.codebook_import import CodebookImportDialog

        dialog = CodebookImportDialog(self._context, path, self, self.tag)
        dialog.tookIn.connect(self.show_tag)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def ask_export(self) -> None:
        """Give out the codebook, or the tag that is chosen."""
        from itrvault.desktop.dialogs.codebook_export import CodebookExportDialog

        self.editor.flush()
        dialog = CodebookExportDialog(self._context, self, self.tag)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
