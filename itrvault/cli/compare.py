"""`itrvault compare`: a provision in force beside all that is proposed for it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from itrvault.cli.common import Session, plural, printable, session_options
from itrvault.cli.concordance import other_json, said_elsewhere
from itrvault.cli.provisions import named, where, where_json
from itrvault.cli.redlines import in_colour
from itrvault.cli.versions import meant
from itrvault.model.bracket import Branch, Fork
from itrvault.model.document import known_as
from itrvault.model.proposal import Verb
from itrvault.negotiation import Negotiation, read_negotiation
from itrvault.negotiation.handout import said_by, settled_words, write_handout
from itrvault.text.word_diff import Kind
from itrvault.treaty.comparing import Comparison, Reading, Sourced, marked

_PLAIN = {Kind.DELETED: ("[-", "-]"), Kind.INSERTED: ("{+", "+}")}
_COLOUR = {Kind.DELETED: ("\x1b[31;9m", "\x1b[0m"), Kind.INSERTED: ("\x1b[32;4m", "\x1b[0m")}


@click.command("compare")
@click.argument("vault")
@click.argument("number", required=False)
@click.option("--base", metavar="DOCUMENT", help="The text in force (default: found by itself).")
@click.option("--out", metavar="FILE", help="Write a paper to hand round (.html or .docx).")
@click.option("--overwrite", is_flag=True, help="Replace FILE.")
@session_options
def compare_command(
    session: Session,
    vault: str,
    number: str | None,
    base: str | None,
    out: str | None,
    *,
    overwrite: bool,
) -> None:
    """Show the provision NUMBER (as in the margin, "31A") and what is proposed for it.

    Proposals of the same words stand together. Against the base text: [-what goes-] {+what comes+}.
    With --out and without NUMBER, all on which anything is proposed.
    """
    if number is None and out is None:
        raise click.UsageError("Name a provision, such as 31A, or a file for all with --out.")
    with session.vault(vault) as opened:
        found = read_negotiation(opened, meant(opened, base).id if base else "")
    if number is not None:
        chosen = [found.compare(number.upper())]
    else:
        subjects = [each for section in found.sections for each in section.subjects if each.count]
        chosen = [found.compare_subject(each) for each in subjects]
    if out is None:
        session.emit(_json(chosen[0], found), lambda: _print(chosen[0], found))
        return
    write_handout(found, chosen, Path(out), overwrite=overwrite)
    readings = sum(len(each.readings) for each in chosen)
    session.emit(
        {"path": out, "subjects": len(chosen), "readings": readings},
        lambda: click.echo(f"{plural(readings, 'reading')} written to {printable(out)}."),
    )


def _json(comparison: Comparison, found: Negotiation) -> dict[str, object]:
    base = comparison.base
    return {
        "base": found.in_force.id,
        "number": comparison.number,
        "part": named(comparison.part) if comparison.part else "",
        "text": base.text if base else "",
        "place": where_json(base.place, found.names[found.in_force.id]) if base else None,
        "elsewhere": [other_json(one) for one in comparison.elsewhere],
        "readings": [
            {
                "verb": reading.verb,
                "text": reading.text,
                "redline": marked(reading, _PLAIN),
                "moved": [each.words for each in reading.moves],
                "authors": reading.authors,
                "disputed": sorted(reading.disputed),
                "unknown": reading.unknown,
                "other_base": reading.other_base,
                "sources": [_source_json(each, found) for each in reading.sources],
            }
            for reading in comparison.readings
        ],
        "forks": [_fork_json(fork, found) for fork in comparison.forks],
    }


def _fork_json(fork: Fork, found: Negotiation) -> dict[str, object]:
    return {
        "document": fork.document,
        "branches": [
            {
                "label": each.label,
                "option": each.option,
                "verb": each.verb,
                "text": each.text,
                "positions": [
                    {"stance": one.stance, "parties": list(one.parties), "stated": one.stated}
                    for one in each.positions
                ],
                "place": where_json(each.place, found.names[fork.document]),
                "forks": [_fork_json(inner, found) for inner in each.forks],
            }
            for each in fork.branches
        ],
    }


def _source_json(each: Sourced, found: Negotiation) -> dict[str, object]:
    return {
        "document": each.document.id,
        "symbol": each.document.symbol,
        "identifier": each.proposal.identifier,
        "option": each.proposal.option,
        "authors": list(each.proposal.authors),
        "printed_authors": list(each.proposal.printed or each.proposal.authors),
        "disputed": each.proposal.disputed,
        "settled": each.settlement.id if each.settlement else "",
        "printed_numbers": dict(each.printed),
        "newer": each.newer.id if each.newer else "",
        "reasons": each.proposal.reasons,
        "place": where_json(each.proposal.place, found.names[each.document.id]),
    }


def _print(comparison: Comparison, found: Negotiation) -> None:
    colour = in_colour()
    if comparison.base is not None and comparison.part is not None:
        title = f"{named(comparison.part)}  {comparison.part.title}".rstrip()
        head = f"{comparison.number} {comparison.base.paragraph}".rstrip()
        click.echo(printable(title))
        click.echo(printable(f"    {head}  {comparison.base.text}"))
        click.echo(f"    in force: {printable(known_as(found.in_force))}")
        if comparison.elsewhere:
            click.echo(printable(f"    elsewhere: {said_elsewhere(comparison.elsewhere)}"))
    elif comparison.readings:
        click.echo(
            f"{printable(comparison.number)} is not in {printable(known_as(found.in_force))}."
        )
    for reading in comparison.readings:
        _print_reading(reading, found, colour=colour)
    _print_forks(comparison.forks, found)
    if not comparison.readings:
        click.echo(f"Nothing is proposed for {printable(comparison.number)}.")


def _print_reading(reading: Reading, found: Negotiation, *, colour: bool) -> None:
    verb, _, who = said_by(reading).partition(" – ")
    click.echo(f"\n{printable(verb)}  {printable(who)}")
    # The words first, made safe for a terminal; the signs after that, which are ours.
    text = printable(marked(reading, _PLAIN))
    if colour:
        for kind, (before, after) in _PLAIN.items():
            text = text.replace(before, _COLOUR[kind][0]).replace(after, _COLOUR[kind][1])
    if text:
        click.echo(f"    {text}")
    elif reading.verb in (Verb.SUP, Verb.MOVED_AWAY):
        click.echo("    (to be taken out)")
    for move in reading.moves:
        click.echo(f"    Moved, not new: {printable(move.words)}")
    if reading.other_base:
        click.echo("    The redline in the document starts from other words than the base has.")
    click.echo(f"    {'; '.join(_sources(reading.sources, found))}")
    for reasons in dict.fromkeys(each.proposal.reasons for each in reading.sources):
        if reasons:
            click.echo(f"    Reasons: {printable(reasons)}")


def _print_forks(forks: Sequence[Fork], found: Negotiation) -> None:
    """Where the texts branch: each alternative with those who stand for and against it."""
    for fork in forks:
        sourced = (each.document for each in found.sourced if each.document.id == fork.document)
        document = next(sourced, found.in_force)
        page = where(fork.place, found.names[fork.document])
        click.echo(f"\n{printable(f'Branches in {known_as(document)} {page}'.rstrip())}")
        for depth, _, branch in fork.walk():
            stances = "; ".join(
                f"{'/'.join(one.parties)} {one.stance.value}" for one in branch.positions
            )
            head = ", ".join(filter(None, (_label(branch), branch.verb, stances))) or "no names"
            click.echo(printable(f"    {'    ' * depth}{head}: {branch.text or 'no text'}"))


def _label(branch: Branch) -> str:
    """What a branch is called, where it is not just who proposes it."""
    return branch.label if branch.option or not branch.positions else ""


def _sources(sources: Sequence[Sourced], found: Negotiation) -> list[str]:
    said = []
    for each in sources:
        proposal = each.proposal
        name = f"option {proposal.option}" if proposal.option else proposal.identifier
        page = where(proposal.place, found.names[each.document.id])
        old = " (newer revision there)" if each.newer else ""
        old += f" ({settled_words(each)})" if each.settlement is not None else ""
        old += "".join(f" (printed as {printed})" for _, printed in each.printed)
        symbol = each.document.symbol or each.document.name
        said.append(printable(" ".join(filter(None, (name, "in", symbol, page))) + old))
    return said
