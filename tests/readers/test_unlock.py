"""Office files under a password that was given: read in memory, never through a disk."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

import msoffcrypto.format.ooxml as protected
import pytest
from docx import Document
from flows import text
from packs import FILES, PASSWORD, SEVENZIP

from itrvault.errors import FileLocked
from itrvault.readers import doc, docx, table
from itrvault.readers.unlock import unlocked
from itrvault.sandbox.host import Sandbox


@pytest.fixture(scope="module")
def locked() -> bytes:
    made, whole = Document(), io.BytesIO()
    made.add_paragraph("Secret words")
    made.save(whole)
    out = io.BytesIO()
    protected.OOXMLFile(whole).encrypt("pass", out)
    return out.getvalue()


def test_the_right_password_opens_it_without_a_disk(locked: bytes, monkeypatch: pytest.MonkeyPatch):
    def refused(*args: object, **named: object) -> None:
        raise AssertionError("plain words went to a disk")

    monkeypatch.setattr(tempfile, "TemporaryFile", refused)
    monkeypatch.setattr(tempfile, "NamedTemporaryFile", refused)
    opened = unlocked(locked, "pass")
    assert table.choose(opened, "a.bin") is docx
    assert text(docx, opened, "a.docx") == "Secret words\n"


@pytest.mark.parametrize("password", ["", "wrong"])
def test_without_it_the_file_says_that_it_is_locked(locked: bytes, password: str):
    assert unlocked(locked, password) == locked
    for name in ("a.docx", "a.xlsx", "a.doc", "a"):
        with pytest.raises(FileLocked):
            text(table.choose(locked, name), locked, name)


def test_other_files_are_left_as_they_are():
    for data in (b"", b"words", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)):
        assert unlocked(data, "pass") == data


def test_damage_leaves_a_file_locked(locked: bytes):
    at = locked.index(b"<encryption")
    for data in (locked[:at] + b"<" + locked[at:], locked[: len(locked) // 2]):
        assert unlocked(data, "pass") == data


def test_passwords_reach_the_confined_readers(locked: bytes):
    with Sandbox() as sandbox:
        extraction = sandbox.extract(locked, "a.docx", password="pass")
        assert extraction.units[0].text == "Secret words\n"
        with pytest.raises(FileLocked):
            sandbox.extract(locked, "a.docx")
        members = list(sandbox.members(SEVENZIP["aes"], "a.7z", password=PASSWORD))
        assert {member.name: member.data for member in members} == FILES


@pytest.mark.corpus
def test_real_files(corpus: Path):
    data = (corpus / "office" / "poi__password_password_cryptoapi.doc").read_bytes()
    with pytest.raises(FileLocked):
        text(doc, data, "a.doc")
    assert text(doc, unlocked(data, "password"), "a.doc") == "This is a test\n"
    data = (corpus / "office" / "libreoffice__Encrypted_MSO2007_abc.docx").read_bytes()
    assert text(docx, unlocked(data, "abc"), "a.docx") == "abc\n"
