"""Old files open, are kept beside the new ones, and end with the same tables as new ones."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
from pathlib import Path

import pytest
from sqlite_utils import Database, Migrations

from itrvault import errors
from itrvault.model.document import Fact, FactSource
from itrvault.store import Store, schema
from itrvault.store.clock import time_of

VAULTS = Path(__file__).parents[1] / "vaults"
WORDS = "correct horse"
NOW = schema.newest()


@pytest.fixture
def next_version(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if a later program added a column to a parent table and rebuilt it."""
    later = Migrations("itrvault")
    for migration in schema.MIGRATIONS.pending(schema._memory()):
        later(name=migration.name)(migration.fn)

    @later()
    def m099_pages(db: Database) -> None:
        db["documents"].add_column("pages", int)
        db["documents"].transform(rename={"pages": "sheets"})
        db.execute(f"PRAGMA user_version = {NOW + 1}")

    monkeypatch.setattr(schema, "MIGRATIONS", later)


@pytest.fixture(params=[None, WORDS], ids=["plain", "sealed"])
def old(request: pytest.FixtureRequest, tmp_path: Path, add_document) -> tuple[Path, str | None]:
    path = tmp_path / "old.itrvault"
    with Store.create(path, request.param) as store:
        add_document(store, title="Old")
    return path, request.param


def test_an_old_vault_is_brought_up_to_date(old, request: pytest.FixtureRequest) -> None:
    path, passphrase = old
    before = path.read_bytes()
    request.getfixturevalue("next_version")
    with Store.open(path, passphrase) as store:
        assert store.documents.all()[0].title == "Old"
        assert store._file.reading.value("PRAGMA user_version") == NOW + 1
        assert store.check().clean
    backup = path.with_name(f"old.schema-{NOW}.itrvault")
    assert sorted(os.listdir(path.parent)) == sorted([path.name, backup.name])
    assert backup.read_bytes() == before
    with Store.create(path.with_name("new.itrvault"), passphrase) as new:
        fresh = schema.contents(new._file.reading.db)
    with Store.open(path, passphrase, read_only=True) as store:
        assert schema.contents(store._file.reading.db) == fresh


def test_an_old_vault_is_not_read_where_it_cannot_be_brought_up(
    old, request: pytest.FixtureRequest
) -> None:
    path, passphrase = old
    request.getfixturevalue("next_version")
    with pytest.raises(errors.FileUnreadable, match="older version"):
        Store.open(path, passphrase, read_only=True)


def test_a_migration_that_fails_changes_nothing(old, monkeypatch: pytest.MonkeyPatch) -> None:
    path, passphrase = old
    later = Migrations("itrvault")
    for migration in schema.MIGRATIONS.pending(schema._memory()):
        later(name=migration.name)(migration.fn)

    @later()
    def m099_broken(db: Database) -> None:
        if db["documents"].count:
            db.executescript("CREATE TABLE half (x); DROP TABLE facts;")
            raise KeyboardInterrupt

    before, ours = path.read_bytes(), schema.MIGRATIONS
    monkeypatch.setattr(schema, "MIGRATIONS", later)
    with pytest.raises(KeyboardInterrupt):
        Store.open(path, passphrase)
    monkeypatch.setattr(schema, "MIGRATIONS", ours)
    assert path.with_name(f"old.schema-{NOW}.itrvault").read_bytes() == before
    with Store.open(path, passphrase) as store:
        assert store.documents.all()[0].title == "Old"
        assert store.check().clean


def test_an_old_vault_with_a_strangers_trigger_is_not_brought_up(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    path = tmp_path / "a.itrvault"
    store = Store.create(path)
    with store.transaction():
        store._file.writing.run(
            "CREATE TRIGGER evil AFTER INSERT ON _sqlite_migrations BEGIN "
            "DELETE FROM documents; END"
        )
    store.close()
    request.getfixturevalue("next_version")
    with pytest.raises(errors.VaultDamaged, match="evil"):
        Store.open(path)
    assert os.listdir(tmp_path) == [path.name]


def test_nothing_says_when_a_vault_was_made(tmp_path: Path) -> None:
    with Store.create(tmp_path / "a.itrvault") as store:
        rows = store._file.reading.all("SELECT applied_at FROM _sqlite_migrations")
        assert {stamp for (stamp,) in rows} == {""}


@pytest.mark.parametrize(
    ("name", "passphrase"),
    [
        ("schema-1.itrvault", None),
        ("schema-1-sealed.itrvault", WORDS),
        ("schema-2.itrvault", None),
        ("schema-2-sealed.itrvault", WORDS),
    ],
)
def test_real_old_files(tmp_path: Path, name: str, passphrase: str | None) -> None:
    path = tmp_path / name
    shutil.copy(VAULTS / name, path)
    with Store.open(path, passphrase) as store:
        assert store.check().clean
        first, second = store.documents.all()
        assert (first.symbol, first.unit_count) == ("WCIT12/27(Add.2)-E", 3)
        assert second.facts["title"] == Fact("By hand", FactSource.HAND)
        assert "会员国" in store.documents.text(first.id, 2)
        assert store.documents.unit(first.id, 0).redlines
        [mark] = store.annotations.all()
        assert store.tags.path(mark.tags[0]) == "Human rights/Privacy and interception"
        assert mark.note == "Who decides?"
        assert [risk.rationale for risk in store.risks.all()] == ["No court is named."]
        assert [search.query for search in store.searches.all()] == ["suspen* AND services"]
        assert store.journal.can_undo == "Save search"
        assert store.index_files.read("toc") == b"index" * 100
        store.journal.undo()
        assert store.searches.all() == []


def test_an_old_file_with_an_unreadable_journal_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "old.itrvault"
    shutil.copy(VAULTS / "schema-2.itrvault", path)
    with contextlib.closing(sqlite3.connect(path)) as plain, plain:
        plain.execute(
            "INSERT INTO journal SELECT seq + 900, 'x', clock, operation, via, label, author, "
            "'annotation', subject, 'note', before, '[', 'somebody' FROM journal LIMIT 1"
        )
        plain.execute("UPDATE sqlite_sequence SET seq = 2000 WHERE name = 'journal'")
    with pytest.raises(errors.VaultDamaged, match="journal"):
        Store.open(path)


def test_what_was_undone_in_an_old_file_is_as_old_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "old.itrvault"
    shutil.copy(VAULTS / "schema-2.itrvault", path)
    with Store.open(path) as store:
        [mark] = store.annotations.all()
        rows = store.journal.entries(mark.id)
        undone = [row for row in rows if row.undoes]
        assert undone
        assert mark.modified < time_of(min(row.clock for row in undone))
