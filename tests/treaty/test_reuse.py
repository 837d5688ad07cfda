"""Shared runs of words are found, each once, and those of the base text are not."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from itrvault.text.words import tokens
from itrvault.treaty.reuse import LEAST, find_reuse

TAKEN = "a Member State has the right to know how its traffic is routed"


def test_words_taken_over():
    texts = {
        "RUS": f"Considering that {TAKEN}, and that others do not.",
        "ARB": f"{TAKEN.upper()}.",
        "USA": "Nothing of the kind should ever be part of any treaty.",
    }
    (found,) = find_reuse(texts)
    assert (found.left, found.right, found.words) == ("RUS", "ARB", 13)
    (run,) = found.runs
    assert texts["RUS"][run.left.start : run.left.end] == TAKEN
    assert texts["ARB"][run.right.start : run.right.end] == TAKEN.upper()
    assert (round(found.left_share, 2), found.right_share) == (0.65, 1.0)


def test_what_the_base_text_says_does_not_count():
    texts = {"A": f"{TAKEN} today", "B": f"{TAKEN} tomorrow"}
    assert find_reuse(texts)
    assert not find_reuse(texts, [f"In this Article {TAKEN}."])


def test_several_runs_and_the_most_shared_first():
    one = "one two three four five six seven"
    other = "alpha beta gamma delta epsilon zeta eta theta"
    texts = {"A": f"{one} x {other}", "B": f"{other} y {one}", "C": f"z {one}"}
    found = find_reuse(texts)
    assert [(each.left, each.right, each.words) for each in found] == [
        ("A", "B", 15), ("A", "C", 7), ("B", "C", 7),
    ]  # fmt: skip
    assert [run.words for run in found[0].runs] == [7, 8]


def test_chinese_and_arabic():
    zh = "成员国有权知晓其业务流量所经过的路由"
    ar = "يحق لكل دولة عضو أن تعرف المسارات التي تمر بها"
    found = find_reuse({"A": f"序言。{zh}。{ar}", "B": f"{zh}", "C": f"و{ar}. {ar}"})
    assert {(each.left, each.right) for each in found} == {("A", "B"), ("A", "C")}


def test_five_words_are_no_run():
    assert not find_reuse({"A": "a b c d e", "B": "x a b c d e y"})
    assert not find_reuse({"A": "", "B": ""})


def test_a_formula_that_all_use_is_none():
    texts = {str(number): f"{TAKEN} {number}" for number in range(80)}
    assert not find_reuse(texts)


WORDS = st.lists(st.sampled_from("abcdefgh"), max_size=25)


@given(WORDS, WORDS)
def test_every_run_is_real_and_none_is_missed(left, right):
    one, other = " ".join(left), " ".join(right)
    found = find_reuse({"L": one, "R": other})
    grams = [tuple(left[at : at + LEAST]) for at in range(len(left) - LEAST + 1)]
    theirs = {tuple(right[at : at + LEAST]) for at in range(len(right) - LEAST + 1)}
    assert bool(found) == any(gram in theirs for gram in grams)
    for each in found:
        for run in each.runs:
            here = [word for word, _, _ in tokens(one[run.left.start : run.left.end])]
            there = [word for word, _, _ in tokens(other[run.right.start : run.right.end])]
            assert here == there
            assert len(here) == run.words >= LEAST
        assert 0 < each.left_share <= 1
        assert 0 < each.right_share <= 1
