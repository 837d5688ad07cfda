"""The matches of a query in their order: tens of thousands, of which a page is looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import overload


class Order(Sequence[tuple[int, float]]):
    """(unit row, score) of every match, best first. `rows` are the rows alone."""

    def __init__(self, rows: list[int], scores: list[float]) -> None:
        self.rows = rows
        self._scores = scores

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, index: int) -> tuple[int, float]: ...

    @overload
    def __getitem__(self, index: slice) -> list[tuple[int, float]]: ...

    def __getitem__(self, index: int | slice) -> tuple[int, float] | list[tuple[int, float]]:
        if isinstance(index, slice):
            return list(zip(self.rows[index], self._scores[index], strict=True))
        return self.rows[index], self._scores[index]

    def __iter__(self) -> Iterator[tuple[int, float]]:
        return zip(self.rows, self._scores, strict=True)
