"""`itrvault check`: is everything in the vault whole, and what protects the readers here."""

from __future__ import annotations

import click

from itrvault.cli.common import Session, TerminalProgress, printable, session_options


@click.command("check")
@click.argument("vault")
@click.option("--rebuild", is_flag=True, help="First make the index anew from the text.")
@session_options
def check_command(session: Session, vault: str, rebuild: bool) -> int:
    """Verify VAULT: the file, the hashes, the journal, the annotations, the index."""
    progress = TerminalProgress(quiet=session.as_json)
    with session.vault(vault, write=rebuild) as opened:
        try:
            if rebuild:
                opened.rebuild_index(progress)
            report = opened.check(progress)
        finally:
            progress.close()
    session.emit(
        {
            "ok": report.clean,
            "items": [
                {"severity": item.severity, "what": item.what, "sentence": item.sentence}
                for item in report.items
            ],
        },
        lambda: click.echo(
            "\n".join(f"{item.severity:8} {printable(item.sentence)}" for item in report.items)
        ),
    )
    return 0 if report.clean else 1
