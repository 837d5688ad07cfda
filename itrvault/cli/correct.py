"""`itrvault correct`: set a fact about a document by hand."""

from __future__ import annotations

import click

from itrvault.cli.common import Session, printable, session_options
from itrvault.cli.documents import as_json
from itrvault.model.document import FACT_FIELDS


@click.command("correct")
@click.argument("vault")
@click.argument("document")
@click.argument("field", type=click.Choice(FACT_FIELDS))
@click.argument("value")
@session_options
def correct_command(session: Session, vault: str, document: str, field: str, value: str) -> None:
    """Set FIELD of DOCUMENT to VALUE; an empty VALUE returns to what the document says."""
    with session.vault(vault, write=True) as opened:
        found = opened.store.documents.get(document)
        opened.store.documents.set_fact(found.id, field, value)
        corrected = opened.store.documents.get(found.id)
    fact = corrected.facts[field]
    session.emit(
        as_json(corrected),
        lambda: click.echo(f"{field}: {printable(fact.value) or 'unknown'} ({fact.source})"),
    )
