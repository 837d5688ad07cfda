"""`itrvault annotate`: mark a passage by its words, a region, a page or a document."""

from __future__ import annotations

import math

import click

from itrvault.cli.annotations import as_json
from itrvault.cli.common import Session, printable, session_options
from itrvault.cli.show import pick
from itrvault.errors import InvalidValue, QuoteAmbiguous, QuoteNotFound
from itrvault.model.annotation import COLOURS, Anchor, AnnotationState
from itrvault.model.document import Document, Unit
from itrvault.model.geometry import Rect, Span
from itrvault.text.anchors import (
    document_anchor,
    find_quote,
    make_anchor,
    page_anchor,
    region_anchor,
)
from itrvault.vault import Vault


@click.command("annotate")
@click.argument("vault")
@click.argument("document")
@click.option("--quote", help="The words to mark, as they stand there.")
@click.option("--page", metavar="N", help="The page or section of the words; without, all of it.")
@click.option("--region", metavar="X0,Y0,X1,Y1",
              help="A rectangle on the page, in points from its top left corner.")  # fmt: skip
@click.option("--document", "whole", is_flag=True, help="Mark the document as a whole.")
@click.option("--note", default="", help="A note, in Markdown.")
@click.option("--tag", "tags", multiple=True, metavar="PATH", help="A tag; may be repeated.")
@click.option(
    "--colour", type=click.Choice(list(COLOURS)), help="Without one, that of its first tag."
)
@click.option("--important", is_flag=True, help="Mark it as important.")
@click.option("--state", type=click.Choice(["none", "check", "done"]), default="none",
              show_default=True, help="To be looked at again, or done with.")  # fmt: skip
@click.option("--place", metavar="ANNOTATION",
              help="Put this annotation there instead of making one.")  # fmt: skip
@click.option("--author", default="", help="Name to write to the note (default: none).")
@session_options
def annotate_command(
    session: Session, vault: str, document: str, *, quote: str | None, page: str | None,
    region: str | None, whole: bool, note: str, tags: tuple[str, ...], colour: str | None,
    important: bool, state: str, place: str | None, author: str,
) -> None:  # fmt: skip
    """Mark the passage of DOCUMENT that reads --quote.

    Without it: the region of a page, the whole page, or the document. With --place an annotation
    whose words were not found in a changed text (see annotations --unplaced), or that stands on
    the wrong ones, is put there; its note, tags and judgements stay.
    """
    if quote is None and page is None and not whole:
        raise click.UsageError("Give --quote, or --page, or --document.")
    if whole and (quote is not None or page is not None):
        raise click.UsageError("--document marks all of it; leave --quote and --page out.")
    if region is not None and (quote is not None or page is None):
        raise click.UsageError("--region is a rectangle on a --page, without a --quote.")
    with session.vault(vault, write=True) as opened:
        found = opened.store.documents.get(document)
        if whole:
            anchor = document_anchor()
        elif quote is not None:
            anchor = anchor_of(opened, found, quote, page)
        else:
            anchor = _page_or_region(opened, found, str(page), region)
        notes = opened.store.annotations
        if place is not None:
            old = notes.get(place)
            if old.document != found.id:
                reason = "it is one of another document"
                raise InvalidValue(value=place, field="annotation to place", reason=reason)
            notes.update(old.id, anchor=anchor, author=author)
            annotation = notes.get(old.id)
        else:
            ids = tuple(opened.store.tags.by_path(tag).id for tag in tags)
            annotation = notes.add(
                found.id, anchor, colour=colour or "", note=note, tags=ids, author=author,
                important=important, state=_STATES[state],
            )  # fmt: skip
        answer = as_json(opened, annotation)
    session.emit(answer, lambda: click.echo(_said(found, answer)))


_STATES = {
    "none": AnnotationState.NONE, "check": AnnotationState.CHECK, "done": AnnotationState.DONE,
}  # fmt: skip


def _said(document: Document, answer: dict[str, object]) -> str:
    name = printable(document.symbol or document.title)
    place = "" if answer["kind"] == "document" else f" on {printable(str(answer['page']))}"
    what = {"region": "a region", "page": "the page", "document": "the document"}
    words = printable(str(answer["quote"])) or what.get(str(answer["kind"]), "")
    return f"Marked{place} of {name} ({answer['id']}): {words}".replace("Marked of", "Marked")


def _page_or_region(vault: Vault, document: Document, page: str, region: str | None) -> Anchor:
    units = vault.store.documents.units(document.id)
    unit = pick(units, document, page)
    if region is None:
        return page_anchor(units, unit.number)
    try:
        corners = [float(part) for part in region.split(",")]
        if len(corners) != 4 or not all(map(math.isfinite, corners)):
            raise ValueError("it is not four numbers")
        return region_anchor(unit, Rect(*corners))
    except ValueError as error:
        reason = str(error) if "not four" in str(error) or "page" in str(error) else (
            "it is not four numbers"
        )  # fmt: skip
        raise InvalidValue(value=region, field="region", reason=reason) from None


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
