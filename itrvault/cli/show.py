"""`itrvault show`: read a document in the terminal."""

from __future__ import annotations

from collections.abc import Iterable

import click

from itrvault.cli.common import Session, printable, session_options
from itrvault.cli.families import (
    addresses,
    fact_lines,
    facts_json,
    family_json,
    family_lines,
    named,
)
from itrvault.cli.redlines import (
    change_lines,
    in_colour,
    marked_lines,
    summary_json,
    summary_lines,
)
from itrvault.cli.versions import sentences, versions_json
from itrvault.errors import NoSuchUnit
from itrvault.model.document import Document, Doubt, TextSource, Unit
from itrvault.text.judge import SENTENCES
from itrvault.treaty.families import family_of


@click.command("show")
@click.argument("vault")
@click.argument("document")
@click.option("--page", metavar="N", help="One page or section, by its label or its number.")
@click.option(
    "--redline",
    is_flag=True,
    help="Show what is inserted {+so+} and deleted [-so-], by whom and when.",
)
@session_options
def show_command(
    session: Session, vault: str, document: str, page: str | None, redline: bool
) -> None:
    """Print the text of DOCUMENT (its symbol, file name, or the first characters of its id).

    A symbol without revision and language ("WCIT12/27") shows the newest revision.
    """
    with session.vault(vault) as opened:
        documents = opened.store.documents.all()
        found = named(documents, document) or opened.store.documents.get(document)
        units = opened.store.documents.units(found.id)
        versions = opened.store.versions.of(found.id)
        near = sentences(opened, versions)
    family = family_of(found, documents)
    if page is not None:
        units = [pick(units, found, page)]
    session.emit(
        {
            "document": found.id,
            "symbol": found.symbol,
            "title": found.title,
            "facts": facts_json(found),
            "addresses": list(addresses(found).values()),
            **family_json(family, family.member(found.id)),
            "members": [member.document.id for member in family.members],
            "versions": versions_json(versions),
            "changes": summary_json(units),
            "units": [as_json(unit) for unit in units],
        },
        lambda: _print(found, (*family_lines(family, found), *near), units, marked=redline),
    )


def pick(units: list[Unit], document: Document, page: str) -> Unit:
    """Find a unit by label, else by number from 1; raises NoSuchUnit."""
    for unit in units:
        if unit.label.casefold() == page.casefold():
            return unit
    if page.isdecimal() and 1 <= int(page) <= len(units):
        return units[int(page) - 1]
    raise NoSuchUnit(
        document=document.symbol or document.name,
        count=len(units),
        kind=document.unit_kind,
        number=page,
    )


def as_json(unit: Unit) -> dict[str, object]:
    """Give a unit's text and redlines."""
    return {
        "number": unit.number + 1,
        "label": unit.label,
        "kind": unit.kind,
        "language": unit.language,
        "source": unit.source,
        "doubt": unit.doubt,
        "text": unit.text,
        "redlines": [
            {
                "start": mark.start,
                "end": mark.end,
                "kind": mark.kind,
                "author": mark.author,
                "date": mark.date,
                "drawn": mark.drawn,
                "text": unit.text[mark.start : mark.end],
            }
            for mark in unit.redlines
        ],
    }


def _told(unit: Unit) -> str:
    """Where the text comes from, when not simply from the file, and what is doubtful about it."""
    if unit.source is TextSource.OCR:
        return " (read by OCR)"
    if unit.doubt is not Doubt.NONE:
        return f" (in doubt: {SENTENCES[unit.doubt]})"
    return " (repaired)" if unit.source is TextSource.REPAIRED else ""


def _print(document: Document, others: Iterable[str], units: list[Unit], *, marked: bool) -> None:
    """Print a document; `others` are lines on what is near to it."""
    click.echo(printable(f"{document.symbol}  {document.title}".strip()))
    for line in (*fact_lines(document), *others):
        click.echo(printable(line))
    for unit in units:
        click.echo(f"\n--- {unit.kind} {printable(unit.label)}{_told(unit)}")
        if marked:
            click.echo("\n".join(marked_lines(unit, colour=in_colour())))
            for line in change_lines(unit):
                click.echo(line)
            continue
        # Line by line: a stranger's text must not steer the terminal.
        click.echo("\n".join(printable(line) for line in unit.text.rstrip().split("\n")))
    if marked:
        click.echo()
        for line in summary_lines(units):
            click.echo(line)
