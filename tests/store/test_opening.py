"""Making, opening and closing vault files, and everything that can be wrong with one."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from itrvault import errors
from itrvault.store import Store, connection, opening
from itrvault.store.key import COSTS, Cost, derive
from itrvault.store.lock import WriteLock

WORDS = "correct horse battery"


@pytest.fixture(params=[None, WORDS], ids=["plain", "sealed"])
def passphrase(request: pytest.FixtureRequest) -> str | None:
    return request.param


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "talks.itrvault"


def test_one_file_is_left(path: Path, passphrase: str | None, add_document) -> None:
    with Store.create(path, passphrase) as store:
        add_document(store)
        assert store.sealed is (passphrase is not None)
        assert f"{path.name}-lock" in os.listdir(path.parent)
    assert os.listdir(path.parent) == [path.name]
    with Store.open(path, passphrase) as store:
        assert store.documents.count() == 1
    assert os.listdir(path.parent) == [path.name]


def test_a_plain_vault_is_read_by_any_sqlite(path: Path, add_document) -> None:
    with Store.create(path) as store:
        add_document(store)
    with sqlite3.connect(path) as plain:
        assert plain.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert plain.execute("SELECT text FROM units WHERE number = 2").fetchone()[0][:2] == "会员"
    plain.close()


def test_creating_never_overwrites(path: Path, passphrase: str | None) -> None:
    path.write_text("mine")
    with pytest.raises(errors.VaultExists):
        Store.create(path, passphrase)
    assert path.read_text() == "mine"
    assert os.listdir(path.parent) == [path.name]


def test_creating_in_no_folder(tmp_path: Path) -> None:
    with pytest.raises(errors.FileUnwritable):
        Store.create(tmp_path / "nowhere" / "a.itrvault")


def test_vault_id_stays(path: Path, passphrase: str | None) -> None:
    with Store.create(path, passphrase) as store:
        first = store.vault_id
    with Store.open(path, passphrase, read_only=True) as store:
        assert store.vault_id == first
    with Store.create(path.with_name("b.itrvault")) as store:
        assert store.vault_id != first


# -- one writer, many readers -------------------------------------------------------------------


def test_second_writer_is_refused_at_once(path: Path, passphrase: str | None) -> None:
    with Store.create(path, passphrase):
        with pytest.raises(errors.VaultInUse):
            Store.open(path, passphrase)
        with Store.open(path, passphrase, read_only=True) as reader:
            assert reader.documents.count() == 0
    with Store.open(path, passphrase) as again:
        assert not again.read_only


def test_the_lock_knows_a_vault_by_another_name(path: Path) -> None:
    with Store.create(path):
        link = path.with_name("link.itrvault")
        link.symlink_to(path)
        with pytest.raises(errors.VaultInUse):
            Store.open(link)


def test_a_left_lock_file_locks_nothing(path: Path) -> None:
    Store.create(path).close()
    Path(f"{path}-lock").touch()
    Store.open(path).close()
    assert os.listdir(path.parent) == [path.name]


def test_lock_is_released_when_opening_fails(path: Path) -> None:
    Store.create(path, WORDS).close()
    with pytest.raises(errors.WrongPassphrase):
        Store.open(path, "wrong")
    WriteLock(path).release()
    assert os.listdir(path.parent) == [path.name]


def test_a_reader_sees_each_commit(path: Path, passphrase: str | None, add_document) -> None:
    with (
        Store.create(path, passphrase) as writer,
        Store.open(path, passphrase, read_only=True) as reader,
    ):
        assert reader.documents.count() == 0
        with writer.transaction():
            add_document(writer)
            assert reader.documents.count() == 0
        assert reader.documents.count() == 1


def test_writing_to_a_reader_is_refused(path: Path, add_document) -> None:
    Store.create(path).close()
    with Store.open(path, read_only=True) as reader:
        with pytest.raises(errors.VaultReadOnly):
            add_document(reader)
        with pytest.raises(errors.VaultReadOnly), reader.transaction():
            pass


def test_the_last_reader_to_leave_tidies_up(path: Path, passphrase: str | None) -> None:
    writer = Store.create(path, passphrase)
    reader = Store.open(path, passphrase, read_only=True)
    assert reader.documents.count() == 0
    writer.close()
    assert reader.documents.count() == 0
    reader.close()
    assert os.listdir(path.parent) == [path.name]


# -- where nothing can be written ---------------------------------------------------------------


def test_reading_from_a_medium_that_cannot_be_written(
    path: Path, passphrase: str | None, add_document, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store.create(path, passphrase) as store:
        add_document(store)
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(errors.VaultReadOnly):
        Store.open(path, passphrase)
    with Store.open(path, passphrase, read_only=True) as reader:
        assert reader.documents.count() == 1
        assert os.listdir(path.parent) == [path.name]


def test_a_file_left_in_log_mode_is_read_from_such_a_medium(path: Path, add_document) -> None:
    with Store.create(path) as store:
        add_document(store)
    with sqlite3.connect(path) as plain:
        plain.execute("PRAGMA journal_mode = WAL")
    plain.close()
    fixed = connection.Connection(path, connection._uri(path, "immutable=1"), None)
    assert fixed.value("SELECT count(*) FROM documents") == 1
    fixed.close()


# -- what else a file can be --------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        b"", b"not a vault\n" * 3000, b"\0" * 8192, b"SQLite format 3\0", os.urandom(4096),
        os.urandom(8192) + b"x", b"%PDF-1.4\n" + bytes(8183),
    ],
    ids=["empty", "text", "zeros", "head only", "short noise", "odd noise", "pdf"],
)  # fmt: skip
def test_other_files_are_no_vault(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    for words in (None, WORDS):
        with pytest.raises(errors.NotAVault):
            Store.open(path, words)
    assert path.read_bytes() == content
    assert os.listdir(path.parent) == [path.name]


def test_another_programs_database_is_no_vault(path: Path) -> None:
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE t (x)")
    other.close()
    with pytest.raises(errors.NotAVault):
        Store.open(path)


def test_noise_may_be_a_sealed_vault(path: Path) -> None:
    path.write_bytes(os.urandom(8192 * 3))
    with pytest.raises(errors.PassphraseNeeded):
        Store.open(path)
    with pytest.raises(errors.WrongPassphrase):
        Store.open(path, WORDS)


def test_missing_and_folder(path: Path) -> None:
    with pytest.raises(errors.VaultMissing):
        Store.open(path)
    path.mkdir()
    with pytest.raises(errors.FileUnreadable):
        Store.open(path)


def test_newer_vault(path: Path, passphrase: str | None) -> None:
    store = Store.create(path, passphrase)
    with store.transaction():
        store._file.writing.run("PRAGMA user_version = 99")
    store.close()
    before = path.read_bytes()
    with pytest.raises(errors.NewerVault):
        Store.open(path, passphrase)
    assert path.read_bytes() == before


# -- passphrases --------------------------------------------------------------------------------


def test_passphrases(path: Path) -> None:
    Store.create(path, "caf\u00e9").close()
    with pytest.raises(errors.PassphraseNeeded):
        Store.open(path)
    with pytest.raises(errors.WrongPassphrase):
        Store.open(path, "cafe")
    with pytest.raises(errors.WrongPassphrase):
        Store.open(path, "cafe", read_only=True)
    Store.open(path, unicodedata.normalize("NFD", "caf\u00e9")).close()
    with pytest.raises(errors.InvalidValue):
        Store.create(path.with_name("b.itrvault"), "")


def test_a_passphrase_for_a_plain_vault_is_not_looked_at(path: Path) -> None:
    Store.create(path).close()
    Store.open(path, WORDS).close()
    assert path.read_bytes().startswith(b"SQLite format 3\0")


def test_two_vaults_of_one_passphrase_share_nothing(path: Path) -> None:
    other = path.with_name("b.itrvault")
    Store.create(path, WORDS).close()
    Store.create(other, WORDS).close()
    assert path.read_bytes()[:16] != other.read_bytes()[:16]
    assert path.read_bytes()[-4096:] != other.read_bytes()[-4096:]


def test_an_older_cost_still_opens(path: Path) -> None:
    old = Cost(version=1, passes=2, memory=64, lanes=1)
    new = Cost(version=2, passes=3, memory=64, lanes=1)
    Store.create(path, WORDS, cost=old).close()
    Store.open(path, WORDS, costs=(new, old)).close()
    with pytest.raises(errors.WrongPassphrase):
        Store.open(path, WORDS, costs=(new,))
    with pytest.raises(errors.WrongPassphrase):
        Store.open(path, "wrong", costs=(new, old))


def test_the_cost_in_earnest() -> None:
    assert COSTS[0].memory >= 64 * 1024
    assert COSTS[0].passes >= 3
    key = derive("passphrase", b"0123456789abcdef", COSTS[0])
    assert len(key) == 32
    assert key != derive("passphrase", b"0123456789abcdeg", COSTS[0])


def test_no_error_text_holds_the_key_or_passphrase(path: Path) -> None:
    Store.create(path, WORDS).close()
    with pytest.raises(errors.WrongPassphrase) as caught:
        Store.open(path, "hunter2")
    seen: BaseException | None = caught.value
    while seen is not None:
        assert "hunter2" not in repr(seen)
        assert "x'" not in repr(seen)
        seen = seen.__cause__ or seen.__context__


def test_nothing_goes_to_stderr(path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    Store.create(path, WORDS).close()
    with pytest.raises(errors.WrongPassphrase):
        Store.open(path, "wrong")
    assert capfd.readouterr() == ("", "")


def test_a_crash_while_making_leaves_no_vault(path: Path, monkeypatch) -> None:
    def broken(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(opening.os, "replace", broken)
    with pytest.raises(KeyboardInterrupt):
        Store.create(path)
    assert os.listdir(path.parent) == []
    monkeypatch.undo()
    for suffix in ("-new", "-new-journal"):
        Path(f"{path}{suffix}").write_text("left by a power cut")
    Store.create(path).close()
    assert os.listdir(path.parent) == [path.name]


@pytest.mark.parametrize("suffix", ["-wal", "-journal"])
def test_a_log_without_its_vault_is_not_given_to_a_new_one(path: Path, suffix: str) -> None:
    Path(f"{path}{suffix}").write_text("of a vault that is gone")
    with pytest.raises(errors.VaultExists, match=suffix):
        Store.create(path)
    assert os.listdir(path.parent) == [f"{path.name}{suffix}"]


ASK = """
import fcntl, sys
with open(sys.argv[1], "r+b") as file:
    try:
        # The bytes SQLite locks while anybody has the database open (SHARED_FIRST, SHARED_SIZE).
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 510, 0x40000002)
        print("free")
    except OSError:
        print("held")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="of POSIX locks")
def test_opening_it_once_more_does_not_drop_our_locks(path: Path, add_document) -> None:
    """POSIX drops a process's locks on a file when it closes any handle on that file."""

    def lock() -> str:
        command = [sys.executable, "-c", ASK, str(path)]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()

    with Store.create(path) as store:
        add_document(store)
        assert lock() == "held"
        with Store.open(path, read_only=True) as reader:
            assert reader.documents.count() == 1
        with pytest.raises(errors.VaultInUse):
            Store.open(path)
        assert lock() == "held"
        add_document(store, "b.pdf")
    assert lock() == "free"
    with Store.open(path, read_only=True) as reader:
        assert reader.check().clean
