"""Signs many documents out of the numbers of their chunks: `sameness.signature`, the quick way.

Each different chunk is taken apart into words and hashed once (`chunks.py`), all else is arithmetic
on arrays. The signatures are the same to the bit, which a test holds them to.
"""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from collections.abc import Sequence
from itertools import chain, count, islice
from typing import TYPE_CHECKING

from itrvault.model.geometry import Span
from itrvault.text.chunks import Chunks, cut
from itrvault.text.rows import Rows, distinct
from itrvault.text.running import running_lines, without
from itrvault.text.sameness import (
    FEWEST_KEPT,
    FEWEST_WORDS,
    KEPT,
    pack_signature,
    word_hash,
    words_of,
)
from itrvault.text.words import UNSPACED, plain_words, unhyphened

if TYPE_CHECKING:
    import numpy as np

    Numbers = np.ndarray[tuple[int], np.dtype[np.int64]]
    Hashes = np.ndarray[tuple[int, int], np.dtype[np.uint32]]

_UNSPACED = re.compile(f"[{UNSPACED}]")
_HYPHENS = "-\u2010\u2011\u00ad"  # "" is in it, too: forty blanks tell nothing
_FAR_BREAK = re.compile(r"-[ \t\r]*\n[ \t]*[^\S \t]\s*\w")
_OTHER_FAR_BREAK = re.compile("[\u2010\u2011][ \t\r]*\n[ \t]*[^\\S \t]\\s*\\w")
"""A word broken over an empty line is one word here, and would be two chunks."""


class Signer:
    """Remembers the words of the chunks it has met. Not thread safe."""

    def __init__(self, chunks: Chunks) -> None:
        import numpy as np

        self._chunks = chunks
        self._words: defaultdict[str, int] = defaultdict(count().__next__)
        self._hashes: Hashes = np.empty((0, 3), np.uint32)  # of each word, by its place in a run
        self._of_chunks = Rows(self._words_of)

    def signature(
        self, texts: Sequence[str], numbers: Sequence[array[int] | None], *, pages: bool = False
    ) -> bytes:
        """`sameness.signature` of the texts, whose chunks have these numbers."""
        import numpy as np

        words: list[Numbers] = []
        waiting = array("i")  # chunks
        lines = running_lines(texts) if pages else [[] for _ in texts]
        for text, known, passed_over in zip(texts, numbers, lines, strict=True):
            if passed_over:
                known = self._without(text, known, passed_over)
                text = without(text, passed_over)
            if known is not None and _broken_far(text):
                known = self._chunks.numbers(unhyphened(text))
            if known is not None:
                waiting += known
                continue
            if _UNSPACED.search(text):  # they make pairs, over ends of lines and pages
                return self._sign(self._numbers(words_of(texts, pages=pages)))
            words.append(self._of(waiting))
            waiting = array("i")
            words.append(self._numbers(plain_words(text)))
        words.append(self._of(waiting))
        return self._sign(np.concatenate(words))

    def _without(
        self, text: str, known: array[int] | None, passed_over: Sequence[Span]
    ) -> array[int] | None:
        """The numbers of a text's chunks without some lines; `known` are those of all of it.

        Lines that are passed over lie at the top and at the bottom, so that only these need to be
        cut again.
        """
        edges = [0, *chain.from_iterable((span.start, span.end) for span in passed_over), len(text)]
        kept = list(zip(edges[::2], edges[1::2], strict=True))
        main = max(kept, key=lambda part: part[1] - part[0])
        before, after = cut(text[: main[0]]), cut(text[main[1] :])
        joined = _may_join(text, main[0]) or _may_join(text, main[1])
        if known is None or before is None or after is None or joined:
            return self._chunks.numbers(without(text, passed_over))
        found = array("i")
        for part in kept:
            if part == main:
                found += known[len(before) : len(known) - len(after)]
            else:
                found += self._chunks.numbers(text[part[0] : part[1]]) or array("i")
        return found

    def _numbers(self, words: list[str]) -> Numbers:
        import numpy as np

        return np.array([self._words[word] for word in words], np.int64)

    def _of(self, chunks: array[int]) -> Numbers:
        """The words of some chunks, one after another."""
        import numpy as np

        return self._of_chunks.take(np.array(chunks, np.int64))[0]

    def _words_of(self, chunks: list[int]) -> tuple[list[int], list[int]]:
        spellings, words = self._chunks.spellings, self._words
        values, counts = [], []
        for chunk in chunks:
            spelling = spellings[chunk]
            if spelling.isascii() and spelling.isalnum():
                values.append(words[spelling])
                counts.append(1)
            else:
                found = plain_words(spelling)
                values += [words[word] for word in found]
                counts.append(len(found))
        return values, counts

    def _sign(self, words: Numbers) -> bytes:
        import numpy as np

        if len(words) < FEWEST_WORDS:
            return b""
        known = len(self._hashes)
        if known < len(self._words):
            data = b"".join(map(word_hash, islice(self._words, known, None)))
            new = np.frombuffer(data, "<u4").reshape(-1, 3).astype(np.uint32)
            self._hashes = np.concatenate((self._hashes, new))
        first, second, third = self._hashes.T
        runs = first[words[:-2]] ^ second[words[1:-1]] ^ third[words[2:]]
        kept = distinct(runs[runs < KEPT])
        if len(kept) >= FEWEST_KEPT:
            return pack_signature(kept.tolist())
        return pack_signature(distinct(runs).tolist(), short=True)


def _may_join(text: str, edge: int) -> bool:
    """Whether a word may go on over the end of a line."""
    before = text[max(0, edge - 40) : edge].rstrip()
    return edge > 0 and before[-1:] in _HYPHENS


def _broken_far(text: str) -> bool:
    if _FAR_BREAK.search(text):
        return True
    hyphens = "\u2010" in text or "\u2011" in text
    return hyphens and _OTHER_FAR_BREAK.search(text) is not None
