"""How each word of a query was read: its stems, its forms, and in how many units they stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from itrvault.search.query import Leaf, Word, typed_words
from itrvault.search.reading import Reading
from itrvault.search.snapshot import Snapshot
from itrvault.search.stems import stem_keys
from itrvault.search.streams import plain_word


@dataclass(frozen=True, slots=True)
class WordReading:
    """A word of the query. `typed` is how it stands there; `stems` (language, stem) of the
    languages it is at home in; `forms` (form in the text, units that hold it), the most first."""

    typed: str
    stems: tuple[tuple[str, str], ...]
    forms: tuple[tuple[str, int], ...]


def explain(reading: Reading, snapshot: Snapshot) -> tuple[WordReading, ...]:
    """Every word of the query, in the order typed; of conditions nothing."""
    found: dict[tuple[int, int, str], WordReading] = {}
    for leaf in typed_words(reading.node):
        typed = reading.query[leaf.start : leaf.end]
        word = WordReading(typed, tuple(_stems(leaf, reading)), _forms(leaf, reading, snapshot))
        found.setdefault((leaf.start, leaf.end, repr(word.forms)), word)
    return tuple(found[key] for key in sorted(found, key=lambda one: one[:2]))


def _stems(leaf: Leaf, reading: Reading) -> Iterator[tuple[str, str]]:
    if isinstance(leaf, Word):
        for language in sorted(reading.languages.get(leaf, ())):
            for stem in sorted(stem_keys(language, leaf.raw)):
                yield language, stem.removeprefix("+")


def _forms(leaf: Leaf, reading: Reading, snapshot: Snapshot) -> tuple[tuple[str, int], ...]:
    counts: dict[str, int] = {}
    for term in reading.forms.get(leaf, ()):
        word = plain_word(term)
        counts[word] = max(counts.get(word, 0), _units_with(term, snapshot))
    return tuple(sorted(counts.items(), key=lambda one: (-one[1], one[0])))


def _units_with(term: str, snapshot: Snapshot) -> int:
    return len(snapshot.lookup.occurrences((term,)).units)
