"""Units of documents in the vault: text, language, redlines, layout."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence

from itrvault.errors import VaultDamaged
from itrvault.model.document import Doubt, TextSource, Unit, UnitKind
from itrvault.model.search import IndexUnit
from itrvault.store.connection import Connection, Row
from itrvault.store.layouts import (
    BadLayout,
    pack_layout,
    pack_redlines,
    unpack_layout,
    unpack_redlines,
)
from itrvault.store.placement import misplaced

_COLUMNS = "u.number, u.kind, u.label, u.text, l.data, u.language, u.redlines, u.source, u.doubt"
_FROM = "FROM units u LEFT JOIN layouts l ON l.unit = u.row"
BATCH = 500
"""Row numbers asked for in one statement."""


def storable(text: str) -> str:
    """The text with lone surrogates, which no encoding can hold, as U+FFFD. Keeps the length."""
    if text.isascii():
        return text
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
    return text


def write_units(writing: Connection, document_row: int, first: int, units: Sequence[Unit]) -> None:
    """Store units under the rows `first`, `first + 1`, ..."""
    texts = [storable(unit.text) for unit in units]
    writing.many(
        "INSERT INTO units (row, document, number, kind, label, language, text_hash, redlines, "
        "text, source, doubt) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                first + i, document_row, unit.number, unit.kind.value, storable(unit.label),
                unit.language, hashlib.sha256(text.encode()).digest(),
                pack_redlines(unit.redlines), text, unit.source.value, unit.doubt.value,
            )
            for i, (unit, text) in enumerate(zip(units, texts, strict=True))
        ),
    )  # fmt: skip
    writing.many(
        "INSERT INTO layouts VALUES (?, ?)",
        ((first + i, pack_layout(unit.layout)) for i, unit in enumerate(units)),
    )


def read_units(reading: Connection, document_row: int) -> list[Unit]:
    """All of a document's units, in order. Raises VaultDamaged."""
    rows = reading.stream(
        f"SELECT {_COLUMNS} {_FROM} WHERE u.document = ? ORDER BY u.number",
        (document_row,),
    )
    found = [_unit(reading, row) for row in rows]
    check_numbers(reading, [unit.number for unit in found])
    return found


def read_unit(reading: Connection, document_row: int, number: int) -> Unit | None:
    """One unit, None when the document has no such number. Raises VaultDamaged."""
    row = reading.one(
        f"SELECT {_COLUMNS} {_FROM} WHERE u.document = ? AND u.number = ?",
        (document_row, number),
    )
    return None if row is None else _unit(reading, row)


def read_reading(
    reading: Connection, document_row: int, number: int, source: TextSource
) -> Unit | None:
    """A reading that is not in use, as a unit; None when there is none. Raises VaultDamaged."""
    row = reading.one(
        "SELECT u.number, u.kind, u.label, r.text, r.layout, r.language, r.redlines, r.source, "
        "r.doubt FROM readings r JOIN units u ON u.row = r.unit "
        "WHERE u.document = ? AND u.number = ? AND r.source = ?",
        (document_row, number, source.value),
    )
    return None if row is None else _unit(reading, row)


def index_units(reading: Connection, document_rows: Iterable[int] | None) -> Iterator[IndexUnit]:
    """Units on their way into the index, in order of row; of some documents, or of all."""
    columns = "SELECT row, document, language, text, redlines FROM units"
    if document_rows is None:
        rows = reading.stream(f"{columns} ORDER BY row")
        yield from (index_unit(reading, row) for row in rows)
        return
    for document in document_rows:
        rows = reading.stream(f"{columns} WHERE document = ? ORDER BY row", (document,))
        yield from (index_unit(reading, row) for row in rows)


def index_unit(reading: Connection, row: Row) -> IndexUnit:
    """A unit for the index from (row, document, language, text, redlines). Raises VaultDamaged."""
    number, document, language, text, redlines = typed(reading, row, int, int, str, str, str)
    if not redlines:
        return IndexUnit(number, document, language, text)
    try:
        return IndexUnit(number, document, language, text, unpack_redlines(redlines))
    except BadLayout as error:
        reason = f"the redlines of a unit are {error}"
        raise VaultDamaged(path=reading.path, reason=reason) from error


def by_rows(reading: Connection, columns: str, rows: Iterable[int]) -> Iterator[Row]:
    """Columns of units (u) with their documents (d) for row numbers, in no order."""
    wanted = list(rows)
    for at in range(0, len(wanted), BATCH):
        some = wanted[at : at + BATCH]
        marks = ",".join("?" * len(some))
        yield from reading.all(
            f"SELECT {columns} FROM units u JOIN documents d ON d.row = u.document "  # noqa: S608
            f"WHERE u.row IN ({marks})",
            some,
        )


def _unit(reading: Connection, row: Row) -> Unit:
    number, kind, label, text, layout, language, redlines, source, doubt = row
    try:
        _check(row, (int, str, str, str, bytes, str, str, str, str))
        unit = Unit(
            number, UnitKind(kind), label, text, unpack_layout(layout), language,
            unpack_redlines(redlines), TextSource(source), Doubt(doubt),
        )  # fmt: skip
    except (BadLayout, ValueError) as error:
        reason = f"the layout of a unit ({str(label)[:40]}) is {error}"
        raise VaultDamaged(path=reading.path, reason=reason) from error
    if wrong := misplaced(unit.layout, unit.redlines, len(text)):
        raise VaultDamaged(path=reading.path, reason=f"in a unit ({label[:40]}) {wrong}")
    return unit


def check_numbers(reading: Connection, numbers: Sequence[object]) -> None:
    """Raise VaultDamaged unless they count from 0: everybody takes a number for a place."""
    if list(numbers) != list(range(len(numbers))):
        raise VaultDamaged(path=reading.path, reason="pages of a document are missing")


def typed(reading: Connection, row: Row, *kinds: type) -> Row:
    """The row, when its columns are of these types. Raises VaultDamaged.

    A stranger's file may hold what our tables cannot: see `columns.py`.
    """
    try:
        _check(row, kinds)
    except ValueError as error:
        raise VaultDamaged(path=reading.path, reason="a unit's text is not a text") from error
    return row


def _check(row: Row, kinds: Sequence[type]) -> None:
    if not all(type(value) is kind for value, kind in zip(row, kinds, strict=True)):
        raise ValueError("of another kind than it can be")
