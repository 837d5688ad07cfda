"""The index as it stood after one commit, open for reading by any number of threads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from itrvault.search.blobs import BlobStorage
from itrvault.search.catalogue import Catalogue
from itrvault.search.codec import VaultReader


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

    def holds(self, term: str) -> bool:
        """Whether a term stands anywhere."""
        name = term.encode()
        return any(reader.terms.keys.find(name) >= 0 for reader in self.readers)

    @cached_property
    def _units_in(self) -> dict[str, int]:
        """How many units each language has, removed ones counted."""
        counts: dict[str, int] = {}
        for reader in self.readers:
            for number, language in enumerate(reader.units.languages):
                counts[language] = counts.get(language, 0) + (
                    reader.units.language_numbers.count(number)
                )
        return counts

    def holds_in(self, term: str, language: str) -> bool:
        """Whether a term stands in a unit of this language."""
        return any(self._counts(term, language))

    def share_of(self, language: str, terms: Iterable[str]) -> float:
        """Units of a language for each term that stands in them, over all its units.

        Above 1 where units hold several of the terms: good for comparing, not for telling.
        """
        found = sum(count for term in terms for count in self._counts(term, language))
        return found / max(1, self._units_in.get(language, 0))

    def _counts(self, term: str, language: str) -> Iterator[int]:
        """For each segment, in how many units of a language the term stands."""
        for reader in self.readers:
            columns = reader.units
            if language not in columns.languages:
                continue
            postings = reader.postings_of(term)
            if postings is not None:
                number = columns.languages.index(language)
                spoken = bytes(map(columns.language_numbers.__getitem__, postings.units))
                yield spoken.count(number)
