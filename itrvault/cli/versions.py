"""`itrvault versions`: which documents say nearly the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import click

from itrvault.cli.common import (
    Session,
    TerminalProgress,
    plural,
    printable,
    session_options,
)
from itrvault.cli.families import named
from itrvault.model.document import Document, known_as
from itrvault.model.versions import Link, Relation, Version, groups
from itrvault.vault import Vault


@click.command("versions")
@click.argument("vault")
@click.argument("document", required=False)
@click.option("--again", is_flag=True, help="First compare all documents anew.")
@session_options
def versions_command(session: Session, vault: str, document: str | None, again: bool) -> None:
    """List the documents of VAULT that say nearly the same, or those near to one DOCUMENT.

    The percentage is the share of runs of three words that both have; for a text that lies in
    another, how much of it is there. `itrvault diff` shows the words.
    """
    with session.vault(vault, write=again) as opened:
        versions = opened.store.versions
        if again:
            progress = TerminalProgress(quiet=session.as_json)
            try:
                versions.complete(progress, again=True)
            finally:
                progress.close()
        _tell_missing(versions.missing())
        documents = {each.id: each for each in opened.store.documents.all()}
        if document is not None:
            found = meant(opened, document)
            _one(session, found, versions.of(found.id), documents)
            return
        links = versions.links()
    session.emit(
        {
            "groups": groups(links),
            "links": [
                {
                    "document": link.one,
                    "relation": link.relation,
                    "other": link.other,
                    "similarity": link.similarity,
                }
                for link in links
            ],
        },
        lambda: _print(links, documents),
    )


def versions_json(versions: Sequence[Version]) -> list[dict[str, object]]:
    """Give what other documents are to one."""
    return [
        {
            "relation": version.relation,
            "other": version.document,
            "similarity": version.similarity,
        }
        for version in versions
    ]


def sentences(vault: Vault, versions: Sequence[Version]) -> list[str]:
    """Say what other documents are to one."""
    get = vault.store.documents.get
    return [version.sentence(known_as(get(version.document))) for version in versions]


def meant(vault: Vault, reference: str) -> Document:
    """The document that is meant; of a bare symbol the newest revision, as `show` takes it."""
    documents = vault.store.documents
    return named(documents.all(), reference) or documents.get(reference)


def _one(
    session: Session,
    document: Document,
    versions: Sequence[Version],
    documents: Mapping[str, Document],
) -> None:
    def show() -> None:
        if not versions:
            click.echo(
                f"No other document says nearly the same as {printable(known_as(document))}."
            )
        for version in versions:
            click.echo(
                f"{version.document[:8]}  "
                + printable(version.sentence(known_as(documents[version.document])))
            )

    session.emit({"document": document.id, "versions": versions_json(versions)}, show)


def _print(links: Sequence[Link], documents: Mapping[str, Document]) -> None:
    if not links:
        click.echo("No two documents of this vault say nearly the same.")
        return
    order = {key: row for row, key in enumerate(documents)}
    best = {frozenset((link.one, link.other)): link for link in links}
    found = [sorted(group, key=order.__getitem__) for group in groups(links)]
    if found:
        count = sum(map(len, found))
        counted = f"{plural(count, 'document')} in {plural(len(found), 'group')}"
        click.echo(f"{counted} of nearly the same text:")
    for number, members in enumerate(sorted(found, key=lambda each: order[each[0]])):
        if number:
            click.echo("")
        for at, key in enumerate(members):
            near = [
                (link.percent, -other)
                for other, before in enumerate(members[:at])
                if (link := best.get(frozenset((before, key)))) is not None
                and link.relation is Relation.VERSION
            ]
            said = ""
            if near:
                percent, other = max(near)
                to = f" of {printable(known_as(documents[members[-other]]))}" if other else ""
                said = f"  {percent} %{to}"
            click.echo(f"  {key[:8]}  {printable(known_as(documents[key]))}{said}")
    parts = [link for link in links if link.relation is Relation.PART]
    if parts:
        click.echo("Texts that lie in others:")
    for link in parts:
        click.echo(
            f"  {link.one[:8]}  {printable(known_as(documents[link.one]))}  "
            f"{link.percent} % in {link.other[:8]} {printable(known_as(documents[link.other]))}"
        )


def _tell_missing(missing: int) -> None:
    if missing:
        click.echo(
            f"{plural(missing, 'document')} of this vault not compared yet; the next import does "
            "it, or --again.",
            err=True,
        )
