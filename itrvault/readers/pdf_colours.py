"""Coloured words of a PDF page, where they stand for insertions (see `colour_changes`).

To know the colour of each letter costs several times the text, so the instructions of the page are
looked at first (`draws_in_colour`): nothing need be done for a page that draws in black only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from statistics import median

import pymupdf

from itrvault.model.document import Redline, RedlineKind
from itrvault.model.geometry import PageLayout
from itrvault.readers.colour_changes import Stretch, inserting_colours
from itrvault.readers.pdf_letters import PageText, characters, read_page
from itrvault.readers.pdf_text import PAGE_FAILURES, Char

_MOST_CHARS = 20_000
_PLOT = 300_000  # bytes of instructions, unpacked, above which a page is a drawing
_LEAST_HUE = 48  # of 255 between the strongest and the weakest part: grey and near black have less
_LIGHTEST = 235  # white and nearly white words are none of these
_LARGER = 1.15  # than the black words of the page: a heading

_COLOURED = re.compile(
    rb"(?<![\d.])([\d.]+)\s+([\d.]+)\s+([\d.]+)\s+(?:rg|scn?)\b"
    rb"|(?<![\d.])([\d.]+)\s+([\d.]+)\s+([\d.]+)\s+[\d.]+\s+(?:k|scn?)\b"
)
_FORM = re.compile(rb"/\S+\s+Do\b")

Box = tuple[float, float, float, float]
Look = tuple[int, float]
"""Colour (0xRRGGBB) and size of a letter."""


def coloured_redlines(
    page: pymupdf.Page,
    structured: pymupdf.TextPage,
    found: PageText,
    text: str,
    layout: PageLayout,
    *,
    taken: Sequence[Redline] = (),
    links: Sequence[Box] = (),
) -> list[Redline]:
    """The stretches of a page's text that its colours say are inserted.

    For pages that draw in colour, of documents that mark changes. `taken` are the redlines of the
    page that are known, `links` the boxes of its links, which are coloured anyway.
    """
    try:
        if found.by_rule:
            found = read_page(page, structured)
        chars = characters(found, structured)
        if len(chars) > _MOST_CHARS:
            return []
        looks = _looks(structured)
        places = [at for start, end in zip(layout.starts, layout.ends, strict=True)
                  for at in range(start, end)]  # fmt: skip
        if len(places) != len(chars):
            return []
        return list(_Page(text, chars, places, looks, taken, links).inserted())
    except PAGE_FAILURES:
        return []  # the text of the page is worth more than its colours


def draws_in_colour(page: pymupdf.Page) -> bool:
    """Whether the page's instructions set a colour, or it shows forms, which may."""
    try:
        content = page.read_contents()
        forms = _FORM.search(content) is not None and len(page.get_xobjects()) > 0
    except PAGE_FAILURES:
        return False
    if len(content) > _PLOT:
        return False
    for found in _COLOURED.finditer(content):
        parts = found.groups()
        red, green, blue = parts[:3] if parts[0] is not None else parts[3:]
        if not red == green == blue:
            return True
    return forms


def _looks(structured: pymupdf.TextPage) -> dict[Box, Look]:
    """How each character is drawn, by its box."""
    return {
        char["bbox"]: (span["color"], span["size"])
        for block in structured.extractRAWDICT()["blocks"]
        for line in block.get("lines", ())
        for span in line["spans"]
        for char in span["chars"]
    }


def hue(colour: int) -> str:
    """What tells a colour from others, "" for black, grey and white."""
    parts = (colour >> 16 & 255, colour >> 8 & 255, colour & 255)
    if max(parts) - min(parts) < _LEAST_HUE or min(parts) > _LIGHTEST:
        return ""
    return f"{colour & 0xFFFFFF:06x}"


class _Page:
    def __init__(
        self,
        text: str,
        chars: Sequence[Char],
        places: Sequence[int],
        looks: dict[Box, Look],
        taken: Sequence[Redline],
        links: Sequence[Box],
    ) -> None:
        self._text, self._places = text, places
        found = [looks.get(char[1:]) for char in chars]
        self._colours = ["" if look is None else hue(look[0]) for look in found]
        black = [look[1] for look, colour in zip(found, self._colours, strict=True)
                 if look is not None and not colour]  # fmt: skip
        self._black = 2 * len(black) >= len(chars) and len(black) > 0
        self._inked = bytearray(len(text))  # where a black letter stands
        for place, colour in zip(places, self._colours, strict=True):
            self._inked[place] = not colour and text[place].isalnum()
        usual = _LARGER * median(black) if black else 0.0
        for index, look in enumerate(found):
            if look is not None and (look[1] > usual or _in_any(chars[index], links)):
                self._colours[index] = ""  # a heading or a link; black it is not
        self._struck = _spread(taken, len(text), RedlineKind.DELETED)
        self._known = _spread(taken, len(text), *RedlineKind)

    def inserted(self) -> Iterator[Redline]:
        if not self._black:
            return
        spans = list(self._spans())
        colours = inserting_colours(self._stretch(*span) for span in spans)
        for start, end, colour in spans:
            if colour not in colours:
                continue
            for first, last in self._untaken(start, end):
                if any(map(str.isalnum, self._text[first:last])):
                    yield Redline(first, last, RedlineKind.INSERTED, drawn=True)

    def _spans(self) -> Iterator[tuple[int, int, str]]:
        """Start, end and colour of what is coloured in a row, within a paragraph."""
        start = end = -1
        before = ""
        for place, colour in zip(self._places, self._colours, strict=True):
            if colour != before or (before and "\n\n" in self._text[end:place]):
                if before:
                    yield start, end, before
                start, before = place, colour
            end = place + 1
        if before:
            yield start, end, before

    def _stretch(self, start: int, end: int, colour: str) -> Stretch:
        text = self._text
        line, after = text.rfind("\n", 0, start) + 1, text.find("\n", end)
        in_front = any(self._inked[line:start])
        goes_on = any(self._inked[end : after if after >= 0 else len(text)])
        begins = text[start:end].rstrip()[-1:] not in (".", ":", ";") and goes_on
        struck = 2 * sum(self._struck[start:end]) > end - start
        return Stretch(colour, text[start:end], in_front or begins, struck)

    def _untaken(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """What of a stretch no other redline covers."""
        first = start
        for at in range(start, end + 1):
            if at == end or self._known[at]:
                if at > first:
                    yield first, at
                first = at + 1


def _spread(redlines: Sequence[Redline], length: int, *kinds: RedlineKind) -> bytearray:
    covered = bytearray(length)
    for each in redlines:
        if each.kind in kinds:
            covered[each.start : each.end] = b"\1" * (min(each.end, length) - each.start)
    return covered


def _in_any(char: Char, boxes: Sequence[Box]) -> bool:
    x, y = (char[1] + char[3]) / 2, (char[2] + char[4]) / 2
    return any(x0 <= x <= x1 and y0 <= y <= y1 for x0, y0, x1, y1 in boxes)
