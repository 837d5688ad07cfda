"""Heads of United Nations documents, new and old, in the six languages.

`United Nations | A/RES/77/321 | Distr.: General | 8 August 2023 | Original: English`. Before 1997
the name stood in two lines, perhaps twice, and the symbol in a line of its own below `Distr.`
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from itrvault.treaty import headwords as words
from itrvault.treaty.dates import find_date
from itrvault.treaty.symbol_grammar import RESOLUTIONS
from itrvault.treaty.symbols import Symbol, parse_symbol

_DISTRIBUTION = re.compile(r"(?<!\w)Distr\b", re.IGNORECASE)
_ORIGINAL = re.compile(r"(?:original|оригинал|الأصل|原文)\s*[:：]\s*(?P<names>\S.*)", re.IGNORECASE)
_HEAD_LINES = 16
_NEAR = 90  # letters behind `Distr.` among which the date stands, where all is in one line
_TITLE_LINES = 6
_BEGINS = re.compile(
    r"(?:the general assembly|the security council|l['’]assemblée générale|la asamblea general"
    r"|генеральная ассамблея|إن الجمعية العامة|大会)\b[,،，]?",
    re.IGNORECASE,
)
"""How the text of a resolution begins, and its title ends."""


@dataclass(frozen=True, slots=True)
class UnitedNationsHead:
    """What the head states. `original` is the languages as they stand there."""

    symbol: Symbol
    date: str = ""
    original: str = ""
    title: str = ""


def read_united_nations(lines: Sequence[str]) -> UnitedNationsHead | None:
    """What the first lines of a document state of it, if they are such a head."""
    top = lines[:_HEAD_LINES]
    at = _symbol_line(top)
    if at is None:
        return None
    symbol = _symbol_in(top[at])
    assert symbol is not None
    near = top[at : at + 9]
    original = next((match["names"] for match in map(_ORIGINAL.search, near) if match), "")
    return UnitedNationsHead(symbol, _date(near), original, _title(lines, symbol))


def _symbol_line(top: Sequence[str]) -> int | None:
    """The line that holds the symbol: with or near the organisation's name, or below `Distr.`."""
    for at, line in enumerate(top[:8]):
        match = words.UNITED_NATIONS.match(line)
        if match is None:
            continue
        for near in range(at, min(at + 3, len(top))):
            if _symbol_in(top[near]):
                return near
    said = next((at for at, line in enumerate(top) if _DISTRIBUTION.search(line)), None)
    if said is None:
        return None
    below = range(said + 1, min(said + 5, len(top)))
    return next((at for at in below if _symbol_in(top[at])), None)


def _symbol_in(line: str) -> Symbol | None:
    """The symbol a line is, with or without the organisation's name before it."""
    match = words.UNITED_NATIONS.match(line)
    rest = line[match.end() :].split(" ")[0] if match else line
    symbol = parse_symbol(rest)
    if symbol is None or symbol.meeting or symbol.series in RESOLUTIONS:
        return None
    return symbol


def _date(lines: Sequence[str]) -> str:
    """The first full date, before the session and what it is about are named."""
    for line in lines[:8]:
        found = _DISTRIBUTION.search(line)
        text = line[found.start() :][:_NEAR] if found else line
        if len(text) <= _NEAR and len(day := find_date(text)) == 10:
            return day
    return ""


def _title(lines: Sequence[str], symbol: Symbol) -> str:
    """The title of a resolution: `77/321. Agreement under the ...`, up to where its text begins."""
    kind, _, number = symbol.number.partition("/")
    if kind != "RES":
        return ""
    for at, line in enumerate(lines[:40]):
        if not line.startswith(f"{number}."):
            continue
        rest = [line[len(number) + 1 :].strip(), *lines[at + 1 : at + _TITLE_LINES + 1]]
        title = list(takewhile(lambda each: not _BEGINS.match(each), rest))
        return " ".join(title).strip() if len(title) <= _TITLE_LINES else ""
    return ""
