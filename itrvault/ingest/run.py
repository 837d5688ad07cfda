"""Imports files: walks, reads, builds the index and writes, all at once, within bounded memory.

One thread walks the paths, some read (each through a confined process), some build the index (each
through a process of ours), and the caller's thread writes. A batch is one transaction, so whatever
is stopped or killed when, each document is in the vault whole, with its index, or not at all.
"""

from __future__ import annotations

import contextlib
import os
import queue
import threading
from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from pathlib import Path
from typing import TypeVar

from itrvault.errors import Cancelled
from itrvault.ingest.building import Building, ReadQueue
from itrvault.ingest.pace import Pace
from itrvault.ingest.reading import Reading
from itrvault.ingest.unchanged import SIFTED, Unchanged
from itrvault.ingest.walk import Found, walk
from itrvault.ingest.work import (
    MEBIBYTE,
    Outcome,
    ReadDocument,
    Scales,
    Shelf,
    Sighting,
    Told,
    Unopened,
    Work,
)
from itrvault.ingest.writing import Writing
from itrvault.model.report import FileReport, FileStatus, ImportReport
from itrvault.progress import CancelToken, NullProgress, Progress
from itrvault.sandbox.host import Sandbox
from itrvault.vault import Vault

IN_MEMORY = 256 * MEBIBYTE
"""Bytes of files and text between disk and commit; a single larger file goes through alone."""

T = TypeVar("T")

_LOOK = 0.1  # seconds between two looks at the caller's cancel token
_ROOM = 64  # documents or outcomes waiting in a queue; the scales bound their size


def run_import(
    vault: Vault,
    paths: Iterable[str | Path],
    *,
    password: str = "",
    again: bool = False,
    jobs: int | None = None,
    progress: Progress | None = None,
    cancel: CancelToken | None = None,
) -> ImportReport:
    """Import files, folders and archives. Every file seen has one row in the report.

    A file that lies there as it did when it was last read is not opened, unless `again` asks for
    it (`unchanged.py`). `password` is tried on protected files; `jobs` is how many files are read
    at a time (default: one per core). When `cancel` is set the import ends within moments: what is
    committed stays, and the report says so. Raises DiskFull, VaultReadOnly, VaultInUse; what was
    committed stays.
    """
    token = cancel or CancelToken()
    one = Import(
        vault, vault.sandbox, password=password, jobs=jobs, progress=progress, cancel=token
    )
    found = walk(paths, vault=vault.path, cancel=one.stop)
    return one.run(found, Unchanged(vault.store, again=again, password=password))


def cores() -> int:
    """The cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _Stop(CancelToken):
    """Set by the import itself when it must end, or by the caller's token."""

    def __init__(self, asked: CancelToken) -> None:
        super().__init__()
        self._asked = asked

    @property
    def cancelled(self) -> bool:
        """Whether anybody asked."""
        return super().cancelled or self._asked.cancelled

    def check(self) -> None:
        """Raise `Cancelled` if anybody asked."""
        super().check()
        self._asked.check()


class Import:
    """One import into a vault, through the readers of a sandbox."""

    def __init__(
        self,
        vault: Vault,
        sandbox: Sandbox,
        *,
        password: str = "",
        jobs: int | None = None,
        progress: Progress | None = None,
        cancel: CancelToken | None = None,
    ) -> None:
        self._vault = vault
        self._jobs = max(1, jobs or cores())
        # Building takes half the time of reading, and each builder learns every word anew.
        self._builders = (self._jobs + 1) // 2
        self._cancel = cancel or CancelToken()
        self._listener = progress or NullProgress()
        self.stop = _Stop(self._cancel)
        self._pace = Pace(self._listener)
        self._shelf = Shelf()
        self._scales = Scales(IN_MEMORY)
        self._read: ReadQueue = queue.Queue(_ROOM)
        self._outcomes: queue.Queue[Outcome] = queue.Queue(_ROOM)
        self._failure: BaseException | None = None
        self._reading = Reading(
            vault, sandbox, password, self._shelf, self._scales, self._pace, self.stop,
            self._emit, self._pass_on,
        )  # fmt: skip
        self._building = Building(
            vault.store, self._read, self._scales, self._pace, self.stop, self._emit
        )
        self._writing = Writing(vault, self._reading.claims, self._scales)

    def run(
        self,
        found: Iterable[Found],
        unchanged: Unchanged,
        only: Mapping[str, frozenset[str]] | None = None,
    ) -> ImportReport:
        """The whole import, in the caller's thread and some more.

        `only` says of some files (by `Found.source`) which paths are wanted out of them, where
        they are not wanted themselves.
        """
        self._vault.ensure_index(self._listener)  # a segment is only added to one in order
        with contextlib.suppress(Cancelled):  # then the import itself ends at once, and says so
            self._vault.store.versions.complete(self._listener, self._cancel)  # of an old vault
        walker = self._thread("walk", lambda: self._walk(found, unchanged, only or {}))
        readers = [self._thread("read", self._reading.run) for _ in range(self._jobs)]
        builders = [self._thread("build", self._building.run) for _ in range(self._builders)]
        closer = self._thread("hand over", lambda: self._hand_over([walker, *readers]))
        threads = [walker, *readers, *builders, closer]
        for thread in threads:
            thread.start()
        try:
            while any(thread.is_alive() for thread in threads) or not self._outcomes.empty():
                if self._failure is not None or self._cancel.cancelled:
                    break
                self._step()
            cancelled = self._cancel.cancelled
            if not cancelled and self._failure is None:
                self._pace.finish()
                while not self._writing.empty:
                    self._writing.commit()
                self._writing.tidy()
        finally:
            self._halt(threads)
        if self._failure is not None:
            raise self._failure
        return ImportReport(tuple(self._writing.rows), self._pace.seconds, cancelled)

    def _step(self) -> None:
        """Take what is finished, and commit when it is time."""
        with contextlib.suppress(queue.Empty):
            self._writing.add(self._outcomes.get(timeout=_LOOK))
        if self._writing.due:
            self._writing.commit()

    def _halt(self, threads: list[threading.Thread]) -> None:
        """Stop all threads at their next safe point and wait for them."""
        self.stop.cancel()
        self._shelf.stop()
        self._scales.stop()
        for thread in threads:
            if thread.ident is not None:
                thread.join()

    def _thread(self, name: str, work: Callable[[], None]) -> threading.Thread:
        def guarded() -> None:
            try:
                work()
            except Cancelled:
                pass  # the import as a whole says so
            except BaseException as error:
                self._failure = self._failure or error  # raised again in the caller's thread

        return threading.Thread(target=guarded, name=f"import: {name}")

    # -- between the threads ---------------------------------------------------------------------

    def _walk(
        self,
        found: Iterable[Found],
        unchanged: Unchanged,
        only: Mapping[str, frozenset[str]],
    ) -> None:
        try:
            waiting, order = iter(found), 0
            while some := list(islice(waiting, SIFTED)):
                fresh, rows = unchanged.sift(some)
                if rows:
                    self._pace.passed(len(rows), rows[-1].path)
                    self._emit(Unopened(tuple(rows)))
                for one in fresh:
                    self._pace.found(one.size)
                    order += 1
                    if one.status is None:
                        self._shelf.put(_work(one, order, only.get(one.source)))
                    else:
                        row = FileReport(
                            one.path, one.status, message=one.message,
                            code="unreadable" if one.status is FileStatus.FAILED else "",
                        )  # fmt: skip
                        self._emit(Told(row))
                        self._pace.end(one.path, 0)
            self._pace.complete()
        finally:
            self._shelf.close()

    def _hand_over(self, before: list[threading.Thread]) -> None:
        """When all is read, tell the builders that nothing more comes."""
        for thread in before:
            thread.join()
        for _ in range(self._builders):
            self._put(self._read, None)

    def _pass_on(self, document: ReadDocument) -> None:
        self._put(self._read, document)

    def _emit(self, outcome: Outcome) -> None:
        self._put(self._outcomes, outcome)

    def _put(self, into: queue.Queue[T], item: T) -> None:
        """Put, looking now and then whether to stop. Raises Cancelled."""
        while True:
            self.stop.check()
            try:
                into.put(item, timeout=_LOOK)
            except queue.Full:
                continue
            return


def _work(found: Found, order: int, only: frozenset[str] | None) -> Work:
    sighting = Sighting(found.source, found.path)
    sighting.only = only
    return Work(
        (-found.size, order), found.path, found.size, found.source, sighting=sighting, only=only
    )
