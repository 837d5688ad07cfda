"""Ctrl-C as a request: the work under way comes to a safe end, and the command to its own."""

from __future__ import annotations

import signal
import time
from types import FrameType, TracebackType
from typing import Any

from itrvault.errors import Cancelled
from itrvault.progress import CancelToken

_SLICE = 0.2
"""Seconds between two looks: on Windows a waiting thread does not notice the signal."""


class Interrupt(CancelToken):
    """A token that Ctrl-C (or a request to end) sets. A second Ctrl-C ends the command at once.

    The handler only sets a flag: anything that takes a lock could wait for itself there.
    """

    def __init__(self) -> None:
        super().__init__()
        self._asked = False
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Interrupt:
        for number in (signal.SIGINT, signal.SIGTERM):
            self._before[number] = signal.signal(number, self._handle)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._restore()

    def _handle(self, number: int, frame: FrameType | None) -> None:
        self._asked = True
        self._restore()

    def _restore(self) -> None:
        for number, before in self._before.items():
            signal.signal(number, before)
        self._before = {}

    @property
    def cancelled(self) -> bool:
        """Whether somebody asked."""
        return self._asked or super().cancelled

    def check(self) -> None:
        """Raise `Cancelled` if somebody asked."""
        if self.cancelled:
            raise Cancelled

    def wait(self, seconds: float) -> bool:
        """Do nothing for so long, or until somebody asks; whether somebody did."""
        until = time.monotonic() + seconds
        while not self.cancelled and (left := until - time.monotonic()) > 0:
            self._event.wait(min(left, _SLICE))
        return self.cancelled
