"""`itrvault facets`: how a result divides, and the words that set it apart."""

from __future__ import annotations

from collections.abc import Sequence

import click

from itrvault import finding
from itrvault.cli.common import Session, plural, printable, session_options
from itrvault.cli.search import ensure_index
from itrvault.model.search import FACETS, Facet, TellingTerm


@click.command("facets")
@click.argument("vault")
@click.argument("query", default="")
@click.option("--any", "any_word", is_flag=True, help="Any of the words.")
@click.option(
    "--by", "names", type=click.Choice(FACETS), multiple=True, help="Only this; may be repeated."
)
@click.option("--words", is_flag=True, help="Also the words that set the result apart.")
@session_options
def facets_command(
    session: Session,
    vault: str,
    query: str,
    any_word: bool,
    names: tuple[str, ...],
    words: bool,
) -> None:
    """Count what QUERY finds in VAULT by class, series, proponent, language, date, article, tag
    and notes; all of VAULT without a QUERY.

    Beside each value stands what to add to the query for it alone, or with - before it for all
    but it.
    """
    ensure_index(session, vault)
    with session.vault(vault) as opened:
        counted = finding.facets(opened, query, any_word=any_word, names=names or FACETS)
        terms: tuple[TellingTerm, ...] = ()
        if words and query.strip():
            terms = finding.telling_terms(opened, query, any_word=any_word, limit=20)
    answer: dict[str, object] = {
        "query": query,
        "facets": {facet.name: _values(facet) for facet in counted},
    }
    if words:
        answer["words"] = [_word(term) for term in terms]
    session.emit(answer, lambda: _print(counted, terms))


def _values(facet: Facet) -> list[dict[str, object]]:
    return [
        {
            "value": value.value,
            "query": value.query,
            "documents": value.documents,
            "places": value.places,
        }
        for value in facet.values
    ]


def _word(term: TellingTerm) -> dict[str, object]:
    return {
        "word": term.word,
        "language": term.language,
        "places": term.places,
        "archive": term.archive,
        "in_language": term.in_language,
        "archive_in_language": term.archive_in_language,
    }


def _print(facets: Sequence[Facet], terms: Sequence[TellingTerm]) -> None:
    for facet in facets:
        if facet.values:
            click.echo(f"by {facet.name}")
        for value in facet.values:
            found = f"{plural(value.documents, 'document')}, {plural(value.places, 'place')}"
            click.echo(f"  {printable(value.query):40}  {found}")
    if terms:
        click.echo("words that set these apart")
        for term in terms:
            click.echo(f"  {printable(term.word):24}  {term.places} of {term.archive} places")
