"""Protected originals by command: locked without their password, read with it, others as usual."""

from __future__ import annotations

import io
from pathlib import Path

import msoffcrypto.format.ooxml as protected
import pymupdf
from docx import Document


def pdf(path: Path, words: str) -> None:
    document = pymupdf.open()
    document.new_page().insert_text((72, 72), words)
    document.embfile_add("note.txt", b"Words attached within.")
    path.write_bytes(document.tobytes(encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="sesame"))


def word(path: Path, words: str) -> None:
    made, plain, out = Document(), io.BytesIO(), io.BytesIO()
    made.add_paragraph(words)
    made.save(plain)
    protected.OOXMLFile(plain).encrypt("sesame", out)
    path.write_bytes(out.getvalue())


def test_import_with_and_without_the_password(itrvault, tmp_path: Path):
    folder = tmp_path / "leak"
    folder.mkdir()
    pdf(folder / "a.pdf", "Words under a lock.")
    word(folder / "b.docx", "More words under a lock.")
    (folder / "c.txt").write_text("Words for everybody.")
    assert itrvault("new", "v.itrvault").code == 0
    said = itrvault("import", "v.itrvault", folder, "--json")
    assert said.code == 3
    rows = {Path(row["path"]).name: row for row in said.json["documents"]}
    assert rows["c.txt"]["status"] == "imported"
    for name in ("a.pdf", "b.docx"):
        assert rows[name]["status"] == "failed"
        assert rows[name]["message"].startswith("The file is protected with a password.")
    (tmp_path / "wrong").write_text("no\n")
    assert itrvault("import", "v.itrvault", folder, "--password-file", "wrong").code == 3
    (tmp_path / "right").write_text("sesame\n")
    said = itrvault("import", "v.itrvault", folder, "--password-file", "right", "--json")
    assert said.code == 0
    assert {Path(row["path"]).name for row in said.json["documents"]} >= {
        "a.pdf", "b.docx", "note.txt",
    }  # fmt: skip
    found = itrvault("search", "v.itrvault", "words", "--json").json
    assert found["total"] == 4
    assert "sesame" not in said.out + said.err
