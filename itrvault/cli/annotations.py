"""`itrvault annotations`: what has been marked and judged."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import click

from itrvault.cli.common import Session, plural, printable, session_options
from itrvault.cli.selection import selection_options
from itrvault.export.gather import Selection, choose
from itrvault.model.annotation import (
    COLOURS,
    CONFIDENCES,
    LEVELS,
    AnchorKind,
    Annotation,
    RiskAssessment,
)
from itrvault.model.document import Document
from itrvault.model.history import Step, StepKind
from itrvault.model.link import EndKind, Link
from itrvault.rights.assessment import answers
from itrvault.rights.changes import change_words
from itrvault.text.fold import fold
from itrvault.vault import Vault


@click.command("annotations")
@click.argument("vault")
@click.option("--colour", type=click.Choice(list(COLOURS)), help="In this colour.")
@click.option("--text", default="", help="With these words in the quotation or the note.")
@click.option("--state", type=click.Choice(["check", "done"]), help="In this state.")
@click.option("--important", is_flag=True, help="Marked as important.")
@click.option("--unplaced", is_flag=True, help="Whose words are not in the text as it is now.")
@click.option("--history", metavar="ID", help="What was done with this one, instead of a list.")
@selection_options
@session_options
def annotations_command(
    session: Session, vault: str, selection: Selection, *, colour: str | None, text: str,
    state: str | None, important: bool, unplaced: bool, history: str | None,
) -> None:  # fmt: skip
    """List the marked passages of VAULT with notes, tags, risk assessments and links."""
    if history is not None:
        with session.vault(vault) as opened:
            steps = opened.store.annotations.history(history)
        session.emit([step_json(step) for step in steps], lambda: print_history(steps))
        return
    wanted = fold(text)
    with session.vault(vault) as opened:
        order = opened.store.annotations.all()
        chosen = {annotation.id for annotation in choose(opened, selection)}
        kept = [
            each
            for each in order
            if each.id in chosen
            and (colour is None or each.colour == colour)
            and (state is None or each.state.value == state)
            and (not important or each.important)
            and (not unplaced or each.unplaced)
            and (not wanted or wanted in fold(f"{each.anchor.exact}\n{each.note}"))
        ]
        told = Told(opened)
        rows = [told.as_json(annotation) for annotation in kept]
    session.emit(rows, lambda: _print(rows, told.risks))


class Told:
    """Annotations with the words for their places and tags; what they share is read once."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._paths = vault.store.tags.paths()
        self.risks: dict[str, list[RiskAssessment]] = {}
        for risk in vault.store.risks.all():
            self.risks.setdefault(risk.annotation, []).append(risk)
        self._links: dict[str, list[Link]] = {}
        for link in vault.store.links.all():
            for end in (link.origin, link.target):
                if end.kind is EndKind.ANNOTATION:
                    self._links.setdefault(end.value, []).append(link)
        self._documents: dict[str, tuple[Document, Sequence[str]]] = {}

    def as_json(self, annotation: Annotation) -> dict[str, object]:
        """Give an annotation with all that is on it."""
        store, anchor = self._vault.store, annotation.anchor
        if annotation.document not in self._documents:
            found = store.documents.get(annotation.document)
            self._documents[annotation.document] = found, store.documents.labels(found.id)
        document, labels = self._documents[annotation.document]
        unit = anchor.unit
        answer: dict[str, object] = {
            "id": annotation.id,
            "document": document.id,
            "symbol": document.symbol,
            "title": document.title,
            "kind": anchor.kind.value,
            # The document may have fewer pages than the vault's maker says, or than it once had.
            "page": labels[unit] if unit < len(labels) else str(unit + 1),
            "number": annotation.number,
            "quote": anchor.exact,
            "placed": not annotation.unplaced,
            "colour": annotation.colour,
            "important": annotation.important,
            "state": annotation.state.value,
            "note": annotation.note,
            "tags": [self._paths[tag] for tag in annotation.tags if tag in self._paths],
            "author": annotation.author,
            "created": annotation.created,
            "modified": annotation.modified,
            "risks": [risk_json(risk) for risk in self.risks.get(annotation.id, ())],
            "links": [_link_json(link) for link in self._links.get(annotation.id, ())],
        }
        if anchor.kind is AnchorKind.REGION:
            box = anchor.rects[0][1]
            answer["region"] = [round(edge, 2) for edge in (box.x0, box.y0, box.x1, box.y1)]
        return answer


def as_json(vault: Vault, annotation: Annotation) -> dict[str, object]:
    """Give one annotation with the words for its places and tags."""
    return Told(vault).as_json(annotation)


def _link_json(link: Link) -> dict[str, object]:
    return {
        "id": link.id, "relation": link.relation.value, "origin": str(link.origin),
        "target": str(link.target), "note": link.note,
    }  # fmt: skip


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
        place = "" if row["kind"] == "document" else f"  {printable(str(row['page']))}"
        marks = "  important" if row["important"] else ""
        marks += {"check": "  to look at again", "done": "  done"}.get(str(row["state"]), "")
        click.echo(f"{row['id']}  {printable(str(name))}{place}{marks}")
        words = printable(" ".join(str(row["quote"]).split()))
        what = {"page": "the whole page", "document": "the whole document"}.get(str(row["kind"]))
        if row["kind"] == "region":
            what = f"region {', '.join(map(str, cast('list[float]', row['region'])))}"
        click.echo(
            f"    {what or ''}{': ' if what and words else ''}{f'“{words}”' if words else ''}"
        )
        if not row["placed"]:
            click.echo("    These words are not in the text as it is now; place it by hand.")
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
        links = row["links"]
        for link in links if isinstance(links, list) else ():
            click.echo(
                f"    link: {printable(link['origin'])} {link['relation']} "
                f"{printable(link['target'])}"
            )
    click.echo(plural(len(rows), "annotation"), err=True)


def step_json(step: Step) -> dict[str, object]:
    """Give a step of an annotation's history."""
    return {
        "time": step.time,
        "author": step.author,
        "label": step.label,
        "kind": step.kind.value,
        "changes": [
            {
                "of": change.kind.value, "id": change.subject, "field": change.name or change.field,
                "before": change.before, "after": change.after,
            }
            for change in step.changes
        ],
    }  # fmt: skip


def print_history(steps: Sequence[Step]) -> None:
    """Print what was done with an annotation, the latest first."""
    for step in steps:
        how = "" if step.kind is StepKind.DONE else f" ({step.kind.value})"
        by = f"  {printable(step.author)}" if step.author else ""
        click.echo(f"{step.time}{by}  {printable(step.label)}{how}")
        for change in step.changes:
            words = change_words(change)
            if words:
                click.echo(f"    {printable(words)}")
