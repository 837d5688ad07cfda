"""Agreement: published worked examples to the digit, and a library's figures on random data."""

from __future__ import annotations

import json
import random
from itertools import pairwise
from pathlib import Path

import krippendorff
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from itrvault.rights.agreement import (
    Level,
    alpha,
    alpha_u,
    character_units,
    kappa,
    merged,
    unitizing,
)

# -- kappa ----------------------------------------------------------------------------------------

COHEN = {
    ("a", "a"): 88, ("a", "b"): 14, ("a", "c"): 18, ("b", "a"): 10, ("b", "b"): 40,
    ("b", "c"): 10, ("c", "a"): 2, ("c", "b"): 6, ("c", "c"): 12,
}  # fmt: skip
"""Cohen (1960), table 2: 200 patients by two judges; .70 agreed, .41 by chance."""


def test_kappa_of_cohens_own_example():
    assert kappa(COHEN) == pytest.approx(0.492, abs=0.0005)
    assert kappa([pair for pair, times in COHEN.items() for _ in range(times)]) == kappa(COHEN)


def test_kappa_where_nothing_can_be_told():
    assert kappa([]) is None
    assert kappa([(1, 1), (1, 1)]) is None
    assert kappa([(1, 2), (1, 2)]) == 0


FIXTURE = Path(__file__).with_name("kappas.json")
"""`cohen_kappa_score` of scikit-learn 1.9.1 for the data that `random.Random(seed)` makes here."""


@pytest.mark.parametrize("case", json.loads(FIXTURE.read_text("utf-8")), ids=str)
def test_kappa_is_that_of_scikit_learn(case: dict[str, float]):
    pairs = random_pairs(int(case["seed"]))
    assert kappa(pairs) == pytest.approx(case["kappa"], abs=1e-12)


def random_pairs(seed: int) -> list[tuple[int, int]]:
    dice = random.Random(seed)
    values = dice.randint(2, 6)
    alike = dice.random()
    pairs = []
    for _ in range(dice.randint(20, 300)):
        one = dice.randrange(values)
        pairs.append((one, one if dice.random() < alike else dice.randrange(values)))
    return pairs


# -- alpha of coded units -------------------------------------------------------------------------

NAN = None
DATA = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, NAN, NAN, NAN),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NAN, 3),
    (NAN, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NAN),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NAN),
)
"""Krippendorff (2011), section C: four observers, twelve units, missing data."""


def units_of(data) -> list[tuple[int, ...]]:
    return [
        tuple(value for value in column if value is not None) for column in zip(*data, strict=True)
    ]


@pytest.mark.parametrize(
    ("level", "published"),
    [(Level.NOMINAL, 0.743), (Level.ORDINAL, 0.815), (Level.INTERVAL, 0.849)],
)
def test_alpha_of_krippendorffs_own_example(level: Level, published: float):
    assert alpha(units_of(DATA), level) == pytest.approx(published, abs=0.0005)


def test_alpha_of_two_observers():
    binary = ("0100000000", "1110010010")  # section A: ten units, yes or no
    assert alpha(units_of(tuple(map(int, row)) for row in binary)) == pytest.approx(0.095, abs=5e-4)
    many = ("aabbdcccedda", "babbbcccedDd".lower())  # section B: twelve units, five values
    coded = [tuple(map(ord, row)) for row in many]
    assert alpha(units_of(coded)) == pytest.approx(0.692, abs=0.0005)


@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("seed", range(12))
def test_alpha_is_that_of_the_library(level: Level, seed: int):
    dice = random.Random(seed)
    coders, count, values = dice.randint(2, 6), dice.randint(8, 60), dice.randint(2, 5)
    alike = dice.random()
    data = np.full((coders, count), np.nan)
    for column in range(count):
        right = dice.randrange(values)
        for row in range(coders):
            if dice.random() < 0.8:
                data[row, column] = right if dice.random() < alike else dice.randrange(values)
    expected = krippendorff.alpha(data, level_of_measurement=level.value)
    ours = alpha([tuple(column[~np.isnan(column)]) for column in data.T], level)
    assert ours == pytest.approx(float(expected), abs=1e-9)


def test_alpha_where_nothing_can_be_told():
    assert alpha([]) is None
    assert alpha([(1,), (2,)]) is None
    assert alpha([(1, 1), (1, 1)]) is None


# -- on characters, and for unitizing --------------------------------------------------------------

EXAMPLES = {
    "A": (((2, 10), (14, 20)), ((4, 8), (15, 17))),
    "B": (
        ((0, 18),),
        ((0, 2), (2, 3), (3, 4), (4, 5), (5, 6), (6, 9), (9, 10)),
    ),
    "C": (
        ((2, 8), (10, 12), (14, 18), (20, 22)),
        ((0, 2), (4, 8), (10, 14), (16, 18), (20, 22)),
    ),
    "D": (
        ((0, 2), (2, 10), (10, 14), (14, 20), (20, 24)),
        ((0, 4), (4, 8), (8, 15), (15, 17), (17, 24)),
    ),
}
"""Krippendorff (1995), page 57: pairs of observers who mark stretches of a text of 24."""


def stretched(name: str, by: int):
    return [[(start * by, end * by) for start, end in one] for one in EXAMPLES[name]]


def test_alpha_on_characters_of_the_published_example():
    units = character_units(EXAMPLES["A"], 24)
    assert sum(units.values()) == 24
    assert alpha(units) == pytest.approx(0.329, abs=0.0005)
    assert kappa(units) == pytest.approx(0.385, abs=0.0005)
    assert alpha(character_units(EXAMPLES["D"], 24)) is None  # all is marked by both


@pytest.mark.parametrize(
    ("name", "observed", "expected", "published", "off"),
    [
        ("A", 0.03125, 0.06990, 0.553, 0.0005), ("D", 0.38715, 0.41445, 0.066, 0.0005),
        # Here the article's own expected disagreement departs from the formula it gives (C leaves
        # out what the units' lengths take from the divisor), as others who computed it found, too.
        ("B", 2.26736, 1.17731, -0.926, 0.02), ("C", 0.02777, 0.08642, 0.679, 0.02),
    ],
)  # fmt: skip
def test_alpha_for_unitizing_of_the_article(name, observed, expected, published, off):
    assert unitizing(EXAMPLES[name], 24)[0] == pytest.approx(observed, abs=1e-5)
    fine = unitizing(stretched(name, 50_000), 1_200_000)  # what is expected is told for the limit
    assert fine[0] == pytest.approx(observed, abs=1e-5)
    assert fine[1] == pytest.approx(expected, abs=off / 4)
    assert alpha_u([fine]) == pytest.approx(published, abs=off)


def test_alpha_for_unitizing_of_the_book():
    """Krippendorff (2004), page 254: two observers, two categories, a text from 150 to 450."""
    c = unitizing([[(75, 145), (220, 250)], [(70, 150), (205, 225), (250, 270)]], 300)
    k = unitizing([[(30, 90), (150, 200)]] * 2, 300)
    assert c == (pytest.approx(0.0144, abs=5e-5), pytest.approx(0.0532, abs=5e-5))
    assert k == (0, pytest.approx(0.0490, abs=5e-5))
    assert alpha_u([c]) == pytest.approx(0.7286, abs=0.0002)  # there from rounded figures
    assert alpha_u([k]) == 1
    assert alpha_u([c, k]) == pytest.approx(0.8591, abs=0.0005)


def test_alpha_for_unitizing_of_all_categories():
    each = [unitizing(stretched(name, 100), 2400) for name in "AC"]
    observed, expected = (sum(part) for part in zip(*each, strict=True))
    assert alpha_u(each) == pytest.approx(1 - observed / expected)
    assert alpha_u([]) is None
    assert unitizing([[(0, 3)]], 9) == (0.0, 0.0)


segments = st.lists(
    st.tuples(st.integers(0, 60), st.integers(1, 20)).map(lambda pair: (pair[0], sum(pair))),
    max_size=6,
)


@given(st.lists(segments, min_size=2, max_size=4))
def test_alpha_on_characters_is_that_of_every_character(coders):
    length = 70
    data = np.zeros((len(coders), length))
    for row, one in enumerate(coders):
        for start, end in one:
            data[row, start:end] = 1
    ours = alpha(character_units(coders, length))
    if len(np.unique(data)) == 1:
        assert ours is None
    else:
        expected = krippendorff.alpha(data, level_of_measurement="nominal")
        assert ours == pytest.approx(float(expected), abs=1e-9)


@given(segments)
def test_merged_segments_mark_the_same_and_do_not_overlap(given_segments):
    found = merged(given_segments)
    marked = {at for start, end in given_segments for at in range(start, end)}
    assert {at for start, end in found for at in range(start, end)} == marked
    assert all(one[1] <= other[0] for one, other in pairwise(found))


@given(st.lists(segments, min_size=2, max_size=3))
def test_those_who_mark_the_same_agree(coders):
    same = [coders[0]] * len(coders)
    observed, expected = unitizing(same, 90)
    assert observed == 0
    assert expected >= 0
    if merged(coders[0]):
        assert alpha(character_units(same, 90)) == pytest.approx(1)
