"""What is told quickly of a line or a page is never other than what a whole look tells."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from itrvault.treaty.proposal_heads import looks_like_a_head, may_head, plain, read_head_lines
from itrvault.treaty.proposals import find_proposals
from tests.treaty.drafts import units_of

VERBS = ("ADD", "MOD", "SUP", "NOC", "(MOD)", "[NOC]", "( SUP )", "ADD*", "*MOD*", "Add", "mod",
         "АDD", "МОD", "NОС", "SUР", "**NOC**", "_SUP_")  # fmt: skip
AUTHORS = ("RUS", "B", "CAN/USA", "ARM & BLR", "АRВ", "ACP +EUR")
PAPERS = ("/27", " / 3A3", "/10(Rev.1)", "/TD 64", "/DT/1", "-27")
ENDS = ("/1", "/ 12", "/1a", "", "/", "/8 and more", "-3", "/9MOD")
BEFORE = ("", "• ", "1. ", "(2) ", "a) ", "Proposal 3: ", "Propuesta ", "предложение ", "提案",
          "- ", "The ", "31A 3.5 ")  # fmt: skip
BETWEEN = (" ", "\t", ": ", " – ", "", ", ")


@st.composite
def lines(draw: st.DrawFn) -> str:
    """A line that is the head of a proposal, or nearly."""
    identifier = "".join(draw(st.sampled_from(each)) for each in (AUTHORS, PAPERS, ENDS))
    halves = draw(st.permutations([draw(st.sampled_from(VERBS)), identifier]))
    kept = halves[: draw(st.integers(1, 2))]
    return plain(draw(st.sampled_from(BEFORE)) + draw(st.sampled_from(BETWEEN)).join(kept))


@given(st.lists(lines(), min_size=1, max_size=4))
@settings(max_examples=400)
def test_every_line_that_begins_a_head_may_head(found: list[str]):
    head = read_head_lines(found, provision_next=lambda: True)
    assert may_head(found[0]) or (head is None and not looks_like_a_head(found[0]))


def test_pages_of_signs_are_passed_over():
    # A pattern that ran on from line to line took a minute for one page of a real drawing.
    signs = "\n".join(". . - *" for _ in range(40_000))
    assert find_proposals(units_of(f"{signs}\n1")) == []
