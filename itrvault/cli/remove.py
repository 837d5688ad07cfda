"""`itrvault remove`: take a document out of the vault."""

from __future__ import annotations

import click

from itrvault.cli.common import Session, printable, session_options


@click.command("remove")
@click.argument("vault")
@click.argument("document")
@click.option("--yes", is_flag=True, help="Do not ask.")
@session_options
def remove_command(session: Session, vault: str, document: str, yes: bool) -> None:
    """Remove DOCUMENT with its text, its index entry and its annotations. This can't be undone."""
    with session.vault(vault, write=True) as opened:
        found = opened.store.documents.get(document)
        marks = len(opened.store.annotations.of_document(found.id))
        name = printable(found.symbol or found.title)
        if not yes:
            click.confirm(f"Remove {name} and its {marks} annotations for good?", abort=True)
        opened.remove_document(found.id)
    session.emit(
        {"removed": found.id, "annotations": marks},
        lambda: click.echo(f"Removed {name} and {marks} annotations."),
    )
