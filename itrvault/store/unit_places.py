"""Which document and page each unit row is, for results of many thousand units.

A document's units have rows one after another, so the first row of each document tells all. They
are read once, and again when documents have come or gone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from itrvault.store.vaultfile import VaultFile

_FIRST_ROWS = """
    SELECT u.row, d.id, d.unit_count FROM documents d
    JOIN units u ON u.document = d.row AND u.number = 0 ORDER BY u.row
"""
_STATE = "SELECT count(*), sum(row), sum(row * row % 1000003) FROM documents"
"""Tells whether the documents are still the same: their rows are never given twice."""


@dataclass(frozen=True)
class _Map:
    """Of each document with units: its first row, its id, how many units it has."""

    state: object
    firsts: list[int]
    ids: list[str]
    counts: list[int]


class UnitPlaces:
    """Finds units by their rows. Any thread may ask."""

    def __init__(self, file: VaultFile) -> None:
        self._file = file
        self._known: _Map | None = None

    def of(self, rows: Iterable[int]) -> list[tuple[str, int] | None]:
        """(document id, unit number) of each row, None for a row that is not there."""
        known = self._current()
        wanted = list(rows)
        if not known.ids:
            return [None] * len(wanted)
        import numpy as np  # not at the start of the window

        firsts, asked = np.array(known.firsts), np.array(wanted, np.int64)
        at = np.maximum(np.searchsorted(firsts, asked, side="right") - 1, 0)
        numbers = asked - firsts[at]
        missing = np.flatnonzero((numbers < 0) | (numbers >= np.array(known.counts)[at]))
        found: list[tuple[str, int] | None] = list(
            zip(map(known.ids.__getitem__, at.tolist()), numbers.tolist(), strict=True)
        )
        for place in missing.tolist():
            found[place] = None
        return found

    def _current(self) -> _Map:
        reading = self._file.reading
        state = reading.one(_STATE)
        known = self._known
        if known is None or known.state != state:
            found = reading.all(_FIRST_ROWS)
            firsts, ids, counts = ([row[n] for row in found] for n in range(3))
            known = self._known = _Map(state, firsts, ids, counts)
        return known
