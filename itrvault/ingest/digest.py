"""What is made of a document's text before it is stored: languages, signature and index.

Runs in our own worker processes (`workers.py`) or, for small imports, in place. Works on text that
has been checked already; nothing foreign is parsed here.
"""

from __future__ import annotations

import gc
from array import array
from dataclasses import dataclass

from itrvault.model.document import Doubt, Redline
from itrvault.model.search import IndexUnit
from itrvault.search.builder import Segment, build_segment
from itrvault.search.lexicon import Lexicon
from itrvault.text.chunks import Chunks
from itrvault.text.judge import judge_pages
from itrvault.text.language import detect_language
from itrvault.text.sketching import Signer

_REMEMBERED = 200_000
"""Chunks (of some 700 bytes each, with all that is known of them) from which a digester begins
anew. A language has fewer words, but numbers and misprints never end."""


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


class Digester:
    """Digests documents, remembering what it made of every chunk of text. One thread uses it."""

    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self._chunks = Chunks()
        self._lexicon = Lexicon(self._chunks)
        self._signer = Signer(self._chunks)

    def digest(self, documents: list[Texts]) -> Digest:
        """Tell languages, sign, and build one segment for some documents."""
        if len(self._chunks) > _REMEMBERED:
            self._begin()
            gc.collect()  # what is forgotten refers to itself
        languages, doubts, signatures = [], [], []
        units: list[IndexUnit] = []
        numbers: list[array[int] | None] = []
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
            cut = [self._chunks.numbers(text) for text in document.texts]
            numbers += cut
            signatures.append(self._signer.signature(document.texts, cut, pages=document.pages))
        segment = build_segment(units, self._lexicon, numbers) if units else None
        return Digest(tuple(languages), tuple(doubts), tuple(signatures), segment)


def digest(documents: list[Texts]) -> Digest:
    """The same, once."""
    return Digester().digest(documents)
