"""Which other languages the words of a unit may be in, so that they are stemmed in those as well.

A page in two languages, a page whose language nobody can tell, a Russian title in an English list:
the small words of a language ("les", "del", "для") show that it is spoken on a page, and letters of
another script cannot be of the page's language. It costs little, because a segment's texts are
numbers by then, and each different word is judged once.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from itrvault.search.parted import NAMES
from itrvault.search.smallwords import WORLD
from itrvault.search.stems import has_stemmer
from itrvault.text.language import script_in, script_of
from itrvault.text.language_words import SMALL_WORDS

Numbers = np.ndarray[tuple[int], np.dtype[np.int64]]
Table = np.ndarray[tuple[int, int], np.dtype[np.int64]]
Mask = np.ndarray[tuple[int], np.dtype[np.bool_]]

_SCRIPTS = {"latin": ("en", "fr", "es"), "cyrillic": ("ru",), "arabic": ("ar",)}
"""Of a script: the languages its words are taken for when nothing tells which, likely ones first.
"""
_NAMES = "".join(NAMES)
_ENOUGH = 4
"""Small words of another language that show it is spoken on a page."""
_ENOUGH_IF_UNKNOWN = 2
"""The same on a page whose language cannot be told."""


class Judge:
    """Says of each chunk of a lexicon which script it is in, and whose small word it is.

    Lives as long as the lexicon, and judges each chunk once.
    """

    def __init__(self) -> None:
        self._scripts = array("b")
        self._candidates: tuple[str, ...] = ()
        self._owners = array("b")

    def other_languages(
        self, spellings: Sequence[str], chunks: Numbers, units: Numbers, languages: Sequence[str]
    ) -> dict[str, Mask]:
        """The chunks to be stemmed in a language besides those of units that are in it.

        `chunks` are the numbers of all chunks of all units, `units` the unit of each; `languages`
        those of the units. The masks are over `spellings`.
        """
        if not len(chunks):
            return {}
        known = {name for name in languages if has_stemmer(name)}
        candidates = tuple(sorted(known.union(WORLD)))
        script = self._script_numbers(spellings)[chunks]
        counts = self._count(self._owner_numbers(spellings, candidates)[chunks], units,
                             len(languages), len(candidates))  # fmt: skip
        names, places = np.unique(np.array(languages), return_inverse=True)
        found: dict[str, Mask] = {}
        for number, (name, likely) in enumerate(_SCRIPTS.items()):
            here = script == number
            if not here.any():
                continue
            at_home = np.array([script_in(one) == name for one in names])[places]
            told = np.zeros(len(languages), np.bool_)
            for other in (one for one in candidates if script_in(one) == name):
                own = np.array([one == other for one in names])[places]
                enough = np.where(at_home, _ENOUGH, _ENOUGH_IF_UNKNOWN)
                spoken = (counts[:, candidates.index(other)] >= enough) & ~own
                told |= spoken
                self._note(found, other, spellings, chunks[here & spoken[units]])
            # Letters that are not of the page's language, and nothing that tells of which.
            for place, other in enumerate(likely):
                guessed = ~at_home & ~told
                if place:
                    guessed &= np.array([not one for one in names])[places]
                self._note(found, other, spellings, chunks[here & guessed[units]])
        return found

    @staticmethod
    def _note(
        found: dict[str, Mask], language: str, spellings: Sequence[str], chunks: Numbers
    ) -> None:
        if len(chunks):
            mask = found.setdefault(language, np.zeros(len(spellings), np.bool_))
            mask[chunks] = True

    @staticmethod
    def _count(owners: Numbers, units: Numbers, unit_count: int, languages: int) -> Table:
        """How many small words of each language (columns) stand in each unit (rows)."""
        small = owners >= 0
        keys = units[small] * languages + owners[small]
        counts = np.bincount(keys, minlength=unit_count * languages).astype(np.int64)
        return counts.reshape(unit_count, languages)

    def _script_numbers(self, spellings: Sequence[str]) -> Numbers:
        """For each chunk the place of its script in `_SCRIPTS`, -1 for any other."""
        for spelling in spellings[len(self._scripts) :]:
            if spelling.isascii():
                self._scripts.append(0 if spelling.lstrip(_NAMES)[:1].isalpha() else -1)
            else:
                letter = next((char for char in spelling if char.isalpha()), "")
                self._scripts.append(_PLACES.get(script_of(letter), -1) if letter else -1)
        return np.array(self._scripts, np.int64)

    def _owner_numbers(self, spellings: Sequence[str], candidates: tuple[str, ...]) -> Numbers:
        """For each chunk the place of the only candidate it is a small word of, -1 for none."""
        if candidates != self._candidates:
            self._candidates, self._owners = candidates, array("b")
        owned = _owned_by(candidates)
        self._owners.extend(owned.get(one, -1) for one in spellings[len(self._owners) :])
        return np.array(self._owners, np.int64)


_PLACES = {name: place for place, name in enumerate(_SCRIPTS)}


@lru_cache(maxsize=8)
def _owned_by(candidates: tuple[str, ...]) -> dict[str, int]:
    return {
        word: candidates.index(own[0])
        for words in SMALL_WORDS.values()
        for word, (languages, _) in words.items()
        if len(own := [one for one in languages if one in candidates]) == 1
    }
