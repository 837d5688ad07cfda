"""Counts an import and tells its listener how far it is and how long it will take."""

from __future__ import annotations

import threading
import time

from itrvault.progress import Progress, Step

_SETTLED = 1.5
"""Seconds before which an estimate would be noise."""


class Pace:
    """Thread safe. Time goes with bytes, not with files: a book takes longer than a letter."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._lock = threading.Lock()
        self._begun = time.monotonic()
        self._found = self._done = 0
        self._bytes_found = self._bytes_done = 0
        self._complete = False

    @property
    def seconds(self) -> float:
        """Since the start."""
        return time.monotonic() - self._begun

    @property
    def left_per_done(self) -> float | None:
        """Bytes still to be dealt with for each that was; None while nobody can tell."""
        with self._lock:
            if not self._complete or not self._bytes_done:
                return None
            return max(0, self._bytes_found - self._bytes_done) / self._bytes_done

    def found(self, size: int) -> None:
        """One more file to deal with."""
        with self._lock:
            self._found += 1
            self._bytes_found += size

    def passed(self, count: int, path: str) -> None:
        """Some files need not be looked at; they take no time and count no bytes."""
        with self._lock:
            self._found += count
            self._done += count
        self._report("Importing", path)

    def complete(self) -> None:
        """All folders are walked: from now on the total is known."""
        with self._lock:
            self._complete = True

    def begin(self, path: str) -> None:
        """A file is being read."""
        self._report("Importing", path)

    def end(self, path: str, size: int) -> None:
        """A file is dealt with."""
        with self._lock:
            self._done += 1
            self._bytes_done += size
        self._report("Importing", path)

    def finish(self) -> None:
        """All that was read is being put into the vault."""
        self._report("Writing the last documents", "")

    def _report(self, what: str, detail: str) -> None:
        with self._lock:
            total = self._found if self._complete else None
            step = Step(what, self._done, total, detail, self._left())
        self._progress.report(step)

    def _left(self) -> float | None:
        passed = time.monotonic() - self._begun
        if not self._complete or passed < _SETTLED or not self._bytes_done:
            return None
        left = max(0, self._bytes_found - self._bytes_done)
        return passed * left / self._bytes_done
