"""OpenDocument: every word, in order, with its redlines, from text, sheets and slides."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from flows import ENDS, cells, end_of, kinds, metadata, records, reds, text, units, warnings, zipped
from hypothesis import given
from hypothesis import strategies as st

from itrvault.errors import (
    FileDamaged,
    FileEmpty,
    FileLocked,
    FileUnsupported,
    ReaderOverLimit,
)
from itrvault.model.document import ForeignMark, Unit
from itrvault.readers import odf, table

BASE = "urn:oasis:names:tc:opendocument:xmlns:"
SPACES = " ".join(
    f'xmlns:{short}="{BASE}{long}:1.0"'
    for short, long in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"),
        ("style", "style"), ("fo", "xsl-fo-compatible"), ("presentation", "presentation"),
        ("meta", "meta"),
    )
) + ' xmlns:dc="http://purl.org/dc/elements/1.1/"'  # fmt: skip
STYLES = """
<style:style style:name="B" style:family="text">
 <style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="H" style:family="text">
 <style:text-properties text:display="none"/></style:style>
<text:list-style style:name="L">
 <text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>
 <text:list-level-style-number text:level="2" style:num-format="a" style:num-prefix="("
  style:num-suffix=")"/>
</text:list-style>
<style:style style:name="ta2" style:family="table">
 <style:table-properties table:display="false"/></style:style>
"""


def flat(body: str, kind: str = "text", styles: str = STYLES, extra: str = "") -> bytes:
    return (
        f'<?xml version="1.0"?><office:document {SPACES} office:version="1.3">{extra}'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document>"
    ).encode()


def package(body: str, kind: str = "text", **parts: str) -> bytes:
    content = flat(body, kind).decode().replace("office:document ", "office:document-content ", 1)
    content = content.replace("</office:document>", "</office:document-content>")
    mime = f"application/vnd.oasis.opendocument.{kind}"
    more = {f"{name}.xml": xml for name, xml in parts.items()}
    return zipped({"mimetype": mime, "content.xml": content, **more})


def read(body: str, kind: str = "text", **more: str) -> list[Unit]:
    return units(odf, flat(body, kind, **more), "a.fodt")


def change(identity: str, kind: str, inside: str = "") -> str:
    return (
        f'<text:changed-region text:id="{identity}"><text:{kind}><office:change-info>'
        "<dc:creator>A. Author</dc:creator><dc:date>2012-11-30T10:00:00</dc:date>"
        f"</office:change-info>{inside}</text:{kind}></text:changed-region>"
    )


def test_white_space_is_as_an_office_program_shows_it():
    (unit,) = read("<text:p>\n  One   two<text:s text:c='2'/>three<text:tab/>four"
                   "<text:line-break/>  five </text:p>")  # fmt: skip
    assert unit.text == "One two  three\tfour\nfive\n"


def test_looks_and_headings_and_lists():
    (unit,) = read(
        '<text:p>plain <text:span text:style-name="B">bold</text:span></text:p>'
        '<text:list text:style-name="L"><text:list-item><text:p>first</text:p><text:p>more</text:p>'
        "<text:list><text:list-item><text:p>inner</text:p></text:list-item></text:list>"
        "</text:list-item><text:list-item><text:p>second</text:p></text:list-item></text:list>"
        '<text:p>between</text:p><text:list text:style-name="L" text:continue-numbering="true">'
        "<text:list-item><text:p>third</text:p></text:list-item></text:list>"
    )
    assert kinds(unit) == [
        ("body", "plain bold"), ("item", "1. first"), ("item", "more"), ("item", "(a) inner"),
        ("item", "2. second"), ("body", "between"), ("item", "3. third"),
    ]  # fmt: skip
    runs = unit.layout.paragraphs[0].runs
    assert [(run.bold, unit.text[run.start : run.end]) for run in runs] == [
        (False, "plain "), (True, "bold\n"),
    ]  # fmt: skip


def test_headings_open_sections_and_are_numbered_once():
    outline = (
        '<text:outline-style><text:outline-level-style text:level="1" style:num-format="1"'
        ' style:num-suffix="."/></text:outline-style>'
    )
    body = (
        '<text:h text:outline-level="1"><text:number>1.</text:number>Scope</text:h>'
        '<text:p>Words.</text:p><text:h text:outline-level="1">Terms</text:h><text:p>More.</text:p>'
    )
    assert [unit.text for unit in read(body, styles=outline)] == [
        "1. Scope\nWords.\n", "2. Terms\nMore.\n",
    ]  # fmt: skip
    assert read(body)[0].text.startswith("1. Scope")  # only the number the file remembers


def test_tracked_changes_keep_words_author_and_date():
    tracked = change("i1", "insertion") + change("d1", "deletion", "<text:p>not </text:p>")
    (unit,) = read(
        f"<text:tracked-changes>{tracked}</text:tracked-changes>"
        '<text:p>may <text:change text:change-id="d1"/><text:change-start text:change-id="i1"/>'
        '<text:span>always <text:change-end text:change-id="i1"/>be</text:span> used</text:p>'
    )
    assert unit.text == "may not always be used\n"
    assert reds(unit) == [
        ("deleted", "A. Author", "2012-11-30T10:00:00", "not "),
        ("inserted", "A. Author", "2012-11-30T10:00:00", "always "),
    ]


def test_a_deletion_over_paragraphs_and_an_insertion_of_some():
    tracked = change("i1", "insertion") + change(
        "d1", "deletion", "<text:p>gone one</text:p><text:p>gone two </text:p>"
    )
    (unit,) = read(
        f"<text:tracked-changes>{tracked}</text:tracked-changes>"
        '<text:p>Stays. <text:change text:change-id="d1"/>Stays too.'
        '<text:change-start text:change-id="i1"/></text:p>'
        '<text:p>New.<text:change-end text:change-id="i1"/></text:p>'
    )
    assert unit.text == "Stays. gone one\ngone two Stays too.\nNew.\n"
    assert [(kind, words) for kind, _, _, words in reds(unit)] == [
        ("deleted", "gone one\ngone two "), ("inserted", "\nNew."),
    ]  # fmt: skip


def test_an_insertion_that_was_deleted_again_is_both():
    region = (
        '<text:changed-region text:id="x"><text:deletion><office:change-info>'
        "<dc:creator>B</dc:creator><dc:date>2012-12-01T00:00:00</dc:date></office:change-info>"
        "<text:p>gone</text:p></text:deletion><text:insertion><office:change-info>"
        "<dc:creator>A</dc:creator><dc:date>2012-11-30T00:00:00</dc:date></office:change-info>"
        "</text:insertion></text:changed-region>"
    )
    (unit,) = read(
        f"<text:tracked-changes>{region}</text:tracked-changes>"
        '<text:p>It is <text:change text:change-id="x"/>here.</text:p>'
    )
    assert reds(unit) == [
        ("deleted", "B", "2012-12-01T00:00:00", "gone"),
        ("inserted", "A", "2012-11-30T00:00:00", "gone"),
    ]


def test_annotations_and_highlights_are_marks_on_their_words():
    styles = (
        '<style:style style:name="H" style:family="text"><style:text-properties '
        'fo:background-color="#ffff00"/></style:style>'
    )
    body = (
        '<text:p>Members <office:annotation office:name="1"><dc:creator>C. Reader</dc:creator>'
        "<dc:date>2012-11-30T09:00:00</dc:date><text:p>Which?</text:p></office:annotation>shall"
        '<office:annotation-end office:name="1"/> do <text:span text:style-name="H">so</text:span>'
        "<office:annotation><text:p>Here.</text:p></office:annotation>.</text:p>"
    )
    found = records(odf, flat(body, styles=styles), "a.fodt")
    (unit,) = [f for f in found if isinstance(f, Unit)]
    marks = [f for f in found if isinstance(f, ForeignMark)]
    assert [
        (m.kind.value, unit.text[m.start : m.end], m.note, m.colour, m.author, m.date)
        for m in marks
    ] == [
        ("comment", "shall", "Which?", "", "C. Reader", "2012-11-30T09:00:00"),
        ("highlight", "so", "", "yellow", "", ""),
        ("note", "", "Here.", "", "", ""),
    ]
    assert "C. Reader: Which?" in unit.text


def test_a_deletion_is_shown_once_and_one_without_a_place_is_not_lost():
    tracked = change("d1", "deletion", "<text:p>once</text:p>") + change(
        "d2", "deletion", '<text:p>nowhere<text:change text:change-id="d2"/></text:p>'
    )
    (unit,) = read(
        f"<text:tracked-changes>{tracked}</text:tracked-changes>"
        + '<text:p><text:change text:change-id="d1"/><text:change text:change-id="d1"/></text:p>'
    )
    assert unit.text == "once\nnowhere\n"
    assert {kind for kind, *_ in reds(unit)} == {"deleted"}


def test_notes_comments_tables_and_boxes_have_their_place():
    (unit,) = read(
        '<text:p>Text<text:note text:note-class="footnote"><text:note-citation>1'
        "</text:note-citation><text:note-body><text:p>a note</text:p></text:note-body></text:note>"
        "<office:annotation><dc:creator>C. Reader</dc:creator><text:p>Really?</text:p>"
        "</office:annotation> goes on.<draw:frame><draw:text-box><text:p>in a box</text:p>"
        "</draw:text-box></draw:frame></text:p>"
        "<table:table><table:table-header-rows><table:table-row>"
        '<table:table-cell table:number-columns-spanned="2"><text:p>wide</text:p>'
        "</table:table-cell><table:covered-table-cell/></table:table-row>"
        "</table:table-header-rows><table:table-row><table:table-cell><text:p>a</text:p>"
        "</table:table-cell><table:table-cell><text:p>b</text:p><text:p>c</text:p>"
        "</table:table-cell></table:table-row></table:table>"
    )
    assert kinds(unit) == [
        ("body", "Text¹ goes on."), ("footnote", "¹ a note"), ("body", "in a box"),
        ("cell", "wide"), ("cell", "a"), ("cell", "b"), ("cell", "c"),
        ("comment", "C. Reader: Really?"),
    ]  # fmt: skip
    assert cells(unit) == [(1, 0, 0, "wide"), (1, 1, 0, "a"), (1, 1, 1, "b"), (1, 1, 1, "c")]


def test_hidden_words_are_shown_and_said():
    data = flat('<text:p>seen <text:span text:style-name="H">unseen</text:span></text:p>')
    assert text(odf, data, "a.fodt") == "seen unseen\n"
    assert warnings(odf, data, "a.fodt") == [
        "Some words are marked as hidden in it; they are shown here."
    ]


def test_running_heads_come_first_feet_last_page_numbers_never():
    styles = (
        f"<office:document-styles {SPACES}><office:master-styles>"
        '<style:master-page style:name="Standard"><style:header><text:p>Restricted</text:p>'
        "</style:header><style:footer><text:p>TD 64</text:p><text:p><text:page-number>7"
        "</text:page-number></text:p></style:footer></style:master-page>"
        '<style:master-page style:name="Other"><style:header><text:p>Restricted</text:p>'
        "</style:header></style:master-page></office:master-styles></office:document-styles>"
    )
    meta = (
        f"<office:document-meta {SPACES}><office:meta><dc:title>Proposals</dc:title>"
        "<meta:initial-creator>A. Author</meta:initial-creator></office:meta>"
        "</office:document-meta>"
    )
    data = package("<text:p>Body.</text:p>", styles=styles, meta=meta)
    (unit,) = units(odf, data, "a.odt")
    assert kinds(unit) == [("header", "Restricted"), ("body", "Body."), ("footer", "TD 64")]
    assert metadata(odf, data, "a.odt") == {"title": "Proposals", "author": "A. Author"}


def test_each_sheet_is_a_section_with_its_cells():
    sheet = (
        '<table:table table:name="Votes"><table:table-row><table:table-cell>'
        "<text:p>Country</text:p></table:table-cell>"
        '<table:table-cell table:number-columns-repeated="3"/>'
        "<table:table-cell><text:p>Vote</text:p><office:annotation><dc:creator>C</dc:creator>"
        "<text:p>Who?</text:p></office:annotation></table:table-cell></table:table-row>"
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell'
        ' table:number-columns-repeated="16384"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="2"><table:table-cell office:value="7"/>'
        "</table:table-row></table:table>"
        '<table:table table:name="Secret" table:style-name="ta2"><table:table-row>'
        "<table:table-cell><text:p>hush</text:p></table:table-cell></table:table-row></table:table>"
    )
    data = flat(sheet, "spreadsheet")
    first, second = units(odf, data, "a.fods")
    assert [first.label, second.label] == ["Votes", "Secret"]
    assert cells(first) == [
        (1, 0, 0, "Country"), (1, 0, 4, "Vote"), (1, 1, 0, "7"), (1, 2, 0, "7"),
    ]  # fmt: skip
    assert kinds(first)[-1] == ("comment", "C: Who?")
    assert "Secret" in warnings(odf, data, "a.fods")[0]


def test_each_slide_is_a_section_and_notes_follow():
    page = (
        '<draw:page><draw:frame presentation:class="title"><draw:text-box><text:p>{}</text:p>'
        "</draw:text-box></draw:frame><draw:frame><draw:text-box><text:p>some words</text:p>"
        "</draw:text-box></draw:frame><presentation:notes><draw:frame><draw:text-box>"
        "<text:p>say this</text:p></draw:text-box></draw:frame></presentation:notes></draw:page>"
    )
    data = flat(page.format("One") + "<draw:page/>" + page.format("Two"), "presentation")
    slides = units(odf, data, "a.fodp")
    assert [unit.label for unit in slides] == ["Slide 1", "Slide 3"]
    assert kinds(slides[0]) == [
        ("heading", "One"), ("body", "some words"), ("footnote", "say this"),
    ]  # fmt: skip


def test_old_openoffice_files_are_the_same_documents():
    old = (
        '<!DOCTYPE office:document-content PUBLIC "-//OpenOffice.org//DTD" "office.dtd">'
        '<office:document-content xmlns:office="http://openoffice.org/2000/office"'
        ' xmlns:text="http://openoffice.org/2000/text"><office:body><text:p>Words</text:p>'
        "<text:unordered-list><text:list-item><text:p>an item</text:p></text:list-item>"
        "</text:unordered-list></office:body></office:document-content>"
    )
    data = zipped({"mimetype": "application/vnd.sun.xml.writer", "content.xml": old})
    (unit,) = units(odf, data, "a.sxw")
    assert kinds(unit) == [("body", "Words"), ("item", "an item")]


LOCKED = "<manifest><file-entry><encryption-data/></file-entry></manifest>"
BOMB = b'<!DOCTYPE a [<!ENTITY b "bbbb">]>'
DEEP = "<text:section>" * 90 + "<text:p>x</text:p>" + "</text:section>" * 90


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", FileEmpty),
        (b"no document", FileDamaged),
        (flat("<text:p>")[:-40], FileDamaged),
        (BOMB + flat("<text:p>x</text:p>").partition(b"?>")[2], FileDamaged),
        (zipped({"content.xml": "<a/>", "META-INF/manifest.xml": LOCKED}), FileLocked),
        (zipped({"mimetype": "x"}), FileUnsupported),
        (b"<office:document xmlns:office='urn:x'/>", FileUnsupported),
        (flat(DEEP), ReaderOverLimit),
    ],
    ids=["empty", "text", "cut", "entities", "locked", "no text", "no body", "deep"],
)
def test_what_cannot_be_read_fails_clearly(data: bytes, error: type[Exception]):
    with pytest.raises(error):
        units(odf, data, "a.odt")


def test_it_is_chosen_by_what_is_inside():
    written = package("<text:p>x</text:p>")
    assert table.choose(written, "leak.bin") is odf
    assert table.choose(flat("<text:p>x</text:p>"), "leak") is odf
    parts = {"content.xml": flat("<text:p>x</text:p>"), "META-INF/manifest.xml": "<a/>"}
    odd = zipped({"Pictures/large.png": os.urandom(9000), **parts})
    assert table.choose(odd, "leak.bin") is odf
    sheet = package("", "spreadsheet")
    assert odf.media_type(sheet[:4096], "x") == "application/vnd.oasis.opendocument.spreadsheet"


@given(st.data())
def test_a_damaged_file_ends_as_a_known_failure(data: st.DataObject):
    whole = bytearray(
        flat('<text:p>a<text:s text:c="3"/><text:span text:style-name="B">b</text:span></text:p>')
    )
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    assert end_of(odf, bytes(whole), "a.fodt") in ENDS


@pytest.mark.corpus
def test_real_files(corpus: Path):
    office = corpus / "office"
    name = "live-manual-odf__live-manual.ca.odt"
    whole = units(odf, (office / name).read_bytes(), name)
    assert len(" ".join(unit.text for unit in whole).split()) > 25_000
    name = "libreoffice__redline_fly_duplication_at_para_2nd_paragraph.fodt"
    (unit,) = units(odf, (office / name).read_bytes(), name)
    assert reds(unit)[0][:3] == ("deleted", "Unknown Author", "2019-12-04T18:05:04")
    with pytest.raises(FileLocked):
        units(odf, (office / "libreoffice__passwordWrongSHA.ods").read_bytes(), "a.ods")
