"""Every annotation of the archive as one table, filtered and, if wanted, grouped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from operator import attrgetter

from PySide6.QtCore import (
    QAbstractItemModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPixmap

from itrvault.desktop.models.note_filter import Noted, NoteFilter
from itrvault.desktop.words import (
    COLOUR_WORDS,
    LEVEL_WORDS,
    STANCES,
    one_line,
    time_words,
    tooltip,
    translated,
)
from itrvault.model.annotation import COLOURS, Judgement, Listed
from itrvault.model.document import Document
from itrvault.vault import Vault

Index = QModelIndex | QPersistentModelIndex
EXCERPT = Qt.ItemDataRole.UserRole

QUOTE, NOTE, TAGS, RISK, DOCUMENT, PAGE, AUTHOR, DATE = range(8)
COLUMNS = 8


class ExcerptRow(Noted[Listed]):
    """An annotation with the words of its columns. `document` is its symbol, or title."""

    __slots__ = ("document", "page", "title")

    def __init__(
        self,
        note: Listed,
        paths: tuple[str, ...],
        risks: tuple[Judgement, ...],
        head: tuple[str, str],
        page: str,
    ) -> None:
        super().__init__(note, note.exact, paths, risks, head)
        self.document, self.title = head
        self.page = page

    @property
    def annotation(self) -> Listed:
        """What it is about."""
        return self.note


Head = tuple[str, str]
"""A document's symbol (its title where it has none), and its title."""


@dataclass(frozen=True, slots=True)
class Excerpts:
    """One look at all of them: `rows` by document and place, and what they were made of."""

    rows: tuple[ExcerptRow, ...] = ()
    notes: tuple[Listed, ...] = ()
    judged: Mapping[str, tuple[Judgement, ...]] = field(default_factory=dict)
    paths: Mapping[str, str] = field(default_factory=dict)
    heads: Mapping[str, Head] = field(default_factory=dict)
    labels: Mapping[str, list[str]] = field(default_factory=dict)


def look_at_excerpts(vault: Vault, before: Excerpts | None = None) -> Excerpts:
    """All of them, by document and place (on a reading thread).

    `before` is an earlier look since which no document changed: its rows stand for what is as it
    was.
    """
    store = vault.store
    with store.snapshot():
        notes, judged = store.annotations.listed(), store.risks.judgements()
        paths = store.tags.paths()
        if before is None:
            heads = {each.id: _head(each) for each in store.documents.all()}
            labels: Mapping[str, list[str]] = store.documents.all_labels()
        elif notes is before.notes and judged is before.judged and paths == before.paths:
            return before
        else:
            heads, labels = dict(before.heads), before.labels
    known: dict[str, ExcerptRow] = {}
    if before is not None and paths == before.paths:
        known = {row.note.id: row for row in before.rows}
    nothing: tuple[Judgement, ...] = ()
    tagged: dict[tuple[str, ...], tuple[str, ...]] = {}  # tags to their paths: few are different
    rows = []
    for note in notes:
        key, document, number = note[:3]
        risks = judged.get(key, nothing)
        row = known.get(key)
        if row is None or row.note is not note or row.risks != risks:
            names = labels.get(document, ())
            page = names[number] if number < len(names) else ""
            own = tagged.get(note.tags)
            if own is None:
                own = tagged[note.tags] = tuple(paths[tag] for tag in note.tags if tag in paths)
            row = ExcerptRow(note, own, risks, heads[document], page)
        rows.append(row)
    rows.sort(key=attrgetter("document"))
    return Excerpts(tuple(rows), notes, judged, paths, heads, labels)


def _head(document: Document) -> Head:
    title = one_line(document.title)
    return document.symbol or title, title


def group_keys(row: ExcerptRow, grouping: str) -> tuple[str, ...]:
    """The groups a row stands in; "" for none. Several tags: several groups."""
    if grouping == "document":
        return (row.document,)
    if grouping == "tag":
        return row.paths or ("",)
    if grouping == "colour":
        return (translated(COLOUR_WORDS.get(row.annotation.colour, row.annotation.colour)),)
    return ("",)


Groups = list[tuple[str, list[ExcerptRow]]]
"""The rows of each group, in order; one group where they are not grouped."""


class ExcerptModel(QAbstractItemModel):
    """Two levels when grouped, else one. An index carries 0 for the first level, else group + 1."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[ExcerptRow, ...] = ()
        self._filter = NoteFilter()
        self._grouping = ""
        self._sort = (DOCUMENT, False)
        self.groups: Groups = []
        self._dots: dict[str, QIcon] = {}

    @property
    def shown(self) -> list[ExcerptRow]:
        """The rows that pass the filter, each once, in order."""
        rows = [row for _, rows in self.groups for row in rows]
        return list(dict.fromkeys(rows)) if self._grouping == "tag" else rows

    @property
    def everything(self) -> tuple[ExcerptRow, ...]:
        """All rows, filtered or not."""
        return self._all

    def show(
        self,
        rows: tuple[ExcerptRow, ...] | None = None,
        *,
        kept: NoteFilter | None = None,
        grouping: str | None = None,
    ) -> bool:
        """Change what is given, keep the rest. Whether other rows stand there than before.

        Where the same annotations stand in the same places only those that changed are drawn anew,
        and what is chosen stays chosen.
        """
        same = grouping is None or grouping == self._grouping
        self._all = self._all if rows is None else rows
        self._filter = kept or self._filter
        self._grouping = self._grouping if grouping is None else grouping
        groups = self._arranged()
        if same and self._replace(groups):
            return False
        self.beginResetModel()
        self.groups = groups
        self.endResetModel()
        return True

    def _replace(self, groups: Groups) -> bool:
        """Put rows in the place of those of the same annotations, if that is all there is to do."""
        if [(key, len(rows)) for key, rows in groups] != [
            (k, len(rows)) for k, rows in self.groups
        ]:
            return False
        others: list[tuple[int, int]] = []
        for group, ((_, new), (_, old)) in enumerate(zip(groups, self.groups, strict=True)):
            for number, (row, was) in enumerate(zip(new, old, strict=True)):
                if row is not was:
                    if row.note.id != was.note.id:
                        return False
                    others.append((group, number))
        self.groups = groups
        for group, number in others:
            parent = self.index(group, 0) if self._grouping else QModelIndex()
            first = self.index(number, 0, parent)
            self.dataChanged.emit(first, self.index(number, COLUMNS - 1, parent))
        return True

    def _arranged(self) -> Groups:
        column, descending = self._sort
        kept = list(self._all)
        if self._filter.narrows:
            kept = [row for row in kept if self._filter.keeps(row)]
        if column != DOCUMENT or descending:
            kept.sort(key=lambda row: self.words(row, column).casefold(), reverse=descending)
        if not self._grouping:
            return [("", kept)] if kept else []
        groups: dict[str, list[ExcerptRow]] = {}
        for row in kept:
            for key in group_keys(row, self._grouping):
                groups.setdefault(key, []).append(row)
        return sorted(groups.items(), key=lambda item: (not item[0], item[0].casefold()))

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """By a column; by document means by place in the text too."""
        self.layoutAboutToBeChanged.emit()
        self.beginResetModel()
        self._sort = (column, order is Qt.SortOrder.DescendingOrder)
        self.groups = self._arranged()
        self.endResetModel()

    def row(self, index: Index) -> ExcerptRow | None:
        """The excerpt behind an index; None for a group."""
        if not index.isValid():
            return None
        if self._grouping:
            group = index.internalId()
            return self.groups[group - 1][1][index.row()] if group else None
        return self.groups[0][1][index.row()]

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        """Qt's. A tree asks for every row when it is laid out, so `hasIndex` is written out."""
        if not (0 <= column < COLUMNS and 0 <= row < self.rowCount(parent)):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]
        """Qt's."""
        group = index.internalId() if index.isValid() else 0
        return self.createIndex(group - 1, 0, 0) if group else QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Qt's."""
        if not self._grouping:
            return 0 if parent.isValid() or not self.groups else len(self.groups[0][1])
        if not parent.isValid():
            return len(self.groups)
        return 0 if parent.internalId() else len(self.groups[parent.row()][1])

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Qt's."""
        return COLUMNS

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Qt's."""
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        translate = QCoreApplication.translate
        return (
            translate("ExcerptModel", "Quotation"), translate("ExcerptModel", "Note"),
            translate("ExcerptModel", "Tags"), translate("ExcerptModel", "Judgement"),
            translate("ExcerptModel", "Document"), translate("ExcerptModel", "Page"),
            translate("ExcerptModel", "Author"), translate("ExcerptModel", "Date"),
        )[section]  # fmt: skip

    def words(self, row: ExcerptRow, column: int) -> str:
        """What stands in a column."""
        note = row.annotation
        if column == QUOTE:
            return one_line(note.exact)
        if column == NOTE:
            return one_line(note.note)
        if column == TAGS:
            return ", ".join(path.rsplit("/", 1)[-1] for path in row.paths)
        if column == RISK:
            return ", ".join(
                f"{translated(STANCES[risk.stance])}: {translated(LEVEL_WORDS[risk.severity])}"
                for risk in row.risks
            )
        if column == DOCUMENT:
            return row.document
        if column == PAGE:
            return row.page
        return row.author if column == AUTHOR else time_words(note.created)[:10]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Qt's."""
        row = self.row(index)
        if row is None:
            return self._group_data(index, role)
        if role == Qt.ItemDataRole.DisplayRole:
            return self.words(row, index.column())
        if role == EXCERPT:
            return row
        if role == Qt.ItemDataRole.DecorationRole and index.column() == QUOTE:
            return self._dot(row.annotation.colour)
        if role == Qt.ItemDataRole.ToolTipRole and index.column() in (QUOTE, NOTE, TAGS, DOCUMENT):
            words = row.title if index.column() == DOCUMENT else self.words(row, index.column())
            return tooltip(words if len(words) < 500 else words[:499] + "…")
        return None

    def _group_data(self, index: Index, role: int) -> object:
        if not index.isValid() or index.column():
            return None
        key, rows = self.groups[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            none = QCoreApplication.translate("ExcerptModel", "none")
            return f"{key or none}  ({len(rows)})"
        if role == Qt.ItemDataRole.FontRole:
            font = QFont()
            font.setWeight(QFont.Weight.DemiBold)
            return font
        return None

    def _dot(self, colour: str) -> QIcon:
        if colour not in self._dots:
            picture = QPixmap(24, 24)
            picture.fill(Qt.GlobalColor.transparent)
            painter = QPainter(picture)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(COLOURS.get(colour, colour)))
            painter.drawRoundedRect(8, 2, 8, 20, 3, 3)
            painter.end()
            self._dots[colour] = QIcon(picture)
        return self._dots[colour]
