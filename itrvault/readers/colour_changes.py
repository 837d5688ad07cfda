"""When coloured letters are a redline: what a proposal inserts, set in colour among black words.

Colour means many things: links, headings, terms, a house style. It is read as an insertion only in
a document that marks its changes anyway (the callers see to that), and only a colour that is used
in the middle of black text, several times, on different words, and not for what is struck out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

FEWEST = 2
"""Places among black words that a colour must be found in, or one long enough (`LONG`)."""

LONG = 40  # letters

_WORD = re.compile(r"[^\W\d_]{3}|[\u2e80-\u9fff]{2}")
_LABEL = re.compile(r"\W*(?:\(?(?:ADD|MOD|SUP|NOC)\)?\*?)?\W*\Z")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Letters of one colour in a row.

    `colour` is whatever tells colours apart. `beside` says that black words stand in front of them
    in their line or paragraph, or that they begin it and black words go on in the same sentence;
    `struck` that they are struck out.
    """

    colour: str
    text: str
    beside: bool
    struck: bool = False


def inserting_colours(stretches: Iterable[Stretch]) -> frozenset[str]:
    """The colours that stand for insertions."""
    by_colour: dict[str, list[Stretch]] = {}
    for stretch in stretches:
        if not _LABEL.match(stretch.text):
            by_colour.setdefault(stretch.colour, []).append(stretch)
    return frozenset(colour for colour, some in by_colour.items() if _inserts(some))


def _inserts(stretches: list[Stretch]) -> bool:
    length = sum(len(each.text) for each in stretches)
    if 2 * sum(len(each.text) for each in stretches if each.struck) > length:
        return False  # the colour of what is deleted
    beside = [each.text.strip() for each in stretches if each.beside and _says(each.text)]
    different = {text.casefold() for text in beside}
    if len(different) < FEWEST and max(map(len, different), default=0) < LONG:
        return False
    # Few words that come back are terms or labels; much that says nothing is numbers and signs.
    if 2 * len(different) < len(beside):
        return False
    return 2 * sum(map(len, filter(_says, (each.text for each in stretches)))) >= length


def _says(text: str) -> bool:
    """Whether it holds a word as sentences do, not only capitals, numbers and signs."""
    return _WORD.search(text) is not None and (text != text.upper() or text == text.lower())
