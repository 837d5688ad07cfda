"""`itrvault assess`: judge what a marked passage would do to a right."""

from __future__ import annotations

from typing import Any

import click

from itrvault.cli.annotations import risk_json
from itrvault.cli.common import Command, Session, session_options
from itrvault.errors import InvalidValue, NotYourAssessment
from itrvault.model.annotation import (
    CONFIDENCES,
    LEVELS,
    Annotation,
    Answer,
    RiskAssessment,
    Stance,
    ThreePartTest,
)
from itrvault.model.judgement import Changes
from itrvault.negotiation import Negotiations
from itrvault.negotiation.placing import Lies, Placing
from itrvault.rights.assessment import PARTS, answers, may_change
from itrvault.rights.taxonomy import load_taxonomy
from itrvault.vault import Vault


def _test_options(function: Command) -> Command:
    """Give a command the answers of the three-part test and their reasons."""
    for part in reversed(PARTS):
        name = part.name
        function = click.option(f"--{name}-why", default=None, help=f"Why: {part.title.lower()}.")(
            function
        )
        function = click.option(
            f"--{name}",
            type=click.Choice([answer.value for answer in Answer if answer]),
            default=None,
            help=f"{part.title}? (test of ICCPR 19(3))",
        )(function)
    return function


@click.command("assess")
@click.argument("vault")
@click.argument("annotation", required=False)
@click.option("--update", "updated", metavar="ID", help="Change this judgement (yours).")
@click.option("--right", default=None, help="A risk of the taxonomy, such as privacy.")
@click.option("--article", "articles", multiple=True, help="Article at stake (default: all its).")
@click.option("--severity", type=click.Choice(LEVELS), default=None)
@click.option("--likelihood", type=click.Choice(LEVELS), default=None)
@click.option(
    "--stance",
    type=click.Choice([stance.value for stance in Stance]),
    default=None,
    help="Default: risk.",
)
@click.option("--rationale", default=None, help="The reasons; required for a new one.")
@click.option("--confidence", type=click.Choice(CONFIDENCES[1:]), default=None)
@click.option("--affected", multiple=True, help="Who is affected; may be given several times.")
@_test_options
@click.option(
    "--provision",
    default=None,
    help="What it is about, such as 31A (default: what the passage lies in).",
)
@click.option(
    "--proposal", default=None, help="Such as RUS/27/7 (default: the one the passage lies in)."
)
@click.option("--assessor", default="", help="Name to write to it (default: none).")
@session_options
def assess_command(
    session: Session,
    vault: str,
    annotation: str | None,
    updated: str | None,
    assessor: str,
    **given: Any,
) -> None:
    """Assess the passage ANNOTATION (the id that annotate printed) in VAULT.

    A new judgement needs a right, a severity, a likelihood and its reasons. Each assessor has their
    own of a passage; --update changes one, only where it is given.
    """
    if (annotation is None) == (updated is None):
        raise click.UsageError("Give the passage to assess, or --update with a judgement's id.")
    needed = ("right", "severity", "likelihood", "rationale")
    missing = [f"--{name}" for name in needed if given[name] is None]
    if updated is None and missing:
        raise click.UsageError(f"A new judgement needs {', '.join(missing)}.")
    values = _given(given)
    with session.vault(vault, write=True) as opened:
        if updated is not None:
            before = opened.store.risks.get(updated)
            risk = _update(opened, before, values, _test(given, before.test), assessor)
        else:
            assert annotation is not None
            marked = opened.store.annotations.get(annotation)
            risk = _add(opened, marked, values, _test(given, ThreePartTest()), assessor)
    done = "Changed" if updated else "Assessed"
    words = f"severity {LEVELS[risk.severity]}, likelihood {LEVELS[risk.likelihood]}"
    session.emit(risk_json(risk), lambda: click.echo(f"{done}: {risk.right}, {words}."))


def _add(
    vault: Vault, marked: Annotation, values: Changes, test: ThreePartTest, assessor: str
) -> RiskAssessment:
    categories = {category.id: category for category in load_taxonomy()}
    values.setdefault("articles", categories[values["right"]].articles)
    values.setdefault("stance", Stance.RISK)
    if "provision" not in values and "proposal" not in values:
        lies = lies_of(vault, marked)
        values["provision"], values["proposal"] = lies.provision, lies.proposal
    fields: Any = values  # a new one has what `needed` says
    return vault.store.risks.add(marked.id, **fields, test=test, assessor=assessor)


def _update(
    vault: Vault, before: RiskAssessment, values: Changes, test: ThreePartTest, assessor: str
) -> RiskAssessment:
    if not may_change(before, assessor):
        raise NotYourAssessment(assessor=before.assessor or "somebody who gave no name")
    values["test"] = test
    vault.store.risks.update(before.id, **values, author=assessor)
    return vault.store.risks.get(before.id)


def lies_of(vault: Vault, marked: Annotation) -> Lies:
    """Say what a passage is about, as far as its place and its words tell."""
    units = vault.store.documents.units(marked.document)
    placing = Placing(Negotiations(vault).read())
    return placing.about(marked.document, marked.anchor, units)


def _given(options: dict[str, Any]) -> Changes:
    values = Changes()
    right = options["right"]
    known = [category.id for category in load_taxonomy()]
    if right is not None:
        if right not in known:
            reason = f"the taxonomy has {', '.join(known)}"
            raise InvalidValue(value=right, field="right", reason=reason)
        values["right"] = right
    if options["articles"]:
        values["articles"] = options["articles"]
    if options["severity"]:
        values["severity"] = LEVELS.index(options["severity"])
    if options["likelihood"]:
        values["likelihood"] = LEVELS.index(options["likelihood"])
    if options["stance"]:
        values["stance"] = Stance(options["stance"])
    if options["rationale"] is not None:
        values["rationale"] = options["rationale"]
    if options["confidence"]:
        values["confidence"] = CONFIDENCES.index(options["confidence"])
    if options["affected"]:
        values["affected"] = options["affected"]
    if options["provision"] is not None:
        values["provision"] = options["provision"]
    if options["proposal"] is not None:
        values["proposal"] = options["proposal"]
    return values


def _test(options: dict[str, Any], before: ThreePartTest) -> ThreePartTest:
    """The answers given, and those that were there for what is not asked now."""
    fields: dict[str, Any] = {}
    for part, answer, why in answers(before):
        given, reason = options[part.name], options[f"{part.name}_why"]
        fields[part.name] = answer if given is None else Answer(given)
        fields[f"{part.name}_why"] = why if reason is None else reason
    return ThreePartTest(**fields)
