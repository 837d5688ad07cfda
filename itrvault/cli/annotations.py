"""`itrvault annotations`: what has been marked and judged."""

from __future__ import annotations

import click

from itrvault.cli.common import Session, printable, session_options
from itrvault.cli.selection import selection_options
from itrvault.export.gather import Selection, choose
from itrvault.model.annotation import CONFIDENCES, LEVELS, Annotation, RiskAssessment
from itrvault.rights.assessment import answers
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
        risks: dict[str, list[RiskAssessment]] = {}
        for risk in opened.store.risks.all():
            risks.setdefault(risk.annotation, []).append(risk)
    session.emit(rows, lambda: _print(rows, risks))


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
        "confidence": CONFIDENCES[risk.confidence],
        "affected": list(risk.affected),
        "test": {
            part.name: {"answer": answer, "why": why} for part, answer, why in answers(risk.test)
        },
        "provision": risk.provision,
        "proposal": risk.proposal,
        "assessor": risk.assessor,
        "created": risk.created,
        "modified": risk.modified,
    }


def risk_lines(risk: RiskAssessment) -> list[str]:
    """Say an assessment in lines for a terminal."""
    known = f", confidence {CONFIDENCES[risk.confidence]}" if risk.confidence else ""
    by = f" ({risk.assessor})" if risk.assessor else ""
    articles = f" ({', '.join(risk.articles)})" if risk.articles else ""
    lines = [
        f"{risk.stance}: {risk.right}{articles}, severity {LEVELS[risk.severity]}, "
        f"likelihood {LEVELS[risk.likelihood]}{known}: {risk.rationale}{by}"
    ]
    about = " ".join(part for part in (risk.provision, risk.proposal) if part)
    if about:
        lines.append(f"about: {about}")
    if risk.affected:
        lines.append(f"affected: {'; '.join(risk.affected)}")
    lines += [
        f"{part.title.lower()}: {': '.join(filter(None, (answer, why)))}"
        for part, answer, why in answers(risk.test)
        if answer or why
    ]
    return lines


def _print(rows: list[dict[str, object]], risks: dict[str, list[RiskAssessment]]) -> None:
    for row in rows:
        name = row["symbol"] or row["title"]
        click.echo(f"{row['id']}  {printable(str(name))}  {printable(str(row['page']))}")
        click.echo(f"    “{printable(' '.join(str(row['quote']).split()))}”")
        if row["note"]:
            click.echo(f"    note: {printable(str(row['note']))}")
        tags = row["tags"]
        if isinstance(tags, list) and tags:
            click.echo(f"    tags: {printable(', '.join(tags))}")
        for risk in risks.get(str(row["id"]), ()):
            first, *more = risk_lines(risk)
            click.echo(f"    {printable(' '.join(first.split()))}")
            for line in more:
                click.echo(f"        {printable(' '.join(line.split()))}")
    click.echo(f"{len(rows)} annotations", err=True)
