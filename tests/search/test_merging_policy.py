"""Which segments are merged: never many old units for the sake of a few new ones."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from itrvault.search.catalogue import Entry
from itrvault.search.index import ALIKE, MOST_SEGMENTS, _worth_merging


def entry(number: int, size: int, removed: int = 0) -> Entry:
    return Entry(f"s{number}", size, ((0, removed),) if removed else (), ())


def grown(sizes: list[int], before: tuple[Entry, ...] = ()) -> tuple[list[Entry], list[int]]:
    """The segments after each of these was added, and how many units each step copied."""
    entries, copied = list(before), []
    for number, size in enumerate(sizes):
        entries.append(entry(1_000_000 + number, size))
        chosen = _worth_merging(entries)
        copied.append(sum(one.count for one in chosen))
        if chosen:
            entries = [one for one in entries if one not in chosen]
            entries.append(entry(2_000_000 + number, copied[-1]))
    return entries, copied


def test_ten_pages_at_a_time_never_copy_a_large_index():
    entries, copied = grown([10] * 300, (entry(0, 100_000),))
    assert max(copied) < 3_000
    assert len(entries) < 3 * ALIKE
    assert max(one.count for one in entries) == 100_000


def test_many_equal_segments_become_one():
    entries, _ = grown([500] * (ALIKE - 1))
    assert len(entries) == ALIKE - 1
    entries, _ = grown([500] * ALIKE)
    assert [one.count for one in entries] == [500 * ALIKE]


def test_a_segment_that_is_mostly_removed_is_written_anew():
    entries = [entry(0, 100, removed=51), entry(1, 100, removed=50)]
    assert _worth_merging(entries) == entries[:1]


@given(st.lists(st.integers(1, 5_000), max_size=150))
def test_segments_stay_few_and_copying_cheap(sizes: list[int]):
    entries, copied = grown(sizes)
    assert len(entries) <= MOST_SEGMENTS
    assert sum(one.count for one in entries) == sum(sizes)
    assert sum(copied) <= 6 * max(1, sum(sizes))


def test_sizes_that_double_stay_few_too():
    sizes = [2**power for power in range(16) for _ in range(ALIKE - 1)]
    entries, copied = grown(sizes)
    assert len(entries) <= MOST_SEGMENTS
    assert sum(copied) < 8 * sum(sizes)
