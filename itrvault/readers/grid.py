"""Rows of spreadsheets as paragraphs: one a cell, and one a row once a table is very large.

A cell on its own is shown in a table and cited by itself, but costs some hundred bytes in every
program that holds it; a sheet of a million cells must not cost a gigabyte.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from itrvault.model.geometry import ParagraphKind
from itrvault.readers import base
from itrvault.readers.sections import Block, Piece, clean

CELLS = 200_000
"""Cells of one file that get a paragraph each."""

LAST_COLUMN = 99
"""Cells farther right are shown in this column, one below the other."""

Cell = tuple[int, str]
"""Column from 0, and words."""


class Grid:
    """Counts tables, rows and cells of one file."""

    def __init__(self) -> None:
        self._left = CELLS
        self._table = 0
        self._row = 0

    def table(self) -> None:
        """The rows that follow belong to another table."""
        self._table += 1
        self._row = 0

    def row(
        self, cells: Iterable[Cell], targets: Mapping[int, str] | None = None
    ) -> Iterator[Block]:
        """One row. Cells without a word are left out, and rows without one not counted.

        `targets` are those of cells that are links, by column.
        """
        shown = [(column, words) for column, text in cells if (words := clean(text).strip())]
        if not shown:
            return
        self._left -= len(shown)
        if self._left < 0:
            words = "\t".join(words.replace("\n", " ") for _, words in shown)
            yield Block([Piece(words)])
            return
        for column, words in shown:
            link = targets.get(column, "") if targets else ""
            yield Block(
                [Piece(words, link=link)], ParagraphKind.CELL, 0, self._table, self._row,
                min(column, LAST_COLUMN),
            )  # fmt: skip
        self._row += 1

    def warnings(self) -> Iterator[base.Warning]:
        """What a reader should be told at the end."""
        if self._left < 0:
            yield base.Warning(
                f"It has more than {CELLS:,} cells; the rows after that are shown as lines."
            )
