"""Plain text: any encoding, head lines, paragraphs, and things that are no text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itrvault.errors import FileBlank, FileEmpty, FileLocked, FileUnsupported
from itrvault.model.document import Unit
from itrvault.model.geometry import FlowLayout
from itrvault.readers import plain
from itrvault.readers.base import Metadata, ReadContext
from itrvault.readers.encoding import decode

TEXTS = {
    "fr": "Les États membres reconnaissent le droit à l’égalité, sans préjudice des règlements. ",
    "es": "Los Estados reconocen la suspensión de los servicios según la Constitución. ¿Qué más? ",
    "ru": "Государства-Члены признают право государства регулировать свою электросвязь. ",
    "ar": "لكل فرد الحق في الحياة والحرية وسلامة شخصه وفي الاتصالات الدولية ",
    "zh": "人人有权享有生命、自由和人身安全。国际电信业务的中止。会员国应当确保",
    "zh-Hant": "人人有權享有生命、自由和人身安全。國際電信業務的中止。會員國應當確保",
}


def read(data: bytes, name: str = "a.txt") -> tuple[list[Unit], dict[str, str]]:
    records = list(plain.read(data, ReadContext(name)))
    units = [r for r in records if isinstance(r, Unit)]
    return units, {r.key: r.value for r in records if isinstance(r, Metadata)}


@pytest.mark.parametrize(
    ("language", "encoding"),
    [
        ("fr", "cp1252"), ("fr", "mac_roman"), ("es", "iso8859_15"), ("ru", "cp1251"),
        ("ru", "koi8_r"), ("ru", "cp866"), ("ru", "iso8859_5"), ("ar", "cp1256"),
        ("ar", "iso8859_6"), ("zh", "gb18030"), ("zh-Hant", "big5"), ("zh", "utf-16-le"),
        ("ru", "utf-16-be"), ("fr", "utf-16-le"), ("ar", "utf-32-be"), ("es", "utf-8"),
        ("ru", "cp855"), ("ar", "cp720"), ("zh", "hz"), ("zh", "iso2022_jp_2"),
    ],
)  # fmt: skip
def test_encodings_without_a_mark_are_told(language: str, encoding: str):
    data = TEXTS[language].encode(encoding, "ignore")
    assert decode(data)[0] == data.decode(encoding)


@pytest.mark.parametrize(
    "text", ["(format t ~{~a~^, ~} list)", "a ~{not shifted~} b", "\x1b$x\x1b(B"]
)
def test_ascii_with_signs_of_shifting_is_ascii(text: str):
    assert decode(text.encode()) == (text, "ascii")


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1))
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_is_believed(encoding: str, text: str):
    assert decode(text.encode(encoding))[0] == text


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1))
def test_utf8_is_utf8(text: str):
    data = text.encode()
    if not text.startswith("\ufeff"):
        assert decode(data)[0] == text


def test_head_lines_are_metadata_and_stay_in_the_text():
    text = (
        "# title: Regulations\n# source: a library\n# language: en\n# licence: public domain\n"
        "# date: 1988-12-09\n# ---\n\n### Article  1\n\n####Purpose\n\n2 1.1 a) These\n"
    )
    units, said = read(text.encode())
    assert said["title"] == "Regulations"
    assert (said["language"], said["date"]) == ("en", "1988-12-09")
    assert said["encoding"] == "ascii"
    assert [u.label for u in units] == ["§ 1", "Article 1"]
    assert units[0].text.startswith("# title: Regulations\n")
    assert units[1].text == "### Article  1\n####Purpose\n2 1.1 a) These\n"


def test_wrapped_lines_are_one_paragraph_and_long_lines_one_each():
    wrapped = "\n\n".join("\n".join(["wrapped words " * 5] * 4) for _ in range(3))
    (unit,), _ = read(wrapped.encode())
    assert isinstance(unit.layout, FlowLayout)
    assert [p.number for p in unit.layout.paragraphs] == [1, 2, 3]
    (unit,), _ = read(b"first line\nsecond line\nthird line\n")
    assert isinstance(unit.layout, FlowLayout)
    assert len(unit.layout.paragraphs) == 3


def test_capitals_between_blank_lines_open_a_section():
    units, _ = read(b"text\n\nFINAL PROVISIONS\n\nmore text\nIN CAPITALS\nand on\n")
    assert [u.label for u in units] == ["§ 1", "FINAL PROVISIONS"]


def test_tables_are_read_line_by_line_without_headings():
    (unit,), _ = read(b"#id,name\nArticle 1,x\n2,y\n", "a.csv")
    assert unit.text == "#id,name\nArticle 1,x\n2,y\n"


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"{\\rtf1\\ansi hello}", "a.rtf", "RTF document"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "a.txt", "PNG picture"),
        (b"From: a\nSubject: b\n\nhello", "a.eml", "e-mail message"),
        (b"<?xml version='1.0'?><a/>", "a.xml", "XML data"),
        (bytes(range(256)) * 20, "a.bin", ".bin, binary data"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.doc", "Word 97-2003 document"),
        (bytes(range(1, 32)) * 20, "b.doc", "Word 97-2003 document"),
    ],
)
def test_what_is_no_text_is_named(data: bytes, name: str, kind: str):
    with pytest.raises(FileUnsupported) as failure:
        read(data, name)
    assert failure.value.values["kind"] == kind


def test_letters_lost_before_are_no_reason_to_refuse():
    records = list(plain.read("Associa\ufffd\ufffdo ".encode() * 20, ReadContext("a.txt")))
    assert any(isinstance(r, Unit) for r in records)
    assert any("40 characters were lost" in getattr(r, "sentence", "") for r in records)


def test_locked_and_empty():
    with pytest.raises(FileLocked):
        read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "a.xlsx")
    with pytest.raises(FileEmpty):
        read(b"")
    for data in (b"\n \n", b"\xef\xbb\xbf"):
        with pytest.raises(FileBlank):
            read(data)


@given(st.binary(max_size=400))
def test_any_bytes_give_text_or_a_known_failure(data: bytes):
    try:
        units, _ = read(data)
    except (FileUnsupported, FileBlank, FileEmpty, FileLocked):
        return
    except Exception as error:  # a marked encoding that does not hold
        assert type(error).__name__ == "FileDamaged"  # noqa: PT017
        return
    assert all("\x00" not in u.text for u in units)


@pytest.mark.corpus
def test_the_regulations_of_1988_fall_into_their_articles(corpus: Path):
    data = (corpus / "texts" / "itr-1988-en-clean.txt").read_bytes()
    units, said = read(data)
    assert said["title"].startswith("International Telecommunication Regulations")
    seventh = next(u for u in units if u.label == "Article 7")
    assert "Suspension of Services" in seventh.text
    assert "55 7.1" in seventh.text
    assert "57 Using" not in seventh.text


@pytest.mark.corpus
@pytest.mark.parametrize("code", ["ar", "es", "ru", "zh-Hans", "en"])
def test_the_declaration_has_thirty_articles_in_every_language(corpus: Path, code: str):
    units, _ = read((corpus / "texts" / f"udhr-{code}.txt").read_bytes())
    assert len(units) in (31, 32)


@pytest.mark.parametrize("encoding", ["cp850", "mac_roman", "cp1252"])
@pytest.mark.parametrize(
    "text",
    [
        "Les Membres réaffirment le règlement général des réseaux privés et de la sûreté. ",
        "Los Estados reafirman el régimen jurídico, la protección y los niños de la nación. ",
    ],
)
def test_old_papers_from_dos_and_mac(encoding: str, text: str) -> None:
    assert decode((text * 4).encode(encoding))[0] == text * 4


def test_russian_from_an_old_mac() -> None:
    text = "Настоящее Соглашение применяется ко всем странам, являющимся его участниками. " * 4
    assert decode(text.encode("mac_cyrillic"))[0] == text


def test_an_encoding_that_is_none_is_not_believed():
    from itrvault.readers.encoding import decode

    assert decode(b"", "no such code") == ("", "ascii")
    assert decode(b"words-x" * 100_000, "punycode")[1] == "ascii"
    assert decode(b"words", "idna") == ("words", "ascii")
