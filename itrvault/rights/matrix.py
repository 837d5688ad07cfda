"""Judgements and tags counted into tables: which right against what, how often and how badly.

A cell counts passages, not judgements, since several assessors may judge one passage. Its severity
is that of judgements that see a risk or dispute one; safeguards are counted apart. Where assessors
settled a passage together, what they settled stands for what each of them said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from itrvault.model.annotation import LEVELS, Stance
from itrvault.rights.joint import is_joint


class Judged(NamedTuple):
    """A judgement with all it can be counted by. "" is what is not known.

    `article` is the part of the treaty ("3", "Appendix 1"), `provision` what is cited in it
    ("31A"); `proponents` the codes of who proposes the passage. `dated` is the document's date,
    `made` the ISO time of the judgement, both as far as they are known.
    """

    risk: str
    annotation: str
    document: str
    right: str
    severity: int
    likelihood: int
    stance: str
    assessor: str
    article: str = ""
    provision: str = ""
    proponents: tuple[str, ...] = ()
    dated: str = ""
    made: str = ""


@dataclass(slots=True)
class Cell:
    """What a row and a column have in common.

    `annotations` are the passages, each once, in order; `judgements` how many there are of them.
    `levels` counts by severity those that are no safeguards.
    """

    annotations: dict[str, None] = field(default_factory=dict)
    judgements: int = 0
    safeguards: int = 0
    levels: list[int] = field(default_factory=lambda: [0] * len(LEVELS))

    @property
    def count(self) -> int:
        """How many passages."""
        return len(self.annotations)

    @property
    def risks(self) -> int:
        """How many judgements see a risk or dispute one."""
        return sum(self.levels)

    @property
    def worst(self) -> int:
        """The highest severity; -1 where nobody sees a risk."""
        return max((level for level, count in enumerate(self.levels) if count), default=-1)

    @property
    def mean(self) -> float | None:
        """The mean severity; None where nobody sees a risk."""
        if not self.risks:
            return None
        return sum(level * count for level, count in enumerate(self.levels)) / self.risks

    def add(self, judged: Judged) -> None:
        """Count one more judgement."""
        self.annotations[judged.annotation] = None
        self.judgements += 1
        if judged.stance == Stance.SAFEGUARD:
            self.safeguards += 1
        else:
            self.levels[judged.severity] += 1


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rows and columns by their keys, and the cells that hold anything.

    `row_totals` and `column_totals` count each passage once, however many cells it is in.
    """

    rows: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    cells: Mapping[tuple[str, str], Cell] = field(default_factory=dict)
    row_totals: Mapping[str, Cell] = field(default_factory=dict)
    column_totals: Mapping[str, Cell] = field(default_factory=dict)

    @property
    def most(self) -> int:
        """Passages in the fullest cell."""
        return max((cell.count for cell in self.cells.values()), default=0)


def standing(judged: Iterable[Judged]) -> list[Judged]:
    """Without the judgements of single assessors that a joint one of the passage stands for."""
    every = list(judged)
    settled = {(one.annotation, one.right) for one in every if is_joint(one.assessor)}
    if not settled:
        return every
    return [
        one for one in every if is_joint(one.assessor) or (one.annotation, one.right) not in settled
    ]


Keys = Callable[[Judged], Sequence[str]]
"""In which columns a judgement counts."""


def tabulate(
    judged: Iterable[Judged],
    columns: Keys,
    *,
    rows_first: Sequence[str] = (),
    columns_first: Sequence[str] = (),
    order: Callable[[str], object] = str,
) -> Matrix:
    """Rights against something. "" comes last, then those in no given order by `order`."""
    cells: dict[tuple[str, str], Cell] = {}
    row_totals: dict[str, Cell] = {}
    column_totals: dict[str, Cell] = {}
    for one in judged:
        right = one.right
        total = row_totals.get(right)
        if total is None:
            total = row_totals[right] = Cell()
        total.add(one)
        for column in columns(one) or ("",):
            cell = cells.get((right, column))
            if cell is None:
                cell = cells[right, column] = Cell()
            cell.add(one)
            total = column_totals.get(column)
            if total is None:
                total = column_totals[column] = Cell()
            total.add(one)
    return Matrix(
        tuple(in_order(row_totals, rows_first)),
        tuple(in_order(column_totals, columns_first, order)),
        cells,
        row_totals,
        column_totals,
    )


def in_order(
    keys: Iterable[str], first: Sequence[str] = (), order: Callable[[str], object] = str
) -> list[str]:
    """Those of a given order in it, then the others by `order`, and "" at the end."""
    place = {key: number for number, key in enumerate(first)}
    present = set(keys)
    known = sorted((key for key in present if key in place and key), key=place.__getitem__)
    others = sorted((key for key in present if key not in place and key), key=order)  # type: ignore[arg-type]
    return [*known, *others, *([""] if "" in present else [])]


BY: dict[str, Keys] = {
    "article": lambda one: (one.article,),
    "provision": lambda one: (one.provision,),
    "proponent": lambda one: one.proponents,
    "document": lambda one: (one.document,),
}
"""What rights can be set against."""
