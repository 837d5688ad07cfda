"""The bytes of the original files, in chunks, so that no size is a limit."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from itrvault.store.connection import Connection

CHUNK = 1 << 20
"""Bytes in a row. Kept raw: PDF, DOCX and pictures are compressed already, and plain text is small
beside them."""


def write_original(writing: Connection, document_row: int, data: bytes) -> None:
    """Store a file's bytes."""
    view = memoryview(data)
    writing.many(
        "INSERT INTO chunks (document, number, data) VALUES (?, ?, ?)",
        ((document_row, number, bytes(view[at : at + CHUNK]))
         for number, at in enumerate(range(0, len(view), CHUNK))),
    )  # fmt: skip


def original_chunks(reading: Connection, document_row: int) -> Iterator[bytes]:
    """The bytes in order, a chunk at a time."""
    rows = reading.stream(
        "SELECT data FROM chunks WHERE document = ? ORDER BY number", (document_row,), size=1
    )
    for (data,) in rows:
        yield data


def original_hash(reading: Connection, document_row: int) -> str:
    """SHA-256 of what is stored, in hex."""
    digest = hashlib.sha256()
    for chunk in original_chunks(reading, document_row):
        digest.update(chunk)
    return digest.hexdigest()
