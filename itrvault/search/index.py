"""The index of one vault: what every other room holds of the search."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from itrvault.errors import IndexUnusable
from itrvault.model.document import Redline
from itrvault.model.geometry import Span
from itrvault.model.search import FACETS, Facet, IndexUnit, TellingTerm
from itrvault.progress import CancelToken, NullProgress, Progress, Step
from itrvault.search import catalogue as catalogues
from itrvault.search import results, similar
from itrvault.search.blobs import BlobFiles, BlobStorage
from itrvault.search.builder import Segment, build_segment
from itrvault.search.catalogue import INDEX_VERSION, Catalogue
from itrvault.search.conditions import sought
from itrvault.search.damage import IndexDamaged, IndexMoved
from itrvault.search.expand import nearest_spelling
from itrvault.search.explaining import WordReading, explain
from itrvault.search.fields import Facts, NoFacts
from itrvault.search.folding import fold_word
from itrvault.search.guests import term_of
from itrvault.search.matching import Matcher
from itrvault.search.merging import merge
from itrvault.search.order import Order
from itrvault.search.query import Word, leaves, positives
from itrvault.search.ranking import rank
from itrvault.search.reading import Reading, read
from itrvault.search.snapshot import Snapshot
from itrvault.search.spelling import RARE, likelier_spelling
from itrvault.search.stems import has_stemmer
from itrvault.search.unpickle import confined
from itrvault.search.verbatim import UnitTexts
from itrvault.search.verifying import verify

if TYPE_CHECKING:
    from itrvault.search.facets import FacetCounter
    from itrvault.search.joining import RunsOn
    from itrvault.search.similar import Passage

Texts = Callable[[Sequence[int]], Iterable[IndexUnit]]
"""Fetches the texts of units by their rows."""

_T = TypeVar("_T")
_TRIES = 5

MOST_SEGMENTS = 64
"""Above this, adding a segment merges the small ones first."""
ALIKE, RATIO = 12, 4
"""So many segments that differ in size by at most this ratio are worth merging."""
REBUILD_AT = 500
"""Units of a segment when the index is built anew."""


@dataclass(frozen=True, slots=True)
class Found:
    """The answer of the index. `order` is (unit row, score) of every match, best first."""

    reading: Reading
    order: Order
    took_ms: float

    @property
    def total(self) -> int:
        """Matching units."""
        return len(self.order)

    def page(self, limit: int, offset: int = 0) -> list[tuple[int, float]]:
        """The matches from `offset` on, at most `limit`."""
        return self.order[offset : offset + limit]


class Index:
    """Thread safe for reading. Writes belong inside a transaction of the caller, one at a time.

    A stored index that is damaged, doctored or of another version is never used: reading raises
    `IndexUnusable`, `needs_rebuild` says so and `trouble` why, until `rebuild` has made it anew.
    """

    def __init__(
        self, files: BlobFiles, facts: Facts | None = None, texts: UnitTexts | None = None
    ) -> None:
        self._files = files
        self._storage = BlobStorage(files)
        self._facts: Facts = facts if facts is not None else NoFacts()
        self._texts = texts
        self._lock = threading.Lock()
        self._snapshot: Snapshot | None = None
        self._trouble: tuple[str, str] | None = None  # (name of the catalogue, reason)

    # -- state -------------------------------------------------------------------------------

    @property
    def needs_rebuild(self) -> bool:
        """Whether the stored index cannot be used."""
        return bool(self.trouble)

    @property
    def trouble(self) -> str:
        """Why the stored index cannot be used, "" when it can."""
        try:
            self._current()
        except IndexUnusable as error:
            return str(error.values["reason"])
        return ""

    @property
    def outdated(self) -> bool:
        """Whether the stored index is sound but made by another version of the program."""
        name = catalogues.newest(self._files)
        try:
            catalogue = catalogues.read_catalogue(self._files, name) if name else Catalogue()
        except (IndexDamaged, IndexMoved):
            return False
        return catalogue.version != INDEX_VERSION

    @property
    def count(self) -> int:
        """Units in the index."""
        return self._current().count

    def _current(self) -> Snapshot:
        """The newest generation, opened."""
        for _ in range(_TRIES):  # a writer may replace what we are about to open
            name = catalogues.newest(self._files)
            with self._lock:
                snapshot, trouble = self._snapshot, self._trouble
            if trouble is not None and trouble[0] == name:
                raise IndexUnusable(reason=trouble[1])
            if snapshot is not None and snapshot.catalogue.name == name:
                return snapshot
            try:
                return self._open(name, snapshot)
            except IndexMoved as error:
                if catalogues.newest(self._files) == name:
                    self._note(name, f"the file {error} is missing")
            except IndexDamaged as error:
                self._note(name, str(error))
        raise IndexUnusable(reason="it changed faster than it could be read")

    def _open(self, name: str, before: Snapshot | None) -> Snapshot:
        with confined():
            if strange := catalogues.strangers(self._files):
                raise IndexDamaged(f"there is a file that is none of ours, {strange[0][:60]!r}")
            if name:
                catalogue = catalogues.read_catalogue(self._files, name)
            elif any(True for _ in self._files.names()):
                raise IndexDamaged("there are files of an index but no catalogue")
            else:
                catalogue = Catalogue(version=INDEX_VERSION)
            if catalogue.version != INDEX_VERSION:
                made_by = catalogue.version[:40]
                raise IndexDamaged(f"another version made it ({made_by}; this is {INDEX_VERSION})")
            snapshot = Snapshot.open(self._storage, catalogue, before)
        with self._lock:
            self._snapshot = snapshot
        return snapshot

    def _note(self, name: str, reason: str) -> None:
        with self._lock:
            self._trouble = (name, reason)
            self._snapshot = None

    @contextmanager
    def _reading(self) -> Iterator[Snapshot]:
        """The current snapshot, unpickling confined; damage that shows up late is remembered."""
        snapshot = self._current()
        try:
            with confined():
                yield snapshot
        except IndexDamaged as error:
            self._note(snapshot.catalogue.name, str(error))
            raise IndexUnusable(reason=str(error)) from error

    def _retrying(self, work: Callable[[Snapshot], _T]) -> _T:
        """Do the work; again on the newer index when a writer has dropped the one in use."""
        for _ in range(_TRIES):
            with self._reading() as snapshot:
                try:
                    return work(snapshot)
                except IndexMoved as error:
                    if catalogues.newest(self._files) == snapshot.catalogue.name:
                        raise IndexDamaged(f"the file {error} is missing") from error
        raise IndexUnusable(reason="it changed faster than it could be read")

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """The index as it stands, for looking at it closely."""
        with self._reading() as snapshot:
            yield snapshot

    def ask(self, work: Callable[[Snapshot], _T]) -> _T:
        """Do some work on the index as it stands; again when a writer has dropped what it reads."""
        return self._retrying(work)

    def get_ready(self) -> None:
        """Read what the first queries would wait for. Nothing is done where there is no index."""

        def work(snapshot: Snapshot) -> None:
            for language in snapshot.languages:
                if has_stemmer(language):
                    snapshot.lookup.showing(language)

        if not self.needs_rebuild:
            self._retrying(work)

    # -- searching ---------------------------------------------------------------------------

    def parse(self, query: str, *, any_word: bool = False) -> Reading:
        """How the query is understood. Raises `QueryError`."""
        return self._retrying(lambda snapshot: read(query, snapshot, any_of=any_word))

    def search(self, query: str, *, any_word: bool = False) -> Found:
        """Every matching unit in order of rank. Raises `QueryError`."""
        began = time.perf_counter()

        def work(snapshot: Snapshot) -> tuple[Reading, Order]:
            reading = read(query, snapshot, any_of=any_word)
            node, tests = sought(reading.node, reading.forms, self._facts, snapshot, self._texts)
            matcher = Matcher(snapshot.lookup, reading.forms, tests)
            rows, scores = rank(snapshot, reading.node, matcher, matcher.matches(node))
            return reading, Order(rows.tolist(), scores.tolist())

        reading, order = self._retrying(work)
        return Found(reading, order, 1000 * (time.perf_counter() - began))

    def occurrences(self, query: str, *, any_word: bool = False) -> tuple[Reading, dict[int, int]]:
        """Unit row of every match, and in how many places its words and phrases stand there.

        In no order, which saves the ranking. Small words ("of") do not count beside others, and a
        unit that only facts or notes found counts as one.
        Raises `QueryError`.
        """

        def work(snapshot: Snapshot) -> tuple[Reading, dict[int, int]]:
            reading = read(query, snapshot, any_of=any_word)
            node, tests = sought(reading.node, reading.forms, self._facts, snapshot, self._texts)
            matcher = Matcher(snapshot.lookup, reading.forms, tests)
            units = matcher.matches(node)
            places = matcher.places_in(reading.subjects, units)
            rows = matcher.columns.rows[units]
            return reading, dict(zip(rows.tolist(), places.tolist(), strict=True))

        return self._retrying(work)

    def matching(self, query: str, *, any_word: bool = False) -> tuple[Reading, list[int]]:
        """The row of every matching unit, in no order, which saves the ranking.

        Raises `QueryError`.
        """

        def work(snapshot: Snapshot) -> tuple[Reading, list[int]]:
            reading = read(query, snapshot, any_of=any_word)
            node, tests = sought(reading.node, reading.forms, self._facts, snapshot, self._texts)
            matcher = Matcher(snapshot.lookup, reading.forms, tests)
            return reading, matcher.columns.rows[matcher.matches(node)].tolist()

        return self._retrying(work)

    def every_row(self) -> list[int]:
        """The row of every unit that is not removed."""
        return self._retrying(
            lambda snapshot: [
                row
                for reader in snapshot.readers
                for number, row in enumerate(reader.units.rows)
                if number not in reader.deleted_docs_set
            ]
        )

    def facets(
        self,
        found: Mapping[str, Sequence[int]],
        whole: Sequence[int],
        names: Sequence[str] = FACETS,
    ) -> tuple[Facet, ...]:
        """Count results by the named facets: see `FacetCounter.count`."""

        def matching(query: str) -> list[int]:
            return self.matching(query)[1]

        return self._retrying(
            lambda snapshot: self._counter.count(snapshot, found, whole, matching, names)
        )

    @cached_property
    def _counter(self) -> FacetCounter:
        from itrvault.search.facets import FacetCounter  # NumPy is not needed for a first answer

        return FacetCounter(self._facts)

    def telling(
        self,
        reading: Reading,
        rows: Sequence[int],
        texts: Texts,
        *,
        limit: int = 12,
        cancel: CancelToken | None = None,
    ) -> tuple[TellingTerm, ...]:
        """The words that set a result (unit rows, best first) apart: see `telling.py`."""
        from itrvault.search.telling import telling_terms

        own = {term_of(form) for some in reading.forms.values() for form in some}
        return self._retrying(
            lambda snapshot: telling_terms(
                snapshot, rows, texts, leave_out=own, limit=limit, cancel=cancel
            )
        )

    def similar(
        self, passage: Passage, texts: Texts, leave_out: Iterable[int] = ()
    ) -> tuple[Reading, list[tuple[int, float]]] | None:
        """(unit row, how much of the passage is there) of what is like a passage, best first.

        None when the passage has no word to go by. `leave_out` are rows it was taken from.
        """

        def work(snapshot: Snapshot) -> tuple[Reading, list[tuple[int, float]]] | None:
            reading = similar.reading_of(passage, snapshot)
            if reading is None:
                return None
            rows = similar.candidates(reading, snapshot, leave_out)
            measure = similar.Measure(passage, reading, snapshot)
            likely = [(unit.row, measure.of(unit.text)) for unit in texts(rows)]
            kept = [one for one in likely if one[1] >= similar.LEAST]
            place = {row: number for number, row in enumerate(rows)}
            return reading, sorted(kept, key=lambda one: (-one[1], place[one[0]]))

        return self._retrying(work)

    def spans(
        self, reading: Reading, text: str, language: str = "", redlines: Sequence[Redline] = ()
    ) -> tuple[Span, ...]:
        """The places of the hits in a unit's text. Reads nothing of the index."""
        return results.spans(reading, text, language, redlines)

    def marks(self, reading: Reading, units: Sequence[IndexUnit]) -> dict[int, tuple[Span, ...]]:
        """The places of the hits in the texts of units, by row; also of those that run from one
        page to the next."""
        return self.marks_and_ends(reading, units)[0]

    def marks_and_ends(
        self, reading: Reading, units: Sequence[IndexUnit]
    ) -> tuple[dict[int, tuple[Span, ...]], dict[int, RunsOn]]:
        """The same, and how the texts go on of units where a hit runs over the end."""
        parts = reading.crossing
        if not parts:
            return {
                unit.row: self.spans(reading, unit.text, unit.language, unit.redlines)
                for unit in units
            }, {}
        from itrvault.search.joining import joints_at, marks_of

        rows = [unit.row for unit in units]
        joints = self._retrying(lambda found: joints_at(parts, reading.forms, rows, found))
        fetch = self._texts.texts_by_row if self._texts is not None else _no_texts
        return marks_of(reading, units, joints, fetch)

    def explain(self, reading: Reading) -> tuple[WordReading, ...]:
        """Each word of the query with its stems and forms, and in how many units they stand."""
        return self._retrying(lambda snapshot: explain(reading, snapshot))

    def word_counts(self, reading: Reading) -> tuple[tuple[str, int], ...]:
        """Each word or phrase of the query alone, as typed, and how many units hold it."""

        def work(snapshot: Snapshot) -> tuple[tuple[str, int], ...]:
            counts = []
            for part in dict.fromkeys(positives(reading.node)):
                total = len(Matcher(snapshot.lookup, reading.forms, {}).matches(part))
                counts.append((reading.query[part.start : part.end], total))
            return tuple(counts)

        return self._retrying(work)

    def suggest(self, word: str) -> str:
        """The word of the index spelt most like this one, "" when none is near."""
        folded = fold_word(word)
        return self._retrying(lambda snapshot: nearest_spelling(folded, snapshot)) if folded else ""

    def did_you_mean(self, reading: Reading, *, rare: bool = False) -> str:
        """The query with each word that stands nowhere replaced by the nearest that does, or "".

        With `rare` also words that hardly stand anywhere, by one that is far commoner.
        """
        text = reading.query
        every = list(leaves(reading.node))
        # What stands for many words at once (a provision) was not spelt by anybody.
        typed = Counter((leaf.start, leaf.end) for leaf in every)
        for leaf in sorted(dict.fromkeys(every), key=lambda one: -one.start):
            alone = typed[leaf.start, leaf.end] == 1
            if isinstance(leaf, Word) and alone and not leaf.redline:
                nearest = self._respelt(leaf, reading.forms.get(leaf, ()), rare=rare)
                if nearest:
                    text = text[: leaf.start] + nearest + text[leaf.end :]
        return "" if text == reading.query else text

    def _respelt(self, word: Word, forms: tuple[str, ...], *, rare: bool) -> str:
        if not forms:
            # Another spelling is no mistake of somebody who minds accents.
            return "" if word.spelt else self.suggest(word.raw or word.term)
        if not rare or word.exact:
            return ""

        def work(snapshot: Snapshot) -> str:
            units = sum(similar.frequency_of(form, snapshot) for form in forms)
            return likelier_spelling(word.term, snapshot, units) if units <= RARE else ""

        return self._retrying(work)

    def verify(self, units: Iterable[IndexUnit], progress: Progress | None = None) -> str:
        """What of the index does not agree with the text, as a clause; "" when all does."""
        listener = progress if progress is not None else NullProgress()
        return self._retrying(lambda snapshot: verify(self._files, snapshot, units, listener))

    # -- writing (inside the caller's transaction) ---------------------------------------------

    def adopt(self, segments: Sequence[Segment]) -> None:
        """Add finished segments. They are visible when the caller's transaction is committed."""
        before = self._writable()
        entries = [catalogues.write_segment(self._files, s) for s in segments if s.count]
        self._publish(before, [*before.entries, *entries])
        if len(before.entries) + len(entries) > MOST_SEGMENTS:
            self.compact()

    def remove(self, document_row: int) -> None:
        """Take a document's units out."""
        before = self._writable()
        entries = []
        with self._reading() as snapshot:
            for entry, reader in zip(snapshot.catalogue.entries, snapshot.readers, strict=True):
                rows = reader.units.document_rows
                gone = {n for n, row in enumerate(rows) if row == document_row}
                kept = entry.without(gone) if gone else entry
                if kept.removed_count < kept.count:
                    entries.append(kept)
        self._publish(before, entries)

    def compact(self) -> bool:
        """Merge small segments and drop removed units; whether there was anything to do.

        Worth calling at the end of an import, in a transaction.
        """
        before = self._writable()
        chosen = _worth_merging(before.entries)
        if not chosen:
            return False
        with self._reading() as snapshot:
            readers = dict(zip(snapshot.catalogue.entries, snapshot.readers, strict=True))
            merged = merge([readers[entry] for entry in chosen])
        kept = [entry for entry in before.entries if entry not in chosen]
        entries = [catalogues.write_segment(self._files, merged)] if merged.count else []
        self._publish(before, [*kept, *entries])
        return True

    def _writable(self) -> Catalogue:
        """The catalogue to go on from, without opening the segments an import has just added."""
        name = catalogues.newest(self._files)
        with self._lock:
            known = self._snapshot.catalogue.name if self._snapshot is not None else None
        if not name or name == known:
            return self._current().catalogue
        try:
            with confined():
                catalogue = catalogues.read_catalogue(self._files, name)
        except IndexDamaged as error:
            self._note(name, str(error))
            raise IndexUnusable(reason=str(error)) from error
        return catalogue if catalogue.version == INDEX_VERSION else self._current().catalogue

    def _publish(self, before: Catalogue, entries: Sequence[catalogues.Entry]) -> None:
        catalogues.write_catalogue(self._files, before.generation + 1, entries)

    def rebuild(
        self,
        units: Iterable[IndexUnit],
        progress: Progress | None = None,
        *,
        total: int | None = None,
        cancel: CancelToken | None = None,
    ) -> None:
        """Make the index anew from the text, whatever was there; in the caller's transaction."""
        listener = progress if progress is not None else NullProgress()
        generation = catalogues.generation_of(catalogues.newest(self._files))
        catalogues.clear(self._files)
        entries: list[catalogues.Entry] = []
        done = 0
        for batch in _batches(units):
            if cancel is not None:
                cancel.check()
            entries.append(catalogues.write_segment(self._files, build_segment(batch)))
            done += len(batch)
            listener.report(Step("Rebuilding the index", done, total))
        catalogues.write_catalogue(self._files, generation + 1, entries)
        self.compact()


def _no_texts(_: Iterable[int]) -> Mapping[int, IndexUnit]:
    return {}


def _worth_merging(entries: Sequence[catalogues.Entry]) -> list[catalogues.Entry]:
    """The smallest segments, up to where `ALIKE` are of similar size, and those much removed of.

    A segment that is much larger than all before it together begins a new size. So every unit is
    copied a few times only while a vault grows, and ten new pages never cause a hundred thousand
    old ones to be copied.
    """
    by_size = sorted(entries, key=lambda entry: entry.count - entry.removed_count)
    chosen: list[catalogues.Entry] = []
    total = alike = 0
    for entry in by_size:
        size = entry.count - entry.removed_count
        if chosen and size > max(total, RATIO * (total // len(chosen))):
            if alike >= ALIKE:
                break
            alike = 0
        chosen.append(entry)
        total += size
        alike += 1
    if alike < ALIKE:
        # No size has enough of them; if they are too many in all, the smallest must go.
        chosen = by_size[: max(0, len(entries) - MOST_SEGMENTS // 2)]
        if len(entries) <= MOST_SEGMENTS:
            chosen = []
    wasted = [entry for entry in entries if 2 * entry.removed_count > entry.count]
    return [entry for entry in entries if entry in chosen or entry in wasted]


def _batches(units: Iterable[IndexUnit]) -> Iterator[list[IndexUnit]]:
    """Units in lots of about `REBUILD_AT`, documents whole."""
    batch: list[IndexUnit] = []
    for unit in units:
        if len(batch) >= REBUILD_AT and unit.document_row != batch[-1].document_row:
            yield batch
            batch = []
        batch.append(unit)
    if batch:
        yield batch
