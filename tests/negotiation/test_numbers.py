"""Proposals that use another numbering, or none in the margin, stand with their provision."""

from __future__ import annotations

import pytest

from itrvault.negotiation import Negotiations
from itrvault.vault import Vault
from tests.negotiation.test_reading import TREATY, put

PAPER = "MOD RUS/1/1\n12 1.1 States agree on routes.\nMOD RUS/1/2\n1.2 Users may do more.\n"


@pytest.fixture
def vault(tmp_path):
    with Vault.create(tmp_path / "a.itrvault") as made:
        put(made, tmp_path, treaty=TREATY, paper=PAPER)
        yield made


def test_a_number_of_another_numbering_by_hand(vault):
    assert Negotiations(vault).read().compare("2").readings == ()
    vault.store.concordance.add("1988", "2", "2013", "12")
    found = Negotiations(vault).read()
    (reading,) = found.compare("2").readings
    assert reading.authors == ["RUS"]
    assert reading.sources[0].printed == (("2", "12"),)
    assert ("2013", "12") in [(one.numbering, one.number) for one in found.compare("2").elsewhere]
    assert found.compare("12").readings == ()
    vault.store.journal.undo()
    assert Negotiations(vault).read().compare("2").readings == ()


def test_a_number_that_the_base_text_has_itself_is_its_own(vault):
    vault.store.concordance.add("1988", "4", "2013", "2")
    paper = next(one for one in vault.store.documents.all() if one.name == "paper.txt")
    found = Negotiations(vault).read()
    assert {one.document.id for one in found.sourced} == {paper.id}
    assert found.compare("4").readings == ()


def test_a_paragraph_without_a_number_in_the_margin(vault):
    (reading,) = Negotiations(vault).read().compare("3").readings
    assert reading.text == "Users may do more."
    assert reading.sources[0].printed == ()
