"""The words that set a result apart: far commoner in it than in the rest of the archive.

Candidates are taken from the texts of some of the units; what is said of them is counted over the
whole result and the whole archive. A word is only ever compared within one language, or every
French word would be telling of a result that is mostly French.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log

import numpy as np
import numpy.typing as npt

from itrvault.model.search import IndexUnit, TellingTerm
from itrvault.progress import CancelToken
from itrvault.search.occurrences import Lookup
from itrvault.search.smallwords import is_small
from itrvault.search.snapshot import Snapshot
from itrvault.search.stems import stem_keys
from itrvault.search.tokens import PIECE, is_unspaced, plain_term

Mask = npt.NDArray[np.bool_]
Texts = Callable[[Sequence[int]], Iterable[IndexUnit]]

SAMPLE = 160
"""Units whose texts are looked at: the best half of them, and the rest of the result evenly."""
CANDIDATES = 240
"""Words that are counted over the whole result."""
LEAST_PLACES = 3
LEAST_RATIO = 2.0
"""A word is telling from so many units on, and when its share of them is so many times larger."""
_STRONGEST = 16.0
"""Ratios above count as this one: what stands in the result alone may be a running head."""
_SHORTEST, _LONGEST = 3, 40


@dataclass(frozen=True, slots=True)
class _Background:
    """The units of one language: how many there are, in the archive and in the result."""

    archive: int
    result: int


def telling_terms(
    snapshot: Snapshot,
    rows: Sequence[int],
    texts: Texts,
    *,
    leave_out: Iterable[str] = (),
    limit: int = 12,
    cancel: CancelToken | None = None,
) -> tuple[TellingTerm, ...]:
    """The most telling words first. Raises `Cancelled`.

    `rows` are the unit rows of the result, best first; `texts` fetches some of them; `leave_out`
    are terms that are no news (the query's own, in all their forms).
    """
    if not rows:
        return ()
    lookup = snapshot.lookup
    columns = lookup.columns
    result: Mask = np.isin(columns.rows, np.fromiter(rows, dtype=np.int64))
    backgrounds = _backgrounds(columns.spoken, result, columns.removed)
    own = set(leave_out)
    own_keys = _keys(own, backgrounds)
    scored = []
    token = cancel or CancelToken()
    candidates = _candidates(texts(_sample(rows)), own, token)
    counts = _count(lookup, list(candidates), result, token)
    for (language, term), spelling in candidates.items():
        here = backgrounds.get(language)
        if here is None or stem_keys(language, spelling) & own_keys.get(language, frozenset()):
            continue
        places, archive = counts[language, term]
        score = _score(places, archive, here)
        if score > 0:
            telling = TellingTerm(spelling, language, places, archive, here.result, here.archive)
            scored.append((score, term, telling))
    scored.sort(key=lambda one: (-one[0], one[1]))
    return tuple(_one_of_each_word(scored, limit))


def _sample(rows: Sequence[int]) -> list[int]:
    if len(rows) <= SAMPLE:
        return list(rows)
    best, rest = rows[: SAMPLE // 2], rows[SAMPLE // 2 :]
    step = len(rest) / (SAMPLE - len(best))
    return [*best, *(rest[int(number * step)] for number in range(SAMPLE - len(best)))]


def _candidates(
    units: Iterable[IndexUnit], own: set[str], cancel: CancelToken
) -> dict[tuple[str, str], str]:
    """(language, term) to its commonest spelling, of the words most units of the sample have."""
    holders: Counter[tuple[str, str]] = Counter()
    spellings: dict[tuple[str, str], Counter[str]] = {}
    for unit in units:
        cancel.check()
        seen: set[str] = set()
        for term, raw in _words(unit.text):
            if term in own or is_small(term, unit.language):
                continue
            if term not in seen:
                seen.add(term)
                holders[unit.language, term] += 1
            spellings.setdefault((unit.language, term), Counter())[raw] += 1
    often = [one for one, count in holders.most_common(CANDIDATES) if count > 1]
    return {one: _plainest(spellings[one]) for one in often}


def _words(text: str) -> Iterator[tuple[str, str]]:
    """The plain words of a text, as (term, spelling); pairs of signs of a script without spaces."""
    for match in PIECE.finditer(text):
        raw = match.group()
        term = plain_term(raw)
        if term is not None:
            if _SHORTEST <= len(term) <= _LONGEST:
                yield term, raw
        elif is_unspaced(raw):
            signs = "".join(raw.split())
            for first, second in pairwise(signs):
                yield first + second, first + second


def _plainest(spellings: Counter[str]) -> str:
    """In small letters when it ever stands so: the capital that begins a sentence says nothing."""
    small = [word for word in spellings if word == word.lower()]
    return max(small or spellings, key=lambda word: spellings[word])


def _keys(own: set[str], backgrounds: Iterable[str]) -> dict[str, frozenset[str]]:
    return {
        language: frozenset(key for term in own for key in stem_keys(language, term))
        for language in backgrounds
    }


def _backgrounds(
    spoken: Mapping[str, Mask], result: Mask, removed: Mask | None
) -> dict[str, _Background]:
    """How many units of each language there are, of those the result has any of."""
    found = {}
    for language, mask in spoken.items():
        here = int(np.count_nonzero(mask & result))
        if here:
            whole = mask if removed is None else mask & ~removed
            found[language] = _Background(int(np.count_nonzero(whole)), here)
    return found


def _count(
    lookup: Lookup, words: Sequence[tuple[str, str]], result: Mask, cancel: CancelToken
) -> dict[tuple[str, str], tuple[int, int]]:
    """In how many units of its language each (language, term) stands: in the result, in all."""
    columns = lookup.columns
    alive = None if columns.removed is None else ~columns.removed
    counts = dict.fromkeys(words, (0, 0))
    terms = sorted({term.encode() for _, term in words})
    languages: dict[bytes, list[tuple[str, str]]] = {}
    for word in words:
        languages.setdefault(word[1].encode(), []).append(word)
    for first, reader in zip(columns.first, lookup.readers, strict=True):
        cancel.check()
        for term, postings in zip(terms, reader.terms.many(terms), strict=True):
            if postings is None:
                continue
            units = np.asarray(postings.units, np.int64) + first
            for word in languages[term]:
                spoken = columns.spoken.get(word[0])
                if spoken is None:
                    continue
                here = units[spoken[units]]
                places, archive = counts[word]
                counts[word] = (
                    places + int(np.count_nonzero(result[here])),
                    archive + (len(here) if alive is None else int(np.count_nonzero(alive[here]))),
                )
    return counts


def _score(places: int, archive: int, here: _Background) -> float:
    """How sure the word is commoner in the result (log-likelihood ratio), 0 when it is not."""
    rest, other = here.archive - here.result, archive - places
    if places < min(LEAST_PLACES, here.result) or rest <= 0 or here.result < 2:
        return 0.0
    share, elsewhere = places / here.result, other / rest
    if share < LEAST_RATIO * elsewhere:
        return 0.0
    expected = here.result * archive / here.archive
    score = places * log(places / expected)
    if other:
        score += other * log(other / (rest * archive / here.archive))
    # The ratio weighs besides the certainty, or the result of a common word is told apart by the
    # common words of its language.
    return score * min(_STRONGEST, share / max(elsewhere, 1 / here.archive))


def _one_of_each_word(
    scored: Sequence[tuple[float, str, TellingTerm]], limit: int
) -> Iterator[TellingTerm]:
    """The best form of each word, however many of its forms are telling."""
    shown: set[str] = set()
    pairs: set[str] = set()
    count = 0
    for _, term, telling in scored:
        keys = {f"{telling.language} {key}" for key in stem_keys(telling.language, telling.word)}
        if keys & shown:
            continue
        if is_unspaced(term):
            # Pairs that overlap with one that is shown are parts of the same word.
            if any(term[0] == other[-1] or term[-1] == other[0] for other in pairs):
                continue
            pairs.add(term)
        shown |= keys
        yield telling
        count += 1
        if count == limit:
            return
