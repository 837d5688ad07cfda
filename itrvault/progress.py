"""How long work reports itself and is asked to stop, with no idea of who listens."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Protocol

from itrvault.errors import Cancelled


class CancelToken:
    """A request to stop, set by anyone, looked at by the work between two safe steps."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def cancel(self) -> None:
        """Ask the work to stop at its next safe point."""
        self._event.set()

    @property
    def cancelled(self) -> bool:
        """Whether somebody asked."""
        return self._event.is_set()

    def wait(self, seconds: float) -> bool:
        """Do nothing for so long, or until somebody asks; whether somebody did."""
        return self._event.wait(seconds)

    def check(self) -> None:
        """Raise `Cancelled` if somebody asked."""
        if self._event.is_set():
            raise Cancelled


@dataclass(frozen=True, slots=True)
class Step:
    """How far the work is. `total` is None while unknown; `seconds_left` is an estimate or None."""

    what: str
    done: int
    total: int | None
    detail: str = ""
    seconds_left: float | None = None


class Progress(Protocol):
    """Listens to long work. Called from whichever thread works; must return at once."""

    def report(self, step: Step) -> None:
        """Take note of a step."""


class NullProgress:
    """Nobody listens."""

    def report(self, step: Step) -> None:
        """Do nothing."""
