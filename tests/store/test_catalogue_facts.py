"""Facts from the catalogue follow a document's symbol when a person corrects it."""

from __future__ import annotations

from itrvault.model.document import Extraction, Fact, FactSource, Unit, UnitKind
from itrvault.model.geometry import FlowLayout
from itrvault.store import Store
from itrvault.treaty.identity import read_facts


def test_a_corrected_symbol_brings_its_own_facts(tmp_path) -> None:
    unit = Unit(0, UnitKind.SECTION, "", "Proposals are made in what follows here.", FlowLayout())
    facts = read_facts("S12-WCIT12-C-0027!!MSW-E.docx", [unit])
    assert facts["date"] == Fact("2012-11-13", FactSource.CATALOGUE)
    with Store.create(tmp_path / "a.itrvault") as store:
        document = store.documents.add(
            Extraction("text/plain", "test", (unit,)), facts, b"x", ["x"], "x"
        )
        store.documents.set_fact(document.id, "symbol", "WCIT12/17-E")
        corrected = store.documents.get(document.id)
        assert corrected.facts["proponent"] == Fact("Australia", FactSource.CATALOGUE)
        assert corrected.value("date") == ""
        assert corrected == store.documents.all()[0]
        store.documents.set_fact(document.id, "symbol", "")
        assert store.documents.get(document.id).facts == facts
