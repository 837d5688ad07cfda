"""From the query to the results and the hits on the page; keeps the last good answer.

Holds no widget of its own; it sits between the search bar, the list of results and the reader.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from itrvault.desktop.catalogue import Catalogue
from itrvault.desktop.context import VaultContext
from itrvault.desktop.models.library import Node
from itrvault.desktop.views.results import ResultsView
from itrvault.desktop.views.search_bar import SearchBar
from itrvault.errors import QueryError
from itrvault.model.journal import Change, Changed
from itrvault.model.search import Hit, SearchResult
from itrvault.vault import Vault

if TYPE_CHECKING:
    from itrvault.desktop.views.reader import ReaderView
    from itrvault.search.reading import Reading

FIRST = 24
"""Places fetched while typing: as many as fit a tall list; more follow when it is scrolled."""

SORTED = 2_000
"""Places fetched to be sorted by a fact of their documents."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What one search brings. `better` is a query that would find something, "" for none."""

    result: SearchResult
    reading: Reading
    better: str = ""


def ask(vault: Vault, query: str, limit: int) -> Answer:
    """Search (on a reading thread). Raises QueryError."""
    result = vault.search(query, limit=limit)
    reading = vault.index.parse(query)
    better = "" if result.total else vault.index.did_you_mean(reading)
    return Answer(result, reading, better)


class Searching(QObject):
    """`answered` announces that the results, or the documents of a part, are shown."""

    answered = Signal()

    def __init__(
        self,
        context: VaultContext,
        catalogue: Catalogue,
        bar: SearchBar,
        results: ResultsView,
        reader: ReaderView,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._catalogue = catalogue
        self._bar = bar
        self._results = results
        self._reader = reader
        self._scope: Node | None = None
        self._query = ""
        self._loading_more = False
        self._first_wanted = False
        self.result: SearchResult | None = None
        bar.searched.connect(self.search)
        results.queryWanted.connect(bar.set_query)
        results.moreWanted.connect(self._more)
        results.sort.activated.connect(self._sorted)
        results.placeWanted.connect(self._show_place)
        context.changed.connect(self._follow)
        catalogue.documentsChanged.connect(self._documents_changed)
        catalogue.tagsChanged.connect(self._facts_changed)

    @property
    def query(self) -> str:
        """The query the results are of; "" when nothing is asked."""
        return self.result.query if self.result is not None else ""

    def search(self, query: str, *, places: int = FIRST) -> None:
        """Ask for a query, or show the documents of the part of the library when it is empty."""
        self._query = query
        self._first_wanted = False
        if not query.strip():
            self._context.tasks.take_lane(self, "search")
            self._clear()
            return
        limit = places if self._results.answer_sort == "best" else SORTED
        vault = self._context.vault
        asked = self._context.query(self, partial(ask, vault, query, limit)).lane("search")
        asked.success(self._show).failure(self._refuse).run()

    def again(self) -> None:
        """Ask the same once more, after the archive changed: for as much as is shown."""
        if self._query.strip():
            self.search(self._query, places=max(FIRST, self._results.loaded))

    def show_scope(self, node: Node) -> None:
        """Show the documents of a part of the library; a query is put away for it."""
        self._scope = None if node.kind == "all" else node
        self._bar.set_query("")

    def go_first(self) -> None:
        """To the first hit: of the answer that is there, or of the one on its way."""
        if self.result is not None and self.result.query == self._query:
            self._results.go_first()
        else:
            self._first_wanted = True

    # -- answers -----------------------------------------------------------------------------

    def _show(self, answer: Answer) -> None:
        same = self.query == answer.result.query
        self.result = answer.result
        self._loading_more = False
        self._bar.show_result(answer.result)
        self._results.show_result(answer.result, answer.better, stay=same)
        self._reader.set_order(self._results.reading_order(answer.result.order))
        self._reader.set_query(answer.reading)
        if self._first_wanted:
            self._first_wanted = False
            self._results.go_first()
        elif self._reader.document and not same:
            self._results.go_to(self._reader.document, self._reader.unit)
        self.answered.emit()

    def _refuse(self, error: BaseException) -> None:
        if isinstance(error, QueryError):
            self._bar.show_odd(error)
        else:
            self._context.tasks.failed.emit(error)

    def _clear(self) -> None:
        had_result = self.result is not None
        self.result = None
        self._bar.show_nothing()
        self._reader.set_order(())
        if had_result:
            self._reader.set_query(None)
        self._show_documents()
        self.answered.emit()

    def _show_documents(self) -> None:
        documents = self._catalogue.snapshot.documents
        if self._scope is not None:
            here = {document.id for document in self._scope.documents}
            documents = tuple(each for each in documents if each.id in here)
        empty = self.tr(
            "This archive is empty. Import files or a folder, or drop them anywhere on the window."
        )
        self._results.show_documents(documents, empty=empty)
        if self._reader.document:
            self._results.go_to(self._reader.document, self._reader.unit)

    # -- more of the same --------------------------------------------------------------------

    def _more(self) -> None:
        if self._loading_more or self.result is None:
            return
        self._loading_more = True
        vault, query, offset = self._context.vault, self._query, self._results.loaded
        asked = self._context.query(
            self, lambda: vault.search(query, limit=FIRST * 2, offset=offset)
        )
        asked.lane("search").success(self._add).failure(self._refuse).run()

    def _add(self, result: SearchResult) -> None:
        self._loading_more = False
        self._results.add_hits(result)

    def _sorted(self) -> None:
        """Sorting by a fact needs all places, not only the best."""
        if self.result is None:
            return
        self._reader.set_order(self._results.reading_order(self.result.order))
        if self._results.loaded < min(self.result.total, SORTED):
            self.again()

    # -- following ---------------------------------------------------------------------------

    def _show_place(self, document: str, unit: int, hit: Hit | None) -> None:
        if hit is not None:
            self._reader.show_hit(document, unit)
        else:
            self._reader.show_document(document, unit)

    def _documents_changed(self) -> None:
        self._facts_changed()
        if self.result is None:
            self._show_documents()
        else:
            self.again()

    def _facts_changed(self) -> None:
        snapshot = self._catalogue.snapshot
        self._results.know(snapshot.documents, snapshot.tags, snapshot.families)
        self._results.nothing.set_failures(len(snapshot.failures))
        self._bar.offer(snapshot.documents, snapshot.tags, snapshot.counts)

    def _follow(self, change: Change) -> None:
        """Notes and tags are searched too, and their dots stand in the list."""
        marks = Changed.ANNOTATIONS | Changed.TAGS | Changed.RISKS
        if change.what & marks and self.result is not None:
            self.again()
