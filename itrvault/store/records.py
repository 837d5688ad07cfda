"""Document records out of their rows: what was read at import, with what a person corrected."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from itrvault.errors import VaultDamaged
from itrvault.model.document import FACT_FIELDS, Document, DocumentClass, Fact, FactSource, UnitKind
from itrvault.store.connection import Connection, Row
from itrvault.treaty.catalogue import fill_in

_COLUMNS = (
    "row, id, name, media_type, size, unit_kind, unit_count, imported_at, reader, "
    "metadata, warnings"
)
_LANGUAGE = re.compile(r"(?:[A-Za-z0-9-]{1,35}(?:; (?!\Z)|\Z)){0,8}")
_CLASSES = {"", *DocumentClass}
_IDENTIFYING = ("symbol", "title")
"""What a document is found by in the catalogue of known documents."""
UNKNOWN = Fact("", FactSource.UNKNOWN)


def all_documents(reading: Connection) -> list[Document]:
    """Every document, in order of import."""
    facts: dict[int, dict[str, Fact]] = defaultdict(dict)
    for document, field, value, source in reading.all("SELECT * FROM facts"):
        facts[document][field] = Fact(value, _source(source))
    hand: dict[str, dict[str, str]] = defaultdict(dict)
    for document, field, value in reading.all("SELECT * FROM corrections"):
        hand[document][field] = value
    paths: dict[int, list[str]] = defaultdict(list)
    for document, path in reading.all("SELECT document, path FROM paths ORDER BY row"):
        paths[document].append(path)
    rows = reading.all(f"SELECT {_COLUMNS} FROM documents ORDER BY row")  # noqa: S608
    return [_document(reading, row, facts[row[0]], hand[row[1]], paths[row[0]]) for row in rows]


def document_by(reading: Connection, column: str, value: object) -> Document | None:
    """The document whose `row` or `id` it is."""
    row = reading.one(f"SELECT {_COLUMNS} FROM documents WHERE {column} = ?", (value,))  # noqa: S608
    if row is None:
        return None
    number, sha = row[0], row[1]
    facts = reading.all("SELECT field, value, source FROM facts WHERE document = ?", (number,))
    hand = reading.all("SELECT field, value FROM corrections WHERE document = ?", (sha,))
    paths = reading.all("SELECT path FROM paths WHERE document = ? ORDER BY row", (number,))
    imported = {field: Fact(value, _source(source)) for field, value, source in facts}
    return _document(reading, row, imported, dict(hand), [path for (path,) in paths])


def from_json(reading: Connection, text: str) -> list[Any]:
    """A stored list. Raises VaultDamaged."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:  # brackets may be a hundred thousand deep
        raise VaultDamaged(path=reading.path, reason="a row holds unreadable JSON") from error
    if not isinstance(value, list):
        raise VaultDamaged(path=reading.path, reason="a row holds another thing than a list")
    return value


def to_json(value: object) -> str:
    """Compact JSON, letters as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _document(
    reading: Connection,
    row: Row,
    imported: dict[str, Fact],
    hand: dict[str, str],
    paths: Iterable[str],
) -> Document:
    number, sha, name, media, size, kind, count, at, reader, metadata, warnings = row
    facts = {field: imported.get(field, UNKNOWN) for field in FACT_FIELDS}
    facts |= {f: Fact(v, FactSource.HAND) for f, v in hand.items() if f in facts and v}
    if facts["class"].value not in _CLASSES:  # of a stranger's making
        facts["class"] = UNKNOWN
    for field in ("language", "original_language"):
        if _LANGUAGE.fullmatch(facts[field].value) is None:
            facts[field] = UNKNOWN
    try:
        said = tuple((str(k), str(v)) for k, v in from_json(reading, metadata))
        if any(facts[field].source is FactSource.HAND for field in _IDENTIFYING):
            facts = fill_in(facts, said)  # not what the catalogue knew of another document
        return Document(
            id=sha, row=number, name=name, media_type=media, size=size, unit_kind=UnitKind(kind),
            unit_count=count, facts=facts, paths=tuple(paths), imported_at=at, reader=reader,
            metadata=said,
            warnings=tuple(str(w) for w in from_json(reading, warnings)),
        )  # fmt: skip
    except (ValueError, TypeError) as error:
        reason = "what it says of a document is unreadable"
        raise VaultDamaged(path=reading.path, reason=reason) from error


def _source(text: str) -> FactSource:
    try:
        return FactSource(text)
    except ValueError:
        return FactSource.UNKNOWN
