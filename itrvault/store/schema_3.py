"""Schema 3: links, what was ruled on suggestions and proposals, fuller judgements and tags.

Never to be changed once released; see schema.py.
"""

from __future__ import annotations

STATEMENTS = (
    # -- more of what there was ----------------------------------------------------------------
    "ALTER TABLE annotations ADD COLUMN important INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE annotations ADD COLUMN state TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE tags ADD COLUMN when_to_use TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE tags ADD COLUMN when_not TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE tags ADD COLUMN examples TEXT NOT NULL DEFAULT '[]'",  # JSON, annotation ids
    "ALTER TABLE tags ADD COLUMN codable INTEGER NOT NULL DEFAULT 1",  # 0: only holds others
    "ALTER TABLE risks ADD COLUMN confidence INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE risks ADD COLUMN affected TEXT NOT NULL DEFAULT '[]'",  # JSON
    "ALTER TABLE risks ADD COLUMN law TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE risks ADD COLUMN law_why TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE risks ADD COLUMN aim TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE risks ADD COLUMN aim_why TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE risks ADD COLUMN necessity TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE risks ADD COLUMN necessity_why TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE risks ADD COLUMN provision TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE risks ADD COLUMN proposal TEXT NOT NULL DEFAULT ''",
    # -- links ---------------------------------------------------------------------------------
    # An end is "annotation:<id>", "document:<id>", "provision:31A" or "proposal:RUS/27/7".
    """CREATE TABLE links (
        id TEXT PRIMARY KEY,
        origin TEXT NOT NULL,
        target TEXT NOT NULL,
        relation TEXT NOT NULL,
        note TEXT NOT NULL,
        author TEXT NOT NULL,
        created TEXT NOT NULL,
        modified TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX links_origin ON links (origin)",
    "CREATE INDEX links_target ON links (target)",
    # -- what a person ruled on what the program proposes --------------------------------------
    # Passages that a sweep proposed, once somebody decided on them.
    """CREATE TABLE suggestions (
        id TEXT PRIMARY KEY,
        document TEXT NOT NULL,
        anchor TEXT NOT NULL,             -- JSON
        source TEXT NOT NULL,             -- "taxonomy:privacy", "search:<id>"
        triggers TEXT NOT NULL,           -- JSON
        decision TEXT NOT NULL,
        reason TEXT NOT NULL,
        annotation TEXT NOT NULL,         -- made of it, "" for none
        author TEXT NOT NULL,
        created TEXT NOT NULL,
        modified TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX suggestions_document ON suggestions (document)",
    # Corrections of what was parsed as a proposal. A field that is "" keeps what is parsed.
    """CREATE TABLE settlements (
        id TEXT PRIMARY KEY,
        document TEXT NOT NULL,
        anchor TEXT NOT NULL,             -- JSON
        ruling TEXT NOT NULL,
        verb TEXT NOT NULL,
        identifier TEXT NOT NULL,
        authors TEXT NOT NULL,            -- JSON
        target TEXT NOT NULL,
        wording TEXT NOT NULL,
        note TEXT NOT NULL,
        author TEXT NOT NULL,
        created TEXT NOT NULL,
        modified TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX settlements_document ON settlements (document)",
    # Numbers of one provision in two numberings, by hand.
    """CREATE TABLE concordance (
        id TEXT PRIMARY KEY,
        numbering TEXT NOT NULL,
        number TEXT NOT NULL,
        other_numbering TEXT NOT NULL,
        other_number TEXT NOT NULL,
        note TEXT NOT NULL,
        author TEXT NOT NULL,
        created TEXT NOT NULL,
        modified TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
)
"""In the order they are done."""
