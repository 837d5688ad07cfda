"""Changes are shown with whole words around them, and every change is in one hunk."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from itrvault.text.hunks import hunks
from itrvault.text.word_diff import Kind, diff, text_of

WORD = st.sampled_from(["the", "administrations", "of", "Members", "shall", "员", "x"])
TEXTS = st.lists(st.lists(WORD, max_size=40).map(" ".join), min_size=1, max_size=3)


@given(TEXTS, TEXTS, st.integers(0, 60))
def test_every_change_is_in_one_hunk(left: list[str], right: list[str], context: int) -> None:
    found = diff(left, right)
    gathered = hunks(found, right, context)
    changes = [s for hunk in gathered for s in hunk.stretches if s.kind is not Kind.EQUAL]
    assert changes == list(found.changes)
    for hunk in gathered:
        assert hunk.stretches[0].kind is not Kind.EQUAL
        assert hunk.stretches[-1].kind is not Kind.EQUAL
        assert hunk.left == hunk.stretches[0].left[0]
        for side in (hunk.before, hunk.after):
            assert sum(place.end - place.start for place in side) <= context
            assert all(0 <= place.start < place.end for place in side)
            words = text_of(right, side).split()
            assert set(words) <= {word for text in right for word in text.split()}


def test_far_changes_are_hunks_of_their_own() -> None:
    filler = " ".join(f"filler{n}" for n in range(60))
    left, right = f"one {filler} two", f"eins {filler} zwei"
    far = hunks(diff([left], [right]), [right], 20)
    assert [text_of([right], hunk.stretches[-1].right) for hunk in far] == ["eins", "zwei"]
    assert text_of([right], far[0].after) == "filler0 filler1"
    assert text_of([right], far[1].before) == "filler58 filler59"
    [near] = hunks(diff([left], [right]), [right], 2_000)
    assert [s.kind for s in near.stretches].count(Kind.EQUAL) == 1


def test_context_reaches_over_pages() -> None:
    left = ["first words", "on the page", "changed here"]
    right = ["first words", "on the page", "altered here"]
    [hunk] = hunks(diff(left, right), right, 40)
    assert [place.unit for place in hunk.before] == [0, 1]
    assert text_of(right, hunk.before) == "first words on the page"
    assert text_of(right, hunk.after) == "here"


def test_chinese_is_cut_anywhere() -> None:
    right = ["国" * 50 + "新" + "家" * 50]
    [hunk] = hunks(diff(["国" * 50 + "家" * 50], right), right, 10)
    assert text_of(right, hunk.before) == "国" * 10
    assert text_of(right, hunk.after) == "家" * 10
