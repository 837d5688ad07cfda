"""Tags that stand near each other on two pages."""

from __future__ import annotations

from pathlib import Path

from itrvault.ingest.run import run_import
from itrvault.judging.tagged import look_at_tagged, page_breaks
from itrvault.rights.tagging import Together, co_occurrence
from itrvault.text.anchors import make_anchor
from itrvault.vault import Vault
from tests.sweeping.papers import PAGES, paper


def test_passages_on_two_pages_are_near(tmp_path: Path) -> None:
    path = paper(tmp_path / "paper.pdf", PAGES)
    with Vault.create(tmp_path / "a.itrvault") as vault:
        run_import(vault, [str(path)])
        (document,) = vault.store.documents.all()
        units = vault.store.documents.units(document.id)
        names = {}
        for words, number, tag in (
            ("circumstances require", 0, "One"),
            ("packet inspection", 1, "Other"),
            ("write", 4, "Far"),
        ):
            names[tag] = vault.store.tags.add(tag).id
            start = units[number].text.index(words)
            anchor = make_anchor(units, number, start, number, start + len(words))
            vault.store.annotations.add(document.id, anchor, "", "", [names[tag]], "Ann")
        tagged, order = look_at_tagged(vault)
        breaks = page_breaks(vault, tagged)
        found = co_occurrence(tagged, order, Together.NEAR, breaks).cells
        assert found[names["One"], names["Other"]].count == 2
        assert (names["Far"], names["Other"]) not in found
        assert (names["One"], names["Other"]) not in co_occurrence(
            tagged, order, Together.OVERLAP, breaks
        ).cells
        ((first, second),) = breaks[document.id]
        text = units[0].text
        assert text[:first].rstrip().endswith("circumstances require")
        assert units[1].text[second & 0xFFFF :].lstrip().startswith("operators")
