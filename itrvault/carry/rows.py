"""What journal rows say about objects, without a database: the latest row of each field."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from itrvault.model.journal import Entry, ObjectKind
from itrvault.store.state import fold

Object = tuple[ObjectKind, str]
Field = tuple[ObjectKind, str, str]


@dataclass(frozen=True, slots=True)
class Said:
    """An object as rows say it is. `fields` leaves out what is not there."""

    fields: Mapping[str, Any]
    present: bool


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
    """Every object the deciding rows speak of."""
    rows: dict[Object, list[tuple[str, str, str]]] = {}
    for (kind, subject, field), entry in deciding.items():
        rows.setdefault((kind, subject), []).append((field, json.dumps(entry.after), entry.clock))
    objects = {}
    for key, lines in rows.items():
        folded = fold(lines)
        # A correction of a fact has no coming and going of its own.
        present = folded.present or key[0] is ObjectKind.DOCUMENT
        objects[key] = Said(folded.fields, present)
    return objects
