"""The open file: one writer, a reader for each thread, transactions, and what they announce."""

from __future__ import annotations

import contextlib
import os
import threading
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path

from itrvault.errors import BugError, KnownError, VaultReadOnly
from itrvault.model.journal import Change, Changed
from itrvault.store.connection import Connection, open_reader, open_writer

Listener = Callable[[Change], None]


class VaultFile:
    """Connections to one vault. Any thread may read or write; writes wait for each other.

    `path` is the name the user gave. A thread inside `transaction()` reads what it wrote itself;
    every other thread reads the last committed state.
    """

    def __init__(
        self,
        path: Path,
        real_path: Path,
        key: bytes | None,
        writer: Connection | None,
        let_go: Callable[[], object],
    ) -> None:
        """`let_go` is called at the end: it gives back the write lock and what else was taken."""
        self.path = path
        self.sealed = key is not None
        self.read_only = writer is None
        self._real_path = real_path
        self._key = key
        self._writer = writer
        self._let_go = let_go
        self._turn = threading.RLock()
        self._depth = 0
        self._owner = 0  # thread id of the open transaction
        self._changes: list[Change] = []
        self._listeners: list[Listener] = []
        self._local = threading.local()
        self._readers: weakref.WeakSet[Connection] = weakref.WeakSet()
        self._readers_guard = threading.Lock()
        self._closed = False

    # -- reading ---------------------------------------------------------------------------------

    @property
    def reading(self) -> Connection:
        """The connection this thread reads from."""
        if self._owner == threading.get_ident() and self._writer is not None:
            return self._writer
        reader: Connection | None = getattr(self._local, "reader", None)
        if reader is not None and reader.spoiled and not reader.in_transaction():
            self.forget_reader()
            reader = None
        if reader is None:
            if self._closed:
                raise BugError("the store was used after it was closed")
            reader = open_reader(self._real_path, self._key)
            with self._readers_guard:
                self._readers.add(reader)
            self._local.reader = reader  # goes, and closes, with its thread
        return reader

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let this thread see one committed state through several reads. Nests."""
        connection = self.reading
        if connection.in_transaction():
            yield
            return
        connection.run("BEGIN")
        try:
            yield
        finally:
            if connection.spoiled:
                self.forget_reader()
            elif connection.in_transaction():
                connection.run("ROLLBACK")

    def forget_reader(self) -> None:
        """Close this thread's reading connection; the next read opens another."""
        reader: Connection | None = getattr(self._local, "reader", None)
        if reader is not None:
            self._local.reader = None
            reader.close()

    # -- writing ---------------------------------------------------------------------------------

    @property
    def writing(self) -> Connection:
        """The connection to write through; only inside `transaction()`."""
        if self._owner != threading.get_ident() or self._writer is None:
            raise BugError("a write outside of a transaction")
        return self._writer

    @property
    def unfinished(self) -> bool:
        """Whether this thread is inside a transaction, and reads what may never be committed."""
        return self._owner == threading.get_ident()

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing: undone on any exception, an interrupt too. Nests, each level by itself.

        Raises VaultReadOnly, VaultInUse, DiskFull. Listeners are called after the outermost commit.
        """
        if self._writer is None:
            if self._closed:
                raise BugError("the store was used after it was closed")
            raise VaultReadOnly(path=self.path)
        change: Change | None = None
        with self._turn:
            if self._depth:
                with self._inner(self._writer):
                    yield
            else:
                if self._writer.spoiled:
                    self._writer.close()
                    self._writer = open_writer(self._real_path, self._key)
                    self._writer.run("PRAGMA foreign_keys = ON")
                with self._outer(self._writer):
                    yield
                change = _combined(self._changes)
        if change is not None:
            for listener in tuple(self._listeners):
                listener(change)

    @contextlib.contextmanager
    def _outer(self, writer: Connection) -> Iterator[None]:
        self._changes = []
        try:
            writer.run("BEGIN IMMEDIATE")
            self._owner = threading.get_ident()
            self._depth = 1
            yield
            writer.run("COMMIT")
        except BaseException:
            self._changes = []
            _roll_back(writer)
            raise
        finally:
            self._depth = 0
            self._owner = 0

    @contextlib.contextmanager
    def _inner(self, writer: Connection) -> Iterator[None]:
        name = f"level_{self._depth}"
        announced = len(self._changes)
        writer.run(f"SAVEPOINT {name}")
        self._depth += 1
        try:
            yield
            writer.run(f"RELEASE {name}")
        except BaseException:
            del self._changes[announced:]
            if writer.in_transaction():  # a full disk has already rolled all of it back
                writer.run(f"ROLLBACK TO {name}")
                writer.run(f"RELEASE {name}")
            raise
        finally:
            self._depth -= 1

    def announce(self, change: Change) -> Change:
        """Note what the open transaction touched; told to listeners once it is committed."""
        self._changes.append(change)
        return change

    def on_change(self, listener: Listener) -> Callable[[], None]:
        """Call it after every commit, in the thread that wrote. Returns a way to stop that."""
        self._listeners.append(listener)

        def stop() -> None:
            with contextlib.suppress(ValueError):
                self._listeners.remove(listener)

        return stop

    # -- the end ---------------------------------------------------------------------------------

    def close(self) -> None:
        """Let go; as the writer, leave one file behind. May be called twice."""
        with self._turn:
            if self._depth:
                raise BugError("the store was closed inside a transaction")
            self._closed = True
            with self._readers_guard:
                readers = list(self._readers)
                self._readers.clear()
            for reader in readers:
                reader.close()
            self._local = threading.local()
            if self._writer is not None:
                if self._writer.is_open:
                    settle(self._writer)
                    self._writer.close()
                self._writer = None
            let_go, self._let_go = self._let_go, lambda: None
            let_go()


def settle(writer: Connection) -> None:
    """Fold the write-ahead log into the file and leave it as plain as can be.

    With a reader elsewhere this cannot be finished; nothing is lost, and the reader's own closing
    or the next opening does it.
    """
    with contextlib.suppress(KnownError):
        writer.run("PRAGMA busy_timeout = 0")
        writer.all("PRAGMA wal_checkpoint(TRUNCATE)")
        writer.all("PRAGMA journal_mode = DELETE")


def real_path(path: Path) -> Path:
    """The file itself, links resolved, so that one vault has one lock."""
    return Path(os.path.realpath(path))


def _roll_back(writer: Connection) -> None:
    if writer.spoiled:
        writer.close()  # it would refuse; what is not committed goes with it
    elif writer.in_transaction():
        writer.run("ROLLBACK")


def _combined(changes: list[Change]) -> Change | None:
    if not changes:
        return None
    what = Changed.NOTHING
    ids: dict[str, None] = {}
    for change in changes:
        what |= change.what
        ids.update(dict.fromkeys(change.ids))
    return Change(what, tuple(ids), next((c.label for c in reversed(changes) if c.label), ""))
