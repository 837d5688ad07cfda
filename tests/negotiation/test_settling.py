"""What a person settles counts, is undone step by step, and holds when a document is read anew."""

from __future__ import annotations

from dataclasses import replace

import pytest

from itrvault.errors import InvalidValue, NoProposalHere, NothingProposed
from itrvault.model.document import TextSource
from itrvault.model.geometry import FlowLayout
from itrvault.model.proposal import Verb
from itrvault.model.provision import PartKind, Place
from itrvault.model.settlement import Ruling
from itrvault.negotiation import Negotiation, Negotiations, Why
from itrvault.negotiation.settling import (
    Terms,
    dismiss,
    proposal_at,
    read_authors,
    read_target,
    say_authors,
    settle,
    told,
    withdraw,
)
from itrvault.vault import Vault
from tests.negotiation.test_reading import TREATY, put

PAPER = """Contribution
MOD RUS/1/1
2 1.1 Administrations shall agree on routes.
Reasons: Order.
We would also add a rule on safety.
3A 1.3 Users are safe.
NOC RUS/1/2
ADD RUS/1-3
3B 1.4 Nobody pays twice.
"""


@pytest.fixture
def vault(tmp_path):
    with Vault.create(tmp_path / "a.itrvault") as made:
        yield made


@pytest.fixture
def paper(vault, tmp_path) -> str:
    """The id of a paper with what can be read, and what cannot."""
    return put(vault, tmp_path, treaty=TREATY, paper=PAPER)["paper"]


def read(vault) -> Negotiation:
    return Negotiations(vault).read()


def named(found: Negotiation) -> list[tuple[str, str, str]]:
    return [
        (one.proposal.verb.value, one.proposal.identifier, told(one.proposal.target))
        for one in found.sourced
    ]


def passage(words: str, paper: str = PAPER) -> Place:
    start = paper.index(words)
    return Place(0, start, 0, start + len(words))


def asked(found: Negotiation) -> list[tuple[Why, str]]:
    return [(one.why, one.words.split("\n")[0]) for one in found.open]


def test_what_could_not_be_read_is_listed(vault, paper):
    found = read(vault)
    assert named(found) == [("MOD", "RUS/1/1", "2 1.1"), ("NOC", "RUS/1/2", "")]
    assert [why for why, _ in asked(found)] == [Why.NO_TARGET, Why.NOT_READ]
    assert found.open[1].words == "ADD RUS/1-3"
    assert all(one.why.sentence.endswith(".") and one.document.id == paper for one in found.open)


def test_each_way_of_settling_takes_a_question_away(vault, paper):
    kept = Negotiations(vault)
    noc = kept.read().sourced[1].proposal.place
    settle(vault, paper, noc, Terms(target="Article 2"), author="Ana")
    found = kept.read()
    assert named(found)[1] == ("NOC", "RUS/1/2", "Article 2")
    assert found.sourced[1].settlement == found.settled[0]
    assert [why for why, _ in asked(found)] == [Why.NOT_READ]
    head = found.open[0].place
    settle(vault, paper, head, Terms(verb="ADD", identifier="RUS / 1 / 3"))
    found = kept.read()
    assert named(found)[2] == ("ADD", "RUS/1/3", "3B 1.4")
    assert found.sourced[2].proposal.authors == ("RUS",)
    assert found.open == ()
    vault.store.journal.undo()
    assert [why for why, _ in asked(kept.read())] == [Why.NOT_READ]
    dismiss(vault, paper, head)
    assert (asked(kept.read()), len(kept.read().sourced)) == ([], 2)
    for _ in range(2):
        vault.store.journal.undo()
    assert len(asked(kept.read())) == 2
    assert vault.store.settlements.all() == []


def test_one_that_was_missed_ends_the_one_before(vault, paper):
    words = "We would also add a rule on safety.\n3A 1.3 Users are safe."
    with pytest.raises(NoProposalHere):
        settle(vault, paper, passage(words), Terms(target="3A"))
    made = settle(vault, paper, passage(words), Terms(verb="ADD", target="3A", authors="RCC"))
    first, added, _ = read(vault).sourced
    assert first.proposal.reasons == "Order."
    assert (added.proposal.verb, added.proposal.authors) == (Verb.ADD, ("RCC",))
    assert read(vault).compare("3A").readings[0].authors == ["RCC"]
    assert dismiss(vault, paper, added.proposal.place) is None
    assert made not in vault.store.settlements.all()
    assert len(read(vault).sourced) == 2


def test_a_false_one_goes_back_to_the_one_before(vault, paper):
    made = dismiss(vault, paper, passage("NOC RUS/1/2"))
    assert made is not None
    assert made.ruling is Ruling.IS_NOT
    (only,) = read(vault).sourced
    assert "NOC RUS/1/2" in only.proposal.reasons
    withdraw(vault, made.id)
    assert len(read(vault).sourced) == 2


def test_its_identifier_alone_means_it_and_other_words_none(vault, paper):
    assert proposal_at(vault, paper, passage("RUS/1/2")).identifier == "RUS/1/2"
    made = dismiss(vault, paper, passage("RUS/1/2"))
    assert made.anchor.exact.startswith("NOC RUS/1/2")
    with pytest.raises(NothingProposed):
        dismiss(vault, paper, passage("Nobody pays"))
    assert dismiss(vault, paper, passage("ADD RUS/1-3")).ruling is Ruling.IS_NOT
    assert vault.store.settlements.count() == 2


def test_a_dismissed_one_can_be_taken_back_by_settling_it(vault, paper):
    place = passage("NOC RUS/1/2")
    first = dismiss(vault, paper, place)
    second = settle(vault, paper, place, Terms(verb="NOC", target="Article 1"))
    assert first is not None
    assert second.id == first.id
    assert named(read(vault))[1] == ("NOC", "RUS/1/2", "Article 1")


def test_the_wording_and_whose_it_is(vault, paper):
    place = read(vault).sourced[0].proposal.place
    settle(vault, paper, place, Terms(wording="States decide on routes.", authors="RUS or RCC"))
    (reading,) = read(vault).compare("2").readings
    assert reading.text == "States decide on routes."
    assert (reading.authors, reading.disputed) == (["RCC", "RUS"], {"RCC", "RUS"})
    proposal = reading.sources[0].proposal
    assert (proposal.disputed, proposal.printed, proposal.settled) == (True, ("RUS",), True)
    grid = read(vault).positions
    assert grid.disputed == {("2", "RUS"), ("2", "RCC")}
    assert grid.together == {}
    settle(vault, paper, place, Terms(authors="unknown", wording=""))
    (reading,) = read(vault).compare("2").readings
    assert reading.text == "Administrations shall agree on routes."
    assert (reading.authors, reading.unknown) == ([], True)
    assert read(vault).positions.unknown["2"] == (Verb.MOD,)
    settle(vault, paper, place, Terms(authors=""))
    proposal = read(vault).sourced[0].proposal
    assert (proposal.authors, proposal.printed) == (("RUS",), ())
    assert vault.store.settlements.count() == 1


@pytest.mark.parametrize("terms", [{"verb": "CHANGE"}, {"target": "somewhere"}, {"authors": "x y"}])
def test_what_cannot_be_is_refused_whole(vault, paper, terms):
    with pytest.raises(InvalidValue):
        settle(vault, paper, passage("MOD RUS/1/1"), Terms(**terms))
    assert vault.store.settlements.count() == 0
    assert vault.store.journal.can_undo in ("", "Correct class")


def reread(vault, paper, text) -> Negotiation:
    """The vault after the document was read by OCR, with another text."""
    (unit,) = vault.store.documents.units(paper)
    anew = replace(unit, text=text, layout=FlowLayout(), source=TextSource.OCR)
    vault.store.readings.add(paper, anew, "test")
    vault.store.readings.use(paper, {0: TextSource.OCR})
    return Negotiations(vault).read()


def test_it_holds_when_the_document_is_read_anew(vault, paper):
    settle(vault, paper, read(vault).sourced[0].proposal.place, Terms(authors="RCC"))
    moved = "A head that came later.\n\n" + PAPER.replace("MOD RUS", "MOD  RUS")
    found = reread(vault, paper, moved)
    assert found.sourced[0].proposal.authors == ("RCC",)
    assert Why.LOST not in [one.why for one in found.open]


def test_a_passage_that_is_gone_is_told(vault, paper):
    made = settle(vault, paper, read(vault).sourced[0].proposal.place, Terms(authors="RCC"))
    found = reread(vault, paper, "Nothing of all this is there.")
    assert [(one.why, one.words, one.settlement) for one in found.open] == [
        (Why.LOST, "MOD RUS/1/1 2 1.1 Administrations shall agree on routes.", made),
    ]  # fmt: skip
    assert found.names[paper][found.open[0].place.unit].label


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("", ()), ("unknown", ("?",)), ("RUS", ("RUS",)), ("RUS, CAN", ("RUS", "CAN")),
        ("RUS and CAN", ("RUS", "CAN")), ("RUS or RCC", ("RUS?", "RCC?")),
        ("Russian Federation", ("RUS",)), ("can/usa", ("CAN", "USA")),
        ("Bosnia and Herzegovina, Canada", ("BIH", "CAN")),
        ("埃及和中国", ("EGY", "CHN")), ("مصر والاتحاد الروسي", ("EGY", "RUS")),
    ],
)  # fmt: skip
def test_proponents_as_people_write_them(written, codes):
    assert read_authors(written) == codes
    assert read_authors(say_authors(codes)) == codes


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("31A", "31A"), ("31a", "31A"), ("31A 3.5", "31A 3.5"), ("3.5", "3.5"),
        ("article 5a", "Article 5A"), ("title of Article 3", "title of Article 3"),
        ("Appendix 2", "Appendix 2"), ("Resolution 4", "Resolution 4"), ("preamble", "Preamble"),
        ("No. 30", "30"), ("definition 2.13", "2.13"), ("3 1.1 b)", "3 1.1 b)"),
        ("38bis", "38bis"),
    ],
)  # fmt: skip
def test_targets_as_people_write_them(written, said):
    assert told(read_target(written)) == said
    assert read_target(told(read_target(written))) == read_target(written)


def test_a_paragraph_stands_in_its_article():
    target = read_target("5A.4")
    assert (target.kind, target.part, target.paragraph) == (PartKind.ARTICLE, "5A", "5A.4")


def test_a_proposal_that_two_papers_give_to_others_is_disputed(vault, tmp_path):
    one = "MOD RUS/27/7\n2 1.1 States agree on routes.\n"
    other = "NOC RUS/27/8\n3 1.2 Users may send.\n"
    papers = {"paper": one + other, "fixed": one.replace("RUS", "RCC")}
    ids = put(vault, tmp_path, treaty=TREATY, **papers)
    first, sure, fixed = sorted(
        read(vault).sourced,
        key=lambda each: (each.document.name != "paper.txt", each.proposal.place.start),
    )
    assert [each.proposal.disputed for each in (first, sure, fixed)] == [True, False, True]
    assert read(vault).compare("2").readings[0].disputed == {"RUS", "RCC"}
    assert read(vault).positions.disputed == {("2", "RUS"), ("2", "RCC")}
    settle(vault, ids["paper"], first.proposal.place, Terms(authors="RCC"))
    (reading,) = read(vault).compare("2").readings
    assert (reading.authors, reading.disputed) == (["RCC"], frozenset())
    assert read(vault).sourced[0].proposal.printed == ("RUS",)
