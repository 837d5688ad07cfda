"""A search finds exactly what a plain scan by the written rules finds, and marks what it found."""

from __future__ import annotations

from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh.query import And, Phrase, Term
from whoosh.reading import MultiReader
from whoosh.searching import Searcher

from itrvault.model.search import IndexUnit
from itrvault.search.blobs import MemoryFiles
from itrvault.search.codec import FIELD
from itrvault.search.near import windows
from itrvault.search.results import spans
from tests.search.archive import Known, fill, index_of, marked, rows, units_of

LETTERS = "abcde"
TEXTS = st.lists(st.sampled_from(LETTERS), max_size=9).map(" ".join)
WORD = st.sampled_from(LETTERS)


Pages = tuple[list[str], list[str]]
"""The words of a page, and of the one that follows it in its document."""


def holds_phrase(pages: Pages, phrase: list[str]) -> bool:
    """Whether the words stand there one after another; the first of them on the first page."""
    words, following = pages
    size = len(phrase)
    both = words + following
    return any(both[place : place + size] == phrase for place in range(len(words)))


def holds_near(pages: Pages, sought: list[str], distance: int) -> bool:
    """Different places for all the words, with at most so many other words from first to last.

    Those on the second page count for the first when there are no nearer ones.
    """
    words, following = pages
    places = [[n for n, word in enumerate(words + following) if word == one] for one in sought]
    first_by_last: dict[int, int] = {}
    for chosen in product(*places):
        if len(set(chosen)) == len(chosen):
            first, last = min(chosen), max(chosen)
            first_by_last[last] = max(first, first_by_last.get(last, -1))
    return any(
        first < len(words) and last - first + 1 - len(sought) <= distance
        for last, first in first_by_last.items()
    )


def pages_of(texts: list[str]) -> list[Pages]:
    """Each page with the next; two pages are a document."""
    every = [text.split() for text in texts]
    return [
        (words, every[n + 1] if n % 2 == 0 and n + 1 < len(every) else [])
        for n, words in enumerate(every)
    ]


@st.composite
def conditions(draw: st.DrawFn, depth: int = 2):
    """(query, what a scan of the words says)."""
    kind = draw(st.sampled_from(["word", "phrase", "near", *(["and", "or", "not"] * (depth > 0))]))
    if kind == "word":
        word = draw(WORD)
        return word, lambda pages: word in pages[0]
    if kind in ("phrase", "near"):
        sought = draw(st.lists(WORD, min_size=2, max_size=3))
        quoted = f'"{" ".join(sought)}"'
        if kind == "phrase":
            return quoted, lambda pages: holds_phrase(pages, sought)
        distance = draw(st.integers(0, 4))
        return f"{quoted}~{distance}", lambda pages: holds_near(pages, sought, distance)
    one, first = draw(conditions(depth - 1))
    if kind == "not":
        return f"-({one})", lambda pages: not first(pages)
    other, second = draw(conditions(depth - 1))
    if kind == "and":
        return f"({one}) ({other})", lambda pages: first(pages) and second(pages)
    return f"({one} OR {other})", lambda pages: first(pages) or second(pages)


@settings(max_examples=250, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=6), conditions(), st.integers(1, 3))
def test_finds_what_a_scan_finds(texts: list[str], condition, segments: int) -> None:
    query, meets = condition
    index = index_of(*texts, segments=segments)
    assert rows(index, query) == {n for n, pages in enumerate(pages_of(texts)) if meets(pages)}


@settings(max_examples=200, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=4), conditions())
def test_marks_only_what_was_found(texts: list[str], condition) -> None:
    query, _ = condition
    index = index_of(*texts)
    reading = index.parse(query)
    found = rows(index, query)
    both = index.marks(reading, units_of(texts))
    for number, text in enumerate(texts):
        marks = both[number]
        assert all(one.end < other.start for one, other in pairwise(marks))
        assert all(text[span.start : span.end].strip() for span in marks)
        from_before = number % 2 == 1 and number - 1 in found
        if "-" not in query:
            assert bool(marks) == (number in found) or (marks and from_before)
            assert set(spans(reading, text)) <= set(marks)
        elif number not in found and not from_before:
            assert not marks


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(st.integers(0, 12), max_size=4, unique=True).map(sorted), min_size=2,
                max_size=3), st.integers(0, 5))  # fmt: skip
def test_windows_hold_every_part(places: list[list[int]], distance: int) -> None:
    parts = [(n, [(p, p + 1) for p in some]) for n, some in enumerate(places)]
    found = windows(parts, distance)
    expected = any(
        max(chosen) + 1 - min(chosen) - len(chosen) <= distance for chosen in product(*places)
    )
    assert bool(found) == expected


def test_stock_whoosh_reads_our_segments_the_same() -> None:
    texts = ["alpha beta gamma", "beta alpha", "alpha alpha beta", "gamma"]
    index = index_of(*texts, segments=2)
    with index.snapshot() as snapshot, Searcher(MultiReader(list(snapshot.readers))) as searcher:
        for ours, theirs in [
            ("alpha", Term(FIELD, "alpha")),
            ("alpha gamma", And([Term(FIELD, "alpha"), Term(FIELD, "gamma")])),
            ('"alpha beta"', Phrase(FIELD, ["alpha", "beta"])),
        ]:
            found = {hit["row"] for hit in searcher.search(theirs, limit=None)}
            assert found == rows(index, ours)
            assert found


@pytest.mark.parametrize(
    ("query", "marks"),
    [
        ('"human rights"', ["human rights", "human\nrights"]),
        ("human -dog", ["human", "human", "human"]),
        ('"rights cat"~1', ["rights", "cat"]),
        ("right*", ["rights", "rights"]),
        ("ca? OR nothing", ["cat"]),
        ("humna~1", ["human", "human", "human"]),
        ('"human * cat"', ["human rights cat"]),
        ("human w/0 rights", ["human", "rights", "human", "rights"]),
        ("+cat", ["cat"]),
    ],
)
def test_marks(query: str, marks: list[str]) -> None:
    text = "human rights cat, a sunlit human; human\nrights"
    index = index_of(text)
    assert rows(index, query) == {0}
    assert marked(index, query, text) == marks


def test_proximity_reaches_phrases_and_groups() -> None:
    index = index_of(
        "free flow of news and data", "free flow then many many words and data", "data"
    )
    assert rows(index, '"free flow" w/3 data') == {0}
    assert rows(index, "(news OR words) NEAR/1 data") == {0, 1}
    assert rows(index, '"data flow free"~3') == {0}


def test_fuzzy_counts_a_swap_as_one() -> None:
    index = index_of("privacy", "pirvacy", "privity")
    assert rows(index, "privacy~1") == {0, 1}
    assert rows(index, "privacy~2") == {0, 1, 2}


def test_wildcards_inside_before_and_over_other_scripts() -> None:
    index = index_of("colour", "color", "discolouration", "услуга", "国际电信")
    assert rows(index, "colo*r") == {0, 1}
    assert rows(index, "*colour*") == {0, 2}
    assert rows(index, "colou?") == {0}
    assert rows(index, "услу*") == {3}
    assert rows(index, "усл??а") == {3}
    assert rows(index, "国?电") == {4}
    assert rows(index, "国际*") == {4}


def test_purely_negative_and_any_word() -> None:
    index = index_of("a b", "b c", "d")
    assert rows(index, "-b") == {2}
    assert rows(index, "NOT b NOT d") == set()
    assert rows(index, "a d", any_word=True) == {0, 2}
    assert rows(index, "a d -b", any_word=True) == {2}
    assert rows(index, "+b a", any_word=True) == {0, 1}


def test_conditions_on_facts_units_and_languages() -> None:
    facts = Known(
        {
            "class": [(0, "leaked"), (1, "analysis")],
            "symbol": [(0, "WCIT12/27(Add.2)-E"), (1, "CWG-WCIT12/TD-64")],
            "title": [(0, "Proposals for the Work of the Conference"), (1, "Écoutes légales")],
            "date": [(0, "2012-11"), (1, "2012-12-03"), (2, "")],
            "language": [(0, "en"), (1, "fr"), (2, "ru")],
        },
        {
            "tag": [(1, "Human rights/Privacy"), (2, "Process")],
            "note": [(3, "ask the délégation")],
            "has": [(1, "tag"), (2, "tag"), (3, "note")],
            "page": [(n, str(n % 2 + 1)) for n in range(6)],
        },
    )
    texts = ["x", "x", ("fr", "x"), ("fr", "x"), ("ru", "x"), ("ru", "x")]
    index = index_of(*texts, facts=facts, segments=3)
    for query, expected in {
        "class:leaked": {0, 1},
        "symbol:WCIT12/27": {0, 1},
        "symbol:wcit12": {0, 1, 2, 3},
        "symbol:*27*": {0, 1},
        "title:work": {0, 1},
        'title:"work of the"': {0, 1},
        "title:ecoutes": {2, 3},
        "title:propos*": {0, 1},
        "date:2012": {0, 1, 2, 3},
        "date:2012-11-15": {0, 1},
        "date:>2012-11": {2, 3},
        "date:<2012-12-03": {0, 1},
        "date:2012-12/2013": {2, 3},
        "lang:ru": {4, 5},
        "tag:privacy": {1},
        'tag:"human rights"': {1},
        'tag:"Human rights/Privacy"': {1},
        "tag:priv": set(),
        "tag:priv*": {1},
        "tag:(privacy OR process)": {1, 2},
        "has:tag": {1, 2},
        "has:notes": {3},
        "note:delegation": {3},
        "page:2": {1, 3, 5},
        "page:2-9 lang:ru": {5},
        "x -class:leaked page:1": {2, 4},
        "NOT has:tag": {0, 3, 4, 5},
    }.items():
        assert rows(index, query) == expected, query


def test_changed_facts_need_no_new_index() -> None:
    facts = Known({"class": [(0, "leaked")]})
    index = index_of("x", facts=facts)
    assert rows(index, "class:leaked") == {0}
    facts.documents["class"] = [(0, "treaty")]
    assert rows(index, "class:leaked") == set()


def test_closer_words_rank_higher_and_small_words_do_not_count() -> None:
    filler = " ".join(f"w{n}" for n in range(60))
    index = index_of(
        f"suspension {filler} of {filler} services of of of of of",
        f"suspension of services {filler} {filler} more words here and so on up",
        *[f"another page {n} on tariffs" for n in range(20)],
    )
    order = [row for row, _ in index.search("suspension of services").order]
    assert order == [1, 0]


def test_texts_of_one_document_and_many_segments_rank_the_same() -> None:
    texts = [f"alpha {'beta ' * (n % 4)} gamma {'delta ' * (n % 3)}" for n in range(24)]
    one = index_of(*texts).search("beta delta", any_word=True).order
    many = index_of(*texts, segments=6).search("beta delta", any_word=True).order
    assert [row for row, _ in one] == [row for row, _ in many]
    assert [score for _, score in one] == pytest.approx([score for _, score in many])


def test_rows_keep_their_numbers() -> None:
    files = MemoryFiles()
    index = fill(files, [IndexUnit(700, 9, "en", "a"), IndexUnit(70_000, 9, "en", "a b")])
    assert rows(index, "b") == {70_000}
    assert rows(index, "a") == {700, 70_000}
    assert units_of(["x"], 5)[0].row == 5


def test_the_typed_form_ranks_before_its_other_forms() -> None:
    index = index_of("the rights of it", "the right of it", "the righting of it", "no such word")
    assert index.search("right").order.rows[0] == 1
    assert index.search("rights").order.rows[0] == 0
    assert set(index.search("rights").order.rows) == {0, 1, 2}


def test_a_question_in_chinese_needs_only_some_of_its_signs() -> None:
    texts = [("zh", "国际电信规则于一九八八年签署"), ("zh", "联盟的理事会"), ("zh", "签署规则的人")]
    index = index_of(*texts)
    assert rows(index, "电信规则何时签署") == set()
    assert index.search("电信规则何时签署", any_word=True).order.rows == [0, 2]
    assert rows(index, '"电信规则何时签署"', any_word=True) == set()
    assert rows(index, '"规则的人" 理事会', any_word=True) == {1, 2}
