"""The passages that have one tag, as a table: the examples, their words, where they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from itrvault.desktop.words import one_line, place_words, tooltip
from itrvault.model.annotation import Tag
from itrvault.vault import Vault

Index = QModelIndex | QPersistentModelIndex

EXAMPLE, WORDS, DOCUMENT, PLACE = range(4)
COLUMNS = 4
ANNOTATION = Qt.ItemDataRole.UserRole
MOST = 5_000
"""Rows that are shown; nobody reads more in one list."""


@dataclass(frozen=True, slots=True)
class TaggedPassage:
    """One passage. `words` are the quotation, or the note where there is none."""

    annotation: str
    words: str
    document: str
    place: str


@dataclass(frozen=True, slots=True)
class TagLook:
    """What is known of one tag besides itself. `missing`: more passages than are shown."""

    tag: str
    passages: tuple[TaggedPassage, ...] = ()
    total: int = 0
    documents: int = 0


def look_at_tag(vault: Vault, tag: str) -> TagLook:
    """The passages that have the tag itself, in order of document and place (reading thread)."""
    store = vault.store
    found = store.annotations.with_tag(tag)
    if not found:
        return TagLook(tag)
    documents = {each.id: each for each in store.documents.all()}
    labels: dict[str, list[str]] = {}
    rows = []
    for note in found[:MOST]:
        document = documents.get(note.document)
        if document is None:
            continue
        names = labels.setdefault(note.document, store.documents.labels(note.document))
        unit = note.anchor.unit
        rows.append(
            TaggedPassage(
                note.id, one_line(note.anchor.exact) or one_line(note.note),
                document.symbol or one_line(document.title),
                place_words(names[unit], document.unit_kind) if unit < len(names) else "",
            )
        )  # fmt: skip
    return TagLook(tag, tuple(rows), len(found), len({note.document for note in found}))


class TagPassages(QAbstractTableModel):
    """Examples first. Ticking a row only asks; the vault answers with a change."""

    exampleWanted = Signal(str, bool)  # annotation, whether it is to be an example

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[TaggedPassage] = []
        self._examples: tuple[str, ...] = ()
        self._writable = True

    def show(self, look: TagLook, tag: Tag, *, writable: bool) -> None:
        """Replace everything."""
        self.beginResetModel()
        self._examples = tag.examples
        self._writable = writable
        place = {key: number for number, key in enumerate(tag.examples)}
        self.rows = sorted(
            look.passages, key=lambda row: place.get(row.annotation, len(place))
        )  # a stable sort: the others keep their order
        self.endResetModel()

    def row(self, index: Index) -> TaggedPassage | None:
        """What stands in a row."""
        return self.rows[index.row()] if index.isValid() else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Qt's."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Qt's."""
        return 0 if parent.isValid() else COLUMNS

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Qt's."""
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (
            self.tr("Example"), self.tr("Words"), self.tr("Document"), self.tr("Place"),
        )[section]  # fmt: skip

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Qt's."""
        row = self.row(index)
        if row is None:
            return None
        if role == ANNOTATION:
            return row.annotation
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == EXAMPLE:
            shown = row.annotation in self._examples
            return Qt.CheckState.Checked if shown else Qt.CheckState.Unchecked
        text = ("", row.words, row.document, row.place)[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return text
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(text)
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == EXAMPLE:
            return self.tr("Example: {words}").format(words=row.words)
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Ask for an example more, or less."""
        row = self.row(index)
        if row is None or role != Qt.ItemDataRole.CheckStateRole or index.column() != EXAMPLE:
            return False
        wanted = Qt.CheckState(value) == Qt.CheckState.Checked
        self.exampleWanted.emit(row.annotation, wanted)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """The first column can be ticked."""
        base = super().flags(index)
        if index.isValid() and index.column() == EXAMPLE and self._writable:
            return base | Qt.ItemFlag.ItemIsUserCheckable
        return base

    def ids(self, indexes: Sequence[Index]) -> list[str]:
        """The annotations of some rows, each once."""
        rows = dict.fromkeys(index.row() for index in indexes if index.isValid())
        return [self.rows[number].annotation for number in rows]
