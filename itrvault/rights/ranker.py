"""Learns from what people accepted and rejected which suggestions to show first.

A logistic regression over the words of a passage, its triggers and its category: one weight a word,
so that every score can be explained by the words that speak for and against. It only orders; what
it says of a passage is never kept, and nothing is decided by it.

Its figure is measured as it will be used: on passages of documents that it did not learn from.

A few hundred decisions and a few thousand words need no library beyond NumPy: the weights are the
least of a smooth convex function, which Newton's method finds in a few steps among the examples
(there are fewer of them than words).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

LEAST = 20
"""Decisions from which on a figure is shown; with fewer of either kind than `LEAST_OF_A_KIND`
nothing is learnt."""
LEAST_OF_A_KIND = 5
MOST = 800
"""Decisions that are learnt from, the last ones."""
FOLDS = 5
_STRENGTH = 0.3
"""How strongly weights are held near nothing (the inverse variance of a weight)."""
_STEPS = 25


@dataclass(frozen=True, slots=True)
class Example:
    """A decision: what stood in the passage, and whether it was accepted.

    `group` names what belongs together when the figure is measured (the document). `baseline` is
    what the list of words alone makes of the passage; higher comes first.
    """

    features: frozenset[str]
    accepted: bool
    group: str = ""
    baseline: float = 0.0


@dataclass(frozen=True, slots=True)
class Reason:
    """A word and how much it speaks for the passage (above 0) or against it."""

    feature: str
    weight: float


@dataclass(frozen=True, slots=True)
class Figure:
    """How well the order is right, of passages not learnt from: the share of all pairs of an
    accepted and a rejected one in which the accepted one comes first (0.5: by chance).

    `model` is that of the ranker, `words` that of the list of words alone.
    """

    model: float
    words: float
    accepted: int
    rejected: int


class Ranker:
    """Weights of words. `score` is from 0 (as what was rejected) to 1 (as what was accepted)."""

    def __init__(self, weights: Mapping[str, float], offset: float) -> None:
        self._weights = weights
        self._offset = offset

    def score(self, features: Collection[str]) -> float:
        """How much a passage is like those that were accepted."""
        import math

        total = self._offset + sum(reason.weight for reason in self._parts(features))
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))

    def reasons(self, features: Collection[str], limit: int = 4) -> tuple[Reason, ...]:
        """What speaks most for it and most against it, the strongest first: `limit` of either."""
        parts = sorted(self._parts(features), key=lambda one: (-abs(one.weight), one.feature))
        said = [one for one in parts if abs(one.weight) >= 0.02]
        chosen = [one for one in said if one.weight > 0][:limit]
        chosen += [one for one in said if one.weight < 0][:limit]
        return tuple(sorted(chosen, key=lambda one: (-abs(one.weight), one.feature)))

    def _parts(self, features: Collection[str]) -> list[Reason]:
        size = _size(features)
        return [
            Reason(feature, self._weights[feature] * size)
            for feature in features
            if feature in self._weights
        ]


def learn(examples: Sequence[Example]) -> Ranker | None:
    """A ranker from decisions, the earliest first; None where there are too few of either kind."""
    examples = examples[-MOST:]
    kinds = Counter(one.accepted for one in examples)
    if min(kinds[True], kinds[False]) < LEAST_OF_A_KIND:
        return None
    names, table = _table(examples)
    return _ranker(names, table, [one.accepted for one in examples])


def measure(examples: Sequence[Example]) -> Figure | None:
    """The figure of the ranker on decisions it did not learn from; None with too few of them."""
    import numpy as np

    examples = examples[-MOST:]
    kinds = Counter(one.accepted for one in examples)
    if len(examples) < LEAST or min(kinds[True], kinds[False]) < LEAST_OF_A_KIND:
        return None
    names, table = _table(examples)
    answers = np.array([one.accepted for one in examples])
    scores = np.zeros(len(examples))
    for fold in _folds(examples):
        held = np.array(fold)
        rest = np.setdiff1d(np.arange(len(examples)), held)
        if len(set(answers[rest].tolist())) < 2:
            continue
        ranker = _ranker(names, table[rest], answers[rest].tolist())
        scores[held] = [ranker.score(examples[number].features) for number in fold]
    baselines = [one.baseline for one in examples]
    return Figure(
        in_order(scores.tolist(), answers.tolist()),
        in_order(baselines, answers.tolist()),
        kinds[True],
        kinds[False],
    )


def in_order(scores: Sequence[float], accepted: Sequence[bool]) -> float:
    """The share of pairs of an accepted and another one that the scores put in the right order.

    A tie counts as half. It is the area under the ROC curve.
    """
    ranks: dict[float, float] = {}
    ordered = sorted(scores)
    at = 0
    while at < len(ordered):
        end = at
        while end < len(ordered) and ordered[end] == ordered[at]:
            end += 1
        ranks[ordered[at]] = (at + 1 + end) / 2  # of equals the middle one
        at = end
    good = sum(accepted)
    bad = len(scores) - good
    if not good or not bad:
        return 0.5
    total = sum(ranks[score] for score, yes in zip(scores, accepted, strict=True) if yes)
    return float(total - good * (good + 1) / 2) / (good * bad)


def _size(features: Collection[str]) -> float:
    """Long passages do not count more than short ones."""
    return float(1 / max(1, len(features)) ** 0.5)


def _table(examples: Sequence[Example]) -> tuple[list[str], Array]:
    """The features that stand in more than one example, and a row for each example."""
    import numpy as np

    counts = Counter(feature for one in examples for feature in one.features)
    names = sorted(feature for feature, count in counts.items() if count > 1)
    places = {name: number for number, name in enumerate(names)}
    table = np.zeros((len(examples), len(names)))
    for row, one in enumerate(examples):
        own = [places[feature] for feature in one.features if feature in places]
        table[row, own] = _size(one.features)
    return names, table


def _ranker(names: Sequence[str], table: Array, accepted: Sequence[bool]) -> Ranker:
    """The weights for which the decisions are likeliest, held near nothing.

    By Newton's method. The weights are a sum of the rows, so a step solves for one number a row.
    """
    import numpy as np

    rows = len(table)
    # One more column stands for the offset; it is hardly held.
    kernel = table @ table.T / _STRENGTH + 100.0
    wanted = np.where(np.array(accepted), 1.0, 0.0)
    # Either kind weighs as much as the other, however few there are of it.
    weigh = np.where(wanted == 1, rows / (2 * wanted.sum()), rows / (2 * (rows - wanted.sum())))
    parts = np.zeros(rows)
    for _ in range(_STEPS):
        likely = 1 / (1 + np.exp(-np.clip(kernel @ parts, -30, 30)))
        slope = np.maximum(weigh * likely * (1 - likely), 1e-6)
        aim = kernel @ parts + weigh * (wanted - likely) / slope
        new = np.linalg.solve(kernel + np.diag(1 / slope), aim)
        moved = float(np.abs(new - parts).max())
        parts = new
        if moved < 1e-6:
            break
    weights = table.T @ parts / _STRENGTH
    return Ranker(dict(zip(names, weights.tolist(), strict=True)), float(100.0 * parts.sum()))


def _folds(examples: Sequence[Example]) -> list[list[int]]:
    """The examples in parts, what belongs together in one, each with as much as the others.

    Where fewer documents than parts were decided on, single passages are parted.
    """
    groups: dict[str, list[int]] = {}
    apart = len({one.group for one in examples}) < FOLDS
    for number, one in enumerate(examples):
        groups.setdefault(str(number) if apart else one.group, []).append(number)
    folds: list[list[int]] = [[] for _ in range(FOLDS)]
    for key in sorted(groups, key=lambda key: (-len(groups[key]), key)):
        min(folds, key=len).extend(groups[key])
    return [fold for fold in folds if fold]
