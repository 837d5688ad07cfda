"""`itrvault annotations`: what has been marked and judged."""

from __future__ import annotations

import click

from itrvault.cli.common import Session, printable, session_options
from itrvault.cli.selection import selection_options
from itrvault.export.gather import Selection, choose
from itrvault.model.annotation import LEVELS, Annotation, RiskAssessment
from itrvault.vault import Vault


@click.command("annotations")
@click.argument("vault")
@selection_options
@session_options
def annotations_command(session: Session, vault: str, selection: Selection) -> None:
    """List the marked passages of VAULT with notes, tags and risk assessments."""
    with session.vault(vault) as opened:
        order = opened.store.annotations.all()
        chosen = {annotation.id for annotation in choose(opened, selection)}
        rows = [as_json(opened, annotation) for annotation in order if annotation.id in chosen]
    session.emit(rows, lambda: _print(rows))


def as_json(vault: Vault, annotation: Annotation) -> dict[str, object]:
    """Give an annotation with the words for its places and tags."""
    document = vault.store.documents.get(annotation.document)
    labels = vault.store.documents.labels(document.id)
    unit = annotation.anchor.unit
    paths = vault.store.tags.paths()
    return {
        "id": annotation.id,
        "document": document.id,
        "symbol": document.symbol,
        "title": document.title,
        # The document may have fewer pages than the vault's maker says, or than it once had.
        "page": labels[unit] if unit < len(labels) else str(unit + 1),
        "number": annotation.number,
        "quote": annotation.anchor.exact,
        "colour": annotation.colour,
        "note": annotation.note,
        "tags": [paths[tag] for tag in annotation.tags if tag in paths],
        "author": annotation.author,
        "created": annotation.created,
        "modified": annotation.modified,
        "risks": [risk_json(risk) for risk in vault.store.risks.of_annotation(annotation.id)],
    }


def risk_json(risk: RiskAssessment) -> dict[str, object]:
    """Give an assessment with words for its levels."""
    return {
        "id": risk.id,
        "right": risk.right,
        "articles": list(risk.articles),
        "severity": LEVELS[risk.severity],
        "likelihood": LEVELS[risk.likelihood],
        "stance": risk.stance,
        "rationale": risk.rationale,
        "assessor": risk.assessor,
    }


def _print(rows: list[dict[str, object]]) -> None:
    for row in rows:
        name = row["symbol"] or row["title"]
        click.echo(f"{row['id']}  {printable(str(name))}  {printable(str(row['page']))}")
        click.echo(f"    “{printable(' '.join(str(row['quote']).split()))}”")
        if row["note"]:
            click.echo(f"    note: {printable(str(row['note']))}")
        tags = row["tags"]
        if isinstance(tags, list) and tags:
            click.echo(f"    tags: {printable(', '.join(tags))}")
        risks = row["risks"]
        for risk in risks if isinstance(risks, list) else ():
            click.echo(
                f"    {risk['stance']}: {risk['right']} ({', '.join(risk['articles'])}), "
                f"severity {risk['severity']}, likelihood {risk['likelihood']}: "
                f"{printable(risk['rationale'])}"
            )
    click.echo(f"{len(rows)} annotations", err=True)
