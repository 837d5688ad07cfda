"""What a file says about itself can be asked for, by words a person would use."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from itrvault.model.document import Extraction, Fact, FactSource, Unit, UnitKind
from itrvault.model.geometry import FlowLayout
from itrvault.vault import Vault

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture
def vault(tmp_path: Path):
    with Vault.create(tmp_path / "a.itrvault") as opened:
        unit = Unit(0, UnitKind.SECTION, "§ 1", "some words\n", FlowLayout())
        facts = {
            "proponent": Fact("Norland", FactSource.HEADER),
            "class": Fact("leaked", FactSource.HAND),
        }
        for number, (kind, name, paths, metadata) in enumerate(
            [
                (WORD, "TD 64.docx", ["/leak/São Paulo/TD 64.docx"],
                 [("author", "Gärtner, Ute"), ("company", "Acme Telecom"), ("subject", "Routing")]),
                ("message/rfc822", "a.eml", ["box.mbox/a.eml"],
                 [("title", "Draft of article 3"), ("author", "R. Person <r@x.example>"),
                  ("to", "All delegates"), ("cc", "B. Other")]),
                ("image/png", "scan", [], []),
            ]
        ):  # fmt: skip
            taken = Extraction(
                kind,
                "test/1",
                (dataclasses.replace(unit, text=f"words {number}\n"),),
                tuple(metadata),
            )
            opened.store.documents.add(
                taken, facts if number == 0 else {}, bytes([number]), paths, name
            )
        opened.rebuild_index()
        yield opened


def found(vault: Vault, query: str) -> set[str]:
    return {vault.store.documents.get(key).name for key, _ in vault.search(query).order}


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("author:gartner", {"TD 64.docx"}),
        ('author:"ute gartner"', set()),
        ("author:person", {"a.eml"}),
        ("author:g*r", {"TD 64.docx"}),
        ("author:(gartner OR person)", {"TD 64.docx", "a.eml"}),
        ("-author:gartner", {"a.eml", "scan"}),
        ("type:word", {"TD 64.docx"}),
        ("type:docx", {"TD 64.docx"}),
        ("type:mail", {"a.eml"}),
        ("type:picture OR type:image", {"scan"}),
        ("type:leaked", {"TD 64.docx"}),
        ("type:pdf", set()),
        ('path:"sao paulo"', {"TD 64.docx"}),
        ("path:box.mbox", {"a.eml"}),
        ("name:scan", {"scan"}),
        ("meta:acme", {"TD 64.docx"}),
        ("meta:delegates", {"a.eml"}),
        ("subject:routing", {"TD 64.docx"}),
        ("subject:article", {"a.eml"}),
        ("from:person", {"a.eml"}),
        ("from:norland", {"TD 64.docx"}),
        ("to:other", {"a.eml"}),
        ("words type:mail", {"a.eml"}),
    ],
)
def test_each_field_finds_what_the_file_says(vault: Vault, query: str, names: set[str]):
    assert found(vault, query) == names


def test_the_reading_says_which_field_was_asked(vault: Vault):
    assert vault.index.parse("words meta:acme").read_as == (
        "words AND the file's description has acme"
    )
