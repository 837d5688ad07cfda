"""The thread that starts readers and watches their clocks.

It starts them because on Linux a process that asks to die with its parent dies with the *thread*
that started it; this one lives as long as the sandbox. It watches because a call that waits for a
pipe cannot watch itself.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from concurrent.futures import Future

from itrvault.errors import BugError, ReaderUnavailable
from itrvault.progress import CancelToken
from itrvault.sandbox.limits import Limits
from itrvault.sandbox.process import ReaderProcess

_BEAT = 0.1
"""Seconds between two looks; a cancelled call returns within two beats."""


class Keeper:
    """Owns every reader process of one sandbox, idle or at work."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._condition = threading.Condition()
        self._wanted: deque[Future[ReaderProcess]] = deque()
        self._readers: list[ReaderProcess] = []
        self._watched: set[ReaderProcess] = set()
        self._closed = False
        self._thread: threading.Thread | None = None

    def start_reader(self, cancel: CancelToken | None = None) -> ReaderProcess:
        """A fresh reader that has confined itself, watched. Raises `ReaderFailed`, `Cancelled`."""
        try:
            reader = self._spawn()
        except OSError as error:
            reason = (error.strerror or "the system gives no reason").lower()
            raise ReaderUnavailable(reason=reason) from error
        self.watch(reader)
        try:
            reader.greet(cancel)
        except BaseException:
            self.end_reader(reader)
            raise
        return reader

    def _spawn(self) -> ReaderProcess:
        wanted: Future[ReaderProcess] = Future()
        with self._condition:
            if self._closed:
                raise BugError("the sandbox is closed")
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self._keep, name="itrvault-sandbox", daemon=True
                )
                self._thread.start()
            self._wanted.append(wanted)
            self._condition.notify()
        return wanted.result()

    def watch(self, reader: ReaderProcess) -> None:
        """Look at this reader's clock from now on."""
        with self._condition:
            self._watched.add(reader)
            self._condition.notify()

    def unwatch(self, reader: ReaderProcess) -> None:
        """It is idle again."""
        with self._condition:
            self._watched.discard(reader)

    def end_reader(self, reader: ReaderProcess) -> None:
        """Stop it and forget it."""
        reader.stop()
        with self._condition:
            self._watched.discard(reader)
            if reader in self._readers:
                self._readers.remove(reader)

    def close(self) -> None:
        """Stop every reader and the thread. May be called twice."""
        with self._condition:
            self._closed = True
            self._condition.notify()
            thread = self._thread
        if thread is not None:
            thread.join()
        for reader in list(self._readers):
            self.end_reader(reader)

    def _keep(self) -> None:
        while True:
            with self._condition:
                if not self._wanted and not self._closed:
                    self._condition.wait(_BEAT if self._watched else None)
                wanted = [self._wanted.popleft() for _ in range(len(self._wanted))]
                closed, watched = self._closed, tuple(self._watched)
            for future in wanted:
                self._start(future)
            if closed:
                return
            now = time.monotonic()
            for reader in watched:
                reader.look(now)

    def _start(self, wanted: Future[ReaderProcess]) -> None:
        try:
            reader = ReaderProcess(self._limits)
        except OSError as error:
            wanted.set_exception(error)
            return
        with self._condition:
            self._readers.append(reader)
        wanted.set_result(reader)
