"""`itrvault codebook`: the same work as in the window, and all of it undone."""

from __future__ import annotations

from pathlib import Path

import pytest

PRIVACY = "Privacy and interception"


@pytest.fixture
def book(itrvault, specimens: Path) -> Path:
    """A vault with three passages."""
    listed = itrvault("search", specimens, "telecommunications", "--limit", 3, "--json").json
    for hit in listed["hits"]:
        unit = hit["snippet"][hit["spans"][0][0] : hit["spans"][0][1]]
        itrvault("annotate", specimens, hit["document"], "--quote", unit, "--tag", PRIVACY)
    return specimens


def tags(itrvault, vault: Path) -> dict[str, dict[str, object]]:
    return {row["path"]: row for row in itrvault("tags", vault, "--json").json}


def test_made_changed_moved_merged_and_undone(itrvault, specimens: Path) -> None:
    vault = specimens
    first = tags(itrvault, vault)
    said = itrvault("codebook", "new", vault, "Study", "--folder", "--definition", "Ours.")
    assert (said.code, said.out) == (0, "Made Study (0 passages).\n")
    made = itrvault(
        "codebook", "new", vault, "Study/Mail", "--colour", "blue", "--right", "UDHR 12", "--json"
    ).json
    assert made["path"] == "Study/Mail"
    itrvault("codebook", "change", vault, "Mail", "--when-to-use", "Letters.", "--when-not", "No.")
    itrvault("codebook", "rename", vault, "Mail", "Letters")
    row = tags(itrvault, vault)["Study/Letters"]
    assert (row["colour"], row["rights"]) == ("blue", ["UDHR 12"])
    assert (row["when_to_use"], row["when_not"]) == ("Letters.", "No.")
    assert itrvault("codebook", "move", vault, "Letters", "/", "--place", 1).code == 0
    assert next(iter(tags(itrvault, vault))) == "Letters"
    said = itrvault("codebook", "merge", vault, "Letters", PRIVACY)
    assert said.out.startswith(f"Merged into Human rights/{PRIVACY}")
    assert "Letters." in tags(itrvault, vault)[f"Human rights/{PRIVACY}"]["when_to_use"]
    shown = itrvault("codebook", "show", vault, PRIVACY).out
    assert "When to use: " in shown
    assert "shipped (taxonomy:privacy)" in shown
    said = itrvault("codebook", "remove", vault, "Study")
    assert "Removed Study" in said.out
    for _ in range(7):
        assert itrvault("undo", vault).code == 0
    assert tags(itrvault, vault) == first


def test_split(itrvault, book: Path) -> None:
    annotations = [
        row for row in itrvault("annotations", book, "--json").json
        if f"Human rights/{PRIVACY}" in row["tags"]
    ]  # fmt: skip
    assert annotations
    some = annotations[0]
    said = itrvault("codebook", "split", book, PRIVACY, "Half", "--passage", some["id"], "--json")
    assert said.json["path"] == "Human rights/Half"
    assert said.json["count"] == 1
    rows = {row["id"]: row["tags"] for row in itrvault("annotations", book, "--json").json}
    assert rows[some["id"]] == ["Human rights/Half"]
    assert itrvault("codebook", "split", book, PRIVACY, "Half", "--below").code == 2
    said = itrvault("codebook", "split", book, PRIVACY, "More", "--passage", some["id"])
    assert said.code == 1
    assert "does not have the tag" in said.err


def test_out_and_in(itrvault, specimens: Path, tmp_path: Path) -> None:
    itrvault("codebook", "new", specimens, "Ours", "--right", "UDHR 19")
    out = itrvault("codebook", "export", specimens, "--out", "book.qdc", "--json").json
    assert out["format"] == "qdc"
    assert out["count"] == len(tags(itrvault, specimens))
    assert out["left_out"]
    assert itrvault("codebook", "export", specimens, "--out", "book.qdc").code == 1
    assert itrvault("codebook", "export", specimens, "Ours", "--out", "ours.csv").code == 0
    itrvault("new", "other.itrvault")
    plan = itrvault("codebook", "import", "other.itrvault", "ours.csv", "--plan", "--json").json
    assert (plan["done"], plan["new"]) == (False, 1)
    assert "Ours" not in tags(itrvault, tmp_path / "other.itrvault")
    said = itrvault("codebook", "import", "other.itrvault", "book.qdc")
    assert said.out == f"{out['count']} tags: 1 new, 0 changed, {out['count'] - 1} unchanged.\n"
    mine, theirs = tags(itrvault, specimens), tags(itrvault, tmp_path / "other.itrvault")
    assert mine["Ours"]["id"] == theirs["Ours"]["id"]
    again = itrvault("codebook", "import", "other.itrvault", "book.qdc", "--json").json
    assert (again["new"], again["changed"], again["same_name"]) == (0, 0, [])
    into = itrvault("codebook", "import", "other.itrvault", "ours.csv", "--into", "Theirs")
    assert into.code == 0


def test_another_programs_file_is_read_and_its_faults_are_told(
    itrvault, specimens: Path, tmp_path: Path
) -> None:
    (tmp_path / "taguette.qdc").write_text(
        '<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="Taguette 1.5.2"><Codes>'
        '<Code guid="0D62985D-B147-5D01-A9B5-CAE5DCD98342" name="people.men" isCodable="true"/>'
        "</Codes><Sets/></CodeBook>"
    )
    said = itrvault("codebook", "import", specimens, "taguette.qdc", "--into", "Study")
    assert said.code == 0
    assert "empty Sets" in said.err
    assert "Study/people/men" in tags(itrvault, specimens)
    (tmp_path / "bad.qdc").write_text('<!DOCTYPE a [<!ENTITY a "b">]><CodeBook/>')
    said = itrvault("codebook", "import", specimens, "bad.qdc")
    assert said.code == 1
    assert "document type" in said.err
    both = itrvault("codebook", "import", specimens, "bad.qdc", "--under", "x", "--into", "y")
    assert both.code == 2
