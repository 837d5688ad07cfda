"""Words of a PDF page with a colour drawn behind them, as with a pen: highlights without a name.

Delegations lay their own colour over a chairman's draft, and a word processor's highlights become
coloured bars when the draft is saved as PDF. A bar is a mark only if it is as high as the words and
they fill it: the cells of a table are higher or mostly empty.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pymupdf

from itrvault.model.document import ForeignMark, MarkKind
from itrvault.model.geometry import PageLayout
from itrvault.readers.colours import nearest
from itrvault.readers.pdf_text import PAGE_FAILURES

_MOST_BARS = 2_000
"""More coloured bars than this on a page are a drawing."""

_HEIGHTS = (0.7, 1.7)  # of a word's, that a bar has
_FILLED = 0.6  # of a bar's width, by words
_DARKEST = 0.35  # of full light: white letters on a dark bar are a heading
_LEAST_HUE = 0.2  # between the strongest and the weakest part of a colour: grey has less


@dataclass(frozen=True, slots=True)
class _Bar:
    x0: float
    y0: float
    x1: float
    y1: float
    colour: str


def shaded_marks(page: pymupdf.Page, text: str, layout: PageLayout) -> list[ForeignMark]:
    """The words with a colour behind them, as highlights. The page draws in colour."""
    if not layout.starts or not layout.boxes:
        return []
    try:
        bars = list(_bars(page))
        return list(_marks(bars, text, layout, page.number)) if bars else []
    except PAGE_FAILURES:
        return []  # the text of the page is worth more


def _bars(page: pymupdf.Page) -> Iterator[_Bar]:
    """The coloured rectangles of a page as it is shown."""
    turn = page.rotation_matrix if page.rotation else None
    count = 0
    for path in page.get_cdrawings():
        colour = _colour(path.get("fill"))
        if not colour:
            continue
        for item in path.get("items", ()):
            if item[0] not in ("re", "qu"):
                continue
            box = pymupdf.Rect(item[1]) if item[0] == "re" else pymupdf.Quad(item[1]).rect
            box = (box * turn if turn is not None else box).normalize()
            count += 1
            if count > _MOST_BARS:
                return
            yield _Bar(box.x0, box.y0, box.x1, box.y1, colour)


def _colour(fill: Any) -> str:
    """Our name for the colour of a fill, "" for none, grey and dark ones."""
    if not isinstance(fill, tuple) or len(fill) != 3:
        return ""
    red, green, blue = fill
    light = 0.3 * red + 0.59 * green + 0.11 * blue
    if light < _DARKEST or max(fill) - min(fill) < _LEAST_HUE:
        return ""
    name = nearest(red, green, blue)
    return "" if name == "gray" else name


def _marks(
    bars: Sequence[_Bar], text: str, layout: PageLayout, number: int
) -> Iterator[ForeignMark]:
    boxes = layout.boxes
    words = [tuple(boxes[at : at + 4]) for at in range(0, len(boxes), 4)]
    colours = [""] * len(words)
    for bar in bars:
        on_it = [index for index, word in enumerate(words) if _is_on(word, bar)]
        wide = sum(words[index][2] - words[index][0] for index in on_it)
        if wide >= _FILLED * (bar.x1 - bar.x0):
            for index in on_it:
                colours[index] = bar.colour
    start = end = 0
    before = ""
    for colour, first, last in zip(
        [*colours, ""], [*layout.starts, 0], [*layout.ends, 0], strict=True
    ):
        if colour != before:
            if before and any(map(str.isalnum, text[start:end])):
                yield ForeignMark(number, start, end, MarkKind.HIGHLIGHT, colour=before)
            start, before = first, colour
        end = last


def _is_on(word: Sequence[float], bar: _Bar) -> bool:
    x0, y0, x1, y1 = word
    height = y1 - y0
    if not (height > 0 and _HEIGHTS[0] * height <= bar.y1 - bar.y0 <= _HEIGHTS[1] * height):
        return False
    shared = min(x1, bar.x1) - max(x0, bar.x0)
    level = min(y1, bar.y1) - max(y0, bar.y0)
    return shared > 0.5 * (x1 - x0) and level > 0.6 * height
