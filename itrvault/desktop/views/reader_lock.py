"""Two documents scrolled together: where one goes, the other goes.

Versions of one text are kept at the same article and paragraph, by the numbers that both have;
other documents are moved as far as one another.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject

from itrvault.desktop.views.reader_stage import ReaderStage
from itrvault.text.landmarks import across

LIKE = 1.5
"""Documents whose lengths differ by no more than this factor are taken for versions of one text."""


def matched(
    position: float,
    here: float,
    there: float,
    lengths: tuple[int, int],
    pairs: Sequence[tuple[float, float]] = (),
) -> float:
    """The place of the other document that goes with a position in this one.

    `here` and `there` are positions that a person has put beside each other, `lengths` the units
    of both, `pairs` positions that belong together by what stands there. Without any, versions of
    one text are stretched so that their ends belong together, too; documents that have nothing
    of that are moved by the same number of pages.
    """
    mine, others = lengths
    if pairs:
        moved = there - across(here, pairs, lengths)
        return max(0.0, min(float(others), across(position, pairs, lengths) + moved))
    if max(mine, others) > LIKE * min(mine, others):
        return max(0.0, min(float(others), there + position - here))
    if position <= here:
        return there * (position / here) if here > 0 else there
    left = mine - here
    return there + (others - there) * ((position - here) / left) if left > 0 else float(others)


class ScrollLock(QObject):
    """While `on`, what a person scrolls takes the other along; so do jumps of the first one."""

    def __init__(self, first: ReaderStage, second: ReaderStage, parent: QObject) -> None:
        super().__init__(parent)
        self._stages = (first, second)
        self._at = (0.0, 0.0)
        self._pairs: Sequence[tuple[float, float]] = ()
        self._busy = False
        self.on = False
        first.scrolled.connect(partial(self._follow, 0))
        second.scrolled.connect(partial(self._follow, 1))
        first.moved.connect(partial(self._follow, 0))
        second.moved.connect(self.hold)

    def set_on(self, on: bool) -> None:
        """Lock them where they are now, or let them go."""
        self.on = on
        self.hold()

    def align(self, pairs: Sequence[tuple[float, float]]) -> None:
        """Positions of the two that belong together; none when they have nothing in common."""
        self._pairs = pairs
        if pairs and self.on:
            self._at = (0.0, 0.0)
            self._follow(0)

    def hold(self) -> None:
        """What is beside each other now belongs together."""
        if not self._busy:
            first, second = self._stages
            self._at = (first.view.position, second.view.position)

    def _follow(self, which: int) -> None:
        if not self.on or self._busy:
            return
        leader, other = self._stages[which], self._stages[1 - which]
        lengths = leader.view.units.count, other.view.units.count
        if not all(lengths) or other.message:
            return
        pairs = self._pairs if which == 0 else [(there, here) for here, there in self._pairs]
        target = matched(leader.view.position, self._at[which], self._at[1 - which], lengths, pairs)
        self._quietly(partial(other.go_to_position, target))

    def _quietly(self, work: Callable[[], None]) -> None:
        self._busy = True
        try:
            work()
        finally:
            self._busy = False
