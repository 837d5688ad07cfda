"""Documents from one vault into another, row by row as they are stored."""

from __future__ import annotations

from itrvault.store.connection import Connection

_UNIT_COLUMNS = "number, kind, label, language, text_hash, redlines, text, source, doubt"


def copy_document(
    source: Connection, target: Connection, row: int, rows: tuple[int, int], *, with_paths: bool
) -> None:
    """Copy the document of `row` to the row numbers (document, first unit)."""
    document, first = rows
    fields = source.one("SELECT * FROM documents WHERE row = ?", (row,))
    assert fields is not None
    marks = ", ".join("?" * len(fields))
    target.run(f"INSERT INTO documents VALUES ({marks})", (document, *fields[1:]))  # noqa: S608
    target.many(
        "INSERT INTO facts VALUES (?, ?, ?, ?)",
        [(document, *fact) for fact in source.all(
            "SELECT field, value, source FROM facts WHERE document = ?", (row,))],
    )  # fmt: skip
    target.many(
        f"INSERT INTO units (row, document, {_UNIT_COLUMNS}) VALUES "  # noqa: S608
        "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        ((first + i, document, *unit) for i, unit in enumerate(source.stream(
            f"SELECT {_UNIT_COLUMNS} FROM units WHERE document = ? ORDER BY number", (row,)))),  # noqa: S608
    )  # fmt: skip
    target.many(
        "INSERT INTO layouts VALUES (?, ?)",
        ((first + i, data) for i, (data,) in enumerate(source.stream(
            "SELECT l.data FROM units u JOIN layouts l ON l.unit = u.row "
            "WHERE u.document = ? ORDER BY u.number", (row,)))),
    )  # fmt: skip
    target.many(
        "INSERT INTO readings VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        ((first + number, *reading) for number, *reading in source.stream(
            "SELECT u.number, r.source, r.language, r.redlines, r.doubt, r.reader, r.text, "
            "r.layout FROM units u JOIN readings r ON r.unit = u.row "
            "WHERE u.document = ? ORDER BY u.number, r.source", (row,))),
    )  # fmt: skip
    target.many(
        "INSERT INTO chunks (document, number, data) VALUES (?, ?, ?)",
        ((document, *chunk) for chunk in source.stream(
            "SELECT number, data FROM chunks WHERE document = ? ORDER BY number", (row,), size=1)),
    )  # fmt: skip
    if with_paths:
        target.many(
            "INSERT INTO paths (document, path) VALUES (?, ?)",
            [(document, path) for (path,) in source.all(
                "SELECT path FROM paths WHERE document = ? ORDER BY row", (row,))],
        )  # fmt: skip
