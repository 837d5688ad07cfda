"""How alike two texts are, told from small sketches of them.

A text is taken as the set of its runs of three words, case, accents, signs, line breaks and running
heads aside (of Chinese, runs of four characters). Each run is hashed to 32 bits, and the sketch
keeps the hashes below a bound: an eighth of them, or the smallest 400 of a shorter text. Every text
keeps the same part of the hashes, so two sketches tell how much of each text is in the other, of
however different length they are (the literature calls it theta sketch, or FracMinHash).

    signature(texts, pages=True) -> bytes     what to store; b"" for a text too short to tell
                                              (`sketching.py` makes those of many texts)
    Sketch.unpack(signature) -> Sketch
    likeness(a, b) -> Likeness                similarity, and how much of each is in the other
    Likeness.relation -> Relation | None      what a is to b, by bounds that were set on real pairs
    Sketch.keys                               a few of the values, to look others up by
    worth_a_look(n_a, n_b, shared) -> bool    whether so many shared keys may mean a relation
"""

from __future__ import annotations

import re
import struct
import sys
from array import array
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice
from operator import xor

from itrvault.model.versions import Relation
from itrvault.text.fold import fold_loosely
from itrvault.text.running import running_lines, without
from itrvault.text.words import UNSPACED, plain_words

FEWEST_WORDS = 50
"""A text of fewer words gives no signature: letterheads would be versions of each other."""

ALIKE = 0.5
"""Similarity from which two documents are versions. On real pairs: a Word or text file and its PDF
0.91 to 1.00, an advance copy and its final text 0.95, the same resolution four years later 0.59 to
0.81; different resolutions of the same series, with all their standing phrases, 0.41 at most."""

INSIDE, ELSEWHERE = 0.75, 0.6
"""A text is part of another when that share of it is there, and less than this share of the other
is here. On real pairs: a treaty in a collection 0.83 to 0.95, standing phrases 0.58 at most."""

LEAST_SAMPLE = 10
"""Hashes of the smaller text that must be compared to say anything."""

_HASHES = 1 << 32
KEPT, FEWEST_KEPT = _HASHES >> 3, 400
"""The bound below which hashes are kept, and how many are if it leaves fewer."""

_KEYS, _FEWEST_KEYS = _HASHES >> 6, 24
_HEAD = struct.Struct("<BII")

FORMAT = 1
"""The first byte of a signature: to be counted up when words or hashes are made otherwise."""

HEAD = _HEAD.size
"""Bytes of a signature before its hashes."""


@dataclass(frozen=True, slots=True)
class Sketch:
    """What a signature says: how many runs the text has, and their hashes below `bound`, sorted.

    The number is an estimate for a long text: what is kept, times eight.
    """

    count: int
    bound: int
    values: array[int]

    @classmethod
    def unpack(cls, data: bytes) -> Sketch:
        """Read a signature. Raises ValueError when it is none."""
        if len(data) < _HEAD.size or (len(data) - _HEAD.size) % 4:
            raise ValueError("a signature of impossible length")
        form, count, last = _HEAD.unpack_from(data)
        values = array("I", data[_HEAD.size :])
        if sys.byteorder == "big":
            values.byteswap()
        rising = all(map(int.__lt__, values, islice(values, 1, None)))
        if form != FORMAT or not rising or count < len(values) or (values and values[-1] > last):
            raise ValueError("a signature that cannot be right")
        return cls(count, last + 1, values)

    @property
    def keys(self) -> array[int]:
        """The values by which other documents find this one: one in 64, of a short text 24."""
        return self.values[: max(bisect_left(self.values, _KEYS), _FEWEST_KEYS)]

    def below(self, bound: int) -> set[int]:
        """The values below a bound."""
        return set(self.values[: bisect_left(self.values, bound)])


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two texts are, 0 to 1, and from how many hashes of the smaller that is known.

    `similarity` is Dice's: twice the runs that both have, by the runs of both together. `share` is
    how much of the first text is in the second, `other_share` the other way round.
    """

    similarity: float
    share: float
    other_share: float
    sample: int

    @property
    def relation(self) -> Relation | None:
        """What the first text is to the second; None when they have little in common."""
        if self.sample < LEAST_SAMPLE:
            return None
        if self.share >= INSIDE and self.other_share < ELSEWHERE:
            return Relation.PART
        if self.other_share >= INSIDE and self.share < ELSEWHERE:
            return Relation.WHOLE
        return Relation.VERSION if self.similarity >= ALIKE else None

    @property
    def strength(self) -> float:
        """The number that goes with the relation."""
        if self.relation is Relation.PART:
            return self.share
        return self.other_share if self.relation is Relation.WHOLE else self.similarity


def signature(texts: Sequence[str], *, pages: bool = False) -> bytes:
    """Sketch the texts of a document's units; `pages` when they are pages, with running heads.

    The same for the same words on every machine. b"" for a text with too few words.
    """
    words = words_of(texts, pages=pages)
    if len(words) < FEWEST_WORDS:
        return b""
    hashes = _hashes(words)
    kept = sorted({value for value in hashes if value < KEPT})
    if len(kept) >= FEWEST_KEPT:
        return pack_signature(kept)
    return pack_signature(sorted(set(hashes)), short=True)


def words_of(texts: Sequence[str], *, pages: bool = False) -> list[str]:
    """The words that runs are made of, as they are spelt."""
    if pages:
        texts = [without(*each) for each in zip(texts, running_lines(texts), strict=True)]
    return _paired([word for text in texts for word in plain_words(text)])


def pack_signature(hashes: list[int], *, short: bool = False) -> bytes:
    """A signature out of the hashes below the bound, or all of a short text, sorted, each once."""
    count, last = len(hashes) * (_HASHES // KEPT), KEPT - 1
    if short:
        count, last = len(hashes), _HASHES - 1
        if count > FEWEST_KEPT:
            hashes = hashes[:FEWEST_KEPT]
            last = hashes[-1]
    values = array("I", hashes)
    if sys.byteorder == "big":
        values.byteswap()
    return _HEAD.pack(FORMAT, count, last) + values.tobytes()


def likeness(a: Sketch, b: Sketch) -> Likeness:
    """Compare two texts. A text of no runs is like nothing."""
    bound = min(a.bound, b.bound)
    mine, theirs = a.below(bound), b.below(bound)
    both = len(mine & theirs)
    if not both:
        return Likeness(0.0, 0.0, 0.0, min(len(mine), len(theirs)))
    return Likeness(
        2 * both / (len(mine) + len(theirs)), both / len(mine), both / len(theirs),
        min(len(mine), len(theirs)),
    )  # fmt: skip


def runs_of(head: object) -> int:
    """About how many runs a text has, by the first `HEAD` bytes of its signature; 0 for none."""
    if not isinstance(head, bytes) or len(head) < HEAD:
        return 0
    return int(_HEAD.unpack_from(head)[1])


def worth_a_look(count: int, other: int, shared: int) -> bool:
    """Whether texts of so many runs, with so many keys in common, may have a relation.

    A quarter of the keys that would be shared if the smaller text lay in the larger: half of them
    mean a relation, and chance may take some away.
    """
    part = min(max(_KEYS / _HASHES, _FEWEST_KEYS / max(n, _FEWEST_KEYS)) for n in (count, other))
    return shared >= max(1, int(min(count, other) * part / 4))


def _hashes(words: list[str]) -> list[int]:
    """Of every run of three words 32 bits: the words' own, by their place in the run, xor-ed.

    Tabulation hashing, so that nearly all is done by loops in C.
    """
    if len(_first) > _REMEMBERED:
        for table in _TABLES:
            table.clear()
    pairs = map(
        xor, map(_first.__getitem__, words), map(_second.__getitem__, islice(words, 1, None))
    )
    return list(map(xor, pairs, map(_third.__getitem__, islice(words, 2, None))))


class _Table(dict[str, int]):
    """The hash of a word at one place of a run; folds each spelling once."""

    def __missing__(self, word: str) -> int:
        for table, value in zip(_TABLES, _PLACES.unpack(word_hash(word)), strict=True):
            table[word] = value
        return self[word]


def word_hash(word: str) -> bytes:
    """Three numbers of 32 bits, little endian: one for each place in a run. Folds the word."""
    folded = word if word.isascii() else fold_loosely(word)
    return blake2b(folded.encode("utf-8", "replace"), digest_size=12).digest()


_REMEMBERED = 200_000  # spellings
_TABLES = _first, _second, _third = _Table(), _Table(), _Table()
_PLACES = struct.Struct("<III")

_UNSPACED = re.compile(f"[{UNSPACED}]")


class _Lone(dict[str, bool]):
    """Whether a word is a character of a script without spaces."""

    def __missing__(self, word: str) -> bool:
        if len(self) > _REMEMBERED:
            self.clear()
        value = self[word] = _UNSPACED.match(word) is not None
        return value


_lone = _Lone()


def _paired(words: list[str]) -> list[str]:
    """Chinese characters with the next one: three of them alone say less than three words."""
    if all(map(str.isascii, words)) or not any(map(_lone.__getitem__, set(words))):
        return words
    return [
        word + after if _lone[word] and _lone[after] else word
        for word, after in zip(words, [*words[1:], ""], strict=True)
    ]
