from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itrvault.model.geometry import Span
from itrvault.text.fold import _SPECIAL, _fold_freely, fold, fold_with_map, unfold, whole_characters

texts = st.text(
    st.one_of(
        st.characters(codec="utf-8"),
        st.sampled_from("aé\u0301ßﬁ\u00ad \n\t“”’—ЁйأإةلاﷺœİǅΣ中が각\u200f\u2068"),
    ),
    max_size=60,
)


@given(texts)
def test_fold_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(texts)
def test_fold_twice_is_fold(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(texts)
def test_the_map_leads_back(text: str) -> None:
    folded, back = fold_with_map(text)
    assert len(back) == len(folded) + 1
    assert back == sorted(back)
    assert back[-1] == len(text)
    for place, char in enumerate(folded):
        origin = text[back[place]]
        assert char in _fold_freely(origin) or (char == " " and origin.isspace())


@given(texts, st.data())
def test_a_folded_span_comes_from_text_that_folds_to_it(text: str, data: st.DataObject) -> None:
    folded, back = fold_with_map(text)
    start = data.draw(st.integers(0, len(folded)))
    end = data.draw(st.integers(start, len(folded)))
    span = unfold(text, back, start, end)
    assert 0 <= span.start <= span.end <= len(text)
    assert folded[start:end] in fold_with_map(text[span.start : span.end])[0] or end == start


def test_only_special_signs_change_the_length() -> None:
    missed = [
        hex(code)
        for code in range(sys.maxunicode + 1)
        if not 0xD800 <= code <= 0xDFFF
        and len(_fold_freely(chr(code))) != 1
        and not _SPECIAL.match(chr(code))
    ]
    assert missed == []


@pytest.mark.parametrize(
    ("one", "other"),
    [("Liberté D’EXPRESSION", "liberte d'expression"), ("“x” – y", '"x" - y'), ("ЁЖИК", "ежик"),
     ("الأمن", "الامن"), ("ＩＴＵ", "itu"), ("Straße", "straße"), ("чай", "чай")],
)  # fmt: skip
def test_what_a_reader_takes_for_the_same(one: str, other: str) -> None:
    assert fold(one) == other


@pytest.mark.parametrize(
    ("one", "other"),
    [("de\ufb01ne\n  tele\u00adcom", "define telecom"), ("cafe\u0301", "cafe"),
     ("Straße", "strasse"),
     ("مُرَاسَلات", "مراسلات"), ("\u2068الاتــصال\u2069", "الاتصال"), ("ﻻ", "لا"), ("й и", "й и"),
     ("a\u200b \u200b b", "a b"), ("cœur Ægis", "coeur aegis"), ("が 각", "が 각")],
)  # fmt: skip
def test_what_free_folding_makes(one: str, other: str) -> None:
    assert fold_with_map(one)[0] == other


def test_letters_and_their_marks_stay_together() -> None:
    assert whole_characters("cafe\u0301s", Span(3, 4)) == Span(3, 5)
    assert whole_characters("cafe\u0301s", Span(4, 5)) == Span(3, 5)
