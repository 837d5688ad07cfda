"""`itrvault positions`: who proposes what on which provision, and who stands together."""

from __future__ import annotations

import click

from itrvault.cli.common import Session, plural, print_table, printable, session_options
from itrvault.cli.versions import meant
from itrvault.model.document import known_as
from itrvault.negotiation import Negotiation, read_negotiation
from itrvault.treaty.comparing import Positions


@click.command("positions")
@click.argument("vault")
@click.option("--base", metavar="DOCUMENT", help="The text in force (default: found by itself).")
@session_options
def positions_command(session: Session, vault: str, base: str | None) -> None:
    """Show for each provision who would add, change, take out or keep it.

    A proposal that a newer revision has taken the place of does not count. What names nobody, such
    as the options of compilations, stands in the last column.
    """
    with session.vault(vault) as opened:
        found = read_negotiation(opened, meant(opened, base).id if base else "")
    grid = found.positions
    session.emit(
        {
            "base": found.in_force.id,
            "numbers": list(grid.numbers),
            "authors": list(grid.authors),
            "cells": [
                {
                    "number": number,
                    "author": author,
                    "verbs": list(verbs),
                    "disputed": (number, author) in grid.disputed,
                }
                for (number, author), verbs in sorted(grid.cells.items())
            ],
            "unknown": [
                {"number": number, "verbs": list(verbs)}
                for number, verbs in sorted(grid.unknown.items())
            ],
            "together": [
                {"one": one, "other": other, "readings": count}
                for (one, other), count in sorted(grid.together.items())
            ],
        },
        lambda: _print(grid, found),
    )


def _print(grid: Positions, found: Negotiation) -> None:
    rows = [
        [
            number,
            *(_cell(grid, number, author) for author in grid.authors),
            " ".join(verb.value or "no text" for verb in grid.unknown.get(number, ())),
        ]
        for number in grid.numbers
    ]
    if not grid.unknown:
        rows = [row[:-1] for row in rows]
    print_table(("provision", *grid.authors, *(["not said"] if grid.unknown else [])), rows)
    if grid.disputed:
        click.echo("Verbs with a question mark are disputed: others say they are of somebody else.")
    click.echo(f"Provisions as in {printable(known_as(found.in_force))}.")
    for (one, other), count in sorted(grid.together.items(), key=lambda item: (-item[1], item[0])):
        click.echo(f"{one} and {other} propose the same for {plural(count, 'provision')}.")


def _cell(grid: Positions, number: str, author: str) -> str:
    mark = "?" if (number, author) in grid.disputed else ""
    return " ".join(f"{verb.value}{mark}" for verb in grid.cells.get((number, author), ()))
