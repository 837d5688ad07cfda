"""Puts right what is regularly wrong with the text of a page: Arabic in forms, or stored backwards.

A PDF may give Arabic as it is drawn: each letter in the form it has at its place in the word, and
words from their last letter to their first. Both are undone here, and words keep their boxes.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Sequence
from dataclasses import replace

from itrvault.model.document import Extraction, TextSource, Unit
from itrvault.model.geometry import PageLayout
from itrvault.text.judge import runs_backwards

_FORMS = re.compile("[\ufb1d-\ufdfb\ufe70-\ufefc]")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdfb\ufe70-\ufefc]")
_NUMBER = "0-9\u0660-\u0669\u06f0-\u06f9A-Za-z"
_PIECES = re.compile(f"[{_NUMBER}.,:/%+-]*[{_NUMBER}]|.", re.DOTALL)
"""A letter with nothing to be turned, or a number or Latin word, which reads as it stands."""


def repair(extraction: Extraction) -> Extraction:
    """The same with pages put right; their marks and redlines stay on their words."""
    units: list[Unit] = []
    places: dict[int, Sequence[int]] = {}
    for unit in extraction.units:
        mended, moved = repair_page(unit)
        units.append(mended)
        if moved:
            places[unit.number] = moved
    if not places:
        return extraction
    marks = tuple(
        replace(mark, start=_first(places[mark.unit], mark.start, mark.end),
                end=_last(places[mark.unit], mark.start, mark.end))
        if mark.unit in places else mark
        for mark in extraction.marks
    )  # fmt: skip
    return replace(extraction, units=tuple(units), marks=marks)


def repair_page(unit: Unit) -> tuple[Unit, Sequence[int]]:
    """The page put right, and where each of its old code points starts now (one more at the end).

    () when there was nothing to do.
    """
    text, layout = unit.text, unit.layout
    if text.isascii() or not isinstance(layout, PageLayout) or not layout.starts:
        return unit, ()
    backwards = _RIGHT_TO_LEFT.search(text) is not None and runs_backwards(text)
    if not backwards and not _FORMS.search(text):
        return unit, ()
    order = _order(text, layout) if backwards else list(range(len(layout.starts)))
    moved = array("I", bytes(4 * (len(text) + 1)))
    parts: list[str] = []
    at = 0

    def put(first: int, letters: str) -> None:
        nonlocal at
        moved[first] = at
        parts.append(letters)
        at += len(letters)

    starts, ends, boxes = array("I"), array("I"), array("f")
    done = 0  # what of the old text between words is dealt with
    for place, word in enumerate(order):
        for blank in range(done, layout.starts[place]):
            put(blank, text[blank])
        done = layout.ends[place]
        starts.append(at)
        first, last = layout.starts[word], layout.ends[word]
        for start, stretch in _letters(text[first:last], turned=backwards):
            for index, letter in enumerate(stretch):
                put(first + start + index, _plain(letter))
        if at == starts[-1]:
            put(first, text[first])  # a word of nothing but marks stays a word
        ends.append(at)
        boxes.extend(layout.boxes[4 * word : 4 * word + 4])
    for rest in range(done, len(text)):
        put(rest, text[rest])
    moved[len(text)] = at
    redlines = tuple(
        replace(line, start=_first(moved, line.start, line.end),
                end=_last(moved, line.start, line.end))
        for line in unit.redlines
    )  # fmt: skip
    changed = PageLayout(layout.width, layout.height, starts, ends, layout.lines, boxes)
    mended = replace(
        unit, text="".join(parts), layout=changed, redlines=redlines, source=TextSource.REPAIRED
    )
    return mended, moved


def _order(text: str, layout: PageLayout) -> list[int]:
    """The words in the order they are read: those of a line that runs to the left turned round."""
    order: list[int] = []
    line: list[int] = []
    for word in range(len(layout.starts) + 1):
        if word == len(layout.starts) or (line and layout.lines[word] != layout.lines[line[-1]]):
            order += reversed(line) if _runs_to_the_right(text, layout, line) else line
            line = []
        line.append(word)
    return order


def _runs_to_the_right(text: str, layout: PageLayout, line: Sequence[int]) -> bool:
    """Whether the words of a line of Arabic are stored from the left of the page to the right."""
    arabic = [
        word for word in line
        if _RIGHT_TO_LEFT.search(text[layout.starts[word] : layout.ends[word]])
    ]  # fmt: skip
    return len(arabic) > len(line) / 2 and layout.boxes[4 * line[0]] < layout.boxes[4 * line[-1]]


def _letters(word: str, *, turned: bool) -> list[tuple[int, str]]:
    """The stretches of a word in the order they are read, with their places in it."""
    if not turned or not _RIGHT_TO_LEFT.search(word):
        return [(0, word)]
    found = [(match.start(), match.group()) for match in _PIECES.finditer(word)]
    return found[::-1]


def _plain(letter: str) -> str:
    """A letter as it is typed, whatever form it was given in."""
    if not _FORMS.match(letter):
        return letter
    # A vowel sign standing alone is given as a blank with the sign on it.
    return unicodedata.normalize("NFKC", letter).strip(" ") or letter


def _first(moved: Sequence[int], start: int, end: int) -> int:
    """Where the first of some code points stands now."""
    return min(moved[start:end], default=moved[start])


def _last(moved: Sequence[int], start: int, end: int) -> int:
    """Where the last of some code points ends now."""
    if end <= start:
        return moved[start]
    places = sorted(moved)
    furthest = max(moved[start:end])
    return next((place for place in places if place > furthest), places[-1])
