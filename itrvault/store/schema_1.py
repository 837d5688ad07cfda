"""Schema 1: the statements of the first migration. Never to be changed; see schema.py.

Rows of documents and units are numbered by AUTOINCREMENT: the index points at them, so a number is
never given twice. Objects of the journal are named by their ids, without foreign keys: a note on a
document that is not here (merged, or removed and perhaps imported again) waits for it.
"""

from __future__ import annotations

TABLES = (
    """CREATE TABLE vault (
        key TEXT PRIMARY KEY,
        value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
    # -- documents -----------------------------------------------------------------------------
    """CREATE TABLE documents (
        row INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,          -- SHA-256 of the file, hex
        name TEXT NOT NULL,
        media_type TEXT NOT NULL,
        size INTEGER NOT NULL,            -- bytes
        unit_kind TEXT NOT NULL,
        unit_count INTEGER NOT NULL,
        imported_at TEXT NOT NULL,        -- ISO, UTC
        reader TEXT NOT NULL,
        metadata TEXT NOT NULL,           -- JSON, [[name, value], ...]
        warnings TEXT NOT NULL            -- JSON, [sentence, ...]
    ) STRICT""",
    """CREATE TABLE paths (
        row INTEGER PRIMARY KEY,
        document INTEGER NOT NULL REFERENCES documents(row) ON DELETE CASCADE,
        path TEXT NOT NULL,
        UNIQUE (document, path)
    ) STRICT""",
    """CREATE TABLE facts (
        document INTEGER NOT NULL REFERENCES documents(row) ON DELETE CASCADE,
        field TEXT NOT NULL,
        value TEXT NOT NULL,
        source TEXT NOT NULL,
        PRIMARY KEY (document, field)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE units (
        row INTEGER PRIMARY KEY AUTOINCREMENT,
        document INTEGER NOT NULL REFERENCES documents(row) ON DELETE CASCADE,
        number INTEGER NOT NULL,
        kind TEXT NOT NULL,
        label TEXT NOT NULL,
        language TEXT NOT NULL,
        text_hash BLOB NOT NULL,          -- SHA-256 of the text in UTF-8
        redlines TEXT NOT NULL,           -- JSON, "" for none
        text TEXT NOT NULL,
        UNIQUE (document, number)
    ) STRICT""",
    # Apart from the text, so that reading every text does not read every box.
    """CREATE TABLE layouts (
        unit INTEGER PRIMARY KEY REFERENCES units(row) ON DELETE CASCADE,
        data BLOB NOT NULL
    ) STRICT""",
    """CREATE TABLE chunks (
        row INTEGER PRIMARY KEY,
        document INTEGER NOT NULL REFERENCES documents(row) ON DELETE CASCADE,
        number INTEGER NOT NULL,
        data BLOB NOT NULL,
        UNIQUE (document, number)
    ) STRICT""",
    """CREATE TABLE failures (
        path TEXT PRIMARY KEY,
        status TEXT NOT NULL,
        message TEXT NOT NULL,
        at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
    # -- the index -----------------------------------------------------------------------------
    """CREATE TABLE index_files (
        name TEXT PRIMARY KEY,
        file INTEGER NOT NULL UNIQUE,
        length INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE index_pieces (
        row INTEGER PRIMARY KEY,
        file INTEGER NOT NULL,
        piece INTEGER NOT NULL,
        data BLOB NOT NULL,
        UNIQUE (file, piece)
    ) STRICT""",
    # -- the journal, and the state that follows from it ---------------------------------------
    """CREATE TABLE operations (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL,               -- do, undo, redo, merge; note: kept, but never undone
        label TEXT NOT NULL,
        target TEXT NOT NULL              -- the operation taken back, "" for none
    ) STRICT""",
    """CREATE TABLE journal (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        clock TEXT NOT NULL,
        operation TEXT NOT NULL,          -- where it was made
        via TEXT NOT NULL,                -- the operation of this vault that brought it here
        label TEXT NOT NULL,
        author TEXT NOT NULL,
        kind TEXT NOT NULL,
        subject TEXT NOT NULL,
        field TEXT NOT NULL,
        before TEXT NOT NULL,             -- JSON
        after TEXT NOT NULL,              -- JSON
        undoes TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX journal_subject ON journal (kind, subject, field, clock, id)",
    "CREATE INDEX journal_via ON journal (via)",
    "CREATE INDEX journal_clock ON journal (clock)",
    """CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal
        BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END""",
    """CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal
        BEGIN SELECT RAISE(ABORT, 'the journal is never shortened'); END""",
    """CREATE TABLE corrections (
        document TEXT NOT NULL,
        field TEXT NOT NULL,
        value TEXT NOT NULL,
        PRIMARY KEY (document, field)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE annotations (
        id TEXT PRIMARY KEY,
        present INTEGER NOT NULL,         -- 0: removed, kept so that its number is not given again
        document TEXT NOT NULL,
        number INTEGER NOT NULL,          -- what people cite
        claim INTEGER NOT NULL,           -- the number it was made with; two copies may claim one
        unit INTEGER NOT NULL,
        end_unit INTEGER NOT NULL,
        anchor TEXT NOT NULL,             -- JSON
        colour TEXT NOT NULL,
        note TEXT NOT NULL,
        author TEXT NOT NULL,
        created TEXT NOT NULL,
        modified TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX annotations_document ON annotations (document, unit)",
    """CREATE TABLE annotation_tags (
        annotation TEXT NOT NULL,
        tag TEXT NOT NULL,
        PRIMARY KEY (annotation, tag)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX annotation_tags_tag ON annotation_tags (tag)",
    """CREATE TABLE tags (
        id TEXT PRIMARY KEY,
        parent TEXT NOT NULL,
        name TEXT NOT NULL,
        colour TEXT NOT NULL,
        definition TEXT NOT NULL,
        rights TEXT NOT NULL,             -- JSON
        origin TEXT NOT NULL,
        position INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE risks (
        id TEXT PRIMARY KEY,
        annotation TEXT NOT NULL,
        "right" TEXT NOT NULL,
        articles TEXT NOT NULL,           -- JSON
        severity INTEGER NOT NULL,
        likelihood INTEGER NOT NULL,
        stance TEXT NOT NULL,
        rationale TEXT NOT NULL,
        assessor TEXT NOT NULL,
        created TEXT NOT NULL,
        modified TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX risks_annotation ON risks (annotation)",
    """CREATE TABLE searches (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        query TEXT NOT NULL,
        position INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE history (
        query TEXT PRIMARY KEY,
        at INTEGER NOT NULL               -- counts up; the largest is the latest
    ) STRICT, WITHOUT ROWID""",
)
"""In the order they are made."""
