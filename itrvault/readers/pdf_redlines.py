"""Struck and underlined words of a PDF: what a proposal deletes and inserts, as it is drawn.

MuPDF can tell struck from underlined characters itself, but takes ten times the time of the text.
So the drawings of a page are looked at first, and characters only where a thin line among them runs
along words. (MuPDF can collect lines with the text, too, but then tears sentences apart at them.)

A line is a mark only if text fills it: rules of tables, of headers and above footnotes run on past
the words. Struck words are deletions. Underlined ones are ambiguous: links and headings are
underlined, too. Links never count, and the rest counts as inserted only in a document that shows
elsewhere that it marks changes: struck words, or a line that begins with ADD, MOD or SUP.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import pymupdf

from itrvault.model.document import Redline, RedlineKind, Unit
from itrvault.model.geometry import PageLayout
from itrvault.readers.pdf_text import PAGE_FAILURES, Char, Word, chars_of

THICKEST = 2.6
"""A mark is no thicker, in points."""

SHORTEST = 2.0

LEAST_LETTERS = 2
"""Signs alone are not marked but touched: brackets by the strokes of a drawing."""

MOST_LINES = 600
"""More thin lines than this on a page are a drawing or a table."""

HEAVY_CONTENT = 400_000
"""Bytes of drawing instructions above which a page is a plot, not a redline."""

_DRAWING = re.compile(rb"\b(?:re|l|Do)\b")
"""Operators without which a page holds no line: rectangle, line, a form with its own drawing."""

_VERBS = re.compile(r"^\s*(ADD|MOD|SUP)\b", re.MULTILINE)

_STRIKE_HEIGHT = (0.3, 0.74)
_UNDERLINE_HEIGHT = (0.74, 1.12)
"""Where in a word's box, from its top, a line through it and one below it stand."""

_UNDERLINE, _SQUIGGLY, _STRIKE_OUT = 9, 10, 11  # PDF_ANNOT_* of MuPDF


@dataclass(frozen=True, slots=True)
class Stroke:
    """A thin horizontal line, or what a mark-up annotation stands for."""

    x0: float
    x1: float
    y: float
    kind: RedlineKind | None = None  # an annotation says so; a drawn line does not
    top: float = 0.0  # of an annotation
    bottom: float = 0.0


class RedlineFinder:
    """Looks at every page of one document and holds back what it cannot decide yet."""

    def __init__(self) -> None:
        self._marks_changes = False
        self._held: list[tuple[Unit, tuple[Redline, ...]]] = []
        self._found: tuple[Redline, ...] = ()

    def look(
        self,
        page: pymupdf.Page,
        structured: pymupdf.TextPage,
        words: Sequence[Word],
        layout: PageLayout,
    ) -> None:
        """Find the marks of a page; `settle` with its unit must follow."""
        self._found = tuple(_find(page, structured, words, layout))

    def settle(self, unit: Unit) -> Iterator[Unit]:
        """Give the units whose redlines are certain, in order."""
        found, self._found = self._found, ()
        self._marks_changes = (
            self._marks_changes
            or any(mark.kind is RedlineKind.DELETED for mark in found)
            or bool(_VERBS.search(unit.text))
        )
        if self._marks_changes:
            yield from self._release()
            yield replace(unit, redlines=found) if found else unit
        elif found or self._held:
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
            yield replace(unit, redlines=found) if found else unit
        self._held = []


def _find(
    page: pymupdf.Page,
    structured: pymupdf.TextPage,
    words: Sequence[Word],
    layout: PageLayout,
) -> Iterator[Redline]:
    if not words:
        return
    bands = _Bands(words)
    strokes = [stroke for stroke in _drawn(page) if bands.filled_by_text(stroke)]
    strokes += _annotated(page)
    if not strokes:
        return
    try:
        chars = list(chars_of(structured, structured.rect))
    except PAGE_FAILURES:
        return  # the text of the page is worth more than its marks
    places = [at for start, end in zip(layout.starts, layout.ends, strict=True)
              for at in range(start, end)]  # fmt: skip
    if len(places) != len(chars):
        return  # characters and words disagree: a wrong redline would be worse than none
    struck, underlined = _marked(
        strokes, chars, [link["from"] * page.rotation_matrix for link in page.get_links()]
    )
    for kind, marked in ((RedlineKind.DELETED, struck), (RedlineKind.INSERTED, underlined)):
        for first, last in _runs(marked):
            if sum(char[0].isalnum() for char in chars[first : last + 1]) >= LEAST_LETTERS:
                yield Redline(places[first], places[last] + 1, kind, drawn=True)


def _drawn(page: pymupdf.Page) -> list[Stroke]:
    """Thin horizontal lines and bars among the page's drawings; none when there are too many."""
    content = page.read_contents()
    if len(content) > HEAVY_CONTENT or not _DRAWING.search(content):
        return []
    turn = page.rotation_matrix
    strokes: list[Stroke] = []
    for path in page.get_cdrawings():
        width = path.get("width") or 0.0
        for item in path.get("items", ()):
            if item[0] == "l":
                box = pymupdf.Rect(item[1], item[2]).normalize() * turn
                thick = width
            elif item[0] == "re":
                box = pymupdf.Rect(item[1]) * turn
                thick = 0.0
            elif item[0] == "qu":
                box = pymupdf.Quad(item[1]).rect * turn
                thick = 0.0
            else:
                continue
            if box.height + thick <= THICKEST and box.width >= SHORTEST:
                strokes.append(Stroke(box.x0, box.x1, (box.y0 + box.y1) / 2))
                if len(strokes) > MOST_LINES:
                    return []
    return strokes


def _annotated(page: pymupdf.Page) -> Iterator[Stroke]:
    """Strike-out and underline annotations, a stroke for each of their boxes."""
    kinds = {
        _UNDERLINE: RedlineKind.INSERTED, _SQUIGGLY: RedlineKind.INSERTED,
        _STRIKE_OUT: RedlineKind.DELETED,
    }  # fmt: skip
    if not any(entry[1] in kinds for entry in page.annot_xrefs()):
        return
    for annotation in page.annots(types=tuple(kinds)):
        corners = annotation.vertices or []
        for at in range(0, len(corners) - 3, 4):
            shown = [
                pymupdf.Point(corner) * page.rotation_matrix for corner in corners[at : at + 4]
            ]
            xs, ys = zip(*shown, strict=True)
            yield Stroke(min(xs), max(xs), sum(ys) / 4, kinds[annotation.type[0]], min(ys), max(ys))


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


class _Bands:
    """The words of a page by height, to find those a line runs along."""

    _STEP = 10.0

    def __init__(self, words: Sequence[Word]) -> None:
        self._words = words
        self._bands: dict[int, list[Word]] = {}

    def filled_by_text(self, stroke: Stroke) -> bool:
        """Whether words stand along the whole of a line, and nothing of it runs on past them."""
        touched = sorted(
            word[:4]
            for word in self._near(stroke.y)
            if _height_kind(stroke.y, word[1], word[3])
            and min(stroke.x1, word[2]) - max(stroke.x0, word[0])
            > 0.3 * min(stroke.x1 - stroke.x0, word[2] - word[0])
        )
        if not touched:
            return False
        slack = 0.6 * max(word[3] - word[1] for word in touched)
        right = touched[0][0]
        if stroke.x0 < right - slack:
            return False
        for x0, _, x1, _ in touched:
            if x0 - right > 2 * slack:
                return False
            right = max(right, x1)
        return stroke.x1 <= right + slack

    def _near(self, y: float) -> list[Word]:
        if not self._bands:
            for word in self._words:
                first, last = int(word[1] // self._STEP), int(word[3] // self._STEP)
                for band in range(first, min(last, first + 20) + 2):  # one more: for underlines
                    self._bands.setdefault(band, []).append(word)
        return self._bands.get(int(y // self._STEP), [])


def _marked(
    strokes: Sequence[Stroke], chars: Sequence[Char], links: Sequence[pymupdf.Rect]
) -> tuple[list[int], list[int]]:
    """Numbers of the struck and of the underlined characters."""
    struck: list[int] = []
    underlined: list[int] = []
    by_top = sorted(strokes, key=lambda stroke: stroke.y)
    heights = [stroke.y for stroke in by_top]
    for index, (_, x0, y0, x1, y1) in enumerate(chars):
        margin = 0.2 * (y1 - y0)
        near = by_top[bisect_left(heights, y0 - margin) : bisect_right(heights, y1 + margin)]
        middle, level = (x0 + x1) / 2, (y0 + y1) / 2
        kinds = {
            (_height_kind(stroke.y, y0, y1) if stroke.kind is None else
             stroke.kind if stroke.top <= level <= stroke.bottom else None)
            for stroke in near
            if stroke.x0 - 0.5 <= middle <= stroke.x1 + 0.5
        }  # fmt: skip
        if RedlineKind.DELETED in kinds:
            struck.append(index)
        elif RedlineKind.INSERTED in kinds and not any(
            link.x0 <= middle <= link.x1 and link.y0 <= level <= link.y1 for link in links
        ):
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
