"""Landmarks of two versions of one text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itrvault.text.landmarks import across, aligned, landmarks


def treaty(word: str, words: str, articles: range, *, a_page: int = 2) -> list[str]:
    """Articles of three paragraphs each, some of them on a page."""
    made = [
        f"{word} {n}\n" + "".join(f"{p}. {words * (p + n % 3)}\n" for p in (1, 2, 3))
        for n in articles
    ]
    return ["".join(made[at : at + a_page]) + f"- {at} -\n" for at in range(0, len(made), a_page)]


def test_names_of_places() -> None:
    text = "Article 5\n1. One\n3.4 Two\n31A Three\n12\n- 12 -\nالمادة ٥\n第五十一条 何\n第 12 条\n"
    assert [each.name for each in landmarks([text])] == [
        "§5", "1", "3.4", "31A", "§5", "§51", "§12",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("word", "words"), [("Статья", "слова договора "), ("المادة", "كلمات "), ("Artículo", "x ")]
)
def test_an_article_is_beside_itself_in_another_language(word: str, words: str) -> None:
    english = treaty("Article", "some words of the treaty ", range(1, 21))
    other = treaty(word, words, range(1, 21), a_page=3)
    pairs = aligned(english, other)
    lengths = len(english), len(other)
    for article in range(1, 21):
        here, there = (
            next(each.position for each in landmarks(texts) if each.name == f"§{article}")
            for texts in (english, other)
        )
        assert across(here, pairs, lengths) == pytest.approx(there, abs=0.01)


def test_what_is_left_out_of_one_is_passed_over() -> None:
    whole = treaty("Article", "some words ", range(1, 21))
    cut = treaty("Article", "some words ", range(5, 21))
    pairs = aligned(whole, cut)
    here = next(each.position for each in landmarks(whole) if each.name == "§12")
    there = next(each.position for each in landmarks(cut) if each.name == "§12")
    assert across(here, pairs, (len(whole), len(cut))) == pytest.approx(there, abs=0.01)


def test_texts_of_different_things_have_nothing_in_common() -> None:
    assert aligned(["no numbers here"] * 9, treaty("Article", "words ", range(1, 9))) == []


@given(
    st.lists(st.tuples(st.floats(0, 50), st.floats(0, 80)), max_size=12),
    st.floats(0, 50),
    st.floats(0, 50),
)
def test_further_down_is_further_down(
    pairs: list[tuple[float, float]], first: float, second: float
) -> None:
    ascending = list(zip(sorted(x for x, _ in pairs), sorted(y for _, y in pairs), strict=True))
    low, high = sorted((first, second))
    above, below = across(low, ascending, (50, 80)), across(high, ascending, (50, 80))
    assert -1e-6 <= above <= below + 1e-6
    assert below <= 80 + 1e-6
