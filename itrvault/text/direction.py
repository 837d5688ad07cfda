"""Which way a text runs, and keeping texts of both directions apart in one line."""

from __future__ import annotations

import unicodedata
from itertools import groupby
from typing import Literal

Direction = Literal["ltr", "rtl"]

FIRST_STRONG, RIGHT_TO_LEFT, POP = "\u2068", "\u2067", "\u2069"
_OPEN_ISOLATES = frozenset("\u2066\u2067\u2068")
_OPEN_EMBEDDINGS = frozenset("\u202a\u202b\u202d\u202e")
_END_EMBEDDING = "\u202c"


def direction(text: str) -> Direction:
    """The direction most letters of the text have; left to right when it has none."""
    right = left = 0
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind in ("R", "AL"):
            right += 1
        elif kind == "L":
            left += 1
    return "rtl" if right > left else "ltr"


def turns(text: str, base: Direction) -> list[tuple[str, Direction]]:
    """The text in stretches of one direction. What has none goes with its neighbours, else `base`.

    Only for formats that want each direction marked on its own; the order stays that of the text.
    """
    ways: list[Direction | None] = [_way(char) for char in text]
    last, at = base, 0
    while at < len(ways):
        end = at
        while end < len(ways) and ways[end] is None:
            end += 1
        following = ways[end] if end < len(ways) else None
        ways[at:end] = [last if last == following else base] * (end - at)
        last, at = following or base, end + 1
    return [
        ("".join(char for char, _ in group), way)
        for way, group in groupby(
            zip(text, (way or base for way in ways), strict=True), key=lambda pair: pair[1]
        )
    ]


def _way(char: str) -> Direction | None:
    kind = unicodedata.bidirectional(char)
    if kind in ("R", "AL"):
        return "rtl"
    return "ltr" if kind == "L" else None


def has_right_to_left(text: str) -> bool:
    """Whether any letter runs from right to left."""
    return any(unicodedata.bidirectional(char) in ("R", "AL") for char in text)


def balanced(text: str) -> str:
    """The text with every direction sign it opens closed, so that it cannot turn what follows.

    Closing signs that close nothing are dropped.
    """
    if text.isascii():
        return text
    open_signs: list[str] = []
    waiting = {POP: 0, _END_EMBEDDING: 0}  # how many of each are among them
    kept: list[str] = []
    for char in text:
        if char in _OPEN_ISOLATES or char in _OPEN_EMBEDDINGS:
            sign = POP if char in _OPEN_ISOLATES else _END_EMBEDDING
            open_signs.append(sign)
            waiting[sign] += 1
        elif char in waiting:
            if not waiting[char]:
                continue
            while open_signs[-1] != char:
                kept.append(open_signs.pop())
                waiting[kept[-1]] -= 1
            open_signs.pop()
            waiting[char] -= 1
        kept.append(char)
    return "".join(kept) + "".join(reversed(open_signs))


def isolated(text: str) -> str:
    """The text fit to stand in a line of the other direction, for formats without markup for it."""
    text = balanced(text)
    return f"{FIRST_STRONG}{text}{POP}" if has_right_to_left(text) else text
