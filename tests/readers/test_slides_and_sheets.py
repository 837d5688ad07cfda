"""PowerPoint, Excel and tables kept as text: every word of every slide, sheet and row."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from flows import ENDS, cells, end_of, kinds, text, units, warnings, zipped
from hypothesis import given
from hypothesis import strategies as st

from itrvault.errors import FileDamaged, FileEmpty, FileLocked, FileUnsupported, ReaderOverLimit
from itrvault.model.document import Unit
from itrvault.readers import csv_tables, grid, pptx, table, xlsx
from itrvault.readers.xlsx_parts import Formats, column_of, number

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
SPACES = f'xmlns:a="{A}" xmlns:p="{P}" xmlns:r="{OFFICE}"'


def links(*pairs: tuple[str, str]) -> str:
    """Relationships r1, r2 ... of kinds to targets."""
    inside = "".join(
        f'<Relationship Id="r{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(pairs, start=1)
    )
    return f'<Relationships xmlns="{PACKAGE}">{inside}</Relationships>'


def office(main: str, parts: dict[str, bytes | str]) -> bytes:
    return zipped(
        {"[Content_Types].xml": "<Types/>", "_rels/.rels": links(("officeDocument", main)), **parts}
    )


# -- slides --------------------------------------------------------------------------------------


def shape(*paragraphs: str, role: str = "", tag: str = "p") -> str:
    holder = f'<p:nvSpPr><p:nvPr><p:ph type="{role}"/></p:nvPr></p:nvSpPr>' if role else ""
    inside = "".join(
        p if p.startswith("<") else f"<a:p><a:r><a:t>{p}</a:t></a:r></a:p>" for p in paragraphs
    )
    return f"<p:sp>{holder}<p:txBody>{inside}</p:txBody></p:sp>"


def slide(*shapes: str, show: str = "1", root: str = "sld") -> str:
    return (
        f'<p:{root} {SPACES} show="{show}"><p:cSld><p:spTree>{"".join(shapes)}</p:spTree></p:cSld>'
        f"</p:{root}>"
    )


def deck(*slides: str, first_links: str = "", **parts: str) -> bytes:
    listed = "".join(f'<p:sldId r:id="r{n}"/>' for n in range(1, len(slides) + 1))
    files: dict[str, bytes | str] = {
        "ppt/presentation.xml": f"<p:presentation {SPACES}><p:sldIdLst>{listed}</p:sldIdLst>"
        "</p:presentation>",
        "ppt/_rels/presentation.xml.rels": links(
            *(("slide", f"slides/slide{n}.xml") for n in range(1, len(slides) + 1)),
            ("commentAuthors", "commentAuthors.xml"),
        ),
    }
    for number_, xml in enumerate(slides, start=1):
        files[f"ppt/slides/slide{number_}.xml"] = xml
    if first_links:
        files["ppt/slides/_rels/slide1.xml.rels"] = first_links
    return office(
        "ppt/presentation.xml", {**files, **{f"ppt/{k}.xml": v for k, v in parts.items()}}
    )


def test_each_slide_is_a_section_with_all_its_words():
    grid_of = (
        "<p:graphicFrame><a:graphic><a:graphicData><a:tbl><a:tr>"
        "<a:tc><p:txBody><a:p><a:r><a:t>a</a:t></a:r></a:p></p:txBody></a:tc>"
        "<a:tc><p:txBody><a:p><a:r><a:t>b</a:t></a:r></a:p></p:txBody></a:tc>"
        "</a:tr></a:tbl></a:graphicData></a:graphic></p:graphicFrame>"
    )
    bullets = (
        '<a:p><a:pPr><a:buAutoNum type="arabicPeriod"/></a:pPr><a:r><a:t>one</a:t></a:r></a:p>'
        '<a:p><a:pPr lvl="1"><a:buChar char="-"/></a:pPr><a:r><a:t>inner</a:t></a:r></a:p>'
        '<a:p><a:pPr><a:buAutoNum type="arabicPeriod"/></a:pPr><a:r><a:t>two</a:t></a:r>'
        "<a:br/><a:r><a:t>lines</a:t></a:r></a:p>"
    )
    first, second = units(pptx, deck(
        slide(shape("7", role="sldNum"), f"<p:grpSp>{shape('in a group')}{grid_of}</p:grpSp>",
              shape(bullets), shape("Dubai", role="ftr")),
        slide(shape("Article 7 and more", role="title"), shape("Article 8")),
    ), "a.pptx")  # fmt: skip
    assert (first.label, second.label) == ("Slide 1", "Slide 2")
    assert kinds(first) == [
        ("body", "in a group"), ("cell", "a"), ("cell", "b"), ("item", "1. one"),
        ("item", "• inner"), ("item", "2. two\nlines"), ("footer", "Dubai"),
    ]  # fmt: skip
    assert kinds(second) == [("heading", "Article 7 and more"), ("body", "Article 8")]


def test_notes_comments_diagrams_and_hidden_slides():
    frame = (
        '<p:graphicFrame><a:graphic><a:graphicData><d:relIds xmlns:d="urn:d" r:dm="r3"/>'
        "</a:graphicData></a:graphic></p:graphicFrame>"
    )
    data = deck(
        slide(shape("words"), frame, show="0"),
        slide("<p:pic/>"),
        first_links=links(("notesSlide", "../notes1.xml"), ("comments", "../comments1.xml"),
                          ("diagramData", "../data1.xml")),
        notes1=slide(shape("say this", role="body"), shape("1", role="sldNum"), root="notes"),
        comments1=f'<p:cmLst {SPACES}><p:cm authorId="0"><p:text>Really?</p:text></p:cm></p:cmLst>',
        commentAuthors=f'<p:cmAuthorLst {SPACES}><p:cmAuthor id="0" name="C. Reader"/>'
        "</p:cmAuthorLst>",
        data1=f'<d:dataModel {SPACES} xmlns:d="urn:d"><d:pt><d:t><a:p><a:r><a:t>in a diagram</a:t>'
        "</a:r></a:p></d:t></d:pt></d:dataModel>",
    )  # fmt: skip
    (unit,) = units(pptx, data, "a.pptx")
    assert kinds(unit) == [
        ("body", "words"), ("body", "in a diagram"), ("footnote", "say this"),
        ("comment", "C. Reader: Really?"),
    ]  # fmt: skip
    assert [said.rpartition(" ")[2] for said in warnings(pptx, data, "a.pptx")] == ["1.", "2."]


def test_a_damaged_slide_costs_only_itself():
    data = deck("<p:sld", slide(shape("whole")))
    assert text(pptx, data, "a.pptx") == "whole\n"
    assert len(warnings(pptx, data, "a.pptx")) == 1


# -- sheets --------------------------------------------------------------------------------------


STATES = ("visible", "hidden")


def book(*sheets: str, names: tuple[str, ...] = (), **parts: str) -> bytes:
    shown = names or tuple(f"Sheet{n}" for n in range(1, len(sheets) + 1))
    listed = "".join(
        f'<sheet name="{name}" r:id="r{n}" state="{STATES[n > 1]}"/>'
        for n, name in enumerate(shown, start=1)
    )
    files: dict[str, bytes | str] = {
        "xl/workbook.xml": f'<workbook xmlns="{S}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets>'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": links(
            *(("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(sheets) + 1)),
            ("sharedStrings", "sharedStrings.xml"), ("styles", "styles.xml"),
        ),
        "xl/worksheets/_rels/sheet1.xml.rels": links(("comments", "../comments1.xml")),
    }  # fmt: skip
    for n, xml in enumerate(sheets, start=1):
        files[f"xl/worksheets/sheet{n}.xml"] = (
            f'<worksheet xmlns="{S}"><dimension ref="A1:XFD1048576"/><sheetData>{xml}</sheetData>'
            "<headerFooter><oddHeader>&amp;CRestricted &amp;P</oddHeader></headerFooter>"
            "</worksheet>"
        )
    return office("xl/workbook.xml", {**files, **{f"xl/{k}.xml": v for k, v in parts.items()}})


STRINGS = (
    f'<sst xmlns="{S}"><si><t>Country</t></si><si><r><t>rich </t></r><r><t>words</t></r>'
    "<rPh><t>reading aid</t></rPh></si></sst>"
)
DATES = (
    f'<styleSheet xmlns="{S}"><numFmts><numFmt numFmtId="164" formatCode="[Red]&quot;day&quot;0"/>'
    '</numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs>'
    "</styleSheet>"
)
ROWS = (
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c></row>'
    '<row r="9000" hidden="1"><c r="A9000" t="inlineStr"><is><t>inline</t></is></c>'
    '<c t="b"><v>1</v></c><c><f>SUM(A1:A2)</f><v>0.30000000000000004</v></c>'
    '<c s="1"><v>41243</v></c><c s="2"><v>5</v></c><c><f>NOW()</f></c><c t="s"><v>99</v></c></row>'
)


def test_each_sheet_is_a_section_with_its_cells():
    comments = (
        f'<comments xmlns="{S}"><authors><author>C. Reader</author></authors><commentList>'
        '<comment ref="A1" authorId="0"><text><t>Who?</t></text></comment></commentList></comments>'
    )
    data = book(ROWS, '<row><c t="str"><v>hush</v></c></row>', names=("Votes", "Secret"),
                sharedStrings=STRINGS, styles=DATES, comments1=comments)  # fmt: skip
    first, second = units(xlsx, data, "a.xlsx")
    assert (first.label, second.label) == ("Votes", "Secret")
    assert cells(first) == [
        (1, 0, 0, "Country"), (1, 0, 2, "rich words"), (1, 1, 0, "inline"), (1, 1, 1, "TRUE"),
        (1, 1, 2, "0.3"), (1, 1, 3, "2012-11-30"), (1, 1, 4, "5"), (1, 1, 5, "=NOW()"),
    ]  # fmt: skip
    assert kinds(first)[0] == ("heading", "Votes")
    assert kinds(first)[-2:] == [("header", "Restricted"), ("comment", "C. Reader, A1: Who?")]
    assert [s for s in warnings(xlsx, data, "a.xlsx") if "Secret" in s or "1 rows" in s] == [
        "Hidden in it, and shown here: sheet “Secret”.",
        "1 rows are hidden in it; they are shown here.",
    ]


def test_a_large_sheet_does_not_take_a_paragraph_a_cell(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(grid, "CELLS", 4)
    rows = "".join(f"<row><c><v>{n}</v></c><c><v>{n}</v></c></row>" for n in range(4))
    data = book(rows)
    (unit,) = units(xlsx, data, "a.xlsx")
    assert [kind for kind, _ in kinds(unit)][1:-1] == ["cell"] * 4 + ["body"] * 2
    assert "3\t3\n" in unit.text
    assert len(warnings(xlsx, data, "a.xlsx")) == 1


@pytest.mark.parametrize(
    ("serial", "shown"),
    [("1", "1900-01-01"), ("59", "1900-02-28"), ("61", "1900-03-01"),
     ("41243.75", "2012-11-30 18:00:00"),
     ("0.5", "12:00:00"), ("-1", "-1"), ("1e300", "1e300"), ("nan", "nan"), ("x", "x")],
)  # fmt: skip
def test_dates_are_those_excel_shows(serial: str, shown: str):
    assert Formats(None, since_1904=False).date(serial) == shown


@given(st.text(max_size=12), st.text(max_size=30))
def test_odd_references_and_numbers_are_harmless(reference: str, value: str):
    assert 0 <= column_of(reference, 3) < 16_384
    assert number(value) is not None
    assert Formats(None, since_1904=True).date(value)[:0] == ""


# -- tables kept as text -------------------------------------------------------------------------


@pytest.mark.parametrize("divider", [",", ";", "\t", "|"])
def test_the_divider_is_found(divider: str):
    rows = [["Country", "Vote, if any", "Note"], ["Norland", "yes", "a; b"], ["Sudonia", "no", "x"]]
    lines = [divider.join(f'"{field}"' for field in row) for row in rows]
    (unit,) = units(csv_tables, "\n".join(lines).encode(), "a.csv")
    assert cells(unit) == [
        (1, row, column, field)
        for row, fields in enumerate(rows)
        for column, field in enumerate(fields)
    ]


@given(
    st.lists(
        st.lists(st.text(st.characters(categories=["L", "N"]), min_size=1), min_size=2, max_size=2),
        min_size=1,
        max_size=20,
    )
)
def test_no_field_is_lost(rows: list[list[str]]):
    data = "\n".join(";".join(row) for row in rows).encode("utf-8-sig")
    found = [words for unit in units(csv_tables, data, "a.csv") for *_, words in cells(unit)]
    assert found == [field for row in rows for field in row]


def test_encodings_lone_quotes_and_what_excel_says_first():
    data = 'sep=|\nСтрана|Голос\nНорландия|"да\nконец|x'.encode("utf-16")
    (unit,) = units(csv_tables, data, "a.csv")
    assert [words for *_, words in cells(unit)] == [
        "Страна", "Голос", "Норландия", '"да', "конец", "x",
    ]  # fmt: skip


def test_lines_that_nothing_divides_are_plain_text():
    (unit,) = units(csv_tables, b"one line\nanother line", "a.csv")
    assert unit.text == "one line\nanother line\n"
    assert cells(unit) == []


# -- all -----------------------------------------------------------------------------------------

DEEP = "<p:grpSp>" * 80 + "</p:grpSp>" * 80
LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
BOMB = '<!DOCTYPE a [<!ENTITY b "bbbb">]>'


@pytest.mark.parametrize(
    ("name", "data", "error"),
    [
        ("a.pptx", b"", FileEmpty),
        ("a.pptx", b"words", FileDamaged),
        ("a.pptx", LOCKED, FileLocked),
        ("a.xlsx", LOCKED, FileLocked),
        ("a.xlsx", OLD, FileUnsupported),
        ("a.pptx", deck(slide(DEEP)), ReaderOverLimit),
        ("a.xlsx", office("xl/workbook.bin", {"xl/workbook.bin": b"x"}), FileUnsupported),
        ("a.xlsx", book("", sharedStrings=BOMB + STRINGS), FileDamaged),
    ],
    ids=["empty", "text", "locked", "locked sheet", "old", "deep", "binary", "entities"],
)
def test_what_cannot_be_read_fails_clearly(name: str, data: bytes, error: type[Exception]):
    with pytest.raises(error):
        units(pptx if name == "a.pptx" else xlsx, data, name)


def test_a_damaged_sheet_costs_only_itself():
    data = book("<row><c><v>7</v></c></row><row", '<row><c t="str"><v>whole</v></c></row>')
    assert "whole" in text(xlsx, data, "a.xlsx")
    assert any("Damaged" in said for said in warnings(xlsx, data, "a.xlsx"))


def test_the_reader_is_chosen_by_what_is_inside():
    assert table.choose(deck(slide(shape("x"))), "leak.zip") is pptx
    assert table.choose(book(ROWS), "leak") is xlsx
    far = {"ppt/media/a.png": os.urandom(9000), "ppt/presentation.xml": "<a/>"}
    assert table.choose(office("ppt/presentation.xml", far), "leak") is pptx
    assert table.choose(b"a,b\n1,2", "a.csv") is csv_tables
    assert table.choose(b"%PDF-1.4", "a.csv") is not csv_tables


@given(st.data())
def test_damaged_parts_end_as_known_failures(data: st.DataObject):
    parts = {"sharedStrings": STRINGS, "styles": DATES}
    which = data.draw(st.sampled_from([*parts, "sheet"]))
    whole = bytearray((ROWS if which == "sheet" else parts[which]).encode())
    for _ in range(data.draw(st.integers(1, 3))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(32, 126))
    broken = whole.decode()
    made = book(broken, **parts) if which == "sheet" else book(ROWS, **{**parts, which: broken})
    assert end_of(xlsx, made, "a.xlsx") in ENDS


@pytest.mark.corpus
def test_real_files(corpus: Path):
    office_files = corpus / "office"
    read: list[Unit] = units(xlsx, (office_files / "poi__49609.xlsx").read_bytes(), "a.xlsx")
    assert len(" ".join(unit.text for unit in read).split()) > 7_000
    name = "pandoc__pandoc-2.17.1.1__test__pptx__slide-breaks-slide-level-1__templated.pptx"
    slides = units(pptx, (office_files / name).read_bytes(), name)
    assert [unit.label for unit in slides] == ["Slide 1", "Slide 2", "Slide 3"]
    for bomb in (corpus / "hostile").glob("poi__poc-xmlbomb*.xlsx"):
        assert end_of(xlsx, bomb.read_bytes(), bomb.name) == "damaged"
    with pytest.raises(FileLocked):
        units(xlsx, (office_files / "tika__protect.xlsx").read_bytes(), "a.xlsx")
