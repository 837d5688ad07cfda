"""Words of one page and where they stand, through MuPDF's structured text.

The calls go to the layer below `Page.get_text`, which costs half as much. Ligatures are taken apart
(so that "fi" is found as f and i); everything else is kept as it stands in the file, soft hyphens
and hyphens at line ends too.
"""

from __future__ import annotations

import math
import re
from array import array
from itertools import accumulate, chain, compress, pairwise
from operator import ne, or_
from struct import Struct
from typing import Any

import pymupdf
from pymupdf import extra, mupdf

from itrvault.model.geometry import PageLayout
from itrvault.sandbox.records import FARTHEST, clean_text

FLAGS: int = (
    pymupdf.TEXT_PRESERVE_WHITESPACE
    | pymupdf.TEXT_MEDIABOX_CLIP
    | pymupdf.TEXT_CID_FOR_UNKNOWN_UNICODE
)

# A box as high as the font says. PyMuPDF would make those of some fonts a fifth higher, which is no
# truer, and takes half of the time that words take.
pymupdf.TOOLS.unset_quad_corrections(True)

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

Columns = tuple[tuple[Any, ...], ...]
"""The same eight of all words of a page. Most that is done to a page is done to columns, as it has
hundreds of words but only dozens of lines."""


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


def columns_of(words: list[Word]) -> Columns:
    """The words as columns."""
    return tuple(zip(*words, strict=True)) if words else ((),) * 8


def words_of(text: pymupdf.TextPage) -> tuple[list[Word], Columns]:
    """Words in reading order, both ways. Words whose boxes are no numbers are left out."""
    words: list[Word] = extra.extractWORDS(text.this, None)
    columns = columns_of(words)
    # One pass over all numbers tells nearly always that none of them is too large, or none at all.
    if not math.hypot(*chain.from_iterable(columns[:4])) < FARTHEST:
        words = [word for word in words if all(-FARTHEST < n < FARTHEST for n in word[:4])]
        columns = columns_of(words)
    return words, columns


def compose(columns: Columns, page: pymupdf.Page) -> tuple[str, PageLayout]:
    """The text of a page: words, lines and blocks joined, and the layout of the words.

    MuPDF starts a new line at a wide gap; a piece that goes on at the same height in the same block
    ("3.4    Members shall") is joined to its line here. It also splits words where the direction of
    writing changes ("(31" in Arabic); those are joined without a blank when they touch.
    """
    box = page.rect
    width, height = sane_size(box.width, box.height)
    x0s, y0s, x1s, y1s, tokens, blocks, lines, _ = columns
    count = len(tokens)
    if not count:
        return "", PageLayout(width, height, array("I"), array("I"), array("I"), array("f"))
    # Before each word a separator: texts and lengths of both in turn.
    parts, lengths, starts_line = [" "] * (2 * count), [1] * (2 * count), [0] * count
    parts[0], lengths[0] = "", 0
    parts[1::2], lengths[1::2] = tokens, list(map(len, tokens))
    other_block = map(ne, blocks[1:], blocks)
    other_line = map(ne, lines[1:], lines)
    for index in compress(range(1, count), map(or_, other_block, other_line)):
        last = index - 1
        if blocks[index] != blocks[last]:
            parts[2 * index], lengths[2 * index] = "\n\n", 2
        else:
            # Whether the word stands beside the one before, at the same height.
            top, bottom, above, below = y0s[index], y1s[index], y0s[last], y1s[last]
            shared = (bottom if bottom < below else below) - (top if top > above else above)
            low = bottom - top if bottom - top < below - above else below - above
            if shared > 0.6 * low and (x0s[index] >= x1s[last] or x1s[index] <= x0s[last]):
                continue
            parts[2 * index] = "\n"
        starts_line[index] = 1
    text = "".join(parts)
    if not text.isascii() and RIGHT_TO_LEFT.search(text):
        words = zip(*columns, strict=True)
        for index, (before, word) in enumerate(pairwise(words), 1):
            if word[5:7] == before[5:7] and _touch(before, word):
                parts[2 * index], lengths[2 * index] = "", 0
        text = "".join(parts)
    edges = array("I", list(accumulate(lengths)))
    boxes = array("f", bytes(16 * count))
    pack = Struct(f"{count}f").pack  # in a third of the time that an array takes
    for at, column in enumerate((x0s, y0s, x1s, y1s)):
        boxes[at::4] = array("f", pack(*column))
    layout = PageLayout(
        width, height, edges[0::2], edges[1::2], array("I", list(accumulate(starts_line))), boxes
    )
    return clean_text(text), layout


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


_BLANKS = frozenset(["", *map(chr, (*range(0x21), 0xA0, *range(0x202A, 0x202F)))])
"""Where the word finder parts words."""

_JOINER = "\u200d"


def chars_of(text: pymupdf.TextPage, clip: pymupdf.Rect) -> list[Char]:
    """Characters that leave ink, exactly those the word finder takes, in its order."""
    left, top, right, bottom = clip
    blocks = text.extractRAWDICT()["blocks"]
    spans = [
        span["chars"]
        for block in blocks
        for line in block.get("lines", ())
        for span in line["spans"]
    ]
    chars = [
        (letter, *box)
        for span in spans
        for char in span
        if (letter := char["c"]) not in _BLANKS
        and (box := char["bbox"])[0] < right
        and box[2] > left
        and box[1] < bottom
        and box[3] > top
    ]
    if _JOINER in "".join([char[0] for char in chars]):
        return _without_leading_joiners(blocks, set(chars))
    return chars


def _without_leading_joiners(blocks: list[dict[str, Any]], taken: set[Char]) -> list[Char]:
    """The characters that are taken, without joiners at the beginning of a word."""
    chars: list[Char] = []
    for block in blocks:
        for line in block.get("lines", ()):
            first = True
            for span in line["spans"]:
                for char in span["chars"]:
                    letter = char["c"]
                    found = (letter, *char["bbox"])
                    if letter in _BLANKS:
                        first = True
                    elif found in taken and not (first and letter == _JOINER):
                        first = False
                        chars.append(found)
    return chars


def is_blank(letter: str) -> bool:
    """Whether the word finder parts words at this character."""
    return letter in _BLANKS


def within(box: tuple[float, float, float, float], clip: pymupdf.Rect) -> bool:
    """Whether any of a box is on the page."""
    return bool(
        box[0] < clip.x1 and box[2] > clip.x0 and box[1] < clip.y1 and box[3] > clip.y0
    )  # fmt: skip
