"""`documents --refresh`: what a newer program knows of the documents."""

from __future__ import annotations

from pathlib import Path

from itrvault.model.document import Fact, FactSource
from itrvault.vault import Vault


def test_facts_are_renewed_and_listed(itrvault, tmp_path: Path):
    (tmp_path / "a.txt").write_text("RESOLUCIÓN 21 (REV. BUCAREST, 2022)\nMedidas\n\nLa Conf.\n")
    assert itrvault("new", "v.itrvault").code == 0
    assert itrvault("import", "v.itrvault", tmp_path / "a.txt").code == 0
    with Vault.open(tmp_path / "v.itrvault") as vault:
        (document,) = vault.store.documents.all()
        unknown = dict.fromkeys(document.facts, Fact("", FactSource.UNKNOWN))
        vault.store.readings.renew_facts(document.id, unknown)
    said = itrvault("documents", "v.itrvault", "--refresh")
    assert said.code == 0
    assert "Facts of 1 document changed." in said.out
    assert "Resolution 21 (Rev. Bucharest, 2022)" in said.out
    assert itrvault("documents", "v.itrvault", "--refresh", "--json").json == {"changed": []}
    assert itrvault("documents", "v.itrvault", "--refresh", "--flat").code == 2
