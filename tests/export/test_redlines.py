"""Inserted and deleted words stay what they are in the quotations of every format."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from itrvault.export.run import export_excerpts
from itrvault.export.scrub import ExportOptions
from itrvault.model.document import Extraction, Redline, RedlineKind, Unit, UnitKind
from itrvault.model.geometry import FlowLayout
from itrvault.text.anchors import make_anchor
from itrvault.vault import Vault

TEXT = "Members shall should ensure the right so again.\n"
INSERTED, DELETED = RedlineKind.INSERTED, RedlineKind.DELETED
CHANGES = (
    Redline(8, 13, DELETED, "B. Editor", "2012-12-01T10:00:00Z"),
    Redline(14, 20, INSERTED, "A. Author", "2012-11-30T10:00:00Z"),
    Redline(38, 40, DELETED, "B. Editor", "2012-12-01T10:00:00Z"),
    Redline(38, 40, INSERTED, "A. Author", "2012-11-30T10:00:00Z"),
)


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    with Vault.create(tmp_path / "a.itrvault") as opened:
        unit = Unit(0, UnitKind.SECTION, "§ 1", TEXT, FlowLayout(), "en", CHANGES)
        kept = opened.store.documents.add(
            Extraction("text/html", "test/1", (unit,)), {}, b"x", ["a"], "a"
        )
        opened.store.annotations.add(kept.id, make_anchor([unit], 0, 0, 0, len(TEXT) - 1))
        yield opened


@pytest.mark.parametrize(
    ("name", "deleted", "inserted"),
    [
        ("markdown", "<del>shall</del>", "<ins>should</ins>"),
        ("html", "<del>shall</del>", "<ins>should</ins>"),
        ("csv", "[-shall-]", "{+should+}"),
        ("docx", "shall", "should"),
    ],
)
def test_both_are_seen(vault: Vault, tmp_path: Path, name: str, deleted: str, inserted: str):
    out = tmp_path / "out"
    export_excerpts(vault, out, name)
    if name == "docx":
        with zipfile.ZipFile(out) as package:
            said = package.read("word/document.xml").decode()
        assert said.index("w:strike") < said.index(f">{deleted}<") < said.index(f">{inserted}<")
        assert "w:u " in said[said.index(f">{deleted}<") : said.index(f">{inserted}<")]
    else:
        said = out.read_text("utf-8-sig")
        assert deleted in said
        assert inserted in said
    assert "Editor" not in said
    assert "2012-12-01" not in said


def test_json_says_who_and_when_only_if_asked(vault: Vault, tmp_path: Path):
    def redline(**options: bool) -> list[dict[str, object]]:
        out = tmp_path / "out.json"
        export_excerpts(vault, out, "json", ExportOptions(overwrite=True, **options))
        found: list[dict[str, object]] = json.loads(out.read_text())["excerpts"][0]["redline"]
        return found

    assert redline() == [
        {"start": 8, "end": 13, "kind": "deleted"},
        {"start": 14, "end": 20, "kind": "inserted"},
        {"start": 38, "end": 40, "kind": "deleted"},  # inserted, and then deleted again
    ]
    assert redline(names=True)[0] == {
        "start": 8, "end": 13, "kind": "deleted", "author": "B. Editor",
    }  # fmt: skip
    both = redline(names=True, times=True)[1]
    assert (both["author"], both["date"]) == ("A. Author", "2012-11-30T10:00:00Z")
