"""Finding words in one document, over line and page ends."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itrvault.text.finding import Haystack
from itrvault.text.fold import fold_with_map


def found(texts: list[str], words: str, *, pages: bool = True, whole: bool = False) -> list[str]:
    """What was found, the parts of a place joined by a bar."""
    places = Haystack(texts, pages=pages).find(words, whole=whole)
    return [
        " | ".join(texts[unit][span.start : span.end] for unit, span in parts) for parts in places
    ]


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("The Right to know", "right TO", ["Right to"]),
        ("the right\nto know", "right to", ["right\nto"]),
        ("inter-\nnational", "international", ["inter-\nnational"]),
        ("Réglement général", "reglement general", ["Réglement général"]),
        ("l’État", "l'etat", ["l’État"]),
        ("the ﬁrst of­fice", "first office", ["ﬁrst of­fice"]),
        ("حَرَكَةُ الاتصالات", "حركة", ["حَرَكَةُ"]),
        ("国际电\n信规则", "国际电信", ["国际电\n信"]),
        ("a.b*c", "B*", ["b*"]),
        ("nothing here", "  ", []),
    ],
)  # fmt: skip
def test_what_a_person_means(text: str, words: str, expected: list[str]) -> None:
    assert found([text], words) == expected


def test_whole_words_only_when_wished() -> None:
    assert found(["route, routed, en route"], "route", whole=True) == ["route", "route"]
    assert len(found(["route, routed, en route"], "route")) == 3


def test_a_place_over_a_page_break_has_two_parts() -> None:
    sentences = [f"It says {sign * 3} here." for sign in "abcdefghij"]
    pages = [
        "\n".join(["WCIT12/27-E", sentences[n], *sentences[n + 1 :], sentences[n - 1], f"- {n} -"])
        for n in range(1, 7)
    ]
    pages[3] = pages[3].replace("\n- 4 -", "\nthe right to\n- 4 -")
    pages[4] = pages[4].replace("27-E\n", "27-E\nknow its traffic\n")
    assert found(pages, "right to know its") == ["right to | know its"]
    assert found(pages, "right to know its", pages=False) == []
    assert found(["the end\n1", "of it\n2"], "end of") == ["end | of"]
    assert found(["ends here", "and goes on"], "here and") == ["here | and"]


@given(
    st.lists(st.text("ab é-\n国际ا́", max_size=12), min_size=1, max_size=4),
    st.text("ab é国", min_size=1, max_size=3),
)
def test_whatever_a_plain_scan_finds_is_found(texts: list[str], words: str) -> None:
    needle = fold_with_map(words)[0].strip(" ")
    haystack = Haystack(texts, pages=False)
    spans = [part for parts in haystack.find(words) for part in parts]
    for unit, span in spans:
        plain = fold_with_map(texts[unit][span.start : span.end])[0]
        assert plain.replace("- ", "").replace(" ", "") == needle.replace(" ", "")
    for number, text in enumerate(texts):
        folded = fold_with_map(text)[0]
        if needle and needle in folded:
            assert any(unit == number for unit, _ in spans)
