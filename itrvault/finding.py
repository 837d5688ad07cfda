"""What is asked of a vault about a result, beyond the result itself.

How it divides (facets), what sets it apart, what is like a passage, and what is new in a saved
search. Functions over a `Vault`; any thread may call them. Each looks at one state of the vault.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from itrvault.errors import QueryError
from itrvault.model.geometry import FlowLayout, Span
from itrvault.model.journal import Change
from itrvault.model.search import (
    FACETS,
    Facet,
    IndexUnit,
    SavedSearch,
    SavedState,
    SearchResult,
    TellingTerm,
)
from itrvault.progress import CancelToken
from itrvault.text.stretches import sentence_at
from itrvault.vault import Vault

if TYPE_CHECKING:
    from itrvault.search.reading import Reading

NOTHING: Mapping[str, str] = {}
PASSAGE = 160
"""Code points of a passage, at least: two lines say what it is about."""


def facets(
    vault: Vault,
    query: str,
    *,
    any_word: bool = False,
    apart: Mapping[str, str] = NOTHING,
    names: Sequence[str] = FACETS,
) -> tuple[Facet, ...]:
    """Count the whole result of a query by the named facets; "" counts the archive.

    `apart` names for a facet the query without its own filter, whose result it counts, so that
    what was not chosen can still be. Raises QueryError.
    """
    vault.ensure_index()
    with vault.store.snapshot():
        known: dict[str, Sequence[int]] = {}

        def rows(text: str) -> Sequence[int]:
            if text not in known:
                if text.strip():
                    known[text] = vault.index.matching(text, any_word=any_word)[1]
                else:
                    known[text] = vault.index.every_row()
            return known[text]

        own = {name: rows(text) for name, text in apart.items()}
        return vault.index.facets(own, rows(query), names)


def telling_terms(
    vault: Vault,
    query: str,
    *,
    any_word: bool = False,
    limit: int = 12,
    cancel: CancelToken | None = None,
) -> tuple[TellingTerm, ...]:
    """The words that set the result of a query apart from the archive, the most telling first.

    Raises QueryError, Cancelled.
    """
    vault.ensure_index()
    with vault.store.snapshot():
        found = vault.index.search(query, any_word=any_word)
        rows = [row for row, _ in found.order]
        return vault.index.telling(found.reading, rows, _texts(vault), limit=limit, cancel=cancel)


def better_query(vault: Vault, query: str, *, any_word: bool = False) -> str:
    """The query with words respelt that stand hardly anywhere beside one spelt nearly so, or "".

    For a query that finds something: a misspelling may stand in the archive, too. Raises
    QueryError.
    """
    vault.ensure_index()
    with vault.store.snapshot():
        reading = vault.index.parse(query, any_word=any_word)
        return vault.index.did_you_mean(reading, rare=True)


@dataclass(frozen=True, slots=True)
class Source:
    """A passage of a document to find the like of: a whole unit, or a stretch of it.

    `start` and `end` are code points of the unit's text; `end` 0 means the whole.
    """

    document: str
    unit: int
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Alike:
    """Passages like one, as a result whose scores are how much of it is there (0 to 1).

    `reading` marks its words in any text; None when the passage has no words to go by, and then
    the result is empty. `quoted` is the passage.
    """

    result: SearchResult
    reading: Reading | None
    quoted: str


def around(vault: Vault, document: str, unit: int, span: Span | None) -> Source:
    """The passage around a hit that is worth finding the like of: whole sentences, not too few.

    Without a span the whole unit. Raises NoSuchDocument, NoSuchUnit.
    """
    whole = vault.store.documents.unit(document, unit)
    if span is None or not len(span):
        return Source(document, unit)
    layout = whole.layout if isinstance(whole.layout, FlowLayout) else None
    first = sentence_at(whole.text, span.start, layout)
    start, end = first.start, first.end
    while end - start < PASSAGE and end < len(whole.text):
        following = sentence_at(whole.text, end + 1, layout)
        if following.end <= end:
            break
        end = following.end
    return Source(document, unit, start, min(end, start + 4 * PASSAGE))


def similar(vault: Vault, source: Source | str, *, limit: int = 50, offset: int = 0) -> Alike:
    """Find what is like a passage, the nearest first: copies of it, then the same subject.

    The unit it was taken from is left out. Raises NoSuchDocument, NoSuchUnit.
    """
    from itrvault.search.similar import Passage

    began = time.perf_counter()
    vault.ensure_index()
    with vault.store.snapshot():
        own: list[int] = []
        if isinstance(source, Source):
            document = vault.store.documents.get(source.document)
            unit = vault.store.documents.unit(document.id, source.unit)
            text = unit.text[source.start : source.end or None]
            passage = Passage.of(text, unit.language)
            own = [vault.store.documents.unit_row(document.id, source.unit)]
        else:
            text = source
            passage = Passage.of(text)
        found = vault.index.similar(passage, _texts(vault), own)
        if found is None:
            empty = SearchResult(text, "", 0, 0, _milliseconds(began), ())
            return Alike(empty, None, text)
        reading, order = found
        result = vault.result_of(reading, order, limit=limit, offset=offset, began=began)
        return Alike(result, reading, text)


# -- saved searches ----------------------------------------------------------------------------


def saved_state(vault: Vault, search: SavedSearch, rows: Sequence[int] | None = None) -> SavedState:
    """What a saved search finds now, and what of it is new since it was last looked at.

    `rows` is what its query finds, where that is known.
    """
    with vault.store.snapshot():
        try:
            rows = vault.index.matching(search.query)[1] if rows is None else rows
        except QueryError as error:
            return SavedState(search, error=error.message)
        places = vault.store.documents.units_by_row(rows)
        looked = vault.store.searches.looked(search.id)
        new: list[tuple[str, int]] = []
        if looked is not None:
            new = sorted(place for row, place in places.items() if row not in looked.rows)
        return SavedState(
            search,
            places=len(places),
            documents=len({document for document, _ in places.values()}),
            new=tuple(new),
            looked=looked.at if looked is not None else "",
        )


def saved_states(vault: Vault) -> tuple[SavedState, ...]:
    """Every saved search with what it finds now, in their order."""
    vault.ensure_index()
    with vault.store.snapshot():
        return tuple(saved_state(vault, search) for search in vault.store.searches.all())


def look_at(vault: Vault, reference: str, rows: Sequence[int] | None = None) -> Change:
    """Take note that a saved search was looked at: what it finds now is not new any more.

    `rows` are the unit rows that were shown, if not all that it finds by now. Raises NoSuchSearch,
    QueryError, VaultReadOnly.
    """
    vault.ensure_index()
    with vault.store.transaction():
        search = vault.store.searches.get(reference)
        rows = vault.index.matching(search.query)[1] if rows is None else rows
        return vault.store.searches.look(search.id, rows)


def _texts(vault: Vault) -> Callable[[Sequence[int]], Iterable[IndexUnit]]:
    return lambda rows: vault.store.documents.texts_by_row(rows).values()


def _milliseconds(began: float) -> float:
    return (time.perf_counter() - began) * 1000
