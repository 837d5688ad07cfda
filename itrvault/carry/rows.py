"""What journal rows say about objects, without a database: the latest row of each field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from itrvault.model.journal import Entry, ObjectKind
from itrvault.model.link import EndKind
from itrvault.store.state import EXISTS

Object = tuple[ObjectKind, str]
Field = tuple[ObjectKind, str, str]


@dataclass(frozen=True, slots=True)
class Said:
    """An object as rows say it is. `fields` leaves out what is not there."""

    fields: Mapping[str, Any]
    present: bool


def annotations_named(kind: ObjectKind, fields: Mapping[str, Any]) -> list[str]:
    """Ids of the annotations without which an object means nothing."""
    if kind is ObjectKind.RISK:
        return [str(fields.get("annotation", ""))]
    if kind is ObjectKind.LINK:
        ends = (str(fields.get(name, "")).partition(":") for name in ("origin", "target"))
        return [value for end, _, value in ends if end == EndKind.ANNOTATION]
    return []


def documents_named(kind: ObjectKind, fields: Mapping[str, Any]) -> list[str]:
    """Ids of the documents without which an object means nothing."""
    if kind is ObjectKind.LINK:
        ends = (str(fields.get(name, "")).partition(":") for name in ("origin", "target"))
        return [value for end, _, value in ends if end == EndKind.DOCUMENT]
    return [str(fields["document"])] if "document" in fields else []


def order(entry: Entry) -> tuple[str, str]:
    """Rows in order of cause: by clock, then by id."""
    return entry.clock, entry.id


def latest(entries: Iterable[Entry]) -> dict[Field, Entry]:
    """The row that decides each field."""
    found: dict[Field, Entry] = {}
    for entry in entries:
        key = (entry.kind, entry.subject, entry.field)
        if key not in found or order(entry) > order(found[key]):
            found[key] = entry
    return found


def said(deciding: Mapping[Field, Entry]) -> dict[Object, Said]:
    """Every object the deciding rows speak of, as the store would have it."""
    rows: dict[Object, dict[str, Entry]] = {}
    for (kind, subject, name), entry in deciding.items():
        rows.setdefault((kind, subject), {})[name] = entry
    return {key: _folded(key[0], fields) for key, fields in rows.items()}


def _folded(kind: ObjectKind, rows: Mapping[str, Entry]) -> Said:
    """As `store.state.fold`, which says why; from one row a field."""
    fields = {name: row.after for name, row in rows.items() if row.after is not None}
    present = EXISTS in fields
    if not present:
        removed = rows[EXISTS].clock if EXISTS in rows else ""
        present = any(row.clock > removed for row in rows.values() if row.after is not None)
    fields.pop(EXISTS, None)
    # A correction of a fact has no coming and going of its own.
    return Said(fields, present or kind is ObjectKind.DOCUMENT)
