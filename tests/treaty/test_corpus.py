"""On real documents: what is claimed is true, and nothing is claimed that nobody states."""

from __future__ import annotations

from pathlib import Path

import pytest

from itrvault.model.document import Fact, Unit, UnitKind
from itrvault.model.geometry import FlowLayout
from itrvault.treaty.identity import read_facts

pytestmark = pytest.mark.corpus


def facts_of(path: Path) -> dict[str, Fact]:
    text = path.read_text(encoding="utf-8", errors="replace")
    return read_facts(path.name, [Unit(0, UnitKind.SECTION, "", text, FlowLayout())])


def test_papers_of_another_meeting_are_neither_leaked_nor_numbered(corpus: Path) -> None:
    for path in sorted((corpus / "texts" / "netmundial2014").glob("*.txt")):
        facts = facts_of(path)
        assert facts["symbol"].value == facts["meeting"].value == facts["date"].value == "", path
        assert facts["class"].value in ("", "analysis"), path


def test_resolutions_are_known_by_number_place_and_year(corpus: Path) -> None:
    for path in sorted((corpus / "texts" / "itu-pp18").glob("*.txt")):
        kind, number = path.stem.split("-")
        word = {"res": "Resolution", "dec": "Decision", "rec": "Recommendation"}[kind]
        facts = facts_of(path)
        assert facts["symbol"].value.startswith(f"{word} {number} ("), path
        assert facts["symbol"].value.endswith("Dubai, 2018)"), path
        assert facts["class"].value == "", path


@pytest.mark.parametrize(
    ("name", "symbol", "date"),
    [
        ("bbnj-ga-resolution-a-res-77-321-2023-08-01.txt", "A/RES/77/321", "2023-08-08"),
        ("isa-isba-31-c-2-rev-1.txt", "ISBA/31/C/2/Rev.1", "2026-03-13"),
        ("unfccc-cp2015-21-2015-decision-1.txt", "FCCC/CP/2015/10/Add.1", "2016-01-29"),
    ],
)
def test_united_nations_heads(corpus: Path, name: str, symbol: str, date: str) -> None:
    facts = facts_of(corpus / "texts" / name)
    assert (facts["symbol"].value, facts["date"].value) == (symbol, date)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("itr-1988-en-clean.txt", "treaty"),
        ("un-charter-ar.txt", "treaty"),
        ("un-charter-zh.txt", "treaty"),
        ("tpp-ip-chapter-leak-2013.txt", "leaked"),
        ("hrc-ccpr_gc34_expression.txt", ""),
        ("udhr-ru.txt", ""),
    ],
)
def test_classes(corpus: Path, name: str, expected: str) -> None:
    assert facts_of(corpus / "texts" / name)["class"].value == expected
