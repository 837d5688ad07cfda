"""The words that a sweep looks for, as queries the index understands.

All terms of one language are one query, so that a page is cut into words once for all of them.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from itrvault.rights.sweep import TAXONOMY
from itrvault.rights.taxonomy import Category

LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh")

_WORD = re.compile(r"\w+")
_DAMAGED = 5
"""Letters that a word must keep when its accented letters are lost, to be told from others."""
_HAN = re.compile("[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """A term of a category. `spelt` is how it is looked for, `at` where in the query that begins.

    `safe`: it says enough to be looked for in texts of any language.
    """

    source: str
    term: str
    spelt: str
    at: int
    safe: bool


@dataclass(frozen=True, slots=True)
class WordList:
    """The terms of one language, in order of their places in the query."""

    language: str
    query: str
    entries: tuple[Entry, ...]

    def at(self, place: int) -> Entry:
        """The entry that a place in the query belongs to."""
        return self.entries[bisect_right(self.entries, place, key=lambda entry: entry.at) - 1]

    @property
    def safe(self) -> str:
        """A query of the terms that are looked for in texts of any language, "" for none."""
        return _joined(entry.spelt for entry in self.entries if entry.safe)[0]


def word_lists(taxonomy: Sequence[Category], categories: Collection[str] = ()) -> list[WordList]:
    """The terms of these categories (ids; empty: all), one list for each language that has any."""
    found = []
    for language in LANGUAGES:
        wanted = [
            (f"{TAXONOMY}{category.id}", term.text, spelt)
            for category in taxonomy
            if not categories or category.id in categories
            for term in category.terms
            if term.language == language
            for spelt in (term.text, damaged(term.text, language))
            if spelt
        ]
        query, places = _joined(spelt for _, _, spelt in wanted)
        if wanted:
            entries = tuple(
                Entry(source, term, spelt, at, says_enough(term))
                for (source, term, spelt), at in zip(wanted, places, strict=True)
            )
            found.append(WordList(language, query, entries))
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


def _joined(terms: Iterable[str]) -> tuple[str, list[int]]:
    """The terms as quotations joined by OR, and where each of them begins."""
    parts: list[str] = []
    places = []
    length = 0
    for term in terms:
        part = f'{" OR " if parts else ""}"{term}"'
        places.append(length + len(part) - len(term) - 2)
        parts.append(part)
        length += len(part)
    return "".join(parts), places
