"""A list of queries run as one: where each finds something, and a tag on all of it in one step.

The lines are typed, pasted or read from a file. A line that cannot be read costs nothing but
itself.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDir, QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QDialog,
    QFileDialog,
    QHeaderView,
    QPlainTextEdit,
    QSplitter,
    QStackedWidget,
    QTableView,
    QToolButton,
    QTreeView,
    QWidget,
)

from itrvault.desktop.catalogue import Catalogue
from itrvault.desktop.context import VaultContext
from itrvault.desktop.dialogs.message import show_known
from itrvault.desktop.dialogs.term_tagging import TermTagging
from itrvault.desktop.models.term_list import PLACE, TermMatrix, TermTree, column_name, lines_of
from itrvault.desktop.tag_names import TagNames
from itrvault.desktop.tasks import Job
from itrvault.desktop.widgets.parts import button, column, row, set_role, words_label
from itrvault.desktop.words import error_sentence
from itrvault.errors import Cancelled, FileUnreadable, KnownError
from itrvault.progress import CancelToken
from itrvault.termlists import TermTable, run_term_list, write_csv
from itrvault.termlists.lines import ListLine, read_list
from itrvault.termlists.lines import lines_of as queries_of

if TYPE_CHECKING:
    from itrvault.termlists.writing import Shape

HEADER_SIDES = 32
"""Pixels of a heading beside its words, which are bold."""


class TermListDialog(QDialog):
    """`placeWanted` carries a document, a unit and the query to show there."""

    placeWanted = Signal(str, int, str)

    def __init__(
        self, context: VaultContext, catalogue: Catalogue, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._from_file: list[ListLine] = []
        self._file_text = ""
        self._asked = 0
        self.table = TermTable((), ())
        self.setWindowTitle(self.tr("Term list"))
        self.resize(980, 620)
        self.lines = QPlainTextEdit()
        self.lines.setPlaceholderText(
            self.tr("One query on each line, as in the search field.\n\n# begins a remark.")
        )
        self.lines.setAccessibleName(self.tr("Queries, one on each line"))
        self.lines.setTabChangesFocus(True)
        self.lines.textChanged.connect(self._lines_changed)
        self.open_button = button(self.tr("Open a file..."), self._choose_file)
        self.start = button(self.tr("Search for all"), self.run, "primary")
        self.tree_model, self.matrix_model = TermTree(context, self), TermMatrix(self)
        self.tree, self.matrix = self._make_tree(), self._make_matrix()
        self.empty = words_label(
            self.tr(
                "The table will have a row for each query, with the documents and pages in which "
                "it finds something. A line that cannot be read is marked, and stops no other."
            ),
            "secondary",
            wrap=True,
        )
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setContentsMargins(40, 0, 40, 0)
        self.pages = QStackedWidget()
        for page in (self.empty, self.tree, self.matrix):
            self.pages.addWidget(page)
        self.by_query, self.by_document = self._make_tabs()
        self.said = words_label("", "secondary", wrap=True)
        self.said.setMinimumHeight(32)
        self.said.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        self.tagging = TermTagging(context, catalogue, self)
        self.tagging.wanted.connect(self._tag)
        self.tagging.undoWanted.connect(self._undo)
        self.save = button(self.tr("Export as CSV..."), self._choose_csv)
        self._lay_out()
        self._offer()
        self._names = TagNames(context, self)
        self._names.changed.connect(self._follow_tags)

    # -- layout ------------------------------------------------------------------------------

    def _make_tree(self) -> QTreeView:
        tree = QTreeView()
        tree.setModel(self.tree_model)
        tree.setProperty("frame", "box")
        tree.setAccessibleName(self.tr("Queries and the documents of each"))
        tree.setUniformRowHeights(True)
        tree.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        tree.setTextElideMode(Qt.TextElideMode.ElideRight)
        tree.activated.connect(self._open_place)
        tree.selectionModel().selectionChanged.connect(lambda: self._offer())
        header = tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for section, width in ((1, 84), (2, 190), (3, 64)):
            header.resizeSection(section, width)
        return tree

    def _make_matrix(self) -> QTableView:
        matrix = QTableView()
        matrix.setModel(self.matrix_model)
        matrix.setProperty("frame", "box")
        matrix.setAccessibleName(self.tr("Queries by documents"))
        matrix.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        matrix.activated.connect(self._open_place)
        matrix.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)
        matrix.verticalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)
        matrix.verticalHeader().setFixedWidth(210)
        return matrix

    def _make_tabs(self) -> tuple[QToolButton, QToolButton]:
        group = QButtonGroup(self)
        made = []
        for text, page in ((self.tr("By query"), self.tree), (self.tr("Matrix"), self.matrix)):
            tab = QToolButton()
            tab.setText(text)
            tab.setCheckable(True)
            tab.setProperty("role", "tab")
            tab.clicked.connect(partial(self._show_page, page))
            group.addButton(tab)
            made.append(tab)
        made[0].setChecked(True)
        return made[0], made[1]

    def _lay_out(self) -> None:
        left = QWidget()
        left.setLayout(
            column(
                words_label(self.tr("QUERIES"), "section"), self.lines,
                row(self.open_button, None, self.start), margins=(0, 0, 8, 0),
            )
        )  # fmt: skip
        right = QWidget()
        right.setLayout(
            column(
                row(self.by_query, self.by_document, None, self.save), self.pages, self.said,
                margins=(8, 0, 0, 0),
            )
        )  # fmt: skip
        split = QSplitter()
        split.addWidget(left)
        split.addWidget(right)
        split.setHandleWidth(1)
        split.setChildrenCollapsible(False)
        split.setStretchFactor(1, 1)
        split.setSizes([270, 700])
        whole = column(split, self.tagging, margins=(16, 14, 16, 14), spacing=12)
        whole.setStretch(0, 1)
        self.setLayout(whole)

    # -- the list ----------------------------------------------------------------------------

    def _choose_file(self) -> None:
        dialog = QFileDialog(self, self.tr("Open a list of queries"), QDir.homePath())
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("Text (*.txt *.csv *.lst)"), self.tr("All files (*)")])
        dialog.fileSelected.connect(self.open_file)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def open_file(self, path: str) -> None:
        """Read a list from a file and search for all of it."""
        try:
            self._from_file = list(read_list(Path(path)))
        except FileUnreadable as error:
            show_known(error, self)
            return
        self._file_text = "\n".join(line.query for line in self._from_file)
        self.lines.setPlainText(self._file_text)
        self.run()

    @property
    def queries(self) -> list[ListLine]:
        """The lines as they stand: those of the file, with its numbers, until somebody edits."""
        text = self.lines.toPlainText()
        if self._from_file and text == self._file_text:
            return self._from_file
        return list(queries_of(text.splitlines()))

    def _follow_tags(self) -> None:
        """Lines that name a tag which is called otherwise now go on to mean it."""
        text = self.lines.toPlainText()
        followed = self._names.followed(text)
        if followed != text:
            self.lines.setPlainText(followed)

    def _lines_changed(self) -> None:
        self.start.setEnabled(bool(self.queries))

    def run(self) -> None:
        """Ask every line."""
        asked = self.queries
        if not asked:
            return
        self._asked += 1
        number, vault = self._asked, self._context.vault
        self._say(self.tr("Searching..."))

        def work(progress: Job, cancel: CancelToken) -> TermTable:
            return run_term_list(vault, asked, progress=progress, cancel=cancel)

        op = self._context.op(self, work).with_job(self.tr("Searching for a list of terms"))
        op.beside("lists").success(partial(self._take, number)).failure(self._refuse).run()

    def _take(self, number: int, table: TermTable) -> None:
        if number == self._asked:
            self.show_table(table)

    def show_table(self, table: TermTable) -> None:
        """Show what was found."""
        self.table = table
        self.tree_model.show(table)
        self.matrix_model.show(table)
        header = self.matrix.horizontalHeader()
        for number, document in enumerate(table.documents):
            words = header.fontMetrics().horizontalAdvance(column_name(document))
            header.resizeSection(number, words + HEADER_SIDES)
        if len(table.rows) == 1 or len(table.documents) <= 4:
            self.tree.expandAll()
        self._show_page(self.matrix if self.by_document.isChecked() else self.tree)
        places = sum(each.places for each in table.rows)
        said = [
            self.tr("%n line(s)", "", len(table.rows)),
            self.tr("%n place(s)", "", places),
            self.tr("%n document(s)", "", len(table.documents)),
        ]
        if table.empty:
            said.append(self.tr("%n found nothing", "", len(table.empty)))
        if table.failed:
            said.append(self.tr("%n could not be read", "", len(table.failed)))
        self._say("  ·  ".join(said), danger=bool(table.failed))
        self._offer()

    def _show_page(self, page: QWidget) -> None:
        self.pages.setCurrentWidget(page if self.table.rows else self.empty)

    def _open_place(self, index: QModelIndex) -> None:
        place = index.data(PLACE)
        if place is not None:
            self.placeWanted.emit(*place)

    # -- export and tags ---------------------------------------------------------------------

    def _choose_csv(self) -> None:
        dialog = QFileDialog(self, self.tr("Export the table"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(self.tr("CSV (*.csv)"))
        dialog.setDefaultSuffix("csv")
        dialog.selectFile("terms.csv")
        dialog.fileSelected.connect(self.export)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def export(self, path: str) -> None:
        """Write the table as it is shown: a row a document, or the matrix."""
        shape: Shape = "matrix" if self.by_document.isChecked() else "list"
        try:
            write_csv(self.table, Path(path), shape=shape, overwrite=True)
        except KnownError as error:
            show_known(error, self)
            return
        self._say(self.tr("Written: {path}").format(path=path))

    def chosen_lines(self) -> tuple[int, ...]:
        """The lines that are selected; none when all are meant."""
        if self.pages.currentWidget() is not self.tree:
            return ()
        return lines_of(self.tree_model, self.tree.selectionModel().selectedRows())

    def _offer(self) -> None:
        found = any(each.hits for each in self.table.rows)
        self.save.setEnabled(bool(self.table.rows))
        for tab in (self.by_query, self.by_document):
            tab.setEnabled(bool(self.table.rows))
        self.start.setEnabled(bool(self.queries))
        lines = self.chosen_lines()
        chosen = [each for each in self.table.rows if not lines or each.line in lines]
        self.tagging.offer(sum(each.places for each in chosen) if found else 0, some=bool(lines))

    def _tag(self) -> None:
        work = self.tagging.work(self.table, self.chosen_lines())
        op = self._context.op(self, work).with_job(self.tr("Tagging the hits of a list"))
        op.success(self.tagging.show_done).failure(self._refuse).run()

    def _undo(self) -> None:
        self._context.op(self, self._context.vault.store.journal.undo).success(
            lambda _: self.tagging.show_undone()
        ).run()

    def _refuse(self, error: BaseException) -> None:
        self._say("")
        if isinstance(error, Cancelled):
            self._say(error_sentence(error))
        elif isinstance(error, KnownError):
            show_known(error, self)
        else:
            self._context.tasks.failed.emit(error)

    def _say(self, words: str, *, danger: bool = False) -> None:
        self.said.setText(words)
        set_role(self.said, "danger" if danger else "secondary")
