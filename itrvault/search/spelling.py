"""Spellings that somebody more likely meant: for a word that hardly stands anywhere."""

from __future__ import annotations

from collections import Counter

from rapidfuzz import process
from rapidfuzz.distance import OSA

from itrvault.search.snapshot import Snapshot
from itrvault.search.tokens import split_wide

RARE = 2
"""Units in which a word may stand and still be a misspelling: archives hold misprints."""
TIMES = 40
"""A likelier spelling stands in so many times more units."""
_SHORT = 5
"""Letters up to which only one may differ; up to three none."""
_FEWEST = 4


def likelier_spelling(term: str, snapshot: Snapshot, units: int) -> str:
    """The commonest word that differs from a folded word by a letter or two, if it is far commoner.

    `units` is in how many units the word itself stands. "" when there is none.
    """
    if len(term) < _FEWEST or not term.isalpha():
        return ""
    limit = 1 if len(term) <= _SHORT else 2
    found: Counter[str] = Counter()
    nearest: dict[str, int] = {}
    for reader in snapshot.readers:
        terms = reader.terms.keys.text.decode(errors="replace").split("\n")[1:]
        for other, distance, index in process.extract(
            term, terms, scorer=OSA.distance, score_cutoff=limit, limit=40
        ):
            if distance and split_wide(other)[1] == 1 and other.isalpha():
                found[other] += int(reader.terms.frequencies[index])
                nearest[other] = int(distance)
    far = [word for word, count in found.items() if count >= TIMES * max(1, units)]
    return min(far, key=lambda word: (nearest[word], -found[word], word), default="")
