"""Tables as rows: what CSV files, JSON and the terminal are written from. No names of assessors."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from itrvault.export.csv_ import safe
from itrvault.export.sink import whole_file
from itrvault.judging.agreeing import Agreeing
from itrvault.model.annotation import LEVELS
from itrvault.rights.coding import TagAgreement
from itrvault.rights.joint import members
from itrvault.rights.matrix import Cell, Matrix
from itrvault.rights.timeline import GAP, Timeline

Name = Callable[[str], str]
"""What a key is called."""

NOT_KNOWN = "not known"


@dataclass(frozen=True, slots=True)
class Table:
    """Headings, and rows of as many values."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def of_matrix(found: Matrix, row: Name, column: Name, headings: tuple[str, str]) -> Table:
    """One row for each cell that holds anything, by the order of rows and columns."""
    rows = [
        (row(one), column(other) or NOT_KNOWN, *_figures(found.cells[one, other]))
        for one in found.rows
        for other in found.columns
        if (one, other) in found.cells
    ]
    return Table((*headings, *_FIGURES), tuple(rows))


def of_tags(found: Matrix, row: Name, column: Name, headings: tuple[str, str]) -> Table:
    """As `of_matrix`, with passages only."""
    rows = [
        (row(one), column(other), str(found.cells[one, other].count))
        for one in found.rows
        for other in found.columns
        if (one, other) in found.cells
    ]
    return Table((*headings, "Passages"), tuple(rows))


def of_time(found: Timeline) -> Table:
    """One row for each step of time, and one for what has no date."""
    rows = [
        (when, *_figures(found.cells.get(when, Cell()))) for when in found.columns if when != GAP
    ]
    if found.unknown.judgements:
        rows.append((NOT_KNOWN, *_figures(found.unknown)))
    return Table(("Date", *_FIGURES), tuple(rows))


def of_agreement(found: Agreeing, tag: Name, *, names: bool = False) -> Table:
    """All tags together, severity and stance, then each tag; without names the assessors are
    numbered.
    """
    figures = found.agreement
    called = aliases(found.compared, names=names)
    pairs = list(figures.severity_pairs)
    headings = (
        "Tag", "Alpha on characters", "Alpha for unitizing",
        *(f"Kappa {called[one]} / {called[other]}" for one, other in pairs),
        *(f"Characters of {called[name]}" for name in found.compared),
    )  # fmt: skip

    def row(title: str, one: TagAgreement) -> tuple[str, ...]:
        return (
            title, figure(one.alpha), figure(one.alpha_u),
            *(figure(one.kappas.get(pair)) for pair in pairs),
            *(str(one.marked.get(name, 0)) for name in found.compared),
        )  # fmt: skip

    rows = [row("All tags", figures.overall)] if figures.overall is not None else []
    blank = [""] * (len(headings) - 2)
    for title, value in (("Severity", figures.severity), ("Stance", figures.stance)):
        rows.append((title, figure(value), *blank))
    rows += [row(tag(one.tag), one) for one in figures.tags]
    return Table(headings, tuple(rows))


def aliases(coders: Sequence[str], *, names: bool) -> Mapping[str, str]:
    """What assessors are called: by name only where that was chosen."""
    if names:
        return {name: name or "(no name)" for name in coders}
    return {name: f"assessor {number}" for number, name in enumerate(coders, 1)}


def alias(name: str, called: Mapping[str, str]) -> str:
    """What one is called; of a joint name what its members are."""
    if joint := members(name):
        return "; ".join(called.get(one, "another") for one in joint)
    return called.get(name, "another")


def figure(value: float | None) -> str:
    """A coefficient to three places; "" where nothing can be told."""
    return "" if value is None else f"{value:.3f}"


def as_csv(table: Table) -> str:
    """The text of a CSV file in which no cell is a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([safe(heading) for heading in table.headings])
    writer.writerows([safe_cell(value) for value in row] for row in table.rows)
    return text.getvalue()


def safe_cell(value: str) -> str:
    """As `safe`; a figure below zero stays a figure."""
    try:
        float(value)
    except ValueError:
        return safe(value)
    return value


def write_csv(table: Table, path: Path, *, overwrite: bool = False) -> None:
    """Write a file whole. Raises FileExists, FileUnwritable, DiskFull."""
    with whole_file(path, overwrite=overwrite) as out:
        out.write(as_csv(table).encode("utf-8-sig"))


_FIGURES = (
    "Passages", "Judgements", "Worst", "Mean severity", "Safeguards",
    *(f"Severity {level}" for level in LEVELS),
)  # fmt: skip


def _figures(cell: Cell) -> tuple[str, ...]:
    mean = cell.mean
    return (
        str(cell.count), str(cell.judgements), LEVELS[cell.worst] if cell.worst >= 0 else "",
        "" if mean is None else f"{mean:.2f}", str(cell.safeguards), *map(str, cell.levels),
    )  # fmt: skip
