"""`itrvault carry`: cut a briefing copy out of a vault."""

from __future__ import annotations

import sys
from dataclasses import asdict

import click

from itrvault.carry.carry import CarryReport, carry
from itrvault.cli.common import (
    Session,
    TerminalProgress,
    ask,
    plural,
    printable,
    read_secret,
    session_options,
)
from itrvault.errors import InvalidValue


@click.command("carry")
@click.argument("vault")
@click.argument("out")
@click.option("--document", "documents", multiple=True, help="Take this document; may be repeated.")
@click.option("--query", default="", help="Take the documents in which this query finds something.")
@click.option("--tag", "tags", multiple=True, metavar="PATH", help="Only passages with this tag.")
@click.option("--no-notes", is_flag=True, help="Leave annotations and assessments at home.")
@click.option("--no-names", is_flag=True, help="Leave out who made them.")
@click.option("--seal-with", metavar="FILE", help="Passphrase of the copy, first line of FILE.")
@click.option("--unsealed", is_flag=True, help="Write a plain copy that anybody can open.")
@session_options
def carry_command(
    session: Session,
    vault: str,
    out: str,
    documents: tuple[str, ...],
    query: str,
    tags: tuple[str, ...],
    no_notes: bool,
    no_names: bool,
    seal_with: str | None,
    unsealed: bool,
) -> None:
    """Write a briefing copy of VAULT to OUT: chosen documents and notes, sealed, ready to search.

    Without a choice everything is taken. The copy holds no import paths and no earlier versions.
    """
    passphrase = _passphrase(seal_with, unsealed)
    progress = TerminalProgress(quiet=session.as_json)
    with session.vault(vault) as opened:
        try:
            report = carry(
                opened,
                out,
                documents=documents or None,
                query=query,
                tags=tags,
                annotations=not no_notes,
                names=not no_names,
                passphrase=passphrase,
                progress=progress,
            )
        finally:
            progress.close()
    session.emit(asdict(report) | {"path": str(report.path)}, lambda: _print(report))


def _passphrase(seal_with: str | None, unsealed: bool) -> str | None:
    if unsealed:
        if seal_with is not None:
            raise click.UsageError("--unsealed and --seal-with exclude each other.")
        return None
    if seal_with is not None:
        secret = read_secret(seal_with)
    elif sys.stdin.isatty():
        secret = ask("Passphrase of the copy: ")
        if secret != ask("Once more: "):
            raise InvalidValue(value="", field="passphrase", reason="the two are not the same")
    else:
        raise click.UsageError("Give --seal-with FILE, or --unsealed for a copy anybody can open.")
    if not secret:
        raise InvalidValue(value="", field="passphrase", reason="it is empty")
    return secret


def _print(report: CarryReport) -> None:
    kind = "sealed" if report.sealed else "PLAIN (anybody can open it)"
    click.echo(
        f"Wrote {printable(str(report.path))}, {kind}: {plural(report.documents, 'document')} "
        f"with {plural(report.annotations, 'note')} and {plural(report.risks, 'assessment')}, "
        f"{report.size / 1_000_000:.1f} MB; opened again and verified."
    )
