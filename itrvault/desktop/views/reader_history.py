"""Where one has been: back and forward through the jumps."""

from __future__ import annotations

from dataclasses import dataclass

from itrvault.desktop.widgets.selection import Place

LONGEST = 200


@dataclass(frozen=True, slots=True)
class Been:
    """A place in a document, and the hit (unit and index) that one was at there, if any."""

    document: str
    place: Place
    hit: tuple[int, int] | None = None


class History:
    """Places left by a jump. Scrolling leaves no trace, or going back would never end."""

    def __init__(self) -> None:
        self._back: list[Been] = []
        self._forward: list[Been] = []

    @property
    def can_go_back(self) -> bool:
        """Whether there is a place to go back to."""
        return bool(self._back)

    @property
    def can_go_forward(self) -> bool:
        """Whether one has gone back."""
        return bool(self._forward)

    def leave(self, here: Been | None) -> None:
        """A jump: remember where it started; what lay ahead is forgotten."""
        if here is not None and (not self._back or self._back[-1] != here):
            self._back.append(here)
            del self._back[:-LONGEST]
        self._forward.clear()

    def back(self, here: Been | None) -> Been | None:
        """The place to go back to."""
        return self._turn(self._back, self._forward, here)

    def forward(self, here: Been | None) -> Been | None:
        """The place one came back from."""
        return self._turn(self._forward, self._back, here)

    def clear(self) -> None:
        """Forget all."""
        self._back.clear()
        self._forward.clear()

    @staticmethod
    def _turn(source: list[Been], target: list[Been], here: Been | None) -> Been | None:
        if not source:
            return None
        if here is not None:
            target.append(here)
        return source.pop()
