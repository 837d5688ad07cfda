"""The list of what was found, or of the documents in a part of the library.

Up and Down preview at once: the current row is announced, the window shows it in the reader.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QListView, QMenu, QStackedWidget, QToolButton, QWidget

from itrvault.desktop.context import VaultContext
from itrvault.desktop.families import Families
from itrvault.desktop.models.results import (
    NONE_NEW,
    ROW_ROLE,
    Known,
    ResultsModel,
    Row,
    RowKind,
    reading_order,
    rows_of_documents,
    rows_of_hits,
)
from itrvault.desktop.widgets.hit_delegate import PLACES, HitDelegate
from itrvault.desktop.widgets.like_strip import LikeStrip
from itrvault.desktop.widgets.nothing_found import NothingFound
from itrvault.desktop.widgets.parts import column, row, words_label
from itrvault.desktop.widgets.telling_strip import TellingStrip
from itrvault.model.annotation import COLOURS, Tag
from itrvault.model.document import Document
from itrvault.model.search import Hit, SearchResult


class ResultsList(QListView):
    """Moves from place to place, over the headings."""

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setUniformItemSizes(False)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)

    def moveCursor(
        self, action: QListView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """The next row that is a place or a document."""
        target = super().moveCursor(action, modifiers)
        actions = QListView.CursorAction
        up = action in (actions.MoveUp, actions.MovePageUp, actions.MovePrevious)
        step = -1 if up else 1
        while target.isValid() and target.data(ROW_ROLE).kind not in PLACES:
            following = target.siblingAtRow(target.row() + step)
            if not following.isValid():
                return self.currentIndex()
            target = following
        return target

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up from the first row, and Esc, go back to the search field."""
        top = event.key() == Qt.Key.Key_Up and not self._above(self.currentIndex())
        if event.key() == Qt.Key.Key_Escape or top:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _above(self, index: QModelIndex) -> bool:
        """Whether there is a place or document over this row."""
        rows = (index.siblingAtRow(number) for number in range(index.row()))
        return any(each.data(ROW_ROLE).kind in PLACES for each in rows)


class ResultsView(QWidget):
    """Heading line with count and order, the list, and what to say when it is empty."""

    placeWanted = Signal(str, int, object)  # document, unit, Hit or None
    entered = Signal()
    left = Signal()
    moreWanted = Signal()
    queryWanted = Signal(str)
    failuresWanted = Signal()
    orderChanged = Signal()
    similarWanted = Signal(object)  # Hit

    def __init__(self, context: VaultContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._hits: list[Hit] = []
        self._counts: dict[str, int] = {}
        self._listed: list[Document] = []
        self._known: dict[str, Document] = {}
        self._newer: dict[str, str] = {}
        self._families: dict[str, str] = {}
        self._fresh = NONE_NEW
        self._total = 0
        self._quiet = False
        self.model = ResultsModel(self)
        self.list = ResultsList()
        self.list.setModel(self.model)
        self.list.setAccessibleName(self.tr("Results"))
        self._delegate = HitDelegate(context, self.list)
        self.list.setItemDelegate(self._delegate)
        self.list.selectionModel().currentChanged.connect(self._announce)
        self.list.activated.connect(self._enter)
        self.list.left.connect(self.left)
        self.list.verticalScrollBar().valueChanged.connect(self._ask_for_more)
        self.nothing = NothingFound()
        self.nothing.queryWanted.connect(self.queryWanted)
        self.nothing.failuresWanted.connect(self.failuresWanted)
        self.heading = words_label("", "secondary")
        self.families = QToolButton()
        self.families.setText(self.tr("Families"))
        self.families.setCheckable(True)
        self.families.setProperty("role", "tab")
        self.families.setToolTip(
            self.tr("Put revisions, addenda and languages of one document together")
        )
        self.families.toggled.connect(self._group)
        self.like = LikeStrip()
        self.telling = TellingStrip()
        self.telling.hide()
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._menu)
        self.sort = QComboBox()
        self.sort.setAccessibleName(self.tr("Order"))
        self._sorts = {True: "best", False: "symbol"}  # of an answer, and of plain documents
        self._searched: bool | None = None
        self._offer_sorts(searched=False)
        self.sort.activated.connect(self._sort)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.list)
        self._pages.addWidget(self.nothing)
        head = row(self.heading, None, self.families, self.sort, margins=(12, 5, 8, 5))
        self.setLayout(column(self.like, head, self._pages, self.telling, spacing=0))
        context.themeChanged.connect(self.list.viewport().update)

    def know(self, documents: Sequence[Document], tags: Sequence[Tag], families: Families) -> None:
        """The facts that rows are sorted, dotted and marked by."""
        self._newer = families.newer_words()
        self._known = {document.id: document for document in documents}
        self._families = {
            document: family.key
            for document, family in families.by_document.items()
            if len(family.members) > 1
        }
        self.families.setVisible(bool(self._families))
        self._delegate.tag_colours = {tag.id: COLOURS.get(tag.colour, tag.colour) for tag in tags}
        self.list.viewport().update()

    def show_result(
        self,
        result: SearchResult,
        better: str = "",
        *,
        stay: bool = False,
        fresh: frozenset[tuple[str, int]] = NONE_NEW,
        alike: bool = False,
    ) -> None:
        """Show an answer; `better` is a query that would find more, `fresh` are its new places.

        `alike`: of a passage, not of a query.

        From its beginning, unless `stay`: then it is the same query, and the list stays put.
        """
        self._fresh = fresh
        here, height = self.current, self.list.verticalScrollBar().value()
        self._listed = []
        self._hits = list(result.hits)
        order = result.order or tuple((hit.document, hit.unit) for hit in result.hits)
        self._counts = Counter(document for document, _ in order)
        self._total = result.total
        self.heading.setText(self.tr("%n document(s)", "", result.documents))
        self.telling.setVisible(bool(result.hits) and not alike)
        self.sort.setVisible(not alike)
        if not stay:
            self.telling.clear()
        self._offer_sorts(searched=True)
        if not result.hits and alike:
            self.nothing.show_nothing_alike()
        elif not result.hits:
            self.nothing.show_result(result, better)
        self._pages.setCurrentWidget(self.list if result.hits else self.nothing)
        self._fill()
        if stay:
            if here is not None:
                self.go_to(here.document, here.unit)
            self.list.doItemsLayout()
            self.list.verticalScrollBar().setValue(height)
        else:
            self.list.scrollToTop()

    def add_hits(self, result: SearchResult) -> None:
        """Put the next stretch of the same answer under the first."""
        here = self.current
        top = self.list.indexAt(QPoint(4, 4))
        anchor = self.model.rows[top.row()] if top.isValid() else None
        above = self.list.visualRect(top).y()
        self._hits.extend(result.hits)
        self._fill()
        if here is not None:
            self.go_to(here.document, here.unit)
        if anchor is not None:
            # New places may stand above: what was at the top stays where it was.
            index = self.model.index(self._row_like(anchor))
            bar = self.list.verticalScrollBar()
            bar.setValue(bar.value() + self.list.visualRect(index).y() - above)

    def show_documents(self, documents: Sequence[Document], *, empty: str = "") -> None:
        """Show documents, nothing being asked."""
        self._hits = []
        self._counts = {}
        self.like.hide()
        self.telling.hide()
        self.sort.show()
        self._listed = list(documents)
        self._total = 0
        self._offer_sorts(searched=False)
        self.heading.setText(self.tr("%n document(s)", "", len(documents)))
        if not documents:
            self.nothing.show_words(empty)
        self._pages.setCurrentWidget(self.list if documents else self.nothing)
        self._fill()
        self.list.scrollToTop()

    def go_to(self, document: str, unit: int) -> None:
        """Move to a place without announcing it (the reader is there already)."""
        number = self.model.row_of(document, unit)
        self._quiet = True
        self.list.setCurrentIndex(self.model.index(number))
        self._quiet = False

    def _row_like(self, wanted: Row) -> int:
        for number, each in enumerate(self.model.rows):
            same = each.kind is wanted.kind and each.document == wanted.document
            if same and each.unit == wanted.unit:
                return number
        return 0

    def follow(self, document: str, unit: int) -> None:
        """The reader went somewhere: put the cursor on that place if it is in the list."""
        number = self.model.row_of(document, unit)
        if number < 0:
            return
        row_there = self.model.rows[number]
        if row_there.kind is RowKind.DOCUMENT or row_there.unit == unit:
            self.go_to(document, unit)

    def go_first(self) -> None:
        """Move to the first place and announce it."""
        for number, each in enumerate(self.model.rows):
            if each.kind in PLACES:
                self.list.setCurrentIndex(self.model.index(number))
                return

    @property
    def current(self) -> Row | None:
        """The row the cursor is on."""
        found = self.list.currentIndex().data(ROW_ROLE)
        return found if isinstance(found, Row) else None

    def _fill(self) -> None:
        sort = str(self.sort.currentData())
        if self._listed:
            rows = rows_of_documents(self._listed, sort, self._newer)
        else:
            known = Known(self._known, self._newer, self.grouping, self._fresh)
            rows = rows_of_hits(self._hits, self._counts, known)
        self._quiet = True
        self.model.show(rows)
        self._quiet = False
        QTimer.singleShot(0, self, self._fill_the_view)

    def _fill_the_view(self) -> None:
        """A list that needs no scrolling is never scrolled: ask for more places at once."""
        self.list.doItemsLayout()
        if not self.list.verticalScrollBar().maximum():
            self._ask_for_more(0)

    def _offer_sorts(self, *, searched: bool) -> None:
        """Only an answer has a best; each kind of list keeps the order chosen for it."""
        if searched is self._searched:
            return
        self._searched = searched
        self.sort.blockSignals(True)
        self.sort.clear()
        for key, text in (
            ("best", self.tr("best first")), ("symbol", self.tr("by symbol")),
            ("date", self.tr("oldest first")), ("newest", self.tr("newest first")),
            ("proponent", self.tr("by proponent")), ("title", self.tr("by title")),
        ):  # fmt: skip
            if searched or key != "best":
                self.sort.addItem(text, key)
        self.sort.setCurrentIndex(self.sort.findData(self._sorts[searched]))
        self.sort.blockSignals(False)

    @property
    def answer_sort(self) -> str:
        """The order of answers."""
        return self._sorts[True]

    @property
    def grouping(self) -> Mapping[str, str]:
        """The family of each document that has one; nothing when they are not put together."""
        return self._families if self.families.isChecked() else {}

    def reading_order(self, order: Sequence[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
        """The places of an answer in the order of this list."""
        return reading_order(order, self.grouping)

    def _sort(self) -> None:
        self._sorts[bool(self._searched)] = str(self.sort.currentData())
        if self._listed:
            here = self.current
            self._fill()
            if here is not None:
                self.go_to(here.document, here.unit)
        else:
            self.orderChanged.emit()

    def _group(self) -> None:
        here = self.current
        if self._hits:
            self._fill()
            if here is not None:
                self.go_to(here.document, here.unit)
                self.list.scrollTo(self.list.currentIndex())
        self.orderChanged.emit()

    def _menu(self, where: QPoint) -> None:
        index = self.list.indexAt(where)
        row_there = index.data(ROW_ROLE) if index.isValid() else None
        if not isinstance(row_there, Row) or row_there.hit is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Similar passages"), partial(self.similarWanted.emit, row_there.hit))
        menu.popup(self.list.viewport().mapToGlobal(where))

    def _announce(self, index: QModelIndex) -> None:
        if self._quiet or not index.isValid():
            return
        row_there: Row = index.data(ROW_ROLE)
        self.placeWanted.emit(row_there.document, row_there.unit, row_there.hit)

    def _enter(self, index: QModelIndex) -> None:
        self._announce(index)
        self.entered.emit()

    def _ask_for_more(self, position: int) -> None:
        bar = self.list.verticalScrollBar()
        near = position > bar.maximum() - self.list.height()
        if near and self._hits and len(self._hits) < self._total:
            self.moreWanted.emit()

    @property
    def loaded(self) -> int:
        """How many places of the answer are in the list."""
        return len(self._hits)
