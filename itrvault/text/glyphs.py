"""Matching the signs drawn on a page with the characters of its text."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from itrvault.model.geometry import PageLayout, Rect
from itrvault.text.fold import is_mark
from itrvault.text.places import CharBoxes


def refine(
    layout: PageLayout, text: str, glyph_chars: str | Sequence[str], glyph_boxes: Sequence[float]
) -> CharBoxes | None:
    """The exact box of every character, or None when the page shows another text.

    `glyph_chars` are the non-blank characters drawn, in reading order, `glyph_boxes` their boxes
    (x0, y0, x1, y1 each). Ligatures may be taken apart on either side, and signs without a shape
    may be missing on either side. Only the words of `layout` count; text between them is blank.
    """
    glyphs = list(glyph_chars)
    if len(glyph_boxes) < 4 * len(glyphs):
        raise ValueError("every glyph needs four numbers")
    boxes: CharBoxes = [None] * len(text)
    at = 0
    for start, end in zip(layout.starts, layout.ends, strict=True):
        place = start
        while place < end:
            char = text[place]
            if _blank(char):
                place += 1
                continue
            while at < len(glyphs) and glyphs[at] != char and _blank(glyphs[at]):
                at += 1
            if at == len(glyphs):
                if is_mark(char):
                    place += 1
                    continue
                return None
            box = Rect(*glyph_boxes[4 * at : 4 * at + 4])
            taken, used = _pair(text, place, end, glyphs, at)
            if not taken:
                return None
            if used > 1:
                others = glyph_boxes[4 * at : 4 * (at + used)]
                box = Rect(
                    min(others[::4]), min(others[1::4]), max(others[2::4]), max(others[3::4])
                )
            for part in range(taken):
                boxes[place + part] = _share(box, part, taken)
            place += taken
            at += used
    return boxes if all(_blank(sign) for sign in glyphs[at:]) else None


def _blank(char: str) -> bool:
    return char.isspace() or unicodedata.category(char) in ("Cf", "Cc")


def _pair(text: str, place: int, end: int, glyphs: Sequence[str], at: int) -> tuple[int, int]:
    """How many characters of the text and how many glyphs are the same sign; 0 when they differ."""
    char, glyph = text[place], glyphs[at]
    if char == glyph:
        return 1, 1
    apart = unicodedata.normalize("NFKC", glyph)
    if len(apart) > 1 and text.startswith(apart, place, end):
        return len(apart), 1
    whole = unicodedata.normalize("NFKC", char)
    if len(whole) > 1 and "".join(glyphs[at : at + len(whole)]) == whole:
        return 1, len(whole)
    return (1, 1) if whole == apart else (0, 0)


def _share(box: Rect, part: int, parts: int) -> Rect:
    width = (box.x1 - box.x0) / parts
    return Rect(box.x0 + part * width, box.y0, box.x0 + (part + 1) * width, box.y1)
