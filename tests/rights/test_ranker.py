from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itrvault.rights.ranker import (
    LEAST,
    LEAST_OF_A_KIND,
    Example,
    in_order,
    learn,
    measure,
)

WORDS = ["member", "state", "shall", "traffic", "service", "network", "country", "right"]


def examples(count: int, seed: int = 1, *, told_by: str = "", noise: float = 0.0) -> list[Example]:
    """Decisions on random passages; `told_by` stands in those that were accepted."""
    chance = random.Random(seed)
    made = []
    for number in range(count):
        accepted = number % 3 != 0
        words = set(chance.sample(WORDS, 4))
        if told_by and (chance.random() >= noise) is accepted:
            words.add(told_by)
        made.append(Example(frozenset(words), accepted, f"d{number % 7}", chance.random()))
    return made


def test_it_learns_the_word_that_tells() -> None:
    ranker = learn(examples(60, told_by="retain"))
    assert ranker is not None
    with_it, without = frozenset({"retain", "member"}), frozenset({"member", "state"})
    assert ranker.score(with_it) > 0.6 > 0.5 > ranker.score(without)
    reasons = ranker.reasons(with_it)
    assert reasons[0].feature == "retain"
    assert reasons[0].weight > 0
    assert 0 <= ranker.score(frozenset()) <= 1
    assert ranker.score(frozenset({"never seen"})) == pytest.approx(ranker.score(frozenset()))


def test_it_learns_the_same_from_the_same() -> None:
    one, other = (learn(examples(60, told_by="retain")) for _ in range(2))
    assert one is not None
    assert other is not None
    words = frozenset(WORDS[:3])
    assert one.score(words) == other.score(words)


def test_of_few_decisions_nothing_is_learnt() -> None:
    few = examples(3 * LEAST_OF_A_KIND - 3)
    assert sum(not one.accepted for one in few) < LEAST_OF_A_KIND
    assert learn(few) is None
    assert learn([Example(frozenset({"a"}), True)] * 50) is None
    assert measure(examples(LEAST - 1)) is None
    assert learn([]) is None


def test_the_figure_is_of_what_was_not_learnt() -> None:
    good = measure(examples(90, told_by="retain"))
    assert good is not None
    assert good.model > 0.95
    assert (good.accepted, good.rejected) == (60, 30)
    # By words that tell nothing it does no better than chance, though it could learn them by heart.
    figures = [measure(examples(90, seed=seed)) for seed in range(8)]
    mean = sum(one.model for one in figures if one is not None) / len(figures)
    assert 0.35 < mean < 0.65
    assert all(one is not None and 0.3 < one.words < 0.7 for one in figures)


def test_what_belongs_together_is_held_back_together() -> None:
    """Each document has a word of its own, and all of it was accepted or none: no help."""
    made = [
        Example(frozenset({f"own{number % 10}"}), (number % 10) < 5, f"d{number % 10}")
        for number in range(60)
    ]
    figure = measure(made)
    assert figure is not None
    assert figure.model < 0.6


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), max_size=30))
def test_in_order_counts_pairs(pairs: list[tuple[int, bool]]) -> None:
    scores = [float(score) for score, _ in pairs]
    accepted = [yes for _, yes in pairs]
    good = [score for score, yes in zip(scores, accepted, strict=True) if yes]
    bad = [score for score, yes in zip(scores, accepted, strict=True) if not yes]
    wanted = 0.5
    if good and bad:
        total = sum((a > b) + 0.5 * (a == b) for a in good for b in bad)
        wanted = total / (len(good) * len(bad))
    assert in_order(scores, accepted) == pytest.approx(wanted)
