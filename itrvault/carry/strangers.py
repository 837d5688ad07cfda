"""What another vault says is looked at before anything of it is taken in.

The store checks every journal row for form. Here: sizes, times, facts, tags that exist, and that a
quotation stands in our text.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from itrvault.carry.rows import Object, Said
from itrvault.errors import InvalidValue, VaultDamaged
from itrvault.model.annotation import Anchor, AnchorKind
from itrvault.model.document import DocumentClass
from itrvault.model.journal import Entry, ObjectKind
from itrvault.store.corrections import checked_fact
from itrvault.store.documents import Documents
from itrvault.store.fields import TAG_FIELD, anchor_from, validate
from itrvault.store.tags import DEPTH
from itrvault.text.anchors import with_rects
from itrvault.text.relocating import Relocator, unplaced

MERGED = (
    ObjectKind.TAG, ObjectKind.ANNOTATION, ObjectKind.RISK, ObjectKind.DOCUMENT, ObjectKind.LINK,
    ObjectKind.SUGGESTION, ObjectKind.SETTLEMENT, ObjectKind.CONCORDANCE,
)  # fmt: skip
"""Kinds that are merged. Searches are each person's own."""

ANCHORED = (ObjectKind.ANNOTATION, ObjectKind.SUGGESTION, ObjectKind.SETTLEMENT)
"""Kinds that stand at a passage of a document."""

_LENGTHS = {
    "note": 1_000_000, "rationale": 1_000_000, "wording": 1_000_000, "definition": 100_000,
    "when_to_use": 100_000, "when_not": 100_000, "reason": 100_000, "law_why": 100_000,
    "aim_why": 100_000, "necessity_why": 100_000, "name": 200, "author": 200, "assessor": 200,
    "right": 200, "label": 1000,
}  # fmt: skip
_TEXT_LENGTH = 4000  # any other text, such as a corrected title
_ANCHOR_LENGTH = 1_000_000
_RECTS = 20_000
_DAYS_AHEAD = 400  # a clock may be wrong by a year, not by a century


def check_row(entry: Entry, path: Path) -> None:
    """Raise VaultDamaged when a row cannot be taken in."""
    validate(entry, path)
    trouble = _trouble(entry)
    if trouble:
        reason = f"its journal has a row about a {entry.kind.value} with {trouble}"
        raise VaultDamaged(path=path, reason=reason)


def _trouble(entry: Entry) -> str:
    if int(entry.clock[:13]) > time.time() * 1000 + _DAYS_AHEAD * 86_400_000:
        return "a time that is far in the future"
    if len(entry.label) > _LENGTHS["label"] or len(entry.author) > _LENGTHS["author"]:
        return "a name that is too long"
    for value in (entry.before, entry.after):
        if isinstance(value, str):
            if len(value) > _LENGTHS.get(entry.field, _TEXT_LENGTH):
                return f"a {entry.field} that is too long"
        elif isinstance(value, list):
            if len(value) > 200 or any(len(str(text)) > 200 for text in value):
                return f"a list of {entry.field} that is too long"
        elif isinstance(value, dict):
            anchor = anchor_from(value)
            if len(anchor.exact) > _ANCHOR_LENGTH or len(anchor.rects) > _RECTS:
                return "a passage that is too long"
    if entry.kind is ObjectKind.TAG and entry.field == "name" and entry.after is not None:
        name = str(entry.after)
        if not name.strip() or "/" in name or not name.isprintable():
            return "a name that no tag can have"
    if entry.kind is ObjectKind.DOCUMENT and isinstance(entry.after, str):
        try:
            checked_fact(entry.field, entry.after)
        except InvalidValue as error:
            return f"a fact that cannot be right ({error.values['reason']})"
    return ""


@dataclass(slots=True)
class Places:
    """Passages of the other vault in the text of ours, document by document."""

    ours: Documents
    theirs: Documents
    taken: Collection[str]
    _relocators: dict[str, Relocator] = field(default_factory=dict)
    _theirs: dict[str, Sequence[str]] = field(default_factory=dict)

    def find(self, document: str, anchor: Anchor) -> Anchor | None:
        """The passage in our text; the anchor itself when it stands where it says."""
        relocator = self._relocator(document)
        if document in self.taken or relocator.stands(anchor):
            found = relocator.place(anchor)
        else:
            # What stood around it there tells sister clauses apart, should its own be gone here.
            found = relocator.place(anchor, self._their_texts(document))
        if found is None or found is anchor or document in self.taken:
            return found
        units = [
            self.ours.unit(document, number) for number in range(found.unit, found.end_unit + 1)
        ]
        return with_rects(found, units)

    def waiting(self, document: str, anchor: Anchor) -> Anchor | None:
        """A passage whose words are not in our text, to be placed by hand; None for what is none.

        It keeps its quotation, and says that it stands nowhere. Words that are not in their text
        either, where they say, are no quotation at all.
        """
        if anchor.kind is not AnchorKind.PASSAGE or not anchor.exact:
            return None
        if anchor.placed and (
            document in self.taken or not Relocator(self._their_texts(document)).stands(anchor)
        ):
            return None
        last = len(self._relocator(document).texts) - 1
        return unplaced(replace(anchor, unit=min(anchor.unit, last)))

    def _their_texts(self, document: str) -> Sequence[str]:
        if document not in self._theirs:
            known = self.theirs.find(document) is not None  # else its notes wait for the file
            self._theirs = {document: self.theirs.texts(document) if known else []}
        return self._theirs[document]

    def _relocator(self, document: str) -> Relocator:
        if document not in self._relocators:
            source = self.theirs if document in self.taken else self.ours
            # One at a time: they may be large.
            self._relocators = {document: Relocator(source.texts(document))}
        return self._relocators[document]


def known_tags(rows: Iterable[Entry], tags: Collection[str]) -> list[Entry]:
    """The rows without those that give an annotation a tag nobody has."""
    return [
        row
        for row in rows
        if not row.field.startswith(TAG_FIELD) or row.field[len(TAG_FIELD) :] in tags
    ]


def verify_document(documents: Documents, key: str, path: Path) -> None:
    """Raise VaultDamaged unless a document's file is the one its id names and its text reads."""
    digest = hashlib.sha256()
    for chunk in documents.original_chunks(key):
        digest.update(chunk)
    found = documents.find(key)
    if digest.hexdigest() != key or found is None:
        raise VaultDamaged(
            path=path, reason=f"a document's file is not what its id says ({key[:12]})"
        )
    if found.value("class") not in ("", *DocumentClass):
        raise VaultDamaged(path=path, reason=f"a document has a class nobody knows ({key[:12]})")
    for unit in documents.units(key):
        length = len(unit.text)
        if any(not 0 <= mark.start <= mark.end <= length for mark in unit.redlines):
            raise VaultDamaged(path=path, reason=f"a redline runs over its page ({key[:12]})")


def words_of(kind: ObjectKind, thing: Said, objects: dict[Object, Said]) -> str:
    """What an object is, for people."""
    fields: Any = thing.fields
    if kind in ANCHORED:
        exact = " ".join(str(fields.get("anchor", {}).get("exact", "")).split())
        return exact or "a whole page"
    if kind is ObjectKind.LINK:
        ends = (_end_words(str(fields.get(name, "")), objects) for name in ("origin", "target"))
        return f" {fields.get('relation', '')} ".join(ends)
    if kind is ObjectKind.CONCORDANCE:
        here = f"{fields.get('numbering', '')} {fields.get('number', '')}"
        return f"{here} = {fields.get('other_numbering', '')} {fields.get('other_number', '')}"
    if kind is ObjectKind.RISK:
        return str(fields.get("right", ""))
    if kind is ObjectKind.TAG:
        names = [str(fields.get("name", ""))]
        above, seen = str(fields.get("parent", "")), set()
        while above not in seen and (ObjectKind.TAG, above) in objects and len(names) < DEPTH:
            seen.add(above)
            names.append(str(objects[ObjectKind.TAG, above].fields.get("name", "")))
            above = str(objects[ObjectKind.TAG, above].fields.get("parent", ""))
        return "/".join(reversed(names))
    return ""


def _end_words(end: str, objects: dict[Object, Said]) -> str:
    kind, _, value = end.partition(":")
    mark = objects.get((ObjectKind.ANNOTATION, value)) if kind == "annotation" else None
    return f'"{words_of(ObjectKind.ANNOTATION, mark, objects)}"' if mark is not None else value
