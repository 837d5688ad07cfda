"""The words that a sweep looks for, as queries the index understands.

All terms of one language are one query, so that a page is cut into words once for all of them.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from itrvault.rights.sweep import TAXONOMY
from itrvault.rights.taxonomy import Category

LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh")

ELLIPSIS = "…"
"""Stands in a term where other words may stand."""

LOT = 60
"""Terms of a query: a query has no more than a few thousand signs."""

NEAR = 8
"""So many of them, at most."""
_NEAR = {"zh": 16}  # characters

_WORD = re.compile(r"\w+")
_DAMAGED = 5
"""Letters that a word must keep when its accented letters are lost, to be told from others."""
_HAN = re.compile("[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """A term of a category. `spelt` is how it is looked for, `at` where in the query that begins.

    `safe`: it says enough to be looked for in texts of any language. `other`: it means something
    else, and what stands in it is no trigger.
    """

    source: str
    term: str
    spelt: str
    at: int
    safe: bool
    other: bool = False


@dataclass(frozen=True, slots=True)
class Lot:
    """Some terms as one query, in order of their places in it."""

    query: str
    entries: tuple[Entry, ...]

    def at(self, place: int) -> Entry:
        """The entry that a place in the query belongs to."""
        return self.entries[bisect_right(self.entries, place, key=lambda entry: entry.at) - 1]


@dataclass(frozen=True, slots=True)
class WordList:
    """The terms of one language, in as many queries as it takes."""

    language: str
    lots: tuple[Lot, ...]


def word_lists(taxonomy: Sequence[Category], categories: Collection[str] = ()) -> list[WordList]:
    """The terms of these categories (ids; empty: all), one list for each language that has any."""
    found = []
    for language in LANGUAGES:
        wanted = [
            (f"{TAXONOMY}{category.id}", term.text, spelt, other)
            for category in taxonomy
            if not categories or category.id in categories
            for other, terms in ((False, category.terms), (True, category.others))
            for term in terms
            if term.language == language
            for spelt in (term.text, damaged(term.text, language))
            if spelt
        ]
        lots: list[Lot] = []
        for safe in (False, True):
            some = [one for one in wanted if says_enough(one[1]) is safe]
            lots += (
                _lot(some[at : at + LOT], language, safe=safe) for at in range(0, len(some), LOT)
            )
        if lots:
            found.append(WordList(language, tuple(lots)))
    return found


def says_enough(term: str) -> bool:
    """Whether a term is more than one word, which a word of another language could look like."""
    return len(_WORD.findall(term)) > 1 or len(_HAN.findall(term)) > 1


def damaged(term: str, language: str) -> str:
    """A French or Spanish term as it stands in texts that lost their accented letters.

    A copy of French proposals that went round had "scurit" and "voie dacheminement". "" when the
    term would be the same, or too short to be told from other words.
    """
    if language not in ("fr", "es"):
        return ""
    kept = []
    for char in term:
        if char in "'’" or len(unicodedata.normalize("NFD", char)) > 1:
            continue
        kept.append(char)
    spelt = "".join(kept)
    if spelt == term:
        return ""
    whole = set(_WORD.findall(term))
    lost = [word for word in _WORD.findall(spelt) if word not in whole]
    return spelt if lost and all(len(word) >= _DAMAGED for word in lost) else ""


def _lot(terms: Sequence[tuple[str, str, str, bool]], language: str, *, safe: bool) -> Lot:
    """The terms as quotations joined by OR."""
    apart = f"~{_NEAR.get(language, NEAR)}"
    parts: list[str] = []
    entries = []
    length = 0
    for source, term, spelt, other in terms:
        before = " OR " if parts else ""
        part = f'{before}"{spelt.replace(ELLIPSIS, " ")}"{apart if ELLIPSIS in spelt else ""}'
        entries.append(Entry(source, term, spelt, length + len(before), safe, other))
        parts.append(part)
        length += len(part)
    return Lot("".join(parts), tuple(entries))
