"""`itrvault proposals`: what a contribution or a compilation proposes on each provision."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence

import click

from itrvault.cli.common import Session, plural, printable, session_options
from itrvault.cli.provisions import where, where_json
from itrvault.cli.versions import meant
from itrvault.model.document import Document, Unit, known_as
from itrvault.model.proposal import Proposal, Target
from itrvault.negotiation.reading import proposals_of
from itrvault.negotiation.settling import say_authors, told

Found = tuple[Document, Sequence[Unit], list[Proposal]]


@click.command("proposals")
@click.argument("vault")
@click.argument("documents", nargs=-1)
@click.option("--on", "number", metavar="NUMBER", default="", help="On this provision only (31A).")
@session_options
def proposals_command(
    session: Session, vault: str, documents: tuple[str, ...], number: str
) -> None:
    """List the proposals of DOCUMENTS, or of all documents of VAULT.

    Verb, identifier, what it is about, the text proposed and the reasons given. A proposal that
    names nothing it is about is marked.
    """
    with session.vault(vault) as opened:
        store = opened.store.documents
        chosen = [meant(opened, name) for name in documents] if documents else store.all()
        found: list[Found] = []
        for document in chosen:
            units = store.units(document.id)
            proposals = [each.proposal for each in proposals_of(opened, document)]
            proposals = [one for one in proposals if _on(one, number)]
            if proposals:
                found.append((document, units, proposals))
    session.emit(
        {
            "documents": [
                {
                    "document": document.id,
                    "symbol": document.symbol,
                    "proposals": [_json(one, units) for one in proposals],
                }
                for document, units, proposals in found
            ]
        },
        lambda: _print(found),
    )


def _on(proposal: Proposal, number: str) -> bool:
    return not number or number.upper() in {
        *(each.upper() for each in proposal.target.numbers),
        *(wording.target.number.upper() for wording in proposal.wordings),
    }


def _target_json(target: Target) -> dict[str, object]:
    return {
        "kind": target.kind, "part": target.part, "number": target.number,
        "paragraph": target.paragraph, "letter": target.letter,
        "title": target.title, "also": list(target.also),
    }  # fmt: skip


def _json(proposal: Proposal, units: Sequence[Unit]) -> dict[str, object]:
    return {
        "verb": proposal.verb,
        "identifier": proposal.identifier,
        "authors": list(proposal.authors),
        "printed_authors": list(proposal.printed or proposal.authors),
        "disputed": proposal.disputed,
        "settled": proposal.settled,
        "emphasised": proposal.emphasised,
        "option": proposal.option,
        "target": _target_json(proposal.target),
        "wordings": [
            {**_target_json(one.target), "text": one.text, "before": one.before}
            for one in proposal.wordings
        ],
        "reasons": proposal.reasons,
        "doubt": proposal.doubt,
        "place": where_json(proposal.place, units),
    }


def _print(found: Sequence[Found]) -> None:
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 0

    def say(line: str) -> None:
        line = printable(line).rstrip()
        click.echo(f"{line[: width - 1]}…" if 0 < width < len(line) else line)

    for document, units, proposals in found:
        say(known_as(document))
        for one in proposals:
            verb = f"{one.verb.value or 'no text'}{'!' if one.emphasised else ''}"
            name = f"option {one.option}" if one.option else one.identifier
            doubt = f"  [{one.doubt.value}]" if one.doubt else ""
            if one.settled:
                who = say_authors([f"{code}?" if one.disputed else code for code in one.authors])
                doubt = f"  [settled by hand: {who or 'unknown'}]"
            page = where(one.place, units)
            say(f"    {verb:<8}{name:<14}{told(one.target):<16}{page}{doubt}")
            for wording in one.wordings:
                also = f"{wording.target.number}: " if len(one.wordings) > 1 else ""
                say(f"        {also}{wording.text or wording.before}")
            if one.reasons:
                say(f"        Reasons: {one.reasons}")
    total = sum(len(proposals) for _, _, proposals in found)
    click.echo(f"{plural(total, 'proposal')} in {plural(len(found), 'document')}.")
