"""Signs many documents out of the numbers of their chunks: `sameness.signature`, the quick way.

Each different chunk is taken apart into words and hashed once (`chunks.py`), all else is arithmetic
on arrays. The signatures are the same to the bit, which a test holds them to.
"""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from collections.abc import Sequence
from itertools import count, islice
from typing import TYPE_CHECKING

from itrvault.text.chunks import Chunks
from itrvault.text.running import running_lines, without
from itrvault.text.sameness import (
    FEWEST_KEPT,
    FEWEST_WORDS,
    KEPT,
    pack_signature,
    signature,
    word_hash,
)
from itrvault.text.words import UNSPACED, plain_words

if TYPE_CHECKING:
    import numpy as np

    Numbers = np.ndarray[tuple[int], np.dtype[np.int64]]
    Hashes = np.ndarray[tuple[int, int], np.dtype[np.uint32]]

_UNSPACED = re.compile(f"[{UNSPACED}]")
_FAR_BREAK = re.compile(r"-[ \t\r]*\n[ \t]*[^\S \t]\s*\w")
_OTHER_FAR_BREAK = re.compile("[\u2010\u2011][ \t\r]*\n[ \t]*[^\\S \t]\\s*\\w")
"""A word broken over an empty line is one word here, and two chunks."""


class Signer:
    """Remembers the words of the chunks it has met. Not thread safe."""

    def __init__(self, chunks: Chunks) -> None:
        import numpy as np

        self._chunks = chunks
        self._words: defaultdict[str, int] = defaultdict(count().__next__)
        self._hashes: Hashes = np.empty((0, 3), np.uint32)  # of each word, by its place in a run
        # Of each chunk: where its words begin among `_of_chunks`, -1 while nobody asked; how many.
        self._firsts: Numbers = np.empty(0, np.int64)
        self._counts: Numbers = np.empty(0, np.int64)
        self._of_chunks = array("i")

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
                text = without(text, passed_over)
                known = self._chunks.numbers(text)
            if known is not None and not _broken_far(text):
                waiting += known
                continue
            if _UNSPACED.search(text):  # they make pairs, over ends of lines and pages
                return signature(texts, pages=pages)
            words.append(self._of(waiting))
            waiting = array("i")
            words.append(np.array([self._words[word] for word in plain_words(text)], np.int64))
        words.append(self._of(waiting))
        return self._sign(np.concatenate(words))

    def _of(self, chunks: array[int]) -> Numbers:
        """The words of some chunks, one after another."""
        import numpy as np

        wanted = np.array(chunks, np.int32)
        missing = len(self._chunks) - len(self._firsts)
        if missing > 0:
            self._firsts = np.concatenate((self._firsts, np.full(missing, -1, np.int64)))
            self._counts = np.concatenate((self._counts, np.zeros(missing, np.int64)))
        self._study(np.unique(wanted[self._firsts[wanted] < 0]).tolist())
        counts = self._counts[wanted]
        skipped = np.cumsum(counts) - counts
        places = np.arange(counts.sum()) + np.repeat(self._firsts[wanted] - skipped, counts)
        words: Numbers = np.array(self._of_chunks, np.int64)[places]
        return words

    def _study(self, chunks: list[int]) -> None:
        spellings, words = self._chunks.spellings, self._words
        for chunk in chunks:
            spelling = spellings[chunk]
            self._firsts[chunk] = len(self._of_chunks)
            if spelling.isascii() and spelling.isalnum():
                self._of_chunks.append(words[spelling])
                self._counts[chunk] = 1
            else:
                found = plain_words(spelling)
                self._of_chunks.extend(map(words.__getitem__, found))
                self._counts[chunk] = len(found)

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
        kept = np.unique(runs[runs < KEPT])
        if len(kept) >= FEWEST_KEPT:
            return pack_signature(kept.tolist())
        return pack_signature(np.unique(runs).tolist(), short=True)


def _broken_far(text: str) -> bool:
    if _FAR_BREAK.search(text):
        return True
    hyphens = "\u2010" in text or "\u2011" in text
    return hyphens and _OTHER_FAR_BREAK.search(text) is not None
