"""What a search gives back."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from itrvault.model.document import Redline
from itrvault.model.geometry import Span


@dataclass(frozen=True, slots=True)
class IndexUnit:
    """A unit on its way into the index. `row` is its number in the vault (units table)."""

    row: int
    document_row: int
    language: str
    text: str
    redlines: tuple[Redline, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One unit that matches. `spans` are the places in the unit's text, in order.

    `snippet` is a stretch of the unit's text (white space folded to single spaces) and
    `snippet_spans` the matched places inside the snippet.
    """

    document: str
    symbol: str
    title: str
    proponent: str
    unit: int
    page: str
    score: float
    snippet: str
    snippet_spans: tuple[Span, ...]
    spans: tuple[Span, ...]
    tags: tuple[str, ...] = ()
    shown: int = 0
    """Which of `spans` the snippet begins with."""


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The answer to a query. `read_as` says in words how the query was understood.

    `total` counts matching units, `documents` the documents they lie in. `order` has
    (document id, unit number) for every matching unit, best first, so that a reader can step
    through all of them without asking again.
    """

    query: str
    read_as: str
    total: int
    documents: int
    took_ms: float
    hits: tuple[Hit, ...]
    order: tuple[tuple[str, int], ...] = ()
    notes: tuple[str, ...] = ()
    words: tuple[tuple[str, int], ...] = field(default=())
    """For an empty result: each word alone and how many units hold it."""


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A query kept under a name. `order` is its place in the list, from 0."""

    id: str
    name: str
    query: str
    order: int = 0


@dataclass(frozen=True, slots=True)
class SavedState:
    """What a saved search finds now. `new` are the places that came since it was last looked at.

    `looked` is the ISO time of that, "" when nobody ever did: then nothing counts as new. `error`
    is what is odd in the query, "" when it can be read.
    """

    search: SavedSearch
    places: int = 0
    documents: int = 0
    new: tuple[tuple[str, int], ...] = ()
    looked: str = ""
    error: str = ""


_FIGURES = re.compile(r"(\d+)")


def sort_key(value: str) -> tuple[bool, tuple[tuple[int, int, str], ...]]:
    """Sorts as a person would: "WCIT12/3" before "WCIT12/27", capitals or not, nothing last."""
    parts = _FIGURES.split(value.casefold())
    return not value, tuple(
        (0, int(part), part) if part.isdecimal() else (1, 0, part) for part in parts if part
    )


SORTS = ("best", "date", "newest", "symbol", "proponent", "title")
"""Orders of a result: by rank, else by a fact of its documents (the unknown last)."""


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet: `documents` and `places` (units) of the result have it.

    `query` narrows a search to it ("class:leaked"); put "-" before it to leave it out.
    """

    value: str
    query: str
    documents: int
    places: int


FACETS = ("class", "series", "proponent", "language", "date", "article", "tag", "notes")
"""By what a result is counted."""


@dataclass(frozen=True, slots=True)
class Facet:
    """How a result divides by one fact; only values that are in it, in the order to list them."""

    name: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True)
class TellingTerm:
    """A word that sets a result apart: it stands in `places` of its units, `archive` of all.

    `word` is a spelling that stands there, `language` the ISO code of the units it was counted in
    ("" for unknown); `in_language` and `archive_in_language` are how many units those are.
    """

    word: str
    language: str
    places: int
    archive: int
    in_language: int
    archive_in_language: int
