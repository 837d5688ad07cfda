"""A small index in memory over given texts, for the tests of the search."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from itrvault.model.search import IndexUnit
from itrvault.search.blobs import MemoryFiles
from itrvault.search.builder import build_segment
from itrvault.search.fields import Facts
from itrvault.search.index import Index


def units_of(
    texts: Sequence[str | tuple[str, str]], first: int = 0, pages: int = 2
) -> list[IndexUnit]:
    """Units numbered from `first`, two to a document or another number of `pages`; each a text or
    (language, text)."""
    units = []
    for number, text in enumerate(texts, first):
        language, words = ("en", text) if isinstance(text, str) else text
        units.append(IndexUnit(number, number // pages, language, words))
    return units


def index_of(
    *texts: str | tuple[str, str], facts: Facts | None = None, segments: int = 1, pages: int = 2
) -> Index:
    """An index of these texts, in some segments; so many pages are a document."""
    return fill(MemoryFiles(), units_of(texts, pages=pages), facts, segments)


def fill(
    files: MemoryFiles, units: Sequence[IndexUnit], facts: Facts | None = None, segments: int = 1
) -> Index:
    index = Index(files, facts)
    size = -(-len(units) // segments) or 1
    size += size % 2  # documents stay whole
    parts = [units[start : start + size] for start in range(0, len(units), size)]
    index.adopt([build_segment(part) for part in parts])
    return index


def rows(index: Index, query: str, *, any_word: bool = False) -> set[int]:
    """The rows of the matching units."""
    return {row for row, _ in index.search(query, any_word=any_word).order}


def marked(index: Index, query: str, text: str) -> list[str]:
    """The stretches of a text that are marked for a query."""
    reading = index.parse(query)
    return [text[span.start : span.end] for span in index.spans(reading, text)]


class Known:
    """Facts given as lists of (row, value)."""

    def __init__(
        self,
        documents: dict[str, list[tuple[int, str]]] | None = None,
        units: dict[str, list[tuple[int, str]]] | None = None,
    ) -> None:
        self.documents = documents or {}
        self.units = units or {}

    def document_values(self, field: str) -> Iterable[tuple[int, str]]:
        return self.documents.get(field, [])

    def unit_values(self, field: str) -> Iterable[tuple[int, str]]:
        return self.units.get(field, [])
