"""The report of an import: filter by fate or words, sort, save, retry what failed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHeaderView,
    QLineEdit,
    QMessageBox,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from itrvault.desktop.models.report import (
    BAD,
    FILE,
    LANGUAGE,
    LOCKED,
    MESSAGE,
    ROW,
    STATUS,
    SYMBOL,
    UNITS,
    ReportFilter,
    ReportModel,
    fate_of,
    fate_words,
    fates,
    message_words,
    save_csv,
)
from itrvault.desktop.widgets.filter_chips import Choice, FilterChip
from itrvault.desktop.widgets.parts import button, column, row, words_label
from itrvault.desktop.words import one_way
from itrvault.model.report import FileReport

CELL_SIDES = 14
"""What a cell keeps free left and right of its words."""


class FileDelegate(QStyledItemDelegate):
    """The file's name matters most: the folders before it give way first."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Qt's."""
        super().initStyleOption(option, index)
        option.textElideMode = Qt.TextElideMode.ElideMiddle
        measure, room = option.fontMetrics.horizontalAdvance, option.rect.width() - CELL_SIDES
        option.text = one_way(shortened(str(index.data()), lambda text: measure(text) <= room))


def shortened(path: str, fits: Callable[[str], bool]) -> str:
    """The path with as many of its last folders as fit; the name alone when none does."""
    if fits(path):
        return path
    parts = path.replace("\\", "/").split("/")
    shown = parts[-1]
    for at in range(len(parts) - 1, 0, -1):
        longer = "…/" + "/".join(parts[at:])
        if not fits(longer):
            break
        shown = longer
    return shown


class ReportTable(QWidget):
    """`retryWanted` carries the paths that failed, `documentWanted` the id of a row's document."""

    retryWanted = Signal(list, str)  # paths, password
    documentWanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = ReportModel(self)
        self.filter = ReportFilter(self)
        self.filter.setSourceModel(self.model)
        self.table = QTreeView()
        self.table.setModel(self.filter)
        self.table.setProperty("frame", "box")
        self.table.setAccessibleName(self.tr("Report"))
        self.table.setRootIsDecorated(False)
        self.table.setUniformRowHeights(True)
        self.table.setSortingEnabled(True)
        self.table.setItemDelegateForColumn(FILE, FileDelegate(self.table))
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.sortByColumn(STATUS, Qt.SortOrder.AscendingOrder)
        self.table.activated.connect(self._open)
        header = self.table.header()
        header.setStretchLastSection(True)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        for number, width in enumerate((116, 240, 150, 80, 60)):
            header.resizeSection(number, width)
        header.setSectionResizeMode(FILE, QHeaderView.ResizeMode.Interactive)
        self.status = FilterChip(self.tr("Status"))
        self.status.changed.connect(self._filter)
        self.words = QLineEdit()
        self.words.setPlaceholderText(self.tr("Filter by name or message"))
        self.words.setClearButtonEnabled(True)
        self.words.textChanged.connect(self._filter)
        self.message = words_label("", "secondary", wrap=True)
        self.message.setMinimumHeight(34)
        self.message.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setPlaceholderText(self.tr("Password, if they have one"))
        self.password.setAccessibleName(self.tr("Password of the protected files"))
        self.password.setMinimumWidth(200)
        self.password.setMaximumWidth(240)
        self.password.returnPressed.connect(self._retry_chosen)
        self.retry_chosen = button("", self._retry_chosen)
        self.retry = button(self.tr("Try all again with more patience"), self._retry)
        for each in (self.retry_chosen, self.retry):
            each.setToolTip(self.tr("Each file gets four times the time and memory."))
        save = button(self.tr("Save as CSV..."), self._save)
        self._actions = row(self.password, self.retry_chosen, self.retry, None, save)
        self.setLayout(
            column(row(self.status, self.words), self.table, self.message, self._actions)
        )
        self.table.selectionModel().currentChanged.connect(self._show_message)
        self.table.selectionModel().selectionChanged.connect(self._name_retry)

    def show_rows(self, rows: Sequence[FileReport]) -> None:
        """Show a report; what went wrong first."""
        self.model.show(rows)
        counts = Counter(fate_of(each) for each in rows)
        self.status.offer(
            [Choice(fate_words(fate), fate, counts[fate]) for fate in fates() if counts[fate]]
        )
        failed = [each for each in rows if each.status in BAD]
        self.retry.setVisible(bool(failed))
        self.retry_chosen.setVisible(len(failed) > 1)
        self.retry.setText(
            self.tr("Try all again with more patience")
            if len(failed) > 1
            else self.tr("Try again with more patience")
        )
        # An older archive kept no codes: any of its files may be a protected one.
        self.password.setVisible(any(each.code in ("", LOCKED) for each in failed))
        self.status.choose([status.value for status in BAD if counts[status.value]])
        if self.filter.rowCount():
            self.table.setCurrentIndex(self.filter.index(0, 0))
        self._name_retry()

    def forbid_retry(self) -> None:
        """These rows are a plan: nothing was tried yet."""
        self.retry.hide()
        self.retry_chosen.hide()
        self.password.hide()

    def _filter(self) -> None:
        self.filter.keep(self.status.chosen or fates(), self.words.text())
        shown = [self.filter.index(n, 0).data(ROW) for n in range(self.filter.rowCount())]
        for column_, empty in (
            (SYMBOL, not any(each.symbol for each in shown)),
            (LANGUAGE, not any(each.language for each in shown)),
            (UNITS, not any(each.units for each in shown)),
            (MESSAGE, not any(message_words(each) for each in shown)),
        ):
            self.table.setColumnHidden(column_, empty)

    def _show_message(self, index: QModelIndex) -> None:
        report = index.data(ROW)
        words = ""
        if isinstance(report, FileReport):
            words = message_words(report) or report.path
        self.message.setText(words)

    def _open(self, index: QModelIndex) -> None:
        report: FileReport = index.data(ROW)
        if report.document:
            self.documentWanted.emit(report.document)

    def _chosen(self) -> list[str]:
        """What failed among the selected rows."""
        selected = [index.data(ROW) for index in self.table.selectionModel().selectedRows()]
        return [each.path for each in selected if each.status in BAD]

    def _name_retry(self) -> None:
        chosen = len(self._chosen())
        self.retry_chosen.setText(
            self.tr("Try this one again")
            if chosen < 2
            else self.tr("Try these %n again", "", chosen)
        )
        self.retry_chosen.setEnabled(chosen > 0)

    def _retry_chosen(self) -> None:
        if chosen := self._chosen():
            self._ask_retry(chosen)

    def _retry(self) -> None:
        self._ask_retry([each.path for each in self.model.rows if each.status in BAD])

    def _ask_retry(self, paths: list[str]) -> None:
        self.retryWanted.emit(paths, self.password.text())
        self.password.clear()

    def _save(self) -> None:
        dialog = QFileDialog(self, self.tr("Save the report"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(self.tr("CSV (*.csv)"))
        dialog.setDefaultSuffix("csv")
        dialog.selectFile("import-report.csv")
        dialog.fileSelected.connect(self.save)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def save(self, path: str) -> None:
        """Write what is shown now."""
        shown = [self.filter.index(n, 0).data(ROW) for n in range(self.filter.rowCount())]
        try:
            save_csv(Path(path), shown)
        except OSError as error:
            words = self.tr("{path} cannot be written: {reason}.")
            reason = error.strerror or str(error)
            box = QMessageBox(self)
            box.setWindowTitle(self.tr("Save the report"))
            box.setTextFormat(Qt.TextFormat.PlainText)
            box.setText(words.format(path=path, reason=reason))
            box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            box.open()
