"""Snippets: the best stretch of a unit, white space folded, marks in their place."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from itrvault.model.geometry import Span
from itrvault.search.results import SNIPPET, densest, snippet, spans
from tests.search.archive import index_of

TEXT = st.text(alphabet="ab \n\t国حé.", max_size=120)


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, tuple[Span, ...]]:
    text = draw(TEXT)
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    pairs = [Span(start, end) for start, end in zip(cuts[::2], cuts[1::2], strict=False)]
    return text, tuple(
        span
        for span in pairs
        if not text[span.start : span.end].isspace()
        and text[span.start : span.end].strip() == text[span.start : span.end]
    )


@given(marked_texts(), st.integers(1, 80))
def test_a_snippet_is_a_stretch_of_the_text(
    marked: tuple[str, tuple[Span, ...]], width: int
) -> None:
    text, marks = marked
    shown, inside = snippet(text, marks, width)
    assert shown in " ".join(text.split())
    assert len(shown) <= max(width, *(len(mark) for mark in marks), 0) if marks else width
    wanted = [" ".join(text[mark.start : mark.end].split()) for mark in marks]
    for span in inside:
        assert 0 <= span.start < span.end <= len(shown)
        assert " ".join(shown[span.start : span.end].split()) in wanted
    if any(len(mark) <= width for mark in marks):
        assert inside


def test_the_richest_stretch_is_shown_between_words() -> None:
    filler = "other words " * 40
    text = f"alpha {filler}\n\n the alpha   and\nbeta together {filler} beta"
    index = index_of(text)
    reading = index.parse("alpha beta")
    shown, inside = snippet(text, spans(reading, text))
    assert "the alpha and beta together" in shown
    assert [shown[span.start : span.end] for span in inside] == ["alpha", "beta"]
    assert len(shown) <= SNIPPET
    assert shown.split()[0] in text.split()
    assert shown.split()[-1] in text.split()


def test_without_marks_the_beginning() -> None:
    assert snippet("  one two\nthree " * 30, ())[0].startswith("one two three one")
    assert snippet("", ()) == ("", ())


def test_right_to_left_and_chinese_keep_their_marks() -> None:
    for language, text, query, expected in [
        (
            "ar",
            "ولما كان تناسي حقوق الإنسان وازدراؤها قد أفضيا",
            "حقوق الإنسان",
            ["حقوق", "الإنسان"],
        ),
        ("zh", "联合国大会通过并颁布世界人权宣言。" * 30, "人权", ["人权"]),
    ]:
        index = index_of((language, text))
        shown, inside = snippet(text, spans(index.parse(query), text), 60)
        assert [shown[span.start : span.end] for span in inside][: len(expected)] == expected


def test_the_snippet_begins_where_the_marks_stand_closest():
    text = "one " * 100 + "two three one two " + "four " * 100
    marks = [Span(m.start(), m.end()) for m in re.finditer("one|two|three", text)]
    best = densest(text, marks)
    assert text[marks[best].start :].startswith(("one", "two"))
    shown, inside = snippet(text, marks, best=best)
    assert (shown, inside) == snippet(text, marks)
    assert {shown[span.start : span.end] for span in inside} == {"one", "two", "three"}
    assert densest("", ()) == 0
