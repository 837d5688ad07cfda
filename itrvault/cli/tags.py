"""`itrvault tags`: the codebook with its counts."""

from __future__ import annotations

import click

from itrvault.cli.common import Session, printable, session_options


@click.command("tags")
@click.argument("vault")
@session_options
def tags_command(session: Session, vault: str) -> None:
    """List the tags of VAULT as a tree, with the number of passages each marks."""
    with session.vault(vault) as opened:
        tags = opened.store.tags.all()
        counts = opened.store.tags.counts()
        rows = [
            {
                "id": tag.id,
                "path": opened.store.tags.path(tag.id),
                "colour": tag.colour,
                "rights": list(tag.rights),
                "definition": tag.definition,
                "count": counts.get(tag.id, 0),
            }
            for tag in tags
        ]
    rows.sort(key=lambda row: str(row["path"]).casefold())
    session.emit(rows, lambda: _print(rows))


def _print(rows: list[dict[str, object]]) -> None:
    for row in rows:
        click.echo(f"{row['count']:5}  {printable(str(row['path']))}")
