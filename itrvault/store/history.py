"""The history of one annotation: who changed what, when, from what to what.

It is read from the journal, so nothing that ever was is missing: not what was undone, what came by
a merge, nor what was done to its tags, judgements and links.
"""

from __future__ import annotations

import json

from itrvault.model.history import FieldChange, Step, StepKind
from itrvault.model.journal import Entry, ObjectKind
from itrvault.model.link import EndKind
from itrvault.store.clock import time_of
from itrvault.store.fields import TAG_FIELD
from itrvault.store.journal import Journal
from itrvault.store.tag_tree import SEPARATOR
from itrvault.store.vaultfile import VaultFile

_KINDS = {
    "do": StepKind.DONE, "undo": StepKind.UNDONE, "redo": StepKind.REDONE,
    "merge": StepKind.MERGED, "note": StepKind.FOLLOWED,
}  # fmt: skip
_MOST_TAGS = 100  # above each other; a damaged codebook may turn in a circle


class History:
    """Reads the journal of one vault."""

    def __init__(self, file: VaultFile, journal: Journal) -> None:
        self._file = file
        self._journal = journal

    def of_annotation(self, key: str) -> list[Step]:
        """What was done with it, the latest first. Removed judgements and links count, too."""
        with self._file.snapshot():
            entries = self._journal.entries_for([key, *self._judgements(key), *self._links(key)])
            kinds: dict[str, str] = dict(self._file.reading.all("SELECT id, kind FROM operations"))
            paths = self._paths({
                entry.field[len(TAG_FIELD) :]
                for entry in entries
                if entry.kind is ObjectKind.ANNOTATION and entry.field.startswith(TAG_FIELD)
            })  # fmt: skip
        steps: dict[str, list[Entry]] = {}
        for entry in entries:
            steps.setdefault(entry.operation, []).append(entry)
        found = [self._step(key, rows, kinds, paths) for rows in steps.values()]
        # By when it was done: what a merge brought may have come in late.
        order = {rows[0].operation: max(row.clock for row in rows) for rows in steps.values()}
        return sorted(found, key=lambda step: order[step.operation], reverse=True)

    def _step(
        self, key: str, rows: list[Entry], kinds: dict[str, str], paths: dict[str, str]
    ) -> Step:
        """One operation; that a link has the annotation at one end need not be said."""
        first = rows[0]
        changes = tuple(
            FieldChange(
                row.kind, row.subject, row.field, row.before, row.after,
                paths.get(row.field[len(TAG_FIELD) :], "")
                if row.field.startswith(TAG_FIELD) else "",
            )
            for row in rows
            if row.before != row.after and f"{EndKind.ANNOTATION}:{key}" != row.after
        )  # fmt: skip
        # An operation of another vault is known here only by its rows.
        kind = _KINDS.get(kinds.get(first.operation, "merge"), StepKind.DONE)
        author = first.author or _author(rows)
        latest = max(row.clock for row in rows)
        return Step(first.operation, first.label, author, time_of(latest), kind, changes)

    def _judgements(self, key: str) -> list[str]:
        return self._naming("risk", ("annotation",), json.dumps(key))

    def _links(self, key: str) -> list[str]:
        return self._naming("link", ("origin", "target"), json.dumps(f"annotation:{key}"))

    def _naming(self, kind: str, fields: tuple[str, ...], value: str) -> list[str]:
        marks = ",".join("?" * len(fields))
        rows = self._file.reading.all(
            f"SELECT DISTINCT subject FROM journal WHERE kind = ? AND field IN ({marks}) "  # noqa: S608
            "AND after = ?",
            (kind, *fields, value),
        )
        return [subject for (subject,) in rows]

    def _paths(self, tags: set[str]) -> dict[str, str]:
        """The paths of tags, by their latest names; also of those that were removed."""
        names: dict[str, tuple[str, str]] = {}

        def known(tag: str) -> tuple[str, str]:
            if tag not in names:
                rows: dict[str, str] = dict(
                    self._file.reading.all(
                        "SELECT field, after FROM journal WHERE kind = 'tag' AND subject = ? "
                        "AND field IN ('name', 'parent') ORDER BY clock, id",
                        (tag,),
                    )
                )
                name, parent = (json.loads(rows.get(field, '""')) for field in ("name", "parent"))
                names[tag] = str(name or ""), str(parent or "")
            return names[tag]

        paths: dict[str, str] = {}
        for tag in tags:
            parts: list[str] = []
            above = tag
            while above and len(parts) < _MOST_TAGS:
                name, above = known(above)
                parts.append(name or tag)
            paths[tag] = SEPARATOR.join(reversed(parts))
        return paths


def _author(rows: list[Entry]) -> str:
    """Who the rows themselves say it was: annotations and judgements are signed."""
    for row in rows:
        if row.field in ("author", "assessor") and isinstance(row.after, str):
            return row.after
    return ""
