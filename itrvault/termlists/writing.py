"""Writes the table as CSV, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

from itrvault.export.csv_ import safe
from itrvault.export.sink import whole_file
from itrvault.termlists.table import TermTable

Shape = Literal["list", "matrix"]
"""A row for each query and document with the pages, or a row for each query and a column for each
document with the number of places."""

COLUMNS = ("Line", "Query", "Read as", "Document", "Title", "Proponent", "Pages", "Places",
           "Page list", "Error", "SHA-256")  # fmt: skip


def write_csv(
    table: TermTable, path: Path | str, *, shape: Shape = "list", overwrite: bool = False
) -> None:
    """Write one file, whole or not at all. Raises FileExists, FileUnwritable, DiskFull."""
    with whole_file(Path(path), overwrite=overwrite) as out:
        out.write(as_csv(table, shape).encode("utf-8-sig"))


def as_csv(table: TermTable, shape: Shape = "list") -> str:
    """The table with its headings; every cell that a spreadsheet would run has an apostrophe."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    for row in _matrix(table) if shape == "matrix" else _list(table):
        writer.writerow([safe(cell) for cell in row])
    return text.getvalue()


def _list(table: TermTable) -> Iterator[Sequence[str]]:
    yield COLUMNS
    documents = {document.id: document for document in table.documents}
    for row in table.rows:
        head = (str(row.line), row.query, row.read_as)
        if not row.hits:
            error = f"{row.error}. Nearest: {row.suggestion}" if row.suggestion else row.error
            yield (*head, "", "", "", "" if row.error else "0", "" if row.error else "0", "", error,
                   "")  # fmt: skip
        for one in row.hits:
            document = documents[one.document]
            yield (
                *head, document.symbol, document.title, document.proponent, str(len(one.units)),
                str(one.places), "; ".join(one.pages), "", one.document,
            )  # fmt: skip


def _matrix(table: TermTable) -> Iterator[Sequence[str]]:
    yield ("Line", "Query", "Documents", "Pages", "Places", "Error",
           *(document.name for document in table.documents))  # fmt: skip
    for row in table.rows:
        cells = (table.cell(row, document.id) for document in table.documents)
        counts = ("", "", "") if row.error else (
            str(row.documents), str(row.units), str(row.places),
        )  # fmt: skip
        yield (str(row.line), row.query, *counts, row.error,
               *(str(cell.places) if cell is not None else "" for cell in cells))  # fmt: skip
