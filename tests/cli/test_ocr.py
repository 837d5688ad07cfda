"""`itrvault ocr`: what is in doubt is listed, read, and can be switched."""

from __future__ import annotations

from pathlib import Path

import pytest

from itrvault.ingest import recognise as module
from itrvault.sandbox.tessdata import LanguageData
from tests.ingest import scans

needs_english = pytest.mark.skipif(not scans.ENGLISH, reason=scans.NEEDS)


@pytest.fixture
def archive(tmp_path: Path, itrvault) -> Path:
    """A vault with a scan of two pages and a page that lies."""
    (tmp_path / "scan.pdf").write_bytes(scans.scan("Ruritania", "Sylvania"))
    (tmp_path / "liar.pdf").write_bytes(scans.liar("Zubrowka"))
    path = tmp_path / "a.itrvault"
    assert itrvault("new", path).code == 0
    assert itrvault("import", path, tmp_path / "scan.pdf", tmp_path / "liar.pdf").code == 0
    return path


def test_doubtful_pages_are_listed_with_the_reason(itrvault, archive: Path):
    said = itrvault("ocr", archive, "--list")
    assert said.code == 0
    assert said.out.count("The page is a picture") == 2
    assert said.out.count("no words of any language") == 1
    listed = itrvault("ocr", archive, "--list", "--json").json["pages"]
    assert sorted((row["name"], row["page"], row["doubt"], row["used"]) for row in listed) == [
        ("liar.pdf", 1, "words", "file"), ("scan.pdf", 1, "image", "file"),
        ("scan.pdf", 2, "image", "file"),
    ]  # fmt: skip
    assert "in doubt: The page is a picture" in itrvault("show", archive, "scan.pdf").out


@needs_english
def test_reading_and_switching(itrvault, archive: Path):
    said = itrvault("ocr", archive, "--json")
    assert said.code == 0
    assert (said.json["read"], said.json["used"], said.json["failed"]) == (3, 3, 0)
    assert itrvault("search", archive, "Sylvania", "--json").json["total"] == 1
    assert "(read by OCR)" in itrvault("show", archive, "liar.pdf").out
    (unit,) = itrvault("show", archive, "liar.pdf", "--json").json["units"]
    assert (unit["source"], unit["doubt"]) == ("ocr", "")
    back = itrvault("ocr", archive, "liar.pdf", "--use", "layer")
    assert "1 page changed" in back.out
    assert itrvault("search", archive, "Zubrowka", "--json").json["total"] == 0
    assert itrvault("ocr", archive, "liar.pdf", "--use", "ocr", "--json").json["changed"][0][
        "pages"
    ] == [1]
    assert itrvault("search", archive, "Zubrowka", "--json").json["total"] == 1
    assert "No page is in doubt" in itrvault("ocr", archive).out
    assert itrvault("ocr", archive, "--again", "--json").json["read"] == 3
    assert itrvault("ocr", archive, "--again", "--list").code == 2


@needs_english
def test_an_import_reads_at_once_when_asked_to(itrvault, archive: Path, tmp_path: Path):
    (tmp_path / "more.pdf").write_bytes(scans.scan("Graustark"))
    told = itrvault("import", archive, tmp_path / "more.pdf", "--ocr", "--json")
    assert told.code == 0
    assert (told.json["imported"], told.json["doubtful_pages"], told.json["ocr"]["used"]) == (
        1,
        1,
        1,
    )
    assert itrvault("search", archive, "Graustark", "--json").json["total"] == 1
    assert len(itrvault("ocr", archive, "--list", "--json").json["pages"]) == 4


def test_an_import_says_what_is_in_doubt(itrvault, archive: Path, tmp_path: Path):
    (tmp_path / "more.pdf").write_bytes(scans.scan("Graustark", "Ruritania"))
    said = itrvault("import", archive, tmp_path / "more.pdf")
    assert said.code == 0
    assert "2 pages in doubt" in said.out
    assert "itrvault ocr" in said.out


def test_an_import_without_language_data_says_what_to_install(
    itrvault, archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(module, "find_language_data", lambda own="": LanguageData(()))
    (tmp_path / "more.pdf").write_bytes(scans.scan("Graustark"))
    said = itrvault("import", archive, tmp_path / "more.pdf", "--ocr")
    assert said.code == 3
    assert "1 page left as before" in said.out
    assert "eng" in said.out


@needs_english
def test_pages_can_be_named(itrvault, archive: Path):
    said = itrvault("ocr", archive, "scan.pdf", "--pages", "2", "--language", "en", "--json")
    assert (said.code, said.json["read"]) == (0, 1)
    rows = itrvault("ocr", archive, "scan.pdf", "--list", "--json").json["pages"]
    assert [(row["page"], row["used"], row["in_doubt"]) for row in rows] == [
        (1, "file", True), (2, "ocr", False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--pages", "1"], 2, "--pages needs a document"),
        (["--use", "ocr"], 2, "--use needs a document"),
        (["scan.pdf", "--pages", "x-2"], 2, "is no page"),
        (["scan.pdf", "--pages", "5-3"], 2, "names no pages"),
        (["scan.pdf", "--pages", "7"], 1, "there is no page 7"),
        (["nothing.pdf"], 1, "No document in this vault matches"),
    ],
)
def test_slips_are_told(itrvault, archive: Path, arguments: list[str], code: int, words: str):
    said = itrvault("ocr", archive, *arguments)
    assert said.code == code
    assert words in said.err


def test_without_language_data_it_says_what_to_install(
    itrvault, archive: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(module, "find_language_data", lambda own="": LanguageData(()))
    said = itrvault("ocr", archive, "--language", "ru")
    assert said.code == 1
    assert "no language data for rus" in said.err
    assert "rus" in said.err.splitlines()[-1]


@needs_english
def test_protected_pages_wait_for_their_password(itrvault, archive: Path, tmp_path: Path):
    (tmp_path / "locked.pdf").write_bytes(scans.locked(scans.scan("Graustark"), "sesame"))
    (tmp_path / "secret").write_text("sesame\n")
    given = ("--password-file", tmp_path / "secret")
    assert itrvault("import", archive, tmp_path / "locked.pdf", *given).code == 0
    without = itrvault("ocr", archive, "locked.pdf")
    assert without.code == 3
    assert "1 page left as before: their file is protected with a password." in without.out
    assert "--password-file" in without.out
    assert itrvault("ocr", archive, "locked.pdf", "--json").json["locked"] == 1
    read = itrvault("ocr", archive, "locked.pdf", *given, "--json")
    assert (read.code, read.json["used"], read.json["locked"]) == (0, 1, 0)
    assert itrvault("search", archive, "Graustark", "--json").json["total"] == 1
    assert "sesame" not in read.out + read.err
