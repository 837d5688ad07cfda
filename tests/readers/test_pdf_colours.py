"""Words inserted in colour are redlines in a PDF that marks changes, and nowhere else."""

from __future__ import annotations

import pymupdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from itrvault.model.document import ForeignMark, RedlineKind, Unit
from itrvault.readers import pdf
from itrvault.readers.base import ReadContext
from itrvault.readers.colour_changes import Stretch, inserting_colours
from itrvault.readers.pdf_colours import draws_in_colour, hue

BLACK, RED, BLUE, GREEN = (0, 0, 0), (0.8, 0, 0), (0, 0, 0.8), (0, 0.5, 0)
Line = list[tuple[str, tuple[float, float, float]]]

BODY: list[Line] = [
    [("3.4 Members shall ", BLACK), ("endeavour to ", RED), ("ensure that all users have", BLACK)],
    [
        ("the right to send traffic ", BLACK),
        ("and to receive it ", RED),
        ("by law,", BLACK),
    ],
    [("and nothing in these Regulations shall be read as limiting that right in any way.", BLACK)],
    [("Members shall take the measures that are necessary to this end without delay.", BLACK)],
]


def made(lines: list[Line], heading: str = "MOD RUS/27/7", size: float = 11.0) -> pymupdf.Document:
    """A page with a heading in black and lines whose pieces have their colours."""
    document = pymupdf.open()
    page = document.new_page()
    page.insert_text((72, 72), heading, fontsize=size)
    for number, line in enumerate(lines):
        x = 72.0
        for words, colour in line:
            page.insert_text((x, 100 + 16 * number), words, fontsize=size, color=colour)
            x += pymupdf.get_text_length(words, fontsize=size)
    return document


def inserted(document: pymupdf.Document) -> list[str]:
    units = [
        record for record in pdf.read(document.tobytes(), ReadContext("a.pdf"))
        if isinstance(record, Unit)
    ]  # fmt: skip
    return [
        " ".join(unit.text[mark.start : mark.end].split())
        for unit in units
        for mark in unit.redlines
        if mark.kind is RedlineKind.INSERTED and mark.drawn
    ]


def test_coloured_words_among_black_ones_are_inserted():
    assert inserted(made(BODY)) == ["endeavour to", "and to receive it"]


def test_a_whole_paragraph_in_that_colour_is_inserted_too():
    lines = [*BODY, [("Members shall cooperate in the fight against spam.", RED)]]
    assert inserted(made(lines))[2:] == ["Members shall cooperate in the fight against spam."]


def test_colour_says_nothing_in_a_document_that_marks_no_changes():
    assert inserted(made(BODY, heading="A study of the Regulations")) == []


def test_headings_and_labels_in_colour_are_not_inserted():
    lines: list[Line] = [
        [("NOTE: ", BLUE), ("Members shall ensure that all users have this right.", BLACK)],
        [("NOTE: ", BLUE), ("Members shall take the measures that are necessary.", BLACK)],
        [("ARTICLE 3", BLUE)],
        *BODY[2:],
    ]
    assert inserted(made(lines)) == []


def test_links_are_not_inserted():
    document = made(BODY)
    page = document[0]
    for rect in (*page.search_for("endeavour to"), *page.search_for("and to receive it")):
        page.insert_link({"kind": pymupdf.LINK_URI, "from": rect, "uri": "https://example.org"})
    assert inserted(document) == []


def test_the_colour_of_struck_words_is_none_of_insertions():
    document = made(BODY)
    page = document[0]
    for words in ("endeavour to", "and to receive it"):
        (rect,) = page.search_for(words)
        y = (rect.y0 + rect.y1) / 2 + 1
        page.draw_line((rect.x0, y), (rect.x1, y), color=RED, width=0.7)
    assert inserted(document) == []


def test_a_page_all_in_colour_says_nothing():
    lines = [[(words, GREEN) for words, _ in line] for line in BODY]
    assert inserted(made(lines)) == []


def test_pages_before_the_first_mark_are_as_they_were():
    document = made(BODY, heading="Contents")
    document.insert_pdf(made(BODY))
    assert inserted(document) == ["endeavour to", "and to receive it"]


def test_a_page_in_black_is_not_looked_at():
    assert not draws_in_colour(made([[(words, BLACK) for words, _ in BODY[0]]])[0])
    assert draws_in_colour(made(BODY)[0])


@pytest.mark.parametrize(
    ("colour", "coloured"),
    [(0x000000, False), (0x202028, False), (0x808080, False), (0xFFFFFF, False),
     (0xCC0000, True), (0x0000FF, True), (0x003366, True)],
)  # fmt: skip
def test_grey_is_no_colour(colour: int, coloured: bool):
    assert bool(hue(colour)) is coloured


STRETCHES = st.builds(Stretch, st.sampled_from(["a", "b"]), st.text(), st.booleans(), st.booleans())


@given(st.lists(STRETCHES))
def test_a_colour_never_found_beside_black_words_inserts_nothing(stretches: list[Stretch]):
    found = inserting_colours(stretches)
    assert found <= {each.colour for each in stretches if each.beside and each.text.strip()}
    assert inserting_colours(reversed(stretches)) == found


YELLOW, GREEN_PEN, DARK = (1, 1, 0), (0.6, 0.95, 0.6), (0, 0, 0.4)


def highlighted(document: pymupdf.Document) -> list[tuple[str, str]]:
    records = list(pdf.read(document.tobytes(), ReadContext("a.pdf")))
    texts = {record.number: record.text for record in records if isinstance(record, Unit)}
    return [
        (texts[mark.unit][mark.start : mark.end], mark.colour)
        for mark in records
        if isinstance(mark, ForeignMark)
    ]


def shaded(
    words: str, colour: tuple[float, float, float], grow: float = 0.0, heading: str = "MOD"
) -> pymupdf.Document:
    """The lines in black with a bar behind some words, higher and wider by `grow` points."""
    document = made([[(text, BLACK) for text, _ in line] for line in BODY], heading)
    page = document[0]
    (rect,) = page.search_for(words)
    bar = pymupdf.Rect(rect.x0 - grow, rect.y0 - grow, rect.x1 + grow, rect.y1 + grow)
    page.draw_rect(bar, color=None, fill=colour, overlay=False)
    return document


def test_words_with_a_colour_behind_them_are_highlights():
    assert highlighted(shaded("endeavour to", YELLOW)) == [("endeavour to", "yellow")]
    words = "nothing in these Regulations"
    assert highlighted(shaded(words, GREEN_PEN)) == [(words, "green")]


def test_cells_headings_and_grey_bars_are_none():
    assert highlighted(shaded("endeavour to", YELLOW, grow=12)) == []
    assert highlighted(shaded("endeavour to", DARK)) == []
    assert highlighted(shaded("endeavour to", (0.9, 0.9, 0.9))) == []
    assert highlighted(shaded("endeavour to", YELLOW, heading="A study")) == []
