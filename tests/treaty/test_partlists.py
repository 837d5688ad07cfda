"""Lists and ranges of parts and provisions, as papers print them and as people write them."""

from __future__ import annotations

import pytest

from itrvault.model.document import Document
from itrvault.model.proposal import Proposal, Target, Verb
from itrvault.model.provision import Part, PartKind, Place, Provision, TreatyText
from itrvault.negotiation.subjects import outline
from itrvault.treaty.comparing import Sourced, compare, positions
from itrvault.treaty.partlists import between, read_part_list
from itrvault.treaty.targets import read_target, told

ARTICLE = PartKind.ARTICLE


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Article 2 to Article 4", (ARTICLE, ("2", "3", "4"))),
        ("ARTICLES 5 TO 7A (inclusive)", (ARTICLE, ("5", "6", "7", "7A"))),
        ("De l'article 2 à l'article 4", (ARTICLE, ("2", "3", "4"))),
        ("СТАТЬИ 5А И 5B", (ARTICLE, ("5A", "5B"))),
        ("第2-4条", (ARTICLE, ("2", "3", "4"))),
        ("第1号至第3号决议", (PartKind.RESOLUTION, ("1", "2", "3"))),
        ("№№ 31А–32", (None, ("31A", "32"))),
        ("27 to 30", (None, ("27", "28", "29", "30"))),
        ("ARTICLE 5", None), ("3.4 - 4.5", None), ("31 3.4", None), ("12 December 2012", None),
        ("1988-2012", None), ("27 to 30 are kept.", None), ("10/2", None),
    ],
)  # fmt: skip
def test_lines_that_list_parts(line: str, found: object):
    assert read_part_list(line) == found


def test_what_stands_between_two_numbers():
    assert between("2", "5") == ("3", "4")
    assert between("5", "5C") == ("5A", "5B")
    assert between("5", "7B") == ("6", "7", "7A")
    assert between("4", "2") == between("1", "900") == between("PLEN", "3") == ()


@pytest.mark.parametrize("text", ["Articles 2 to 4", "Appendices 1 and 3", "Nos. 27 to 30"])
def test_what_is_told_of_a_list_is_read_again(text: str):
    assert told(read_target(text)) == text


def test_each_article_of_a_range_gets_the_proposal():
    place = Place(0, 0, 0, 1)
    parts = tuple(
        Part(ARTICLE, str(n), "", "", place, (Provision(str(10 * n), f"{n}.1", "", "So.", place),))
        for n in range(1, 6)
    )
    treaty = TreatyText(parts)
    paper = Document("a" * 64, 1, "p.docx", "", 1, "section", 1, {}, (), "", "")
    target = Target(ARTICLE, "2", also=("3", "4"))
    sourced = [Sourced(paper, Proposal(Verb.NOC, "USA/9/1", ("USA",), target, (), "", place))]
    assert positions(treaty, sourced).numbers == ("20", "30", "40")
    assert [len(compare(str(n), treaty, sourced).readings) for n in (10, 20, 30, 40, 50)] == [
        0, 1, 1, 1, 0,
    ]  # fmt: skip
    wholes = [one.whole for one in outline(treaty, sourced)]
    assert [(one.of_part, one.count) for one in wholes] == [
        ("1", 0), ("2", 1), ("3", 1), ("4", 1), ("5", 0),
    ]  # fmt: skip
