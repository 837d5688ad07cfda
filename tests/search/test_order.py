"""Words in their order, words at the beginning of a page, and every hit a scan finds."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itrvault.model.document import Redline, RedlineKind
from itrvault.model.search import IndexUnit
from itrvault.search.blobs import MemoryFiles
from itrvault.search.folding import fold_word
from itrvault.search.near import ordered_windows
from itrvault.search.results import spans
from itrvault.search.tokens import tokenise
from tests.search.archive import fill, index_of, marked, rows


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("free pre/2 flow", {0, 2}),
        ("free BEFORE/0 flow", {0}),
        ("flow AFTER/0 free", {0}),
        ("free AFTER/1 flow", {1}),
        ("free w/2 flow", {0, 1, 2}),
        ('"free flow data"~>3', {0}),
        ('"data flow free"~3', {0, 1}),
        ('"data flow free"~>3', {1}),
        ('("free flow" OR nothing) pre/2 data', {0}),
        ("free pre/5 free", {3}),
        ("^free", {0, 2, 3}),
        ('^"free flow"', {0}),
        ("^(flow OR data)", {1}),
        ("^ w/1 flow", {0, 1}),
        ("^ w/2 flow", {0, 1, 2}),
        ("^ pre/2 flow", {0, 1, 2}),
        ("^fr*", {0, 2, 3}),
        ("-^free", {1, 4}),
        ("^free -flow", {3}),
    ],
)
def test_order_and_beginning(query: str, found: set[int]) -> None:
    index = index_of("Free flow of data", "data flow free", "free a flow", "free b free", "",
                     pages=1)  # fmt: skip
    assert rows(index, query) == found


def test_marks_words_in_their_order_only() -> None:
    text = "flow free and flow"
    index = index_of(text)
    assert marked(index, "free pre/1 flow", text) == ["free", "flow"]
    assert marked(index, "^flow", text) == ["flow"]
    assert marked(index, "^ w/3 flow", text) == ["flow", "flow"]


def test_a_page_with_redlines_begins_as_it_was_and_as_it_would_be() -> None:
    text = "Old New title of it"
    lines = (Redline(0, 3, RedlineKind.DELETED), Redline(4, 7, RedlineKind.INSERTED))
    index = fill(MemoryFiles(), [IndexUnit(0, 0, "en", text, lines)])
    for query in ("^old", "^new", '^"new title"', '^"old title"'):
        assert rows(index, query) == {0}, query
        assert spans(index.parse(query), text, "en", lines), query
    assert rows(index, "^title") == set()


@settings(max_examples=300)
@given(st.lists(st.lists(st.integers(0, 12), max_size=4, unique=True), min_size=2, max_size=3),
       st.integers(0, 5))  # fmt: skip
def test_ordered_windows_are_those_of_a_scan(places: list[list[int]], distance: int) -> None:
    found = ordered_windows([[(p, p + 1) for p in some] for some in places], distance)
    expected = {
        chosen
        for chosen in product(*places)
        if all(one < other for one, other in pairwise(chosen))
        and chosen[-1] - chosen[0] + 1 - len(chosen) <= distance
    }
    assert {end - 1 for _, end in found} == {chosen[-1] for chosen in expected}
    assert all((start, end - 1) in {(c[0], c[-1]) for c in expected} for start, end in found)


LETTERS = st.sampled_from("abAéйёßœحأةー中国1.3-–\u00ad\u0301 \n\t,'’/()\u200f")
TEXT = st.lists(
    st.one_of(
        st.text(LETTERS, min_size=1, max_size=5),
        st.sampled_from(["free", "flow", "Of", "données", "право", "ح", "中国人", "31A", "3.4"]),
    ),
    max_size=12,
).map(" ".join)


def terms(text: str) -> list[list[str]]:
    """The words at each position of a text, as docs/searching.md has them."""
    found: list[list[str]] = []
    for token in tokenise(text):
        if token.term[-1:] >= " ":
            found += [[] for _ in range(token.position + 1 - len(found))]
            found[token.position].append(token.term)
    return found


def word_of(text: str) -> str | None:
    """Some word of a text that can be asked for alone."""
    words = [w for w in re.findall(r"[^\W\d_]+", text) if len(list(tokenise(w))) == 1]
    return max(words, key=len, default=None)


@st.composite
def scanned(draw: st.DrawFn) -> tuple[list[str], str, Callable[[list[list[str]]], bool]]:
    """Texts, a query out of words of theirs, and what a plain scan of positions says."""
    texts = draw(st.lists(TEXT, min_size=1, max_size=5))
    known = sorted({w for text in texts for part in text.split() if (w := word_of(part))})
    pool = st.sampled_from(known or ["free"])
    one, other = draw(pool), draw(pool)
    a, b = fold_word(one), fold_word(other)
    distance = draw(st.integers(0, 3))

    def at(places: list[list[str]], term: str) -> list[int]:
        return [number for number, here in enumerate(places) if term in here]

    def pairs(places: list[list[str]]) -> list[tuple[int, int]]:
        return [(x, y) for x in at(places, a) for y in at(places, b) if x != y]

    kind = draw(st.sampled_from(["word", "phrase", "near", "before", "first", "start", "not"]))
    match kind:
        case "word":
            return texts, f"{one}~0", lambda places: bool(at(places, a))
        case "not":
            return texts, f"{one}~0 -{other}~0", lambda p: bool(at(p, a)) and not at(p, b)
        case "phrase":
            query = f"({one}~0 pre/0 {other}~0)"
            return texts, query, lambda places: any(y == x + 1 for x, y in pairs(places))
        case "near":
            query = f"{one}~0 w/{distance} {other}~0"
            return texts, query, lambda p: any(abs(y - x) - 1 <= distance for x, y in pairs(p))
        case "before":
            query = f"{one}~0 pre/{distance} {other}~0"
            return texts, query, lambda p: any(0 <= y - x - 1 <= distance for x, y in pairs(p))
        case "first":
            return texts, f"^{one}~0", lambda places: 0 in at(places, a)
        case _:
            query = f"^ w/{distance} {one}~0"
            return texts, query, lambda places: any(x <= distance for x in at(places, a))


@settings(max_examples=400)
@given(scanned(), st.integers(1, 3))
def test_hits_are_those_of_a_plain_scan(case, segments: int) -> None:
    texts, query, meets = case
    index = index_of(*texts, segments=segments, pages=1)
    expected = {row for row, text in enumerate(texts) if meets(terms(text))}
    assert rows(index, query) == expected
    reading = index.parse(query)
    for row, text in enumerate(texts):
        marks = spans(reading, text)
        if "-" not in query:
            assert bool(marks) == (row in expected)
        elif row not in expected:
            assert not marks


@settings(max_examples=200)
@given(
    st.lists(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from(["", "ins", "del"])),
             min_size=1, max_size=9),
    st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh"),
    st.sampled_from([0, 1, 3, 31, 32, 40, 1000]), st.booleans(),
)  # fmt: skip
def test_nearness_in_redlines_is_that_of_one_reading(
    marks: list[tuple[str, str]], one: str, other: str, distance: int, ordered: bool
) -> None:
    text = " ".join(word for word, _ in marks)
    kinds = {"ins": RedlineKind.INSERTED, "del": RedlineKind.DELETED}
    lines = tuple(
        Redline(2 * n, 2 * n + 1, kinds[kind]) for n, (_, kind) in enumerate(marks) if kind
    )
    readings = [[w for w, kind in marks if kind != gone] for gone in ("del", "ins")]
    expected = any(
        x != y and (0 < y - x <= distance + 1 if ordered else abs(y - x) <= distance + 1)
        for words in readings
        for x, first in enumerate(words)
        if first == one
        for y, second in enumerate(words)
        if second == other
    )
    index = fill(MemoryFiles(), [IndexUnit(0, 0, "en", text, lines)])
    query = f"{one} {'pre' if ordered else 'w'}/{distance} {other}"
    assert bool(rows(index, query)) == expected
    assert bool(spans(index.parse(query), text, "en", lines)) == expected
