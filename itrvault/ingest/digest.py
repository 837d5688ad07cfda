"""What is made of a document's text before it is stored: languages, signature and index.

Runs in our own worker processes (`workers.py`) or, for small imports, in place. Works on text that
has been checked already; nothing foreign is parsed here.
"""

from __future__ import annotations

from dataclasses import dataclass

from itrvault.model.document import Doubt, Redline
from itrvault.model.search import IndexUnit
from itrvault.search.builder import Segment, build_segment
from itrvault.text.judge import judge_pages
from itrvault.text.language import detect_language
from itrvault.text.sameness import signature


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of one document's units, and the row numbers reserved for them.

    `pages` says that they are pages, with running heads; `redlines` are those of each unit, nothing
    when there are none.
    """

    document_row: int
    first_row: int
    texts: tuple[str, ...]
    pages: bool = False
    redlines: tuple[tuple[Redline, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Digest:
    """Per document the language of every unit, what is doubtful about it (of pages only), and the
    signature; the segment that indexes all.
    """

    languages: tuple[tuple[str, ...], ...]
    doubts: tuple[tuple[Doubt, ...], ...]
    signatures: tuple[bytes, ...]
    segment: Segment | None


def digest(documents: list[Texts]) -> Digest:
    """Tell languages, sign, and build one segment for some documents."""
    languages, doubts = [], []
    units: list[IndexUnit] = []
    for document in documents:
        told = tuple(map(detect_language, document.texts))
        languages.append(told)
        judged = judge_pages(document.texts, told) if document.pages else ()
        doubts.append(tuple(each.doubt for each in judged) or (Doubt.NONE,) * len(told))
        redlines = document.redlines or ((),) * len(told)
        units += (
            IndexUnit(document.first_row + number, document.document_row, language, text, lines)
            for number, (language, text, lines) in enumerate(
                zip(told, document.texts, redlines, strict=True)
            )
        )
    signatures = tuple(signature(each.texts, pages=each.pages) for each in documents)
    segment = build_segment(units) if units else None
    return Digest(tuple(languages), tuple(doubts), signatures, segment)
