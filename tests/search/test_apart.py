"""`a NOT w/5 b`: a word where the other is not near it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itrvault.errors import QueryError
from itrvault.model.document import Redline, RedlineKind
from itrvault.model.search import IndexUnit
from itrvault.search.blobs import MemoryFiles
from itrvault.search.printing import to_query
from tests.search.archive import fill, index_of, marked, rows

TEXTS = (
    "traffic billing",
    "traffic of all the other kinds then billing",
    "traffic billing and then later on again some traffic",
    "traffic",
    "billing",
    "billing traffic",
)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("traffic NOT w/2 billing", {1, 2, 3}),
        ("traffic NOT w/6 billing", {3}),
        ("traffic NOT NEAR/2 billing", {1, 2, 3}),
        ("traffic NOT NEAR billing", {3}),
        ("traffic NOT pre/2 billing", {1, 2, 3, 5}),
        ("traffic NOT AFTER/2 billing", {0, 1, 2, 3}),
        ('traffic NOT w/0 "billing and"', {0, 1, 2, 3, 5}),
        ('"the other" NOT w/1 kinds', set()),
        ("traffic NOT w/4 (billing OR kinds)", {2, 3}),
        ("(traffic NOT w/2 billing) kinds", {1}),
        ("-(traffic NOT w/2 billing)", {0, 4, 5}),
        ("traf* NOT w/9 traffic", {0, 1, 3, 5}),
        ("traffic NOT w/0 ^", {5, 2}),
        ("traffic NOT w/2 nowhere", {0, 1, 2, 3, 5}),
        ("nowhere NOT w/2 traffic", set()),
    ],
)
def test_finds(query: str, found: set[int]) -> None:
    assert rows(index_of(*TEXTS, pages=1), query) == found


def test_marks_only_where_the_other_is_not_near() -> None:
    index = index_of(*TEXTS, pages=1)
    text = TEXTS[2]
    assert marked(index, "traffic NOT w/2 billing", text) == ["traffic"]
    span = index.spans(index.parse("traffic NOT w/2 billing"), text)[0]
    assert span.end == len(text)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("traffic NOT w/5 billing", "traffic without billing within 5 words of it"),
        ("traffic NOT w/1 billing", "traffic without billing within 1 word of it"),
        ("traffic NOT w/0 billing", "traffic without billing right beside it"),
        ("traffic NOT pre/5 billing", "traffic without billing within 5 words behind it"),
        ("traffic NOT AFTER/5 billing", "traffic without billing within 5 words before it"),
        ("traffic NOT w/5 ^", "traffic with more than 5 words before it"),
        ("kinds (traffic NOT w/5 billing)",
         "kinds AND (traffic without billing within 5 words of it)"),
    ],
)  # fmt: skip
def test_says_how_it_was_read_and_is_written_again(query: str, said: str) -> None:
    index = index_of(*TEXTS)
    reading = index.parse(query)
    assert reading.read_as == said
    again = index.parse(to_query(reading.node))
    assert again.read_as == said


@pytest.mark.parametrize("query", ["NOT w/5 billing", "traffic NOT w/5", "traffic NOT w/5 class:x"])
def test_refuses_with_a_query_that_can_be_read(query: str) -> None:
    index = index_of(*TEXTS)
    with pytest.raises(QueryError) as caught:
        index.parse(query)
    assert index.parse(caught.value.suggestion)


def test_what_is_near_in_one_reading_is_not_near_in_the_other() -> None:
    text = "traffic billing routing"
    lines = (Redline(8, 15, RedlineKind.INSERTED),)
    index = fill(MemoryFiles(), [IndexUnit(0, 0, "en", text, lines)])
    assert rows(index, "traffic NOT w/0 routing") == {0}  # as it would be
    assert rows(index, "traffic NOT w/1 routing") == set()
    assert rows(index, "traffic NOT w/3 billing") == {0}  # as it was
    assert rows(index, "billing NOT w/40 routing") == set()


def test_accents_are_minded_where_asked() -> None:
    units = [
        IndexUnit(0, 0, "fr", "la décision finale"),
        IndexUnit(1, 1, "fr", "la decision finale"),
    ]

    class Texts:
        def texts_by_row(self, wanted):
            return {row: units[row] for row in wanted}

    index = fill(MemoryFiles(), units)
    index._texts = Texts()
    assert rows(index, "finale NOT w/0 exact:décision") == {1}
    assert rows(index, "finale NOT w/0 décision") == set()
    assert rows(index, "exact:décision NOT w/0 finale") == set()
    assert rows(index, "exact:décision NOT w/0 rien") == {0}


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(st.sampled_from("abc"), max_size=12), min_size=1, max_size=5),
       st.integers(0, 5), st.sampled_from(["w", "pre", "AFTER"]))  # fmt: skip
def test_finds_what_a_scan_finds(texts: list[list[str]], distance: int, sign: str) -> None:
    low, high = {"w": (-1000, 1000), "pre": (0, 1000), "AFTER": (-1000, 0)}[sign]

    def apart(words: list[str]) -> bool:
        others = [n for n, word in enumerate(words) if word == "b"]
        return any(
            not any(low <= m - n <= high and abs(m - n) - 1 <= distance for m in others)
            for n, word in enumerate(words)
            if word == "a"
        )

    index = index_of(*map(" ".join, texts), pages=1)
    query = f"a~0 NOT {sign}/{distance} b~0"
    found = rows(index, query)
    assert found == {n for n, words in enumerate(texts) if apart(words)}
    for number, words in enumerate(texts):
        assert bool(marked(index, query, " ".join(words))) == (number in found)
