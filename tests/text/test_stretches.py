from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itrvault.model.geometry import FlowLayout, Paragraph, Span
from itrvault.text.stretches import sentence_at, word_at


@pytest.mark.parametrize(
    ("text", "at", "word"),
    [("the state's right", 6, "state's"), ("see 3.4, below", 5, "3.4"), ("国际电信", 1, "际"),
     ("to re-establish it", 5, "re-establish"), ("حرية الرأي", 1, "حرية"), ("end.", 3, "."),
     ("cafe\u0301 x", 4, "cafe\u0301"), ("a", 99, "a"), ("don’t", 3, "don’t")],
)  # fmt: skip
def test_the_word_under_the_mouse(text: str, at: int, word: str) -> None:
    span = word_at(text, at)
    assert text[span.start : span.end] == word


@pytest.mark.parametrize(
    ("text", "part", "sentence"),
    [
        ("One is so. Two is\nso. Three.", "Two", "Two is\nso."),
        ("As in Art. 7 of the ITRs. Next.", "ITRs", "As in Art. 7 of the ITRs."),
        ("Under No. 3.4 it holds. So.", "holds", "Under No. 3.4 it holds."),
        ("Title\n\nThe text goes on.", "text", "The text goes on."),
        ("第一句。第二句！", "第二", "第二句！"),
        ("He said “stop.” They did.", "They", "They did."),
        ("هل هذا صحيح؟ نعم.", "نعم", "نعم."),
        ("3. The Member States shall. 4. No.", "Member", "3. The Member States shall."),
    ],
)
def test_the_sentence_around_a_word(text: str, part: str, sentence: str) -> None:
    span = sentence_at(text, text.index(part) + 1)
    assert text[span.start : span.end] == sentence


def test_a_paragraph_ends_a_sentence() -> None:
    text = "Heading without a stop\nThe body.\n"
    layout = FlowLayout((Paragraph(0, 22, 1), Paragraph(23, 32, 2)))
    assert sentence_at(text, 3, layout) == Span(0, 22)
    assert sentence_at(text, 25, layout) == Span(23, 32)


@given(st.text(max_size=60), st.integers(-3, 70))
def test_stretches_stay_inside(text: str, at: int) -> None:
    for span in (word_at(text, at), sentence_at(text, at)):
        assert 0 <= span.start <= span.end <= len(text)


def test_nothing_around_nothing() -> None:
    assert word_at("", 3) == Span(0, 0)
    assert sentence_at("", 3) == Span(0, 0)
