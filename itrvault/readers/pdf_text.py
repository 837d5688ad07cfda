"""Words of one page and where they stand, through MuPDF's structured text.

The calls go to the layer below `Page.get_text`, which costs half as much. Ligatures are taken apart
(so that "fi" is found as f and i); everything else is kept as it stands in the file, soft hyphens
and hyphens at line ends too.
"""

from __future__ import annotations

import math
import re
from array import array
from collections.abc import Iterator
from itertools import chain
from operator import itemgetter

import pymupdf
from pymupdf import extra, mupdf

from itrvault.model.geometry import PageLayout
from itrvault.sandbox.records import FARTHEST, clean_text

FLAGS: int = (
    pymupdf.TEXT_PRESERVE_WHITESPACE
    | pymupdf.TEXT_MEDIABOX_CLIP
    | pymupdf.TEXT_CID_FOR_UNKNOWN_UNICODE
)

RIGHT_TO_LEFT = re.compile("[\u0590-\u0900]")
"""A letter of Hebrew, Arabic and their neighbours, as MuPDF's word finder sees them."""

LETTER = (612.0, 792.0)
"""The size of a page that cannot be asked for its own."""

PAGE_FAILURES = (
    mupdf.FzErrorBase, RuntimeError, SystemError, ValueError, TypeError, IndexError, KeyError,
    AttributeError, AssertionError,
)  # fmt: skip
"""What PyMuPDF raises over a broken page: MuPDF's own errors and slips over missing objects."""

Word = tuple[float, float, float, float, str, int, int, int]
"""x0, y0, x1, y1, word, block, line of the block, word of the line."""


def page_size(document: pymupdf.Document, number: int) -> tuple[float, float]:
    """Width and height in points as shown; a letter page where the file does not say."""
    try:
        box = document.load_page(number).rect
    except PAGE_FAILURES:
        return LETTER
    return sane_size(box.width, box.height)


def sane_size(width: float, height: float) -> tuple[float, float]:
    """The size, or a letter page's when it is none."""
    if 0 < width <= FARTHEST and 0 < height <= FARTHEST:
        return width, height
    return LETTER


def text_page(page: pymupdf.Page, flags: int = FLAGS) -> pymupdf.TextPage:
    """Structured text in the coordinates of the page as it is shown (`get_textpage` unrotates)."""
    raw = extra.page_get_textpage(page.this, None, flags, None)
    return pymupdf.TextPage(mupdf.FzStextPage(raw))


def words_of(text: pymupdf.TextPage) -> list[Word]:
    """Words in reading order. Words whose boxes are no numbers are left out."""
    words: list[Word] = extra.extractWORDS(text.this, None)
    boxes = _boxes_of(words)
    if boxes and not (
        math.isfinite(sum(boxes)) and max(boxes) < FARTHEST and min(boxes) > -FARTHEST
    ):
        words = [word for word in words if all(-FARTHEST < n < FARTHEST for n in word[:4])]
    return words


def _boxes_of(words: list[Word]) -> array[float]:
    return array("f", chain.from_iterable(map(itemgetter(0, 1, 2, 3), words)))


def compose(words: list[Word], page: pymupdf.Page) -> tuple[str, PageLayout]:
    """The text of a page: words, lines and blocks joined, and the layout of the words.

    MuPDF starts a new line at a wide gap; a piece that goes on at the same height in the same block
    ("3.4    Members shall") is joined to its line here. It also splits words where the direction of
    writing changes ("(31" in Arabic); those are joined without a blank when they touch.
    """
    box = page.rect
    width, height = sane_size(box.width, box.height)
    parts: list[str] = []
    starts, ends, lines = array("I"), array("I"), array("I")
    add_start, add_end, add_line = starts.append, ends.append, lines.append
    at = line_number = 0
    block = line = -1
    tokens = [word[4] for word in words]
    two_ways = RIGHT_TO_LEFT.search("".join(tokens)) is not None
    before: Word | None = None
    for word, token in zip(words, tokens, strict=True):
        if word[5] == block and word[6] == line:
            separator = "" if two_ways and _touch(before or word, word) else " "
        elif before is None:
            separator = ""
        elif word[5] != block:
            separator = "\n\n"
            line_number += 1
        elif _goes_on(before, word):
            separator = " "
        else:
            separator = "\n"
            line_number += 1
        block, line = word[5], word[6]
        parts.append(separator)
        parts.append(token)
        at += len(separator)
        add_start(at)
        at += len(token)
        add_end(at)
        add_line(line_number)
        before = word
    text = clean_text("".join(parts))
    return text, PageLayout(width, height, starts, ends, lines, _boxes_of(words))


def _goes_on(before: Word, word: Word) -> bool:
    """Whether a word stands beside the one before, at the same height."""
    low, high = max(before[1], word[1]), min(before[3], word[3])
    overlap = high - low
    level = overlap > 0.6 * min(before[3] - before[1], word[3] - word[1])
    return level and (word[0] >= before[2] or word[2] <= before[0])


def _touch(before: Word, word: Word) -> bool:
    """Whether two words were split only because the direction of writing changes."""
    if before[4].isascii() and word[4].isascii():
        return False
    if is_right_to_left(before[4][-1]) == is_right_to_left(word[4][0]):
        return False
    gap = max(before[0], word[0]) - min(before[2], word[2])
    return gap < 0.08 * (word[3] - word[1])


def is_right_to_left(char: str) -> bool:
    """As MuPDF's word finder sees it: Hebrew, Arabic and their neighbours."""
    return RIGHT_TO_LEFT.match(char) is not None


Char = tuple[str, float, float, float, float]
"""A character and its box."""


def chars_of(text: pymupdf.TextPage, clip: pymupdf.Rect) -> Iterator[Char]:
    """Characters that leave ink, exactly those the word finder takes, in its order."""
    for block in text.extractRAWDICT()["blocks"]:
        for line in block.get("lines", ()):
            first = True
            for span in line["spans"]:
                for char in span["chars"]:
                    letter = char["c"]
                    box = char["bbox"]
                    if is_blank(letter):
                        first = True
                        continue
                    if first and letter == "\u200d":
                        continue
                    if not within(box, clip):
                        continue
                    first = False
                    yield letter, *box


def is_blank(letter: str) -> bool:
    """Whether the word finder parts words at this character."""
    return letter <= " " or letter == "\u00a0" or "\u202a" <= letter <= "\u202e"


def within(box: tuple[float, float, float, float], clip: pymupdf.Rect) -> bool:
    """Whether any of a box is on the page."""
    return bool(
        box[0] < clip.x1 and box[2] > clip.x0 and box[1] < clip.y1 and box[3] > clip.y0
    )  # fmt: skip
