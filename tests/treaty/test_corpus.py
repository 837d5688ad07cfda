"""On real documents: what is claimed is true, and nothing is claimed that nobody states."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from itrvault.model.document import Fact, Unit, UnitKind
from itrvault.model.geometry import FlowLayout
from itrvault.treaty.identity import read_facts
from itrvault.treaty.symbols import parse_symbol

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
        assert facts["date"].value == "2018", path
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


MAY_START = re.compile(
    r"(?i)(?:\d|doc|cwg|wcit|cmti|pp|wt|wr|cm|am|fm|c\d|c-|c$|r$|itr|dt|dl|adm|inf|td|contr|temp"
    r"|rev|rév|add|cor|вк|доку|допол|испр|перес|вре|الو|لل|ال|文|补|修|勘|临)"
)
"""What the first word of a document's symbol begins with; resolutions and UN symbols aside."""


def stretches(text: str) -> Iterator[str]:
    """Up to six words of a line that could be the symbol of a conference document."""
    for line in text.splitlines():
        words = [word.strip(".,;:()[]\"'“”’") for word in line.split()]
        for start, word in enumerate(words):
            if MAY_START.match(word):
                for end in range(start + 1, min(start + 7, len(words) + 1)):
                    stretch = " ".join(words[start:end])
                    if any(map(str.isdigit, stretch)):
                        yield stretch


def test_no_false_symbols_in_ordinary_prose(corpus: Path) -> None:
    """1.2 million words. Each of these was looked up: the texts do cite these documents."""
    found = set()
    for path in sorted((corpus / "texts").rglob("*.txt")):
        for stretch in stretches(path.read_text(encoding="utf-8", errors="replace")):
            symbol = parse_symbol(stretch, conference="")
            if symbol and symbol.meeting:
                found.add(symbol.canonical)
    assert found == {
        "C14/24(Rev.1)", "C99/27", "PP14/174", "PP18/100", "PP18/37", "PP18/46",
    }  # fmt: skip


def test_no_line_of_ordinary_prose_is_a_document_s_symbol(corpus: Path) -> None:
    lines = 0
    for path in sorted((corpus / "texts").rglob("*.txt")):
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            lines += 1
            symbol = parse_symbol(line)
            assert symbol is None or not symbol.meeting or "," in symbol.meeting, (path, line)
    assert lines > 50_000
