"""`itrvault codebook new`, `change`, `rename`, `move`, `merge`, `split` and `remove`."""

from __future__ import annotations

import functools
from typing import Any

import click

from itrvault.cli.common import Command, Session, plural, printable, session_options
from itrvault.model.annotation import Tag
from itrvault.store.fields import is_colour
from itrvault.vault import Vault

TOP = "/"
"""Named instead of a tag: the top of the tree."""

_author = click.option("--author", default="", help="Name to write to the change (default: none).")


def _texts(function: Command) -> Command:
    """What a tag says of itself."""

    @click.option("--colour", callback=_colour, help="One of the eight colours, or #rrggbb.")
    @click.option("--definition", metavar="TEXT", help="What it means.")
    @click.option("--when-to-use", metavar="TEXT")
    @click.option("--when-not", metavar="TEXT", help="When not to use it.")
    @click.option("--right", "rights", multiple=True, metavar="ARTICLE",
                  help='An article it stands for ("ICCPR 17"); may be repeated.')  # fmt: skip
    @click.option("--codable/--folder", default=None, help="A folder only holds others.")
    @functools.wraps(function)
    def wrapper(**values: Any) -> Any:
        return function(**values)

    return wrapper


def _colour(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    if value is not None and not is_colour(value):
        raise click.BadParameter("give one of the eight colours, or #rrggbb")
    return value


@click.command("new")
@click.argument("vault")
@click.argument("path")
@_texts
@_author
@session_options
def new_command(session: Session, vault: str, path: str, author: str, **texts: Any) -> None:
    """Make the tag PATH ("Codebook/Group/Tag"). What is above it must be there."""
    above, _, name = path.rpartition("/")
    with session.vault(vault, write=True) as opened:
        parent = opened.store.tags.by_path(above).id if above else ""
        given = {key: value for key, value in texts.items() if value is not None}
        tag = opened.store.tags.add(name, parent, author=author, **given)
        _answer(session, opened, tag, "Made")


@click.command("change")
@click.argument("vault")
@click.argument("tag")
@_texts
@_author
@session_options
def change_command(session: Session, vault: str, tag: str, author: str, **texts: Any) -> None:
    """Change what TAG says: only what is given. `--right ""` takes its rights away."""
    texts["rights"] = [right for right in texts["rights"] if right] if texts["rights"] else None
    if all(value is None for value in texts.values()):
        raise click.UsageError("Say what to change.")
    with session.vault(vault, write=True) as opened:
        key = opened.store.tags.by_path(tag).id
        opened.store.tags.update(key, author=author, **texts)
        _answer(session, opened, opened.store.tags.get(key), "Changed")


@click.command("rename")
@click.argument("vault")
@click.argument("tag")
@click.argument("name")
@_author
@session_options
def rename_command(session: Session, vault: str, tag: str, name: str, author: str) -> None:
    """Give TAG another NAME; every passage keeps it."""
    with session.vault(vault, write=True) as opened:
        key = opened.store.tags.by_path(tag).id
        opened.store.tags.update(key, name=name, author=author)
        _answer(session, opened, opened.store.tags.get(key), "Renamed:")


@click.command("move")
@click.argument("vault")
@click.argument("tag")
@click.argument("parent")
@click.option("--place", type=click.IntRange(1), help="Which it is to be there (default: last).")
@_author
@session_options
def move_command(
    session: Session, vault: str, tag: str, parent: str, place: int | None, author: str
) -> None:
    """Put TAG, with all below it, under PARENT ("/" for the top)."""
    with session.vault(vault, write=True) as opened:
        tags = opened.store.tags
        key = tags.by_path(tag).id
        above = "" if parent == TOP else tags.by_path(parent).id
        tags.move(key, above, None if place is None else place - 1, author=author)
        _answer(session, opened, tags.get(key), "Moved:")


@click.command("merge")
@click.argument("vault")
@click.argument("tag")
@click.argument("into")
@_author
@session_options
def merge_command(session: Session, vault: str, tag: str, into: str, author: str) -> None:
    """Make one tag of two: all passages of TAG have INTO afterwards, and TAG goes.

    What lies below TAG comes below INTO; texts and rights are kept together.
    """
    with session.vault(vault, write=True) as opened:
        tags = opened.store.tags
        key, kept = tags.by_path(tag).id, tags.by_path(into).id
        tags.merge(key, kept, author=author)
        _answer(session, opened, tags.get(kept), "Merged into")


@click.command("split")
@click.argument("vault")
@click.argument("tag")
@click.argument("name")
@click.option("--passage", "passages", multiple=True, metavar="ID",
              help="A passage to give it (`annotations` lists ids); may be repeated.")  # fmt: skip
@click.option("--document", "documents", multiple=True, metavar="DOC",
              help="All passages of a document that have it; may be repeated.")  # fmt: skip
@click.option("--below", is_flag=True, help="Put the new tag below TAG, not beside it.")
@click.option("--keep", is_flag=True, help="The passages keep TAG as well.")
@click.option("--colour", callback=_colour, help="Of the new tag (default: that of TAG).")
@_author
@session_options
def split_command(
    session: Session,
    vault: str,
    tag: str,
    name: str,
    passages: tuple[str, ...],
    documents: tuple[str, ...],
    below: bool,
    keep: bool,
    colour: str | None,
    author: str,
) -> None:
    """Give some passages of TAG to a new tag, NAME."""
    if not passages and not documents:
        raise click.UsageError("Say which passages: --passage or --document.")
    with session.vault(vault, write=True) as opened:
        store = opened.store
        key = store.tags.by_path(tag).id
        chosen = [store.annotations.get(each).id for each in passages]
        for document in documents:
            listed = store.annotations.of_document(store.documents.get(document).id)
            chosen += [each.id for each in listed if key in each.tags]
        new = store.tags.split(
            key, chosen, name, below=below, keep=keep, colour=colour or "", author=author
        )
        _answer(session, opened, new, "Split off")


@click.command("remove")
@click.argument("vault")
@click.argument("tag")
@_author
@session_options
def remove_command(session: Session, vault: str, tag: str, author: str) -> None:
    """Take TAG and all below it off the codebook and off every passage. Passages stay."""
    with session.vault(vault, write=True) as opened:
        tags = opened.store.tags
        key = tags.by_path(tag).id
        path, count, below = tags.path(key), tags.counts()[key], len(tags.below(key)) - 1
        tags.remove(key, author=author)
    more = f" and {plural(below, 'tag')} below it" if below else ""
    session.emit(
        {"removed": path, "below": below, "passages": count},
        lambda: click.echo(
            f"Removed {printable(path)}{more}, which {plural(count, 'passage')} had. "
            "The passages are still there; undo brings the tags back."
        ),
    )


def _answer(session: Session, vault: Vault, tag: Tag, verb: str) -> None:
    path = vault.store.tags.path(tag.id)
    count = vault.store.tags.counts()[tag.id]
    answer = {"id": tag.id, "path": path, "colour": tag.colour, "count": count}
    session.emit(
        answer,
        lambda: click.echo(f"{verb} {printable(path)} ({plural(count, 'passage')})."),
    )
