"""`itrvault assess`: judge what a marked passage would do to a right."""

from __future__ import annotations

import click

from itrvault.cli.annotations import risk_json
from itrvault.cli.common import Session, session_options
from itrvault.errors import InvalidValue
from itrvault.model.annotation import LEVELS, Stance
from itrvault.rights.taxonomy import load_taxonomy


@click.command("assess")
@click.argument("vault")
@click.argument("annotation")
@click.option("--right", required=True, help="A risk of the taxonomy, such as privacy.")
@click.option("--article", "articles", multiple=True, help="Article at stake (default: all its).")
@click.option("--severity", type=click.Choice(LEVELS), required=True)
@click.option("--likelihood", type=click.Choice(LEVELS), required=True)
@click.option(
    "--stance",
    type=click.Choice([stance.value for stance in Stance]),
    default="risk",
    show_default=True,
)
@click.option("--rationale", required=True, help="The reasons; required.")
@click.option("--assessor", default="", help="Name to write to it (default: none).")
@session_options
def assess_command(
    session: Session,
    vault: str,
    annotation: str,
    right: str,
    articles: tuple[str, ...],
    severity: str,
    likelihood: str,
    stance: str,
    rationale: str,
    assessor: str,
) -> None:
    """Assess the passage ANNOTATION (the id that annotate printed) in VAULT."""
    categories = {category.id: category for category in load_taxonomy()}
    if right not in categories:
        known = ", ".join(categories)
        raise InvalidValue(value=right, field="right", reason=f"the taxonomy has {known}")
    with session.vault(vault, write=True) as opened:
        marked = opened.store.annotations.get(annotation)
        risk = opened.store.risks.add(
            marked.id,
            right=right,
            articles=articles or categories[right].articles,
            severity=LEVELS.index(severity),
            likelihood=LEVELS.index(likelihood),
            stance=Stance(stance),
            rationale=rationale,
            assessor=assessor,
        )
    session.emit(
        risk_json(risk),
        lambda: click.echo(f"Assessed: {right}, severity {severity}, likelihood {likelihood}."),
    )
