"""Every annotation of the archive as one table, filtered and, if wanted, grouped."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractItemModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPixmap

from itrvault.desktop.models.note_filter import Noted, NoteFilter, noted
from itrvault.desktop.models.tags import tag_path
from itrvault.desktop.words import (
    COLOUR_WORDS,
    LEVEL_WORDS,
    STANCES,
    one_line,
    time_words,
    tooltip,
    translated,
)
from itrvault.model.annotation import COLOURS, Annotation, RiskAssessment, Tag
from itrvault.model.document import Document
from itrvault.vault import Vault

Index = QModelIndex | QPersistentModelIndex
EXCERPT = Qt.ItemDataRole.UserRole

QUOTE, NOTE, TAGS, RISK, DOCUMENT, PAGE, AUTHOR, DATE = range(8)
COLUMNS = 8


@dataclass(frozen=True, slots=True)
class ExcerptRow:
    """An annotation with the words that stand in its columns."""

    noted: Noted
    document: str
    title: str
    page: str
    risks: tuple[RiskAssessment, ...]

    @property
    def annotation(self) -> Annotation:
        """What it is about."""
        return self.noted.note

    @property
    def tags(self) -> tuple[str, ...]:
        """The paths of its tags."""
        return self.noted.paths


def look_at_excerpts(vault: Vault) -> tuple[ExcerptRow, ...]:
    """All of them, by document and place (on a reading thread)."""
    store = vault.store
    tags: dict[str, Tag] = {tag.id: tag for tag in store.tags.all()}
    tag_paths = {tag.id: tag_path(tag, tags) for tag in tags.values()}
    risks: dict[str, list[RiskAssessment]] = {}
    for risk in store.risks.all():
        risks.setdefault(risk.annotation, []).append(risk)
    documents: dict[str, Document] = {each.id: each for each in store.documents.all()}
    heads = {
        key: (each.symbol or one_line(each.title), one_line(each.title))
        for key, each in documents.items()
    }
    labels: dict[str, list[str]] = {}
    rows = []
    for note in store.annotations.all():
        if note.document not in documents:  # it is not in this vault, or not any more
            continue
        if note.document not in labels:
            labels[note.document] = store.documents.labels(note.document)
        names = labels[note.document]
        page = names[note.anchor.unit] if note.anchor.unit < len(names) else ""
        symbol, title = heads[note.document]
        paths = tuple(tag_paths[tag] for tag in note.tags if tag in tag_paths)
        judged = tuple(risks.get(note.id, ()))
        rows.append(ExcerptRow(noted(note, paths, judged, symbol, title), symbol, title, page,
                               judged))  # fmt: skip
    rows.sort(
        key=lambda row: (row.document, row.annotation.anchor.unit, row.annotation.anchor.start)
    )
    return tuple(rows)


def group_keys(row: ExcerptRow, grouping: str) -> tuple[str, ...]:
    """The groups a row stands in; "" for none. Several tags: several groups."""
    if grouping == "document":
        return (row.document,)
    if grouping == "tag":
        return row.tags or ("",)
    if grouping == "colour":
        return (translated(COLOUR_WORDS.get(row.annotation.colour, row.annotation.colour)),)
    return ("",)


class ExcerptModel(QAbstractItemModel):
    """Two levels when grouped, else one. An index carries 0 for the first level, else group + 1."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[ExcerptRow, ...] = ()
        self._filter = NoteFilter()
        self._grouping = ""
        self._sort = (DOCUMENT, False)
        self.groups: list[tuple[str, list[ExcerptRow]]] = []
        self._dots: dict[str, QIcon] = {}

    @property
    def shown(self) -> list[ExcerptRow]:
        """The rows that pass the filter, each once, in order."""
        return list({id(row): row for _, rows in self.groups for row in rows}.values())

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
    ) -> None:
        """Change what is given, keep the rest."""
        self.beginResetModel()
        self._all = self._all if rows is None else rows
        self._filter = kept or self._filter
        self._grouping = self._grouping if grouping is None else grouping
        self._arrange()
        self.endResetModel()

    def _arrange(self) -> None:
        groups: dict[str, list[ExcerptRow]] = {}
        column, descending = self._sort
        kept = [row for row in self._all if self._filter.keeps(row.noted)]
        if column != DOCUMENT or descending:
            kept.sort(key=lambda row: self.words(row, column).casefold(), reverse=descending)
        for row in kept:
            for key in group_keys(row, self._grouping):
                groups.setdefault(key, []).append(row)
        self.groups = sorted(groups.items(), key=lambda item: (not item[0], item[0].casefold()))

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """By a column; by document means by place in the text too."""
        self.layoutAboutToBeChanged.emit()
        self.beginResetModel()
        self._sort = (column, order is Qt.SortOrder.DescendingOrder)
        self._arrange()
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
        """Qt's."""
        if not self.hasIndex(row, column, parent):
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
            return one_line(note.anchor.exact)
        if column == NOTE:
            return one_line(note.note)
        if column == TAGS:
            return ", ".join(path.rsplit("/", 1)[-1] for path in row.tags)
        if column == RISK:
            return ", ".join(
                f"{translated(STANCES[risk.stance])}: {translated(LEVEL_WORDS[risk.severity])}"
                for risk in row.risks
            )
        if column == DOCUMENT:
            return row.document
        if column == PAGE:
            return row.page
        return row.noted.author if column == AUTHOR else time_words(note.created)[:10]

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
