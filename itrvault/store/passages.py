"""Passages in brief: where they lie, who marked them and with which tags, without their words."""

from __future__ import annotations

from typing import NamedTuple

from itrvault.model.journal import ObjectKind
from itrvault.store.annotations import Annotations
from itrvault.store.vaultfile import VaultFile


class Passage(NamedTuple):
    """An annotation from (`unit`, `start`) to (`end_unit`, `end`), half open. `tags` are ids."""

    annotation: str
    document: str
    unit: int
    start: int
    end_unit: int
    end: int
    author: str
    modified: str
    tags: tuple[str, ...]


class Passages:
    """Those of the documents in the vault."""

    def __init__(self, file: VaultFile, annotations: Annotations) -> None:
        self._file = file
        self._annotations = annotations

    def all(self) -> list[Passage]:
        """Every one, in order of making. Raises VaultDamaged."""
        return [
            Passage(
                one.id, one.document, one.unit, one.start, one.end_unit, one.end, one.author,
                one.modified, one.tags,
            )
            for one in sorted(self._annotations.listed())
        ]  # fmt: skip

    def last_changes(self) -> dict[str, str]:
        """When each annotation and each assessment was last changed, as the journal's clock says:
        exact, and in the order of what happened also where copies were merged.
        """
        return dict(
            self._file.reading.all(
                "SELECT subject, max(clock) FROM journal WHERE kind IN (?, ?) GROUP BY subject",
                (ObjectKind.ANNOTATION.value, ObjectKind.RISK.value),
            )
        )
