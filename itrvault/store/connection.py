"""One connection to a vault file: opened, keyed, hardened, and speaking in known errors."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlcipher3 import dbapi2

from itrvault.errors import FileUnreadable, NotAVault, VaultDamaged, VaultReadOnly
from itrvault.store.failures import translated
from itrvault.store.header import PAGE
from itrvault.store.lean import Database

Row = tuple[Any, ...]
Values = Sequence[Any]

WRITER_CACHE_KIB = 32 * 1024
READER_CACHE_KIB = 8 * 1024
BUSY_MS = 10_000
"""How long a statement waits for another process's commit before it is "in use"."""


class Connection:
    """A `sqlite_utils.Database` over `sqlcipher3`. Not for two threads at once.

    Results come as lists, so that every driver error is met (and translated) in here. `spoiled`
    turns true with the first damaged page: a sealed file's connection reads nothing more then.
    """

    def __init__(self, path: Path, uri: str, key: bytes | None, salt: bytes | None = None) -> None:
        self.path = path
        self.is_open = True
        self.writable = False
        self.spoiled = False
        with translated(path):
            raw = dbapi2.connect(
                uri, uri=True, isolation_level=None, check_same_thread=False,
                timeout=BUSY_MS / 1000, cached_statements=256,
            )  # fmt: skip
        try:
            with translated(path):
                # SQLCipher would write its failures to stderr by itself.
                raw.execute("PRAGMA cipher_log_level = NONE").close()
                if key is not None:
                    # Not as a statement: no trace or exception text can then repeat the key.
                    raw.set_key(f"x'{key.hex()}{(salt or b'').hex()}'")
                    raw.execute(f"PRAGMA cipher_page_size = {PAGE}")
                else:
                    raw.execute(f"PRAGMA page_size = {PAGE}")
                self.db = Database(raw, execute_plugins=False)
                for pragma in (
                    "temp_store = MEMORY", "trusted_schema = OFF", "cell_size_check = ON",
                    "secure_delete = FAST",
                ):  # fmt: skip
                    raw.execute(f"PRAGMA {pragma}")
                raw.execute("SELECT count(*) FROM sqlite_master").fetchall()  # proves the key
        except BaseException:
            raw.close()
            raise

    def run(self, sql: str, values: Values = ()) -> int:
        """Do a statement; how many rows it changed."""
        with self._known():
            return int(self.db.conn.execute(sql, values).rowcount)

    def many(self, sql: str, rows: Iterable[Values]) -> None:
        """Do a statement once for each row of values."""
        with self._known():
            self.db.conn.executemany(sql, rows)

    def all(self, sql: str, values: Values = ()) -> list[Row]:
        """Every row."""
        with self._known():
            return self.db.conn.execute(sql, values).fetchall()

    def one(self, sql: str, values: Values = ()) -> Row | None:
        """The first row, None when there is none."""
        with self._known():
            cursor = self.db.conn.execute(sql, values)
            row: Row | None = cursor.fetchone()
            cursor.close()
            return row

    def value(self, sql: str, values: Values = ()) -> Any:
        """The first column of the first row, None when there is none."""
        row = self.one(sql, values)
        return None if row is None else row[0]

    def stream(self, sql: str, values: Values = (), size: int = 256) -> Iterator[Row]:
        """Rows as they come, `size` at a time. Exhaust or close it before the next write."""
        with self._known():
            cursor = self.db.conn.execute(sql, values)
        try:
            while True:
                with self._known():
                    rows = cursor.fetchmany(size)
                if not rows:
                    return
                yield from rows
        finally:
            if self.is_open:  # a half-read stream may outlive the vault
                cursor.close()

    @contextlib.contextmanager
    def _known(self) -> Iterator[None]:
        try:
            with translated(self.path, writing=self.writable):
                yield
        except (VaultDamaged, NotAVault):
            self.spoiled = True
            raise

    def in_transaction(self) -> bool:
        """Whether one is open. SQLite ends it by itself when, say, the disk is full."""
        return self.is_open and bool(self.db.conn.in_transaction)

    def close(self) -> None:
        """Let go of the file. May be called twice."""
        self.is_open = False
        self.db.close()


def open_writer(path: Path, key: bytes | None, salt: bytes | None = None) -> Connection:
    """A connection that may write. `salt` only for a file that is being made."""
    mode = "rw" if salt is None else "rwc"
    connection = Connection(path, _uri(path, f"mode={mode}"), key, salt)
    connection.writable = True
    try:
        connection.run(f"PRAGMA cache_size = -{WRITER_CACHE_KIB}")
        connection.run("PRAGMA synchronous = FULL")  # a note that was saved survives a power cut
        connection.run(f"PRAGMA journal_size_limit = {64 << 20}")
    except BaseException:
        connection.close()
        raise
    return connection


def open_reader(path: Path, key: bytes | None) -> Connection:
    """A connection that only reads, wherever the file lies.

    Where the folder can be written the file is opened as a writer would, but with `query_only`:
    only so can the last one to leave fold another's write-ahead log back in. Where it cannot (a
    stick with its switch set, a DVD), SQLite is told that nothing will change.
    """
    connection = None
    if os.access(path.parent, os.W_OK) and os.access(path, os.W_OK):
        # Windows says yes for every folder, so this may fail all the same.
        with contextlib.suppress(FileUnreadable, VaultReadOnly):
            connection = Connection(path, _uri(path, "mode=rw"), key)
    connection = connection or _open_fixed(path, key)
    with contextlib.ExitStack() as undo:
        undo.callback(connection.close)
        connection.run("PRAGMA query_only = ON")
        connection.run(f"PRAGMA cache_size = -{READER_CACHE_KIB}")
        undo.pop_all()
    return connection


def _open_fixed(path: Path, key: bytes | None) -> Connection:
    try:
        return Connection(path, _uri(path, "mode=ro"), key)
    except (FileUnreadable, VaultReadOnly):
        log = Path(f"{path}-wal")
        if log.exists() and log.stat().st_size:
            reason = (
                "it was not closed properly and lies where nothing can be written; copy it and "
                f"{log.name} to another place and open it there"
            )
            raise FileUnreadable(path=path, reason=reason) from None
    return Connection(path, _uri(path, "immutable=1"), key)


def _uri(path: Path, query: str) -> str:
    return f"file:{quote(os.fspath(path.absolute()).replace(os.sep, '/'))}?{query}"
