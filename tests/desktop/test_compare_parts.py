"""Scrolling two texts together, the filter of proposals, and friends beside each other."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from itrvault.desktop.models.compare_filter import Filter, Kept, is_date
from itrvault.desktop.models.compare_positions import Agreement, Grid, beside_friends
from itrvault.desktop.widgets.scroll_pair import first_of, second_of

heights = st.lists(st.floats(0, 1e5, allow_nan=False), min_size=2, max_size=12)


@st.composite
def rising_pairs(draw):
    """Heights that rise in both texts, from the top to an end."""
    left, right = sorted(set(draw(heights))), sorted(set(draw(heights)))
    count = min(len(left), len(right))
    return [(0.0, 0.0), *zip(left[:count], right[:count], strict=True)]


@given(rising_pairs(), st.floats(0, 1.2e5), st.floats(0, 1.2e5))
def test_what_lies_further_down_is_never_shown_further_up(pairs, one, other):
    low, high = sorted((one, other))
    assert second_of(pairs, low) <= second_of(pairs, high) + 1e-6
    assert pairs[0][1] <= second_of(pairs, one) <= pairs[-1][1]


@given(rising_pairs(), st.floats(0, 1))
def test_there_and_back_again(pairs, share):
    height = share * pairs[-1][0]
    there = second_of(pairs, height)
    back = first_of(pairs, there, height)
    assert back is not None
    assert abs(second_of(pairs, back) - there) <= 1e-3 + 1e-6 * abs(there)


def test_of_several_the_nearest():
    # Two cards, each with the whole text in force; between them it is scrolled back.
    pairs = [(0.0, 0.0), (100.0, 50.0), (120.0, 0.0), (220.0, 50.0)]
    assert first_of(pairs, 25.0, near=40.0) == 50.0
    assert first_of(pairs, 25.0, near=200.0) == 170.0
    assert first_of(pairs, 60.0, near=0.0) is None
    assert second_of((), 10.0) == 0.0


@given(
    st.sets(st.sampled_from("abc")),
    st.sets(st.sampled_from("abc")),
    st.sets(st.sampled_from("abc")),
)
def test_what_is_left_out_is_never_kept(values, chosen, left):
    kept = Kept(tuple(chosen), tuple(left)).keeps(values)
    if values & left:
        assert not kept
    elif not chosen:
        assert kept
    else:
        assert kept == bool(values & chosen)


def test_dates_and_ranges():
    assert all(map(is_date, ("2012", "2012-11", "2012-11-28")))
    assert not any(map(is_date, ("", "12", "2012-13", "2012-11-32", "2012-", "November")))
    within = Filter(since="2012-10-15", until="2012-11")._in_time
    assert within("2012-10-15")
    assert within("2012-10")  # the day is not known
    assert within("2012-11-30")
    assert not within("2012-10-14")
    assert not within("2012-12-01")
    assert not within("")
    assert Filter()._in_time("")
    assert Filter(verb=Kept()).open
    assert not Filter(until="2012").open


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7), st.integers(1, 5)), max_size=20))
def test_everybody_stands_somewhere_once(pairs):
    agreements = {
        (min(a, b), max(a, b)): Agreement(list(range(n)), list(range(n)))
        for a, b, n in pairs
        if a != b
    }
    grid = Grid(authors=(*"ABCDEFGH", ""), agreements=agreements)
    assert sorted(beside_friends(grid)) == list(range(8))


def test_friends_stand_beside_each_other():
    both = Agreement([0], [0])
    grid = Grid(authors=tuple("ABCD"), agreements={(0, 2): both, (1, 3): both})
    order = beside_friends(grid)
    assert abs(order.index(0) - order.index(2)) == 1
    assert abs(order.index(1) - order.index(3)) == 1
    assert beside_friends(Grid()) == []
