"""`itrvault tags`: the codebook with its counts."""

from __future__ import annotations

import contextlib

import click

from itrvault.cli.common import Session, printable, session_options
from itrvault.errors import NoSuchAnnotation
from itrvault.model.annotation import Annotation
from itrvault.vault import Vault


@click.command("tags")
@click.argument("vault")
@session_options
def tags_command(session: Session, vault: str) -> None:
    """List the tags of VAULT as a tree, with the number of passages each marks."""
    with session.vault(vault) as opened:
        rows = tag_rows(opened)
    session.emit(rows, lambda: _print(rows))


def tag_rows(vault: Vault) -> list[dict[str, object]]:
    """Every tag with what it says, in the order of the tree."""
    store = vault.store
    with store.snapshot():
        tags, paths, counts = store.tags.all(), store.tags.paths(), store.tags.counts()
    return [
        {
            "id": tag.id,
            "path": paths[tag.id],
            "colour": tag.colour,
            "rights": list(tag.rights),
            "definition": tag.definition,
            "when_to_use": tag.when_to_use,
            "when_not": tag.when_not,
            "codable": tag.codable,
            "origin": tag.origin,
            "count": counts.get(tag.id, 0),
        }
        for tag in tags
    ]


def examples_of(vault: Vault, tag: str) -> list[Annotation]:
    """The passages that show the use of a tag; one that was removed since is left out."""
    found = []
    for key in vault.store.tags.get(tag).examples:
        with contextlib.suppress(NoSuchAnnotation):
            found.append(vault.store.annotations.get(key))
    return found


def _print(rows: list[dict[str, object]]) -> None:
    for row in rows:
        click.echo(f"{row['count']:5}  {printable(str(row['path']))}")
