from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from itrvault.errors import InvalidValue
from itrvault.export import csv_, html
from itrvault.export.excerpts import Assessment, Citation, Excerpt, Piece
from itrvault.export.notes import read_note
from itrvault.export.registry import EXPORTERS, exporter
from itrvault.export.run import write_excerpts
from itrvault.export.scrub import ExportOptions
from itrvault.export.wording import citation_words, paragraphs, printable
from itrvault.model.document import RedlineKind
from tests.export.samples import ENGLISH, SAMPLES

anything = st.text(st.characters(codec="utf-8"), max_size=40)


@st.composite
def excerpts(draw: st.DrawFn) -> Excerpt:
    pieces = tuple(
        Piece(text, draw(st.sampled_from([None, *RedlineKind])))
        for text in draw(st.lists(anything.filter(bool), max_size=4))
    )
    citation = Citation("d" * 64, *[draw(anything) for _ in range(4)], place=draw(anything))
    risk = Assessment(
        "privacy", draw(anything), (draw(anything),), "low", "low", "risk", draw(anything)
    )
    return Excerpt(
        1, "".join(p.text for p in pieces), pieces, citation,
        direction=draw(st.sampled_from(["ltr", "rtl"])), flowing=draw(st.booleans()),
        note=draw(anything), tags=(draw(anything),), assessments=(risk,),
    )  # fmt: skip


@pytest.mark.parametrize("name", EXPORTERS)
@given(excerpt=excerpts())
def test_any_text_can_be_exported(name: str, excerpt: Excerpt) -> None:
    out = io.BytesIO()
    EXPORTERS[name].write([excerpt, excerpt], out, ExportOptions())
    assert out.getvalue()
    assert EXPORTERS[name].preview(excerpt, ExportOptions())


@pytest.mark.parametrize("name", EXPORTERS)
def test_no_excerpts_are_a_file_too(name: str, tmp_path: Path) -> None:
    result = write_excerpts((), tmp_path / "none", name)
    assert result.count == 0
    assert (tmp_path / "none").stat().st_size > 0


def test_the_table_of_formats() -> None:
    assert list(EXPORTERS) == ["markdown", "html", "docx", "csv", "json"]
    assert exporter("DOCX").EXTENSION == ".docx"
    with pytest.raises(InvalidValue, match="markdown, html, docx, csv, json"):
        exporter("pdf")


# -- CSV -----------------------------------------------------------------------------------------


@given(excerpts())
def test_no_cell_is_a_formula(excerpt: Excerpt) -> None:
    for row in csv.reader(io.StringIO(csv_.preview(excerpt, ExportOptions()), newline="")):
        assert len(row) == len(csv_.COLUMNS)
        for cell in row:
            assert not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))


def test_cells_of_a_spreadsheet(tmp_path: Path) -> None:
    write_excerpts(SAMPLES, tmp_path / "x.csv", "csv", ExportOptions(names=True, times=True))
    raw = (tmp_path / "x.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert [row["Number"] for row in rows] == ["3", "3", "4", "1", "2", "3", "4", "5"]
    assert rows[0]["Quote"] == SAMPLES[0].quote
    assert rows[1]["Rationale"] == '\'=HYPERLINK("x")'
    assert rows[2]["Comment"].startswith("'@SUM")
    assert rows[4]["Redline"] == "各成员国保留[-中止国际\n电信业务-]的权利"
    assert rows[0]["Author"] == "Ana Prieto"


# -- JSON ----------------------------------------------------------------------------------------


def test_json_holds_the_exact_quotation(tmp_path: Path) -> None:
    write_excerpts(SAMPLES, tmp_path / "x.json", "json")
    document = json.loads((tmp_path / "x.json").read_text("utf-8"))
    assert (document["format"], document["version"]) == ("itrvault-excerpts", 1)
    first = document["excerpts"][0]
    assert first["quote"] == SAMPLES[0].quote
    marks = {m["kind"]: first["quote"][m["start"] : m["end"]] for m in first["redline"]}
    assert marks == {"deleted": "shall", "inserted": "[may]"}
    assert document["excerpts"][2]["direction"] == "rtl"
    assert "author" not in first
    assert "created" not in first["assessments"][0]


# -- HTML ----------------------------------------------------------------------------------------


class Elements(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.stack: list[str] = []
        self.seen: set[str] = set()
        self.text: list[str] = []
        self.names: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag, attrs) -> None:
        self.seen.add(tag)
        self.names |= {name for name, _ in attrs}
        if tag != "meta":
            self.stack.append(tag)

    def handle_endtag(self, tag) -> None:
        assert self.stack.pop() == tag

    def handle_data(self, data) -> None:
        self.text.append(data)


@given(excerpts())
def test_html_is_well_formed_and_holds_nothing_that_acts(excerpt: Excerpt) -> None:
    page = Elements(html.page([excerpt], ExportOptions()))
    assert page.stack == []
    assert not page.seen & {"script", "img", "a", "link", "iframe", "form", "svg", "object"}
    assert not page.names - {
        "lang",
        "charset",
        "http-equiv",
        "content",
        "name",
        "class",
        "dir",
        "value",
    }


def test_html_brings_its_own_policy() -> None:
    page = html.page(SAMPLES, ExportOptions())
    assert "default-src &#x27;none&#x27;" in page
    assert "http" not in page.replace("http-equiv", "").replace("https://example.org", "")
    assert '<blockquote dir="rtl" lang="ar">' in page


# -- DOCX ----------------------------------------------------------------------------------------


def test_word_shows_redline_direction_and_notes(tmp_path: Path) -> None:
    write_excerpts(SAMPLES, tmp_path / "x.docx", "docx")
    word = docx.Document(str(tmp_path / "x.docx"))
    quotes = [p for p in word.paragraphs if p.style.name == "Quote"]
    struck = [r.text for p in quotes for r in p.runs if r.font.strike]
    underlined = [r.text for p in quotes for r in p.runs if r.font.underline]
    assert struck == ["shall", "中止国际电信业务"]
    assert underlined == ["[may]", "سرية"]
    arabic = next(p for p in quotes if "سرية" in p.text)
    assert arabic._p.pPr.xpath("w:bidi")
    assert [bool(r._r.rPr.xpath("w:rtl")) for r in arabic.runs] == [False, True, True, True]
    assert any(p.style.name == "List Bullet" for p in word.paragraphs)


# -- wording -------------------------------------------------------------------------------------


def test_line_ends_of_a_page_are_spaces_and_those_of_a_paragraph_are_not() -> None:
    pieces = (Piece("one\ntwo\n\nthree\n"),)
    on_page = Excerpt(1, "one\ntwo\n\nthree\n", pieces, ENGLISH)
    flowing = Excerpt(1, "one\ntwo\n\nthree\n", pieces, ENGLISH, flowing=True)
    assert [[p.text for p in found] for found in paragraphs(on_page)] == [["one two"], ["three"]]
    assert [found[0].text for found in paragraphs(flowing)] == ["one", "two", "three"]


@given(excerpts())
def test_no_sign_of_a_quotation_is_lost(excerpt: Excerpt) -> None:
    read = "".join(piece.text for found in paragraphs(excerpt) for piece in found)
    assert "".join(read.split()) == "".join(printable(excerpt.quote).split())


def test_a_document_nobody_named() -> None:
    assert citation_words(Citation("e" * 64, place="p. 1")) == "Document without a title, p. 1"


def test_notes_are_read_as_people_write_them() -> None:
    blocks = read_note(
        "# Head\nfirst\nsecond\n\n- a **b**\n2. c\n> q\n> r\n```\n x = 1\n```\n*e* `f`"
    )
    assert [block.kind for block in blocks] == [
        "heading", "paragraph", "bullet", "number", "quote", "code", "paragraph",
    ]  # fmt: skip
    assert blocks[1].words[0].text == "first second"
    assert blocks[2].words[1].bold
    assert blocks[3].mark == "2."
    assert blocks[4].words[0].text == "q r"
    assert blocks[5].words[0].text == " x = 1"
    assert [w.italic for w in blocks[6].words] == [True, False, False]


@pytest.mark.parametrize("sign", ["[", "[a](", "\\*", "\n", " ", "# ", "**a", "_", "\u202e\u2069"])
@pytest.mark.parametrize("name", ["markdown", "html"])
def test_a_note_of_one_sign_is_read_once(name: str, sign: str) -> None:
    """Were it read to its end from each of them, this test would not end."""
    note = "# " + sign * (200_000 // len(sign)) + "x"
    made = EXPORTERS[name].preview(
        replace(SAMPLES[0], note=note, quote=note, pieces=(Piece(note),)), ExportOptions()
    )
    assert "SHA-256" in made
