"""Rows of numbers of different lengths, looked up many at a time.

    rows = Rows(fill)
    values, counts = rows.take(numbers)

`numbers` are those of things that are counted from 0 on (the chunks of texts, say); `fill` makes
the rows of those that nobody asked for before, as `take` gives them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    import numpy as np

    Numbers = np.ndarray[tuple[int], np.dtype[np.int64]]

Whole = TypeVar("Whole", bound="np.integer[Any]")
Fill = Callable[[list[int]], tuple[list[int], list[int]]]


class Rows:
    """Not thread safe."""

    def __init__(self, fill: Fill) -> None:
        import numpy as np

        self._fill = fill
        self._firsts: Numbers = np.empty(0, np.int64)  # -1 while there is no row
        self._counts: Numbers = np.empty(0, np.int64)
        self._values: Numbers = np.empty(0, np.int64)
        self._used = 0  # values; what is behind them is room

    def take(self, numbers: Numbers) -> tuple[Numbers, Numbers]:
        """The values of these rows, one row after another, and how many each row has."""
        if not len(numbers):
            return numbers, numbers
        self._firsts = _with_room(self._firsts, int(numbers.max()) + 1)
        self._counts = _with_room(self._counts, len(self._firsts))
        new = distinct(numbers[self._firsts[numbers] < 0])
        if len(new):
            self._add(new)
        firsts, counts = self._firsts[numbers], self._counts[numbers]
        return self._values[ranges(firsts, counts)], counts

    def _add(self, new: Numbers) -> None:
        import numpy as np

        values, each = self._fill(new.tolist())
        counts = np.array(each, np.int64)
        self._counts[new] = counts
        self._firsts[new] = self._used + np.cumsum(counts) - counts
        self._values = _with_room(self._values, self._used + len(values))
        self._values[self._used : self._used + len(values)] = values
        self._used += len(values)


def _with_room(numbers: Numbers, length: int) -> Numbers:
    """The numbers in an array of this length at least, with -1 behind them."""
    import numpy as np

    if length <= len(numbers):
        return numbers
    return np.concatenate((numbers, np.full(length, -1, np.int64)))


def distinct(
    numbers: np.ndarray[tuple[int], np.dtype[Whole]],
) -> np.ndarray[tuple[int], np.dtype[Whole]]:
    """The different numbers, sorted: what `np.unique` gives, which takes several times as long."""
    import numpy as np

    ordered = np.sort(numbers)
    first = np.ones(len(ordered), np.bool_)
    first[1:] = ordered[1:] != ordered[:-1]
    found: np.ndarray[tuple[int], np.dtype[Whole]] = ordered[first]
    return found


def ranges(firsts: Numbers, counts: Numbers) -> Numbers:
    """The numbers from each first on, so many each, one range after another."""
    import numpy as np

    skipped = np.cumsum(counts) - counts
    found: Numbers = np.arange(int(counts.sum())) + np.repeat(firsts - skipped, counts)
    return found
