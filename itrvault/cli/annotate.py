"""`itrvault annotate`: mark a passage by its words."""

from __future__ import annotations

import click

from itrvault.cli.annotations import as_json
from itrvault.cli.common import Session, printable, session_options
from itrvault.cli.show import pick
from itrvault.errors import QuoteAmbiguous, QuoteNotFound
from itrvault.model.annotation import COLOURS, Anchor
from itrvault.model.document import Document, Unit
from itrvault.model.geometry import Span
from itrvault.text.anchors import find_quote, make_anchor
from itrvault.vault import Vault


@click.command("annotate")
@click.argument("vault")
@click.argument("document")
@click.option("--quote", required=True, help="The words to mark, as they stand there.")
@click.option("--page", metavar="N", help="The page or section they stand on, if in several.")
@click.option("--note", default="", help="A note, in Markdown.")
@click.option("--tag", "tags", multiple=True, metavar="PATH", help="A tag; may be repeated.")
@click.option("--colour", type=click.Choice(list(COLOURS)), default="yellow", show_default=True)
@click.option("--author", default="", help="Name to write to the note (default: none).")
@session_options
def annotate_command(
    session: Session,
    vault: str,
    document: str,
    quote: str,
    page: str | None,
    note: str,
    tags: tuple[str, ...],
    colour: str,
    author: str,
) -> None:
    """Highlight the passage of DOCUMENT that reads QUOTE."""
    with session.vault(vault, write=True) as opened:
        found = opened.store.documents.get(document)
        anchor = anchor_of(opened, found, quote, page)
        ids = tuple(opened.store.tags.by_path(tag).id for tag in tags)
        annotation = opened.store.annotations.add(
            found.id, anchor, colour=colour, note=note, tags=ids, author=author
        )
        answer = as_json(opened, annotation)
    session.emit(
        answer,
        lambda: click.echo(
            f"Marked on {printable(str(answer['page']))} "
            f"of {printable(found.symbol or found.title)} "
            f"({annotation.id}): {printable(anchor.exact)}"
        ),
    )


def anchor_of(vault: Vault, document: Document, quote: str, page: str | None) -> Anchor:
    """Anchor the one place of a quotation; raises QuoteNotFound, QuoteAmbiguous, NoSuchUnit."""
    units = vault.store.documents.units(document.id)
    searched = units if page is None else [pick(units, document, page)]
    places = [(unit, span) for unit in searched for span in exact_places(unit, quote)]
    name = document.symbol or document.name
    if not places:
        raise QuoteNotFound(document=name, quote=quote)
    if len(places) > 1:
        raise QuoteAmbiguous(document=name, quote=quote, count=len(places))
    unit, span = places[0]
    return make_anchor(units, unit.number, span.start, unit.number, span.end)


def exact_places(unit: Unit, quote: str) -> list[Span]:
    """Find where the words stand, but for case, accents and white space; never a near miss."""
    return find_quote(unit.text, quote, approximate=False)
