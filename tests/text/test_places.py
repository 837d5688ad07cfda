from __future__ import annotations

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itrvault.model.geometry import FlowLayout, PageLayout, Paragraph, Rect, Span
from itrvault.text.glyphs import refine
from itrvault.text.places import (
    PageMap,
    offset_at,
    paragraph_at,
    paragraphs_of,
    rects_of,
    split_box,
)
from tests.text.pages import lay_out

words = st.text(st.sampled_from("abmiWТжш国电بسملה1.,-é"), min_size=1, max_size=9)
lines = st.lists(words, min_size=1, max_size=6).map(" ".join)
pages = st.lists(lines, min_size=1, max_size=6).map("\n".join)


@given(words)
def test_letters_fill_their_word(word: str) -> None:
    box = Rect(10, 20, 90, 30)
    parts = split_box(word, box)
    assert len(parts) == len(word)
    assert min(p.x0 for p in parts) == pytest.approx(10)
    assert max(p.x1 for p in parts) == pytest.approx(90)
    assert sum(p.x1 - p.x0 for p in parts) == pytest.approx(80)


@given(pages)
def test_the_middle_of_a_letter_is_that_letter(text: str) -> None:
    layout = lay_out(text)
    page = PageMap(layout, text)
    for index, (start, end) in enumerate(zip(layout.starts, layout.ends, strict=True)):
        box = Rect(*layout.boxes[4 * index : 4 * index + 4])
        for place, part in enumerate(split_box(text[start:end], box)):
            x, y = (part.x0 + part.x1) / 2, (part.y0 + part.y1) / 2
            assert page.offset_at(x, y) == start + place


@given(pages, st.data())
def test_boxes_cover_the_span(text: str, data: st.DataObject) -> None:
    layout = lay_out(text)
    page = PageMap(layout, text)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    rects = page.rects_of(Span(start, end))
    touched = [n for n, line in enumerate(_line_spans(text)) if line.start < end > start < line.end]
    visible = [n for n in touched if text[max(start, _line_spans(text)[n].start) :
                                          min(end, _line_spans(text)[n].end)].strip()]  # fmt: skip
    assert len(rects) == len(visible)
    for place in range(start, end):
        for one in page.rects_of(Span(place, place + 1)):
            assert any(_inside(one, rect) for rect in rects)


def _line_spans(text: str) -> list[Span]:
    spans, at = [], 0
    for line in text.split("\n"):
        spans.append(Span(at, at + len(line)))
        at += len(line) + 1
    return spans


def _inside(small: Rect, big: Rect) -> bool:
    slack = 0.01
    return (
        big.x0 - slack <= small.x0 and small.x1 <= big.x1 + slack
        and big.y0 - slack <= small.y0 and small.y1 <= big.y1 + slack
    )  # fmt: skip


@given(pages, st.floats(-50, 700), st.floats(-50, 900))
def test_any_point_is_somewhere(text: str, x: float, y: float) -> None:
    offset = offset_at(lay_out(text), text, x, y)
    assert 0 <= offset < len(text)
    assert not text[offset].isspace()


@given(pages, st.data())
def test_dragging_from_letter_to_letter_selects_between(text: str, data: st.DataObject) -> None:
    layout = lay_out(text)
    page = PageMap(layout, text)
    inked = [place for place, char in enumerate(text) if not char.isspace()]
    a, b = data.draw(st.sampled_from(inked)), data.draw(st.sampled_from(inked))
    (one,), (other,) = page.rects_of(Span(a, a + 1)), page.rects_of(Span(b, b + 1))
    span = page.selection(
        ((one.x0 + one.x1) / 2, one.y0 + 1), ((other.x0 + other.x1) / 2, other.y0 + 1)
    )
    assert min(a, b) <= span.start <= min(a, b) + 1
    assert max(a, b) <= span.end <= max(a, b) + 1


def test_beside_a_short_last_line_is_still_that_line() -> None:
    text = "a long line that fills the whole column\nits end."
    page = PageMap(lay_out(text), text)
    assert page.caret_at(240, 56) == len(text)


def test_a_neighbouring_column_is_not_touched() -> None:
    left, right = "left column words\nsecond left line", "right column words\nsecond right line"
    text = left + "\n" + right
    one, two = lay_out(left), lay_out(right, left=300)
    shift = len(left) + 1
    # The right column stands two points lower, as columns do.
    boxes = array("f", two.boxes)
    for place in range(1, len(boxes), 2):
        boxes[place] += 2
    layout = PageLayout(
        600, 800, one.starts + array("I", [s + shift for s in two.starts]),
        one.ends + array("I", [e + shift for e in two.ends]),
        one.lines + array("I", [n + 2 for n in two.lines]), one.boxes + boxes,
    )  # fmt: skip
    page = PageMap(layout, text)
    assert page.offset_at(52, 52) < shift
    assert page.offset_at(302, 41) >= shift
    span = page.selection((50, 45), (400, 60))
    assert text[span.start : span.end].startswith("left column")


def test_right_to_left_words_are_cut_from_the_right() -> None:
    text = "الخصوصية"
    layout = PageLayout(600, 800, array("I", [0]), array("I", [8]), array("I", [0]),
                        array("f", [100, 10, 180, 20]))  # fmt: skip
    (first,) = rects_of(layout, text, Span(0, 1))
    assert first.x1 == 180
    page = PageMap(layout, text)
    assert page.caret_at(179.5, 15) == 0
    assert page.caret_at(100.5, 15) == len(text)


def test_upright_columns_and_turned_words() -> None:
    down = split_box("电信业务", Rect(0, 0, 10, 80))
    assert [part.y0 for part in down] == [0, 20, 40, 60]
    up = split_box("abcd", Rect(0, 0, 10, 80))
    assert up[0].y1 == 80


def test_accents_have_no_width_of_their_own() -> None:
    text = "cafe\u0301"
    page = PageMap(lay_out(text), text)
    (box,) = page.rects_of(Span(3, 4))
    assert page.offset_at((box.x0 + box.x1) / 2, 45) == 3
    assert page.caret_at(box.x1, 45) == 5


def test_an_empty_page() -> None:
    page = PageMap(lay_out(""), "")
    assert page.rects_of(Span(0, 0)) == ()
    assert page.offset_at(10, 10) == 0
    assert page.selection((1, 1), (9, 9)) == Span(0, 0)


def glyphs_of(text: str) -> tuple[str, list[float]]:
    chars = "".join(text.split())
    return chars, [n for i in range(len(chars)) for n in (i * 7.0, 0.0, i * 7.0 + 7, 9.0)]


def test_exact_boxes_take_the_place_of_guesses() -> None:
    text = "mill ill"
    layout = lay_out(text)
    chars, numbers = glyphs_of(text)
    boxes = refine(layout, text, chars, numbers)
    assert boxes is not None
    assert boxes[4] is None
    assert boxes[5] == Rect(28, 0, 35, 9)
    assert PageMap(layout, text, boxes).rects_of(Span(1, 2)) == (Rect(7, 0, 14, 9),)


def test_ligatures_on_either_side() -> None:
    drawn_as_one = refine(
        lay_out("define it"), "define it", "de\ufb01neit", [0.0, 0.0, 6.0, 1.0] * 7
    )
    assert drawn_as_one is not None
    assert (drawn_as_one[2], drawn_as_one[3]) == (Rect(0, 0, 3, 1), Rect(3, 0, 6, 1))
    text = "de\ufb01ne"
    chars, numbers = glyphs_of("define")
    apart = refine(lay_out(text), text, chars, numbers)
    assert apart is not None
    assert apart[2] == Rect(14, 0, 28, 9)


@pytest.mark.parametrize("drawn", ["other words", "mill", "mill illx", ""])
def test_a_page_that_shows_another_text_gives_no_boxes(drawn: str) -> None:
    chars, numbers = glyphs_of(drawn)
    assert refine(lay_out("mill ill"), "mill ill", chars, numbers) is None


@given(pages)
def test_a_page_drawn_as_it_is_read_gives_every_box(text: str) -> None:
    chars, numbers = glyphs_of(text)
    boxes = refine(lay_out(text), text, chars, numbers)
    assert boxes is not None
    assert [box is None for box in boxes] == [char.isspace() for char in text]


def test_paragraphs_of_flowing_text() -> None:
    layout = FlowLayout((Paragraph(0, 4, 1), Paragraph(5, 9, 2), Paragraph(10, 20, 3)))
    assert [paragraph_at(layout, n).number for n in (0, 4, 5, 19, 99)] == [1, 1, 2, 3, 3]
    assert paragraph_at(FlowLayout(), 0) is None
    assert [p.number for p in paragraphs_of(layout, Span(3, 11))] == [1, 2, 3]
    assert [p.number for p in paragraphs_of(layout, Span(4, 6))] == [2]
    assert [p.number for p in paragraphs_of(layout, Span(5, 5))] == [2]
