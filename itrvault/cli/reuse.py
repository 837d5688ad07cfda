"""`itrvault reuse`: which proposals take over the words of others, or of other documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import click

from itrvault.cli.common import Session, plural, printable, session_options
from itrvault.cli.versions import meant
from itrvault.negotiation import read_negotiation
from itrvault.negotiation.sharing import find_shared, proposed
from itrvault.treaty.reuse import LEAST, Reuse

_SHOWN = 200  # code points of a run at a terminal


@click.command("reuse")
@click.argument("vault")
@click.option("--base", metavar="DOCUMENT", default="", help="The text in force.")
@click.option(
    "--with", "others", metavar="DOCUMENT", multiple=True,
    help="Compare with this document, too (a final text, a resolution). May be given again.",
)  # fmt: skip
@click.option(
    "--least", type=click.IntRange(3, 100), default=LEAST, show_default=True,
    help="Words of a run.",
)  # fmt: skip
@session_options
def reuse_command(
    session: Session, vault: str, base: str, others: tuple[str, ...], least: int
) -> None:
    """Show where proposals share runs of words that the text in force does not have.

    The percentages say how much of each is shared. A proposal that stands in several papers with
    the same words counts once.
    """
    with session.vault(vault) as opened:
        found = read_negotiation(opened, meant(opened, base).id if base else "")
        texts = {name: each.text for name, each in proposed(found).items()}
        for name in others:
            document = meant(opened, name)
            units = opened.store.documents.units(document.id)
            texts[document.symbol or document.name] = "\n".join(unit.text for unit in units)
    shared = find_shared(found, texts, least)
    session.emit(
        {"base": found.in_force.id, "shared": [_json(each, texts) for each in shared]},
        lambda: _print(shared, texts),
    )


def _json(each: Reuse, texts: Mapping[str, str]) -> dict[str, object]:
    return {
        "one": each.left,
        "other": each.right,
        "words": each.words,
        "shares": [round(each.left_share, 3), round(each.right_share, 3)],
        "runs": [
            {
                "words": run.words,
                "text": texts[each.left][run.left.start : run.left.end],
                "one": [run.left.start, run.left.end],
                "other": [run.right.start, run.right.end],
            }
            for run in each.runs
        ],
    }


def _print(shared: Sequence[Reuse], texts: Mapping[str, str]) -> None:
    for each in shared:
        click.echo(
            f"{printable(each.left)} ({each.left_share:.0%}) and "
            f"{printable(each.right)} ({each.right_share:.0%}): {plural(each.words, 'word')}"
        )
        for run in each.runs:
            words = " ".join(texts[each.left][run.left.start : run.left.end].split())
            short = f"{words[:_SHOWN]}…" if len(words) > _SHOWN else words
            click.echo(f"    {printable(short)}")
    if not shared:
        click.echo("No two texts share a run of words that the text in force does not have.")
