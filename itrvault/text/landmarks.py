"""Which places of two versions of one text belong together, by their numbered headings and lines.

Articles and paragraphs carry the same numbers in every language and in most revisions, so the
numbers that both texts have in the same order are landmarks. What lies between two of them is
taken to be spread evenly.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

MOST = 3_000
"""Landmarks of a text that are compared."""

LEAST, SHARE = 4, 0.3
"""So many must agree, and such a share of the fewer ones: less is chance."""

RUN = 3
"""Numbered lines agree by chance; so many one after the other do not."""

# A number at the beginning of a line, perhaps after one word ("Article 5", "3.4", "31A").
_NUMBERED = re.compile(
    r"^[^\S\n]*(?P<word>[^\W\d_]{2,14}\.?[^\S\n]+)?"
    r"(?P<number>\d{1,3}[A-Za-z]?(?:\.\d{1,3}[A-Za-z]?)*)(?=[.):\s]|$)(?P<rest>[^\n]*)",
    re.MULTILINE,
)
_CHINESE = re.compile(
    r"^[^\S\n]*第[^\S\n]*(?P<number>\d{1,3}|[一二三四五六七八九十百]{1,5})[^\S\n]*条", re.MULTILINE
)
_DIGITS = {sign: value for value, sign in enumerate("一二三四五六七八九", 1)}


class Landmark(NamedTuple):
    """What a place is called in both texts, and where it is: a unit and how far into it."""

    name: str
    position: float


def landmarks(texts: Sequence[str]) -> list[Landmark]:
    """The numbered headings and lines of a text, in order."""
    found: list[tuple[float, str]] = []
    for unit, text in enumerate(texts):
        length = max(1, len(text))
        for match in _NUMBERED.finditer(text):
            heading = match["word"] is not None
            if not heading and not match["rest"].strip(" .):"):
                continue  # a number alone in its line is that of the page
            name = ("§" if heading else "") + _plain(match["number"])
            found.append((unit + match.start("number") / length, name))
        found += (
            (unit + match.start("number") / length, "§" + _chinese(match["number"]))
            for match in _CHINESE.finditer(text)
        )
    found.sort()
    return [Landmark(name, position) for position, name in found[:MOST]]


def aligned(left: Sequence[str], right: Sequence[str]) -> list[tuple[float, float]]:
    """Positions of two texts that belong together, ascending in both; none when too few agree."""
    mine, theirs = landmarks(left), landmarks(right)
    matcher = SequenceMatcher(
        None, [each.name for each in mine], [each.name for each in theirs], autojunk=False
    )
    pairs: list[tuple[float, float]] = []
    for block in matcher.get_matching_blocks():
        for step in range(block.size):
            one, other = mine[block.a + step], theirs[block.b + step]
            if block.size >= RUN or one.name.startswith("§"):
                pairs.append((one.position, other.position))
    enough = max(LEAST, SHARE * min(len(mine), len(theirs)))
    return pairs if len(pairs) >= enough else []


def across(
    position: float, pairs: Sequence[tuple[float, float]], lengths: tuple[int, int]
) -> float:
    """The place of the second text that a position in the first belongs to.

    `lengths` are the numbers of units. Beginnings and ends belong together, too.
    """
    points = [(0.0, 0.0), *pairs, (float(lengths[0]), float(lengths[1]))]
    after = bisect_right(points, position, key=lambda point: point[0])
    if after >= len(points):
        return points[-1][1]
    (x0, y0), (x1, y1) = points[max(0, after - 1)], points[after]
    return y0 + (y1 - y0) * (position - x0) / (x1 - x0) if x1 > x0 else y1


def _plain(number: str) -> str:
    """The same number in the digits and the letters of every script."""
    return "".join(
        str(unicodedata.digit(sign)) if sign.isdigit() else sign.upper() for sign in number
    )


def _chinese(number: str) -> str:
    """A number up to 999 in Chinese signs, in digits."""
    if number.isdigit():
        return _plain(number)
    total = digit = 0
    for sign in number:
        if sign in "十百":
            total += (digit or 1) * (10 if sign == "十" else 100)
            digit = 0
        else:
            digit = _DIGITS[sign]
    return str(total + digit)
