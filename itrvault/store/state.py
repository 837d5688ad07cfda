"""From journal rows to state tables: the one function by which anything a person did takes effect.

An object is the fold of its rows: each field is what its latest row says. An object that was
removed in one copy and later changed in another is there: a note is never lost to a merge.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from itrvault.errors import VaultDamaged
from itrvault.model.journal import Changed, ObjectKind
from itrvault.store.clock import time_of
from itrvault.store.connection import Connection
from itrvault.store.fields import TAG_FIELD, acceptable, validate
from itrvault.store.records import to_json

__all__ = ["CHANGED", "expected_tables", "field_value", "refresh", "stored_tables", "validate"]

EXISTS = "exists"
_NOTHING = "null"  # None as JSON

CHANGED = {
    ObjectKind.DOCUMENT: Changed.DOCUMENTS,
    ObjectKind.ANNOTATION: Changed.ANNOTATIONS,
    ObjectKind.TAG: Changed.TAGS,
    ObjectKind.RISK: Changed.RISKS,
    ObjectKind.SEARCH: Changed.SEARCHES,
    ObjectKind.LINK: Changed.LINKS,
    ObjectKind.SUGGESTION: Changed.SUGGESTIONS,
    ObjectKind.SETTLEMENT: Changed.SETTLEMENTS,
    ObjectKind.CONCORDANCE: Changed.SETTLEMENTS,
    ObjectKind.VAULT: Changed.NOTHING,
}

Tables = dict[str, dict[str, tuple[Any, ...]]]
"""Table name to key to row."""

WHOLE: dict[ObjectKind, set[str]] = {
    ObjectKind.ANNOTATION: {"document", "anchor", "number"},
    ObjectKind.TAG: {"name"},
    ObjectKind.RISK: {"annotation", "right", "stance", "rationale"},
    ObjectKind.SEARCH: {"name", "query"},
    ObjectKind.LINK: {"origin", "target", "relation"},
    ObjectKind.SUGGESTION: {"document", "anchor", "source", "decision"},
    ObjectKind.SETTLEMENT: {"document", "anchor", "ruling"},
    ObjectKind.CONCORDANCE: {"numbering", "number", "other_numbering", "other_number"},
    ObjectKind.VAULT: {"nothing of a vault is shown"},
}
"""What an object must have to be shown: rows about it may come without those that made it."""

Column = tuple[str, object]
"""A field and what it is where no row says it; lists are kept as JSON, flags as 0 and 1."""

_PLAIN: dict[ObjectKind, tuple[str, tuple[Column, ...], bool]] = {
    ObjectKind.TAG: (
        "tags",
        (
            ("parent", ""), ("name", ""), ("colour", "gray"), ("definition", ""), ("rights", []),
            ("origin", ""), ("order", 0), ("when_to_use", ""), ("when_not", ""), ("examples", []),
            ("codable", True),
        ),
        False,
    ),
    ObjectKind.SEARCH: ("searches", (("name", ""), ("query", ""), ("order", 0)), False),
    ObjectKind.LINK: (
        "links",
        (("origin", ""), ("target", ""), ("relation", ""), ("note", ""), ("author", "")),
        True,
    ),
    ObjectKind.SUGGESTION: (
        "suggestions",
        (
            ("document", ""), ("anchor", {}), ("source", ""), ("triggers", []), ("decision", ""),
            ("reason", ""), ("annotation", ""), ("author", ""),
        ),
        True,
    ),
    ObjectKind.SETTLEMENT: (
        "settlements",
        (
            ("document", ""), ("anchor", {}), ("ruling", ""), ("verb", ""), ("identifier", ""),
            ("authors", []), ("target", ""), ("wording", ""), ("note", ""), ("author", ""),
        ),
        True,
    ),
    ObjectKind.CONCORDANCE: (
        "concordance",
        (
            ("numbering", ""), ("number", ""), ("other_numbering", ""), ("other_number", ""),
            ("note", ""), ("author", ""),
        ),
        True,
    ),
}  # fmt: skip
"""Objects with one row in one table: its columns after the id, and whether the times follow."""

_RISK: tuple[Column, ...] = (
    ("annotation", ""), ("right", ""), ("articles", []), ("severity", 0), ("likelihood", 0),
    ("stance", "disputed"), ("rationale", ""), ("assessor", ""),
)  # fmt: skip
_RISK_MORE: tuple[Column, ...] = (
    ("confidence", 0), ("affected", []), ("law", ""), ("law_why", ""), ("aim", ""),
    ("aim_why", ""), ("necessity", ""), ("necessity_why", ""), ("provision", ""),
    ("proposal", ""),
)  # fmt: skip
"""Columns that were added after the times."""

_FIRST_COLUMN = {
    ObjectKind.ANNOTATION: (("annotations", "id"), ("annotation_tags", "annotation")),
    ObjectKind.RISK: (("risks", "id"),),
    ObjectKind.DOCUMENT: (("corrections", "document"),),
    ObjectKind.VAULT: (),
} | {kind: ((table, "id"),) for kind, (table, _, _) in _PLAIN.items()}

_TABLES = tuple(dict.fromkeys(table for tables in _FIRST_COLUMN.values() for table, _ in tables))
"""State tables."""


@dataclass(slots=True)
class Folded:
    """An object as its rows say. `fields` leaves out what is not there."""

    fields: dict[str, Any]
    present: bool
    created: str
    modified: str


Row = tuple[str, str, str, str]
"""What `fold` needs of a row of the journal: field, value as JSON, clock, what it takes back."""

FOLDED = "field, after, clock, undoes"


def fold(rows: Iterable[Row]) -> Folded:
    """Rows come by field and then from earliest to latest."""
    latest: dict[str, tuple[Any, str]] = {}
    made: dict[str, dict[str, str]] = {}  # field to its values to when each was last given
    touched: dict[str, str] = {}
    clocks = []
    for field, after, clock, undoes in rows:
        latest[field] = (json.loads(after), clock)
        clocks.append(clock)
        given = made.setdefault(field, {})
        # What an undo puts back is as old as it was; what was not there before is of no age.
        if not undoes:
            given[after] = clock
        touched[field] = given.get(after, "" if after == _NOTHING else clock)
    fields = {field: value for field, (value, _) in latest.items() if value is not None}
    present = EXISTS in fields
    if not present:
        # Without any row about its being there: a copy that was given only the deciding rows.
        removed = latest[EXISTS][1] if EXISTS in latest else ""
        present = any(clock > removed for value, clock in latest.values() if value is not None)
    fields.pop(EXISTS, None)
    first, last = min(clocks, default=""), max(touched.values(), default="")
    return Folded(fields, present, time_of(first), time_of(last or first))


def field_value(
    connection: Connection,
    kind: ObjectKind,
    subject: str,
    field: str,
    *,
    before: int | None = None,
) -> object:
    """What a field holds now, or held before the journal's row number `before`."""
    limit = 2**62 if before is None else before
    if field == EXISTS and kind is not ObjectKind.DOCUMENT:
        rows = connection.all(
            f"SELECT {FOLDED} FROM journal WHERE kind = ? AND subject = ? AND seq < ? "  # noqa: S608
            "ORDER BY field, clock, id",
            (kind.value, subject, limit),
        )
        with readable(connection):
            return True if fold(rows).present else None
    after = connection.value(
        "SELECT after FROM journal WHERE kind = ? AND subject = ? AND field = ? AND seq < ? "
        "ORDER BY clock DESC, id DESC LIMIT 1",
        (kind.value, subject, field, limit),
    )
    with readable(connection):
        return None if after is None else json.loads(after)


@contextlib.contextmanager
def readable(connection: Connection) -> Iterator[None]:
    """Rows that no program of ours wrote are damage: the vault may come from a stranger."""
    try:
        yield
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise VaultDamaged(path=connection.path, reason="the journal is unreadable") from error


def refresh(writing: Connection, objects: Iterable[tuple[ObjectKind, str]]) -> None:
    """Bring the state of these objects to what the journal says. Raises VaultDamaged."""
    with readable(writing):
        _refresh(writing, objects)


def _refresh(writing: Connection, objects: Iterable[tuple[ObjectKind, str]]) -> None:
    documents: dict[str, None] = {}
    for kind, subject in objects:
        rows = writing.all(
            f"SELECT {FOLDED} FROM journal WHERE kind = ? AND subject = ? "  # noqa: S608
            "ORDER BY field, clock, id",
            (kind.value, subject),
        )
        if kind is ObjectKind.ANNOTATION:
            old = writing.value("SELECT document FROM annotations WHERE id = ?", (subject,))
            documents.update({old: None} if old else {})
        for table, column in _FIRST_COLUMN[kind]:
            writing.run(f"DELETE FROM {table} WHERE {column} = ?", (subject,))  # noqa: S608
        for table, row in _rows(kind, subject, fold(rows)):
            _insert(writing, table, row)
            if table == "annotations":
                documents[row[2]] = None
    for document in documents:
        _number(writing, document)


def expected_tables(reading: Connection) -> Tables:
    """What every state table should hold, from the whole journal."""
    tables: Tables = {name: {} for name in _TABLES}
    everything = reading.stream(
        f"SELECT kind, subject, {FOLDED} FROM journal "  # noqa: S608
        "ORDER BY kind, subject, field, clock, id"
    )
    for (kind, subject), rows in groupby(everything, key=lambda row: (row[0], row[1])):
        folded = fold(row[2:] for row in rows)
        for table, row in _rows(ObjectKind(kind), subject, folded):
            tables[table][_key(table, row)] = row
    by_document: dict[str, list[tuple[int, str]]] = {}
    for row in tables["annotations"].values():
        by_document.setdefault(row[2], []).append((row[4], row[0]))
    for claims in by_document.values():
        for key, number in numbers(claims).items():
            row = tables["annotations"][key]
            tables["annotations"][key] = (*row[:3], number, *row[4:])
    return tables


def stored_tables(reading: Connection) -> Tables:
    """What every state table does hold."""
    return {
        table: {_key(table, row): row for row in reading.stream(f"SELECT * FROM {table}")}  # noqa: S608
        for table in _TABLES
    }


def numbers(claims: Iterable[tuple[int, str]]) -> dict[str, int]:
    """Annotation id to the number people cite, from (claimed number, id) of one document.

    Two copies of a vault may give the same number to two annotations. The one made first keeps it;
    the other takes the next number that nobody claims. The answer depends on the set alone.
    """
    ordered = sorted(claims)
    given: dict[str, int] = {}
    taken: set[int] = set()
    second = []
    for claim, key in ordered:
        if claim in taken:
            second.append((claim, key))
        else:
            taken.add(claim)
            given[key] = claim
    for claim, key in second:
        number = claim + 1
        while number in taken:
            number += 1
        taken.add(number)
        given[key] = number
    return given


def _number(writing: Connection, document: str) -> None:
    rows = writing.all("SELECT claim, id, number FROM annotations WHERE document = ?", (document,))
    right = numbers((claim, key) for claim, key, _ in rows)
    for _, key, number in rows:
        if right[key] != number:
            writing.run("UPDATE annotations SET number = ? WHERE id = ?", (right[key], key))


def _rows(kind: ObjectKind, subject: str, folded: Folded) -> list[tuple[str, tuple[Any, ...]]]:
    """The rows an object has in the state tables."""
    f = folded.fields
    if kind is ObjectKind.DOCUMENT:
        return [
            ("corrections", (subject, field, value))
            for field, value in f.items()
            if acceptable(kind, field, value)  # leaves out notes of a document's coming and going
        ]
    if not WHOLE[kind] <= f.keys():
        return []  # never made here, or its making was undone
    if kind is ObjectKind.ANNOTATION:
        return _annotation_rows(subject, folded)
    if not folded.present:
        return []
    times = (folded.created, folded.modified)
    if kind is ObjectKind.RISK:
        return [("risks", (subject, *_values(_RISK, f), *times, *_values(_RISK_MORE, f)))]
    table, columns, timed = _PLAIN[kind]
    return [(table, (subject, *_values(columns, f), *(times if timed else ())))]


def _values(columns: Iterable[Column], fields: dict[str, Any]) -> Iterator[object]:
    """What the fields hold, as the columns of a table do."""
    for name, default in columns:
        value = fields.get(name, default)
        if isinstance(value, bool):
            yield int(value)
        else:
            yield to_json(value) if isinstance(value, list | dict) else value


def _annotation_rows(subject: str, folded: Folded) -> list[tuple[str, tuple[Any, ...]]]:
    f = folded.fields
    anchor = f["anchor"]
    rows: list[tuple[str, tuple[Any, ...]]] = [
        ("annotations", (
            subject, int(folded.present), f["document"], f["number"], f["number"],
            anchor["unit"], anchor["end_unit"], to_json(anchor), f.get("colour", ""),
            f.get("note", ""), f.get("author", ""), folded.created, folded.modified,
            int(f.get("important", False)), f.get("state", ""),
        )),
    ]  # fmt: skip
    if folded.present:
        tags = [field[len(TAG_FIELD) :] for field in f if field.startswith(TAG_FIELD)]
        rows += [("annotation_tags", (subject, tag)) for tag in tags]
    return rows


def _key(table: str, row: tuple[Any, ...]) -> str:
    return "/".join(row[:2]) if table in {"annotation_tags", "corrections"} else str(row[0])


def _insert(writing: Connection, table: str, row: tuple[Any, ...]) -> None:
    marks = ", ".join("?" * len(row))
    writing.run(f"INSERT INTO {table} VALUES ({marks})", row)  # noqa: S608
