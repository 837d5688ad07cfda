"""The word diff holds every word of both texts, and shows what a person would call the change."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from itrvault.errors import Cancelled
from itrvault.model.document import Redline, RedlineKind, Unit, UnitKind
from itrvault.model.geometry import FlowLayout
from itrvault.progress import CancelToken
from itrvault.text.alignment import SMALL, align
from itrvault.text.word_diff import Kind, WordDiff, Wording, diff, diff_units, text_of
from itrvault.text.words import tokens

WORDS = st.sampled_from(
    ["the", "of", "State", "shall", "may", "ensure", ",", ".", "会", "员", "國"]
)
TEXT = st.lists(st.one_of(WORDS, st.sampled_from(["\n", " ", "-\n"])), max_size=60).map(" ".join)
TEXTS = st.lists(TEXT, max_size=4)
LEADERS = re.compile(r"\.[ \t]?\.[ \t]?\.")


def keys(texts: Sequence[str], places: object) -> list[str]:
    return [
        key
        for place in places
        for key, _, _ in tokens(texts[place.unit][place.start : place.end])
    ]  # fmt: skip


def words(texts: Sequence[str]) -> list[str]:
    return [key for text in texts for key, _, _ in tokens(text)]


def applied(found: WordDiff, left: Sequence[str], right: Sequence[str]) -> list[str]:
    """The left words with the changes done to them."""
    out: list[str] = []
    for stretch in found.stretches:
        if stretch.kind is Kind.EQUAL:
            out += keys(left, stretch.left)
        elif stretch.kind is Kind.INSERTED:
            out += keys(right, stretch.right)
    return out


def shown(left: str, right: str, **options: bool) -> str:
    """As wdiff writes it."""
    parts = []
    for stretch in diff([left], [right], **options).stretches:
        if stretch.kind is Kind.DELETED:
            parts.append(f"[-{text_of([left], stretch.left)}-]")
        elif stretch.kind is Kind.INSERTED:
            parts.append(f"{{+{text_of([right], stretch.right)}+}}")
        else:
            parts.append(text_of([right], stretch.right))
    return " ".join(parts)


@given(TEXTS, TEXTS)
def test_it_turns_the_left_words_into_the_right_ones(left: list[str], right: list[str]) -> None:
    found = diff(left, right)
    assert applied(found, left, right) == words(right)
    backwards = [key for s in found.stretches if s.kind is not Kind.INSERTED
                 for key in keys(left, s.left)]  # fmt: skip
    assert backwards == words(left)
    for stretch in found.stretches:
        mine, theirs = keys(left, stretch.left), keys(right, stretch.right)
        if stretch.kind is Kind.EQUAL:
            assert mine == theirs
        counted = theirs if stretch.kind is Kind.INSERTED else mine
        assert len(counted) == stretch.words > 0
        assert bool(mine) == (stretch.kind is not Kind.INSERTED)
        assert bool(theirs) == (stretch.kind is not Kind.DELETED)
    assert found.same == (words(left) == words(right))
    assert 0 <= found.similarity <= 1
    assert (found.similarity == 1) == found.same


@given(TEXTS)
def test_nothing_differs_from_itself(texts: list[str]) -> None:
    found = diff(texts, texts)
    assert found.same
    assert not found.changes
    assert found.similarity == 1


@given(st.lists(WORDS, max_size=30), st.integers(0, 30))
def test_where_a_unit_ends_makes_no_difference(text: list[str], at: int) -> None:
    assume(not LEADERS.search(" ".join(text)))  # a dotted line over a page's end is two
    assert diff([" ".join(text)], [" ".join(text[:at]), " ".join(text[at:])]).same


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("inter-\nnational tele-communication", "international tele-\n communication"),
        ("“the ofﬁce” – now", '"the office" - now'),
        ("soft\u00adened\n\nlines \u200fhere", "softened lines here"),
        ("会员国应\n采取 措施", "会员国应采取措施"),
        ("Article 5 . . . . . . . . 12", "Article 5 ........ 12"),
        ("", " \n\n"),
    ],
)
def test_typesetting_is_no_difference(left: str, right: str) -> None:
    assert diff([left], [right]).same


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (
            "Member States shall ensure access.", "Member States should ensure full access.",
            "Member States [-shall-] {+should+} ensure {+full+} access.",
        ),
        (
            "Article 4 Routes.\nArticle 6 Rates.", "Article 4 Routes.\nArticle 5 Spam.\n"
            "Article 6 Rates.", "Article 4 Routes. {+Article 5 Spam.+} Article 6 Rates.",
        ),
        (
            "It is so. It was so. It will be so.", "It is so. It will be so.",
            "It is so. [-It was so.-] It will be so.",
        ),
        (
            "会员国应确保安全。", "会员国应努力确保网络安全。",
            "会员国应 {+努力+} 确保 {+网络+} 安全。",
        ),
        (
            "a rate of 3.4 to the public", "a rate of 3.5 to the public",
            "a rate of [-3.4-] {+3.5+} to the public",
        ),
        (
            "The words of the Union and of its Members stay.", "The new hope of all men of good "
            "will stay.", "The [-words of the Union and of its Members-] "
            "{+new hope of all men of good will+} stay.",
        ),
        (
            "Nothing here concerns the rights of users.", "Every word touches the duty of States.",
            "[-Nothing here concerns-] {+Every word touches+} the [-rights-] {+duty+} of "
            "[-users-] {+States+} .",
        ),
        ("THE Régime", "the regime", "[-THE Régime-] {+the regime+}"),
    ],
)  # fmt: skip
def test_changes_read_as_a_person_would_mark_them(left: str, right: str, expected: str) -> None:
    assert shown(left, right) == expected


def test_other_words_altogether_replace_the_old_ones_in_one_piece() -> None:
    old = (
        "The amount of the payment in the selected currency, as determined below, shall be "
        "equivalent in value to the balance of the account."
    )
    new = "Any such change shall require the concurrence of a majority of the Member States."
    assert shown(old, new) == f"[-{old[:-1]}-] {{+{new[:-1]}+}} ."


def test_case_and_accents_may_be_passed_over() -> None:
    assert diff(["THE Régime"], ["the regime"], fold=True).same


def test_running_heads_are_passed_over_and_counted() -> None:
    body = [f"{'abcdefgh'[n]} body of page {n * n} here." for n in range(8)]
    pages = [f"Document 27-E\n{text}\n- {n} -" for n, text in enumerate(body, 1)]
    found = diff([" ".join(body)], pages, right_pages=True)
    assert found.passed_over == (0, 14)
    assert [stretch.kind for stretch in found.changes] == [Kind.INSERTED] * 2
    assert text_of(pages, found.changes[0].right) == "Document 27-E"
    revised = [page.replace("27-E", "27(Rev.1)-E") for page in pages]
    said = diff(pages, revised, left_pages=True, right_pages=True)
    assert [text_of(revised, change.right) for change in said.changes] == [
        "", "27(Rev.1)-E",
    ]  # fmt: skip


REDLINED = "Member States shallmay ensure that ROAs identify users."


@pytest.mark.parametrize(
    ("wording", "clean"),
    [
        (Wording.PROPOSED, "Member States may ensure users."),
        (Wording.ORIGINAL, "Member States shall ensure that ROAs identify users."),
        (Wording.MARKED, "Member States shall may ensure that ROAs identify users."),
    ],
)
def test_redlines_may_be_left_out(wording: Wording, clean: str) -> None:
    redlines = [(14, 19, "deleted"), (19, 22, "inserted"), (30, 48, "deleted")]
    left = section(REDLINED, [Redline(a, b, RedlineKind(kind)) for a, b, kind in redlines])
    found = diff_units([left], [section(clean)], wording=wording)
    assert found.same
    assert diff_units([section(clean)], [left], wording=wording).same
    [equal] = found.stretches
    assert [REDLINED[p.start : p.end] for p in equal.left] == {
        Wording.PROPOSED: ["Member States", "may ensure", "users."],
        Wording.ORIGINAL: ["Member States shall", "ensure that ROAs identify users."],
        Wording.MARKED: [REDLINED],
    }[wording]


def section(text: str, redlines: Sequence[Redline] = ()) -> Unit:
    return Unit(0, UnitKind.SECTION, "1", text, FlowLayout(), "en", tuple(redlines))


def test_a_stretch_over_several_units_has_a_place_in_each() -> None:
    left, right = ["one two", "three four", "five"], ["one", "two three", "four 5"]
    found = diff(left, right)
    equal, deleted, inserted = found.stretches
    assert [(p.unit, left[p.unit][p.start : p.end]) for p in equal.left] == [
        (0, "one two"), (1, "three four"),
    ]  # fmt: skip
    assert [p.unit for p in equal.right] == [0, 1, 2]
    assert [(p.unit, p.start, p.end) for p in deleted.right] == [(2, 5, 5)]
    assert [(p.unit, p.start, p.end) for p in inserted.left] == [(2, 4, 4)]


def test_long_texts_are_anchored() -> None:
    chance = random.Random(8)
    language = [f"w{n}" for n in range(2_000)]
    left = [language[int(2_000 * chance.random() ** 3)] for _ in range(40_000)]
    right = list(left)
    right[30_000:30_000] = ["new"] * 7
    del right[10_000:10_500]
    right[5_000] = "other"
    found = diff([" ".join(left)], [" ".join(right)])
    assert [(s.kind, s.words) for s in found.changes] == [
        (Kind.DELETED, 1), (Kind.INSERTED, 1), (Kind.DELETED, 500), (Kind.INSERTED, 7),
    ]  # fmt: skip


def test_long_texts_without_anchors_are_compared_all_the_same() -> None:
    left = [n % 7 for n in range(3_000)]
    right = [n % 5 for n in range(3_000)]
    assert len(left) * len(right) > SMALL
    matches = align(left, right, CancelToken())
    assert sum(length for _, _, length in matches) > 1_500
    assert all(left[a : a + n] == right[b : b + n] for a, b, n in matches)


@given(
    st.lists(st.integers(0, 400), max_size=80), st.lists(st.integers(0, 400), max_size=80),
    st.randoms(use_true_random=False),
)  # fmt: skip
def test_anchors_keep_the_order(left: list[int], right: list[int], chance: random.Random) -> None:
    """Long enough for anchors: parts of both in each, in another order."""
    parts = [left, right, left[::-1], right + left, [*range(300)]]
    one = [word for _ in range(14) for word in chance.choice(parts)]
    other = [word for _ in range(14) for word in chance.choice(parts)]
    a = b = 0
    for start, to, length in align(one, other, CancelToken()):
        assert start >= a
        assert to >= b
        assert length > 0
        assert one[start : start + length] == other[to : to + length]
        a, b = start + length, to + length
    assert a <= len(one)
    assert b <= len(other)


def test_it_can_be_stopped() -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        diff(["a"], ["b"], cancel=cancel)
