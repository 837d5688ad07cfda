"""From the query to the results and the hits on the page; keeps the last good answer.

Holds no widget of its own; it sits between the search bar, the list of results and the reader.
What is good to know beside the answer (counts of the filters, words that set it apart, a better
spelling) is asked when typing rests, so that it never delays the answer itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from itrvault import finding
from itrvault.desktop.catalogue import Catalogue
from itrvault.desktop.context import VaultContext
from itrvault.desktop.models.library import Node
from itrvault.desktop.models.results import NONE_NEW
from itrvault.desktop.tasks import Debounce
from itrvault.desktop.views.results import ResultsView
from itrvault.desktop.views.search_bar import SearchBar
from itrvault.errors import KnownError, QueryError
from itrvault.finding import Alike, Source
from itrvault.model.journal import Change, Changed
from itrvault.model.search import FACETS, Hit, SavedSearch, SearchResult, TellingTerm
from itrvault.progress import CancelToken
from itrvault.vault import Ranked, Vault

if TYPE_CHECKING:
    from itrvault.desktop.views.reader import ReaderView
    from itrvault.model.search import Facet
    from itrvault.search.reading import Reading

FIRST = 8
"""Places fetched while typing: as many as fit a list; more follow when it is taller or scrolled."""

REMEMBER_MS = 300
"""A query is written into the history once the hit that was gone to is on the screen."""

REST_MS = 350
"""After so long without another answer the result is looked at more closely."""

SLOW = frozenset({"article"})
"""Facets that are counted once somebody looks at them: they search the archive for phrases."""


Places = frozenset[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What one search brings. `better` is a query that would find something, "" for none.

    `fresh` are the places that are new in a saved search, `rows` the units it found.
    """

    result: SearchResult
    reading: Reading
    better: str = ""
    fresh: Places = NONE_NEW
    rows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class First:
    """Where the first hit of a query will be, known before its answer is."""

    query: str
    reading: Reading
    document: str
    unit: int

    @classmethod
    def of(
        cls, query: str, reading: Reading, order: Sequence[tuple[str, int]], limit: int
    ) -> First | None:
        """The place at the top of the list when the first `limit` places are shown, if any."""
        shown = order[:limit]
        if not shown:
            return None
        document = shown[0][0]  # its places are listed from its beginning
        return cls(query, reading, document, min(n for key, n in shown if key == document))


def ask(
    vault: Vault, query: str, limit: int, sort: str, saved: SavedSearch | None, fresh: Places,
    ranked: Ranked | None = None,
) -> Answer:  # fmt: skip
    """Search (on a reading thread); what is new in a saved search comes first. Raises QueryError.

    `fresh` is what is known to be new; `ranked` hears of the order of the answer before.
    """
    rows: tuple[int, ...] = ()
    if saved is not None:
        vault.ensure_index()
        # Before the search: what comes in between is shown, and is still new the next time.
        rows = tuple(vault.index.matching(query)[1])
        fresh = frozenset(finding.saved_state(vault, saved, rows).new)
    result = vault.search(query, limit=limit, sort=sort, first=fresh, ranked=ranked)
    reading = vault.index.parse(query)
    better = "" if result.total else vault.index.did_you_mean(reading)
    return Answer(result, reading, better, fresh, rows)


def count(
    vault: Vault, query: str, apart: Mapping[str, str], names: Sequence[str]
) -> tuple[Facet, ...]:
    """Count by facets, unless the index is being made: nobody asked for this. Raises QueryError."""
    return () if vault.index_is_stale else finding.facets(vault, query, apart=apart, names=names)


class Searching(QObject):
    """`answered` announces that the results, or the documents of a part, are shown; `detailed`
    that what is good to know beside them is."""

    answered = Signal()
    detailed = Signal()
    _ranked = Signal(object)  # First; from a reading thread

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
        self._saved: SavedSearch | None = None
        self._fresh = NONE_NEW
        self._like: Source | None = None
        self._quoted = ""
        self._counted: set[str] = set(FACETS) - SLOW
        self._remembered = ""
        self._to_remember = ""
        self._memory = Debounce(REMEMBER_MS, self._write_down, self)
        self._loading_more = False
        self._first_wanted = False
        self._wanted: tuple[str, int] | None = None
        self._closer = CancelToken()
        self._rest = Debounce(REST_MS, self._look_closer, self)
        self.result: SearchResult | None = None
        self.counted = ""
        """The query whose counts the filters show."""
        self._ranked.connect(self._expect, Qt.ConnectionType.QueuedConnection)
        bar.searched.connect(self.search)
        bar.field.textEdited.connect(self.look_away)
        bar.facetWanted.connect(self._count_also)
        bar.forgetWanted.connect(self._forget)
        results.queryWanted.connect(bar.set_query)
        results.nothing.unfilteredWanted.connect(bar.clear_filters)
        results.moreWanted.connect(self._more)
        results.orderChanged.connect(self._order_changed)
        results.placeWanted.connect(self._show_place)
        results.similarWanted.connect(self._like_hit)
        results.like.backWanted.connect(self.back_to_search)
        results.telling.wordWanted.connect(bar.add_word)
        context.changed.connect(self._follow)
        catalogue.documentsChanged.connect(self._documents_changed)
        catalogue.tagsChanged.connect(self._facts_changed)
        catalogue.searchesChanged.connect(self._offer)
        self._rest.poke()

    @property
    def query(self) -> str:
        """The query the results are of; "" when nothing is asked, or a passage was."""
        return self.result.query if self.result is not None and self._like is None else ""

    def search(self, query: str, *, places: int = 0) -> None:
        """Ask for a query, or show the documents of the part of the library when it is empty."""
        if query != self._query:
            self._saved, self._fresh = None, NONE_NEW
        self._query = query
        self.look_away()
        self._leave_passage()
        self._first_wanted = False
        self._wanted = None
        if not query.strip():
            self._context.tasks.take_lane(self, "search")
            self._clear()
            return
        vault, sort = self._context.vault, self._results.answer_sort
        saved, limit = self._saved, places or FIRST

        def ranked(reading: Reading, order: Sequence[tuple[str, int]]) -> None:
            first = First.of(query, reading, order, limit)
            if first is not None:
                self._ranked.emit(first)

        work = partial(ask, vault, query, limit, sort, saved, self._fresh, ranked)
        asked = self._context.query(self, work).lane("search")
        asked.success(self._show).failure(self._refuse).run()

    def search_saved(self, saved: SavedSearch) -> None:
        """Ask for a saved query, mark what is new in it, and take note that it was looked at."""
        self._query, self._saved, self._fresh = saved.query, saved, NONE_NEW
        self._bar.set_query(saved.query)

    def again(self) -> None:
        """Ask the same once more, after the archive changed: for as much as is shown."""
        places = max(FIRST, self._results.loaded)
        if self._like is not None:
            self._ask_alike(places)
        elif self._query.strip():
            self.search(self._query, places=places)
        else:
            self._rest.poke()

    def show_scope(self, node: Node) -> None:
        """Show the documents of a part of the library; a query is put away for it."""
        self._scope = None if node.kind == "all" else node
        self._bar.set_query("")

    def go_first(self) -> None:
        """To the first hit: of the answer that is there, or of the one on its way."""
        if self.result is not None and self.result.query == self._query:
            self.remember()
            self._results.go_first()
        else:
            self._first_wanted = True

    def _expect(self, first: First) -> None:
        """Its answer is on the way: whoever waits for its first hit has that page made ready."""
        if self._first_wanted and first.query == self._query:
            self._make_ready(first)

    def _expect_first(self, answer: Answer) -> None:
        result = answer.result
        first = First.of(result.query, answer.reading, result.order, len(result.hits))
        if first is not None:
            self._make_ready(first)

    def _make_ready(self, first: First) -> None:
        document = self._catalogue.by_id.get(first.document)
        if document is not None:
            self._reader.expect(document, first.unit, first.reading)

    def show_when_answered(self, document: str, unit: int) -> None:
        """To a hit in that unit, when the answer to what was just asked is there."""
        self._wanted = (document, unit)
        self._first_wanted = False

    # -- passages like one ---------------------------------------------------------------------

    def show_similar(self, source: Source) -> None:
        """List the passages of the archive that are like this one."""
        self._like = source
        self._first_wanted = False
        self._ask_alike(FIRST)

    def back_to_search(self) -> None:
        """The results of the search again, or the documents."""
        self._leave_passage()
        self.search(self._query)

    def _like_hit(self, hit: Hit) -> None:
        vault, span = self._context.vault, hit.spans[0] if hit.spans else None
        asked = self._context.query(
            self, lambda: finding.around(vault, hit.document, hit.unit, span)
        )
        asked.lane("around").success(self.show_similar).run()

    def _ask_alike(self, places: int) -> None:
        vault, source = self._context.vault, self._like
        assert source is not None
        asked = self._context.query(self, lambda: finding.similar(vault, source, limit=places))
        asked.lane("search").success(partial(self._show_alike, source)).run()

    def _show_alike(self, source: Source, alike: Alike) -> None:
        document = self._catalogue.by_id.get(source.document)
        place = " · ".join(
            part for part in (document.symbol, document.title) if part
        ) if document is not None else ""  # fmt: skip
        self._quoted = alike.quoted
        same = self.result is not None and self.result.query == alike.result.query
        self.result = alike.result
        self._loading_more = False
        self._bar.show_alike(alike.quoted, alike.result)
        self._results.like.show_passage(alike.quoted, place)
        self._results.show_result(alike.result, stay=same, alike=True)
        self._reader.set_order(self._results.reading_order(alike.result.order))
        self._reader.set_query(alike.reading)
        self.answered.emit()

    def _leave_passage(self) -> None:
        self._like = None
        self._results.like.hide()

    # -- answers -----------------------------------------------------------------------------

    def _show(self, answer: Answer) -> None:
        same = self.query == answer.result.query
        self.result = answer.result
        self._loading_more = False
        self._fresh = self._fresh or answer.fresh
        self._bar.show_result(answer.result, new=len(self._fresh))
        self._results.nothing.filtered = bool(self._bar.apart())
        self._results.show_result(answer.result, answer.better, stay=same, fresh=self._fresh)
        self._reader.set_order(self._results.reading_order(answer.result.order))
        self._reader.set_query(answer.reading)
        self._rest.poke()
        if self._saved is not None and answer.result.query == self._saved.query:
            self._note_looked(self._saved, answer.rows)
        going = self._first_wanted or self._wanted is not None
        if self._wanted is not None:
            self._reader.show_hit(*self._wanted)
            self._results.go_to(*self._wanted)
            self._wanted = None
        elif self._first_wanted:
            self._first_wanted = False
            self.remember()
            self._results.go_first()
        elif self._reader.document and not same and not self._fresh:
            self._results.go_to(self._reader.document, self._reader.unit)
        if not (same or going):  # Enter, or Down, most often comes next
            self._expect_first(answer)
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
        self._rest.poke()
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

    # -- beside the answer -------------------------------------------------------------------

    def look_away(self) -> None:
        """Somebody types: what is looked at closely leaves the processor to the next answer."""
        self._rest.cancel()
        self._closer.cancel()

    def _look_closer(self) -> None:
        """Counts first, they are quick; each answer only if the query is still that one."""
        query = self._query.strip()
        self._count(sorted(self._counted, key=FACETS.index))
        if not query or self.result is None or self._like is not None:
            return
        vault = self._context.vault
        cancel = self._closer = CancelToken()
        if self.result.total:
            asked = self._context.query(
                self, lambda: finding.telling_terms(vault, query, cancel=cancel)
            )
            asked.lane("telling").success(partial(self._show_telling, query)).failure(_pass).run()
            better = self._context.query(self, lambda: finding.better_query(vault, query))
            better.lane("better").success(partial(self._show_better, query)).failure(_pass).run()

    def _count(self, names: list[str]) -> None:
        if self._like is not None:
            return
        vault, query, apart = self._context.vault, self._query.strip(), self._bar.apart()
        asked = self._context.query(self, partial(count, vault, query, apart, names))
        asked.lane("facets").success(partial(self._show_facets, query)).failure(_pass).run()

    def _count_also(self, name: str) -> None:
        """Somebody looks at a facet that was not counted so far: from now on it is."""
        if name not in self._counted:
            self._counted.add(name)
            self._count(sorted(self._counted, key=FACETS.index))

    def _show_facets(self, query: str, facets: tuple[Facet, ...]) -> None:
        if query == self._query.strip():
            self.counted = query
            self._bar.show_facets(facets)
            self.detailed.emit()

    def _show_telling(self, query: str, terms: tuple[TellingTerm, ...]) -> None:
        if query == self._query.strip() and self._like is None:
            self._results.telling.show_terms(terms)

    def _show_better(self, query: str, better: str) -> None:
        if better and query == self._query.strip() and self._like is None:
            self._bar.show_better(better)

    # -- what was asked ----------------------------------------------------------------------

    def remember(self) -> None:
        """A query whose answer somebody went into is worth remembering; what was half typed not."""
        self._to_remember = self._query.strip()
        self._memory.poke()

    def write_due(self) -> None:
        """Write what was just asked into the history: the archive is about to be closed."""
        self._memory.now()

    def _write_down(self) -> None:
        query = self._to_remember
        if not query or query == self._remembered or self._context.vault.store.read_only:
            return
        self._remembered = query
        writer = self._context.writer
        self._context.op(self, lambda: writer.remember_query(query)).run()

    def _forget(self) -> None:
        self._remembered = ""
        self._memory.cancel()
        if not self._context.vault.store.read_only:
            self._context.op(self, self._context.writer.forget_queries).run()

    def _note_looked(self, saved: SavedSearch, rows: Sequence[int]) -> None:
        self._saved = None
        if not self._context.vault.store.read_only:
            writer = self._context.writer
            op = self._context.op(self, lambda: writer.look_at_search(saved.id, rows))
            op.failure(_pass).run()

    # -- more of the same --------------------------------------------------------------------

    def _more(self) -> None:
        if self._loading_more or self.result is None:
            return
        self._loading_more = True
        vault, query, offset = self._context.vault, self._query, self._results.loaded
        sort, source, fresh = self._results.answer_sort, self._like, self._fresh

        def work() -> SearchResult:
            if source is not None:
                return finding.similar(vault, source, limit=FIRST * 2, offset=offset).result
            return vault.search(query, limit=FIRST * 2, offset=offset, sort=sort, first=fresh)

        asked = self._context.query(self, work)
        asked.lane("search").success(self._add).failure(self._refuse).run()

    def _add(self, result: SearchResult) -> None:
        self._loading_more = False
        self._results.add_hits(result)

    def _order_changed(self) -> None:
        """Another order is another stretch of the answer; families only put it together."""
        if self.result is None:
            return
        self._reader.set_order(self._results.reading_order(self.result.order))
        self.again()

    # -- following ---------------------------------------------------------------------------

    def _show_place(self, document: str, unit: int, hit: Hit | None) -> None:
        if hit is not None:
            self.remember()
            self._reader.show_hit(document, unit, hit.shown if self._like is not None else 0)
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
        self._offer()
        self._rest.poke()

    def _offer(self) -> None:
        snapshot = self._catalogue.snapshot
        self._bar.offer(snapshot.documents, snapshot.tags, snapshot.counts, snapshot.history)

    def _follow(self, change: Change) -> None:
        """Notes and tags are searched too, and their dots stand in the list."""
        marks = Changed.ANNOTATIONS | Changed.TAGS | Changed.RISKS
        if change.what & marks and self.result is not None:
            self.again()


def _pass(error: BaseException) -> None:
    """What cannot be told beside an answer is not told: the answer itself says why."""
    if not isinstance(error, KnownError):
        raise error
