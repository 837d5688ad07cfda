"""`itrvault risks`: which rights are at stake where, by whose proposal, how badly and when."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from itrvault.cli.common import Session, plural, print_table, printable, session_options
from itrvault.cli.versions import meant
from itrvault.judging.judgements import STANCES, Judgements, Wanted, look_at_judgements
from itrvault.judging.names import article_name, document_names, right_name
from itrvault.judging.tables import NOT_KNOWN, Table, of_matrix, of_tags, of_time, write_csv
from itrvault.judging.tagged import look_at_tagged, page_breaks
from itrvault.model.annotation import LEVELS
from itrvault.negotiation import Negotiations
from itrvault.rights.matrix import BY, Cell, Matrix
from itrvault.rights.tagging import NEAR, Together, by_document, co_occurrence
from itrvault.rights.timeline import GAP, By, Timeline
from itrvault.vault import Vault

_HEADINGS = {
    "article": "Article", "provision": "Provision", "proponent": "Proponent",
    "document": "Document",
}  # fmt: skip


@click.command("risks")
@click.argument("vault")
@click.option(
    "--by",
    type=click.Choice([*BY, "time", "tag", "together"]),
    default="article",
    show_default=True,
    help="What rights are set against; tag: tags against documents; together: tags and tags.",
)
@click.option("--stance", type=click.Choice(STANCES), default=None, help="Judgements of it only.")
@click.option("--assessor", default=None, help="Judgements of this assessor only.")
@click.option("--severity", type=click.Choice(LEVELS), default=None, help="At least so severe.")
@click.option(
    "--time",
    "which",
    type=click.Choice([by.value for by in By]),
    default=By.DOCUMENT.value,
    show_default=True,
    help="With --by time: the date of the documents, or of the judgements.",
)
@click.option(
    "--within",
    type=click.Choice([kind.value for kind in Together]),
    default=Together.SAME.value,
    show_default=True,
    help=f"With --by together: on one passage, overlapping ones, or {NEAR} characters apart.",
)
@click.option("--base", metavar="DOCUMENT", default="", help="The text in force.")
@click.option("--csv", "csv_path", metavar="FILE", default=None, help="Write the table here, too.")
@session_options
def risks_command(
    session: Session,
    vault: str,
    by: str,
    stance: str | None,
    assessor: str | None,
    severity: str | None,
    which: str,
    within: str,
    base: str,
    csv_path: str | None,
) -> None:
    """Count the judged passages of VAULT: a row for each right, with how severe they are.

    What assessors settled together stands for what each of them said. A judgement that does not
    say what it is about counts where its passage lies.
    """
    wanted = Wanted(stance or "", assessor, LEVELS.index(severity) if severity else 0)
    with session.vault(vault) as opened:
        if by in ("tag", "together"):
            answer, table, show = _tags(opened, by, Together(within))
        else:
            found = Negotiations(opened).read(meant(opened, base).id if base else "")
            judgements = look_at_judgements(opened, found)
            if by == "time":
                answer, table, show = _time(judgements.along(By(which), wanted), which)
            else:
                answer, table, show = _rights(judgements, by, wanted)
    if csv_path:
        write_csv(table, Path(csv_path))
    session.emit(answer, show)


_Answer = tuple[dict[str, object], Table, Callable[[], None]]


def _rights(judgements: Judgements, by: str, wanted: Wanted) -> _Answer:
    found = judgements.matrix(by, wanted)
    names = {"article": article_name, "document": document_names(judgements.documents)}
    column = names.get(by, str)
    table = of_matrix(found, right_name, column, ("Right", _HEADINGS[by]))
    counted = len({one.annotation for one in judgements.counted(wanted)})

    def show() -> None:
        _grid(found, "right", right_name, column, _words)
        click.echo(f"{plural(counted, 'passage')} judged.")

    return _json(found, by, right_name, column), table, show


def _tags(vault: Vault, by: str, within: Together) -> _Answer:
    tagged, order = look_at_tagged(vault)
    paths = vault.store.tags.paths()
    documents = list(vault.store.documents.all())
    tag = paths.__getitem__
    if by == "tag":
        found = by_document(tagged, order, [document.id for document in documents])
        column, heading = document_names(documents), "Document"
    else:
        breaks = page_breaks(vault, tagged) if within is Together.NEAR else {}
        found, column, heading = co_occurrence(tagged, order, within, breaks), tag, "Beside"
    table = of_tags(found, tag, column, ("Tag", heading))

    def show() -> None:
        _grid(found, "tag", tag, column, lambda cell: str(cell.count))
        click.echo(f"{plural(len(tagged), 'tagged passage')}.")

    return _json(found, by, tag, column), table, show


def _time(found: Timeline, which: str) -> _Answer:
    answer: dict[str, object] = {
        "by": "time",
        "time": which,
        "step": found.step,
        "columns": [
            {"date": when, **_cell_json(found.cells.get(when, Cell()))}
            for when in found.columns
            if when != GAP
        ],
        "unknown": _cell_json(found.unknown),
    }
    table = of_time(found)

    def show() -> None:
        print_table(table.headings, table.rows)

    return answer, table, show


def _grid(
    found: Matrix,
    rows: str,
    row: Callable[[str], str],
    column: Callable[[str], str],
    words: Callable[[Cell], str],
) -> None:
    lines = [
        [
            row(one),
            *(
                words(cell) if (cell := found.cells.get((one, other))) is not None else ""
                for other in found.columns
            ),
        ]
        for one in found.rows
    ]
    print_table((rows, *(printable(column(one) or NOT_KNOWN) for one in found.columns)), lines)


def _words(cell: Cell) -> str:
    worst = LEVELS[cell.worst] if cell.worst >= 0 else "safeguard"
    return f"{cell.count} {worst}"


def _json(
    found: Matrix, by: str, row: Callable[[str], str], column: Callable[[str], str]
) -> dict[str, object]:
    return {
        "by": by,
        "rows": [{"id": one, "name": row(one)} for one in found.rows],
        "columns": [{"id": one, "name": column(one)} for one in found.columns],
        "cells": [
            {"row": one, "column": other, **_cell_json(found.cells[one, other])}
            for one in found.rows
            for other in found.columns
            if (one, other) in found.cells
        ],
    }


def _cell_json(cell: Cell) -> dict[str, object]:
    return {
        "passages": cell.count,
        "judgements": cell.judgements,
        "safeguards": cell.safeguards,
        "worst": LEVELS[cell.worst] if cell.worst >= 0 else "",
        "mean": cell.mean,
        "annotations": list(cell.annotations),
    }
