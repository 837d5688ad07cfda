"""`itrvault documents`: what is in the vault, and what could not be read."""

from __future__ import annotations

from collections.abc import Sequence

import click

from itrvault.cli.common import (
    Session,
    TerminalProgress,
    plural,
    print_table,
    session_options,
)
from itrvault.cli.families import facts_json, family_json
from itrvault.cli.interrupt import Interrupt
from itrvault.ingest.refresh import refresh
from itrvault.model.document import Document
from itrvault.model.report import FileReport
from itrvault.treaty.families import Family, Member, families, revision_label
from itrvault.vault import Vault


@click.command("documents")
@click.argument("vault")
@click.option("--unread", is_flag=True, help="List the files that could not be read instead.")
@click.option("--flat", is_flag=True, help="One list in order of import, families not together.")
@click.option(
    "--refresh",
    "renew",
    is_flag=True,
    help="Read anew what they say of themselves, as this version of the program does.",
)
@session_options
def documents_command(
    session: Session, vault: str, *, unread: bool, flat: bool, renew: bool
) -> None:
    """List the documents of VAULT, each with the facts known about it.

    Revisions, addenda, corrigenda and languages of one document stand below it, the newest first.
    """
    if renew and (unread or flat):
        raise click.UsageError("--refresh lists what changed; leave --unread and --flat out.")
    with session.vault(vault, write=renew) as opened:
        if renew:
            _refresh(session, opened)
            return
        if unread:
            _unread(session, opened.store.documents.reports())
            return
        documents = opened.store.documents.all()
    if not documents:
        session.emit([], lambda: click.echo("The vault is empty."))
        return
    grouped = families(documents)
    session.emit(
        _all_as_json(documents, grouped),
        lambda: show(documents) if flat else show_families(grouped),
    )


def _refresh(session: Session, vault: Vault) -> None:
    progress = TerminalProgress(quiet=session.as_json)
    try:
        with Interrupt() as cancel:
            renewed = refresh(vault, progress=progress, cancel=cancel)
    finally:
        progress.close()

    def told() -> None:
        click.echo(f"Facts of {plural(len(renewed), 'document')} changed.")
        if renewed:
            print_table(
                ("document", "fact", "before", "now"),
                [
                    (each.name, field, before or "-", now or "-")
                    for each in renewed
                    for field, before, now in each.fields
                ],
                wide="document",
            )

    session.emit(
        {
            "changed": [
                {
                    "document": each.document,
                    "facts": [
                        {"field": field, "before": before, "now": now}
                        for field, before, now in each.fields
                    ],
                }
                for each in renewed
            ]
        },
        told,
    )


def _unread(session: Session, rows: Sequence[FileReport]) -> None:
    session.emit(
        [{"path": row.path, "status": row.status, "message": row.message} for row in rows],
        lambda: print_table(
            ("file", "status", "why"), [(row.path, row.status, row.message) for row in rows]
        ),
    )


def _all_as_json(documents: Sequence[Document], grouped: Sequence[Family]) -> list[object]:
    """In order of import, whatever order people see."""
    places = {
        member.document.id: family_json(family, member)
        for family in grouped
        for member in family.members
    }
    return [as_json(document) | places[document.id] for document in documents]


def as_json(document: Document) -> dict[str, object]:
    """Give a document's facts, each with where it comes from."""
    return {
        "id": document.id,
        "name": document.name,
        "media_type": document.media_type,
        "size": document.size,
        "units": document.unit_count,
        "unit_kind": document.unit_kind,
        "paths": list(document.paths),
        "facts": facts_json(document),
        "metadata": dict(document.metadata),
        "warnings": list(document.warnings),
    }


def show(documents: Sequence[Document]) -> None:
    """Print a table in the order given."""
    _table([_row(document, document.symbol or "-", document.title) for document in documents])


def show_families(grouped: Sequence[Family]) -> None:
    """Print a table: each family's default, the other members indented below it."""
    rows = []
    for family in grouped:
        default = family.default
        rows.append(_row(default.document, default.document.symbol or "-", _title(default)))
        for member in family.members:
            if member is not default:
                words = member.relation.words or "the document itself"
                rows.append(_row(member.document, f"  {member.document.symbol}", words))
    _table(rows)


def _title(default: Member) -> str:
    """The title, with what its reader must know: something newer is in another language."""
    if default.newer is None:
        return default.document.title
    return f"[newer: {revision_label(default.newer, default.document)}] {default.document.title}"


def _row(document: Document, symbol: str, title: str) -> tuple[str, ...]:
    return (
        document.id[:8],
        symbol,
        document.value("class") or "unknown",
        document.language or "-",
        document.value("date") or "-",
        document.value("proponent") or "-",
        str(document.unit_count),
        title,
    )


def _table(rows: Sequence[Sequence[str]]) -> None:
    columns = ("id", "symbol", "class", "lang", "date", "proponent", "units", "title")
    print_table(columns, rows, wide="title")
