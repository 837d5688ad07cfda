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
    FILE,
    LANGUAGE,
    MESSAGE,
    ROW,
    STATUS,
    SYMBOL,
    UNITS,
    ReportFilter,
    ReportModel,
    save_csv,
    status_words,
)
from itrvault.desktop.widgets.filter_chips import Choice, FilterChip
from itrvault.desktop.widgets.parts import button, column, row, words_label
from itrvault.desktop.words import one_way
from itrvault.model.report import FileReport, FileStatus

BAD = (FileStatus.FAILED, FileStatus.UNSUPPORTED)


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
        self.password.setMaximumWidth(220)
        self.retry = button(self.tr("Retry failed"), self._retry)
        save = button(self.tr("Save as CSV..."), self._save)
        self._actions = row(self.password, self.retry, None, save)
        self.setLayout(
            column(row(self.status, self.words), self.table, self.message, self._actions)
        )
        self.table.selectionModel().currentChanged.connect(self._show_message)

    def show_rows(self, rows: Sequence[FileReport]) -> None:
        """Show a report; what went wrong first."""
        self.model.show(rows)
        counts = Counter(each.status for each in rows)
        self.status.offer(
            [
                Choice(status_words(status), status.value, counts[status])
                for status in FileStatus
                if counts[status]
            ]
        )
        failed = any(counts[status] for status in BAD)
        self.retry.setVisible(failed)
        self.password.setVisible(failed)
        self.status.choose([status.value for status in BAD if counts[status]])
        if self.filter.rowCount():
            self.table.setCurrentIndex(self.filter.index(0, 0))

    def _filter(self) -> None:
        chosen = [FileStatus(value) for value in self.status.chosen] or list(FileStatus)
        self.filter.keep(chosen, self.words.text())
        shown = [self.filter.index(n, 0).data(ROW) for n in range(self.filter.rowCount())]
        for column_, empty in (
            (SYMBOL, not any(each.symbol for each in shown)),
            (LANGUAGE, not any(each.language for each in shown)),
            (UNITS, not any(each.units for each in shown)),
            (MESSAGE, not any(each.message for each in shown)),
        ):
            self.table.setColumnHidden(column_, empty)

    def _show_message(self, index: QModelIndex) -> None:
        report = index.data(ROW)
        words = ""
        if isinstance(report, FileReport):
            words = report.message or report.path
        self.message.setText(words)

    def _open(self, index: QModelIndex) -> None:
        report: FileReport = index.data(ROW)
        if report.document:
            self.documentWanted.emit(report.document)

    def _retry(self) -> None:
        paths = [each.path for each in self.model.rows if each.status in BAD]
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
