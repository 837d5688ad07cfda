"""The words that OCR read of a page as a unit of the document, with their places."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable
from typing import Any

import pymupdf

from itrvault.model.document import Doubt, TextSource, Unit, UnitKind
from itrvault.model.geometry import PageLayout
from itrvault.readers.ocr import UNSPACED, Recognised, Word
from itrvault.readers.ocr_redlines import redlines_of
from itrvault.readers.pdf_text import sane_size
from itrvault.sandbox.records import clean_text
from itrvault.text.judge import judge
from itrvault.text.language import detect_language

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufefc]")


def as_unit(number: int, label: str, page: Any, found: Recognised) -> Unit:
    """The words as a unit of the document, judged like any other text."""
    width, height = sane_size(page.rect.width, page.rect.height)
    pieces: list[str] = []
    starts, ends, lines = array("I"), array("I"), array("I")
    boxes = array("f")
    at = line = 0
    before: Word | None = None
    back = pymupdf.Matrix()
    if found.matrix is not None:
        back.invert(found.matrix)
    for word in found.words:
        gap = "" if before is None else _between(before, word)
        line += "\n" in gap
        text = clean_text(word.text)
        starts.append(at + len(gap))
        at += len(gap) + len(text)
        ends.append(at)
        lines.append(line)
        boxes.extend(_on_page(word, back, width, height))
        pieces += (gap, text)
        before = word
    text = "".join(pieces)
    language = detect_language(text)
    layout = PageLayout(width, height, starts, ends, lines, boxes)
    redlines = redlines_of(page, found, text, layout)
    return Unit(
        number, UnitKind.PAGE, label, text, layout, language, redlines, TextSource.OCR,
        judge(text, language).doubt if text else Doubt.IMAGE,
    )  # fmt: skip


def _between(before: Word, word: Word) -> str:
    """What stands between two words: nothing, a blank, a line's end or a paragraph's."""
    height = min(before.y1 - before.y0, word.y1 - word.y0)
    shared = min(before.y1, word.y1) - max(before.y0, word.y0)
    if shared > 0.4 * height and _goes_on(before, word):
        near = _gap(before, word) < 0.6 * max(before.y1 - before.y0, word.y1 - word.y0)
        chinese = UNSPACED.match(word.text) and UNSPACED.match(before.text[-1])
        return "" if chinese and near else " "
    below = word.y0 - before.y1
    return "\n" if -0.5 * height < below < 0.8 * height else "\n\n"


def _goes_on(before: Word, word: Word) -> bool:
    """Whether a word stands behind another in its line, whichever way the line runs."""
    middle = (word.x0 + word.x1) / 2
    if _RIGHT_TO_LEFT.search(word.text) or _RIGHT_TO_LEFT.search(before.text):
        return True
    return middle > before.x0


def _gap(before: Word, word: Word) -> float:
    return max(before.x0, word.x0) - min(before.x1, word.x1)


def _on_page(word: Word, back: Any, width: float, height: float) -> Iterable[float]:
    """The box in points of the page; what the picture was turned by may put it over the edge."""
    box = pymupdf.Rect(word.x0, word.y0, word.x1, word.y1) * back
    x0, x1 = max(0.0, min(box.x0, width)), max(0.0, min(box.x1, width))
    y0, y1 = max(0.0, min(box.y0, height)), max(0.0, min(box.y1, height))
    return x0, y0, x1, y1
