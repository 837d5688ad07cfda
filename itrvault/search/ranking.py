"""Orders the matches: BM25 over the words of the query, and a bonus where they stand together.

All forms of a word count as one word; the form that was typed a little more. Of the best by BM25
alone, those whose query words stand close to each other rise (Büttcher, Clarke and Lushman, SIGIR
2006): every occurrence next to another query word adds to that word's score by the inverse square
of the distance.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log

import numpy as np

from itrvault.search.columns import Numbers, Weights
from itrvault.search.matching import Matcher
from itrvault.search.query import Leaf, Node, Positional, leaves, positives, weighed
from itrvault.search.snapshot import Snapshot
from itrvault.search.subject import subject_words
from itrvault.search.tokens import is_unspaced

K1, B = 1.0, 0.5
"""Between the two usual settings (0.9 and 0.4, 1.2 and 0.75): pages differ less in length than
documents, paragraphs more. Around here the measure is flat on every collection that was tried."""
TYPED = 0.15
"""Share of a word's score that only the very form gives that was typed. Stemming lumps together
what differs ("universal", "university"), and an Arabic or Russian stem more than an English one."""
PROXIMITY = 0.5
NEAREST = 250
"""So many of the best are looked at for words that stand together."""


def rank(
    snapshot: Snapshot, node: Node, matcher: Matcher, units: Numbers
) -> tuple[Numbers, Weights]:
    """(unit rows, scores) of the matches, best first; equal ones in the order of the archive."""
    columns = matcher.columns
    rows = columns.rows[units]
    if not columns.in_order:
        ascending = np.argsort(rows)
        units, rows = units[ascending], rows[ascending]
    scored = subject_words(positives(node), snapshot.languages)
    weights = _weights(snapshot.count, scored, matcher)
    norms = K1 * (1 - B) + K1 * B / snapshot.average_length * columns.lengths[units].astype(float)
    scores = np.zeros(len(units))
    wanted = matcher.mask(units)
    for part in scored:
        counts = matcher.counts(part, wanted)[units]
        gains = weights[part] * (K1 + 1) * counts / (counts + norms)
        typed = matcher.typed(part)
        if typed is not None:
            weight = inverse_frequency(snapshot.count, len(typed.units))
            counts = matcher.spread(typed)[units]
            gains = (1 - TYPED) * gains + TYPED * (weight * (K1 + 1) * counts / (counts + norms))
        scores += gains
    order = np.argsort(-scores, kind="stable")
    if len(scored) > 1:
        best = np.sort(order[:NEAREST])
        scores[best] += PROXIMITY * _bonuses(units[best], norms[best], scored, weights, matcher)
        order[:NEAREST] = best[np.argsort(-scores[best], kind="stable")]
    return rows[order], scores[order]


def inverse_frequency(count: int, frequency: int) -> float:
    """How much a word says that stands in so many of all units."""
    return log(1 + max(0.0, count - frequency + 0.5) / (frequency + 0.5))


def _weights(count: int, scored: Sequence[Positional], matcher: Matcher) -> dict[Positional, float]:
    """Inverse document frequency of each word; of a phrase, that of its words together."""
    known: dict[Leaf, float] = {}

    def of_word(leaf: Leaf) -> float:
        if leaf not in known:
            known[leaf] = inverse_frequency(count, len(matcher.occurrences(leaf).units))
        return known[leaf]

    weights: dict[Positional, float] = {}
    for part in scored:
        inside = list(leaves(weighed(part)))
        total = sum(map(of_word, inside))
        # Pairs of Chinese characters overlap, so every character is counted twice.
        overlapping = len(inside) > 1 and all(is_unspaced(_text(leaf)) for leaf in inside)
        weights[part] = total / 2 if overlapping else total
    return weights


def _text(leaf: Leaf) -> str:
    return str(getattr(leaf, "term", getattr(leaf, "text", "")))


def _bonuses(
    units: Numbers,
    norms: Weights,
    scored: Sequence[Positional],
    weights: Mapping[Positional, float],
    matcher: Matcher,
) -> Weights:
    """For each of the units: how close together the words stand there."""
    wanted = matcher.mask(units)
    found = [matcher.places(part, wanted) for part in scored]
    starts = np.concatenate([one.starts for one in found])
    ends = np.concatenate([one.ends for one in found])
    words = np.repeat(np.arange(len(scored)), [len(one.starts) for one in found])
    where = matcher.columns.units_at(starts)
    here = np.flatnonzero(wanted[where])
    here = here[np.lexsort((words[here], ends[here], starts[here]))]
    starts, ends, words, where = starts[here], ends[here], words[here], where[here]
    neighbours = np.flatnonzero((where[1:] == where[:-1]) & (words[1:] != words[:-1]))
    one, other = words[neighbours], words[neighbours + 1]
    closeness = 1 / np.maximum(1, starts[neighbours + 1] - ends[neighbours] + 1) ** 2
    weight = np.array([weights[part] for part in scored])
    # Both words of every pair gain, each by the weight of the other.
    place = np.zeros(matcher.columns.count, np.int64)
    place[units] = np.arange(len(units))
    line = place[where[neighbours]] * len(scored)
    gainers = np.stack((line + one, line + other), axis=1).ravel()
    gains = np.stack((weight[other] * closeness, weight[one] * closeness), axis=1).ravel()
    total = np.bincount(gainers, gains, len(units) * len(scored)).reshape(len(units), len(scored))
    bonuses = np.zeros(len(units))
    for number, most in enumerate(np.minimum(1.0, weight).tolist()):
        gain = total[:, number]
        bonuses += most * gain * (K1 + 1) / (gain + norms)
    return bonuses
