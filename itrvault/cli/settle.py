"""`itrvault settle`: what could not be read of proposals, and saying by hand what it is."""

from __future__ import annotations

from collections.abc import Sequence

import click

from itrvault.cli.annotate import anchor_of
from itrvault.cli.common import Session, plural, printable, session_options
from itrvault.cli.provisions import where, where_json
from itrvault.cli.versions import meant
from itrvault.errors import NoProposalHere, QuoteAmbiguous
from itrvault.model.document import Document, known_as
from itrvault.model.proposal import Verb
from itrvault.model.provision import Place
from itrvault.model.settlement import Ruling, Settlement
from itrvault.negotiation import Negotiation, Negotiations, OpenQuestion
from itrvault.negotiation.reading import proposals_of
from itrvault.negotiation.settling import Terms, dismiss, say_authors, settle, told, withdraw
from itrvault.vault import Vault


@click.command("settle")
@click.argument("vault")
@click.argument("document", required=False)
@click.argument("proposal", required=False)
@click.option("--quote", metavar="WORDS", help="The passage, where no identifier names it.")
@click.option("--page", metavar="N", help="The page or section of the passage, if in several.")
@click.option("--verb", type=click.Choice([*filter(None, Verb), ""]), help="What is proposed.")
@click.option("--identifier", metavar="ID", help="Its identifier, such as RUS/27/7.")
@click.option(
    "--authors", metavar="CODES",
    help='Who proposes it: "RUS, CAN"; "RUS or RCC" if disputed; "unknown".',
)  # fmt: skip
@click.option(
    "--target",
    metavar="PROVISION",
    help='What it is about: 31A, 3.5, "Article 5A", "title of Article 3".',
)
@click.option("--wording", metavar="TEXT", help="The text it proposes.")
@click.option("--note", help="Why, for those who read it later.")
@click.option("--dismiss", "no_proposal", is_flag=True, help="No proposal begins there.")
@click.option(
    "--withdraw", metavar="KEY", help="Return to what was read; KEY as --settled lists it."
)
@click.option("--settled", is_flag=True, help="List what is settled.")
@click.option("--author", default="", help="Name to write to it (default: none).")
@session_options
def settle_command(
    session: Session, vault: str, document: str | None, proposal: str | None, *, quote: str | None,
    page: str | None, verb: str | None, identifier: str | None, authors: str | None,
    target: str | None, wording: str | None, note: str | None, no_proposal: bool,
    withdraw: str | None, settled: bool, author: str,
) -> None:  # fmt: skip
    """List what could not be read for certain of the proposals in VAULT, or settle one of them.

    DOCUMENT and PROPOSAL (RUS/27/7) or --quote say which. What is given takes the place of what
    was read; an empty value ("") returns to that. A passage in which no proposal begins becomes
    one when it gets a verb. Every step can be undone; the document itself is never changed.
    """
    terms = Terms(verb, identifier, authors, target, wording, note)
    changing = no_proposal or terms != Terms()
    if withdraw is None and not changing:
        _list(session, vault, document, settled=settled)
        return
    if withdraw is None and (document is None or (proposal is None) == (quote is None)):
        raise click.UsageError("Name the document, and the proposal or a --quote of the passage.")
    with session.vault(vault, write=True) as opened:
        if withdraw is not None:
            found = opened.store.settlements.get(withdraw)
            _withdraw(session, opened, found, author)
            return
        assert document is not None
        paper = meant(opened, document)
        if proposal is not None:
            place = _named(opened, paper, proposal)
        else:
            anchor = anchor_of(opened, paper, quote or "", page)
            place = Place(anchor.unit, anchor.start, anchor.end_unit, anchor.end)
        made = (
            dismiss(opened, paper.id, place, note=note or "", author=author)
            if no_proposal
            else settle(opened, paper.id, place, terms, author=author)
        )
    session.emit(
        {"settled": _settled_json(made) if made is not None else None},
        lambda: click.echo(printable(f"{known_as(paper)}: {_said(made)}")),
    )


def _withdraw(session: Session, vault: Vault, found: Settlement, author: str) -> None:
    withdraw(vault, found.id, author=author)
    session.emit(
        {"withdrawn": found.id},
        lambda: click.echo("Withdrawn: what was read in the document counts again."),
    )


def _named(vault: Vault, document: Document, proposal: str) -> Place:
    wanted = "".join(proposal.split()).upper()
    found = [
        each.proposal.place
        for each in proposals_of(vault, document)
        if each.proposal.identifier.upper() == wanted
    ]
    if not found:
        raise NoProposalHere()
    if len(found) > 1:
        raise QuoteAmbiguous(document=known_as(document), quote=proposal, count=len(found))
    return found[0]


def _list(session: Session, vault: str, document: str | None, *, settled: bool) -> None:
    with session.vault(vault) as opened:
        found = Negotiations(opened).read()
        only = meant(opened, document).id if document is not None else ""
        names = {each.id: each for each in opened.store.documents.all()}
    asked = [each for each in found.open if not only or each.document.id == only]
    rulings = [each for each in found.settled if not only or each.document == only]
    session.emit(
        {"settled": [_settled_json(each) for each in rulings]}
        if settled
        else {"open": [_open_json(each, found) for each in asked], "settled": len(rulings)},
        lambda: _print_settled(rulings, names) if settled else _print_open(asked, rulings, found),
    )


def _open_json(each: OpenQuestion, found: Negotiation) -> dict[str, object]:
    return {
        "document": each.document.id,
        "symbol": each.document.symbol,
        "why": each.why,
        "sentence": each.why.sentence,
        "words": each.words,
        "identifier": each.sourced.proposal.identifier if each.sourced else "",
        "settlement": each.settlement.id if each.settlement else "",
        "place": where_json(each.place, found.names[each.document.id]),
    }


def _settled_json(each: Settlement) -> dict[str, object]:
    return {
        "key": each.id, "document": each.document, "ruling": each.ruling, "verb": each.verb,
        "identifier": each.identifier, "authors": say_authors(each.authors), "target": each.target,
        "wording": each.wording, "note": each.note, "author": each.author,
        "passage": each.anchor.exact, "modified": each.modified,
    }  # fmt: skip


def _print_open(
    asked: Sequence[OpenQuestion], rulings: Sequence[Settlement], found: Negotiation
) -> None:
    shown = ""
    for each in asked:
        if each.document.id != shown:
            shown = each.document.id
            click.echo(printable(known_as(each.document)))
        page = where(each.place, found.names[each.document.id])
        about = ""
        if each.sourced is not None:
            proposal = each.sourced.proposal
            parts = (proposal.verb.value, proposal.identifier, told(proposal.target))
            about = " ".join(filter(None, parts))
        head = "  ".join(filter(None, (page, about)))
        click.echo(printable(f"    {head}  {each.why.sentence}".rstrip()))
        click.echo(printable(f"        {each.words}"))
    click.echo(f"{plural(len(asked), 'passage')} to settle; {len(rulings):,} settled.")


def _print_settled(rulings: Sequence[Settlement], names: dict[str, Document]) -> None:
    for each in rulings:
        click.echo(printable(f"{each.id}  {known_as(names[each.document])}"))
        click.echo(printable(f"    {' '.join(each.anchor.exact.split())}"))
        click.echo(printable(f"    {_said(each)}"))
    click.echo(f"{plural(len(rulings), 'passage')} settled.")


def _said(each: Settlement | None) -> str:
    """What a ruling says, on one line."""
    if each is None:
        return "the proposal that was added by hand is gone"
    if each.ruling is Ruling.IS_NOT:
        said = ["no proposal"]
    else:
        said = [
            f"{name} {value}"
            for name, value in (
                ("verb", each.verb), ("identifier", each.identifier),
                ("by", say_authors(each.authors)), ("on", each.target), ("text", each.wording),
            )
            if value
        ]  # fmt: skip
    note = [f"({each.note})"] if each.note else []
    return "; ".join([*said, *note]) or "as it was read"
