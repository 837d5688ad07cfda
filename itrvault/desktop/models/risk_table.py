"""A table of counted passages for a view: rows and columns by name, a cell's figures in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from itrvault.desktop.words import LEVEL_WORDS, tooltip, translated
from itrvault.rights.matrix import Cell, Matrix

Index = QModelIndex | QPersistentModelIndex
Name = Callable[[str], str]

CELL = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Shown:
    """A matrix with what its rows and columns are called, in full and in short.

    `written` is what columns are called in files: never by the name of a file, which may tell whose
    it was.
    """

    matrix: Matrix = field(default_factory=Matrix)
    row: Name = str
    column: Name = str
    short: Name = str
    tip: Name = str
    written: Name = str
    diagonal: bool = False
    """Whether rows and columns are the same, and the diagonal says nothing."""

    def cell(self, row: int, column: int) -> Cell | None:
        """What they have in common, None for nothing."""
        rows, columns = self.matrix.rows, self.matrix.columns
        if not (0 <= row < len(rows) and 0 <= column < len(columns)):
            return None
        return self.matrix.cells.get((rows[row], columns[column]))


def cell_words(cell: Cell) -> str:
    """The figures of a cell in a few lines."""
    translate = QCoreApplication.translate
    lines = [translate("risks", "%n passage(s)", "", cell.count)]
    if cell.judgements:
        lines.append(translate("risks", "%n judgement(s)", "", cell.judgements))
    if cell.worst >= 0:
        worst = translated(LEVEL_WORDS[cell.worst])
        mean = f"{cell.mean or 0:.1f}"
        lines.append(
            translate("risks", "severity up to {worst}, {mean} on average").format(
                worst=worst, mean=mean
            )
        )
    if cell.safeguards:
        lines.append(translate("risks", "%n judged a safeguard", "", cell.safeguards))
    return "\n".join(lines)


class RiskTable(QAbstractTableModel):
    """The matrix for a table view."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.shown = Shown()

    def show(self, shown: Shown) -> None:
        """Replace everything."""
        self.beginResetModel()
        self.shown = shown
        self.endResetModel()

    def cell(self, index: Index) -> Cell | None:
        """What lies in a cell."""
        return self.shown.cell(index.row(), index.column()) if index.isValid() else None

    def keys(self, index: Index) -> tuple[str, str]:
        """The keys of its row and column."""
        matrix = self.shown.matrix
        return matrix.rows[index.row()], matrix.columns[index.column()]

    def find(self, row: str, column: str) -> QModelIndex:
        """The cell of these keys, an invalid index when it is not there."""
        matrix = self.shown.matrix
        if row not in matrix.rows or column not in matrix.columns:
            return QModelIndex()
        return self.index(matrix.rows.index(row), matrix.columns.index(column))

    def title(self, index: Index) -> tuple[str, str]:
        """What a cell is about: "Privacy and interception", "Article 3"."""
        row, column = self.keys(index)
        return self.shown.row(row), self.column_name(column)

    def column_name(self, column: str) -> str:
        """A column in full."""
        return self.shown.column(column) or QCoreApplication.translate("risks", "not known")

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Qt's."""
        return 0 if parent.isValid() else len(self.shown.matrix.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Qt's."""
        return 0 if parent.isValid() else len(self.shown.matrix.columns)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Qt's."""
        matrix = self.shown.matrix
        across = orientation == Qt.Orientation.Horizontal
        if not 0 <= section < len(matrix.columns if across else matrix.rows):
            return None  # a header may ask before it has heard that the table is another
        if across:
            key, totals = matrix.columns[section], matrix.column_totals
            name = self.column_name(key)
            short = self.shown.short(key) or "?"
        else:
            key, totals = matrix.rows[section], matrix.row_totals
            name = short = self.shown.row(key)
        if role == Qt.ItemDataRole.DisplayRole:
            return short
        if role == Qt.ItemDataRole.ToolTipRole:
            tip = self.shown.tip(key)
            lines = [name, *([tip] if tip and tip != name else [])]
            return tooltip("\n".join([*lines, cell_words(totals.get(key, Cell()))]))
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Qt's."""
        cell = self.cell(index)
        if cell is None:
            return None
        if role == CELL:
            return cell
        words = "\n".join([*self.title(index), cell_words(cell)])
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(words)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return words.replace("\n", ", ")
        return None
