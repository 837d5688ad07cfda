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
from itrvault.treaty.proposals import find_proposals

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
            proposals = [one for one in find_proposals(units) if _on(one, number)]
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


def told(target: Target) -> str:
    """Say what a proposal is about: "31A 3.5", "Article 5A"; "" when nothing says it."""
    letter = f"{target.letter})" if target.letter else ""
    inner = " ".join(filter(None, (target.number, target.paragraph, letter)))
    part = f"{target.kind.value.capitalize()} {target.part}".strip() if target.kind else ""
    return inner or part


def _on(proposal: Proposal, number: str) -> bool:
    return not number or number.upper() in {
        proposal.target.number.upper(),
        *(wording.target.number.upper() for wording in proposal.wordings),
    }


def _target_json(target: Target) -> dict[str, object]:
    return {
        "kind": target.kind, "part": target.part, "number": target.number,
        "paragraph": target.paragraph, "letter": target.letter,
    }  # fmt: skip


def _json(proposal: Proposal, units: Sequence[Unit]) -> dict[str, object]:
    return {
        "verb": proposal.verb,
        "identifier": proposal.identifier,
        "authors": list(proposal.authors),
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
            verb = one.verb.value or "no text"
            name = f"option {one.option}" if one.option else one.identifier
            doubt = f"  [{one.doubt.value}]" if one.doubt else ""
            page = where(one.place, units)
            say(f"    {verb:<8}{name:<14}{told(one.target):<16}{page}{doubt}")
            for wording in one.wordings:
                also = f"{wording.target.number}: " if len(one.wordings) > 1 else ""
                say(f"        {also}{wording.text or wording.before}")
            if one.reasons:
                say(f"        Reasons: {one.reasons}")
    total = sum(len(proposals) for _, _, proposals in found)
    click.echo(f"{plural(total, 'proposal')} in {plural(len(found), 'document')}.")
