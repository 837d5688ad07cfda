"""The report of an import as a table that sorts and filters."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)

from itrvault.desktop.words import STATUSES, language_name, tooltip, translated
from itrvault.model.report import FileReport, FileStatus

ROW = Qt.ItemDataRole.UserRole
SORT = Qt.ItemDataRole.UserRole + 1
STATUS, FILE, SYMBOL, LANGUAGE, UNITS, MESSAGE = range(6)

Index = QModelIndex | QPersistentModelIndex


UNCHANGED = "unchanged"
LOCKED = "locked"
"""The code of a file that failed for want of its password."""

BAD = (FileStatus.FAILED, FileStatus.UNSUPPORTED)


def fate_of(row: FileReport) -> str:
    """What became of a file, as the filter knows it: its status, or that it was not opened."""
    return UNCHANGED if row.unchanged and row.status not in BAD else row.status.value


def fate_words(fate: str) -> str:
    """What became of a file."""
    if fate == UNCHANGED:
        return QCoreApplication.translate("ReportModel", "Unchanged")
    return translated(STATUSES[FileStatus(fate)])


def fates() -> tuple[str, ...]:
    """Every fate, in the order in which they are offered."""
    return (*(status.value for status in FileStatus), UNCHANGED)


def message_words(row: FileReport) -> str:
    """The sentence about a file, in the window's own terms where the terminal has others."""
    if row.code == LOCKED:
        return QCoreApplication.translate(
            "ReportModel",
            "The file is protected with a password. Type the password below and try again.",
        )
    if row.unchanged and not row.message:
        return QCoreApplication.translate(
            "ReportModel", "Not opened: it lies there as it did when it was last read."
        )
    return row.message


def cells(row: FileReport) -> tuple[str, ...]:
    """The words of a row."""
    return (
        fate_words(fate_of(row)), row.path, row.symbol, language_name(row.language),
        str(row.units or ""), message_words(row),
    )  # fmt: skip


def headings() -> tuple[str, ...]:
    """The words over the columns."""
    translate = QCoreApplication.translate
    return (
        translate("ReportModel", "Status"), translate("ReportModel", "File"),
        translate("ReportModel", "Symbol"), translate("ReportModel", "Language"),
        translate("ReportModel", "Pages"), translate("ReportModel", "Message"),
    )  # fmt: skip


def save_csv(path: Path, rows: Iterable[FileReport]) -> None:
    """Write rows as CSV (UTF-8 with a mark, so that spreadsheets read it right)."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headings())
        for row in rows:
            # A cell that begins like a formula is one to a spreadsheet; names come from strangers.
            writer.writerow(["'" + c if c[:1] in "=+-@\t\r" and c else c for c in cells(row)])


class ReportModel(QAbstractTableModel):
    """One row a file."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[FileReport] = []

    def show(self, rows: Sequence[FileReport]) -> None:
        """Replace everything."""
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Qt's."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Qt's."""
        return 0 if parent.isValid() else 6

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Qt's."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return headings()[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Qt's."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            cell = cells(row)[index.column()]
            return cell if role == Qt.ItemDataRole.DisplayRole else tooltip(cell)
        if role == SORT:
            return row.units if index.column() == UNITS else cells(row)[index.column()].casefold()
        return row if role == ROW else None


class ReportFilter(QSortFilterProxyModel):
    """Keeps the rows of some fates whose words hold a text."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._fates: frozenset[str] = frozenset(fates())
        self._text = ""
        self.setSortRole(SORT)

    def keep(self, kept: Iterable[str], text: str) -> None:
        """Change what is kept."""
        self.beginFilterChange()
        self._fates = frozenset(kept)
        self._text = text.casefold()
        self.endFilterChange()

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        """Qt's."""
        report: FileReport = self.sourceModel().index(row, 0, parent).data(ROW)
        words = " ".join(cells(report)).casefold()
        return fate_of(report) in self._fates and self._text in words
