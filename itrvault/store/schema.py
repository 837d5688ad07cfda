"""The tables, as numbered migrations, and the proof that a file holds ours and nothing else.

`PRAGMA user_version` counts the migrations a file has had. A migration never changes once it has
been released; a new one goes at the end, with a file of the old kind in `tests/vaults/`.
"""

from __future__ import annotations

from sqlcipher3 import dbapi2

from itrvault.store.header import APPLICATION_ID
from itrvault.store.lean import Database, Migrations
from itrvault.store.schema_1 import TABLES as SCHEMA_1
from itrvault.store.schema_2 import STATEMENTS as SCHEMA_2
from itrvault.store.schema_3 import STATEMENTS as SCHEMA_3
from itrvault.store.state import FOLDED, fold

MIGRATIONS = Migrations("itrvault")


@MIGRATIONS()
def m001_first(db: Database) -> None:
    """The first tables."""
    for statement in SCHEMA_1:
        db.execute(statement)
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute("PRAGMA user_version = 1")


@MIGRATIONS()
def m002_readings(db: Database) -> None:
    """Other readings of a unit, versions of a document, files seen on disk."""
    for statement in SCHEMA_2:
        db.execute(statement)
    db.execute("PRAGMA user_version = 2")


@MIGRATIONS()
def m003_judgements(db: Database) -> None:
    """Links, rulings on suggestions and proposals, fuller judgements and tags."""
    for statement in SCHEMA_3:
        db.execute(statement)
    _tell_times_anew(db)
    db.execute("PRAGMA user_version = 3")


def _tell_times_anew(db: Database) -> None:
    """What an undo put back is as old as it was, from this version on."""
    for kind, table in (("annotation", "annotations"), ("risk", "risks")):
        undone = db.execute(
            "SELECT DISTINCT subject FROM journal WHERE kind = ? AND undoes <> ''", (kind,)
        ).fetchall()
        for (subject,) in undone:
            rows = db.execute(
                f"SELECT {FOLDED} FROM journal WHERE kind = ? AND subject = ? "  # noqa: S608
                "ORDER BY field, clock, id",
                (kind, subject),
            ).fetchall()
            folded = fold(rows)
            db.execute(
                f"UPDATE {table} SET created = ?, modified = ? WHERE id = ?",  # noqa: S608
                (folded.created, folded.modified, subject),
            )


def newest() -> int:
    """The version this program writes."""
    return len(MIGRATIONS.pending(_memory()))


def expected(version: int) -> dict[tuple[str, str], str]:
    """(type, name) to SQL of everything a file of that version holds."""
    db = empty(version)
    found = contents(db)
    db.close()
    return found


def empty(version: int) -> Database:
    """A database in memory with the tables of that version."""
    db = _memory()
    names = [migration.name for migration in MIGRATIONS.pending(db)]
    MIGRATIONS.apply(db, stop_before=names[version:])
    return db


def contents(db: Database) -> dict[tuple[str, str], str]:
    """(type, name) to SQL of everything in a file.

    SQLite's own parts too: a name that begins like theirs can be given to a trigger, by whoever
    writes the schema table himself.
    """
    rows = db.conn.execute("SELECT type, name, sql FROM sqlite_master")
    return {(str(kind), str(name)): str(sql) for kind, name, sql in rows.fetchall()}


def strange_parts(found: dict[tuple[str, str], str], version: int) -> list[str]:
    """What differs from ours, in words; empty when nothing does.

    A vault may come from a stranger, and a trigger or view of his would run as ours.
    """
    ours = expected(version)
    strange = [f"the {kind} {name} is not ours" for kind, name in found if (kind, name) not in ours]
    strange += [f"the {kind} {name} is missing" for kind, name in ours if (kind, name) not in found]
    strange += [
        f"the {kind} {name} is not as it was made"
        for (kind, name), sql in ours.items()
        if found.get((kind, name), sql) != sql
    ]
    return sorted(strange)


def _memory() -> Database:
    return Database(dbapi2.connect(":memory:", isolation_level=None), execute_plugins=False)
