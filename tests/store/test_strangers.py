"""A vault may come from a stranger: parts that are not ours are refused, not run."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from itrvault import errors
from itrvault.store import Store, schema

DOCTORED = {
    "trigger": (
        "CREATE TRIGGER evil AFTER INSERT ON tags BEGIN DELETE FROM documents; END",
        "the trigger evil is not ours",
    ),
    "view": ("CREATE VIEW evil AS SELECT * FROM documents", "the view evil is not ours"),
    "table": ("CREATE TABLE evil (x)", "the table evil is not ours"),
    "index": ("CREATE INDEX evil ON tags (name)", "the index evil is not ours"),
    "virtual table": ("CREATE VIRTUAL TABLE evil USING fts5 (x)", "evil is not ours"),
    "our trigger gone": (
        "DROP TRIGGER journal_no_delete", "the trigger journal_no_delete is missing",
    ),
    "our table gone": ("DROP TABLE failures", "the table failures is missing"),
    "our table changed": (
        "ALTER TABLE tags ADD COLUMN extra TEXT DEFAULT 'x'", "the table tags is not as it was",
    ),
    "our trigger changed": (
        "DROP TRIGGER journal_no_update; CREATE TRIGGER journal_no_update "
        "BEFORE UPDATE ON journal BEGIN DELETE FROM documents; END",
        "the trigger journal_no_update is not as it was",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", DOCTORED)
def test_strange_parts_are_refused(tmp_path: Path, add_document, what: str) -> None:
    sql, named = DOCTORED[what]
    path = tmp_path / "a.itrvault"
    with Store.create(path) as store:
        add_document(store)
    plain = sqlite3.connect(path)
    plain.executescript(sql)
    plain.close()
    before = path.read_bytes()
    for read_only in (True, False):
        with pytest.raises(errors.VaultDamaged) as caught:
            Store.open(path, read_only=read_only)
        assert named in caught.value.message
    assert path.read_bytes() == before


def test_looking_at_the_parts_runs_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.itrvault"
    Store.create(path).close()
    with Store.open(path) as store:
        reading = store._file.reading
        assert reading.value("PRAGMA trusted_schema") == 0
        assert reading.value("PRAGMA temp_store") == 2
        assert reading.value("PRAGMA cell_size_check") == 1
        assert schema.strange_parts(schema.contents(reading.db), schema.newest()) == []


def test_hostile_values_are_damage_not_crashes(tmp_path: Path, add_document) -> None:
    path = tmp_path / "a.itrvault"
    with Store.create(path) as store:
        document = add_document(store)
        store.tags.add("a")
    changes = {
        "UPDATE layouts SET data = x'50ff'": lambda s: s.documents.units(document.id),
        "UPDATE units SET redlines = '[1]'": lambda s: s.documents.unit(document.id, 0),
        "UPDATE units SET kind = 'scroll'": lambda s: s.documents.units(document.id),
        "UPDATE tags SET rights = 'x'": lambda s: s.tags.all(),
        "UPDATE documents SET warnings = '{'": lambda s: s.documents.all(),
        "UPDATE documents SET warnings = '7'": lambda s: s.documents.all(),
        "UPDATE documents SET unit_kind = 'scroll'": lambda s: s.documents.all(),
        "UPDATE facts SET value = cast(x'ff' AS TEXT)": lambda s: s.documents.all(),
    }
    clean = path.read_bytes()
    for sql, read in changes.items():
        path.write_bytes(clean)
        plain = sqlite3.connect(path)
        plain.execute("INSERT INTO facts VALUES (1, 'title', 'T', 'header')")
        plain.execute(sql)
        plain.commit()
        plain.close()
        with Store.open(path) as store, pytest.raises(errors.VaultDamaged):
            read(store)
