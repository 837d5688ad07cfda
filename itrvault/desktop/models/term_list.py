"""A list of queries as a tree (queries, then the documents of each) and as a matrix."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QColor, QFont

from itrvault.desktop.context import VaultContext
from itrvault.desktop.words import number_words, one_line, one_way, tooltip
from itrvault.termlists import TermHits, TermRow, TermTable
from itrvault.termlists.table import TermDocument

Index = QModelIndex | QPersistentModelIndex
PLACE = Qt.ItemDataRole.UserRole
"""(document id, unit number, query) to open, None where there is nothing."""
QUERY, DOCUMENTS, PAGES, PLACES = range(4)
TOP = 0
"""The internal id of a query's row; a document's row has the number of its query plus one."""
LONGEST = 28
"""Signs of a title that names a column."""
NOTHING = TermTable((), ())


def pages_words(hits: TermHits, most: int = 40) -> str:
    """The pages as a person writes them: "3, 5, 12"."""
    shown = ", ".join(hits.pages[:most])
    left = len(hits.pages) - most
    return f"{shown}, … (+{number_words(left)})" if left > 0 else shown


def column_name(document: TermDocument) -> str:
    """What a column is called: the symbol whole, a title no longer than it is useful."""
    if document.symbol or len(document.title) <= LONGEST:
        return one_way(one_line(document.name))
    return one_way(one_line(document.title)[: LONGEST - 1] + "…")


def error_words(row: TermRow) -> str:
    """Why a line was not searched, and the nearest that can be."""
    if not row.suggestion:
        return row.error
    words = QCoreApplication.translate("terms", "{error}. Nearest: {query}")
    return words.format(error=row.error, query=row.suggestion)


class TermTree(QAbstractItemModel):
    """A row for each line of the list; under it the documents in which it finds something."""

    def __init__(self, context: VaultContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.table = NOTHING
        self._names: dict[str, str] = {}

    def show(self, table: TermTable) -> None:
        """Replace everything."""
        self.beginResetModel()
        self.table = table
        self._names = {
            each.id: " · ".join(part for part in (each.symbol, one_line(each.title)) if part)
            for each in table.documents
        }
        self.endResetModel()

    def row_of(self, index: Index) -> TermRow:
        """The line that a row shows or belongs to."""
        return self.table.rows[index.internalId() - 1 if index.internalId() else index.row()]

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        """Qt's."""
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else TOP)

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]
        """Qt's."""
        if not index.isValid() or not index.internalId():
            return QModelIndex()
        return self.createIndex(index.internalId() - 1, 0, TOP)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Qt's."""
        if not parent.isValid():
            return len(self.table.rows)
        if parent.internalId() or parent.column() > 0:
            return 0
        return len(self.table.rows[parent.row()].hits)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Qt's."""
        return 4

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Qt's."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (
                self.tr("Query, and where it stands"), self.tr("Documents"), self.tr("Pages"),
                self.tr("Places"),
            )[section]  # fmt: skip
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Qt's."""
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() in (DOCUMENTS, PLACES):
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row = self.row_of(index)
        if index.internalId():
            return self._of_document(row.hits[index.row()], row, index.column(), role)
        return self._of_query(row, index.column(), role)

    def _of_query(self, row: TermRow, column: int, role: int) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            if row.error:
                return (one_way(row.query), "", error_words(row), "")[column]
            return (
                one_way(row.query), number_words(row.documents), number_words(row.units),
                number_words(row.places),
            )[column]  # fmt: skip
        if role == Qt.ItemDataRole.ForegroundRole:
            if row.error:
                return QColor(self._context.theme.colour("danger"))
            return None if row.hits else QColor(self._context.theme.colour("secondary"))
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(
                error_words(row) or self.tr("read as: {words}").format(words=row.read_as)
            )
        if role == Qt.ItemDataRole.FontRole and column != PAGES:
            font = QFont()
            font.setWeight(QFont.Weight.DemiBold)
            return font
        if role == PLACE and row.hits:
            return row.hits[0].document, row.hits[0].units[0], row.query
        return None

    def _of_document(self, hits: TermHits, row: TermRow, column: int, role: int) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            name = one_way(self._names.get(hits.document, hits.document))
            return (name, "", pages_words(hits), number_words(hits.places))[column]
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(pages_words(hits) if column == PAGES else self._names[hits.document])
        if role == PLACE:
            return hits.document, hits.units[0], row.query
        return None


class TermMatrix(QAbstractTableModel):
    """Queries down, documents across; a cell has the number of places, its tooltip the pages."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.table = NOTHING

    def show(self, table: TermTable) -> None:
        """Replace everything."""
        self.beginResetModel()
        self.table = table
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Qt's."""
        return 0 if parent.isValid() else len(self.table.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Qt's."""
        return 0 if parent.isValid() else len(self.table.documents)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Qt's."""
        if orientation == Qt.Orientation.Horizontal:
            document = self.table.documents[section]
            if role == Qt.ItemDataRole.DisplayRole:
                return column_name(document)
            if role == Qt.ItemDataRole.ToolTipRole:
                return tooltip(document.title)
            return None
        row = self.table.rows[section]
        if role == Qt.ItemDataRole.DisplayRole:
            mark = self.tr("not read: ") if row.error else ""
            return mark + one_way(row.query)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(error_words(row) or row.read_as)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Qt's."""
        if not index.isValid():
            return None
        row = self.table.rows[index.row()]
        hits = self.table.cell(row, self.table.documents[index.column()].id)
        if hits is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return number_words(hits.places)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignCenter)
        if role == Qt.ItemDataRole.ToolTipRole:
            pages = self.tr("Pages {pages}").format(pages=pages_words(hits))
            return tooltip(f"{row.query}\n{pages}")
        if role == PLACE:
            return hits.document, hits.units[0], row.query
        return None


def lines_of(model: TermTree, indexes: Sequence[Index]) -> tuple[int, ...]:
    """The numbers of the lines that rows belong to, in order, each once."""
    return tuple(sorted({model.row_of(index).line for index in indexes}))
