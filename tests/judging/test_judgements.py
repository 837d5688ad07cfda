"""What judgements are about, from where their passages lie and from what was written to them."""

from __future__ import annotations

import pytest

from itrvault.errors import InvalidValue
from itrvault.judging.judgements import Wanted, look_at_judgements
from itrvault.model.annotation import Stance
from itrvault.negotiation import Negotiations
from itrvault.negotiation.placing import Lies, Placing
from itrvault.rights.timeline import By


@pytest.fixture
def placing(vault) -> Placing:
    return Placing(Negotiations(vault).read())


def lies_of(vault, placing: Placing, note) -> Lies:
    return placing.about(note.document, note.anchor, vault.store.documents.units(note.document))


@pytest.mark.parametrize(
    ("document", "words", "expected"),
    [
        ("treaty.txt", "send traffic", Lies("3", "", "1", ())),
        ("treaty.txt", "its own networks", Lies("1", "", "Preamble", ())),
        ("paper.txt", "agree on routes", Lies("2", "ARB/1/1", "1", ("ARB",))),
        # Of a proposal with two provisions the one whose words they are.
        ("paper.txt", "look into all traffic", Lies("3B", "ARB/1/2", "1", ("ARB",))),
        ("paper.txt", "Users are safe", Lies("3A", "ARB/1/2", "1", ("ARB",))),
        ("paper.txt", "Article 2", Lies("Article 2", "ARB/RCC/1/3", "2", ("ARB", "RCC"))),
        ("paper.txt", "Nobody looks", Lies("5", "ARB/1/6", "1A", ("ARB",))),
        ("paper.txt", "Introduction", Lies()),
        # An analysis lies in nothing; it cites.
        ("analysis.txt", "The proposal ARB/1/2 opens", Lies("", "ARB/1/2", "", ("ARB",))),
        ("analysis.txt", "Article 2 stays", Lies("Article 2", "", "2", ())),
        ("analysis.txt", "Both No. 3A and No. 3B", Lies()),
        ("analysis.txt", "Article 19 of the Covenant", Lies()),
        ("analysis.txt", "opens all traffic", Lies()),
    ],
)
def test_what_a_passage_is_about(vault, marked, placing, document, words, expected):
    assert lies_of(vault, placing, marked(document, words)) == expected


def test_articles_of_what_people_cite(placing: Placing):
    cited = ("2", "3A", "Article 2", "article 7", "Appendix 1", "Preamble", "2B", "2.1", "odd", "")
    assert [placing.article_of(name) for name in cited] == [
        "1", "1", "2", "7", "Appendix 1", "Preamble", "1", "2", "", "",
    ]  # fmt: skip
    assert placing.proponents_of("ARB/RCC/1/3") == ("ARB", "RCC")
    assert placing.proponents_of("CAN/9/4") == ("CAN",)
    assert placing.proponents_of("odd") == ()
    assert placing.order[:3] == ("Preamble", "1", "1A")
    assert {"3B", "Article 1A", "Appendix 1"} <= set(placing.numbers)
    assert placing.identifiers[:2] == ("ARB/1/1", "ARB/1/2")


def look(vault):
    return look_at_judgements(vault, Negotiations(vault).read())


def test_a_table_of_where_passages_lie(vault, marked):
    add = vault.store.risks.add
    looked = marked("paper.txt", "look into all traffic")
    add(looked.id, "privacy", 4, 3, Stance.RISK, "It does.", assessor="Ana")
    add(looked.id, "privacy", 2, 3, Stance.RISK, "A little.", assessor="Ben")
    add(looked.id, "expression", 1, 3, Stance.DISPUTED, "Perhaps.", assessor="Ben")
    safe = marked("paper.txt", "Nobody looks into traffic")
    add(safe.id, "safeguard", 3, 3, Stance.SAFEGUARD, "It protects.", assessor="Ana")
    noted = marked("analysis.txt", "opens all traffic")
    add(noted.id, "privacy", 3, 3, Stance.RISK, "So they say.", assessor="Ana")
    found = look(vault).matrix("article")
    assert found.rows == ("privacy", "expression", "safeguard")
    assert found.columns == ("1", "1A", "")
    assert {key: (cell.count, cell.worst) for key, cell in found.cells.items()} == {
        ("privacy", "1"): (1, 4), ("expression", "1"): (1, 1), ("safeguard", "1A"): (1, -1),
        ("privacy", ""): (1, 3),
    }  # fmt: skip
    assert look(vault).matrix("provision").columns == ("3A", "5", "")
    assert look(vault).matrix("proponent").columns == ("ARB", "")
    with pytest.raises(InvalidValue, match="there are article"):
        look(vault).matrix("colour")


def test_what_was_written_goes_before_where_it_lies(vault, marked):
    note = marked("analysis.txt", "opens all traffic")
    vault.store.risks.add(
        note.id, "privacy", 3, 3, Stance.RISK, "It does.", provision="Article 2",
        proposal="CAN/4/7",
    )  # fmt: skip
    judgements = look(vault)
    assert judgements.matrix("article").columns == ("2",)
    assert judgements.matrix("provision").columns == ("Article 2",)
    assert judgements.matrix("proponent").columns == ("CAN",)


def test_filters_and_what_was_settled(vault, marked):
    note = marked("paper.txt", "look into")
    for level, who in ((4, "Ana"), (1, "Ben"), (3, "Joint: Ana; Ben")):
        vault.store.risks.add(note.id, "privacy", level, 1, Stance.RISK, "Why.", assessor=who)
    judgements = look(vault)
    assert judgements.assessors == ["Ana", "Ben", "Joint: Ana; Ben"]

    def worst(wanted: Wanted) -> list[int]:
        return [cell.worst for cell in judgements.matrix("article", wanted).cells.values()]

    assert worst(Wanted()) == [3]
    assert worst(Wanted(assessor="Ana")) == [4]
    assert worst(Wanted(stance="safeguard")) == []
    assert worst(Wanted(severity=4)) == []


def test_along_time(vault, marked):
    note = marked("paper.txt", "look into")
    vault.store.documents.set_fact(note.document, "date", "2012-11")
    made = vault.store.risks.add(note.id, "privacy", 2, 1, Stance.RISK, "Why.")
    judgements = look(vault)
    assert judgements.along(By.DOCUMENT).columns == ("2012-11",)
    assert judgements.along(By.JUDGED).columns == (made.modified[:10],)
