"""Pages of a document kept open: their sizes, drawn pictures, and the boxes of their characters."""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence
from dataclasses import dataclass

import pymupdf

from itrvault.errors import ReaderFailed
from itrvault.model.document import Unit
from itrvault.model.outline import OutlineEntry, PageLink
from itrvault.readers import djvu, images
from itrvault.readers.base import ReadContext
from itrvault.readers.pdf import open_pdf
from itrvault.readers.pdf_letters import glyphs_of
from itrvault.readers.pdf_links import links_of, outline_of
from itrvault.readers.pdf_text import PAGE_FAILURES, page_size
from itrvault.readers.xps import as_pdf

_LEAST_ZOOM = 0.01
NIGHT_PAPER, NIGHT_INK = 0x15181D, 0xE6E8EC
"""What black and white become at night."""

_EVERY_COLOUR = b"0.5 g 0 0 2 2 re f 0.1 0.2 0.3 0.4 k 0 0 2 2 re f 0.1 0.5 1 rg 0 0 2 2 re f"
"""Grey, CMYK (most black text is) and RGB, as the content of a page."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture on its way out: three bytes a pixel, rows of `stride` bytes."""

    width: int
    height: int
    stride: int
    rgb: bytes


class Pages:
    """One open document. Raises `ReaderFailed` and its kin, as extracting does."""

    def __init__(self, data: bytes, context: ReadContext) -> None:
        if images.score(data[:64], context.name):
            self._document = images.open_image(data)
        else:
            drawn = djvu.as_pdf(data) if djvu.is_djvu(data[:64]) else as_pdf(data, context.name)
            self._document = open_pdf(drawn, context)
        self._count = min(self._document.page_count, context.max_units)

    def sizes(self) -> array[float]:
        """Width and height of every page in points, as shown."""
        flat: array[float] = array("f")
        for number in range(self._count):
            flat.extend(page_size(self._document, number))
        return flat

    def draw(self, number: int, zoom: float, pixels: int, *, night: bool) -> Drawn:
        """The page as it looks, at `zoom` pixels a point or as large as `pixels` allow."""
        page = self._page(number)
        area = page.rect.width * page.rect.height
        if area > 0:
            zoom = min(zoom, math.sqrt(pixels / area))
        while True:
            box = (page.rect * pymupdf.Matrix(zoom, zoom)).irect
            if box.width * box.height <= pixels or zoom < _LEAST_ZOOM:
                break
            zoom *= 0.99  # rounding up to whole pixels went over
        picture = page.get_pixmap(
            matrix=pymupdf.Matrix(zoom, zoom), colorspace=pymupdf.csRGB, alpha=False
        )
        if night:
            pymupdf.mupdf.fz_invert_pixmap_luminance(picture.this)  # dark, with its colours
            picture.tint_with(NIGHT_PAPER, NIGHT_INK)  # as soft as the rest of a dark window
        return Drawn(picture.width, picture.height, picture.stride, bytes(picture.samples_mv))

    def glyphs(self, number: int) -> tuple[str, array[float]]:
        """Characters that leave ink, in reading order, and four numbers each for their boxes."""
        return glyphs_of(self._page(number))

    def outline(self) -> list[OutlineEntry]:
        """The document's own table of contents; empty when it has none."""
        return outline_of(self._document, self._count)

    def links(self, number: int) -> list[PageLink]:
        """What on a page leads somewhere."""
        return links_of(self._document, self._page(number), self._count)

    def recognise(
        self, number: int, folder: str, groups: Sequence[tuple[str, ...]]
    ) -> tuple[Unit, tuple[str, ...]]:
        """What is drawn on a page, read by OCR, and which of the groups of languages read it.

        `folder` holds the language data. The unit has number 0 and no label: those are its
        document's to give.
        """
        from itrvault.readers import ocr, ocr_unit  # only for those who ask

        if not groups:
            raise ReaderFailed(reason="no language to read it in was given")
        page = self._page(number)
        try:
            found = ocr.read_page(page, folder, groups)
        except PAGE_FAILURES as error:
            raise ReaderFailed(reason="the page cannot be drawn or read") from error
        return ocr_unit.as_unit(0, "", page, found), found.group

    def close(self, *, shrink: bool = True) -> None:
        """Let go of the document; with `shrink` also of what MuPDF keeps for the next one, such as
        how colours are turned.
        """
        self._document.close()
        if shrink:
            pymupdf.TOOLS.store_shrink(100)

    def _page(self, number: int) -> pymupdf.Page:
        if not 0 <= number < self._count:
            raise ReaderFailed(reason="there is no such page")
        return self._document.load_page(number)


def prepare_colours() -> None:
    """Have MuPDF work out how each kind of colour is turned into those of a screen.

    It takes 20 ms and is kept; otherwise the first page that is drawn pays for it.
    """
    with pymupdf.open() as document:
        page = document.new_page(width=4, height=4)
        content = document.get_new_xref()
        document.update_object(content, "<<>>")
        document.update_stream(content, _EVERY_COLOUR)
        page.set_contents(content)
        page.get_pixmap(colorspace=pymupdf.csRGB, alpha=False)
