"""Which texts take over words of others: runs of six or more, and what share of each they are.

What stands in the base text anyway is no sign of anything, so its runs do not count.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from itrvault.model.geometry import Span
from itrvault.text.words import tokens

LEAST = 6
"""Words of a run; signs do not count as words."""

_COMMON = 60
"""Texts that share a run of `LEAST` words, above which it is a formula."""


@dataclass(frozen=True, slots=True)
class Run:
    """The same words in two texts; the spans are in code points of each."""

    words: int
    left: Span
    right: Span


@dataclass(frozen=True, slots=True)
class Reuse:
    """Two texts with runs in common. The shares are of the words of each, 0 to 1."""

    left: str
    right: str
    runs: tuple[Run, ...]
    left_share: float
    right_share: float

    @property
    def words(self) -> int:
        """How many words they have in common."""
        return sum(run.words for run in self.runs)


@dataclass(frozen=True, slots=True)
class _Text:
    words: tuple[str, ...]
    spans: tuple[Span, ...]
    own: tuple[bool, ...]  # for each word, whether the run that begins with it counts


def find_reuse(
    texts: Mapping[str, str], base: Sequence[str] = (), least: int = LEAST
) -> list[Reuse]:
    """Every two of the texts that share runs, those with most words in common first.

    `texts` by any key; `base` are texts whose runs do not count. Takes time in the number of words
    and of what is shared: 2,000 proposals of 80 words about a second.
    """
    known = {gram for text in base for gram in _grams(_words(text)[0], least)}
    read: dict[str, _Text] = {}
    places: defaultdict[tuple[str, ...], list[tuple[str, int]]] = defaultdict(list)
    for key, text in texts.items():
        words, spans = _words(text)
        grams = list(_grams(words, least))
        read[key] = _Text(words, spans, tuple(gram not in known for gram in grams))
        for at, gram in enumerate(grams):
            if read[key].own[at]:
                places[gram].append((key, at))
    pairs: defaultdict[tuple[str, str], set[tuple[int, int]]] = defaultdict(set)
    order = {key: number for number, key in enumerate(texts)}
    for found in places.values():
        if len({key for key, _ in found}) > _COMMON:
            continue
        for number, (one, at) in enumerate(found):
            for other, there in found[number + 1 :]:
                if one != other:
                    pair, both = ((one, other), (at, there))
                    if order[one] > order[other]:
                        pair, both = (other, one), (there, at)
                    pairs[pair].add(both)
    shared = (
        _reuse(left, right, read[left], read[right], starts, least)
        for (left, right), starts in pairs.items()
    )
    return sorted(shared, key=lambda one: (-one.words, order[one.left], order[one.right]))


def _reuse(
    left: str, right: str, one: _Text, other: _Text, starts: set[tuple[int, int]], least: int
) -> Reuse:
    runs = []
    for at, there in sorted(starts):
        if (at - 1, there - 1) in starts:
            continue  # the run began before
        length = least
        while (at + length - least + 1, there + length - least + 1) in starts:
            length += 1
        runs.append((at, there, length))
    kept = _apart(runs)
    return Reuse(
        left,
        right,
        tuple(
            Run(length, _span(one, at, length), _span(other, there, length))
            for at, there, length in kept
        ),
        sum(length for _, _, length in kept) / len(one.words),
        sum(length for _, _, length in kept) / len(other.words),
    )


def _apart(runs: Sequence[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """The longest runs that lie over no other on either side, in the order of the left text."""
    kept: list[tuple[int, int, int]] = []
    for at, there, length in sorted(runs, key=lambda run: (-run[2], run[0], run[1])):
        if all(
            (at + length <= a or a + n <= at) and (there + length <= b or b + n <= there)
            for a, b, n in kept
        ):
            kept.append((at, there, length))
    return sorted(kept)


def _span(text: _Text, at: int, length: int) -> Span:
    return Span(text.spans[at].start, text.spans[at + length - 1].end)


def _words(text: str) -> tuple[tuple[str, ...], tuple[Span, ...]]:
    """The words, in small letters and without signs, and where they stand."""
    found = [
        (word.casefold(), Span(start, end))
        for word, start, end in tokens(text)
        if any(map(str.isalnum, word))
    ]
    return tuple(word for word, _ in found), tuple(span for _, span in found)


def _grams(words: Sequence[str], least: int) -> Iterator[tuple[str, ...]]:
    return (tuple(words[at : at + least]) for at in range(len(words) - least + 1))
