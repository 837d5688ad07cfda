"""The library as a tree: classes, their series, families of one document, and its versions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from itrvault.desktop.words import (
    CLASSES,
    tooltip,
    translated,
)
from itrvault.model.document import Document, DocumentClass
from itrvault.treaty.symbols import Symbol, parse_symbol

Index = QModelIndex | QPersistentModelIndex

NODE = Qt.ItemDataRole.UserRole
COUNT = Qt.ItemDataRole.UserRole + 1
MARKS = Qt.ItemDataRole.UserRole + 2


@dataclass(eq=False, slots=True)
class Node:
    """One row. `kind` is "all", "class", "series", "family" or "document"; `value` its key.

    `marks` are the short words after a family or document: revision and language.
    """

    kind: str
    value: str
    text: str
    documents: list[Document] = field(default_factory=list)
    marks: str = ""
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)
    row: int = 0
    number: int = 0

    def add(self, child: Node) -> Node:
        """Hang a row under this one."""
        child.parent = self
        child.row = len(self.children)
        self.children.append(child)
        return child


def library_tree(documents: Sequence[Document]) -> Node:
    """Build the rows: every document once under its class, its versions folded into one family."""
    root = Node("root", "", "")
    root.add(Node("all", "", translated("All documents"), list(documents)))
    for doc_class, text in CLASSES.items():
        mine = [document for document in documents if document.doc_class is doc_class]
        if mine:
            row = root.add(Node("class", doc_class.value, translated(text), mine))
            _add_series(row, mine, doc_class)
    return root


def _add_series(parent: Node, documents: Iterable[Document], doc_class: DocumentClass) -> None:
    series: dict[str, list[tuple[Symbol, Document]]] = {}
    loose = []
    for document in documents:
        symbol = parse_symbol(document.symbol) if document.symbol else None
        if symbol is None:
            loose.append(document)
        else:
            series.setdefault(series_of(symbol), []).append((symbol, document))
    for name in sorted(series):
        members = series[name]
        row = parent
        if len(series) > 1 or loose:
            row = parent.add(Node("series", name, name, [document for _, document in members]))
        _add_families(row, members)
    for document in sorted(loose, key=lambda each: each.title.casefold()):
        parent.add(Node("document", document.id, document.title, [document], marks_of(document)))


def _add_families(parent: Node, members: list[tuple[Symbol, Document]]) -> None:
    families: dict[Symbol, list[tuple[Symbol, Document]]] = {}
    for symbol, document in members:
        families.setdefault(symbol.base, []).append((symbol, document))
    for base in sorted(families, key=lambda each: each.order):
        name = base.canonical
        versions = sorted(families[base], key=lambda each: each[0].order)
        if len(versions) == 1:
            document = versions[0][1]
            parent.add(
                Node("document", document.id, document.symbol, [document], marks_of(document))
            )
            continue
        marks = sorted({document.language.upper() for _, document in versions} - {""})
        family = Node("family", name, name, [each for _, each in versions], " ".join(marks))
        parent.add(family)
        for _, document in versions:
            family.add(
                Node("document", document.id, document.symbol, [document], marks_of(document))
            )


def series_of(symbol: Symbol) -> str:
    """The series a symbol counts in, as people write it: "WCIT12", "CWG-WCIT12/TD"."""
    if symbol.meeting and symbol.series:
        return f"{symbol.meeting}/{symbol.series}"
    return symbol.meeting or symbol.series


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

    def show(self, documents: Sequence[Document]) -> None:
        """Show these documents."""
        self.beginResetModel()
        self._root = library_tree(documents)
        self._nodes = []
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
        for node in self._nodes:
            if node.kind == "document" and node.value == document:
                return self._index(node)
        return QModelIndex()

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
            return tooltip(node.documents[0].title if node.kind == "document" else node.text)
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
