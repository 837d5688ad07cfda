"""Counting results: every number is what a search narrowed to the value finds."""

from __future__ import annotations

import pytest

from itrvault import finding
from itrvault.ingest.run import run_import
from itrvault.model.annotation import Anchor
from itrvault.model.search import FACETS
from itrvault.search.composing import compose, joined, left_out
from itrvault.vault import Vault

QUERIES = ("", "traffic", "services OR security", '"the right"', "-traffic", "lang:fr OR lang:ar")


@pytest.fixture
def vault(specimens):
    with Vault.open(specimens) as opened:
        yield opened


def _mark(vault, reference, tag, note=""):
    document = vault.store.documents.get(reference)
    anchor = Anchor(0, 0, 0, 0, "")
    return vault.store.annotations.add(document.id, anchor, "red", note, [tag.id], "")


def _found(vault, query):
    if not query:
        return vault.store.documents.unit_count(), vault.store.documents.count()
    result = vault.search(query, limit=0)
    return result.total, result.documents


@pytest.mark.parametrize("query", QUERIES)
def test_every_count_is_what_the_narrowed_search_finds(vault, query):
    tags = vault.store.tags
    rights = tags.add("Rights")
    privacy = tags.add("Privacy", rights.id)
    documents = vault.store.documents.all()
    _mark(vault, documents[0].id, privacy, "a note")
    _mark(vault, documents[1].id, rights)
    counted = 0
    for facet in finding.facets(vault, query):
        for value in facet.values:
            narrowed = compose(query, [value.query])[0]
            assert (value.places, value.documents) == _found(vault, narrowed), narrowed
            counted += 1
    assert counted > 10


def test_a_count_and_what_is_left_out_make_the_whole(vault):
    whole = vault.search("services", limit=0).total
    for facet in finding.facets(vault, "services"):
        for value in facet.values:
            rest = compose("services", [left_out(value.query)])[0]
            assert value.places + vault.search(rest, limit=0).total == whole


def test_facets_are_of_the_whole_result_and_in_the_order_they_are_named(vault):
    counted = finding.facets(vault, "services")
    assert [facet.name for facet in counted] == list(FACETS)
    of_classes = sum(value.places for value in counted[0].values)
    assert of_classes == vault.search("services", limit=1).total


def test_a_chosen_facet_counts_what_else_could_be_chosen(vault):
    chosen = compose("services", ["lang:fr"])[0]
    plain = {one.name: one for one in finding.facets(vault, chosen)}
    apart = {one.name: one for one in finding.facets(vault, chosen, apart={"language": "services"})}
    assert [value.value for value in plain["class"].values] == [
        value.value for value in apart["class"].values
    ]
    assert {value.value for value in apart["language"].values} > {"fr"}
    of_whole = {one.name: one for one in finding.facets(vault, "services")}
    assert apart["language"] == of_whole["language"]


def test_several_values_of_a_facet_are_any_of_them(vault):
    classes = finding.facets(vault, "services")[0].values
    query = compose("services", [joined([value.query for value in classes])])[0]
    assert vault.search(query, limit=0).total == vault.search("services", limit=0).total


def test_a_new_fact_or_tag_is_counted_at_once(vault):
    before = {one.name: one for one in finding.facets(vault, "")}
    document = vault.store.documents.all()[0]
    vault.store.documents.set_fact(document.id, "proponent", "Norland; Aurelia East")
    _mark(vault, document.id, vault.store.tags.add("Fresh"))
    after = {one.name: one for one in finding.facets(vault, "")}
    names = {value.value: value for value in after["proponent"].values}
    assert names["Aurelia East"].documents == 1
    assert names["Aurelia East"].query == 'proponent:"Aurelia East"'
    assert "Fresh" in {value.value for value in after["tag"].values}
    assert before["tag"] != after["tag"]


def test_a_removed_document_is_not_counted(vault):
    document = next(d for d in vault.store.documents.all() if d.language == "ar")
    before = {v.value: v for v in finding.facets(vault, "", names=["language"])[0].values}
    vault.remove_document(document.id)
    after = {v.value: v for v in finding.facets(vault, "", names=["language"])[0].values}
    left = after["ar"].documents if "ar" in after else 0
    assert left < before["ar"].documents


def test_an_empty_archive_has_no_facets(tmp_path):
    with Vault.create(tmp_path / "empty.itrvault") as vault:
        assert all(not facet.values for facet in finding.facets(vault, ""))
        assert all(not facet.values for facet in finding.facets(vault, "traffic"))


def test_strange_values_count_nothing_and_break_nothing(vault, tmp_path):
    odd = ('"', "*", "a" * 5000, "(", 'Nor"land', "  ")
    for number, value in enumerate(odd):
        path = tmp_path / f"{number}.txt"
        path.write_text(f"A page about traffic, number {number}.\n")
        run_import(vault, [str(path)])
        if value.strip():
            vault.store.documents.set_fact(
                vault.store.documents.all()[-1].id, "proponent", value[:200]
            )
    for facet in finding.facets(vault, "traffic"):
        for value in facet.values:
            narrowed = compose("traffic", [value.query])[0]
            assert (value.places, value.documents) == _found(vault, narrowed), narrowed
