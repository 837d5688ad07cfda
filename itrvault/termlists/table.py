"""The table a list of queries gives: a row for each line, a cell for each document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True, slots=True)
class TermHits:
    """Where one query finds something in one document.

    `units` are the numbers of the matching units in order, from 0, and `pages` what a reader calls
    them. `places` counts the places of its words and phrases there, at least one a unit; small
    words ("of") count only where there are no others.
    """

    document: str
    units: tuple[int, ...]
    pages: tuple[str, ...]
    places: int


@dataclass(frozen=True, slots=True)
class TermRow:
    """One line of the list. Either it was read, or `error` says in a sentence why it was not.

    `line` is its number in the list, from 1. `position` is where the query went wrong, from 0, and
    `suggestion` the nearest query that can be read, "" when there is none.
    """

    line: int
    query: str
    read_as: str = ""
    hits: tuple[TermHits, ...] = ()
    error: str = ""
    position: int = 0
    suggestion: str = ""

    @property
    def documents(self) -> int:
        """In how many documents it finds something."""
        return len(self.hits)

    @property
    def units(self) -> int:
        """On how many pages and sections."""
        return sum(len(one.units) for one in self.hits)

    @property
    def places(self) -> int:
        """In how many places in all."""
        return sum(one.places for one in self.hits)


@dataclass(frozen=True, slots=True)
class TermDocument:
    """A column: a document in which some query finds something."""

    id: str
    symbol: str
    title: str
    proponent: str

    @property
    def name(self) -> str:
        """What to call it."""
        return self.symbol or self.title or self.id[:12]


@dataclass(frozen=True)
class TermTable:
    """All rows, in the order of the list, and the documents in the order of the archive."""

    rows: tuple[TermRow, ...]
    documents: tuple[TermDocument, ...]

    @property
    def failed(self) -> tuple[TermRow, ...]:
        """The lines that could not be read."""
        return tuple(row for row in self.rows if row.error)

    @property
    def empty(self) -> tuple[TermRow, ...]:
        """The lines that were read and find nothing."""
        return tuple(row for row in self.rows if not row.error and not row.hits)

    @cached_property
    def _cells(self) -> dict[tuple[int, str], TermHits]:
        return {(row.line, one.document): one for row in self.rows for one in row.hits}

    def cell(self, row: TermRow, document: str) -> TermHits | None:
        """What a line finds in a document; None when nothing."""
        return self._cells.get((row.line, document))

    def units(self, lines: Iterable[int] | None = None) -> Iterator[tuple[TermRow, str, int]]:
        """(row, document id, unit number) of everything found, of some lines or of all."""
        wanted = None if lines is None else set(lines)
        for row in self.rows:
            if wanted is None or row.line in wanted:
                for one in row.hits:
                    for unit in one.units:
                        yield row, one.document, unit
