"""The specimen archive: made by its script, marked, and read for what it says."""

from __future__ import annotations

import importlib.util
import io
import json
import sys
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pymupdf
import pytest

from itrvault.model.document import FactSource, Redline, RedlineKind, Unit
from itrvault.paths import resources
from itrvault.readers.base import Metadata, ReadContext
from itrvault.readers.table import choose
from itrvault.treaty.identity import read_facts

FOLDER = resources() / "specimens"
MANIFEST = json.loads((FOLDER / "MANIFEST.json").read_text(encoding="utf-8"))
FILES = [row["file"] for row in MANIFEST]
MARK = "SPECIMEN – written for ITR Vault, not a real document"


def specimen(file: str) -> bytes:
    archive, inside, member = file.partition("!/")
    data = (FOLDER / "documents" / archive).read_bytes()
    if not inside:
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return packed.read(member)


def own_name(file: str) -> str:
    return file.replace("!/", "/").rsplit("/", 1)[-1]


@cache
def read(file: str) -> tuple[tuple[Unit, ...], tuple[tuple[str, str], ...]]:
    data, name = specimen(file), own_name(file)
    records = list(choose(data, name).read(data, ReadContext(name)))
    units = tuple(record for record in records if isinstance(record, Unit))
    said = tuple((r.key, r.value) for r in records if isinstance(r, Metadata))
    return units, said


def text_of(file: str) -> str:
    return "\n".join(unit.text for unit in read(file)[0])


def redlines(file: str) -> Iterator[tuple[Redline, str]]:
    for unit in read(file)[0]:
        for mark in unit.redlines:
            yield mark, unit.text[mark.start : mark.end]


@pytest.fixture(scope="module")
def maker() -> Iterator[object]:
    """The script, with its folder on the path only as long as it is needed."""
    before = set(sys.modules)
    spec = importlib.util.spec_from_file_location("make_specimens", FOLDER / "make_specimens.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module
    sys.path.remove(str(FOLDER))
    for name in set(sys.modules) - before:
        if name.startswith("specimen_"):
            del sys.modules[name]


def content(path: Path) -> object:
    """What a file holds, whatever release of a library compressed it."""
    data = path.read_bytes()
    if path.suffix == ".pdf":
        with pymupdf.open(stream=data) as document:
            return [
                (page.get_text(), sorted(tuple(map(round, d["rect"])) for d in page.get_drawings()))
                for page in document
            ]
    if path.suffix in (".docx", ".zip"):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return {
                name: packed.read(name)
                for name in packed.namelist()
                if path.suffix == ".zip" or name in ("word/document.xml", "word/header1.xml")
            }
    return data


def test_the_script_makes_what_is_committed(maker, tmp_path: Path) -> None:
    made = maker.make(tmp_path)
    committed = sorted(p for p in (FOLDER / "documents").rglob("*") if p.is_file())
    assert [p.relative_to(tmp_path) for p in made] == [
        p.relative_to(FOLDER / "documents") for p in committed
    ]
    for new, old in zip(made, committed, strict=True):
        if old.suffix == ".zip":
            assert list(content(new)) == list(content(old))
        else:
            assert content(new) == content(old), old.name
    assert maker.manifest() == MANIFEST


def test_making_twice_gives_the_same_bytes(maker, tmp_path: Path) -> None:
    first, second = maker.make(tmp_path / "a"), maker.make(tmp_path / "b")
    assert [p.read_bytes() for p in first] == [p.read_bytes() for p in second]


@pytest.mark.parametrize("file", FILES)
def test_every_specimen_says_that_it_is_one(file: str) -> None:
    units, _ = read(file)
    assert MARK in units[0].text
    if file.endswith(".pdf"):
        assert all(MARK in unit.text for unit in units)


@pytest.mark.parametrize("row", MANIFEST, ids=FILES)
def test_its_own_words_give_the_facts_and_no_others(row: dict) -> None:
    units, said = read(row["file"])
    facts = read_facts(own_name(row["file"]), units, said)
    expected = dict.fromkeys(facts, "") | row["facts"]
    assert {name: fact.value for name, fact in facts.items()} == expected
    stated = {fact.source for name, fact in facts.items() if fact.value and name != "language"}
    assert stated <= {FactSource.HEADER}


def test_there_is_one_in_each_language_and_of_each_kind() -> None:
    assert {row["facts"]["language"] for row in MANIFEST} == {"ar", "en", "es", "fr", "ru", "zh"}
    assert {row["facts"]["class"] for row in MANIFEST} >= {
        "treaty", "leaked", "analysis", "statement", "",
    }  # fmt: skip
    assert len({row["source"] for row in MANIFEST}) >= 16


def test_the_archive_is_small() -> None:
    assert sum(p.stat().st_size for p in FOLDER.rglob("*") if p.is_file()) < 1_500_000


def test_tracked_changes_keep_author_and_time() -> None:
    found = list(redlines("conference/S12-WCIT12-C-0901!!MSW-E.docx"))
    deleted = [text for mark, text in found if mark.kind is RedlineKind.DELETED]
    inserted = [text for mark, text in found if mark.kind is RedlineKind.INSERTED]
    assert "does not give" in deleted
    assert "may notify the Secretary-General of the suspension" in inserted
    assert {mark.author for mark, _ in found} == {"Delegation of Aurelia"}
    assert all(mark.date.startswith("2012-11-12T16:20") for mark, _ in found)


@pytest.mark.parametrize(
    ("file", "deleted", "inserted"),
    [
        ("conference/S12-WCIT12-C-0901!R1!PDF-E.pdf", "Until they agree", "and of its reasons"),
        ("conference/S12-WCIT12-C-0907!!PDF-C.pdf", "在商定以前", "成员国有权知晓"),
        (
            "conference/S12-WCIT12-C-0909!!PDF-R.pdf",
            "До достижения",
            "Государство-Член имеет право",
        ),
    ],
)
def test_drawn_lines_are_redlines(file: str, deleted: str, inserted: str) -> None:
    found = list(redlines(file))
    assert all(mark.drawn for mark, _ in found)
    assert any(text.startswith(deleted) for mark, text in found if mark.kind == "deleted")
    assert any(text.startswith(inserted) for mark, text in found if mark.kind == "inserted")


def test_arabic_reads_in_logical_order() -> None:
    text = text_of("conference/S12-WCIT12-C-0906!!MSW-A.docx")
    assert "ولا تمس هذه التدابير حرية التعبير ولا الحق في الخصوصية" in text
    assert not any("\ufb50" <= c <= "\ufeff" for c in text)


def test_a_comment_carries_its_author() -> None:
    assert "Editor 1: Two delegations asked" in text_of("working-group/TD 964.docx")


def test_the_copy_has_the_same_bytes() -> None:
    copies = [name for name in FILES if name.endswith("copy.docx")]
    assert [specimen(name) for name in copies] == [
        specimen("conference/S12-WCIT12-C-0901!!MSW-E.docx")
    ]


@pytest.mark.parametrize("file", FILES)
def test_nobody_real_is_quoted(file: str) -> None:
    """States that propose something are invented, so that nobody is misquoted."""
    text = text_of(file)
    for name in ("Russian Federation", "United States", "China", "RUS/", "USA/", "CHN/", "ARB/"):
        assert name not in text
    assert "WCIT12/27" not in text
