"""The units of all segments as one row of numbers, so that a query runs once over the whole index.

Units are numbered through the segments, in their order. NumPy is loaded with this module, which is
when the first query is asked, not when a vault is opened.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from itrvault.search.codec import VaultReader

Numbers = npt.NDArray[np.int64 | np.int32]
Mask = npt.NDArray[np.bool_]
Weights = npt.NDArray[np.float64]

GAP = 16
"""Positions between two units on the number line. Nothing hangs on it: what would reach from one
unit into the next is dropped."""
_LARGEST = 0x7FFF_FFFF
"""A number line up to here (five million pages) takes half the memory."""


class Columns:
    """What is known of each unit. Every array has one entry for each unit, `count` in all.

    `first` is the number of each segment's first unit; `rows` the vault's numbers of the units;
    `lengths` how many positions each has; `removed` those that were removed, None when none was.
    """

    def __init__(self, readers: Sequence[VaultReader]) -> None:
        counts = [reader.doc_count_all() for reader in readers]
        self.count = sum(counts)
        edges = np.concatenate(([0], np.cumsum(np.array(counts, np.int64))))
        self.first: list[int] = edges[:-1].tolist()
        self.rows = _joined([reader.units.rows for reader in readers])
        self.document_rows = _joined([reader.units.document_rows for reader in readers])
        self.lengths = _joined([reader.units.lengths for reader in readers])
        self.longest = int(self.lengths.max(initial=0))
        self.removed: Mask | None = None
        for start, reader in zip(self.first, readers, strict=True):
            if gone := reader.deleted_docs_set:
                if self.removed is None:
                    self.removed = np.zeros(self.count, np.bool_)
                self.removed[start + np.fromiter(gone, np.int64, len(gone))] = True
        self._readers = readers

    @cached_property
    def bases(self) -> Numbers:
        """Where each unit starts on the number line of positions, and where the line ends."""
        line = np.concatenate(([0], np.cumsum(self.lengths + GAP)))
        return line if int(line[-1]) + self.longest > _LARGEST else line.astype(np.int32)

    @cached_property
    def in_order(self) -> bool:
        """Whether the units' rows ascend, as they do unless an old segment was merged late."""
        return bool(np.all(self.rows[1:] > self.rows[:-1]))

    @cached_property
    def spoken(self) -> dict[str, Mask]:
        """The units in each language."""
        found: dict[str, Mask] = {}
        for start, reader in zip(self.first, self._readers, strict=True):
            columns = reader.units
            numbers = np.frombuffer(columns.language_numbers, np.uint8)
            for number, language in enumerate(columns.languages):
                mask = found.setdefault(language, np.zeros(self.count, np.bool_))
                mask[start : start + len(numbers)] = numbers == number
        return found

    @cached_property
    def speakers(self) -> dict[str, int]:
        """How many units each language has."""
        return {language: int(mask.sum()) for language, mask in self.spoken.items()}

    def units_at(self, addresses: Numbers) -> Numbers:
        """The units that places on the number line belong to."""
        return np.searchsorted(self.bases, addresses, side="right") - 1


def _joined(columns: Sequence[object]) -> Numbers:
    arrays = [np.frombuffer(column, np.uint32) for column in columns if len(column)]  # type: ignore[arg-type, call-overload]
    return np.concatenate(arrays).astype(np.int64) if arrays else np.empty(0, np.int64)
