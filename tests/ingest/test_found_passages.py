"""What a search shows of a unit that was found by its notes and tags."""

from __future__ import annotations

from pathlib import Path

import pytest

from itrvault.ingest import run_import
from itrvault.text.anchors import make_anchor
from itrvault.vault import Vault


@pytest.fixture
def vault(tmp_path: Path):
    filler = "The meeting took note of the report and thanked the secretariat for it.\n" * 30
    text = f"{filler}Member States shall control the routing of traffic.\n{filler}"
    (tmp_path / "paper.txt").write_text(text)
    with Vault.create(tmp_path / "v.itrvault") as vault:
        run_import(vault, [tmp_path / "paper.txt"])
        yield vault


def annotate(vault: Vault, words: str, note: str = "", tags: tuple[str, ...] = ()) -> None:
    document = vault.store.documents.all()[0]
    units = vault.store.documents.units(document.id)
    unit = next(unit for unit in units if words in unit.text)
    start = unit.text.index(words)
    anchor = make_anchor(units, unit.number, start, unit.number, start + len(words))
    vault.store.annotations.add(document.id, anchor, "yellow", note, tags, "")


@pytest.mark.parametrize(
    "query", ["note:control", "has:note", "tag:Routing", "submarine OR note:control"]
)
def test_the_snippet_shows_the_passage_asked_for(vault: Vault, query: str):
    tag = vault.store.tags.add("Routing")
    annotate(vault, "thanked the secretariat")
    annotate(vault, "control the routing", "control of routes", (tag.id,))
    hit = vault.search(query).hits[0]
    marked = [hit.snippet[span.start : span.end] for span in hit.snippet_spans]
    assert marked == ["control the routing"]
    assert hit.tags == (tag.id,)


def test_words_of_the_query_come_first(vault: Vault):
    annotate(vault, "control the routing", "control of routes")
    hit = vault.search("note:control secretariat").hits[0]
    assert all("secretariat" in hit.snippet[s.start : s.end] for s in hit.snippet_spans)


def test_a_condition_that_is_denied_marks_nothing(vault: Vault):
    annotate(vault, "control the routing", "control of routes")
    hit = vault.search("-tag:Privacy").hits[0]
    assert hit.snippet_spans == ()
