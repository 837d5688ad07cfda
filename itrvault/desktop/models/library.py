"""The library as a tree: classes, their series, families of one document, and its versions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from itrvault.desktop.families import Families, newer_words, relation_words
from itrvault.desktop.words import (
    CLASSES,
    doubt_words,
    tooltip,
    translated,
)
from itrvault.model.document import Document, DocumentClass
from itrvault.treaty.families import Family, Member
from itrvault.treaty.series import series_of

Index = QModelIndex | QPersistentModelIndex

NODE = Qt.ItemDataRole.UserRole
COUNT = Qt.ItemDataRole.UserRole + 1
MARKS = Qt.ItemDataRole.UserRole + 2
FLAG = Qt.ItemDataRole.UserRole + 3
MUTED = Qt.ItemDataRole.UserRole + 4


@dataclass(eq=False, slots=True)
class Node:
    """One row. `kind` is "all", "class", "series", "family" or "document"; `value` its key.

    The key of a family is the document to show first. `marks` are the short words after a family or
    document: revision and language; `hint` says how a document stands to its family, `newer` what
    takes its place.
    """

    kind: str
    value: str
    text: str
    documents: list[Document] = field(default_factory=list)
    marks: str = ""
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)
    hint: str = ""
    newer: str = ""
    row: int = 0
    number: int = 0

    def add(self, child: Node) -> Node:
        """Hang a row under this one."""
        child.parent = self
        child.row = len(self.children)
        self.children.append(child)
        return child


def library_tree(documents: Sequence[Document], families: Families) -> Node:
    """Build the rows: every document once under its class, the versions of one in one family."""
    root = Node("root", "", "")
    root.add(Node("all", "", translated("All documents"), list(documents)))
    classes: dict[DocumentClass, list[tuple[Family, list[Member]]]] = {}
    for family in families.all:
        by_class: dict[DocumentClass, list[Member]] = {}
        for member in family.members:
            by_class.setdefault(member.document.doc_class, []).append(member)
        for doc_class, members in by_class.items():
            classes.setdefault(doc_class, []).append((family, members))
    for doc_class, text in CLASSES.items():
        if mine := classes.get(doc_class):
            held = [member.document for _, members in mine for member in members]
            row = root.add(Node("class", doc_class.value, translated(text), held))
            _add_series(row, mine)
    return root


def _add_series(parent: Node, families: Iterable[tuple[Family, list[Member]]]) -> None:
    series: dict[str, list[tuple[Family, list[Member]]]] = {}
    loose: list[Document] = []
    for family, members in families:
        symbol = members[0].symbol
        if symbol is None:
            loose += [member.document for member in members]
        else:
            series.setdefault(series_of(symbol), []).append((family, members))
    for name in sorted(series):
        row = parent
        if len(series) > 1 or loose:
            held = [member.document for _, members in series[name] for member in members]
            row = parent.add(Node("series", name, name, held))
        for family, members in series[name]:
            _add_family(row, family, members)
    for document in sorted(loose, key=lambda each: each.title.casefold()):
        parent.add(Node("document", document.id, document.title, [document], marks_of(document)))


def _add_family(parent: Node, family: Family, members: Sequence[Member]) -> None:
    """One row for the newest of it, which opens into all of them."""
    shown = family.default if family.default in members else members[0]
    row = parent
    if len(members) > 1:
        languages = sorted({member.language.upper() for member in members} - {""})
        revision = shown.symbol.revision if shown.symbol is not None else 0
        marks = ([f"Rev.{revision}"] if revision else []) + languages
        held = [member.document for member in members]
        row = parent.add(Node("family", shown.document.id, family.key, held, " ".join(marks)))
    for member in members:
        document = member.document
        row.add(
            Node(
                "document", document.id, document.symbol, [document], marks_of(document),
                hint=relation_words(member.relation),
                newer=newer_words(member.newer, document) if member.newer else "",
            )
        )  # fmt: skip


def marks_of(document: Document) -> str:
    """Its language, as short as the documents themselves write it."""
    return document.language.upper()


class LibraryModel(QAbstractItemModel):
    """The tree of `library_tree`, one column. Replaced whole when documents change."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._root = Node("root", "", "")
        # An index carries the position of its row here: a number never dangles.
        self._nodes: list[Node] = []
        self._rows: dict[str, Node] = {}
        self._doubts: Mapping[str, int] = {}

    def show(self, documents: Sequence[Document], families: Families) -> None:
        """Show these documents, which are those of the families."""
        self.beginResetModel()
        self._root = library_tree(documents, families)
        self._nodes = []
        self._rows = {}
        self._number(self._root)
        self.endResetModel()

    def node(self, index: Index) -> Node:
        """The row behind an index; the invisible root for none."""
        if not index.isValid():
            return self._root
        return self._nodes[index.internalId()]

    def _number(self, node: Node) -> None:
        node.number = len(self._nodes)
        self._nodes.append(node)
        if node.kind == "document":
            self._rows[node.value] = node
        for child in node.children:
            self._number(child)

    def _index(self, node: Node) -> QModelIndex:
        return self.createIndex(node.row, 0, node.number)

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        """Qt's."""
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self._index(self.node(parent).children[row])

    def index_of(self, document: str) -> QModelIndex:
        """Where a document stands; an invalid index when it is not there."""
        node = self._rows.get(document)
        return self._index(node) if node is not None else QModelIndex()

    def doubt(self, doubts: Mapping[str, int]) -> None:
        """How many pages of a document have a text that is doubtful, by its id."""
        self._doubts = doubts

    def _flag(self, node: Node) -> str:
        if node.kind not in ("document", "family"):
            return ""
        pages = sum(self._doubts.get(each.id, 0) for each in node.documents)
        return doubt_words(pages) if pages else ""

    def _tip(self, node: Node) -> str:
        if node.kind != "document":
            return node.text
        return "\n".join(
            part
            for part in (node.documents[0].title, node.hint, node.newer, self._flag(node))
            if part
        )

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]
        """Qt's."""
        parent = self.node(index).parent
        if not index.isValid() or parent is None or parent is self._root:
            return QModelIndex()
        return self._index(parent)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Qt's."""
        return len(self.node(parent).children) if parent.column() <= 0 else 0

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Qt's."""
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Qt's."""
        node = self.node(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return node.text
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(self._tip(node))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(
                part for part in (node.text, node.marks, node.newer, self._flag(node)) if part
            )
        if role == FLAG:
            return self._flag(node)
        if role == MUTED:
            return bool(node.newer)
        if role == COUNT:
            return "" if node.kind == "document" else str(len(node.documents))
        if role == MARKS:
            return node.marks
        if role == NODE:
            return node
        if role == Qt.ItemDataRole.FontRole and node.kind in ("all", "class"):
            font = QFont()
            font.setWeight(QFont.Weight.DemiBold)
            return font
        return None
