"""Two texts that scroll together: what stands in one is kept where its like in the other is.

Pairs of heights say what belongs together; between two pairs one is scrolled in proportion, so that
nothing jumps. Only a text that is longer than its view is moved.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QAbstractScrollArea

Pairs = Sequence[tuple[float, float]]
"""Heights in the first text, rising, each with the height that belongs to it in the second."""


def second_of(pairs: Pairs, height: float) -> float:
    """The height in the second text that belongs to one in the first."""
    if not pairs:
        return 0.0
    if height <= pairs[0][0]:
        return pairs[0][1]
    for (low, left), (high, right) in pairwise(pairs):
        if height <= high:
            share = (height - low) / (high - low) if high > low else 1.0
            return left + share * (right - left)
    return pairs[-1][1]


def first_of(pairs: Pairs, height: float, near: float) -> float | None:
    """The height in the first text that belongs to one in the second.

    Several may: the one nearest to `near`. None when none does.
    """
    found: list[float] = []
    for (low, left), (high, right) in pairwise(pairs):
        if min(left, right) <= height <= max(left, right):
            share = (height - left) / (right - left) if right != left else 0.0
            found.append(low + share * (high - low))
    return min(found, key=lambda each: abs(each - near), default=None)


class ScrollPair(QObject):
    """Locks two views while `on`. `pairs` is asked at each step: layouts change."""

    def __init__(
        self,
        first: QAbstractScrollArea,
        second: QAbstractScrollArea,
        pairs: Callable[[], Pairs],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.on = True
        self._first, self._second, self._pairs = first, second, pairs
        self._moving = False
        first.verticalScrollBar().valueChanged.connect(lambda _: self.follow_first())
        second.verticalScrollBar().valueChanged.connect(lambda _: self.follow_second())

    def follow_first(self) -> None:
        """Bring the second text to where the first is."""
        bar = self._second.verticalScrollBar()
        if self._idle(bar.maximum()):
            wanted = second_of(self._pairs(), self._line(self._first))
            self._set(self._second, wanted)

    def follow_second(self) -> None:
        """Bring the first text to where the second is."""
        bar = self._first.verticalScrollBar()
        if self._idle(bar.maximum()):
            here = self._line(self._first)
            wanted = first_of(self._pairs(), self._line(self._second), here)
            if wanted is not None:
                self._set(self._first, wanted)

    def _idle(self, room: int) -> bool:
        return self.on and not self._moving and room > 0

    @staticmethod
    def _line(view: QAbstractScrollArea) -> float:
        """The height in the text that both are kept at.

        The line lies at the top of the view at the text's beginning and wanders down to the bottom
        at its end, so that both ends can be reached together.
        """
        bar, height = view.verticalScrollBar(), view.viewport().height()
        room = bar.maximum()
        return bar.value() * (1 + height / room) if room > 0 else 0.0

    def _set(self, view: QAbstractScrollArea, height: float) -> None:
        bar = view.verticalScrollBar()
        self._moving = True
        bar.setValue(round(height / (1 + view.viewport().height() / bar.maximum())))
        self._moving = False
