"""Drawing pages and finding their characters."""

from __future__ import annotations

import pymupdf
import pytest

from itrvault.errors import ReaderFailed
from itrvault.model.document import Unit
from itrvault.readers import pdf
from itrvault.readers.base import ReadContext
from itrvault.readers.pages import Pages, prepare_colours

CONTEXT = ReadContext("file.pdf")


def document_of(text: str, width: float = 300, height: float = 200) -> pymupdf.Document:
    document = pymupdf.open()
    document.new_page(width=width, height=height).insert_text((20, 50), text)
    return document


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_characters_are_those_of_the_text_and_lie_on_the_ink(rotation):
    document = document_of("Member States shall  not.")
    document[0].set_rotation(rotation)
    data = document.tobytes()
    unit = next(r for r in pdf.read(data, CONTEXT) if isinstance(r, Unit))
    pages = Pages(data, CONTEXT)
    chars, boxes = pages.glyphs(0)
    assert chars == "".join(unit.text.split())
    assert len(boxes) == 4 * len(chars)
    picture = pages.draw(0, 2.0, 10**7, night=False)
    for index in range(len(chars)):
        x0, y0, x1, y1 = (int(2 * value) for value in boxes[4 * index : 4 * index + 4])
        rows = (picture.rgb[y * picture.stride + 3 * x0 : y * picture.stride + 3 * x1 + 3]
                for y in range(y0, y1 + 1))  # fmt: skip
        assert min(min(row) for row in rows) < 128, chars[index]


def test_a_picture_has_the_size_asked_for_and_never_more_pixels_than_allowed():
    pages = Pages(document_of("x").tobytes(), CONTEXT)
    picture = pages.draw(0, 1.0, 10**7, night=False)
    assert (picture.width, picture.height) == (300, 200)
    assert len(picture.rgb) == picture.stride * picture.height
    for limit in (10_000, 777, 12_345):
        small = pages.draw(0, 50.0, limit, night=False)
        assert small.width * small.height <= limit


def test_night_is_dark_and_keeps_hues():
    document = document_of("x")
    document[0].draw_rect((100, 100, 200, 150), fill=(1, 0.6, 0.6), color=None)
    picture = Pages(document.tobytes(), CONTEXT).draw(0, 1.0, 10**7, night=True)
    assert max(picture.rgb[:3]) < 40
    red, green, blue = picture.rgb[120 * picture.stride + 450 :][:3]
    assert red > green
    assert red > blue


def test_sizes_and_pages_that_are_not_there():
    document = document_of("x")
    document.new_page(width=100, height=400)
    document[1].set_rotation(90)
    pages = Pages(document.tobytes(), CONTEXT)
    assert list(pages.sizes()) == [300, 200, 400, 100]
    with pytest.raises(ReaderFailed):
        pages.draw(2, 1.0, 1000, night=False)
    pages.close()


def test_making_the_colours_ready_changes_none():
    document = pymupdf.open()
    page = document.new_page(width=8, height=8)
    content = document.get_new_xref()
    document.update_object(content, "<<>>")
    document.update_stream(content, b"0 0.2 0.4 0.6 k 0 0 4 4 re f 0.3 g 4 4 4 4 re f")
    page.set_contents(content)
    data = document.tobytes()

    def draw() -> bytes:
        return Pages(data, CONTEXT).draw(0, 2.0, 10**7, night=False).rgb

    pymupdf.TOOLS.store_shrink(100)
    as_it_is = draw()
    pymupdf.TOOLS.store_shrink(100)
    prepare_colours()
    assert draw() == as_it_is
    assert len(set(as_it_is)) > 3
