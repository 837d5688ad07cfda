"""Annotations: passages with a colour, a note and tags."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from itrvault.errors import (
    InvalidValue,
    NoSuchAnnotation,
    NoSuchDocument,
    NoSuchTag,
    NoSuchUnit,
)
from itrvault.model.annotation import Anchor, Annotation, AnnotationState, Listed
from itrvault.model.history import Step
from itrvault.model.ids import new_id
from itrvault.model.journal import Change, Changed, ObjectKind
from itrvault.store.annotation_rows import HERE, AnnotationRows
from itrvault.store.fields import TAG_FIELD, anchor_to, is_colour
from itrvault.store.foreign import FoundMark, rows_of
from itrvault.store.history import History
from itrvault.store.journal import Journal
from itrvault.store.news import BATCH, batches
from itrvault.store.state import EXISTS
from itrvault.store.tags import Tags
from itrvault.store.units import storable
from itrvault.store.vaultfile import VaultFile

PREFIX = 8
"""The fewest characters of an annotation's id that are taken for one."""


class Annotations:
    """The annotations of one vault, on the documents that are in it."""

    def __init__(self, file: VaultFile, journal: Journal, tags: Tags) -> None:
        self._file = file
        self._journal = journal
        self._tags = tags
        self._rows = AnnotationRows(file, tags)

    # -- changing --------------------------------------------------------------------------------

    def add(
        self,
        document: str,
        anchor: Anchor,
        colour: str = "",
        note: str = "",
        tags: Iterable[str] = (),
        author: str = "",
        *,
        important: bool = False,
        state: AnnotationState = AnnotationState.NONE,
        label: str = "Highlight",
    ) -> Annotation:
        """Mark a passage. `tags` are ids; the author is written only where one is given.

        A colour that is given was chosen by hand, and stays; without one the mark has that of its
        first tag, follows it, and is yellow while it has no tag.

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
                "important": important or None,
                "state": AnnotationState(state).value or None,
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
        important: bool | None = None,
        state: AnnotationState | None = None,
        note_was: str | None = None,
        label: str = "",
        author: str = "",
    ) -> Change:
        """Change what is given; `tags` are all the tags it has afterwards.

        The colour "" takes back what was chosen: the mark follows its tags again. An anchor moves
        it, and places by hand what was not found. `note_was` is the note as its editor saw it:
        where another one was written meanwhile, both are kept.

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
                fields["note"] = both_notes(note_was, storable(note), old.note)
            if important is not None:
                fields["important"] = important
            if state is not None:
                fields["state"] = AnnotationState(state).value
            if tags is not None:
                wanted = self._known(tags, old.tags)
                fields |= {f"{TAG_FIELD}{tag}": None for tag in old.tags if tag not in wanted}
                fields |= {f"{TAG_FIELD}{tag}": True for tag in wanted}
            if not label:
                placed = anchor is not None and old.unplaced
                label = "Place by hand" if placed else _label(fields, tags)
            return self._journal.write(
                ObjectKind.ANNOTATION, old.id, fields, label=label, author=author
            )

    def mark(
        self,
        keys: Iterable[str],
        *,
        colour: str | None = None,
        important: bool | None = None,
        state: AnnotationState | None = None,
        author: str = "",
    ) -> Change:
        """Change the colour, importance or state of several, as one operation.

        Raises NoSuchAnnotation, InvalidValue.
        """
        fields: dict[str, object] = {}
        if colour is not None:
            fields["colour"] = _colour(colour)
        if important is not None:
            fields["important"] = important
        if state is not None:
            fields["state"] = AnnotationState(state).value
        with self._file.transaction():
            changed = {self.get(key).id: fields for key in keys}
            return self._journal.write_all(
                ObjectKind.ANNOTATION, changed, label=_label(fields, None), author=author
            )

    def tag(self, keys: Iterable[str], tag: str, *, on: bool = True, author: str = "") -> Change:
        """Give a tag to several annotations, or take it from them, as one operation.

        Raises NoSuchAnnotation, NoSuchTag.
        """
        self._known([tag], () if on else [tag])
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
        found = self._rows.select("AND a.id = ?", (reference,))
        if not found and len(reference) >= PREFIX:
            found = self._rows.select("AND substr(a.id, 1, ?) = ?", (len(reference), reference))
        if len(found) != 1:
            raise NoSuchAnnotation(reference=reference)
        return found[0]

    def some(self, keys: Iterable[str]) -> list[Annotation]:
        """Those of these ids that are here, by document and place."""
        wanted = list(dict.fromkeys(keys))
        with self._file.snapshot():
            if len(wanted) > BATCH:
                chosen = set(wanted)
                return [one for one in self.all() if one.id in chosen]
            marks = ",".join("?" * len(wanted))
            return self._rows.select(f"AND a.id IN ({marks})", wanted)

    def of_document(self, document: str) -> list[Annotation]:
        """Those of one document, in order of place."""
        return list(self._rows.of_document(document))

    def with_tag(self, tag: str) -> list[Annotation]:
        """Those that have the tag itself, by document and place."""
        having = "AND a.id IN (SELECT annotation FROM annotation_tags WHERE tag = ?)"
        return self._rows.select(having, (tag,))

    def all(self) -> list[Annotation]:
        """Every one, by document (in order of import) and place; `listed` is much quicker."""
        return self._rows.select("", ())

    def listed(self) -> tuple[Listed, ...]:
        """Every one as lists show it, by document and place. What is as it was when somebody asked
        before is the same record.
        """
        return self._rows.listed()

    def unplaced(self, document: str | None = None) -> list[Annotation]:
        """Those whose words are not in the text as it is now: to be placed by hand."""
        condition = "AND a.anchor ->> '$.end_unit' = a.anchor ->> '$.unit' " + (
            "AND a.anchor ->> '$.start' = a.anchor ->> '$.end' AND a.anchor ->> '$.exact' <> ''"
        )
        if document is None:
            found = self._rows.select(condition, ())
        else:
            found = self._rows.select(f"{condition} AND a.document = ?", (document,))
        return [annotation for annotation in found if annotation.unplaced]

    def history(self, reference: str) -> list[Step]:
        """What was done with an annotation, its tags, judgements and links, the latest first.

        Raises NoSuchAnnotation for one that was never here; one that was removed has a history.
        """
        return History(self._file, self._journal).of_annotation(self._ever(reference))

    def count(self) -> int:
        """How many there are."""
        return int(self._file.reading.value(f"SELECT count(*) {HERE}"))

    def counts_by_document(self) -> dict[str, int]:
        """Document id to how many it has; documents without any are left out."""
        sql = f"SELECT a.document, count(*) {HERE} GROUP BY a.document"
        return dict(self._file.reading.all(sql))

    def noted(self, documents: Iterable[str]) -> set[str]:
        """Those of some documents that have any annotation."""
        found: set[str] = set()
        for marks, some in batches(documents):
            sql = f"SELECT DISTINCT a.document {HERE} AND a.document IN ({marks})"
            found.update(document for (document,) in self._file.reading.all(sql, some))
        return found

    # -- helpers ---------------------------------------------------------------------------------

    def _ever(self, reference: str) -> str:
        """The id of an annotation that is or was here."""
        rows = self._file.reading.all(
            "SELECT DISTINCT subject FROM journal WHERE kind = 'annotation' AND "
            "substr(subject, 1, ?) = ?",
            (len(reference), reference),
        )
        if len(rows) != 1 or len(reference) < PREFIX:
            raise NoSuchAnnotation(reference=reference)
        return str(rows[0][0])

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

    def _known(self, tags: Iterable[str], had: Iterable[str] = ()) -> list[str]:
        """The tags, each once. Those it did not have must be ones that passages may have."""
        wanted = list(dict.fromkeys(tags))
        here = {tag.id: tag for tag in self._tags.all()} if wanted else {}
        for key in wanted:
            if key not in here:
                raise NoSuchTag(path=key, nearest=self._tags.nearest(key))
            if not here[key].codable and key not in had:
                reason = "it only holds other tags"
                raise InvalidValue(value=here[key].name, field="tag of a passage", reason=reason)
        return wanted


def _colour(colour: str) -> str | None:
    if not colour:
        return None  # nothing was chosen
    if not is_colour(colour):
        raise InvalidValue(value=colour, field="colour", reason="there is no such colour")
    return colour


def both_notes(was: str | None, new: str, now: str) -> str:
    """What a note says after somebody changed it from `was` to `new` while it became `now`.

    What both wrote is kept: lines that only the other one added follow under a rule.
    """
    if was is None or now in (was, new):
        return new
    if new == was:
        return now
    mine = {*new.splitlines(), *was.splitlines()}
    theirs = [line for line in now.splitlines() if line.strip() and line not in mine]
    return f"{new}\n\n---\n" + "\n".join(theirs) if theirs else new


_NAMES = {"anchor": "place", "important": "importance"}


def _label(fields: Mapping[str, object], tags: Iterable[str] | None) -> str:
    given = {"tags" if name.startswith(TAG_FIELD) else name for name in fields}
    if tags is not None:
        given.add("tags")
    name = next(iter(given), "annotation") if len(given) == 1 else "annotation"
    return f"Change {_NAMES.get(name, name)}"
