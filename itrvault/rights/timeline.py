"""Judgements along time: by the date of the documents, or by when they were made."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from itrvault.rights.matrix import Cell, Judged

_DATE = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?")
MOST = 62
"""Days or months that hold anything, beyond which the next larger step is taken."""

LONG = 4
"""So many steps with nothing in them are shown; for more there is one GAP."""

GAP = "⋯"


class By(StrEnum):
    """Which time."""

    DOCUMENT = "document"  # the date of the document
    JUDGED = "judged"  # the day of the judgement, in UTC


class Step(StrEnum):
    """What one column is; the value is how many signs of an ISO date name it."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"


_SIGNS = {Step.YEAR: 4, Step.MONTH: 7, Step.DAY: 10}


@dataclass(frozen=True, slots=True)
class Timeline:
    """`columns` in order of time, short stretches that hold nothing too, GAP for long ones.

    A column is "2012", "2012-11" or "2012-11-30". What is dated less exactly than the step has a
    column of its own before those it might belong to ("2012"); `unknown` holds what has no date.
    """

    step: Step
    columns: tuple[str, ...] = ()
    cells: dict[str, Cell] = field(default_factory=dict)
    unknown: Cell = field(default_factory=Cell)


def timeline(judged: Iterable[Judged], by: By) -> Timeline:
    """Count by the finest step that leaves no more than MOST columns."""
    unknown = Cell()
    dated: list[tuple[str, Judged]] = []
    for one in judged:
        when = _exact(one.dated if by is By.DOCUMENT else one.made)
        if when:
            dated.append((when, one))
        else:
            unknown.add(one)
    step = _step({when for when, _ in dated})
    cells: dict[str, Cell] = {}
    for when, one in dated:
        cells.setdefault(when[: _SIGNS[step]], Cell()).add(one)
    return Timeline(step, tuple(_columns(set(cells), step)), cells, unknown)


def _step(dates: set[str]) -> Step:
    for step in (Step.DAY, Step.MONTH):
        exact = [when[: _SIGNS[step]] for when in dates if len(when) >= _SIGNS[step]]
        # A finer step than most dates have would only scatter them.
        if 2 * len(exact) > len(dates) and len(set(exact)) <= MOST:
            return step
    return Step.YEAR


def _columns(there: set[str], step: Step) -> Iterable[str]:
    """All that is there, in order of time, with what lies between."""
    last = ""
    for column in sorted(there):
        if last and len(column) == _SIGNS[step]:
            yield from _between(last, column, step)
        yield column
        last = column if len(column) == _SIGNS[step] else last


def _between(one: str, other: str, step: Step) -> list[str]:
    """The steps from one to the other, without both; GAP for many."""
    first, last = _number(one, step), _number(other, step)
    if last - first > LONG + 1:
        return [GAP]
    return [_named(number, step) for number in range(first + 1, last)]


def _number(column: str, step: Step) -> int:
    """Steps counted from the beginning of time."""
    if step is Step.DAY:
        return date.fromisoformat(column).toordinal()
    year, month = int(column[:4]), int(column[5:7] or 1)
    return year if step is Step.YEAR else year * 12 + month - 1


def _named(number: int, step: Step) -> str:
    if step is Step.DAY:
        return date.fromordinal(number).isoformat()
    if step is Step.YEAR:
        return f"{number:04}"
    return f"{number // 12:04}-{number % 12 + 1:02}"


def _exact(text: str) -> str:
    """The date a text begins with, as far as it is one; "" for none."""
    found = _DATE.match(text)
    if found is None or found[1] == "0000":
        return ""
    if found[3]:
        try:
            date.fromisoformat(found[0])
        except ValueError:
            return found[0][: _SIGNS[Step.MONTH]]  # the 31st of November
    return found[0]
