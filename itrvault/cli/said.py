"""`itrvault said`: everything that documents say of a provision and of the proposals on it."""

from __future__ import annotations

from collections.abc import Sequence

import click

from itrvault.cli.common import Session, plural, printable, session_options
from itrvault.cli.versions import meant
from itrvault.model.document import UnitKind, known_as
from itrvault.negotiation import read_negotiation
from itrvault.negotiation.saying import Saying, Sayings


@click.command("said")
@click.argument("vault")
@click.argument("number")
@click.option("--base", metavar="DOCUMENT", default="", help="The text in force.")
@session_options
def said_command(session: Session, vault: str, number: str, base: str) -> None:
    """List what documents say of the provision NUMBER ("31A"), its proposals, and its article.

    Or of one proposal, by its identifier ("RUS/27/7").

    "No. 31A", "paragraph 3.5", "Article 3", "RUS/27/7", in six languages; not where they propose.
    What the words give to another treaty ("Article 19 of the Covenant") is not among it.
    """
    with session.vault(vault) as opened:
        found = read_negotiation(opened, meant(opened, base).id if base else "")
        sayings = Sayings(opened).about(found, number.upper())
    session.emit(
        {"number": number.upper(), "said": [_json(each) for each in sayings]},
        lambda: _print(number.upper(), sayings),
    )


def _json(each: Saying) -> dict[str, object]:
    place = each.cited.place
    return {
        "document": each.document.id,
        "symbol": each.document.symbol,
        "cited_as": each.cited.citation.cited_as,
        "value": each.cited.citation.value,
        "sentence": each.cited.words,
        "of_article": each.of_article,
        "place": {
            "unit": place.unit, "label": each.cited.unit.label, "start": place.start,
            "end_unit": place.end_unit, "end": place.end,
        },
    }  # fmt: skip


def _print(number: str, sayings: Sequence[Saying]) -> None:
    direct = [each for each in sayings if not each.of_article]
    article = [each for each in sayings if each.of_article]
    _list(direct)
    if article:
        click.echo("Of its article:")
        _list(article)
    click.echo(f"{plural(len(direct), 'sentence')} about {printable(number)}.")


def _list(sayings: Sequence[Saying]) -> None:
    for each in sayings:
        unit = each.cited.unit
        page = f"p. {unit.label}" if unit.kind is UnitKind.PAGE else ""
        click.echo(printable(" ".join(filter(None, (known_as(each.document), page)))))
        click.echo(f"    {printable(each.cited.words)}")
