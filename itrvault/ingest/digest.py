"""What is made of a document's text before it is stored: languages and index.

Runs in our own worker processes (`workers.py`) or, for small imports, in place. Works on text that
has been checked already; nothing foreign is parsed here.
"""

from __future__ import annotations

from dataclasses import dataclass

from itrvault.model.search import IndexUnit
from itrvault.search.builder import Segment, build_segment
from itrvault.text.language import detect_language


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of one document's units, and the row numbers reserved for them."""

    document_row: int
    first_row: int
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Digest:
    """The language of every unit, per document, and the segment that indexes them all."""

    languages: tuple[tuple[str, ...], ...]
    segment: Segment | None


def digest(documents: list[Texts]) -> Digest:
    """Tell languages and build one segment for some documents."""
    languages = []
    units: list[IndexUnit] = []
    for document in documents:
        told = tuple(map(detect_language, document.texts))
        languages.append(told)
        units += (
            IndexUnit(document.first_row + number, document.document_row, language, text)
            for number, (language, text) in enumerate(zip(told, document.texts, strict=True))
        )
    return Digest(tuple(languages), build_segment(units) if units else None)
