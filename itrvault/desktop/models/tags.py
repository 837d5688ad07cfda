"""The codebook as a tree with colours and counts; rows can be dragged under other rows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractItemModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from itrvault.desktop.words import tooltip
from itrvault.model.annotation import COLOURS, Tag

Index = QModelIndex | QPersistentModelIndex

TAG = Qt.ItemDataRole.UserRole
TAG_COUNT = Qt.ItemDataRole.UserRole + 1
TAG_DOT = Qt.ItemDataRole.UserRole + 2
TAG_MARK = Qt.ItemDataRole.UserRole + 3
LAST = -1
MIME = "application/x-itrvault-tag"


def tag_path(tag: Tag, by_id: dict[str, Tag]) -> str:
    """Its names from the top, joined by "/", as the query language takes it."""
    names = [tag.name]
    seen = {tag.id}
    while tag.parent in by_id and tag.parent not in seen:
        tag = by_id[tag.parent]
        seen.add(tag.id)
        names.append(tag.name)
    return "/".join(reversed(names))


class TagModel(QAbstractItemModel):
    """Tags in their order. Renaming and dragging only ask; the vault answers with a change."""

    renamed = Signal(str, str)  # tag, new name
    moved = Signal(str, str, int)  # tag, new parent ("" for the top), place there (LAST)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.tags: dict[str, Tag] = {}
        self._children: dict[str, list[str]] = {"": []}
        self._counts: dict[str, int] = {}
        # An index carries the position of its tag here: a number never dangles.
        self._ids: list[str] = []
        self._numbers: dict[str, int] = {}

    def show(self, tags: Sequence[Tag], counts: dict[str, int]) -> None:
        """Replace everything. A tag whose parent is gone stands at the top."""
        self.beginResetModel()
        self.tags = {tag.id: tag for tag in tags}
        self._counts = counts
        self._children = {"": []}
        for tag in sorted(tags, key=lambda each: (each.order, each.name.casefold())):
            parent = tag.parent if tag.parent in self.tags else ""
            self._children.setdefault(parent, []).append(tag.id)
        self._ids = list(self.tags)
        self._numbers = {tag: number for number, tag in enumerate(self._ids)}
        self.endResetModel()

    def tag(self, index: Index) -> Tag | None:
        """The tag of a row."""
        return self.tags.get(self._key(index))

    def path(self, tag: str) -> str:
        """The path of a tag by id, "" when it is gone."""
        return tag_path(self.tags[tag], self.tags) if tag in self.tags else ""

    def index_of(self, tag: str) -> QModelIndex:
        """Where a tag stands."""
        if tag not in self.tags:
            return QModelIndex()
        parent = self.tags[tag].parent
        siblings = self._children[parent if parent in self.tags else ""]
        return self.createIndex(siblings.index(tag), 0, self._numbers[tag])

    def under(self, tag: str) -> list[str]:
        """Ids of the tags below one ("" for the top), in their order."""
        return list(self._children.get(tag, ()))

    def _key(self, index: Index) -> str:
        return self._ids[index.internalId()] if index.isValid() else ""

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        """Qt's."""
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        child = self._children[self._key(parent)][row]
        return self.createIndex(row, column, self._numbers[child])

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]
        """Qt's."""
        tag = self.tag(index)
        return self.index_of(tag.parent) if tag is not None else QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Qt's."""
        return len(self._children.get(self._key(parent), ()))

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Qt's."""
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Qt's."""
        tag = self.tag(index)
        if tag is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return tag.name
        if role == Qt.ItemDataRole.ToolTipRole:
            articles = ", ".join(tag.rights)
            return tooltip("\n".join(part for part in (tag.name, articles, tag.definition) if part))
        if role == TAG_MARK:
            return self._mark(tag)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            count = self._counts.get(tag.id, 0)
            return ", ".join(part for part in (tag.name, self._mark(tag), str(count)) if part)
        if role == TAG:
            return tag
        if role == TAG_COUNT:
            return str(self._counts.get(tag.id) or "")
        if role == TAG_DOT:
            return COLOURS.get(tag.colour, tag.colour)
        return None

    def _mark(self, tag: Tag) -> str:
        """What kind of tag it is, where that is not plain."""
        if not tag.codable:
            return self.tr("holds others")
        above = self.tags.get(tag.parent)
        # Said once for a whole shipped codebook; a tag that left it says so itself.
        told = above is not None and bool(above.origin)
        return self.tr("shipped") if tag.origin and not told else ""

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Ask for a new name; the row changes when the vault says so."""
        tag = self.tag(index)
        name = str(value).strip()
        if tag is None or role != Qt.ItemDataRole.EditRole or not name or name == tag.name:
            return False
        self.renamed.emit(tag.id, name)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Editable, and dragged onto each other or onto the empty ground (the top)."""
        drop = Qt.ItemFlag.ItemIsDropEnabled
        if not index.isValid():
            return drop
        base = super().flags(index)
        return base | drop | Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsDragEnabled

    def supportedDropActions(self) -> Qt.DropAction:
        """Rows move."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """Only our own rows."""
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The id of the dragged tag."""
        data = QMimeData()
        data.setData(MIME, self._key(indexes[0]).encode())
        return data

    def canDropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        """Not onto itself, nor under one of its own children."""
        if not data.hasFormat(MIME):
            return False
        dragged = bytes(data.data(MIME).data()).decode()
        above = self._key(parent)
        while above:
            if above == dragged:
                return False
            above = self.tags[above].parent
        return True

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        """Ask for the move; between two rows `row` is the place. False: Qt takes no row away."""
        dragged = bytes(data.data(MIME).data()).decode()
        if self.canDropMimeData(data, action, row, column, parent):
            above = self._key(parent)
            siblings = self._children.get(above, [])
            if row > 0 and dragged in siblings[:row]:
                row -= 1  # it leaves the place it is counted in
            self.moved.emit(dragged, above, row)
        return False
