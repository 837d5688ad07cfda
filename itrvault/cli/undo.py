"""`itrvault undo` and `itrvault redo`: take back what was done last."""

from __future__ import annotations

import click

from itrvault.cli.common import Session, plural, printable, session_options
from itrvault.model.journal import Change


@click.command("undo")
@click.argument("vault")
@session_options
def undo_command(session: Session, vault: str) -> None:
    """Take back the last change made by a person in VAULT."""
    with session.vault(vault, write=True) as opened:
        change = opened.store.journal.undo()
    _tell(session, "undone", "Undone", change)


@click.command("redo")
@click.argument("vault")
@session_options
def redo_command(session: Session, vault: str) -> None:
    """Do again what was undone last in VAULT."""
    with session.vault(vault, write=True) as opened:
        change = opened.store.journal.redo()
    _tell(session, "redone", "Done again", change)


def _tell(session: Session, key: str, word: str, change: Change) -> None:
    lost = len(change.lost)
    session.emit(
        {key: change.label, "unplaced": list(change.lost)},
        lambda: click.echo(
            f"{word}: {printable(change.label)}."
            + (
                f" {plural(lost, 'passage')} that came back could not be placed: the text is "
                "another one now."
                if lost
                else ""
            )
        ),
    )
