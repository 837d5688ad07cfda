"""Passages as people paste them: with their own quotation marks, question marks and footnotes."""

from __future__ import annotations

import pytest

from tests.search.archive import index_of, rows


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("kept in touch with reality.”6 He said", '"with reality.”6 He"'),
        ("the so-called “Bin TL” olarak", '"(“Bin TL”) olarak"'),
        ("the so-called “Bin TL” olarak", "so-called “Bin TL” olarak"),
        ("the “right to know” of all", '"the “right to know” of"'),
        ("he said «the right» again", "“said «the right» again”"),
        ("what did Lavoisier prove? Nothing", '"did Lavoisier prove?"'),
        ("эксперименты Лавуазье? Да", "эксперименты Лавуазье?"),
        ("the freedom of all", "freedom?"),
        ("the freedoms of all", "freedom?"),
        ("على العمل؟ نعم", '"على العمل؟"'),
    ],
)
def test_a_pasted_passage_is_found(text: str, query: str) -> None:
    assert rows(index_of("nothing here", text), query) == {1}


def test_marks_of_two_kinds_can_still_make_a_pair() -> None:
    index = index_of("right to know", "freedom of all", "right freedom")
    assert rows(index, '"right to” OR "freedom of”') == {0, 1}
    assert rows(index, "“right to” OR «freedom of»") == {0, 1}


@pytest.mark.parametrize("sign", ["?", "??"])
def test_question_marks_that_stand_for_letters_still_do(sign: str) -> None:
    index = index_of("a rout", "a route", "a routed", "a routers")
    assert rows(index, f"rout{sign}") == ({0, 1} if sign == "?" else {2})


@pytest.mark.parametrize(
    "query",
    ["最低租赁收款额。初始直接", '"收款额。初 始直接"', "“收款额。初始直接费用”", "初始直接费用。"],
)
def test_a_chinese_passage_over_sentences_and_lines(query: str) -> None:
    index = index_of(("zh", "将最低租赁收款额。初\n始直接费用"), ("zh", "收款额"))
    assert rows(index, query) == {0}


def test_chinese_words_torn_apart_by_a_new_block_are_found() -> None:
    index = index_of(("zh", "必需元素的底栏，没有顶\n\n栏和侧栏"))
    assert rows(index, "顶栏和侧栏") == {0}
    assert rows(index, '"没有顶 栏和"') == {0}


@pytest.mark.parametrize("year", ["1978.3", "19786", "197812", "2012.11"])
def test_a_year_with_the_sign_of_a_footnote(year: str) -> None:
    index = index_of(f"signed on 26 July {year} which they")
    assert rows(index, f'"26 July {year[:4]}"') == {0}
    assert rows(index, year) == {0}
    reading = index.parse(year[:4])
    text = f"signed on 26 July {year} which"
    marks = index.spans(reading, text, "en")
    assert [text[mark.start : mark.end] for mark in marks] == [year[:4]]


def test_other_numbers_keep_together() -> None:
    index = index_of("paragraph 3.41 and 18.302 and 123456")
    assert rows(index, "3.4") == set()
    assert rows(index, "1234") == set()
