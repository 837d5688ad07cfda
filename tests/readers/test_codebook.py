"""Codebooks of other programs, in the shapes in which those write them."""

from __future__ import annotations

import io
import zipfile

import pytest

from itrvault import errors
from itrvault.export.refi import schema_bytes
from itrvault.model.codebook import CodebookFile
from itrvault.readers.codebook import read_codebook

ONE = "0d62985d-b147-5d01-a9b5-cae5dcd98342"
TWO = "dfe5c38e-9449-5959-a1f7-e3d895cfa87f"
HEAD = '<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="{}">'


def read(data: bytes | str, name: str = "book.qdc") -> CodebookFile:
    return read_codebook(data.encode() if isinstance(data, str) else data, name, schema_bytes())


def qdc(codes: str, *, origin: str = "Other 1", after: str = "") -> str:
    return f"{HEAD.format(origin)}<Codes>{codes}</Codes>{after}</CodeBook>"


def paths(file: CodebookFile) -> list[str]:
    found: list[str] = []
    for entry in file.entries:
        above = f"{found[entry.parent]}/" if entry.parent >= 0 else ""
        found.append(above + entry.name)
    return found


def test_a_file_that_keeps_the_standard() -> None:
    file = read(
        qdc(
            f'<Code guid="{ONE.upper()}" name="Risk" isCodable="false"><Description>All.'
            f'</Description><Code guid="{TWO}" name="Privacy" isCodable="true" color="#2EA8E5"/>'
            "</Code>"
        )
    )
    assert (file.format, file.origin, file.warnings) == ("REFI-QDA codebook", "Other 1", ())
    assert paths(file) == ["Risk", "Risk/Privacy"]
    risk, privacy = file.entries
    assert (risk.id, risk.definition, risk.codable, risk.colour) == (ONE, "All.", False, "")
    assert (privacy.id, privacy.codable, privacy.colour) == (TWO, True, "#2ea8e5")


def test_taguette_has_dots_for_a_tree_and_an_empty_list_of_sets() -> None:
    codes = (
        f'<Code guid="{ONE.upper()}" name="people" isCodable="true"/>'
        f'<Code guid="{TWO.upper()}" name="people.women.e.g. one" isCodable="true"/>'
    )
    file = read(qdc(codes, origin="Taguette 1.5.2", after="<Sets/>"))
    assert paths(file) == ["people", "people/women", "people/women/e", "people/women/e/g. one"]
    assert [entry.id for entry in file.entries] == [ONE, "", "", TWO]
    assert [entry.codable for entry in file.entries] == [True, False, False, True]
    assert len(file.warnings) == 1
    assert "empty Sets" in file.warnings[0]


def test_dots_are_no_tree_in_other_programs() -> None:
    file = read(qdc(f'<Code guid="{ONE}" name="Art. 3.4" isCodable="true"/>', origin="MAXQDA"))
    assert paths(file) == ["Art. 3.4"]


def test_sets_are_left_out_by_name() -> None:
    sets = f'<Sets><Set guid="{TWO}" name="group 1"><MemberCode guid="{ONE}"/></Set></Sets>'
    file = read(qdc(f'<Code guid="{ONE}" name="a" isCodable="true"/>', after=sets))
    assert [w for w in file.warnings if "group 1" in w and "(1 in it)" in w]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_older_namespaces_braces_short_colours_and_large_letters(mark: bytes) -> None:
    text = (
        '<?xml version="1.0" encoding="utf-8"?>\n<CodeBook xmlns="urn:QDA-XML:codebook:0:4">'
        f'<Codes><Code guid="{{{ONE.upper()}}}" name="a" isCodable="True" color="#F0a"/>'
        "</Codes></CodeBook>"
    )
    file = read(mark + text.encode())
    assert file.entries[0].id == ONE
    assert file.entries[0].colour == "#ff00aa"
    assert "codebook:0:4" in file.warnings[0]
    assert "isCodable=True" in file.warnings[0]


def test_no_namespace_at_all_in_two_bytes_a_letter() -> None:
    text = (
        '<?xml version="1.0" encoding="utf-16"?><CodeBook><Codes>'
        f'<Code guid="{ONE}" name="Приватность"/></Codes></CodeBook>'
    )
    file = read(text.encode("utf-16"))
    assert paths(file) == ["Приватность"]
    assert file.entries[0].codable
    assert "no namespace" in file.warnings[0]
    assert "isCodable" in file.warnings[0]  # which the schema asks for


def test_what_cannot_be_taken_is_named() -> None:
    codes = (
        f'<Code guid="{ONE}" name=" Use/and  access " isCodable="true" color="blue"/>'
        f'<Code guid="{ONE}" name="twice" isCodable="true"/>'
        '<Code guid="7" name="" isCodable="true"><NoteRef targetGUID="1"/></Code>'
    )
    file = read(qdc(codes))
    assert paths(file) == ["Use-and access", "twice", "Without a name"]
    assert [entry.id for entry in file.entries] == [ONE, "", ""]
    said = "\n".join(file.warnings)
    for word in ("Use/and access", "twice", "Without a name", "1 NoteRef", "Colours"):
        assert word in said


def test_texts_come_apart() -> None:
    text = (
        "What.\n\nWhen to use: Now.\nAnd then.\n\nWhen not to use: Never.\n\n"
        "Rights: UDHR 12; ICCPR 17"
    )
    code = f'<Code guid="{ONE}" name="a" isCodable="true"><Description>{text}</Description></Code>'
    entry = read(qdc(code)).entries[0]
    assert entry.definition == "What."
    assert entry.when_to_use == "Now.\nAnd then."
    assert entry.when_not == "Never."
    assert entry.rights == ("UDHR 12", "ICCPR 17")


def project(codes: str) -> str:
    return (
        '<Project xmlns="urn:QDA-XML:project:1.0" name="p" origin="ATLAS.ti">'
        f'<Users><User guid="{TWO}" name="somebody"/></Users><CodeBook><Codes>{codes}</Codes>'
        "</CodeBook><Sources><TextSource/></Sources></Project>"
    )


def test_the_codebook_of_a_project() -> None:
    inside = project(f'<Code guid="{ONE}" name="a" isCodable="true"/>')
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as container:
        container.writestr("Sources/x.txt", "x")
        container.writestr("Project.QDE", inside)
    for file in (read(inside, "project.qde"), read(packed.getvalue(), "study.qdpx")):
        assert file.format == "REFI-QDA project"
        assert paths(file) == ["a"]
        assert "Users (1)" in file.warnings[-1]
        assert "somebody" not in "".join(file.warnings)


# -- strangers -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE CodeBook [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>',
        '<!DOCTYPE CodeBook [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE CodeBook SYSTEM "http://127.0.0.1/x.dtd">',
    ],
)
def test_entities_and_types_of_documents_are_refused(head: str) -> None:
    body = qdc(f'<Code guid="{ONE}" name="a" isCodable="true"/>')
    with pytest.raises(errors.FileDamaged):
        read(head + body)


@pytest.mark.parametrize("depth", [101, 300, 20_000])
def test_depth_is_capped(depth: int) -> None:
    code = f'<Code guid="{ONE}" name="a" isCodable="true">'
    with pytest.raises((errors.ReaderOverLimit, errors.FileDamaged)):
        read(qdc(code * depth + "</Code>" * depth))


def test_the_number_of_tags_is_capped() -> None:
    code = f'<Code guid="{ONE}" name="a" isCodable="true"/>'
    with pytest.raises(errors.ReaderOverLimit, match="10,000"):
        read(qdc(code * 10_001))


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", errors.FileEmpty),
        (b"<CodeBook", errors.FileDamaged),
        (b"<html></html>", errors.FileUnsupported),
        (b"PK\x03\x04" + bytes(50), errors.ReaderFailed),
        (b"\x00\x01\x02\x03" * 100, errors.FileUnsupported),
        (b"a tag in a line", errors.FileUnsupported),
    ],
)
def test_what_is_no_codebook(data: bytes, error: type[errors.ReaderFailed]) -> None:
    with pytest.raises(error):
        read(data)


def test_an_empty_codebook_has_no_tags() -> None:
    assert read(qdc("")).entries == ()


# -- tables and texts ----------------------------------------------------------------------------


def test_csv_of_taguette() -> None:
    file = read(
        'tag,description,highlights,documents\r\npeople.men,"Two\nlines",3,1\r\npeople,,4,1\r\n',
        "book.csv",
    )
    assert paths(file) == ["people", "people/men"]
    assert [entry.codable for entry in file.entries] == [True, True]
    assert file.entries[1].definition == "Two\nlines"
    assert file.warnings == ()


def test_csv_of_spreadsheets() -> None:
    file = read("Name;Farbe;Memo\nA/B;rot;'=1+1\n".encode("utf-8-sig"), "book.csv")
    assert paths(file) == ["A", "A/B"]
    assert file.entries[1].definition == "=1+1"
    assert "farbe" in file.warnings[0]
    bare = read("privacy,what it is\nspam,unwanted\n", "book.csv")
    assert paths(bare) == ["privacy", "spam"]
    assert bare.entries[1].definition == "unwanted"


def test_text_of_qualcoder() -> None:
    file = read("Rights>>Privacy>>mail\tLetters.\r\nlone\nRights>>Privacy\tAll.\n", "book.txt")
    assert paths(file) == ["Rights", "Rights/Privacy", "Rights/Privacy/mail", "lone"]
    assert [entry.codable for entry in file.entries] == [False, True, True, True]
    assert file.entries[2].definition == "Letters."
