"""`itrvault link` and `itrvault links`: what passages, provisions and proposals have to do."""

from __future__ import annotations

from typing import cast

import click

from itrvault.cli.common import Session, plural, printable, session_options
from itrvault.linking import Ends, end_of, sentence
from itrvault.model.link import Link, Relation
from itrvault.negotiation import Negotiations
from itrvault.vault import Vault


@click.command("link")
@click.argument("vault")
@click.argument("origin", required=False)
@click.argument("relation", required=False, type=click.Choice([one.value for one in Relation]))
@click.argument("target", required=False)
@click.option("--note", default=None, help="More about it.")
@click.option("--change", metavar="LINK", help="Change this link's relation or note instead.")
@click.option("--relation", "other", type=click.Choice([one.value for one in Relation]),
              help="The relation it shall have, with --change.")  # fmt: skip
@click.option("--remove", metavar="LINK", help="Take this link away instead.")
@click.option("--author", default="", help="Name to write to it (default: none).")
@session_options
def link_command(
    session: Session, vault: str, origin: str | None, relation: str | None, target: str | None,
    *, note: str | None, change: str | None, other: str | None, remove: str | None, author: str,
) -> None:  # fmt: skip
    """Link ORIGIN with TARGET in VAULT: RUS/27/7 amends 31A.

    An end is an annotation (its id), a provision (31A, "Article 5A"), a proposal (RUS/27/7) or a
    document (its symbol); write "document:27" where it could be something else. RELATION is
    amends, restates, contradicts, cites or "analysed by".
    """
    ends = (origin, relation, target)
    if sum((all(ends), bool(change), bool(remove))) != 1 or (any(ends) and not all(ends)):
        raise click.UsageError("Give ORIGIN, RELATION and TARGET, or --change, or --remove.")
    if change and note is None and other is None:
        raise click.UsageError("Say with --relation or --note what shall be another.")
    with session.vault(vault, write=True) as opened:
        links = opened.store.links
        if remove:
            gone = links.get(remove)
            links.remove(gone.id, author=author)
            session.emit({"removed": gone.id}, lambda: click.echo("The link is taken away."))
            return
        if change:
            link = links.get(change)
            kind = Relation(other) if other else None
            links.update(link.id, relation=kind, note=note, author=author)
            link = links.get(link.id)
        else:
            one, two = (end_of(opened, str(words)) for words in (origin, target))
            link = links.add(one, two, Relation(str(relation)), note=note or "", author=author)
        [row] = as_json(opened, [link])
    session.emit(row, lambda: click.echo(f"{printable(str(row['words']))}  ({link.id})"))


@click.command("links")
@click.argument("vault")
@click.argument("end", required=False)
@session_options
def links_command(session: Session, vault: str, end: str | None) -> None:
    """List the links of VAULT, or those that begin or end at END (31A, RUS/27/7, an id)."""
    with session.vault(vault) as opened:
        links = opened.store.links
        found = links.all() if end is None else links.of([end_of(opened, end)])
        rows = as_json(opened, found)
    session.emit(rows, lambda: _print(rows))


def as_json(vault: Vault, links: list[Link]) -> list[dict[str, object]]:
    """Links with what their ends are."""
    ends = Ends(vault, Negotiations(vault).read)
    rows: list[dict[str, object]] = []
    for link in links:
        origin, target = ends.tell(link.origin), ends.tell(link.target)
        rows.append({
            "id": link.id,
            "relation": link.relation.value,
            "origin": {"end": str(link.origin), "title": origin.title, "words": origin.words},
            "target": {"end": str(link.target), "title": target.title, "words": target.words},
            "words": sentence(link, origin, target),
            "note": link.note,
            "author": link.author,
            "created": link.created,
            "modified": link.modified,
        })  # fmt: skip
    return rows


def _print(rows: list[dict[str, object]]) -> None:
    for row in rows:
        click.echo(f"{row['id']}  {printable(str(row['words']))}")
        for name in ("origin", "target"):
            words = cast("dict[str, str]", row[name])["words"]
            if words:
                short = words if len(words) <= 100 else words[:99] + "…"
                click.echo(f"    {name}: “{printable(short)}”")
        if row["note"]:
            click.echo(f"    note: {printable(str(row['note']))}")
    click.echo(plural(len(rows), "link"), err=True)
