"""`itrvault agreement`: how far assessors agree, where they differ, and what they settle."""

from __future__ import annotations

from pathlib import Path

import click

from itrvault.cli.common import Session, plural, print_table, printable, session_options
from itrvault.errors import InvalidValue
from itrvault.judging.agreeing import Agreeing, look_at_agreement, settle_right, settle_tags
from itrvault.judging.names import right_name
from itrvault.judging.tables import aliases, of_agreement, write_csv
from itrvault.model.annotation import LEVELS, Stance
from itrvault.rights.coding import TagAgreement
from itrvault.rights.disagreements import About, Disagreement, Said
from itrvault.vault import Vault


@click.command("agreement")
@click.argument("vault")
@click.option("--assessor", "assessors", multiple=True, help="Compare these (default: everybody).")
@click.option("--disagreements", "listed", is_flag=True, help="List who says what, where.")
@click.option("--csv", "csv_path", metavar="FILE", default=None, help="Write the figures here.")
@click.option("--names", is_flag=True, help="With --csv: write the assessors' names, too.")
@click.option(
    "--settle",
    metavar="ID",
    default=None,
    help="A judgement to settle on, or a passage whose tags are settled.",
)
@click.option("--severity", type=click.Choice(LEVELS), default=None, help="With --settle.")
@click.option(
    "--stance", type=click.Choice([one.value for one in Stance]), default=None,
    help="With --settle.",
)  # fmt: skip
@click.option("--tag", "tags", multiple=True, help="With --settle: a tag the passage is to have.")
@click.option("--note", default="", help="With --settle: the reasons found together.")
@click.option("--author", default="", help="With --settle: who writes it down (default: nobody).")
@session_options
def agreement_command(
    session: Session,
    vault: str,
    assessors: tuple[str, ...],
    listed: bool,
    csv_path: str | None,
    names: bool,
    settle: str | None,
    severity: str | None,
    stance: str | None,
    tags: tuple[str, ...],
    note: str,
    author: str,
) -> None:
    """Say how far the assessors of VAULT agree on tags and judgements.

    For tags: Krippendorff's alpha on characters and for unitizing, Cohen's kappa of each two, over
    the documents that two or more tagged. For judgements: alpha of severity (ordinal) and of stance
    (nominal). 1 is agreement without exception, 0 what chance gives.
    """
    with session.vault(vault, write=settle is not None) as opened:
        found = look_at_agreement(opened, assessors)
        if settle is not None:
            level = LEVELS.index(severity) if severity else None
            choice = Stance(stance) if stance else None
            _settle(opened, found, settle, level, choice, tags, note, author)
            found = look_at_agreement(opened, assessors)
        paths = opened.store.tags.paths()
        quotes = {
            one.annotations[0]: opened.store.annotations.get(one.annotations[0]).anchor.exact
            for one in (found.differing if listed else ())
        }
        symbols = {one.id: one.symbol or one.title for one in opened.store.documents.all()}
    if csv_path:
        write_csv(of_agreement(found, paths.__getitem__, names=names), Path(csv_path))
    answer = _json(found, paths)
    if listed:
        answer["disagreements"] = [_differing_json(one, paths, quotes) for one in found.differing]
    session.emit(answer, lambda: _print(found, paths, quotes if listed else None, symbols))


def _settle(
    vault: Vault,
    found: Agreeing,
    key: str,
    severity: int | None,
    stance: Stance | None,
    tags: tuple[str, ...],
    note: str,
    author: str,
) -> None:
    for one in found.differing:
        judgements = [said.verdict.risk for said in one.said if said.verdict is not None]
        if one.about is About.RIGHT and key in judgements:
            settle_right(
                vault, one, key, note, severity=severity, stance=stance, author=author
            )  # fmt: skip
            return
        if one.about is About.TAG and key in one.annotations:
            chosen = [vault.store.tags.by_path(path).id for path in tags]
            settle_tags(vault, one, chosen, note, author=author)
            return
    reason = "nobody differs about it; --disagreements lists what is open"
    raise InvalidValue(value=key, field="id", reason=reason)


def _json(found: Agreeing, paths: dict[str, str]) -> dict[str, object]:
    figures = found.agreement
    return {
        "assessors": list(found.compared),
        "documents": figures.documents,
        "characters": figures.characters,
        "tags": [_tag_json(one, paths[one.tag]) for one in figures.tags],
        "overall": _tag_json(figures.overall, "") if figures.overall is not None else None,
        "severity": figures.severity,
        "stance": figures.stance,
        "judged": figures.judged,
        "open": found.open,
    }


def _tag_json(one: TagAgreement, path: str) -> dict[str, object]:
    return {
        "tag": path,
        "alpha": one.alpha,
        "alpha_unitizing": one.alpha_u,
        "kappas": [
            {"one": pair[0], "other": pair[1], "kappa": value} for pair, value in one.kappas.items()
        ],
        "characters": dict(one.marked),
    }


def _differing_json(
    one: Disagreement, paths: dict[str, str], quotes: dict[str, str]
) -> dict[str, object]:
    return {
        "about": one.about,
        "subject": paths.get(one.subject, one.subject),
        "document": one.document,
        "annotations": list(one.annotations),
        "quote": quotes[one.annotations[0]],
        "said": [
            {
                "assessor": said.who,
                "tagged": said.tagged if one.about is About.TAG else None,
                "marked": said.marked,
                "judgement": said.verdict.risk if said.verdict else "",
                "severity": LEVELS[said.verdict.severity] if said.verdict else "",
                "stance": said.verdict.stance if said.verdict else "",
            }
            for said in one.said
        ],
        "settled": one.settled,
    }


def _print(
    found: Agreeing,
    paths: dict[str, str],
    quotes: dict[str, str] | None,
    symbols: dict[str, str],
) -> None:
    if len(found.compared) < 2:
        click.echo("Nobody to compare: it takes two assessors who tagged or judged.")
        return
    table = of_agreement(found, paths.__getitem__, names=True)
    print_table(table.headings, table.rows)
    figures = found.agreement
    click.echo(
        f"Tags in {plural(figures.documents, 'document')} "
        f"({plural(figures.characters, 'character')}); {figures.judged:,} rights at passages that "
        "two or more judged."
    )
    called = aliases(found.compared, names=True)
    for one in found.differing if quotes is not None else ():
        assert quotes is not None
        what = paths.get(one.subject) or right_name(one.subject)
        state = "  settled" if one.settled else ""
        click.echo(f"{printable(symbols[one.document])}  {printable(what)}{state}")
        click.echo(f"    “{printable(' '.join(quotes[one.annotations[0]].split()))}”")
        for said in one.said:
            key = said.verdict.risk if said.verdict else said.annotation
            click.echo(f"    {printable(called[said.who])}: {said_words(one, said)}  {key}")
    click.echo(f"{plural(found.open, 'disagreement')} to settle.", err=True)


def said_words(one: Disagreement, said: Said) -> str:
    """What somebody says, in words."""
    if one.about is About.TAG:
        if said.tagged:
            return "has the tag"
        return "marked it without the tag" if said.marked else "did not mark it"
    if said.verdict is None:
        return "did not judge this right"
    return f"{said.verdict.stance}, severity {LEVELS[said.verdict.severity]}"
