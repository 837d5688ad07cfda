"""Annotations: passages with a colour, a note and tags."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from itrvault.errors import (
    InvalidValue,
    NoSuchAnnotation,
    NoSuchDocument,
    NoSuchTag,
    NoSuchUnit,
    VaultDamaged,
)
from itrvault.model.annotation import Anchor, Annotation
from itrvault.model.ids import new_id
from itrvault.model.journal import Change, Changed, ObjectKind
from itrvault.store.connection import Row
from itrvault.store.fields import TAG_FIELD, UNREADABLE, anchor_from, anchor_to, is_colour
from itrvault.store.foreign import FoundMark, rows_of
from itrvault.store.journal import Journal
from itrvault.store.state import EXISTS
from itrvault.store.tags import Tags
from itrvault.store.units import storable
from itrvault.store.vaultfile import VaultFile

PREFIX = 8
"""The fewest characters of an annotation's id that are taken for one."""

_COLUMNS = (
    "a.id, a.document, a.anchor, a.colour, a.note, a.author, a.created, a.modified, a.number, d.row"
)
_HERE = "FROM annotations a JOIN documents d ON d.id = a.document WHERE a.present"


class Annotations:
    """The annotations of one vault, on the documents that are in it."""

    def __init__(self, file: VaultFile, journal: Journal, tags: Tags) -> None:
        self._file = file
        self._journal = journal
        self._tags = tags

    # -- changing --------------------------------------------------------------------------------

    def add(
        self,
        document: str,
        anchor: Anchor,
        colour: str = "yellow",
        note: str = "",
        tags: Iterable[str] = (),
        author: str = "",
        *,
        label: str = "Highlight",
    ) -> Annotation:
        """Mark a passage. `tags` are ids; the author is written only where one is given.

        Raises NoSuchDocument, NoSuchUnit, NoSuchTag, InvalidValue.
        """
        key = new_id()
        with self._journal.operation(label, author=author):
            self._check_place(document, anchor)
            claimed = self._file.writing.value(
                "SELECT max(max(number), max(claim)) FROM annotations WHERE document = ?",
                (document,),
            )
            fields: dict[str, object] = {
                EXISTS: True,
                "document": document,
                "number": 1 + (claimed or 0),
                "anchor": anchor_to(anchor),
                "colour": _colour(colour),
                "note": storable(note),
                "author": storable(author) or None,
            }
            fields |= {f"{TAG_FIELD}{tag}": True for tag in self._known(tags)}
            self._journal.write(ObjectKind.ANNOTATION, key, fields, label=label)
            return self.get(key)

    def take_over(self, document: str, name: str, marks: Iterable[FoundMark]) -> int:
        """Make annotations of what others marked in a file; how many there are now.

        What was taken over before, here or in a copy, is passed over, also when it was removed
        since. Not a thing to undo: each can be removed. `name` is the file's.
        """
        rows = list(rows_of(document, marks))
        label = f"Annotations of {storable(name)}"
        self._journal.apply(rows, label, undoable=False)
        return len({row.subject for row in rows})

    def update(
        self,
        key: str,
        *,
        colour: str | None = None,
        note: str | None = None,
        tags: Iterable[str] | None = None,
        anchor: Anchor | None = None,
        label: str = "",
        author: str = "",
    ) -> Change:
        """Change what is given; `tags` are all the tags it has afterwards.

        Raises NoSuchAnnotation, NoSuchTag, InvalidValue.
        """
        with self._file.transaction():
            old = self.get(key)
            fields: dict[str, object] = {}
            if anchor is not None:
                self._check_place(old.document, anchor)
                fields["anchor"] = anchor_to(anchor)
            if colour is not None:
                fields["colour"] = _colour(colour)
            if note is not None:
                fields["note"] = storable(note)
            if tags is not None:
                wanted = self._known(tags)
                fields |= {f"{TAG_FIELD}{tag}": None for tag in old.tags if tag not in wanted}
                fields |= {f"{TAG_FIELD}{tag}": True for tag in wanted}
            label = label or _label(colour, note, tags, anchor)
            return self._journal.write(
                ObjectKind.ANNOTATION, old.id, fields, label=label, author=author
            )

    def tag(self, keys: Iterable[str], tag: str, *, on: bool = True, author: str = "") -> Change:
        """Give a tag to several annotations, or take it from them, as one operation.

        Raises NoSuchAnnotation, NoSuchTag.
        """
        self._known([tag])
        changed = []
        with self._journal.operation("Tag" if on else "Untag", author=author):
            for key in keys:
                changed.append(self.get(key).id)
                self._journal.write(
                    ObjectKind.ANNOTATION,
                    changed[-1],
                    {f"{TAG_FIELD}{tag}": True if on else None},
                    label="Tag",
                )
        return Change(Changed.ANNOTATIONS, tuple(changed), "Tag" if on else "Untag")

    def remove(self, key: str, *, author: str = "") -> Change:
        """Take it away, with its assessments; `undo` brings both back. Raises NoSuchAnnotation."""
        with self._file.transaction():
            return self._journal.write(
                ObjectKind.ANNOTATION,
                self.get(key).id,
                {EXISTS: None},
                label="Remove annotation",
                author=author,
            )

    # -- reading ---------------------------------------------------------------------------------

    def get(self, reference: str) -> Annotation:
        """By id, or by its beginning where that is unique. Raises NoSuchAnnotation."""
        found = self._select("AND a.id = ?", (reference,))
        if not found and len(reference) >= PREFIX:
            found = self._select("AND substr(a.id, 1, ?) = ?", (len(reference), reference))
        if len(found) != 1:
            raise NoSuchAnnotation(reference=reference)
        return found[0]

    def of_document(self, document: str) -> list[Annotation]:
        """Those of one document, in order of place."""
        return self._select("AND a.document = ?", (document,))

    def all(self) -> list[Annotation]:
        """Every one, by document (in order of import) and place."""
        return self._select("", ())

    def count(self) -> int:
        """How many there are."""
        return int(self._file.reading.value(f"SELECT count(*) {_HERE}"))

    def counts_by_document(self) -> dict[str, int]:
        """Document id to how many it has; documents without any are left out."""
        sql = f"SELECT a.document, count(*) {_HERE} GROUP BY a.document"
        return dict(self._file.reading.all(sql))

    # -- helpers ---------------------------------------------------------------------------------

    def _select(self, condition: str, values: Sequence[object]) -> list[Annotation]:
        with self._file.snapshot():
            reading = self._file.reading
            rows = reading.all(f"SELECT {_COLUMNS} {_HERE} {condition}", values)
            if len(rows) == 1:
                pairs = reading.all(
                    "SELECT annotation, tag FROM annotation_tags WHERE annotation = ?",
                    (rows[0][0],),
                )
            else:
                pairs = reading.all("SELECT annotation, tag FROM annotation_tags")
            order = self._tags.order() if pairs else {}
        tags: dict[str, list[str]] = {}
        for annotation, tag in pairs:
            if tag in order:  # a removed tag is not shown, and comes back with `undo`
                tags.setdefault(annotation, []).append(tag)
        found = [
            (row[-1], self._annotation(row, sorted(tags.get(row[0], ()), key=order.__getitem__)))
            for row in rows
        ]
        found.sort(key=lambda pair: (pair[0], *_place(pair[1])))
        return [annotation for _, annotation in found]

    def _annotation(self, row: Row, tags: list[str]) -> Annotation:
        key, document, anchor, colour, note, author, created, modified, number, _ = row
        try:
            place = anchor_from(json.loads(anchor))
        except UNREADABLE as error:
            reason = "an annotation's place is unreadable"
            raise VaultDamaged(path=self._file.path, reason=reason) from error
        return Annotation(
            key, document, place, colour, note, tuple(tags), author, created, modified, number
        )

    def _check_place(self, document: str, anchor: Anchor) -> None:
        row = self._file.reading.one(
            "SELECT unit_count, unit_kind, name FROM documents WHERE id = ?", (document,)
        )
        if row is None:
            raise NoSuchDocument(reference=document)
        count, kind, name = row
        if not 0 <= anchor.unit <= anchor.end_unit < count:
            number = anchor.end_unit + 1
            raise NoSuchUnit(document=name, count=count, kind=kind, number=number)

    def _known(self, tags: Iterable[str]) -> list[str]:
        wanted = list(dict.fromkeys(tags))
        order = self._tags.order() if wanted else {}
        for tag in wanted:
            if tag not in order:
                raise NoSuchTag(path=tag, nearest=self._tags.nearest(tag))
        return wanted


def _place(annotation: Annotation) -> tuple[int, int, int, int, str]:
    anchor = annotation.anchor
    return anchor.unit, anchor.start, anchor.end_unit, anchor.end, annotation.id


def _colour(colour: str) -> str:
    if not is_colour(colour):
        raise InvalidValue(value=colour, field="colour", reason="there is no such colour")
    return colour


def _label(
    colour: str | None, note: str | None, tags: Iterable[str] | None, anchor: Anchor | None
) -> str:
    given = [
        name
        for name, value in (("note", note), ("tags", tags), ("colour", colour), ("place", anchor))
        if value is not None
    ]
    return f"Change {given[0]}" if len(given) == 1 else "Change annotation"
