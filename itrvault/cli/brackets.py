"""`itrvault brackets`: what of a draft is not agreed, who proposes it and who opposes."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence

import click

from itrvault.cli.common import Session, plural, printable, session_options
from itrvault.cli.provisions import where, where_json
from itrvault.cli.versions import meant
from itrvault.model.bracket import Bracket, Stance
from itrvault.model.document import Unit
from itrvault.treaty.brackets import find_brackets, together


@click.command("brackets")
@click.argument("vault")
@click.argument("document")
@click.option(
    "--party", metavar="CODE", default="", help="Only those this party takes a stance on."
)
@session_options
def brackets_command(session: Session, vault: str, document: str, party: str) -> None:
    """List the bracketed text of DOCUMENT, nested as it is, with the positions its labels state.

    A label without a verb ("[PE: text]") proposes. At the end: who proposes together, how often.
    """
    with session.vault(vault) as opened:
        found = meant(opened, document)
        units = opened.store.documents.units(found.id)
    brackets = find_brackets(units)
    code = party.upper()
    shown = [
        (depth, bracket)
        for outer in brackets
        for depth, bracket in outer.walk()
        if not code or any(code in each.parties for each in bracket.positions)
    ]
    pairs = sorted(together(brackets).items(), key=lambda item: (-item[1], item[0]))
    session.emit(
        {
            "document": found.id,
            "brackets": [_json(bracket, units) for bracket in brackets],
            "together": [{"one": a, "other": b, "proposals": n} for (a, b), n in pairs],
        },
        lambda: _print(shown, pairs, units),
    )


def _json(bracket: Bracket, units: Sequence[Unit]) -> dict[str, object]:
    return {
        "label": bracket.label,
        "positions": [
            {"stance": each.stance, "parties": list(each.parties), "stated": each.stated}
            for each in bracket.positions
        ],
        "text": bracket.text,
        "closed": bracket.closed,
        "place": where_json(bracket.place, units),
        "inner": [_json(inner, units) for inner in bracket.inner],
    }


def _print(
    shown: Sequence[tuple[int, Bracket]],
    pairs: Sequence[tuple[tuple[str, str], int]],
    units: Sequence[Unit],
) -> None:
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 0
    for depth, bracket in shown:
        stances = "; ".join(
            f"{'/'.join(bracket.parties(stance))} {stance.value}"
            for stance in Stance
            if bracket.parties(stance)
        )
        page = where(bracket.place, units)
        slip = "  (never closed)" if not bracket.closed else ""
        line = f"{'    ' * depth}{page}  {stances or 'no names'}{slip}: {bracket.text}"
        line = printable(line)
        click.echo(f"{line[: width - 1]}…" if 0 < width < len(line) else line)
    named = sum(bool(bracket.positions) for _, bracket in shown)
    click.echo(f"{plural(len(shown), 'bracket')}, {named:,} with names.")
    for (one, other), count in pairs[:20]:
        click.echo(f"{one} and {other} propose {plural(count, 'text')} together.")
