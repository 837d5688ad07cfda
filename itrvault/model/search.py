"""What a search gives back."""

from __future__ import annotations

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
