"""`itrvault new`: make an empty vault."""

from __future__ import annotations

import sys

import click

from itrvault.cli.common import Session, ask, session_options
from itrvault.errors import InvalidValue, PassphraseNeeded
from itrvault.vault import Vault


@click.command("new")
@click.argument("vault")
@click.option("--sealed", is_flag=True, help="Encrypt the file with a passphrase.")
@session_options
def new_command(session: Session, vault: str, sealed: bool) -> None:
    """Make an empty archive at VAULT, one file."""
    passphrase = session.passphrase()
    if sealed and passphrase is None:
        if not sys.stdin.isatty():
            raise PassphraseNeeded(path=vault)
        passphrase = ask("New passphrase: ")
        if passphrase != ask("Once more: "):
            raise InvalidValue(value="", field="passphrase", reason="the two are not the same")
    if passphrase == "":
        raise InvalidValue(value="", field="passphrase", reason="it is empty")
    with Vault.create(vault, passphrase) as made:
        answer = {"path": str(made.path), "sealed": made.store.sealed}
    kind = "sealed vault" if answer["sealed"] else "vault"
    session.emit(answer, lambda: click.echo(f"Made a {kind} at {vault}."))
