"""Search results and plain lists of documents as one flat list of rows with headings.

A result is grouped: a heading row for each document (best first), then a row for each place.
Without a query the same list shows documents, one row each.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from itrvault.desktop.words import (
    one_line,
    tooltip,
)
from itrvault.model.document import Document, UnitKind
from itrvault.model.search import Hit, sort_key

ROW_ROLE = Qt.ItemDataRole.UserRole


class RowKind(Enum):
    """What a row of the list is."""

    FAMILY = auto()  # the versions of one document, over their headings
    HEADING = auto()  # the document over its places
    HIT = auto()
    DOCUMENT = auto()  # a document on its own, when nothing was asked


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `count` is how many places the document has among all that match.

    Of a family, `title` says how many of its documents match. `fresh`: the place came since the
    saved search was last looked at.
    """

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
    fresh: bool = False


NOTHING: Mapping[str, str] = {}
NONE_NEW: frozenset[tuple[str, int]] = frozenset()


def reading_order(
    order: Sequence[tuple[str, int]], families: Mapping[str, str] = NOTHING
) -> tuple[tuple[str, int], ...]:
    """The places in the order of the list: documents as it shows them, each from its beginning.

    `families` (document id to the key of its family) puts the documents of one together.
    """
    units: dict[str, list[int]] = {}
    for document, unit in order:
        units.setdefault(document, []).append(unit)
    keys = _by_family(units, families) if families else units
    return tuple((key, unit) for key in keys for unit in sorted(units[key]))


def _by_family(documents: Iterable[str], families: Mapping[str, str]) -> list[str]:
    """The documents of a family one after another, each family where its first one stands."""
    grouped: dict[str, list[str]] = {}
    for document in documents:
        grouped.setdefault(families.get(document, document), []).append(document)
    return [document for group in grouped.values() for document in group]


@dataclass(frozen=True, slots=True)
class Known:
    """What rows are told by besides their hits: documents by id, the words about what replaces
    one, families by document (empty: ungrouped), and the places that are new."""

    documents: Mapping[str, Document]
    newer: Mapping[str, str] = field(default_factory=dict)
    families: Mapping[str, str] = field(default_factory=dict)
    fresh: frozenset[tuple[str, int]] = NONE_NEW


def rows_of_hits(hits: Iterable[Hit], counts: Mapping[str, int], known: Known) -> list[Row]:
    """Group hits under their documents, in the order in which they come; by family if asked."""
    groups: dict[str, list[Hit]] = {}
    for hit in hits:
        groups.setdefault(hit.document, []).append(hit)
    order = _by_family(groups, known.families) if known.families else list(groups)
    of_family: dict[str, list[str]] = {}
    for document in counts:
        if document in known.families:
            of_family.setdefault(known.families[document], []).append(document)
    rows: list[Row] = []
    above = ""
    for key in order:
        family = known.families.get(key, "")
        members = of_family.get(family, ())
        if family != above and len(members) > 1:
            rows.append(_family_row(key, family, members, counts))
        above = family
        rows += _document_rows(key, groups[key], counts, known)
    return rows


def _family_row(
    document: str, family: str, members: Sequence[str], counts: Mapping[str, int]
) -> Row:
    words = QCoreApplication.translate("results", "%n version(s)", "", len(members))
    total = sum(counts[each] for each in members)
    return Row(RowKind.FAMILY, document, family, words, "", count=total)


def _document_rows(
    key: str, hits: Sequence[Hit], counts: Mapping[str, int], known: Known
) -> list[Row]:
    first, document = hits[0], known.documents.get(key)
    heading = Row(
        RowKind.HEADING, key, first.symbol, first.title, first.proponent,
        date=document.value("date") if document else "",
        language=document.language if document else "",
        count=counts.get(key, len(hits)), unit=first.unit,
        flowing=document is not None and document.unit_kind is UnitKind.SECTION,
        newer=known.newer.get(key, ""),
    )  # fmt: skip
    places = sorted(hits, key=lambda each: each.unit)
    return [
        heading,
        *(
            replace(
                heading, kind=RowKind.HIT, unit=hit.unit, hit=hit,
                fresh=(key, hit.unit) in known.fresh,
            )
            for hit in places
        ),
    ]  # fmt: skip


def rows_of_documents(
    documents: Sequence[Document], sort: str = "symbol", newer: Mapping[str, str] = NOTHING
) -> list[Row]:
    """One row each, by a fact (the unknown last)."""
    fact = "date" if sort == "newest" else sort
    ordered = sorted(documents, key=lambda each: sort_key(each.value(fact)))
    if sort == "newest":
        known = [each for each in ordered if each.value(fact)]
        ordered = known[::-1] + ordered[len(known) :]
    return [
        Row(
            RowKind.DOCUMENT, each.id, each.symbol, one_line(each.title), each.value("proponent"),
            date=each.value("date"), language=each.language, count=each.unit_count,
            newer=newer.get(each.id, ""),
        )
        for each in ordered
    ]  # fmt: skip


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
                new = self.tr("new") + ", " if row.fresh else ""
                return f"{new}{row.hit.page}: {row.hit.snippet}"
            words = (row.symbol, row.title, row.proponent, row.newer)
            return " · ".join(part for part in words if part)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip("\n".join(part for part in (row.title, row.newer) if part))
        return None

    def row_of(self, document: str, unit: int) -> int:
        """The row of a place, or of its document; -1 when it is not in the list."""
        whole = -1
        for number, row in enumerate(self.rows):
            if row.document != document or row.kind is RowKind.FAMILY:
                continue
            if row.kind is RowKind.DOCUMENT:
                return number
            if row.kind is RowKind.HIT and row.unit == unit:
                return number
            if whole < 0 and row.kind is RowKind.HIT:
                whole = number
        return whole
