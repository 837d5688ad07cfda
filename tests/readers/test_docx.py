"""Word files: what a person could read in them comes out, in order, with its redlines."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx as python_docx
import pytest

from itrvault.errors import FileDamaged, FileEmpty, FileLocked, FileUnsupported, ReaderOverLimit
from itrvault.model.document import RedlineKind, Unit
from itrvault.model.geometry import FlowLayout, ParagraphKind
from itrvault.readers import docx
from itrvault.readers.base import Metadata, ReadContext
from itrvault.readers.docx_styles import numeral
from itrvault.readers.docx_symbols import symbol

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = f'<Types xmlns="{PACKAGE}/content-types"/>'
ROOT_LINKS = (
    f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
    f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
)
INS = '<w:ins w:author="A. Author" w:date="2012-11-30T10:00:00Z">{}</w:ins>'
DEL = '<w:del w:author="B. Editor" w:date="2012-12-01T10:00:00Z">{}</w:del>'


def run(text: str, properties: str = "", tag: str = "t") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:{tag} xml:space="preserve">{text}</w:{tag}></w:r>'


def par(*inside: str, style: str = "", properties: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{''.join(inside)}</w:p>"


def wrap(tag: str, inside: str) -> str:
    return (
        f'<w:{tag} xmlns:w="{W}" xmlns:r="{OFFICE}" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:v="urn:schemas-microsoft-com:vml" '
        f'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">{inside}</w:{tag}>'
    )


def package(body: str, links: str = "", **parts: str) -> bytes:
    """A Word file with this body; `parts` are word/NAME.xml."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("[Content_Types].xml", TYPES)
        z.writestr("_rels/.rels", ROOT_LINKS)
        z.writestr("word/document.xml", wrap("document", f"<w:body>{body}</w:body>"))
        if links:
            z.writestr(
                "word/_rels/document.xml.rels",
                f'<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>',
            )
        for name, xml in parts.items():
            z.writestr(f"word/{name}.xml", xml)
    return out.getvalue()


def units_of(data: bytes, name: str = "a.docx") -> list[Unit]:
    units = [r for r in docx.read(data, ReadContext(name)) if isinstance(r, Unit)]
    for unit in units:
        check_cover(unit)
    return units


def check_cover(unit: Unit) -> None:
    """Every character lies in exactly one paragraph and one run."""
    assert isinstance(unit.layout, FlowLayout)
    at = 0
    for paragraph in unit.layout.paragraphs:
        assert paragraph.start == at
        for number, part in enumerate(paragraph.runs):
            assert (part.start, part.number) == (at, number)
            at = part.end
        assert at == paragraph.end
        assert unit.text[at - 1] == "\n"
    assert at == len(unit.text)


def kinds(unit: Unit) -> list[tuple[str, str]]:
    assert isinstance(unit.layout, FlowLayout)
    return [(p.kind.value, unit.text[p.start : p.end - 1]) for p in unit.layout.paragraphs]


def reds(unit: Unit) -> list[tuple[str, str, str]]:
    return [(r.kind.value, r.author, unit.text[r.start : r.end]) for r in unit.redlines]


def test_tracked_changes_keep_words_author_and_date():
    body = par(run("may "), DEL.format(run("not ", tag="delText")), INS.format(run("always ")),
               run("be used"))  # fmt: skip
    (unit,) = units_of(package(body))
    assert unit.text == "may not always be used\n"
    assert reds(unit) == [("deleted", "B. Editor", "not "), ("inserted", "A. Author", "always ")]
    assert unit.redlines[0].date == "2012-12-01T10:00:00Z"
    assert not unit.redlines[0].drawn


def test_an_insertion_that_was_deleted_again_is_both():
    (unit,) = units_of(package(par(INS.format(DEL.format(run("gone", tag="delText"))))))
    assert {kind for kind, _, _ in reds(unit)} == {"inserted", "deleted"}


def test_moved_words_are_deleted_here_and_inserted_there():
    body = par('<w:moveFrom w:author="M">' + run("words") + "</w:moveFrom>") + par(
        '<w:moveTo w:author="M">' + run("words") + "</w:moveTo>"
    )
    (unit,) = units_of(package(body))
    assert reds(unit) == [("deleted", "M", "words"), ("inserted", "M", "words")]


def test_an_inserted_paragraph_mark_and_row_are_redlines():
    mark = '<w:rPr><w:ins w:author="P"/></w:rPr>'
    row = (
        '<w:tbl><w:tr><w:trPr><w:del w:author="R"/></w:trPr><w:tc>'
        + par(run("cell"))
        + "</w:tc></w:tr></w:tbl>"
    )
    (unit,) = units_of(package(par(run("end"), properties=mark) + row))
    assert reds(unit) == [("inserted", "P", "\n"), ("deleted", "R", "cell\n")]


def test_struck_and_underlined_words_are_drawn_redlines_only_in_a_redline():
    struck = par(run("old", "<w:strike/>"), run("new", '<w:u w:val="single"/>'))
    (unit,) = units_of(package(struck))
    assert [(r.kind, r.drawn) for r in unit.redlines] == [
        (RedlineKind.DELETED, True),
        (RedlineKind.INSERTED, True),
    ]
    (plain,) = units_of(package(par(run("only stressed", '<w:u w:val="single"/>'))))
    assert not plain.redlines


def test_headings_open_sections_and_stay_with_their_text():
    body = (
        par(run("Preamble text"))
        + par(run("ARTICLE 5A"))
        + par(run("Security of networks"), style="Heading2")
        + par(run("Members shall"))
        + par(run("Article 7 of the Convention applies, as amended."))
        + par(run("MOD ARTICLE 6"))
        + par(run("text"))
    )
    units = units_of(package(body))
    assert [unit.label for unit in units] == ["§ 1", "ARTICLE 5A", "ARTICLE 6"]
    assert units[1].text.count("\n") == 4


def test_tables_give_cells_in_row_order_with_spans_and_nesting():
    inner = "<w:tbl><w:tr><w:tc>" + par(run("inner")) + "</w:tc></w:tr></w:tbl>"
    span = '<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>'
    body = (
        "<w:tbl><w:tr><w:tc>" + span + par(run("a")) + "</w:tc><w:tc>" + par(run("b")) + "</w:tc>"
        "</w:tr><w:tr><w:tc>" + par(run("c")) + inner + par() + "</w:tc></w:tr></w:tbl>"
    )
    (unit,) = units_of(package(body))
    assert isinstance(unit.layout, FlowLayout)
    places = [(p.table, p.row, p.column) for p in unit.layout.paragraphs]
    assert unit.text == "a\nb\nc\ninner\n"
    assert places == [(1, 0, 0), (1, 0, 2), (1, 1, 0), (2, 0, 0)]


def test_notes_follow_their_paragraph_and_comments_end_the_section():
    body = (
        par(run("administration"), '<w:r><w:footnoteReference w:id="2"/></w:r>',
            '<w:r><w:commentReference w:id="5"/></w:r>')
        + par(run("next"))
    )  # fmt: skip
    notes = wrap(
        "footnotes",
        '<w:footnote w:id="0" w:type="separator">'
        + par(run("-----"))
        + '</w:footnote><w:footnote w:id="2">'
        + par(run("or agency"))
        + "</w:footnote>",
    )
    said = wrap("comments", '<w:comment w:id="5" w:author="C. Ritic">' + par(run("Why?"))
                + "</w:comment>")  # fmt: skip
    (unit,) = units_of(package(body, footnotes=notes, comments=said))
    assert kinds(unit) == [
        ("body", "administration¹"),
        ("footnote", "¹ or agency"),
        ("body", "next"),
        ("comment", "C. Ritic: Why?"),
    ]


def test_running_heads_come_once_and_page_numbers_not_at_all():
    links = "".join(
        f'<Relationship Id="{i}" Type="{OFFICE}/{kind}" Target="{file}.xml"/>'
        for i, kind, file in (("h1", "header", "h1"), ("h2", "header", "h2"), ("f", "footer", "f"))
    )
    section = (
        '<w:sectPr><w:headerReference r:id="h1"/><w:headerReference r:id="h2"/>'
        '<w:footerReference r:id="f"/></w:sectPr>'
    )
    head = wrap("hdr", par(run("WCIT12/27-E")))
    data = package(par(run("text")) + section, links, h1=head, h2=head,
                   f=wrap("ftr", par(run("- 3 -"))))  # fmt: skip
    (unit,) = units_of(data)
    assert kinds(unit) == [("header", "WCIT12/27-E"), ("body", "text")]


def test_automatic_numbers_are_text():
    level = (
        '<w:lvl w:ilvl="{}"><w:start w:val="1"/><w:numFmt w:val="{}"/>'
        '<w:lvlText w:val="{}"/></w:lvl>'
    )
    numbering = wrap(
        "numbering",
        '<w:abstractNum w:abstractNumId="7">'
        + level.format(0, "decimal", "%1")
        + level.format(1, "decimal", "%1.%2")
        + level.format(2, "lowerLetter", "%3)")
        + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>',
    )

    def item(depth: int, text: str) -> str:
        place = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="1"/></w:numPr>'
        return par(run(text), properties=place)

    body = item(0, "A") + item(1, "B") + item(2, "C") + item(2, "D") + item(1, "E") + item(2, "F")
    (unit,) = units_of(package(body, numbering=numbering))
    assert unit.text.split("\n")[:-1] == ["1 A", "1.1 B", "a) C", "b) D", "1.2 E", "a) F"]
    assert {kind for kind, _ in kinds(unit)} == {"item"}


def test_fields_show_their_result_only():
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    body = par(
        run("see "), mark("begin"), run(" REF x ", tag="instrText"), mark("separate"),
        run("Article 9"), mark("end"), run("."),
    ) + par(mark("begin"), run("PAGE", tag="instrText")) + par(run("still here"))  # fmt: skip
    (unit,) = units_of(package(body))
    assert unit.text == "see Article 9.\nstill here\n"


def test_text_boxes_controls_links_signs_and_alternatives_come_once():
    box = "<w:txbxContent>" + par(run("boxed")) + "</w:txbxContent>"
    either = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>' + box
        + "</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>" + box
        + "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )  # fmt: skip
    body = (
        "<w:sdt><w:sdtContent>"
        + par("<w:hyperlink>" + run("link") + "</w:hyperlink>",
              '<w:r><w:tab/><w:sym w:font="Symbol" w:char="F061"/><w:softHyphen/>'
              "<w:noBreakHyphen/><w:br/></w:r>", run("after"), either)
        + "</w:sdtContent></w:sdt>"
    )  # fmt: skip
    (unit,) = units_of(package(body))
    assert unit.text == "link\tα\u00ad\u2011\nafter\nboxed\n"


def test_hidden_words_are_shown_and_said():
    records = list(docx.read(package(par(run("secret", "<w:vanish/>"))), ReadContext("a.docx")))
    assert any("hidden" in getattr(r, "sentence", "") for r in records)
    assert "secret" in next(r for r in records if isinstance(r, Unit)).text


def test_a_file_made_by_python_docx_reads_with_properties(tmp_path: Path):
    made = python_docx.Document()
    made.core_properties.title = "Proposals for the work of the conference"
    made.core_properties.author = "R. Person"
    made.add_heading("Article 3", level=1)
    paragraph = made.add_paragraph("International ")
    paragraph.add_run("network").bold = True
    made.save(str(tmp_path / "a.docx"))
    data = (tmp_path / "a.docx").read_bytes()
    assert docx.score(data[:4096], "a.docx") >= 90
    records = list(docx.read(data, ReadContext("a.docx")))
    assert Metadata("title", "Proposals for the work of the conference") in records
    assert Metadata("author", "R. Person") in records
    (unit,) = [r for r in records if isinstance(r, Unit)]
    assert unit.label == "Article 3"
    assert isinstance(unit.layout, FlowLayout)
    assert [r.bold for r in unit.layout.paragraphs[1].runs] == [False, True]


def test_a_file_without_words_has_one_empty_section():
    (unit,) = units_of(package(par()))
    assert (unit.number, unit.text) == (0, "")


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", FileEmpty),
        (b"%PDF-1.7", FileDamaged),
        (b"PK\x05\x06" + bytes(18), FileEmpty),
        (package(par(run("x" * 5000)))[:-300], FileDamaged),
        (b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), FileLocked),
        (b"\xd0\xcf\x11\xe0" + bytes(600), FileUnsupported),
        (package("<w:p>").replace(b"word/document.xml", b"word/dokument.xml"), FileUnsupported),
        (package("</w:broken"), FileDamaged),
    ],
)
def test_bad_files_are_one_clear_failure(data: bytes, error: type[Exception]):
    with pytest.raises(error):
        units_of(data)


def test_entities_are_refused_and_bombs_stopped():
    out = io.BytesIO()
    bomb = '<!DOCTYPE a [<!ENTITY b "boom"><!ENTITY c "&b;&b;">]><w:document xmlns:w="' + W + '"/>'
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("[Content_Types].xml", TYPES)
        z.writestr("word/document.xml", bomb)
    with pytest.raises(FileDamaged):
        units_of(out.getvalue())
    huge = io.BytesIO()
    with zipfile.ZipFile(huge, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("word/document.xml", b" " * 40_000_000)
    with pytest.raises(ReaderOverLimit):
        units_of(huge.getvalue())


def test_nesting_beyond_reason_is_stopped():
    body = par(run("deep"))
    for _ in range(70):
        body = f"<w:sdt><w:sdtContent>{body}</w:sdtContent></w:sdt>"
    with pytest.raises((ReaderOverLimit, FileDamaged)):
        units_of(package(body))


def test_numerals_and_symbols():
    assert [numeral(n, "lowerLetter") for n in (1, 26, 27)] == ["a", "z", "aa"]
    assert [numeral(n, "upperRoman") for n in (4, 9, 1988)] == ["IV", "IX", "MCMLXXXVIII"]
    assert numeral(7, "decimalZero") == "07"
    assert symbol("Wingdings", "F0FE") == "☑"
    assert symbol("Symbol", "nonsense") == "\ufffd"


@pytest.mark.corpus
def test_every_real_word_file_reads_or_fails_clearly(corpus: Path):
    files = sorted([*corpus.glob("office/*.docx"), *corpus.glob("treaties/*.docx")])
    read = locked = 0
    for file in files:
        try:
            units = units_of(file.read_bytes(), file.name)
        except FileLocked:
            locked += 1
        except FileDamaged:
            continue
        else:
            read += bool(units)
            if file.name.startswith("unfccc"):
                tracked = [r for u in units for r in u.redlines if not r.drawn]
                assert len(tracked) > 40
                notes = [k for u in units for k, _ in kinds(u) if k == ParagraphKind.COMMENT]
                assert len(notes) > 20
    assert (read, locked) == (len(files) - locked - 3, 3)
