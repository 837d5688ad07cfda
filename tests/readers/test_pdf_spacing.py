"""Words that a page shows whole and a PDF holds letter by letter, or twice."""

from __future__ import annotations

import pymupdf
import pytest

from itrvault.model.document import RedlineKind, Unit
from itrvault.model.geometry import Span
from itrvault.readers import pdf
from itrvault.readers.base import ReadContext
from itrvault.readers.pages import Pages
from itrvault.text.glyphs import refine
from itrvault.text.places import rects_of

LINES = (
    "Member States shall have the right of access",
    "to international telecommunication services and",
    "networks. The right shall not be restricted.",
)


def unit_of(data: bytes) -> Unit:
    records = pdf.read(data, ReadContext(name="x.pdf"))
    return next(record for record in records if isinstance(record, Unit))


def set_apart(*lines: str, gap: float = 3.3, between: float = 9.0, plain: str = "") -> bytes:
    """Lines whose letters are drawn one by one, `gap` apart, words `between` more."""
    document = pymupdf.open()
    page = document.new_page()
    font = pymupdf.Font("tiro")
    writer = pymupdf.TextWriter(page.rect)
    for number, line in enumerate(lines):
        x = 60.0
        for word in line.split():
            for letter in word:
                writer.append((x, 100 + 20 * number), letter, font=font, fontsize=11)
                x += font.text_length(letter, 11) + gap
            x += between
    for number, line in enumerate(plain.splitlines()):
        writer.append((60, 400 + 20 * number), line, font=font, fontsize=11)
    writer.write_text(page)
    return document.tobytes()


def twice(by: str, offset: float) -> bytes:
    """The lines drawn twice over: each word, each line, or the page as a whole."""
    document = pymupdf.open()
    page = document.new_page()
    font = pymupdf.Font("tiro")
    writer = pymupdf.TextWriter(page.rect)
    rows = [(60.0, 100.0 + 20 * number, line) for number, line in enumerate(LINES)]
    if by == "word":
        pieces = []
        for x, y, line in rows:
            for word in line.split():
                pieces.append((x, y, word + " "))
                x += font.text_length(word + " ", 12)
        rows = pieces
    again = [(x + offset, y, text) for x, y, text in rows]
    order = (
        [*rows, *again]
        if by == "page"
        else [p for pair in zip(rows, again, strict=True) for p in pair]
    )
    for x, y, text in order:
        writer.append((x, y), text, font=font, fontsize=12)
    writer.write_text(page)
    return document.tobytes()


@pytest.mark.parametrize("offset", [0.0, 0.4, 1.2])
@pytest.mark.parametrize("by", ["word", "line", "page"])
def test_words_drawn_twice_to_look_bold_are_there_once(by: str, offset: float):
    assert unit_of(twice(by, offset)).text.split() == " ".join(LINES).split()


def test_what_stands_in_two_places_is_there_twice():
    document = pymupdf.open()
    page = document.new_page()
    for y in (100, 120, 140):
        page.insert_text((60, y), LINES[0])
    assert unit_of(document.tobytes()).text.split() == 3 * LINES[0].split()


@pytest.mark.parametrize("gap", [2.6, 3.3, 4.5])
def test_a_page_of_letters_set_apart_is_read_as_words(gap: float):
    unit = unit_of(set_apart(*(line[:40] for line in LINES), gap=gap, between=3 * gap))
    assert unit.text.split() == [word for line in LINES for word in line[:40].split()]


def test_a_word_set_apart_among_others_is_one_word():
    data = set_apart("R E S O L V E S".replace(" ", ""), plain="\n".join(LINES))
    assert "RESOLVES" in unit_of(data).text.split()


@pytest.mark.parametrize(
    "marks", ["A B C D E F G", "x x x x x x", "1 2 3 4 5 6 7 8", "T V R S P K"]
)
def test_marks_in_a_row_are_no_word(marks: str):
    found = unit_of(set_apart(marks.replace(" ", ""), plain="\n".join(LINES))).text
    assert found.split()[: len(marks.split())] == marks.split()


def test_letters_and_their_boxes_agree_after_joining_and_leaving_out():
    for data in (set_apart(LINES[0], plain=LINES[1]), twice("word", 0.4)):
        unit = unit_of(data)
        pages = Pages(data, ReadContext(name="x.pdf"))
        chars, boxes = pages.glyphs(0)
        pages.close()
        assert chars == "".join(unit.text.split())
        fine = refine(unit.layout, unit.text, chars, boxes)
        assert fine is not None
        at = unit.text.index("right")
        (box,) = rects_of(unit.layout, unit.text, Span(at, at + 5))
        assert box.x1 > box.x0


def test_a_line_through_a_word_set_apart_strikes_it():
    data = set_apart("RESOLVES", plain="MOD\n" + LINES[0])
    layout = unit_of(data).layout
    document = pymupdf.open("pdf", data)
    document[0].draw_line((60, 96.5), (layout.boxes[2], 96.5), width=0.6)
    unit = unit_of(document.tobytes())
    (line,) = unit.redlines
    assert line.kind is RedlineKind.DELETED
    assert unit.text[line.start : line.end] == "RESOLVES"
