"""A vault may come from a stranger: parts that are not ours are refused, not run."""

from __future__ import annotations

import math
import os
import sqlite3
import stat
import struct
import zlib
from array import array
from pathlib import Path

import pytest

from itrvault import errors
from itrvault.model.annotation import Anchor, Stance
from itrvault.model.document import DocumentClass
from itrvault.model.geometry import FlowLayout, PageLayout, Paragraph, Rect, Run, TextLink
from itrvault.model.journal import ObjectKind
from itrvault.model.report import FileStatus
from itrvault.store import Store, schema
from itrvault.store.fields import acceptable, anchor_to
from itrvault.store.layouts import pack_layout

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
    "a name like SQLite's own": (
        "PRAGMA writable_schema = ON; INSERT INTO sqlite_master VALUES ('trigger', 'sqlite_x', "
        "'tags', 0, 'CREATE TRIGGER sqlite_x AFTER INSERT ON tags "
        "BEGIN DELETE FROM documents; END')",
        "the trigger sqlite_x is not ours",
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


def _loosely(path: Path, table: str, sql: str) -> None:
    """Do it while the table is declared without STRICT and NOT NULL, then declare it as before."""
    plain = sqlite3.connect(path, isolation_level=None)
    plain.execute("PRAGMA writable_schema = ON")
    (ours,) = plain.execute("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    loose = ours.replace("STRICT, ", "").replace("STRICT", "").replace("NOT NULL", "")
    declare = "UPDATE sqlite_master SET sql = ? WHERE name = ?"
    plain.execute(declare, (loose, table))
    plain.execute("PRAGMA writable_schema = RESET")
    plain.execute(sql)
    plain.execute("PRAGMA writable_schema = ON")
    plain.execute(declare, (ours, table))
    plain.close()


IMPOSSIBLE = {
    "documents": "UPDATE documents SET name = NULL",
    "failures": "INSERT INTO failures VALUES ('p', x'37', '', '', '', '')",
    "facts": "INSERT INTO facts VALUES (1, 'title', x'00', 'header')",
    "tags": "UPDATE tags SET position = 'first'",
    "journal": "INSERT INTO journal SELECT seq + 900, 'x', x'37', operation, via, label, author, "
    "kind, subject, field, before, after, undoes FROM journal LIMIT 1",
    "risks": "INSERT INTO risks (id, annotation, right, articles, severity, likelihood, stance, "
    "rationale, assessor, created, modified) "
    "VALUES ('r', 'a', 'privacy', '[]', 9, 0, 'risk', '', '', '', '')",
    "links": "INSERT INTO links VALUES ('l', x'37', '', '', '', '', '', '')",
    "suggestions": "INSERT INTO suggestions "
    "VALUES ('s', 'd', '{}', '', '[]', '', '', x'37', '', '', '')",
    "history": "INSERT INTO history VALUES ('q', 9223372036854775807)",
    "index_files": "INSERT INTO index_files VALUES ('x', 1, 'long')",
    "paths": "UPDATE paths SET path = x'37'",
}


@pytest.mark.parametrize("table", IMPOSSIBLE)
def test_values_of_another_kind_are_refused(tmp_path: Path, add_document, table: str) -> None:
    path = tmp_path / "a.itrvault"
    with Store.create(path) as store:
        add_document(store)
        store.tags.add("a")
    _loosely(path, table, IMPOSSIBLE[table])
    for read_only in (True, False):
        with pytest.raises(errors.VaultDamaged, match=f"the table {table} holds what"):
            Store.open(path, read_only=read_only)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE sqlite_sequence SET seq = 9223372036854775807 WHERE name = 'units'",
        "UPDATE sqlite_sequence SET seq = 'many' WHERE name = 'documents'",
        "UPDATE sqlite_sequence SET seq = 0 WHERE name = 'units'",
        "DELETE FROM sqlite_sequence",
        "UPDATE documents SET row = -5",
    ],
)
def test_numbers_that_leave_no_next_one_are_refused(tmp_path: Path, add_document, sql) -> None:
    path = tmp_path / "a.itrvault"
    with Store.create(path) as store:
        add_document(store)
    plain = sqlite3.connect(path)
    plain.execute(sql)
    plain.commit()
    plain.close()
    with pytest.raises(errors.VaultDamaged, match="misnumbered"):
        Store.open(path)


@pytest.mark.parametrize("column", ["text", "label", "redlines", "language"])
def test_units_of_another_kind_are_damage_when_they_are_read(
    tmp_path: Path, add_document, column: str
) -> None:
    path = tmp_path / "a.itrvault"
    with Store.create(path) as store:
        document = add_document(store)
    _loosely(path, "units", f"UPDATE units SET {column} = x'37' WHERE number = 0")
    with Store.open(path) as store:
        with pytest.raises(errors.VaultDamaged):
            store.documents.unit(document.id, 0)
        if column == "text":
            for read in (
                lambda: list(store.documents.unit_rows()),
                lambda: store.documents.texts(document.id),
                lambda: store.documents.text(document.id, 0),
                lambda: store.documents.texts_by_row([1]),
            ):
                with pytest.raises(errors.VaultDamaged):
                    read()


# As first vaults hold a page; places are whole numbers now and cannot be none.
_PARTS = (*map(struct.Struct("<I").pack, (0, 1, 0)), struct.pack("<4f", 0, math.nan, 1, 1))
NO_NUMBER = b"P" + zlib.compress(
    struct.pack("<ffI", 9, 9, 1) + b"".join(part[n::4] for part in _PARTS for n in range(4))
)
LAYOUTS = {
    "a word beyond the text": PageLayout(
        9, 9, array("I", [0]), array("I", [10**6]), array("I", [0]), array("f", [0, 0, 1, 1])
    ),
    "a box far from any page": PageLayout(
        9, 9, array("I", [0]), array("I", [1]), array("I", [0]), array("f", [0, 2e7, 1, 2e7])
    ),
    "a box that is no number": NO_NUMBER,
    "a page without a size": PageLayout(float("nan"), 9),
    "a paragraph beyond the text": FlowLayout((Paragraph(0, 10**6, 1),)),
    "a paragraph before the text": FlowLayout((Paragraph(-3, 1, 1),)),
    "a link beyond the text": FlowLayout((), (TextLink(0, 10**6, address="x"),)),
    "a link over another": FlowLayout((), (TextLink(0, 3, 0), TextLink(2, 4, 0))),
    "a link without words": FlowLayout((), (TextLink(1, 1, 0),)),
    "a link to a unit that no document has": FlowLayout((), (TextLink(0, 1, -2),)),
    "a run outside of its paragraph": FlowLayout((Paragraph(0, 1, 1, runs=(Run(0, 5, 0),)),)),
}


@pytest.mark.parametrize("what", LAYOUTS)
def test_places_outside_of_the_text_are_damage(tmp_path: Path, add_document, what: str) -> None:
    path = tmp_path / "a.itrvault"
    with Store.create(path) as store:
        document = add_document(store)
        with store.transaction():
            packed = LAYOUTS[what]
            if not isinstance(packed, bytes):
                packed = pack_layout(packed)
            store._file.writing.run("UPDATE layouts SET data = ?", (packed,))
        with pytest.raises(errors.VaultDamaged, match="in a unit"):
            store.documents.unit(document.id, 0)


def test_units_that_do_not_count_from_nought_are_damage(tmp_path: Path, add_document) -> None:
    with Store.create(tmp_path / "a.itrvault") as store:
        document = add_document(store)
        assert len(store.documents.labels(document.id)) == document.unit_count
        store._file._writer.run("UPDATE units SET number = number + 1000000")
        for read in (
            lambda: store.documents.labels(document.id),
            lambda: store.documents.texts(document.id),
            lambda: store.documents.units(document.id),
        ):
            with pytest.raises(errors.VaultDamaged, match="are missing"):
                read()


def test_words_nobody_knows_are_damage_or_nothing(tmp_path: Path, add_document) -> None:
    with Store.create(tmp_path / "a.itrvault") as store:
        document = add_document(store)
        mark = store.annotations.add(document.id, Anchor(0, 0, 0, 0, ""), "yellow", "", (), "")
        store.risks.add(mark.id, "privacy", 1, 1, Stance.RISK, "because")
        run = store._file._writer.run
        run("UPDATE risks SET stance = 'odd'")
        run("INSERT INTO failures VALUES ('a', 'odd', '', '', 'odd', '')")
        run("INSERT OR REPLACE INTO facts VALUES (1, 'language', 'e\x01\"', 'text')")
        with pytest.raises(errors.VaultDamaged, match="no known stance"):
            store.risks.all()
        assert store.documents.reports()[0].status is FileStatus.FAILED
        assert store.documents.get(document.id).language == ""


def test_an_id_that_is_no_hash_is_refused(tmp_path: Path, add_document) -> None:
    with Store.create(tmp_path / "a.itrvault") as store:
        add_document(store)
        store._file._writer.run("UPDATE documents SET id = '../../../etc/passwd'")
    with pytest.raises(errors.VaultDamaged, match="the table documents holds"):
        Store.open(tmp_path / "a.itrvault")


@pytest.mark.skipif(os.name != "posix", reason="no pipes with names elsewhere")
def test_a_pipe_is_no_vault_and_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.itrvault")
    with pytest.raises(errors.NotAVault):
        Store.open(tmp_path / "a.itrvault")


def test_a_class_nobody_knows_is_no_class(tmp_path: Path, add_document) -> None:
    with Store.create(tmp_path / "a.itrvault") as store:
        document = add_document(store)
        store._file._writer.run("INSERT OR REPLACE INTO facts VALUES (1, 'class', 'x', 'header')")
        store._file._writer.run("INSERT INTO corrections VALUES (?, 'class', 'y')", (document.id,))
        found = [store.documents.all()[0], store.documents.get(document.id)]
    assert [one.doc_class for one in found] == [DocumentClass.UNKNOWN] * 2


DEEP = "[" * 200_000


def test_brackets_without_end_are_damage_not_crashes(tmp_path: Path, add_document) -> None:
    path = tmp_path / "a.itrvault"
    with Store.create(path) as store:
        document = add_document(store)
        anchor = Anchor(0, 0, 0, 0, "")
        mark = store.annotations.add(document.id, anchor, "yellow", "", (), "")
        run = store._file._writer.run
        run("UPDATE units SET redlines = ? WHERE number = 0", (DEEP,))
        run("UPDATE annotations SET anchor = ?", (DEEP,))
        run("UPDATE layouts SET data = ? WHERE unit = 2", (b"F" + zlib.compress(DEEP.encode()),))
        run(
            "INSERT INTO journal SELECT seq + 9, 'x', clock || 'f', operation, via, label, author, "
            "kind, subject, 'note', before, ?, undoes FROM journal WHERE subject = ? LIMIT 1",
            (DEEP, mark.id),
        )
        for read in (
            lambda: store.documents.unit(document.id, 0),
            lambda: store.documents.unit(document.id, 1),
            lambda: store.annotations.all(),
            lambda: store.journal.entries(mark.id),
            lambda: store.journal.write(
                ObjectKind.ANNOTATION, mark.id, {"colour": "red"}, label="Change colour"
            ),
        ):
            with pytest.raises(errors.VaultDamaged):
                read()
        assert not store.check().clean


def test_a_box_of_a_thousand_digits_is_no_anchor() -> None:
    whole = anchor_to(Anchor(0, 0, 0, 1, "a", rects=((0, Rect(0, 0, 1, 1)),)))
    assert acceptable(ObjectKind.ANNOTATION, "anchor", whole)
    for corner in (10**1000, float("inf"), float("nan"), True, "1"):
        whole["rects"] = [[0, 0, 0, 1, corner]]
        assert not acceptable(ObjectKind.ANNOTATION, "anchor", whole)


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps rights elsewhere")
def test_a_vault_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.itrvault"
    with Store.create(path) as store:
        store.tags.add("a")
        files = sorted(tmp_path.iterdir())
        assert len(files) >= 3  # the log, and what goes with it, too
        for file in files:
            assert stat.S_IMODE(file.stat().st_mode) == 0o600, file.name
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.skipif(os.name != "posix", reason="links need rights on Windows")
def test_a_lock_that_is_a_link_makes_no_file_elsewhere(tmp_path: Path) -> None:
    path = tmp_path / "a.itrvault"
    Store.create(path).close()
    elsewhere = tmp_path / "elsewhere"
    (tmp_path / "a.itrvault-lock").symlink_to(elsewhere)
    with pytest.raises(errors.VaultReadOnly):
        Store.open(path)
    assert not elsewhere.exists()


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
