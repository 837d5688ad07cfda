"""The reader of PDF files, on files made here."""

from __future__ import annotations

import importlib.util
import sys
from itertools import pairwise
from pathlib import Path

import pymupdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itrvault.errors import FileDamaged, FileEmpty, FileLocked
from itrvault.model.document import RedlineKind, Unit, UnitKind
from itrvault.readers import base, pdf
from itrvault.readers.base import Metadata, ReadContext

_spec = importlib.util.spec_from_file_location("pdfs", Path(__file__).with_name("pdfs.py"))
assert _spec
assert _spec.loader
pdfs = sys.modules.setdefault("pdfs", importlib.util.module_from_spec(_spec))
_spec.loader.exec_module(pdfs)
pdf_of, redline_pdf = pdfs.pdf_of, pdfs.redline_pdf


def read(data: bytes, **context: object):
    records = list(pdf.read(data, ReadContext("file.pdf", **context)))
    units = [record for record in records if isinstance(record, Unit)]
    said = [record.sentence for record in records if isinstance(record, base.Warning)]
    metadata = {r.key: r.value for r in records if isinstance(r, Metadata)}
    return units, said, metadata


def test_words_lines_and_pages():
    units, said, _ = read(pdf_of("Article 7\nSuspension of services", "second page"))
    assert [unit.number for unit in units] == [0, 1]
    assert [unit.label for unit in units] == ["1", "2"]
    assert units[0].kind is UnitKind.PAGE
    assert units[0].text.split() == ["Article", "7", "Suspension", "of", "services"]
    assert "\n" in units[0].text
    assert units[1].text == "second page"
    assert said == []


@given(st.lists(st.text("abcdef gh", min_size=1, max_size=30), min_size=1, max_size=12))
@settings(max_examples=30, deadline=None)
def test_every_word_has_its_place(lines):
    unit = read(pdf_of("\n".join(lines)))[0][0]
    layout = unit.layout
    found = [unit.text[s:e] for s, e in zip(layout.starts, layout.ends, strict=True)]
    assert found == unit.text.split()
    assert found == " ".join(lines).split()
    assert len(layout.boxes) == 4 * len(found)
    assert list(layout.lines) == sorted(layout.lines)


def test_a_rotated_page_is_measured_as_it_is_shown():
    document = pymupdf.open(stream=pdf_of("word"))
    upright = read(document.tobytes())[0][0].layout
    document[0].set_rotation(90)
    turned = read(document.tobytes())[0][0].layout
    assert (turned.width, turned.height) == (upright.height, upright.width)
    x0, y0, x1, y1 = upright.boxes
    expected = (upright.height - y1, x0, upright.height - y0, x1)
    assert list(turned.boxes) == pytest.approx(expected, abs=0.01)


def test_a_number_far_before_its_line_stays_in_it():
    document = pymupdf.open()
    page = document.new_page()
    page.insert_text((72, 72), "3.4")
    page.insert_text((110, 72), "Members shall")
    assert read(document.tobytes())[0][0].text.split("\n")[0].startswith("3.4")


def test_labels_of_the_file_are_used():
    document = pymupdf.open(stream=pdf_of("a", "b", "c"))
    document.set_page_labels(
        [
            {"startpage": 0, "prefix": "", "style": "r", "firstpagenum": 1},
            {"startpage": 2, "prefix": "A-", "style": "D", "firstpagenum": 5},
        ]
    )
    assert [unit.label for unit in read(document.tobytes())[0]] == ["i", "ii", "A-5"]


def test_what_the_file_says_of_itself():
    document = pymupdf.open(stream=pdf_of("a"))
    document.set_metadata(
        {"title": "TD 64", "author": "X", "creationDate": "D:20121130093000+04'00'"}
    )
    _, _, metadata = read(document.tobytes())
    assert metadata["title"] == "TD 64"
    assert metadata["author"] == "X"
    assert metadata["created"] == "2012-11-30T09:30:00+04:00"


@pytest.mark.parametrize(
    ("stated", "iso"),
    [
        ("D:2012", "2012"),
        ("D:201211", "2012-11"),
        ("D:20121130", "2012-11-30"),
        ("D:20121130093000Z", "2012-11-30T09:30:00Z"),
        ("D:20121130093000Z00'00'", "2012-11-30T09:30:00Z"),
        ("20121130093000-0500", "2012-11-30T09:30:00-05:00"),
        ("yesterday", "yesterday"),
    ],
)
def test_dates(stated, iso):
    assert pdf.iso_date(stated) == iso


def test_pages_without_text_are_told():
    _, said, _ = read(pdf_of("a", "", "", "b", "", "c"))
    assert said == ["3 of 6 pages have no text layer: 2-3, 5."]


def test_a_locked_file():
    data = pdf_of("secret", encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="key", owner_pw="own")
    with pytest.raises(FileLocked):
        read(data)
    with pytest.raises(FileLocked):
        read(data, password="wrong")
    assert read(data, password="key")[0][0].text == "secret"
    assert read(data, password="own")[0][0].text == "secret"


def test_half_a_file_gives_what_is_left_or_says_it_is_damaged():
    whole = pdf_of(*(f"page {number}" for number in range(20)))
    outcomes = set()
    for cut in range(50, len(whole), 301):
        try:
            _, said, _ = read(whole[:cut])
        except FileDamaged:
            outcomes.add("damaged")
        else:
            assert any("damage" in sentence or "text layer" in sentence for sentence in said)
            outcomes.add("partly read")
    assert "damaged" in outcomes


def test_nothing_and_nonsense():
    with pytest.raises(FileEmpty):
        read(b"")
    with pytest.raises(FileDamaged):
        read(b"%PDF-1.7\nnothing of the kind")
    with pytest.raises(FileDamaged, match="is none"):
        read(b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'></svg>")


def test_pages_beyond_the_limit_are_not_read_and_that_is_said():
    units, said, _ = read(pdf_of("a", "b", "c"), max_units=2)
    assert len(units) == 2
    assert said == ["The file claims 3 pages; only the first 2 were read."]


def test_a_skipped_page_is_empty_and_told():
    units, said, _ = read(pdf_of("a", "b", "c"), skip=frozenset({1}))
    assert [unit.text for unit in units] == ["a", "", "c"]
    assert said == ["1 of 3 pages has damage and could not be read: 2."]


def marks(data: bytes) -> list[tuple[RedlineKind, str]]:
    return [
        (mark.kind, unit.text[mark.start : mark.end])
        for unit in read(data)[0]
        for mark in unit.redlines
    ]


def test_struck_words_are_deleted_and_underlined_ones_inserted():
    data = redline_pdf([("Members", ""), ("may", "s"), ("shall", "u"), ("ensure", "")])
    assert marks(data) == [(RedlineKind.DELETED, "may"), (RedlineKind.INSERTED, "shall")]


def test_neighbouring_marks_are_one_stretch():
    data = redline_pdf([("the", ""), ("old", "s"), ("words", "s"), ("stay", "")])
    assert marks(data) == [(RedlineKind.DELETED, "old words")]


def test_underlining_alone_inserts_nothing_where_nothing_marks_changes():
    assert marks(redline_pdf([("an", ""), ("emphasis", "u")], heading="A study")) == []
    assert marks(redline_pdf([("an", ""), ("addition", "u")], heading="ADD")) != []


def test_links_are_not_insertions():
    document = pymupdf.open(stream=redline_pdf([("gone", "s"), ("www.example.org", "u")]))
    page = document[0]
    where = page.search_for("www.example.org")[0]
    page.insert_link({"kind": pymupdf.LINK_URI, "from": where, "uri": "https://www.example.org"})
    assert marks(document.tobytes()) == [(RedlineKind.DELETED, "gone")]


def test_rules_of_tables_and_footnotes_mark_nothing():
    document = pymupdf.open(stream=redline_pdf([("cell", ""), ("other", "")]))
    page = document[0]
    page.draw_line((60, 101.5), (400, 101.5), width=0.5)
    page.draw_line((60, 96.5), (400, 96.5), width=0.5)
    page.draw_rect((60, 80, 400, 120), width=0.5)
    assert marks(document.tobytes()) == []


def test_marks_found_late_count_from_the_first_page():
    document = pymupdf.open(stream=redline_pdf([("new", "u"), ("text", "")], heading="Draft"))
    document.insert_pdf(pymupdf.open(stream=redline_pdf([("old", "s")], heading="Draft")))
    assert marks(document.tobytes()) == [
        (RedlineKind.INSERTED, "new"),
        (RedlineKind.DELETED, "old"),
    ]


def test_the_rule_of_a_table_that_is_drawn_cell_by_cell_underlines_nothing():
    document = pymupdf.open()
    page = document.new_page()
    page.insert_text((60, 80), "MOD USA/9/1 and more", fontsize=11)
    for left, word in ((60, "Action"), (130, "by")):
        page.insert_text((left, 120), word, fontsize=11)
    edges = (60, 60 + pymupdf.get_text_length("Action", fontsize=11), 130, 200)
    for left, right in pairwise(edges):
        page.draw_line((left, 121.5), (right, 121.5), width=0.5)
    page.insert_text((60, 160), "really new", fontsize=11)
    end = 60 + pymupdf.get_text_length("really new", fontsize=11)
    page.draw_line((60, 161.5), (90, 161.5), width=0.5)  # one underline in two pieces
    page.draw_line((90, 161.5), (end, 161.5), width=0.5)
    (unit,) = read(document.tobytes())[0]
    assert [unit.text[mark.start : mark.end] for mark in unit.redlines] == ["really new"]
