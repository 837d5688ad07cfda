"""Annotations as the tables hold them, made into records.

An archive has ten thousand of them and every list wants all, so a record that was made once is
kept and given again while its row is the same.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from itrvault.errors import VaultDamaged
from itrvault.model.annotation import PLAIN, Annotation, AnnotationState
from itrvault.store.connection import Row
from itrvault.store.fields import UNREADABLE, anchor_from
from itrvault.store.tags import Tags
from itrvault.store.vaultfile import VaultFile

HERE = "FROM annotations a JOIN documents d ON d.id = a.document WHERE a.present"

_COLUMNS = (
    "a.id, a.document, a.anchor, a.colour, a.note, a.author, a.created, a.modified, a.number, "
    "a.important, a.state, d.row"
)

_COLOUR = 3
"""Where the colour stands in them; "" when none was chosen by hand."""


class AnnotationRows:
    """Reads the annotations on documents that are in the vault."""

    def __init__(self, file: VaultFile, tags: Tags) -> None:
        self._file = file
        self._tags = tags
        self._made: dict[str, tuple[Row, tuple[str, ...], Annotation]] = {}

    def select(self, condition: str = "", values: Sequence[object] = ()) -> list[Annotation]:
        """Those for which an SQL condition holds, by document (in order of import) and place."""
        with self._file.snapshot():
            reading = self._file.reading
            rows = reading.all(f"SELECT {_COLUMNS} {HERE} {condition}", values)
            pairs = reading.all(
                f"SELECT t.annotation, t.tag FROM annotation_tags t JOIN annotations a "  # noqa: S608
                f"ON a.id = t.annotation WHERE a.present {condition}"
                if condition
                else "SELECT annotation, tag FROM annotation_tags",
                values,
            )
            tree = self._tags.all() if pairs else []
            order = {tag.id: place for place, tag in enumerate(tree)}
            colours = {tag.id: tag.colour for tag in tree}
        tags: dict[str, list[str]] = {}
        for annotation, tag in pairs:
            if tag in order:  # a removed tag is not shown, and comes back with `undo`
                tags.setdefault(annotation, []).append(tag)
        none: tuple[str, ...] = ()
        found = [
            (
                row[-1],
                self._record(
                    row,
                    tuple(sorted(tags[row[0]], key=order.__getitem__)) if row[0] in tags else none,
                    colours,
                ),
            )
            for row in rows
        ]
        found.sort(key=lambda pair: (pair[0], *place(pair[1])))
        return [annotation for _, annotation in found]

    def _record(self, row: Row, tags: tuple[str, ...], colours: dict[str, str]) -> Annotation:
        known = self._made.get(row[0])
        follows = row[_COLOUR] == ""
        colour = colours[tags[0]] if follows and tags else row[_COLOUR] or PLAIN
        if known is not None and known[0] == row and known[1] == tags and known[2].colour == colour:
            return known[2]
        made = self._annotation(row, tags, colour)
        if not self._file.unfinished:  # what may never be committed is not kept
            self._made[row[0]] = (row, tags, made)
        return made

    def _annotation(self, row: Row, tags: tuple[str, ...], colour: str) -> Annotation:
        (
            key, document, anchor, chosen, note, author, created, modified, number, important,
            state, _,
        ) = row  # fmt: skip
        try:
            return Annotation(
                key, document, anchor_from(json.loads(anchor)), colour, note, tags, author,
                created, modified, number, bool(important), AnnotationState(state), chosen != "",
            )  # fmt: skip
        except UNREADABLE as error:
            reason = "an annotation's place is unreadable"
            raise VaultDamaged(path=self._file.path, reason=reason) from error


def place(annotation: Annotation) -> tuple[int, int, int, int, str]:
    """Where an annotation comes among those of its document."""
    anchor = annotation.anchor
    return anchor.unit, anchor.start, anchor.end_unit, anchor.end, annotation.id
