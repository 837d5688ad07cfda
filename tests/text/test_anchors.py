from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itrvault.model.annotation import Anchor
from itrvault.model.geometry import Rect, Span
from itrvault.text.anchors import (
    close_up,
    context,
    find_matches,
    find_quote,
    make_anchor,
    span_in,
    text_hash,
    with_rects,
)
from itrvault.text.relocating import locate
from tests.text.pages import page

PAGE = (
    "ADD  RUS/27/7\n31A  3A.1  Member States shall have the sovereign right to establish and\n"
    "implement public policy, including international policy, on matters of Inter-\n"
    "net governance, and to regulate the national Internet segment.\n"
    "Reasons: To ensure the public is in\ufb01nitely well served.\n"
)
words = st.sampled_from(
    ["the", "state", "Рада", "الدولة", "国", "law", "é", "ﬁ", "route", "a", "b", "\n", "-", "shall"]
)
texts = st.lists(words, min_size=1, max_size=40).map(" ".join)


@given(texts, st.data())
def test_words_of_a_text_are_found_where_they_stand(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    if text[start:end].strip():
        assert Span(start, end) in find_quote(text, text[start:end])


@given(st.text(max_size=80), st.text(max_size=20))
def test_any_quotation_of_any_text(text: str, quote: str) -> None:
    for match in find_matches(text, quote):
        assert 0 <= match.span.start <= match.span.end <= len(text)
        assert 0 < match.score <= 1


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        ("sovereign right", "sovereign right"),
        ("SOVEREIGN RIGHT to establish and Implement", "sovereign right to establish and\n"
         "implement"),
        ("matters of Internet governance", "matters of Inter-\nnet governance"),
        ("infinitely well", "in\ufb01nitely well"),
        ("the sovereing right to establsh and implement", "the sovereign right to establish and\n"
         "implement"),
        ("to regulate a national internet segments", "to regulate the national Internet segment"),
    ],
)  # fmt: skip
def test_what_people_type_is_found_as_it_stands(quote: str, expected: str) -> None:
    span = find_quote(PAGE, quote)[0]
    assert PAGE[span.start : span.end].strip(".") == expected


@pytest.mark.parametrize("quote", ["", "  ", "the customs union of 1834", "xyz", "\u00ad"])
def test_what_is_not_there_is_not_found(quote: str) -> None:
    assert find_quote(PAGE, quote) == []


def test_near_misses_can_be_refused() -> None:
    assert find_quote(PAGE, "the sovereing right to establsh", approximate=False) == []
    assert find_quote(PAGE, "THE SOVEREIGN  RIGHT", approximate=False) != []


def test_chinese_lines_break_anywhere() -> None:
    text = "各成员国保留中止国际\n电信业务的权利。"
    span = find_quote(text, "中止国际电信业务")[0]
    assert text[span.start : span.end] == "中止国际\n电信业务"


def test_arabic_without_its_vowels() -> None:
    text = "لِكُلِّ شَخصٍ الحَقُّ فِي حُرِّيَّةِ الرَّأيِ"
    span = find_quote(text, "حرية الرأي")[0]
    assert text[span.start : span.end] == "حُرِّيَّةِ الرَّأيِ"


def test_the_words_around_choose_between_places() -> None:
    text = "first: the right of the public. second: the right of the public. third"
    assert find_quote(text, "the right", prefix="second: ")[0].start == 40
    assert find_quote(text, "the right", suffix=" of the public. second")[0].start == 7
    assert find_quote(text, "the right", near=60)[0].start == 40


def test_context_is_thirty_two_code_points() -> None:
    text = "x" * 50 + "QUOTE" + "y" * 10
    assert context(text, Span(50, 55)) == ("x" * 32, "y" * 10)
    marked = "e\u0301" * 30
    before, _ = context(marked, Span(33, 34))
    assert before[0] == "e"


def test_an_anchor_says_everything() -> None:
    units = [page(0, "Preamble\n"), page(1, PAGE)]
    start = PAGE.index("sovereign")
    anchor = make_anchor(units, 1, start, 1, start + len("sovereign right"))
    assert anchor.exact == "sovereign right"
    assert anchor.prefix == PAGE[start - 32 : start]
    assert anchor.suffix.startswith(" to establish and\nimplement")
    assert [number for number, _ in anchor.rects] == [1]
    assert anchor.text_hash == text_hash(PAGE)
    assert locate(anchor, ["Preamble\n", PAGE]) is anchor


def test_a_passage_over_three_pages() -> None:
    units = [page(0, "one two"), page(1, "middle"), page(2, "three four")]
    anchor = make_anchor(units, 0, 4, 2, 5)
    assert anchor.exact == "two\nmiddle\nthree"
    assert [number for number, _ in anchor.rects] == [0, 1, 2]
    assert [span_in(anchor, unit.number, len(unit.text)) for unit in units] == [
        Span(4, 7), Span(0, 6), Span(0, 5),
    ]  # fmt: skip
    assert span_in(anchor, 3, 10) is None
    shifted = locate(anchor, ["cover", "one two", "middle", "three four"])
    assert shifted is not None
    assert (shifted.unit, shifted.start, shifted.end_unit, shifted.end) == (1, 4, 3, 5)


def test_a_whole_page_has_no_words() -> None:
    anchor = make_anchor([page(0, "text")], 0, 0, 0, 0)
    assert (anchor.exact, anchor.prefix, anchor.rects) == ("", "", ())
    assert locate(anchor, ["text"]) is anchor
    assert locate(anchor, ["new text"]) == replace(anchor, text_hash=text_hash("new text"))
    assert locate(anchor, []) is None


@pytest.mark.parametrize(
    ("first", "start", "last", "end"),
    [(0, 0, 0, 99), (0, 3, 0, 2), (0, 2, 0, 2), (0, 0, 5, 1), (1, 0, 0, 1), (-1, 0, 0, 1)],
)
def test_a_passage_outside_the_text_is_refused(first: int, start: int, last: int, end: int) -> None:
    with pytest.raises(ValueError, match=r"text|empty|there"):
        make_anchor([page(0, "some text")], first, start, last, end)


@given(st.lists(texts, min_size=1, max_size=4), st.data())
def test_anchors_survive_words_put_before_them(pages: list[str], data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(pages) - 1))
    last = data.draw(st.integers(first, len(pages) - 1))
    start = data.draw(st.integers(0, len(pages[first])))
    end = data.draw(st.integers(0, len(pages[last])))
    if first == last and start >= end:
        return
    units = [page(number, text) for number, text in enumerate(pages)]
    anchor = make_anchor(units, first, start, last, end)
    assert locate(anchor, pages) is anchor
    if not anchor.exact.strip():
        return
    pages[first] = "UNIQUE WORDS HERE. " + pages[first]
    moved = locate(anchor, pages)
    if moved is not None:  # words that stand everywhere are not placed
        assert close_up(moved.exact)[0] == close_up(anchor.exact)[0]
        assert moved.rects == ()


def test_changed_words_are_found_and_boxes_read_again() -> None:
    units = [page(0, PAGE)]
    start = PAGE.index("the sovereign")
    anchor = make_anchor(units, 0, start, 0, start + len("the sovereign right to establish"))
    repaired = PAGE.replace("sovereign right", "souvereign  right")
    moved = locate(anchor, [repaired])
    assert moved is not None
    assert moved.exact == "the souvereign  right to establish"
    assert with_rects(moved, [page(0, repaired)]).rects[0][0] == 0
    assert locate(anchor, ["entirely different words on another subject"]) is None


def test_the_boxes_of_an_unchanged_text_stay() -> None:
    anchor = Anchor(0, 0, 0, 3, "abc", "", "", ((0, Rect(1, 2, 3, 4)),), text_hash("abc"))
    assert locate(anchor, ["abc"]) is anchor
