"""What the index makes of each different chunk of text, studied once for many texts.

A chunk (`text/chunks.py`) is mostly one word, and then its term is all there is to know. Others are
of several terms, with places of their own among the positions of a text, or of none. Words are
stemmed in the language of the unit they stand in, once for each language they are met in.

A lexicon lives as long as the process that builds segments; nothing in a segment depends on what
was studied before it.
"""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from collections.abc import Sequence
from functools import partial
from itertools import chain, count, pairwise, repeat
from typing import TYPE_CHECKING

from itrvault.search.folding import fold_characters, fold_word, spoken_form
from itrvault.search.parted import NAMES
from itrvault.search.stems import SPELLINGS, stem_keys_of
from itrvault.search.streams import plain_word
from itrvault.search.tokens import (
    MAX_TERM,
    PIECE,
    analyse,
    is_unspaced,
    wide_term,
    year_of,
)
from itrvault.text.chunks import Chunks
from itrvault.text.rows import Rows, ranges

if TYPE_CHECKING:
    import numpy as np

    from itrvault.search.mixed import Judge

    Mask = np.ndarray[tuple[int], np.dtype[np.bool_]]
    Numbers = np.ndarray[tuple[int], np.dtype[np.int64]]

_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)*")
_HYPHENED = re.compile("[a-z]+(?:-[a-z]+)+")


class Lexicon:
    """The terms of the chunks of many texts. Not thread safe.

    A chunk of one term at one position is written as the number of the term, any other (`Pieces`)
    as a negative number.
    """

    def __init__(self, chunks: Chunks | None = None) -> None:
        self.chunks = Chunks() if chunks is None else chunks  # an empty one is false
        self.pieces = Pieces()
        self._terms: defaultdict[str, int] = defaultdict(count().__next__)
        self._codes = array("i")  # of each chunk
        # Words to be stemmed: how they are spelt, their terms, and where those of each chunk begin.
        self._spelt: list[str] = []
        self._spelt_terms = array("i")
        self._spelt_firsts = array("i", [0])
        self._stems: dict[str, Rows] = {}  # of each language: the keys of each word
        self._keys: defaultdict[str, int] = defaultdict(count().__next__)
        self._judge: Judge | None = None

    @property
    def terms(self) -> list[str]:
        """All terms, each at the place of its number."""
        return list(self._terms)

    @property
    def keys(self) -> list[str]:
        """All stem keys, as "language key", each at the place of its number."""
        return list(self._keys)

    def number(self, term: str) -> int:
        """The number of a term."""
        return self._terms[term]

    def codes(self) -> array[int]:
        """For every chunk there is: the number of its one term, or that of a piece."""
        spellings = self.chunks.spellings
        terms, spelt = self._terms, self._spelt
        for number in range(len(self._codes), len(spellings)):
            spelling = spellings[number]
            if spelling.isascii() and spelling.isalpha():
                term = terms[spelling[:MAX_TERM]]
                self._codes.append(term)
                spelt.append(spelling)
                self._spelt_terms.append(term)
            else:
                self._codes.append(self._study(spelling))
            self._spelt_firsts.append(len(spelt))
        return self._codes

    def parts(self, code: int) -> list[tuple[int, int]]:
        """(term, offset) of each term of a chunk."""
        return [(code, 0)] if code >= 0 else self.pieces.parts(code)

    def _study(self, spelling: str) -> int:
        """The code of a chunk that is no word of plain letters."""
        parts: list[tuple[int, int]] = []
        width = 0
        if spelling.isalpha() and not is_unspaced(spelling):
            if term := fold_word(spelling)[:MAX_TERM]:
                return self._note(spelling, term)
        elif _NUMBER.fullmatch(spelling):
            parts.append((self._terms[spelling[:MAX_TERM]], 0))
            parts += ((self._terms[year], 0) for year in year_of(spelling))
            width = 1
        elif _HYPHENED.fullmatch(spelling):
            before = ""
            for word in spelling.split("-"):
                term = word[:MAX_TERM]
                parts.append((self._note(word, term), width))
                if before:
                    joined = wide_term((before[:MAX_TERM] + term)[:MAX_TERM], 2)
                    parts.append((self._note(before + word, joined), width - 1))
                before = word
                width += 1
        elif spelling.startswith(NAMES):  # divided between two pages: it stands in no text whole
            raw = spelling[1:]
            return self._note(raw, spelling[0] + wide_term(fold_word(raw)[:MAX_TERM], 2))
        elif is_unspaced(spelling) and PIECE.fullmatch(spelling):
            return self._study_run(spelling)
        else:
            for match in PIECE.finditer(spelling):
                piece = analyse(match.group())
                for part in piece.parts:
                    number = self._note(part.raw, part.term) if part.raw else self._terms[part.term]
                    parts.append((number, width + part.offset))
                width += piece.width
        if width == 1 and len(parts) == 1 and parts[0][1] == 0:
            return parts[0][0]
        return self.pieces.add([term for term, _ in parts], [at for _, at in parts], width)

    def _study_run(self, spelling: str) -> int:
        """The code of a run of Chinese: each character, and each with the next."""
        chars = fold_characters("".join(spelling.split()))
        terms = [self._terms[char] for char in chars]
        width = len(terms)
        if width == 1:
            return terms[0]
        terms += [self._terms[pair] for pair in map("".join, pairwise(chars))]
        return self.pieces.add(terms, [*range(width), *range(width - 1)], width)

    def _note(self, raw: str, term: str) -> int:
        """Take in a word to be stemmed."""
        number = self._terms[term]
        self._spelt.append(raw)
        self._spelt_terms.append(number)
        return number

    def other_languages(
        self, chunks: Numbers, units: Numbers, languages: Sequence[str]
    ) -> dict[str, Mask]:
        """The chunks that are to be stemmed in other languages than their units': `mixed.py`."""
        from itrvault.search.mixed import Judge

        if self._judge is None:
            self._judge = Judge()
        return self._judge.other_languages(self.chunks.spellings, chunks, units, languages)

    def stems(self, language: str, chunks: Numbers) -> tuple[Numbers, Numbers]:
        """The words of these chunks by their stems in a language: numbers of keys, and of terms.

        The number of a key is doubled, and one more where the word is its own key.
        """
        import numpy as np

        firsts = np.array(self._spelt_firsts, np.int64)
        words = ranges(firsts[chunks], firsts[chunks + 1] - firsts[chunks])
        if language not in self._stems:
            self._stems[language] = Rows(partial(self._stem, language))
        keys, counts = self._stems[language].take(words)
        return keys, np.repeat(np.array(self._spelt_terms, np.int64)[words], counts)

    def _stem(self, language: str, words: list[int]) -> tuple[list[int], list[int]]:
        spelt, terms, of_words, numbers = self._spelt, self.terms, self._spelt_terms, self._keys
        if language == SPELLINGS:
            keys, counts = [], [0] * len(words)
            for place, word in enumerate(words):
                # Most words are in ASCII, and written as their terms are.
                raw = spelt[word]
                if not raw.isascii() and (key := _spelling_key(terms[of_words[word]], raw)):
                    keys.append(key)
                    counts[place] = 1
        else:
            keys, counts = stem_keys_of(language, [spelt[word] for word in words])
        own = chain.from_iterable(map(repeat, (terms[of_words[word]] for word in words), counts))
        prefix = f"{language} "
        return [
            2 * numbers[prefix + key] + (key == term) for key, term in zip(keys, own, strict=True)
        ], counts


def _spelling_key(term: str, raw: str) -> str:
    """The key of a word that is not written as its term is, "" of one that is."""
    spelling = spoken_form(raw)[:MAX_TERM]
    return f"{term} {spelling}" if spelling != plain_word(term) else ""


class Pieces:
    """The chunks of several terms, or of none, in columns: piece `n` is written as `-1 - n`."""

    def __init__(self) -> None:
        self.widths = array("i")
        self.counts = array("i")  # terms of each
        self.terms = array("i")  # of all, one piece after another
        self.offsets = array("i")
        self._first = array("i")  # where those of each begin

    def add(self, terms: list[int], offsets: list[int], width: int) -> int:
        """Take in a piece out of terms at offsets, so many positions wide; its code."""
        self._first.append(len(self.terms))
        self.widths.append(width)
        self.counts.append(len(terms))
        self.terms.fromlist(terms)
        self.offsets.fromlist(offsets)
        return -len(self.widths)

    def parts(self, code: int) -> list[tuple[int, int]]:
        """(term, offset) of each term of one piece."""
        number = -1 - code
        first = self._first[number]
        last = first + self.counts[number]
        return list(zip(self.terms[first:last], self.offsets[first:last], strict=True))
