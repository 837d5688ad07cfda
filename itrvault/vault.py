"""The one object an entry point holds: a vault file with its store, its index and its readers.

Opening is cheap: the index and the reader processes are made when first asked for. Every method
may be called from any thread; writes are serialised by the store.
"""

from __future__ import annotations

import threading
import time
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, cast

from itrvault.model.annotation import Annotation
from itrvault.model.document import Document, Redline, Unit
from itrvault.model.geometry import Span
from itrvault.model.journal import Change
from itrvault.model.report import CheckItem, CheckReport, Severity
from itrvault.model.search import Hit, IndexUnit, SearchResult, sort_key
from itrvault.progress import NullProgress, Progress
from itrvault.rights.taxonomy import codebook, load_taxonomy
from itrvault.search.order import Order
from itrvault.store import Store

if TYPE_CHECKING:  # loaded when first used: Whoosh and the sandbox cost start-up time
    from itrvault.sandbox.host import Sandbox
    from itrvault.search.index import Index
    from itrvault.search.passages import Passage
    from itrvault.search.reading import Reading


Ranked = Callable[["Reading", Sequence[tuple[str, int]]], None]
"""Told how a query was read, and every place that matches (document id, unit number) in order."""


class Vault:
    """An open vault. Use as a context manager, or call `close()`."""

    def __init__(self, store: Store) -> None:
        self.store = store
        store.tags.queries.rewrite = _with_tags_as_called
        self._index: Index | None = None
        self._sandbox: Sandbox | None = None
        self._lazy = threading.RLock()
        self._counted = False  # the index has been seen to hold as many units as the store

    @classmethod
    def create(cls, path: Path | str, passphrase: str | None = None) -> Vault:
        """Make a new file with the shipped codebook, sealed when there is a passphrase; open it.

        Raises VaultExists, FileUnwritable, DiskFull.
        """
        vault = cls(Store.create(path, passphrase))
        vault.store.tags.add_all(codebook(load_taxonomy()))
        return vault

    @classmethod
    def open(
        cls, path: Path | str, passphrase: str | None = None, *, read_only: bool = False
    ) -> Vault:
        """Open an existing file.

        Raises VaultMissing, NotAVault, PassphraseNeeded, WrongPassphrase, VaultInUse, NewerVault,
        VaultDamaged.
        """
        return cls(Store.open(path, passphrase, read_only=read_only))

    @property
    def path(self) -> Path:
        """The vault's file."""
        return self.store.path

    @property
    def index(self) -> Index:
        """The full text."""
        with self._lazy:
            if self._index is None:
                from itrvault.search.index import Index

                self._index = Index(self.store.index_files, self.store.facts, self.store.documents)
            return self._index

    @property
    def sandbox(self) -> Sandbox:
        """The reader processes."""
        with self._lazy:
            if self._sandbox is None:
                from itrvault.sandbox.host import Sandbox

                self._sandbox = Sandbox()
            return self._sandbox

    # -- finding ---------------------------------------------------------------------------------

    def ensure_index(self, progress: Progress | None = None) -> None:
        """Rebuild the index where it is missing, damaged or of another version.

        Does nothing when it is in order. A vault that is open for reading only (in use elsewhere,
        on a stick that can't be written) gets one in memory, for as long as it is open.
        """
        if not self.index_is_stale:
            return
        if self.store.read_only:
            from itrvault.search.blobs import MemoryFiles
            from itrvault.search.index import Index

            index = Index(MemoryFiles(), self.store.facts, self.store.documents)
            index.rebuild(self.store.documents.unit_rows(), progress)
            with self._lazy:
                self._index = index
        else:
            self.rebuild_index(progress)

    def rebuild_index(self, progress: Progress | None = None) -> None:
        """Make the index anew from the text, whatever was there. Raises VaultReadOnly, DiskFull."""
        with self.store.transaction():
            self.index.rebuild(self.store.documents.unit_rows(), progress)

    @property
    def index_is_stale(self) -> bool:
        """Whether searching would miss something.

        Units are counted once; later writes keep index and text in step.
        """
        if self.index.needs_rebuild:
            return True
        with self._lazy:
            if not self._counted:
                with self.store.snapshot():
                    if self.index.count != self.store.documents.unit_count():
                        return True
                self._counted = True
        return False

    def search(
        self,
        query: str,
        *,
        any_word: bool = False,
        limit: int = 50,
        offset: int = 0,
        sort: str = "best",
        first: Container[tuple[str, int]] = (),
        ranked: Ranked | None = None,
    ) -> SearchResult:
        """Find the units that match. Raises QueryError.

        `hits` are those from `offset`, at most `limit`; `order` has every matching unit. `sort` is
        one of `model.search.SORTS`; by a fact, each document's units come from its beginning.
        Places (document id, unit number) that are in `first` come before all others. `ranked` is
        called as soon as the order is known, before the snippets are made.
        """
        began = time.perf_counter()
        self.ensure_index()
        with self.store.snapshot():
            found = self.index.search(query, any_word=any_word)
            result = self.result_of(
                found.reading, found.order, limit=limit, offset=offset, sort=sort, first=first,
                began=began, ranked=ranked,
            )  # fmt: skip
            if result.total:
                return result
            better = self.index.did_you_mean(found.reading)
            words = self.index.word_counts(found.reading)
        notes: tuple[str, ...] = (f"Did you mean: {better}",) if better else ()
        notes += tuple(self._unknown_tags(found.reading))
        took = (time.perf_counter() - began) * 1000
        return replace(result, notes=notes, words=words, took_ms=took)

    def _unknown_tags(self, reading: Reading) -> Iterator[str]:
        """What to say of tags in a query that are not in the codebook."""
        from itrvault.search.fields import matcher
        from itrvault.search.query import tests

        for test in dict.fromkeys(tests(reading.node)):
            if test.field == "tag" and not any(
                map(matcher(test), self.store.tags.paths().values())
            ):
                nearest = self.store.tags.nearest(test.value)
                yield f"There is no tag “{test.value}”; the nearest are {nearest}."

    def result_of(
        self,
        reading: Reading,
        order: Sequence[tuple[int, float]],
        *,
        limit: int,
        offset: int = 0,
        sort: str = "best",
        first: Container[tuple[str, int]] = (),
        began: float,
        ranked: Ranked | None = None,
    ) -> SearchResult:
        """What matches (unit row, score) as a result. `began` is a time of `perf_counter`."""
        rows = order.rows if isinstance(order, Order) else [row for row, _ in order]
        found = self.store.documents.places_of(rows)
        if sort == "best" and not first and None not in found:
            # Nearly always: of a hundred thousand matches only those that are shown are touched.
            every = tuple(cast("list[tuple[str, int]]", found))
            part = slice(offset, offset + limit)
            shown = [
                (place, row, score)
                for place, (row, score) in zip(every[part], order[part], strict=True)
            ]
        else:
            known = [
                (place, row, score)
                for place, (row, score) in zip(found, order, strict=True)
                if place is not None
            ]
            if sort != "best":
                known.sort(key=self._by_fact(sort), reverse=sort == "newest")
            if first:
                known.sort(key=lambda match: match[0] not in first)
            shown = known[offset : offset + limit]
            every = tuple(place for place, _, _ in known)
        if ranked is not None:
            ranked(reading, every)
        return SearchResult(
            query=reading.query,
            read_as=reading.read_as,
            total=len(every),
            documents=len({document for document, _ in every}),
            hits=self._hits(reading, shown),
            order=every,
            took_ms=(time.perf_counter() - began) * 1000,
        )

    def _by_fact(
        self, sort: str
    ) -> Callable[[tuple[tuple[str, int], int, float]], tuple[object, ...]]:
        """A key that sorts matches by a fact of their documents, then by where they stand."""
        newest = sort == "newest"
        field = "date" if newest else sort
        keys = dict(self.store.facts.document_values("id"))
        values = dict(self.store.facts.document_values(field))
        by_document = {key: sort_key(values.get(row, "")) for row, key in keys.items()}

        def key_of(match: tuple[tuple[str, int], int, float]) -> tuple[object, ...]:
            (document, unit), _, _ = match
            unknown, value = by_document.get(document, sort_key(""))
            # Backwards, what is unknown still comes last and a document begins at its beginning.
            return (unknown != newest, value, document, -unit if newest else unit)

        return key_of

    def _hits(
        self, reading: Reading, ranked: list[tuple[tuple[str, int], int, float]]
    ) -> tuple[Hit, ...]:
        from itrvault.search.passages import asked_for
        from itrvault.search.results import densest, snippet

        documents: dict[str, Document] = {}
        rows = [row for _, row, _ in ranked]
        texts = self.store.documents.texts_by_row(rows)
        marks, ends = self.index.marks_and_ends(reading, list(texts.values()))
        labels = self.store.documents.labels_by_row(rows)
        passages = self._passages_of({key for (key, _), _, _ in ranked})
        hits = []
        for (key, number), row, score in ranked:
            if key not in documents:
                documents[key] = self.store.documents.get(key)
            document, unit = documents[key], texts[row]
            spans = marks[row]
            own = passages.get(key, [])
            places = spans or asked_for(  # of `tag:x` the passage with that tag
                reading.node,
                number,
                len(unit.text),
                own,
                partial(self._redlines_of, key, number),
            )
            whole, marked = unit.text, places
            if row in ends:  # the hit is shown whole, with what of it stands on the next page
                whole, marked = ends[row].joined(unit.text, spans)
            shown = densest(whole, marked)
            text, marked = snippet(whole, marked, best=shown)
            hits.append(
                Hit(
                    document=key,
                    symbol=document.symbol,
                    title=document.title,
                    proponent=document.value("proponent"),
                    unit=number,
                    page=labels[row],
                    score=score,
                    snippet=text,
                    snippet_spans=marked,
                    spans=spans,
                    tags=tuple(
                        dict.fromkeys(
                            tag
                            for passage in own
                            if passage.reaches(number)
                            for tag in passage.annotation.tags
                        )
                    ),
                    shown=min(shown, len(spans) - 1) if spans else 0,
                )
            )
        return tuple(hits)

    def marks(
        self, reading: Reading, document: str, units: Sequence[Unit]
    ) -> dict[int, tuple[Span, ...]]:
        """The places of a query's hits in the texts of units of one document, by their numbers.

        Also of what runs from one page to the next, on both. Raises NoSuchUnit.
        """
        if not reading.crossing:
            return {
                unit.number: self.index.spans(reading, unit.text, unit.language, unit.redlines)
                for unit in units
            }
        rows = {self.store.documents.unit_row(document, unit.number): unit for unit in units}
        found = self.index.marks(
            reading,
            [
                IndexUnit(row, 0, unit.language, unit.text, unit.redlines)
                for row, unit in rows.items()
            ],
        )
        return {rows[row].number: spans for row, spans in found.items()}

    def _redlines_of(self, document: str, number: int) -> tuple[Redline, ...]:
        return self.store.documents.unit(document, number).redlines

    def _passages_of(self, documents: set[str]) -> dict[str, list[Passage]]:
        """The annotations of these documents with what a query can ask of them."""
        from itrvault.search.passages import Passage

        noted = self.store.annotations.noted(documents)
        if not noted:
            return {}
        paths = self.store.tags.paths()
        assessed = {risk.annotation for risk in self.store.risks.brief()}
        return {
            key: [
                Passage(
                    annotation,
                    tuple(paths[tag] for tag in annotation.tags if tag in paths),
                    annotation.id in assessed,
                )
                for annotation in self.store.annotations.of_document(key)
            ]
            for key in noted
        }

    def annotations_matching(self, query: str) -> list[Annotation]:
        """The annotations on units that match a query, in order of place. Raises QueryError."""
        with self.store.snapshot():
            numbers = _by_document(self.search(query, limit=0).order)
            return [
                one
                for one in self.store.annotations.all()
                if _touched(one, numbers.get(one.document, ()))
            ]

    # -- changing --------------------------------------------------------------------------------

    def remove_document(self, key: str) -> Change:
        """Erase a document and its place in the index, in one transaction. Not undone by `undo`."""
        with self.store.transaction():
            row = self.store.documents.get(key).row
            self.index.remove(row)
            return self.store.documents.remove(key)

    def check(self, progress: Progress | None = None) -> CheckReport:
        """Verify the file, the hashes, the journal, the anchors and the index; changes nothing."""
        progress = progress or NullProgress()
        items = list(self.store.check(progress).items)
        items.append(self._check_index(progress))
        layers = self.sandbox.layers()
        items.append(
            CheckItem(
                Severity.OK,
                "readers",
                f"Files are read by processes confined by {', '.join(layers)}.",
            )
            if layers
            else CheckItem(
                Severity.WARNING, "readers", "Nothing on this system confines the readers."
            )
        )
        return CheckReport(tuple(items))

    def _check_index(self, progress: Progress) -> CheckItem:
        if self.index.outdated:
            sentence = "The index is of another version; it is made anew before the next search."
            return CheckItem(Severity.WARNING, "index", sentence)
        units = self.store.documents.unit_rows()
        trouble = self.index.trouble or self.index.verify(units, progress)
        if not trouble:
            sentence = "The index holds every page and section once."
            return CheckItem(Severity.OK, "index", sentence)
        return CheckItem(
            Severity.ERROR,
            "index",
            f"The index does not agree with the text: {trouble}. "
            "Make it anew with: itrvault check --rebuild. No document and no note is affected.",
        )

    def close(self) -> None:
        """Stop the readers and leave one file behind."""
        with self._lazy:
            if self._sandbox is not None:
                self._sandbox.close()
                self._sandbox = None
            self._index = None
        self.store.close()

    def __enter__(self) -> Vault:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _by_document(places: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    """Document id to the numbers of its units among the places, in order."""
    numbers: dict[str, list[int]] = {}
    for key, number in sorted(places):
        numbers.setdefault(key, []).append(number)
    return numbers


def _touched(annotation: Annotation, numbers: Sequence[int]) -> Sequence[int]:
    """Those of the unit numbers (in order) that the passage lies in.

    Not by counting from its first unit to its last: a stranger's may end at the two-billionth.
    """
    first = bisect_left(numbers, annotation.anchor.unit)
    return numbers[first : bisect_right(numbers, annotation.anchor.end_unit)]


def _with_tags_as_called(query: str, before: Mapping[str, str], after: Mapping[str, str]) -> str:
    from itrvault.search.tagnames import followed  # reading queries costs start-up

    return followed(query, before, after)
