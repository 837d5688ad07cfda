from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from itrvault.text.direction import balanced, direction, isolated, turns

signs = st.text(st.sampled_from("aب1 \u2066\u2067\u2068\u2069\u202a\u202c\u202e"), max_size=20)


def test_the_direction_of_most_letters() -> None:
    assert direction("الاتحاد ITU") == "rtl"
    assert direction("the word شيء") == "ltr"
    assert direction("12.3") == "ltr"


def test_isolates_only_where_needed() -> None:
    assert isolated("plain") == "plain"
    assert isolated("الاتحاد") == "\u2068الاتحاد\u2069"


def test_an_override_ends_with_its_text() -> None:
    assert balanced("a\u202egnp") == "a\u202egnp\u202c"
    assert balanced("a\u2069b") == "ab"


def test_stretches_of_one_direction() -> None:
    assert turns("see حرية الرأي, p. 3", "ltr") == [
        ("see ", "ltr"), ("حرية الرأي", "rtl"), (", p. 3", "ltr"),
    ]  # fmt: skip
    assert turns("مادة ITU (19) نص", "rtl") == [
        ("مادة ", "rtl"), ("ITU", "ltr"), (" (19) نص", "rtl"),
    ]  # fmt: skip


@given(signs, st.sampled_from(["ltr", "rtl"]))
def test_stretches_are_the_text(text: str, base) -> None:
    assert "".join(part for part, _ in turns(text, base)) == text
    assert all(part for part, _ in turns(text, base))


@given(signs)
def test_what_opens_closes(text: str) -> None:
    depth = 0
    for char in balanced(text):
        depth += char in "\u2066\u2067\u2068\u202a\u202e"
        depth -= char in "\u2069\u202c"
        assert depth >= 0
    assert depth == 0
    assert balanced(balanced(text)) == balanced(text)


def test_a_hundred_thousand_signs_are_closed_in_one_pass() -> None:
    text = "\u202e" * 100_000 + "\u2069" * 100_000  # closes nothing that is open
    assert balanced(text) == "\u202e" * 100_000 + "\u202c" * 100_000
