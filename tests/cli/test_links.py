"""Links at the terminal, marks on pages and documents, lists by state, and histories."""

from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest

TREATY = """Article 1
Routes
1 1.1 Administrations agree on routes.
2 1.2 Users may send traffic.
"""
PAPER = """ADD ARB/1/2
2A 1.3 Users are safe.
"""


@pytest.fixture
def vault(itrvault, tmp_path: Path) -> Path:
    for name, text in (("treaty", TREATY), ("paper", PAPER)):
        tmp_path.joinpath(f"{name}.txt").write_text(text, "utf-8")
    with pymupdf.open() as drawn:
        page = drawn.new_page(width=300, height=400)
        page.insert_text((40, 60), "The right to know a route")
        page.insert_text((40, 90), "is the right of users")
        drawn.save(tmp_path / "drawn.pdf")
    path = tmp_path / "a.itrvault"
    assert itrvault("new", path).code == 0
    assert itrvault("import", path, "treaty.txt", "paper.txt", "drawn.pdf").code == 0
    assert itrvault("correct", path, "treaty.txt", "class", "treaty").code == 0
    return path


def mark(itrvault, vault: Path, *arguments: str) -> str:
    said = itrvault("annotate", vault, *arguments, "--json")
    assert said.code == 0, said.err
    return str(said.json["id"])


def test_links_are_made_listed_changed_and_taken_away(itrvault, vault: Path) -> None:
    note = mark(itrvault, vault, "paper.txt", "--quote", "Users are safe")
    said = itrvault("link", vault, "arb/1/2", "contradicts", "2", "--note", "see 1.2", "--json")
    assert said.code == 0, said.err
    assert said.json["words"] == "ARB/1/2 ADD 2A contradicts No. 2 (1.2)"
    assert said.json["target"]["words"] == "Users may send traffic."
    assert itrvault("link", vault, note, "analysed by", "document:drawn.pdf").code == 0
    rows = itrvault("links", vault, "--json").json
    assert [row["relation"] for row in rows] == ["contradicts", "analysed by"]
    assert itrvault("links", vault, "2", "--json").json == rows[:1]
    shown = itrvault("links", vault, note[:13]).out
    assert "paper.txt § 1 #1 is analysed by drawn.pdf" in " ".join(shown.split())
    [row] = itrvault("annotations", vault, "--json").json
    assert [link["target"].partition(":")[0] for link in row["links"]] == ["document"]
    changed = itrvault("link", vault, "--change", rows[0]["id"], "--relation", "amends", "--json")
    assert (changed.json["relation"], changed.json["note"]) == ("amends", "see 1.2")
    assert itrvault("link", vault, "--remove", rows[0]["id"]).code == 0
    assert itrvault("undo", vault).code == 0
    assert len(itrvault("links", vault, "--json").json) == 2
    assert itrvault("check", vault).code == 0


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("2", "amends"), 2),
        (("2", "hates", "1"), 2),
        (("2", "amends", "2"), 1),
        (("2", "amends", "nowhere.pdf"), 1),
        (("--change", "01234567-89ab"), 2),
        (("--change", "01234567-89ab", "--note", "x"), 1),
        (("--remove", "01234567-89ab"), 1),
        ((), 2),
    ],
)
def test_what_is_no_link(itrvault, vault: Path, arguments: tuple[str, ...], code: int) -> None:
    assert itrvault("link", vault, *arguments).code == code
    assert itrvault("links", vault, "--json").json == []


def test_regions_pages_and_documents(itrvault, vault: Path) -> None:
    region = mark(itrvault, vault, "drawn.pdf", "--page", "1", "--region", "200,70,30,40")
    page = mark(itrvault, vault, "drawn.pdf", "--page", "1", "--state", "check")
    whole = mark(itrvault, vault, "drawn.pdf", "--document", "--important", "--note", "read it")
    rows = {row["id"]: row for row in itrvault("annotations", vault, "--json").json}
    assert rows[region]["kind"] == "region"
    assert rows[region]["region"] == [30, 40, 200, 70]
    assert rows[region]["quote"].startswith("The right to know")
    assert rows[page]["kind"] == "page"
    assert rows[whole]["kind"] == "document"
    assert [row["id"] for row in itrvault("annotations", vault, "--important", "--json").json] == [
        whole
    ]
    listed = itrvault("annotations", vault, "--state", "check").out
    assert page in listed
    assert region not in listed
    assert "the whole page" in listed
    text = itrvault("annotations", vault, "--text", "READ IT", "--json").json
    assert [row["id"] for row in text] == [whole]
    assert itrvault("check", vault).code == 0


@pytest.mark.parametrize(
    "arguments",
    [
        (), ("--document", "--page", "1"), ("--region", "1,2,3,4"),
        ("--page", "1", "--region", "1,2,3,4", "--quote", "right"),
    ],
)  # fmt: skip
def test_marks_on_nothing(itrvault, vault: Path, arguments: tuple[str, ...]) -> None:
    assert itrvault("annotate", vault, "drawn.pdf", *arguments).code == 2


@pytest.mark.parametrize("region", ["1,2,3", "a,b,c,d", "-9,-9,-1,-1", "nan,0,5,5"])
def test_no_region(itrvault, vault: Path, region: str) -> None:
    said = itrvault("annotate", vault, "drawn.pdf", "--page", "1", "--region", region)
    assert said.code == 1
    assert "region" in said.err


def test_placed_by_hand_and_its_history(itrvault, vault: Path) -> None:
    note = mark(itrvault, vault, "drawn.pdf", "--quote", "The right", "--author", "ana")
    said = itrvault(
        "annotate", vault, "drawn.pdf", "--quote", "right of users", "--place", note, "--author",
        "ben", "--json",
    )  # fmt: skip
    assert said.json["id"] == note
    assert said.json["quote"] == "right of users"
    steps = itrvault("annotations", vault, "--history", note[:13], "--json").json
    assert [(step["label"], step["author"]) for step in steps] == [
        ("Change place", "ben"), ("Highlight", "ana"),
    ]  # fmt: skip
    shown = itrvault("annotations", vault, "--history", note).out
    assert "passage: “The right” → “right of users”" in shown
    assert itrvault("annotations", vault, "--unplaced", "--json").json == []
    assert itrvault("annotations", vault, "--history", "0" * 36).code == 1
    other = itrvault("annotate", vault, "paper.txt", "--quote", "Users", "--place", note)
    assert other.code == 1
