"""What was read once and is kept, brought up to date by what the journal says came about since."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from itrvault.store.news import News, last_row, news_since
from itrvault.store.vaultfile import VaultFile

T = TypeVar("T")


class Kept(Generic[T]):
    """A value and the row of the journal it was read after. Any thread may ask.

    `read` gives it anew; `renewed` gives it from what it was and the news. Neither may change what
    it is given: others may be looking at it.
    """

    def __init__(
        self, file: VaultFile, read: Callable[[], T], renewed: Callable[[T, News], T]
    ) -> None:
        self._file = file
        self._read = read
        self._renewed = renewed
        self._turn = threading.Lock()
        self._held: tuple[int, T] | None = None

    def now(self) -> T:
        """As the vault is now; when it is as it was, the same object. Raises VaultDamaged."""
        if self._file.unfinished:  # what may never be committed is seen here alone, and not kept
            return self._fresh(self._held)[1]
        with self._turn:  # two panes ask at once: it is read once
            held = self._fresh(self._held)
            if self._held is None or self._held[0] <= held[0]:  # else somebody looks at the past
                self._held = held
        return held[1]

    def _fresh(self, held: tuple[int, T] | None) -> tuple[int, T]:
        with self._file.snapshot():
            reading = self._file.reading
            row = last_row(reading)
            if held is None or held[0] > row:
                return row, self._read()
            if held[0] == row and not self._file.unfinished:
                return held
            news = news_since(reading, held[0])
            return row, self._read() if news is None else self._renewed(held[1], news)
