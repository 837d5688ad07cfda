"""Judgements along time: by the date of the documents, or by when they were made."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from itrvault.rights.matrix import Cell, Judged

_DATE = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?")
MOST = 62
"""Columns of days or months beyond which the next larger step is taken."""


class By(StrEnum):
    """Which time."""

    DOCUMENT = "document"  # the date of the document
    JUDGED = "judged"  # the day of the judgement, in UTC


class Step(StrEnum):
    """What one column is; the value is how many signs of an ISO date name it."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"


_MONTHS = range(1, 13)
_SIGNS = {Step.YEAR: 4, Step.MONTH: 7, Step.DAY: 10}


@dataclass(frozen=True, slots=True)
class Timeline:
    """`columns` in order of time, those between that hold nothing too; cells by column.

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
        exact = {when[: _SIGNS[step]] for when in dates if len(when) >= _SIGNS[step]}
        # A finer step than most dates have would only scatter them.
        if 2 * len(exact) > len(dates) and len(_every(min(exact), max(exact), step)) <= MOST:
            return step
    return Step.YEAR


def _columns(there: set[str], step: Step) -> Iterable[str]:
    exact = sorted(column for column in there if len(column) == _SIGNS[step])
    between = _every(exact[0], exact[-1], step) if exact else []
    if len(between) > 2 * MOST:
        between = []  # centuries with nothing in them
    return sorted({*between, *there})


def _every(first: str, last: str, step: Step) -> list[str]:
    """All steps from one to the other."""
    start, end = int(first[:4]), int(last[:4])
    if step is Step.YEAR:
        return [f"{year:04}" for year in range(start, end + 1)]
    if step is Step.MONTH:
        months = [f"{year:04}-{month:02}" for year in range(start, end + 1) for month in _MONTHS]
        return [month for month in months if first <= month <= last]
    day, until = date.fromisoformat(first), date.fromisoformat(last)
    return [(day + timedelta(n)).isoformat() for n in range(min((until - day).days, 3 * MOST) + 1)]


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
