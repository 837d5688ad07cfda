"""Struck and underlined words on a page that was read by OCR: what a scanned proposal changes.

The rows of the picture are looked at behind and below each word. A line there is a mark only if
words fill it; rules of tables and forms run on past them. Struck words are deletions; underlined
ones count as insertions only on a page that marks changes: it strikes words, or a line on it begins
with ADD, MOD or SUP.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pymupdf

from itrvault.model.document import Redline, RedlineKind
from itrvault.model.geometry import PageLayout
from itrvault.readers.ocr import Recognised, Word
from itrvault.readers.pdf_text import PAGE_FAILURES

_VERBS = re.compile(r"^\s*(ADD|MOD|SUP)\b", re.MULTILINE)
_STRIKE = (0.3, 0.74)
_UNDERLINE = (0.84, 1.3)
"""Where in a word's box, from its top, a line through it and one below it stand."""

_COVERED = 0.95  # of a word's width
_THICKEST = 0.18  # of its height: more is a bar, or a picture
_SLACK = 0.8  # of its height, by which a line may be longer than the words on it
_GAP = 2.0  # between two words that a line runs on through
_LEAST_HEIGHT = 8  # pixels
_FEWEST_STRUCK = 2  # words, where no ADD, MOD or SUP says that changes are marked
_BRIGHT = bytes(range(0x80, 0x100))
_GAPS = re.compile(rb"[\x80-\xff]{4,}")


def redlines_of(page: Any, found: Recognised, text: str, layout: PageLayout) -> tuple[Redline, ...]:
    """The redlines of a page; word `i` of `found` is word `i` of the layout."""
    if not found.words or found.matrix is None:
        return ()
    try:
        drawn = page.get_pixmap(matrix=found.matrix, colorspace=pymupdf.csGRAY, alpha=False)
    except PAGE_FAILURES:
        return ()  # it could be read, and that is worth more
    picture = _Picture(drawn.width, drawn.height, drawn.stride, bytes(drawn.samples_mv))
    lines: dict[int, list[Word]] = {}
    for word, line in zip(found.words, layout.lines, strict=True):
        lines.setdefault(line, []).append(word)
    kinds = [
        _kind(picture, word, lines[line])
        for word, line in zip(found.words, layout.lines, strict=True)
    ]
    verbs = _VERBS.search(text) is not None
    if kinds.count(RedlineKind.DELETED) < _FEWEST_STRUCK and not verbs:
        return ()
    return tuple(_joined(kinds, layout))


@dataclass(frozen=True, slots=True)
class _Picture:
    """Rows of `stride` bytes, a byte a dot; below 0x80 it is ink."""

    width: int
    height: int
    stride: int
    dots: bytes

    def row(self, y: int, x0: int, x1: int) -> bytes:
        """The dots of a row from `x0` to `x1`."""
        return self.dots[y * self.stride + max(0, x0) : y * self.stride + min(x1, self.width)]

    def run(self, y: int, x0: int, x1: int) -> tuple[int, int]:
        """How far the ink of a row goes on to both sides of a stretch of it."""
        before, after = self.row(y, 0, x0), self.row(y, x1, self.width)
        start = max((gap.end() for gap in _GAPS.finditer(before)), default=0)
        first = _GAPS.search(after)
        return start, x1 + (first.start() if first else len(after))


def _kind(picture: _Picture, word: Word, line: Sequence[Word]) -> RedlineKind | None:
    """What a line through or below a word does to it."""
    height = word.y1 - word.y0
    x0, x1 = int(word.x0), int(word.x1)
    if height < _LEAST_HEIGHT or x1 - x0 < 0.5 * height or not any(map(str.isalnum, word.text)):
        return None
    for kind, (top, bottom) in (
        (RedlineKind.DELETED, _STRIKE), (RedlineKind.INSERTED, _UNDERLINE),
    ):  # fmt: skip
        if kind is RedlineKind.DELETED and x1 - x0 < height:
            continue  # the bar of a letter
        first, last = int(word.y0 + top * height), int(word.y0 + bottom * height)
        rows = [
            y for y in range(max(0, first), min(last + 1, picture.height))
            if _is_covered(picture.row(y, x0, x1))
        ]  # fmt: skip
        if (
            rows
            and rows[-1] - rows[0] <= max(3.0, _THICKEST * height)
            and _fills(picture.run(rows[len(rows) // 2], x0, x1), line, height)
        ):
            return kind
    return None


def _is_covered(row: bytes) -> bool:
    return bool(row) and len(row.translate(None, _BRIGHT)) >= _COVERED * len(row)


def _fills(run: tuple[int, int], line: Sequence[Word], height: float) -> bool:
    """Whether words stand along the whole of a line, and it does not run on past them."""
    start, end = run
    on_it = sorted(
        (word.x0, word.x1) for word in line if min(word.x1, end) - max(word.x0, start) > 0
    )
    slack = _SLACK * height
    right = on_it[0][0] if on_it else end
    if not on_it or right - start > slack:
        return False
    for x0, x1 in on_it:
        if x0 - right > _GAP * height:
            return False
        right = max(right, x1)
    return end - right <= slack


def _joined(kinds: Sequence[RedlineKind | None], layout: PageLayout) -> Iterator[Redline]:
    """A redline for each row of words that are marked alike."""
    start = end = 0
    before: RedlineKind | None = None
    for kind, first, last in zip(kinds, layout.starts, layout.ends, strict=True):
        if kind is not before:
            if before is not None:
                yield Redline(start, end, before, drawn=True)
            start, before = first, kind
        end = last
    if before is not None:
        yield Redline(start, end, before, drawn=True)
