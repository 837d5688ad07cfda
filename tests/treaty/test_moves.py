"""Words that only change their place are told from what is new."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from itrvault.text.word_diff import diff
from itrvault.treaty.moves import LEAST, find_moves

ROUTES = "Until they agree, the administration of origin may choose the route for its traffic."
USERS = "Users have the right to send traffic at any time."


def moves(old: str, new: str) -> list[str]:
    return [each.words for each in find_moves(diff([old], [new]), old, new)]


def test_a_sentence_that_changes_its_place():
    (move,) = find_moves(diff([f"{ROUTES} {USERS}"], [f"{USERS} {ROUTES}"]), f"{ROUTES} {USERS}",
                         f"{USERS} {ROUTES}")  # fmt: skip
    assert move.words.startswith("Users have the right to send traffic")
    assert f"{USERS} {ROUTES}"[move.right.start : move.right.end] == move.words


def test_few_words_are_no_move_and_new_ones_are_none():
    assert moves("The states agree on routes.", "On routes the states agree.") == []
    assert moves(ROUTES, f"{ROUTES} {USERS}") == []
    assert moves(ROUTES, ROUTES) == []


SENTENCES = st.lists(
    st.lists(st.sampled_from("abcdefgh"), min_size=LEAST, max_size=9).map(" ".join),
    min_size=1, max_size=5,
)  # fmt: skip


@given(SENTENCES, st.randoms(use_true_random=False))
def test_what_moved_stands_in_both_and_nowhere_twice(sentences, chance):
    old = ". ".join(sentences)
    chance.shuffle(sentences)
    new = ". ".join(sentences)
    found = find_moves(diff([old], [new]), old, new)
    for move in found:
        assert old[move.left.start : move.left.end] == new[move.right.start : move.right.end]
    for side in ("left", "right"):
        spans = sorted((getattr(move, side).start, getattr(move, side).end) for move in found)
        assert all(one[1] <= other[0] for one, other in pairwise(spans))
