"""Readers that wait for the next file.

A reader starts in a tenth of a second, so some are kept warm. There is no upper bound here: whoever
asks gets one, and the callers' threads bound how many work at the same time (a container's reader
stays busy while its members are read by others, so a bound could lock everything up).
"""

from __future__ import annotations

import threading

from itrvault.progress import CancelToken
from itrvault.sandbox.keeper import Keeper
from itrvault.sandbox.limits import Limits
from itrvault.sandbox.process import ReaderProcess

LOST_WITH = ("crashed", "timeout", "protocol", "limit")
"""After these the process is gone, or its word is worth nothing, or its memory is full."""


class Pool:
    """Gives out readers and takes them back. Thread safe."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._keeper = Keeper(limits)
        self._lock = threading.Lock()
        self._idle: list[ReaderProcess] = []
        self._closed = False
        self.layers: tuple[str, ...] = ()

    def take(self, cancel: CancelToken | None = None) -> ReaderProcess:
        """A reader ready for a request, watched. Raises `ReaderFailed`, `Cancelled`."""
        while True:
            with self._lock:
                reader = self._idle.pop() if self._idle else None
            if reader is None:
                reader = self._keeper.start_reader(cancel)
                self.layers = reader.layers
                return reader
            if reader.alive:
                self._keeper.watch(reader)
                return reader
            self._keeper.end_reader(reader)  # the system took it while it was idle

    def give_back(self, reader: ReaderProcess, *, good: bool) -> None:
        """Keep it for the next file, or end it: when it misbehaved, is worn out or one too many."""
        self._keeper.unwatch(reader)
        reader.files += 1
        if good and self.fit(reader):
            with self._lock:
                if not self._closed and len(self._idle) < self._limits.idle_children:
                    self._idle.append(reader)
                    return
        self._keeper.end_reader(reader)

    def fit(self, reader: ReaderProcess) -> bool:
        """Whether a reader is good for another file: not worn out, and not too large."""
        fresh = reader.files < self._limits.files_per_child
        return fresh and reader.memory < self._limits.memory // 2

    def close(self) -> None:
        """End every reader, at work or not. May be called twice."""
        with self._lock:
            self._closed = True
            self._idle.clear()
        self._keeper.close()
