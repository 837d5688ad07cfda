"""`itrvault documents`: what is in the vault, and what could not be read."""

from __future__ import annotations

from collections.abc import Sequence

import click

from itrvault.cli.common import Session, print_table, session_options
from itrvault.cli.families import facts_json, family_json
from itrvault.model.document import Document
from itrvault.model.report import FileReport
from itrvault.treaty.families import Family, Member, families, revision_label


@click.command("documents")
@click.argument("vault")
@click.option("--unread", is_flag=True, help="List the files that could not be read instead.")
@click.option("--flat", is_flag=True, help="One list in order of import, families not together.")
@session_options
def documents_command(session: Session, vault: str, unread: bool, flat: bool) -> None:
    """List the documents of VAULT, each with the facts known about it.

    Revisions, addenda, corrigenda and languages of one document stand below it, the newest first.
    """
    with session.vault(vault) as opened:
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
