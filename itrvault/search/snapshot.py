"""The index as it stood after one commit, open for reading by any number of threads."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from itrvault.search.blobs import BlobStorage
from itrvault.search.catalogue import Catalogue
from itrvault.search.codec import VaultReader
from itrvault.search.parted import divided_words
from itrvault.search.stems import SPELLINGS, STEMMED
from itrvault.search.table import Keys

KEPT_WORDS = 1_000

if TYPE_CHECKING:
    from itrvault.search.occurrences import Lookup


class Kept:
    """Answers that are likely to be asked for again, the latest ones. Any thread may use it."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._answers: OrderedDict[Hashable, object] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> object:
        """The answer, None when it is not kept."""
        with self._lock:
            found = self._answers.get(key)
            if found is not None:
                self._answers.move_to_end(key)
            return found

    def put(self, key: Hashable, answer: object) -> None:
        """Keep it, in place of the one that was asked for longest ago."""
        with self._lock:
            self._answers[key] = answer
            while len(self._answers) > self._most:
                self._answers.popitem(last=False)


@dataclass(frozen=True)
class Snapshot:
    """The open segments of one generation."""

    catalogue: Catalogue
    readers: tuple[VaultReader, ...]

    @classmethod
    def open(cls, storage: BlobStorage, catalogue: Catalogue, before: Snapshot | None) -> Snapshot:
        """Open what is new; segments that are still the same are taken over from `before`."""
        known = {}
        if before is not None:
            known = dict(zip(before.catalogue.entries, before.readers, strict=True))
        readers = tuple(
            known.get(entry) or VaultReader(storage, entry.segment()) for entry in catalogue.entries
        )
        return cls(catalogue, readers)

    @cached_property
    def lookup(self) -> Lookup:
        """Where words stand, over all segments."""
        from itrvault.search.occurrences import Lookup  # loads NumPy: with the first query

        return Lookup(self.readers)

    @cached_property
    def expansions(self) -> Kept:
        """What words of queries stood for (`expand.py`)."""
        return Kept(KEPT_WORDS)

    @cached_property
    def count(self) -> int:
        """Units that are not removed."""
        return sum(reader.doc_count() for reader in self.readers)

    @cached_property
    def average_length(self) -> float:
        """Positions of a unit on average, removed ones counted."""
        total = sum(reader.doc_count_all() for reader in self.readers)
        length = sum(sum(reader.units.lengths) for reader in self.readers)
        return length / total if total and length else 1.0

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """Languages of the units, without the unknown one."""
        found = {language for reader in self.readers for language in reader.units.languages}
        return tuple(sorted(found - {""}))

    @cached_property
    def stemmed(self) -> tuple[str, ...]:
        """Languages whose inflected forms are known: those of units, and those of words in units of
        another language or of none that can be told."""
        found = set(self.languages)
        for language in STEMMED:
            start = f"{language} ".encode()
            if language not in found and any(
                _begins(reader.stems, start) for reader in self.readers
            ):
                found.add(language)
        return tuple(sorted(found))

    @cached_property
    def divides_words(self) -> bool:
        """Whether any word is divided between two pages."""
        return any(divided_words(reader.terms.keys) for reader in self.readers)

    def spellings(self, term: str) -> frozenset[str]:
        """How a term is written where it is not written as it is; it may be, besides."""
        start = f"{SPELLINGS} {term} ".encode()
        found = set()
        for reader in self.readers:
            place = reader.stems.place(start)
            while place < len(reader.stems) and (line := reader.stems[place]).startswith(start):
                found.add(line[len(start) :].partition(b"\t")[0].decode(errors="replace"))
                place += 1
        return frozenset(found)

    def holds(self, term: str) -> bool:
        """Whether a term stands anywhere."""
        name = term.encode()
        return any(reader.terms.keys.find(name) >= 0 for reader in self.readers)

    def holds_in(self, term: str, language: str) -> bool:
        """Whether a term stands in a unit of this language."""
        return self.holds(term) and self.units_in(language, term) > 0

    def share_of(self, language: str, terms: Iterable[str]) -> float:
        """Units of a language for each term that stands in them, over all its units.

        Above 1 where units hold several of the terms: good for comparing, not for telling.
        """
        everywhere = self.lookup.columns.speakers.get(language, 0)
        return sum(self.units_in(language, term) for term in terms) / max(1, everywhere)

    def units_in(self, language: str, term: str) -> int:
        """In how many units of a language a term stands, removed ones counted."""
        spoken = self.lookup.columns.spoken.get(language)
        return 0 if spoken is None else int(spoken[self.lookup.occurrences((term,)).units].sum())


def _begins(stems: Keys, start: bytes) -> bool:
    place = stems.place(start)
    return place < len(stems) and stems[place].startswith(start)
