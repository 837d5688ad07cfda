"""Search results and plain lists of documents as one flat list of rows with headings.

A result is grouped: a heading row for each document (best first), then a row for each place.
Without a query the same list shows documents, one row each.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from itrvault.desktop.words import (
    one_line,
    tooltip,
)
from itrvault.model.document import Document, UnitKind
from itrvault.model.search import Hit

ROW_ROLE = Qt.ItemDataRole.UserRole


class RowKind(Enum):
    """What a row of the list is."""

    HEADING = auto()  # the document over its places
    HIT = auto()
    DOCUMENT = auto()  # a document on its own, when nothing was asked


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `count` is how many places the document has among all that match."""

    kind: RowKind
    document: str
    symbol: str
    title: str
    proponent: str
    date: str = ""
    language: str = ""
    count: int = 0
    unit: int = 0
    hit: Hit | None = None
    flowing: bool = False
    newer: str = ""
    """What takes the place of the document, in words."""


NOTHING: Mapping[str, str] = {}
SORTS = ("best", "date", "symbol", "proponent")


def reading_order(
    order: Sequence[tuple[str, int]], documents: dict[str, Document], sort: str = "best"
) -> tuple[tuple[str, int], ...]:
    """The places in the order of the list: documents as it shows them, each from its beginning."""
    units: dict[str, list[int]] = {}
    for document, unit in order:
        units.setdefault(document, []).append(unit)
    keys = sorted(units, key=lambda key: _sort_key(documents.get(key), None, sort))
    return tuple((key, unit) for key in keys for unit in sorted(units[key]))


def rows_of_hits(
    hits: Iterable[Hit],
    counts: dict[str, int],
    documents: dict[str, Document],
    sort: str = "best",
    newer: Mapping[str, str] = NOTHING,
) -> list[Row]:
    """Group hits under their documents; the documents in the order of their best hit, or sorted."""
    groups: dict[str, list[Hit]] = {}
    for hit in hits:
        groups.setdefault(hit.document, []).append(hit)
    order = sorted(groups, key=lambda key: _sort_key(documents.get(key), groups[key][0], sort))
    rows = []
    for key in order:
        first = groups[key][0]
        document = documents.get(key)
        heading = Row(
            RowKind.HEADING, key, first.symbol, first.title, first.proponent,
            date=document.value("date") if document else "",
            language=document.language if document else "",
            count=counts.get(key, len(groups[key])), unit=first.unit,
            flowing=document is not None and document.unit_kind is UnitKind.SECTION,
            newer=newer.get(key, ""),
        )  # fmt: skip
        rows.append(heading)
        places = sorted(groups[key], key=lambda each: each.unit)
        rows.extend(replace(heading, kind=RowKind.HIT, unit=hit.unit, hit=hit) for hit in places)
    return rows


def rows_of_documents(
    documents: Sequence[Document], sort: str = "symbol", newer: Mapping[str, str] = NOTHING
) -> list[Row]:
    """One row each, by date, symbol or proponent (the unknown last), else as they come."""
    ordered = sorted(documents, key=lambda each: _sort_key(each, None, sort))
    return [
        Row(
            RowKind.DOCUMENT, each.id, each.symbol, one_line(each.title), each.value("proponent"),
            date=each.value("date"), language=each.language, count=each.unit_count,
            newer=newer.get(each.id, ""),
        )
        for each in ordered
    ]  # fmt: skip


def _sort_key(document: Document | None, hit: Hit | None, sort: str) -> tuple[bool, str]:
    if sort == "best":
        return (False, "")
    value = document.value(sort) if document is not None else str(getattr(hit, sort, ""))
    return (not value, value.casefold())


class ResultsModel(QAbstractListModel):
    """The rows of one answer, and those that arrive after it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []

    def show(self, rows: list[Row]) -> None:
        """Replace everything."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        """Qt's."""
        return 0 if parent.isValid() else len(self.rows)

    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Qt's."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            if row.hit is not None:
                return f"{row.hit.page}: {row.hit.snippet}"
            words = (row.symbol, row.title, row.proponent, row.newer)
            return " · ".join(part for part in words if part)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip("\n".join(part for part in (row.title, row.newer) if part))
        return None

    def row_of(self, document: str, unit: int) -> int:
        """The row of a place, or of its document; -1 when it is not in the list."""
        whole = -1
        for number, row in enumerate(self.rows):
            if row.document != document:
                continue
            if row.kind is RowKind.DOCUMENT:
                return number
            if row.kind is RowKind.HIT and row.unit == unit:
                return number
            if whole < 0 and row.kind is RowKind.HIT:
                whole = number
        return whole
