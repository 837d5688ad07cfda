"""PDF pages: what people marked and wrote on them comes out with its words, author and date."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pymupdf
import pytest

from itrvault.errors import ReaderFailed
from itrvault.model.document import ForeignMark, Unit
from itrvault.readers import pdf
from itrvault.readers.base import ReadContext

LINES = ("Member States shall ensure that", "networks are secure and international")


def page_of(draw: Callable[[pymupdf.Page], object], rotation: int = 0) -> bytes:
    document = pymupdf.open()
    page = document.new_page()
    for number, line in enumerate(LINES):
        page.insert_text((72, 100 + 14 * number), line)
    draw(page)
    page.set_rotation(rotation)
    return document.tobytes()


def read(data: bytes) -> tuple[list[Unit], list[ForeignMark]]:
    found = list(pdf.read(data, ReadContext("a.pdf")))
    return [f for f in found if isinstance(f, Unit)], [
        f for f in found if isinstance(f, ForeignMark)
    ]


def said(data: bytes) -> list[tuple[str, str, str, str]]:
    units, marks = read(data)
    return [(m.kind.value, units[m.unit].text[m.start : m.end], m.note, m.colour) for m in marks]


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_words_under_a_highlight_are_marked_however_the_page_is_turned(rotation: int):
    def draw(page: pymupdf.Page) -> None:
        quads = [
            *page.search_for("ensure that", quads=True),
            *page.search_for("networks", quads=True),
        ]
        mark = page.add_highlight_annot(quads)
        mark.set_colors(stroke=(1, 0.83, 0))
        mark.set_info(title="A. Reader", content="Who pays?", modDate="D:20121130093000+04'00'")
        mark.update()

    data = page_of(draw, rotation)
    units, (mark,) = read(data)
    words = units[0].text[mark.start : mark.end]
    assert words.split() == ["ensure", "that", "networks"]
    assert (mark.author, mark.date) == ("A. Reader", "2012-11-30T09:30:00+04:00")
    assert (mark.kind.value, mark.note, mark.colour) == ("highlight", "Who pays?", "yellow")


def test_lines_drawn_as_annotations_are_marks_and_a_struck_word_a_deletion_besides():
    def draw(page: pymupdf.Page) -> None:
        page.add_strikeout_annot(page.search_for("shall", quads=True))
        page.add_underline_annot(page.search_for("secure", quads=True))
        page.add_squiggly_annot(page.search_for("Member", quads=True))

    data = page_of(draw)
    assert [(kind, words) for kind, words, _, _ in said(data)] == [
        ("strikeout", "shall"),
        ("underline", "secure"),
        ("underline", "Member"),
    ]
    ((unit,), _) = read(data)
    assert ("deleted", "shall") in [
        (x.kind.value, unit.text[x.start : x.end]) for x in unit.redlines
    ]


def test_part_of_a_word_can_be_marked():
    def draw(page: pymupdf.Page) -> None:
        (box,) = page.search_for("international")
        page.add_highlight_annot(pymupdf.Rect(box.x0, box.y0, box.x0 + box.width * 0.42, box.y1))

    ((_, words, _, _),) = said(page_of(draw))
    assert "international".startswith(words)
    assert 3 < len(words) < 8


def test_notes_stand_at_their_place_and_answers_on_the_words_they_are_about():
    def draw(page: pymupdf.Page) -> None:
        mark = page.add_highlight_annot(page.search_for("secure", quads=True))
        mark.set_info(content="Secure?", title="A")
        mark.update()
        (word,) = page.search_for("States")
        page.add_text_annot(word.tl, "A note on the place")
        answer = page.add_text_annot(word.tl, "As before.")
        page.parent.xref_set_key(answer.xref, "IRT", f"{mark.xref} 0 R")
        state = page.add_text_annot(word.tl, "Accepted set by A")
        page.parent.xref_set_key(state.xref, "IRT", f"{mark.xref} 0 R")
        page.parent.xref_set_key(state.xref, "StateModel", "(Review)")
        page.add_freetext_annot((300, 300, 400, 330), "Typed onto it")
        page.add_rect_annot((300, 400, 340, 420))

    found = said(page_of(draw))
    assert [(kind, words, note) for kind, words, note, _ in found] == [
        ("highlight", "secure", "Secure?"),
        ("note", "", "A note on the place"),
        ("comment", "secure", "Reply: As before."),
        ("note", "", "Typed onto it"),
    ]


def test_links_and_fields_are_no_marks_and_a_mark_on_a_picture_only_with_a_note():
    def draw(page: pymupdf.Page) -> None:
        page.insert_link(
            {"kind": pymupdf.LINK_URI, "from": pymupdf.Rect(72, 90, 100, 104), "uri": "x:y"}
        )
        widget = pymupdf.Widget()
        widget.field_type, widget.field_name = pymupdf.PDF_WIDGET_TYPE_TEXT, "f"
        widget.rect = pymupdf.Rect(300, 300, 400, 320)
        page.add_widget(widget)
        page.add_highlight_annot(pymupdf.Rect(300, 500, 400, 520))
        mark = page.add_highlight_annot(pymupdf.Rect(300, 500, 400, 520))
        mark.set_info(content="this picture")
        mark.update()

    assert [(kind, words, note) for kind, words, note, _ in said(page_of(draw))] == [
        ("highlight", "", "this picture")
    ]


@pytest.mark.corpus
def test_annotations_of_real_files_lie_in_their_pages(corpus: Path):
    names = ("*duplicatesMerge*", "*joined.pdf", "*caret-ink.pdf", "*Secrets.to*", "*split-by-asn*")
    files = [file for name in names for file in corpus.rglob(name)]
    count = 0
    for file in files:
        try:
            units, marks = read(file.read_bytes())
        except ReaderFailed:
            continue
        for mark in marks:
            assert 0 <= mark.start <= mark.end <= len(units[mark.unit].text)
        count += len(marks)
    assert count > 10
