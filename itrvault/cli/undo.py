"""`itrvault undo` and `itrvault redo`: take back what was done last."""

from __future__ import annotations

import click

from itrvault.cli.common import Session, printable, session_options


@click.command("undo")
@click.argument("vault")
@session_options
def undo_command(session: Session, vault: str) -> None:
    """Take back the last change made by a person in VAULT."""
    with session.vault(vault, write=True) as opened:
        change = opened.store.journal.undo()
    session.emit(
        {"undone": change.label}, lambda: click.echo(f"Undone: {printable(change.label)}.")
    )


@click.command("redo")
@click.argument("vault")
@session_options
def redo_command(session: Session, vault: str) -> None:
    """Do again what was undone last in VAULT."""
    with session.vault(vault, write=True) as opened:
        change = opened.store.journal.redo()
    session.emit(
        {"redone": change.label}, lambda: click.echo(f"Done again: {printable(change.label)}.")
    )
