"""`itrvault provisions`: the articles, paragraphs and margin numbers of a treaty."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence

import click

from itrvault.cli.common import Session, plural, printable, session_options
from itrvault.cli.concordance import other_json, said_elsewhere
from itrvault.cli.versions import meant
from itrvault.model.concordance import OtherNumber
from itrvault.model.document import Document, Unit, UnitKind, known_as
from itrvault.model.provision import Part, PartKind, Place, Provision, TreatyText
from itrvault.negotiation import UnitName
from itrvault.treaty.concordance import Concordance, numbering_of
from itrvault.treaty.provisions import find_provisions


@click.command("provisions")
@click.argument("vault")
@click.argument("document")
@click.option("--doubtful", is_flag=True, help="Only those a person should look at.")
@session_options
def provisions_command(session: Session, vault: str, document: str, *, doubtful: bool) -> None:
    """List the provisions of DOCUMENT, a treaty: number, place and text of each.

    Numbers in the margin are found even where they are glued to the text. One that is damaged or
    lost is marked; nothing is left out.
    """
    with session.vault(vault) as opened:
        found = meant(opened, document)
        units = opened.store.documents.units(found.id)
        concordance = Concordance(opened.store.concordance.all())
    treaty = find_provisions(units)
    elsewhere = _Elsewhere(concordance, numbering_of(treaty))
    chosen = [
        (part, provision)
        for part, provision in treaty.provisions()
        if provision.doubt or not doubtful
    ]
    session.emit(
        {
            "document": found.id,
            "numbering": elsewhere.numbering,
            "parts": [_part_json(part, elsewhere) for part in treaty.parts],
            "provisions": [_json(treaty, part, one, units, elsewhere) for part, one in chosen],
            "missing": list(treaty.missing),
        },
        lambda: _print(found, treaty, chosen, units, elsewhere),
    )


class _Elsewhere:
    """What the numbers of a text are in other numberings; nothing when its own is not known."""

    def __init__(self, concordance: Concordance, numbering: str) -> None:
        self._concordance = concordance
        self.numbering = numbering

    def of(self, number: str) -> tuple[OtherNumber, ...]:
        """Those of a number, or of a part ("Article 5B")."""
        if not self.numbering or not number:
            return ()
        return self._concordance.others(self.numbering, number)

    def differing(self, number: str) -> str:
        """Those that are not the same number, for a line."""
        others = [one for one in self.of(number) if one.number != number]
        return f"  = {said_elsewhere(others)}" if others else ""


def numbered(provision: Provision) -> str:
    """Its numbers as they stand there: "31 3.4", "2 1.1 a)", "" for none."""
    letter = f"{provision.letter})" if provision.letter else ""
    return " ".join(filter(None, (provision.number, provision.paragraph, letter)))


def named(part: Part) -> str:
    """Say which part it is: "Article 5A", "Annex II, Article 3"."""
    name = f"{part.kind.value.capitalize()} {part.number}".strip()
    within = f"{part.within[:1].upper()}{part.within[1:]}"
    return f"{within}, {name}" if within else name


def _part_json(part: Part, elsewhere: _Elsewhere) -> dict[str, object]:
    others = () if part.within else elsewhere.of(named(part))
    return {
        "kind": part.kind, "number": part.number, "title": part.title, "within": part.within,
        "provisions": len(part.provisions), "elsewhere": [other_json(one) for one in others],
    }  # fmt: skip


def _json(
    treaty: TreatyText,
    part: Part,
    provision: Provision,
    units: Sequence[Unit],
    elsewhere: _Elsewhere,
) -> dict[str, object]:
    return {
        "number": provision.number,
        "paragraph": provision.paragraph,
        "letter": provision.letter,
        "part": treaty.parts.index(part),
        "text": provision.text,
        "doubt": provision.doubt,
        "elsewhere": [other_json(one) for one in elsewhere.of(provision.number)],
        "place": where_json(provision.place, units),
    }


def _print(
    document: Document,
    treaty: TreatyText,
    chosen: Sequence[tuple[Part, Provision]],
    units: Sequence[Unit],
    elsewhere: _Elsewhere,
) -> None:
    if not treaty.parts:
        click.echo(f"{printable(known_as(document))} holds no articles of a treaty.")
        return
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 0
    room = 10 if any(unit.kind is UnitKind.PAGE for unit in units) else 0
    shown: Part | None = None
    for part, one in chosen:
        if part is not shown:
            shown = part
            other = "" if part.within else elsewhere.differing(named(part))
            click.echo(f"{named(part)}  {printable(part.title)}".rstrip() + printable(other))
        doubt = f" [{one.doubt.value}]" if one.doubt else ""
        head = f"    {numbered(one):<14}{where(one.place, units):<{room}}"
        doubt += elsewhere.differing(one.number)
        line = printable(f"{head}{one.text}{doubt}").rstrip()
        click.echo(f"{line[: width - 1]}…" if 0 < width < len(line) else line)
    articles = sum(part.kind is PartKind.ARTICLE for part in treaty.parts)
    total = sum(1 for _ in treaty.provisions())
    click.echo(f"{plural(articles, 'article')}, {plural(total, 'provision')}.")
    if treaty.missing:
        numbers = ", ".join(treaty.missing)
        click.echo(f"Not found in the document: {numbers} (perhaps taken out by a conference).")


def where_json(place: Place, units: Sequence[Unit | UnitName]) -> dict[str, object]:
    """Give a place as `show --json` counts: units from 0, code points of their text."""
    return {
        "unit": place.unit, "label": units[place.unit].label, "start": place.start,
        "end_unit": place.end_unit, "end": place.end,
    }  # fmt: skip


def where(place: Place, units: Sequence[Unit | UnitName]) -> str:
    """The pages; a section is named after what stands in it, which is said anyway."""
    if units[place.unit].kind is not UnitKind.PAGE:
        return ""
    first, last = units[place.unit].label, units[place.end_unit].label
    return f"p. {first}" if first == last else f"pp. {first}-{last}"
