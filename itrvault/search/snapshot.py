"""The index as it stood after one commit, open for reading by any number of threads."""

from __future__ import annotations

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
