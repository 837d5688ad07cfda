"""Passages in brief: where they lie, who marked them and with which tags, without their words."""

from __future__ import annotations

from typing import NamedTuple

from itrvault.errors import VaultDamaged
from itrvault.model.journal import ObjectKind
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

    def __init__(self, file: VaultFile) -> None:
        self._file = file

    def all(self) -> list[Passage]:
        """Every one, in order of making; tags that were removed from the codebook may be among
        theirs. Raises VaultDamaged.
        """
        reading = self._file.reading
        rows = reading.all(
            "SELECT a.id, a.document, a.unit, a.anchor ->> '$.start', a.end_unit, "
            "a.anchor ->> '$.end', a.author, a.modified "
            "FROM annotations a JOIN documents d ON d.id = a.document "
            "WHERE a.present ORDER BY a.id"
        )
        tags: dict[str, list[str]] = {}
        for annotation, tag in reading.all("SELECT annotation, tag FROM annotation_tags"):
            tags.setdefault(annotation, []).append(tag)
        none: tuple[str, ...] = ()
        found = [
            Passage._make((*row, tuple(tags[row[0]]) if row[0] in tags else none)) for row in rows
        ]
        if not all(type(one.start) is int and type(one.end) is int for one in found):
            raise VaultDamaged(path=self._file.path, reason="a passage stands nowhere")
        return found

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
