"""Orders the matches: BM25 over the words of the query, and a bonus where they stand together.

All forms of a word count as one word. Of the best by BM25 alone, those whose query words stand
close to each other rise (Büttcher, Clarke and Lushman, SIGIR 2006): every occurrence next to
another query word adds to that word's score by the inverse square of the distance.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import log

from itrvault.search.matching import Matcher, Units
from itrvault.search.query import Leaf, Node, Positional, leaves, positives
from itrvault.search.smallwords import subject_words
from itrvault.search.snapshot import Snapshot
from itrvault.search.tokens import is_unspaced

K1, B = 1.2, 0.75
PROXIMITY = 0.5
NEAREST = 250
"""So many of the best are looked at for words that stand together."""


def rank(
    snapshot: Snapshot, node: Node, found: Sequence[tuple[Matcher, Units]]
) -> list[tuple[int, float]]:
    """(unit row, score) of every match, best first; equal ones in the order of the archive."""
    scored = subject_words(positives(node), snapshot.languages)
    weights = _weights(snapshot, scored, [matcher for matcher, _ in found])
    average = snapshot.average_length
    ranked: list[tuple[float, int, Matcher, int]] = []
    for matcher, units in found:
        scores = dict.fromkeys(units, 0.0)
        lengths = matcher.reader.units.lengths
        slope = K1 * B / average
        norms = {unit: K1 * (1 - B) + slope * lengths[unit] for unit in units} if scored else {}
        for part in scored:
            weight = weights[part] * (K1 + 1)
            for unit, count in matcher.counts(part, units).items():
                scores[unit] += weight * count / (count + norms[unit])
        rows = matcher.reader.units.rows
        ranked += [(-score, rows[unit], matcher, unit) for unit, score in scores.items()]
    ranked.sort(key=lambda one: one[:2])
    if len(scored) > 1:
        ranked[:NEAREST] = [
            (score - PROXIMITY * bonus, row, matcher, unit)
            for (score, row, matcher, unit), bonus in zip(
                ranked[:NEAREST], _bonuses(ranked[:NEAREST], scored, weights, average), strict=True
            )
        ]
        ranked.sort(key=lambda one: one[:2])
    return [(row, -score) for score, row, _, _ in ranked]


def _weights(
    snapshot: Snapshot, scored: Sequence[Positional], matchers: Sequence[Matcher]
) -> dict[Positional, float]:
    """Inverse document frequency of each word; of a phrase, that of its words together."""
    known: dict[Leaf, float] = {}

    def of_word(leaf: Leaf) -> float:
        if leaf not in known:
            frequency = sum(len(matcher.units(leaf)) for matcher in matchers)
            known[leaf] = log(1 + max(0.0, snapshot.count - frequency + 0.5) / (frequency + 0.5))
        return known[leaf]

    weights: dict[Positional, float] = {}
    for part in scored:
        inside = list(leaves(part))
        total = sum(map(of_word, inside))
        # Pairs of Chinese characters overlap, so every character is counted twice.
        overlapping = len(inside) > 1 and all(is_unspaced(_text(leaf)) for leaf in inside)
        weights[part] = total / 2 if overlapping else total
    return weights


def _text(leaf: Leaf) -> str:
    return str(getattr(leaf, "term", getattr(leaf, "text", "")))


def _bonuses(
    best: Sequence[tuple[float, int, Matcher, int]],
    scored: Sequence[Positional],
    weights: dict[Positional, float],
    average: float,
) -> list[float]:
    wanted: dict[Matcher, Units] = {}
    for _, _, matcher, unit in best:
        wanted.setdefault(matcher, set()).add(unit)
    places: dict[tuple[Matcher, int], list[tuple[int, int, int]]] = {}
    for matcher, units in wanted.items():
        for number, part in enumerate(scored):
            for unit, start, end in matcher.places_by_unit(part, units):
                places.setdefault((matcher, unit), []).append((start, end, number))
    bonuses = []
    for _, _, matcher, unit in best:
        gains = [0.0] * len(scored)
        here = sorted(places.get((matcher, unit), ()))
        for (_, end, one), (start, _, other) in pairwise(here):
            if one != other:
                closeness = 1 / max(1, start - end + 1) ** 2
                gains[one] += weights[scored[other]] * closeness
                gains[other] += weights[scored[one]] * closeness
        norm = K1 * (1 - B + B * matcher.reader.units.lengths[unit] / average)
        bonuses.append(
            sum(
                min(1.0, weights[part]) * gain * (K1 + 1) / (gain + norm)
                for part, gain in zip(scored, gains, strict=True)
            )
        )
    return bonuses
