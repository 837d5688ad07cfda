"""Links and judgements follow a proposal that is settled anew, and go back with it."""

from __future__ import annotations

import pytest

from itrvault.carry.carry import carry
from itrvault.carry.merge import apply_merge, plan_merge
from itrvault.model.annotation import Stance
from itrvault.model.link import End, EndKind, Relation
from itrvault.model.provision import Place
from itrvault.negotiation import Negotiations
from itrvault.negotiation.settling import Terms, dismiss, settle, withdraw
from itrvault.rights.changes import change_words
from itrvault.store.state import stored_tables
from itrvault.text.anchors import make_anchor
from itrvault.vault import Vault
from tests.negotiation.test_reading import TREATY, put

PAPER = """Contribution
MOD RUS/1/1
2 1.1 Administrations shall agree on routes.
Reasons: Order.
NOC RUS/1/2
3 1.2 Users may send.
"""
OTHER = "Another contribution\nMOD RUS/1/1\n2 1.1 States agree.\n"


@pytest.fixture
def vault(tmp_path):
    with Vault.create(tmp_path / "a.itrvault") as made:
        yield made


@pytest.fixture
def paper(vault, tmp_path) -> str:
    return put(vault, tmp_path, treaty=TREATY, paper=PAPER)["paper"]


def head(words: str, text: str = PAPER) -> Place:
    start = text.index(words)
    return Place(0, start, 0, start + len(words))


def mark(vault: Vault, document: str, words: str) -> str:
    units = vault.store.documents.units(document)
    start = units[0].text.index(words)
    anchor = make_anchor(units, 0, start, 0, start + len(words))
    return vault.store.annotations.add(document, anchor).id


def proposal(name: str) -> End:
    return End(EndKind.PROPOSAL, name)


def note(key: str) -> End:
    return End(EndKind.ANNOTATION, key)


def link(vault: Vault, key: str, name: str, words: str = "") -> str:
    return vault.store.links.add(note(key), proposal(name), Relation.CITES, note=words).id


def judge(vault: Vault, key: str, name: str, provision: str = "") -> str:
    risk = vault.store.risks.add(
        key, "privacy", 2, 2, Stance.RISK, "Why.", proposal=name, provision=provision,
        assessor="Bo",
    )  # fmt: skip
    return risk.id


def ends(vault: Vault) -> list[str]:
    return [one.target.value for one in vault.store.links.all()]


def about(vault: Vault, risk: str) -> tuple[str, str]:
    found = vault.store.risks.get(risk)
    return found.proposal, found.provision


def test_links_and_judgements_follow_and_go_back_with_one_undo(vault, paper):
    key = mark(vault, paper, "Contribution")
    link(vault, key, "rus/1/1")
    link(vault, key, "RUS/1/2")
    risk = judge(vault, key, "RUS/1/1", "2")
    before = stored_tables(vault.store._file.reading)
    made = settle(vault, paper, head("MOD"), Terms(identifier="RUS / 27/7"), author="Ana")
    assert ends(vault) == ["RUS/27/7", "RUS/1/2"]
    assert about(vault, risk) == ("RUS/27/7", "2")
    assert vault.store.risks.get(risk).assessor == "Bo"
    assert vault.store.journal.can_undo == "Settle proposal"
    step = vault.store.annotations.history(key)[0]
    assert (step.label, step.author) == ("Settle proposal", "Ana")
    assert [change_words(one) for one in step.changes] == [
        "link, link to: proposal RUS/1/1 → proposal RUS/27/7",
        "assessment, proposal: RUS/1/1 → RUS/27/7",
    ]
    settled = stored_tables(vault.store._file.reading)
    vault.store.journal.undo()
    assert stored_tables(vault.store._file.reading) == before
    vault.store.journal.redo()
    assert stored_tables(vault.store._file.reading) == settled
    assert vault.store.check().clean
    withdraw(vault, made.id)
    assert ends(vault) == ["RUS/1/1", "RUS/1/2"]
    assert about(vault, risk) == ("RUS/1/1", "2")
    assert vault.store.settlements.all() == []


def test_an_emptied_identifier_goes_back_to_what_is_read(vault, paper):
    settle(vault, paper, head("MOD"), Terms(identifier="RUS/27/7"))
    link(vault, mark(vault, paper, "Contribution"), "RUS/27/7")
    settle(vault, paper, head("MOD"), Terms(identifier="RUS/27/8"))
    assert ends(vault) == ["RUS/27/8"]
    settle(vault, paper, head("MOD"), Terms(identifier=""))
    assert ends(vault) == ["RUS/1/1"]
    assert vault.store.settlements.renamed() == {"RUS/27/7": "RUS/1/1", "RUS/27/8": "RUS/1/1"}


def test_what_another_paper_is_called_goes_on_to_be_meant(vault, tmp_path):
    ids = put(vault, tmp_path, treaty=TREATY, paper=PAPER, other=OTHER)
    outside = mark(vault, ids["paper"], "Contribution")
    inside = mark(vault, ids["paper"], "agree on routes")
    link(vault, outside, "RUS/1/1")
    risks = judge(vault, outside, "RUS/1/1", "2"), judge(vault, inside, "RUS/1/1", "2")
    settle(vault, ids["paper"], head("MOD"), Terms(identifier="RUS/1/9", target="3"))
    assert ends(vault) == ["RUS/1/1"]
    assert [about(vault, risk) for risk in risks] == [("RUS/1/1", "2"), ("RUS/1/9", "3")]
    settle(vault, ids["other"], head("MOD", OTHER), Terms(identifier="RUS/1/8"))
    assert ends(vault) == ["RUS/1/8"]
    assert about(vault, risks[0]) == ("RUS/1/8", "2")


def test_another_provision_alone(vault, paper):
    risk = judge(vault, mark(vault, paper, "agree on routes"), "", "2")
    elsewhere = judge(vault, mark(vault, paper, "Users may"), "RUS/1/2", "2")
    settle(vault, paper, head("MOD"), Terms(target="3A"))
    assert about(vault, risk) == ("", "3A")
    assert about(vault, elsewhere) == ("RUS/1/2", "2")


def test_no_proposal_leaves_what_names_it(vault, paper):
    link(vault, mark(vault, paper, "Contribution"), "RUS/1/2")
    dismiss(vault, paper, head("NOC"))
    assert ends(vault) == ["RUS/1/2"]


def test_two_links_that_become_one_keep_both_notes(vault, paper):
    key = mark(vault, paper, "Contribution")
    link(vault, key, "RUS/1/1", "first")
    link(vault, key, "RUS/27/7", "second")
    vault.store.links.add(proposal("RUS/1/1"), proposal("RUS/27/7"), Relation.AMENDS)
    settle(vault, paper, head("MOD"), Terms(identifier="RUS/27/7"))
    left = vault.store.links.all()
    assert [(one.origin, one.target.value, one.note) for one in left] == [
        (note(key), "RUS/27/7", "second\nfirst"),
        (proposal("RUS/1/1"), "RUS/27/7", ""),
    ]
    vault.store.journal.undo()
    assert [one.note for one in vault.store.links.all()] == ["first", "second", ""]


def test_a_name_that_is_taken_again_is_itself(vault, paper):
    settle(vault, paper, head("MOD"), Terms(identifier="RUS/27/7"))
    settle(vault, paper, head("NOC"), Terms(identifier="RUS/1/1"))
    assert vault.store.settlements.renamed() == {"RUS/1/2": "RUS/1/1"}


def test_one_that_is_read_already_is_read_once(vault, paper):
    kept = Negotiations(vault)
    link(vault, mark(vault, paper, "Contribution"), "RUS/1/1")
    settle(vault, paper, head("MOD"), Terms(identifier="RUS/27/7"), read=kept.read)
    assert ends(vault) == ["RUS/27/7"]
    assert [one.proposal.identifier for one in kept.read().sourced] == ["RUS/27/7", "RUS/1/2"]


@pytest.mark.parametrize("settled_at_home", [True, False])
def test_copies_that_parted_come_together(vault, paper, tmp_path, settled_at_home):
    key = mark(vault, paper, "Contribution")
    link(vault, key, "RUS/1/1")
    carry(vault, tmp_path / "b.itrvault")
    with Vault.open(tmp_path / "b.itrvault") as away:
        here, there = (vault, away) if settled_at_home else (away, vault)
        settle(here, paper, head("MOD"), Terms(identifier="RUS/27/7"))
        late = mark(there, paper, "Order")
        link(there, late, "RUS/1/1")
        risk = judge(there, late, "RUS/1/1")
        for one, other in ((vault, away), (away, vault)):
            apply_merge(one, other, plan_merge(one, other))
        for each in (vault, away):
            assert ends(each) == ["RUS/27/7"] * 2
            assert about(each, risk)[0] == "RUS/27/7"
            assert each.store.check().clean
        assert plan_merge(vault, away).incoming == ()
