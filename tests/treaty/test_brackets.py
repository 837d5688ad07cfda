"""Brackets nest as they are printed, and every stance goes to those who take it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itrvault.model.bracket import Bracket, Stance
from itrvault.model.document import Unit
from itrvault.treaty.brackets import find_brackets, together
from tests.treaty.drafts import units_of


def read(*pages: str) -> list[Bracket]:
    """The outermost brackets of some pages."""
    return find_brackets(units_of(*pages))


def test_who_proposes_and_who_opposes():
    (found,) = read("Each Party [US/AU propose; CL/NZ oppose: shall] act.")
    assert found.parties(Stance.PROPOSE) == ("US", "AU")
    assert found.parties(Stance.OPPOSE) == ("CL", "NZ")
    assert (found.text, found.inner, found.closed) == ("shall", (), True)


@pytest.mark.parametrize(
    ("label", "propose", "oppose"),
    [
        ("PE:", "PE", ""), ("NZ/CA5/MX6 propose;13 US/JP oppose:", "NZ CA MX", "US JP"),
        ("US, AU and CA propose, BN/JP oppose:", "US AU CA", "BN JP"), ("MX 15 oppose:", "", "MX"),
        ("JP alternatively\npropose:", "JP", ""), ("CL/PE/BN//VN propose:203", "CL PE BN VN", ""),
        ("US propose.", "US", ""), ("SG/MX143 144 145 propose; VN/ oppose146:", "SG MX", "VN"),
    ],
)  # fmt: skip
def test_labels_as_drafts_print_them(label: str, propose: str, oppose: str):
    (found,) = read(f"A [{label} text that is wanted] end.")
    assert " ".join(found.parties(Stance.PROPOSE)) == propose
    assert " ".join(found.parties(Stance.OPPOSE)) == oppose
    assert found.text == "text that is wanted"


@pytest.mark.parametrize(
    "text",
    [
        "[NOTE: to be checked]",
        "[the DNS: a system]",
        "[3]",
        "[US.]",
        "[Parties: all]",
        "[: x]",
        "[ ]",
    ],
)
def test_brackets_that_name_nobody(text: str):
    (found,) = read(text)
    assert not found.positions
    assert not found.label


def test_brackets_in_brackets_and_their_words():
    (found,) = read("[US propose: a right [JP propose: to know [of routes]] of all]")
    assert found.text == "a right to know of routes of all"
    assert [(depth, each.parties(Stance.PROPOSE)) for depth, each in found.walk()] == [
        (0, ("US",)), (1, ("JP",)), (2, ()),
    ]  # fmt: skip


def test_over_a_page_past_its_head_and_its_footnotes():
    head = "TPP Negotiations, R18\n\n"
    (body, note) = read(
        head + "[US propose: Each Party shall1\n1 [AU: A footnote of its own.]\n\n2",
        head + "protect networks.]\n\n3",
    )
    assert body.text == "Each Party shall1 protect networks."
    assert (body.place.unit, body.place.end_unit) == (0, 1)
    assert note.parties(Stance.PROPOSE) == ("AU",)


def test_a_bracket_that_is_never_closed_holds_its_line_and_swallows_nothing():
    found = read("[US propose: this\nand [JP propose: that]\nand [VN oppose: those]")
    assert [(each.closed, each.text) for each in found] == [
        (False, "this"), (True, "that"), (True, "those"),
    ]  # fmt: skip
    assert read("a] b]") == []


def test_a_place_begins_and_ends_with_its_brackets():
    text = "One [A: two [B: three]\nfour] five."
    (found,) = read(text)
    for _, each in found.walk():
        words = text[each.place.start : each.place.end]
        assert words[0] == "["
        assert words[-1] == "]"


def test_who_proposes_together():
    found = read("[US/AU propose: a] [AU/US/JP propose; CL/NZ oppose: b [AU/JP propose: c]]")
    assert together(found) == {("AU", "US"): 2, ("AU", "JP"): 2, ("JP", "US"): 1}
    assert together(found, Stance.OPPOSE) == {("CL", "NZ"): 1}


def test_bombs_are_read_in_good_time():
    deep = "[US propose: " * 3000
    assert all(not each.closed for each in read(deep))
    assert len(list(read("[" * 3000 + "]" * 3000)[0].walk())) <= 12


TREES = st.recursive(
    st.just(()), lambda inner: st.lists(inner, max_size=3).map(tuple), max_leaves=12
)
CODES = st.lists(st.sampled_from(("US", "JP", "CL", "NZ")), min_size=1, max_size=3, unique=True)


@given(st.lists(TREES, min_size=1, max_size=4), st.data())
def test_any_nesting_comes_back(trees, data):
    wanted: list[tuple[int, tuple[str, ...]]] = []

    def printed(tree: tuple, depth: int) -> str:
        codes = data.draw(CODES)
        wanted.append((depth, tuple(codes)))
        inner = " and ".join(printed(each, depth + 1) for each in tree)
        return f"[{'/'.join(codes)} propose: words {inner}]"

    text = "\n".join(f"Text {printed(tree, 0)} goes on." for tree in trees)
    found = [
        (depth, each.parties(Stance.PROPOSE))
        for outer in read(text)
        for depth, each in outer.walk()
    ]
    assert found == wanted


@pytest.mark.corpus
def test_every_stance_of_a_leaked_chapter(corpus: Path):
    from itrvault.readers import pdf
    from itrvault.readers.base import ReadContext

    data = (corpus / "treaties" / "tpp-ip-chapter-leak-2013-en.pdf").read_bytes()
    units = [each for each in pdf.read(data, ReadContext(name="a.pdf")) if isinstance(each, Unit)]
    found = [each for outer in find_brackets(units) for _, each in outer.walk()]
    known = {each.label for each in found if each.label}
    text = " ".join(" ".join(unit.text.split()) for unit in units)
    printed = set(re.findall(r"\[([A-Z]{2}[^\[\]:.]{0,200}?\b(?:propose|oppose)\d{0,3}):", text))
    assert len(printed) > 300
    assert {each for each in printed if " ".join(each.split()) not in known} == set()
    assert sum(not each.closed for each in found) <= 2


SPELT = {
    "[CA Propose: words]": [("propose", "CA")],
    "[US/AU Propose; CL/NZ OPPOSE: words]": [("propose", "US AU"), ("oppose", "CL NZ")],
    "[US PROPOSE, AU OPPOSE: words]": [("propose", "US"), ("oppose", "AU")],
    "[US/JP propose words]": [("propose", "US JP")],
    "[US/JP propose – words]": [("propose", "US JP")],
    "[JP, CL: propose words]": [("propose", "JP CL")],
    "[NZ/MX: oppose: words]": [("oppose", "NZ MX")],
    "[US/JP propose；CL oppose：words]": [("propose", "US JP"), ("oppose", "CL")],
    "[JP is still considering words]": [("consider", "JP")],
    "[words]": [], "[Party propose: words]": [],
}  # fmt: skip


@pytest.mark.parametrize("text", SPELT)
def test_labels_however_they_are_spelt(text: str):
    (found,) = find_brackets(units_of(text))
    assert [(one.stance.value, " ".join(one.parties)) for one in found.positions] == SPELT[text]
    assert found.text == ("words" if found.positions else text[1:-1])


def test_an_adjective_behind_a_colon_is_of_the_text():
    (found,) = find_brackets(units_of("[PE/NZ: Proposed joint text]"))
    assert (found.label, found.text) == ("PE/NZ", "Proposed joint text")


def test_a_label_that_is_all_of_its_brackets():
    (found,) = find_brackets(units_of("[US propose; AU oppose]"))
    assert found.text == ""
    assert [one.stance.value for one in found.positions] == ["propose", "oppose"]
