"""`itrvault documents`: what is in the vault, and what could not be read."""

from __future__ import annotations

from collections.abc import Sequence

import click

from itrvault.cli.common import Session, print_table, session_options
from itrvault.model.document import FACT_FIELDS, Document
from itrvault.model.report import FileReport


@click.command("documents")
@click.argument("vault")
@click.option("--unread", is_flag=True, help="List the files that could not be read instead.")
@session_options
def documents_command(session: Session, vault: str, unread: bool) -> None:
    """List the documents of VAULT, each with the facts known about it."""
    with session.vault(vault) as opened:
        if unread:
            _unread(session, opened.store.documents.reports())
            return
        documents = opened.store.documents.all()
    if documents:
        session.emit([as_json(document) for document in documents], lambda: show(documents))
    else:
        session.emit([], lambda: click.echo("The vault is empty."))


def _unread(session: Session, rows: Sequence[FileReport]) -> None:
    session.emit(
        [{"path": row.path, "status": row.status, "message": row.message} for row in rows],
        lambda: print_table(
            ("file", "status", "why"), [(row.path, row.status, row.message) for row in rows]
        ),
    )


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
        "facts": {
            field: {"value": document.facts[field].value, "source": document.facts[field].source}
            for field in FACT_FIELDS
        },
        "metadata": dict(document.metadata),
        "warnings": list(document.warnings),
    }


def show(documents: list[Document]) -> None:
    """Print a table."""
    print_table(
        ("id", "symbol", "class", "lang", "date", "proponent", "units", "title"),
        [
            (
                document.id[:8],
                document.symbol or "-",
                document.value("class") or "unknown",
                document.language or "-",
                document.value("date") or "-",
                document.value("proponent") or "-",
                str(document.unit_count),
                document.title,
            )
            for document in documents
        ],
        wide="title",
    )
