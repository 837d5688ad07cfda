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
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from itrvault.errors import Cancelled
from itrvault.ingest.building import Building, ReadQueue
from itrvault.ingest.pace import Pace
from itrvault.ingest.reading import Reading
from itrvault.ingest.walk import walk
from itrvault.ingest.work import MEBIBYTE, Outcome, ReadDocument, Scales, Shelf, Work
from itrvault.ingest.writing import Writing
from itrvault.model.report import FileReport, ImportReport
from itrvault.progress import CancelToken, NullProgress, Progress
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
    jobs: int | None = None,
    progress: Progress | None = None,
    cancel: CancelToken | None = None,
) -> ImportReport:
    """Import files, folders and archives. Every file seen has one row in the report.

    `password` is tried on protected files; `jobs` is how many files are read at a time (default:
    one per core). When `cancel` is set the import ends within moments: what is committed stays,
    and the report says so. Raises DiskFull, VaultReadOnly, VaultInUse; what was committed stays.
    """
    workers = max(1, jobs or _cores())
    listener = progress or NullProgress()
    vault.ensure_index(listener)  # a segment is only added to an index that is in order
    return _Import(vault, workers, password, listener, cancel or CancelToken()).run(paths)


def _cores() -> int:
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


class _Import:
    def __init__(
        self, vault: Vault, jobs: int, password: str, progress: Progress, cancel: CancelToken
    ) -> None:
        self._vault = vault
        self._jobs = jobs
        self._cancel = cancel
        self._stop = _Stop(cancel)
        self._pace = Pace(progress)
        self._shelf = Shelf()
        self._scales = Scales(IN_MEMORY)
        self._read: ReadQueue = queue.Queue(_ROOM)
        self._outcomes: queue.Queue[Outcome] = queue.Queue(_ROOM)
        self._failure: BaseException | None = None
        self._reading = Reading(
            vault, password, self._shelf, self._scales, self._pace, self._stop,
            self._emit, self._pass_on,
        )  # fmt: skip
        self._building = Building(
            vault.store, self._read, self._scales, self._pace, self._stop, self._emit
        )
        self._writing = Writing(vault, self._reading.claims, self._scales)

    def run(self, paths: Iterable[str | Path]) -> ImportReport:
        """The whole import, in the caller's thread and some more."""
        walker = self._thread("walk", lambda: self._walk(paths))
        readers = [self._thread("read", self._reading.run) for _ in range(self._jobs)]
        builders = [self._thread("build", self._building.run) for _ in range(self._jobs)]
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
        self._stop.cancel()
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

    def _walk(self, paths: Iterable[str | Path]) -> None:
        try:
            for order, found in enumerate(walk(paths, vault=self._vault.path, cancel=self._stop)):
                self._pace.found(found.size)
                if found.status is None:
                    self._shelf.put(
                        Work((-found.size, order), found.path, found.size, found.source)
                    )
                else:
                    self._emit(FileReport(found.path, found.status, message=found.message))
                    self._pace.end(found.path, 0)
            self._pace.complete()
        finally:
            self._shelf.close()

    def _hand_over(self, before: list[threading.Thread]) -> None:
        """When all is read, tell the builders that nothing more comes."""
        for thread in before:
            thread.join()
        for _ in range(self._jobs):
            self._put(self._read, None)

    def _pass_on(self, document: ReadDocument) -> None:
        self._put(self._read, document)

    def _emit(self, outcome: Outcome) -> None:
        self._put(self._outcomes, outcome)

    def _put(self, into: queue.Queue[T], item: T) -> None:
        """Put, looking now and then whether to stop. Raises Cancelled."""
        while True:
            self._stop.check()
            try:
                into.put(item, timeout=_LOOK)
            except queue.Full:
                continue
            return
