"""Versions of one document stand together, and what is out of date says so."""

from __future__ import annotations

from pathlib import Path


def test_documents_stand_under_the_newest_revision(itrvault, specimens: Path):
    lines = itrvault("documents", specimens).out.splitlines()
    at = next(i for i, line in enumerate(lines) if "WCIT12/901(Rev.1)-E" in line)
    assert "  WCIT12/901(Rev.1)-E " in lines[at]
    assert "   WCIT12/901-E " in lines[at + 1]
    assert "first version of WCIT12/901" in lines[at + 1]
    assert "addendum 1 to WCIT12/901" in lines[at + 2]


def test_the_flat_list_is_in_order_of_import(itrvault, specimens: Path):
    rows = itrvault("documents", specimens, "--json").json
    lines = itrvault("documents", specimens, "--flat").out.splitlines()[1:]
    assert [line[:8] for line in lines] == [row["id"][:8] for row in rows]


def test_documents_say_their_place_in_the_family_for_programs(itrvault, specimens: Path):
    rows = itrvault("documents", specimens, "--json").json
    by_symbol = {row["facts"]["symbol"]["value"]: row for row in rows}
    first, newest = by_symbol["WCIT12/901-E"], by_symbol["WCIT12/901(Rev.1)-E"]
    assert (first["family"], first["relation"], first["default"], first["newer"]) == (
        "WCIT12/901", "first version of WCIT12/901", False, newest["id"],
    )  # fmt: skip
    assert (newest["default"], newest["newer"]) == (True, "")
    assert by_symbol["WCIT12/DT/902(Cor.1)-E"]["relation"] == "corrigendum 1 to WCIT12/DT/902"


def test_show_names_the_family_the_sources_and_the_newer_revision(itrvault, specimens: Path):
    said = itrvault("show", specimens, "WCIT12/901-E", "--page", "1").out
    assert "date:              2012-11-13  (header)" in said
    assert "also written:      Document 901-E; S12-WCIT12-C-0901!!MSW-E" in said
    assert "family:            WCIT12/901, 3 documents" in said
    assert "There is a newer revision in the vault: WCIT12/901(Rev.1)-E (Rev.1)." in said
    shown = itrvault("show", specimens, "WCIT12/901-E", "--json").json
    assert shown["facts"]["date"] == {"value": "2012-11-13", "source": "header"}
    assert len(shown["members"]) == 3


def test_a_bare_symbol_shows_the_newest(itrvault, specimens: Path):
    for reference in ("WCIT12/901", "Document 901"):
        shown = itrvault("show", specimens, reference, "--json").json
        assert shown["symbol"] == "WCIT12/901(Rev.1)-E"
    assert itrvault("show", specimens, "WCIT12/901-E", "--json").json["symbol"] == "WCIT12/901-E"


def test_correcting_a_symbol_regroups_at_once(itrvault, specimens: Path):
    itrvault("correct", specimens, "WCIT12/904-E", "symbol", "WCIT12/901(Rev.2)-E")
    rows = itrvault("documents", specimens, "--json").json
    by_symbol = {row["facts"]["symbol"]["value"]: row for row in rows}
    newest = by_symbol["WCIT12/901(Rev.2)-E"]
    assert (newest["family"], newest["default"]) == ("WCIT12/901", True)
    assert newest["facts"]["symbol"]["source"] == "by hand"
    assert by_symbol["WCIT12/901(Rev.1)-E"]["newer"] == newest["id"]


def test_hits_in_a_superseded_revision_are_marked(itrvault, specimens: Path):
    said = itrvault("search", specimens, "symbol:WCIT12/901 network").out
    first, newest = (
        [line for line in said.splitlines() if line.startswith(symbol)]
        for symbol in ("WCIT12/901-E", "WCIT12/901(Rev.1)-E")
    )
    assert first
    assert all(line.endswith("[newer: Rev.1]") for line in first)
    assert newest
    assert not any("newer" in line for line in newest)
    hits = itrvault("search", specimens, "symbol:WCIT12/901 network", "--json").json["hits"]
    rev = next(hit["document"] for hit in hits if hit["symbol"] == "WCIT12/901(Rev.1)-E")
    assert {hit["newer"] for hit in hits if hit["symbol"] == "WCIT12/901-E"} == {rev}
    exact = itrvault("search", specimens, 'symbol:"WCIT12/901-E"', "--json").json["hits"]
    assert {hit["symbol"] for hit in exact} == {"WCIT12/901-E"}


def test_what_the_catalogue_knows_is_shown_as_such(itrvault, tmp_path: Path):
    draft = tmp_path / "S12-WCIT12-C-0027!!MSW-E.txt"
    draft.write_text("Proposals follow in the annex to this document.")
    itrvault("new", "v.itrvault")
    itrvault("import", "v.itrvault", draft)
    said = itrvault("show", "v.itrvault", "WCIT12/27").out
    assert "date:              2012-11-13  (catalogue)" in said
    assert "symbol:            WCIT12/27-E  (file name)" in said
    [line] = [line for line in said.splitlines() if line.startswith("mentioned at:")]
    assert line.endswith("(catalogue; never opened)")
    shown = itrvault("show", "v.itrvault", "WCIT12/27", "--json").json
    assert shown["facts"]["proponent"] == {"value": "Russian Federation", "source": "catalogue"}
    assert len(shown["addresses"]) == 1
    [hit] = itrvault("search", "v.itrvault", "annex proponent:russian", "--json").json["hits"]
    assert hit["proponent"] == "Russian Federation"
