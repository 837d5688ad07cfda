"""Files in PDF files: attached, pinned to a page, in a portfolio; encrypted files; XFA forms."""

from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest

from itrvault.errors import FileLocked
from itrvault.model.document import Unit
from itrvault.readers import base, pdf
from itrvault.readers.base import Member, ReadContext
from itrvault.sandbox.host import Sandbox


def written(*, portfolio: bool = False, files: int = 2, password: str = "") -> bytes:
    document = pymupdf.open()
    page = document.new_page()
    page.insert_text((72, 72), "Cover page")
    names = ["Предложение.docx", "../../b.txt", "Предложение.docx"]
    for number in range(files):
        document.embfile_add(f"key {number}", b"file %d" % number, ufilename=names[number])
    page.add_file_annot((100, 100), b"pinned", "note.txt")
    if portfolio:
        document.xref_set_key(document.pdf_catalog(), "Collection", "<</Type/Collection/View/T>>")
    if password:
        return bytes(document.tobytes(
            encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw=password, owner_pw="owner"
        ))  # fmt: skip
    return bytes(document.tobytes())


def test_attached_files_are_members():
    data = written(files=3)
    found = [r for r in pdf.read(data, ReadContext("a.pdf")) if isinstance(r, Member)]
    assert [(m.name, m.data) for m in found] == [
        ("Предложение.docx", b"file 0"), ("b.txt", b"file 1"), ("Предложение (2).docx", b"file 2"),
        ("note.txt", b"pinned"),
    ]  # fmt: skip
    said = [r for r in pdf.read(data, ReadContext("a.pdf")) if isinstance(r, base.Metadata)]
    assert ("attachments", "; ".join(m.name for m in found)) in [(m.key, m.value) for m in said]


def test_members_alone_are_the_same_without_the_pages():
    data = written()
    alone = list(pdf.members(data, ReadContext("a.pdf")))
    whole = list(pdf.read(data, ReadContext("a.pdf")))
    assert [r for r in alone if isinstance(r, Member)] == [
        r for r in whole if isinstance(r, Member)
    ]
    assert not any(isinstance(r, Unit) for r in alone)


def test_a_portfolio_says_so():
    said = [r.sentence for r in pdf.read(written(portfolio=True), ReadContext("a.pdf"))
            if isinstance(r, base.Warning)]  # fmt: skip
    assert said == ["The file is a portfolio; the 3 files inside it are documents of their own."]


def test_a_large_tree_of_files_is_followed():
    document = pymupdf.open(stream=written())
    catalog = document.pdf_catalog()
    kind, names = document.xref_get_key(catalog, "Names/EmbeddedFiles")
    assert kind == "dict"
    branch = document.get_new_xref()
    document.update_object(branch, names)
    document.xref_set_key(catalog, "Names", f"<</EmbeddedFiles<</Kids[{branch} 0 R]>>>>")
    found = pdf.members(bytes(document.tobytes()), ReadContext("a.pdf"))
    assert [r.name for r in found if isinstance(r, Member)] == [
        "Предложение.docx", "b.txt", "note.txt",
    ]  # fmt: skip


def test_a_plain_file_holds_none():
    document = pymupdf.open()
    document.new_page().insert_text((72, 72), "Words")
    records = list(pdf.read(bytes(document.tobytes()), ReadContext("a.pdf")))
    assert not [r for r in records if isinstance(r, Member | base.Warning)]


def test_an_xfa_form_is_told_of():
    document = pymupdf.open()
    document.new_page().insert_text((72, 72), "Please wait")
    form = document.get_new_xref()
    document.update_object(form, "<</Fields[]/XFA[]>>")
    document.xref_set_key(document.pdf_catalog(), "AcroForm", f"{form} 0 R")
    records = pdf.read(bytes(document.tobytes()), ReadContext("a.pdf"))
    assert [r.sentence for r in records if isinstance(r, base.Warning)] == [
        "The file holds an XFA form, which only shows in Adobe's reader."
    ]


def test_an_encrypted_file_and_what_it_holds_open_with_the_password():
    data = written(password="open sesame")
    with Sandbox() as sandbox:
        for wrong in ("", "open"):
            with pytest.raises(FileLocked):
                sandbox.extract(data, "a.pdf", password=wrong)
        for right in ("open sesame", "owner"):
            extraction = sandbox.extract(data, "a.pdf", password=right)
            assert "Cover page" in extraction.units[0].text
            assert extraction.members == 3
        found = list(sandbox.members(data, "a.pdf", password="open sesame"))
        assert [m.name for m in found] == ["Предложение.docx", "b.txt", "note.txt"]
        assert found[0].data == b"file 0"


@pytest.mark.corpus
def test_real_portfolios_and_attachments(corpus: Path):
    found = 0
    for path in sorted((corpus / "hostile").glob("*.pdf")):
        data = path.read_bytes()
        if len(data) < 2_000_000 and b"/EmbeddedFile" in data:
            with Sandbox() as sandbox:
                try:
                    found += len(list(sandbox.members(data, path.name)))
                except FileLocked:
                    continue
    assert found
