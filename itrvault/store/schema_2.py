"""Schema 2: where a unit's text comes from, its other readings, versions, and files seen on disk.

Never to be changed once released; see schema.py.
"""

from __future__ import annotations

STATEMENTS = (
    # TextSource and Doubt of the text that is in use.
    "ALTER TABLE units ADD COLUMN source TEXT NOT NULL DEFAULT 'file'",
    "ALTER TABLE units ADD COLUMN doubt TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX units_doubt ON units (document) WHERE doubt <> ''",
    # Readings of a unit that are not in use: the file's own text where OCR is used, and the other
    # way round. An empty text with a reader is an attempt that found nothing.
    """CREATE TABLE readings (
        unit INTEGER NOT NULL REFERENCES units(row) ON DELETE CASCADE,
        source TEXT NOT NULL,
        language TEXT NOT NULL,
        redlines TEXT NOT NULL,           -- JSON, "" for none
        doubt TEXT NOT NULL,
        reader TEXT NOT NULL,
        text TEXT NOT NULL,
        layout BLOB NOT NULL,
        PRIMARY KEY (unit, source)
    ) STRICT""",
    # A sketch of a document's words; empty when it has too few.
    """CREATE TABLE signatures (
        document INTEGER PRIMARY KEY REFERENCES documents(row) ON DELETE CASCADE,
        data BLOB NOT NULL
    ) STRICT""",
    # Some values of each sketch, by which the documents that share them are found. No foreign key:
    # a row is dropped with its signature, and SQLite would search the whole table for each other.
    """CREATE TABLE sketches (
        value INTEGER NOT NULL,
        document INTEGER NOT NULL,
        PRIMARY KEY (value, document)
    ) STRICT, WITHOUT ROWID""",
    # Documents of nearly the same text. "version": either of the other, the smaller row first;
    # "part": `one` lies in `other`.
    """CREATE TABLE versions (
        one INTEGER NOT NULL REFERENCES documents(row) ON DELETE CASCADE,
        other INTEGER NOT NULL REFERENCES documents(row) ON DELETE CASCADE,
        relation TEXT NOT NULL,
        similarity INTEGER NOT NULL,      -- thousandths
        PRIMARY KEY (one, other)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX versions_other ON versions (other)",
    # What a file that could not be read failed with, and the program that failed at it.
    "ALTER TABLE failures ADD COLUMN code TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE failures ADD COLUMN program TEXT NOT NULL DEFAULT ''",
    # Files as they lay on disk when they were last imported. Never carried.
    """CREATE TABLE seen (
        path TEXT PRIMARY KEY,            -- a hash of it, keyed with the vault's id
        stamp TEXT NOT NULL,              -- size and times, as the file system gave them
        document TEXT NOT NULL,           -- id, "" when it gave none
        status TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
)
"""In the order they are done."""
