"""Tagged passages counted: a tag against a document, a tag beside another."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from itertools import combinations
from types import MappingProxyType
from typing import NamedTuple

from itrvault.rights.matrix import Cell, Matrix, in_order

NEAR = 200
"""Code points between two passages that still count as near each other."""

UNIT = 1 << 32
"""More code points than a page or section has."""

Break = tuple[int, int]
"""Where the text of one page ends and that of the next begins, as places of `Tagged`: heads, feet
and notes between them do not count for how near passages are."""


class Tagged(NamedTuple):
    """A passage with its tags.

    `start` and `end` are places in its document: the number of the page or section times UNIT, and
    code points into that. `author` is who marked it, `modified` sorts by when it was last changed.
    """

    annotation: str
    document: str
    start: int
    end: int
    tags: tuple[str, ...]
    author: str = ""
    modified: str = ""


class Together(StrEnum):
    """When two tags count as together; each takes in the one before it."""

    SAME = "same"  # on one passage
    OVERLAP = "overlap"  # on passages that share characters
    NEAR = "near"  # on passages with no more than NEAR characters between them


def by_document(tagged: Iterable[Tagged], tags: Sequence[str], documents: Sequence[str]) -> Matrix:
    """Tags (rows) against documents (columns), in the orders given; only those that are used."""
    cells: dict[tuple[str, str], Cell] = {}
    rows: dict[str, Cell] = {}
    columns: dict[str, Cell] = {}
    for one in tagged:
        for tag in one.tags:
            for table, key in ((rows, tag), (columns, one.document)):
                table.setdefault(key, Cell()).annotations[one.annotation] = None
            cell = cells.get((tag, one.document))
            if cell is None:
                cell = cells[tag, one.document] = Cell()
            cell.annotations[one.annotation] = None
    return Matrix(
        tuple(in_order(rows, tags)), tuple(in_order(columns, documents)), cells, rows, columns
    )


def co_occurrence(
    tagged: Iterable[Tagged],
    tags: Sequence[str],
    kind: Together,
    breaks: Mapping[str, Sequence[Break]] = MappingProxyType({}),
) -> Matrix:
    """Tags against tags; a cell has the passages that stand together, those of both tags.

    `breaks` are the page breaks of documents (ids), over which passages may be near. The table is
    the same on both sides of its diagonal, which holds all passages of a tag.
    """
    cells: dict[tuple[str, str], dict[str, None]] = {}
    by_document: dict[str, list[Tagged]] = {}
    for one in tagged:
        if one.tags:
            by_document.setdefault(one.document, []).append(one)
        for tag in one.tags:
            cells.setdefault((tag, tag), {})[one.annotation] = None
        for pair in combinations(sorted(one.tags), 2):
            cells.setdefault(pair, {})[one.annotation] = None
    if kind is not Together.SAME:
        reach = NEAR if kind is Together.NEAR else -1
        for passages in by_document.values():
            _beside(passages, reach, cells)
    if kind is Together.NEAR:
        for document, places in breaks.items():
            _over_breaks(by_document.get(document, ()), places, cells)
    totals = {tag: _cell(found) for (tag, other), found in cells.items() if tag == other}
    both: dict[tuple[str, str], Cell] = {}
    for (one_tag, other), found in cells.items():
        both[one_tag, other] = both[other, one_tag] = _cell(found)
    order = tuple(in_order(totals, tags))
    return Matrix(order, order, both, totals, totals)


def _beside(
    passages: Sequence[Tagged], reach: int, cells: dict[tuple[str, str], dict[str, None]]
) -> None:
    """Count the passages of one document that lie within reach of each other (-1: overlap)."""
    ordered = sorted(passages, key=lambda one: (one.start, one.end))
    starts = [one.start for one in ordered]
    for at, one in enumerate(ordered):
        for other in ordered[at + 1 : bisect_right(starts, one.end + reach)]:
            if reach < 0 and (one.start == one.end or other.start == other.end):
                continue  # a mark on a page as a whole shares no characters
            _note(one, other, cells)


def _over_breaks(
    passages: Sequence[Tagged],
    breaks: Sequence[Break],
    cells: dict[tuple[str, str], dict[str, None]],
) -> None:
    """Count the passages of one document that are near each other on two pages."""
    by_end = sorted(passages, key=lambda one: one.end)
    by_start = sorted(passages, key=lambda one: one.start)
    ends, starts = [one.end for one in by_end], [one.start for one in by_start]
    for end, begin in breaks:
        above = by_end[bisect_left(ends, end - NEAR) : bisect_left(ends, (end // UNIT + 1) * UNIT)]
        first = bisect_left(starts, begin // UNIT * UNIT)
        below = by_start[first : bisect_right(starts, begin + NEAR)]
        for one in above:
            for other in below:
                if one is not other and max(0, end - one.end) + max(0, other.start - begin) <= NEAR:
                    _note(one, other, cells)


def _note(one: Tagged, other: Tagged, cells: dict[tuple[str, str], dict[str, None]]) -> None:
    for mine in one.tags:
        for theirs in other.tags:
            if mine != theirs:
                pair = (mine, theirs) if mine < theirs else (theirs, mine)
                found = cells.setdefault(pair, {})
                found[one.annotation] = found[other.annotation] = None


def _cell(annotations: Mapping[str, None]) -> Cell:
    return Cell(annotations=dict(annotations))
