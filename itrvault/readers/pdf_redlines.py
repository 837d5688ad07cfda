"""Struck and underlined words of a PDF: what a proposal deletes and inserts, as it is drawn.

MuPDF can tell struck from underlined characters itself, but takes ten times the time of the text.
So the thin lines of a page are looked at first (`pdf_strokes`), and characters only where one runs
along words.

A line is a mark only if text fills it: rules of tables, of headers and above footnotes run on past
the words. Struck words are deletions. Underlined ones are ambiguous: links and headings are
underlined, too. Links never count, and the rest counts as inserted only in a document that shows
elsewhere that it marks changes: struck words, or a line that begins with ADD, MOD or SUP. Coloured
words (`pdf_colours`) are looked at from the page on that shows it, while enough of them do. An
underline annotation is a reader's mark (`pdf_marks`); a strike-out is that and a deletion as well.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import compress

import pymupdf
from pymupdf import mupdf

from itrvault.model.document import ForeignMark, MarkKind, Redline, RedlineKind, Unit
from itrvault.model.geometry import PageLayout
from itrvault.readers.pdf_colours import coloured_redlines, draws_in_colour
from itrvault.readers.pdf_letters import PageText, characters, read_page
from itrvault.readers.pdf_shades import shaded_marks
from itrvault.readers.pdf_strokes import Stroke, text_and_strokes
from itrvault.readers.pdf_text import PAGE_FAILURES, Char, Columns, compose

MOST_WORDS = 2_500
"""More words than this on a page are the letters of a plot."""

_PROSE = re.compile(r"[^\W\d_]{3}|[\u2e80-\u9fff]{2}")
"""What a redline holds somewhere on its page, and the strokes of plots and staves hardly touch."""

_VERBS = re.compile(r"^\s*(ADD|MOD|SUP)\b", re.MULTILINE)

_SELDOM = 10
"""Colour is looked at where one page in so many, up to there, holds a proposal or deletes words."""

_STRIKE_HEIGHT = (0.3, 0.74)
_UNDERLINE_HEIGHT = (0.74, 1.12)
"""Where in a word's box, from its top, a line through it and one below it stand."""

_ONE = 0.7
"""Points between two strokes, in height and between their ends, that are drawn as one."""

Box = tuple[float, float, float, float]


class RedlineFinder:
    """Looks at every page of one document and holds back what it cannot decide yet.

    Where nothing says so far that a document marks changes, pages with underlined words only are
    not looked at by character, which costs as much as their text, but again once something does.
    """

    def __init__(self, document: pymupdf.Document, *, shades: bool = True) -> None:
        self._document = document
        self._shades = shades
        self.shaded: list[ForeignMark] = []
        """Words with a colour behind them, on the pages so far that mark changes."""
        self._marks_changes = False
        self._pages = self._proposing = 0
        self._held: list[tuple[Unit, tuple[Redline, ...] | None]] = []
        self._found: tuple[Redline, ...] | None = ()

    def look(
        self,
        page: pymupdf.Page,
        structured: pymupdf.TextPage,
        strokes: list[Stroke],
        found: PageText,
        text: str,
        layout: PageLayout,
        struck: Iterable[ForeignMark] = (),
    ) -> None:
        """Find the redlines of a page; `settle` with its unit must follow.

        Of `struck`, the marks that people made on it, those that strike words out are deletions.
        """
        self._pages += 1
        lines = _filled_by_text(strokes, found.columns)
        struck = [mark for mark in struck if mark.kind is MarkKind.STRIKEOUT]
        if not (self._marks_changes or lines.strike or struck or _VERBS.search(text)):
            self._found = None if lines.strokes else ()
            return
        redlines = list(_find(page, structured, lines.strokes, found, text, layout))
        redlines += (
            Redline(mark.start, mark.end, RedlineKind.DELETED, mark.author, mark.date, True)
            for mark in struck
            if mark.end > mark.start
        )
        if any(mark.kind is RedlineKind.DELETED for mark in redlines) or _VERBS.search(text):
            self._proposing += 1
        if self._proposing * _SELDOM >= self._pages and draws_in_colour(page):
            redlines += coloured_redlines(
                page, structured, found, text, layout, taken=redlines, links=_links(page)
            )
            if self._shades:
                self.shaded += shaded_marks(page, text, layout)
        self._found = tuple(sorted(redlines, key=lambda redline: (redline.start, redline.end)))

    def settle(self, unit: Unit) -> Iterator[Unit]:
        """Give the units whose redlines are certain, in order."""
        found, self._found = self._found, ()
        self._marks_changes = (
            self._marks_changes
            or any(mark.kind is RedlineKind.DELETED for mark in found or ())
            or bool(_VERBS.search(unit.text))
        )
        if self._marks_changes:
            yield from self._release()
            yield replace(unit, redlines=found) if found else unit
        elif found != () or self._held:
            self._held.append((unit, found))
        else:
            yield unit

    def rest(self) -> Iterator[Unit]:
        """Give what is still held back: nothing in the document says that it marks changes."""
        for unit, _ in self._held:
            yield unit
        self._held = []

    def _release(self) -> Iterator[Unit]:
        for unit, found in self._held:
            redlines = self._again(unit) if found is None else found
            yield replace(unit, redlines=redlines) if redlines else unit
        self._held = []

    def _again(self, unit: Unit) -> tuple[Redline, ...]:
        """The redlines of a page that has underlined words only."""
        try:
            page = self._document.load_page(unit.number)
            structured, strokes = text_and_strokes(page)
            found = read_page(page, structured)
            text, layout = compose(found.columns, page)
        except PAGE_FAILURES:
            return ()
        if text != unit.text:
            return ()
        lines = _filled_by_text(strokes, found.columns)
        return tuple(_find(page, structured, lines.strokes, found, text, layout))


def _find(
    page: pymupdf.Page,
    structured: pymupdf.TextPage,
    strokes: list[Stroke],
    found: PageText,
    text: str,
    layout: PageLayout,
) -> Iterator[Redline]:
    if not strokes:
        return
    try:
        if found.by_rule:
            found = read_page(page, structured)
        chars = characters(found, structured)
    except PAGE_FAILURES:
        return  # the text of the page is worth more than its marks
    places = [at for start, end in zip(layout.starts, layout.ends, strict=True)
              for at in range(start, end)]  # fmt: skip
    if len(places) != len(chars):
        return  # characters and words disagree: a wrong redline would be worse than none
    struck, underlined = _marked(strokes, chars)
    if underlined:
        links = _links(page)
        underlined = [index for index in underlined if not _in_any(chars[index], links)]
    for kind, marked in ((RedlineKind.DELETED, struck), (RedlineKind.INSERTED, underlined)):
        stretches = list(_runs(marked))
        spans = [(places[first], places[last] + 1) for first, last in stretches]
        if not any(_PROSE.search(text, start, end) for start, end in spans):
            continue
        for start, end in spans:
            if any(map(str.isalnum, text[start:end])):
                yield Redline(start, end, kind, drawn=True)


def _height_kind(y: float, top: float, bottom: float) -> RedlineKind | None:
    """What a line at height `y` does to text in a box from `top` to `bottom`."""
    if bottom <= top:
        return None
    height = (y - top) / (bottom - top)
    if _STRIKE_HEIGHT[0] <= height < _STRIKE_HEIGHT[1]:
        return RedlineKind.DELETED
    if _UNDERLINE_HEIGHT[0] <= height <= _UNDERLINE_HEIGHT[1]:
        return RedlineKind.INSERTED
    return None


@dataclass(frozen=True, slots=True)
class _Lines:
    """Strokes along words; `strike`: whether any of them may run through words."""

    strokes: list[Stroke]
    strike: bool


_NONE = _Lines([], strike=False)


def _filled_by_text(strokes: list[Stroke], columns: Columns) -> _Lines:
    """The strokes along the whole of which words stand, and which do not run on past them."""
    lefts, tops, rights, bottoms, *_ = columns
    if not strokes or not 0 < len(tops) <= MOST_WORDS:
        return _NONE
    strokes = _in_one(strokes)
    heights = [stroke.y for stroke in strokes]
    heights.append(math.inf)
    uppermost, undermost = _STRIKE_HEIGHT[0], _UNDERLINE_HEIGHT[1]
    # A page has few lines of words, and most touch none of the strokes.
    near = {
        (top, bottom)
        for top, bottom in set(zip(tops, bottoms, strict=True))
        if heights[bisect_left(heights, top + uppermost * (bottom - top))]
        <= top + undermost * (bottom - top)
    }
    if not near:
        return _NONE
    touched: dict[int, list[Box]] = {}
    beside = map(near.__contains__, zip(tops, bottoms, strict=True))
    for x0, y0, x1, y1 in compress(zip(lefts, tops, rights, bottoms, strict=True), beside):
        height = y1 - y0
        first = bisect_left(heights, y0 + uppermost * height)
        for index in range(first, bisect_right(heights, y0 + undermost * height)):
            stroke = strokes[index]
            shared = min(stroke.x1, x1) - max(stroke.x0, x0)
            if shared > 0.3 * min(stroke.x1 - stroke.x0, x1 - x0):
                touched.setdefault(index, []).append((x0, y0, x1, y1))
    filled = [index for index, boxes in touched.items() if _fills(strokes[index], boxes)]
    strike = any(
        _height_kind(heights[index], y0, y1) is RedlineKind.DELETED
        for index in filled
        for _, y0, _, y1 in touched[index]
    )
    return _Lines([strokes[index] for index in filled], strike)


def _in_one(strokes: Iterable[Stroke]) -> list[Stroke]:
    """The strokes by height, those in one that end where others begin.

    The rule between two rows of a table is often drawn cell by cell; under a cell that its words
    fill, such a piece looks like their underline, while the whole rule runs on past them.
    """
    whole: list[Stroke] = []
    for stroke in sorted(strokes, key=lambda stroke: (round(stroke.y, 1), stroke.x0)):
        last = whole[-1] if whole else None
        if last is not None and abs(last.y - stroke.y) < _ONE and stroke.x0 - last.x1 < _ONE:
            whole[-1] = Stroke(last.x0, max(last.x1, stroke.x1), last.y)
        else:
            whole.append(stroke)
    whole.sort(key=lambda stroke: stroke.y)
    return whole


def _fills(stroke: Stroke, boxes: list[Box]) -> bool:
    boxes.sort()
    slack = 0.6 * max(y1 - y0 for _, y0, _, y1 in boxes)
    right = boxes[0][0]
    if stroke.x0 < right - slack:
        return False
    for x0, _, x1, _ in boxes:
        if x0 - right > 2 * slack:
            return False
        right = max(right, x1)
    return stroke.x1 <= right + slack


def _links(page: pymupdf.Page) -> list[Box]:
    """Boxes of the links of a page, as shown (`get_links` costs a hundred times as much)."""
    boxes: list[Box] = []
    link = mupdf.fz_load_links(page.this)
    while link.m_internal is not None:
        box = link.rect()
        boxes.append((box.x0, box.y0, box.x1, box.y1))
        link = link.next()
    return boxes


def _in_any(char: Char, boxes: Sequence[Box]) -> bool:
    x, y = (char[1] + char[3]) / 2, (char[2] + char[4]) / 2
    return any(x0 <= x <= x1 and y0 <= y <= y1 for x0, y0, x1, y1 in boxes)


def _marked(strokes: Sequence[Stroke], chars: Sequence[Char]) -> tuple[list[int], list[int]]:
    """Numbers of the struck and of the underlined characters."""
    struck: list[int] = []
    underlined: list[int] = []
    by_top = sorted(strokes, key=lambda stroke: stroke.y)
    heights = [stroke.y for stroke in by_top]
    for index, (_, x0, y0, x1, y1) in enumerate(chars):
        margin = 0.2 * (y1 - y0)
        near = by_top[bisect_left(heights, y0 - margin) : bisect_right(heights, y1 + margin)]
        middle = (x0 + x1) / 2
        kinds = {
            _height_kind(stroke.y, y0, y1)
            for stroke in near
            if stroke.x0 - 0.5 <= middle <= stroke.x1 + 0.5
        }  # fmt: skip
        if RedlineKind.DELETED in kinds:
            struck.append(index)
        elif RedlineKind.INSERTED in kinds:
            underlined.append(index)
    return struck, underlined


def _runs(marked: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First and last of each stretch of consecutive characters."""
    first = last = -2
    for index in marked:
        if index != last + 1:
            if first >= 0:
                yield first, last
            first = index
        last = index
    if first >= 0:
        yield first, last
