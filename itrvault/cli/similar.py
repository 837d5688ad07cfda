"""`itrvault similar`: passages like one."""

from __future__ import annotations

import click

from itrvault import finding
from itrvault.cli.annotate import anchor_of
from itrvault.cli.common import Session, session_options
from itrvault.cli.search import as_json, ensure_index, show
from itrvault.cli.show import pick
from itrvault.finding import Source
from itrvault.vault import Vault


@click.command("similar")
@click.argument("vault")
@click.argument("document")
@click.option("--page", metavar="N", help="The page or section, by its label or its number.")
@click.option("--quote", help="The passage, as it stands there (default: the whole page).")
@click.option("--limit", type=click.IntRange(1, 250), default=20, show_default=True)
@session_options
def similar_command(
    session: Session,
    vault: str,
    document: str,
    page: str | None,
    quote: str | None,
    limit: int,
) -> None:
    """Find passages like a page of DOCUMENT, or like the words QUOTE in it.

    Copies of it come first, then what is on the same subject. The score says how much of the
    passage is there, from 0 to 1.
    """
    if page is None and quote is None:
        raise click.UsageError("Give --page N, or --quote TEXT, or both.")
    ensure_index(session, vault)
    with session.vault(vault) as opened:
        alike = finding.similar(opened, _source(opened, document, page, quote), limit=limit)
    answer = as_json(alike.result) | {"query": "", "passage": alike.quoted}
    session.emit(answer, lambda: show(alike.result, {}, explain=True))


def _source(vault: Vault, document: str, page: str | None, quote: str | None) -> Source:
    found = vault.store.documents.get(document)
    if quote is not None:
        anchor = anchor_of(vault, found, quote, page)
        return Source(found.id, anchor.unit, anchor.start, anchor.end)
    assert page is not None
    return Source(found.id, pick(vault.store.documents.units(found.id), found, page).number)
