"""`itrvault concordance`: which numbers of two versions of the treaty are the same provision."""

from __future__ import annotations

from collections.abc import Iterable

import click

from itrvault.cli.common import Session, printable, session_options
from itrvault.errors import InvalidValue
from itrvault.model.concordance import OtherNumber
from itrvault.model.settlement import NumberPair
from itrvault.treaty.concordance import Concordance, tidy_number


@click.command("concordance")
@click.argument("vault")
@click.argument("number", required=False)
@click.option(
    "--in", "numbering", metavar="NUMBERING", default="1988", show_default=True,
    help="The numbering of NUMBER: 1988, 2012 (as signed) or 2013 (as published).",
)  # fmt: skip
@click.option(
    "--same-as", nargs=2, metavar="NUMBERING NUMBER", help="NUMBER is this one there, for you."
)
@click.option("--forget", is_flag=True, help="Take what was said by hand of NUMBER out again.")
@click.option("--note", default="", help="How you know it.")
@click.option("--author", default="", help="Name to write to it (default: none).")
@session_options
def concordance_command(
    session: Session, vault: str, number: str | None, *, numbering: str,
    same_as: tuple[str, str] | None, forget: bool, note: str, author: str,
) -> None:  # fmt: skip
    """Show what a number of one version of the treaty is in the others, or all that is known.

    A number is one in the margin (27, 31A) or a part ("Article 5B"). What the program knows comes
    from documents; more can be added with --same-as, and taken out with --forget.
    """
    if number is None and (same_as is not None or forget):
        raise click.UsageError("Name the number.")
    with session.vault(vault, write=same_as is not None or forget) as opened:
        store = opened.store.concordance
        if number is not None and same_as is not None:
            other, own = (tidy_number(same_as[1]), tidy_number(number))
            store.add(numbering, own, same_as[0], other, note=note, author=author)
        if number is not None and forget:
            mine = [one for one in store.all() if _has(one, numbering, tidy_number(number))]
            if not mine:
                reason = "nothing is said of it by hand"
                raise InvalidValue(value=number, field="number", reason=reason)
            for one in mine:
                store.remove(one.id, author=author)
        known = Concordance(store.all())
    if number is None:
        session.emit(_all_json(known), lambda: _print_all(known))
        return
    tidy, others = tidy_number(number), known.others(numbering, number)
    session.emit(
        {
            "numbering": numbering,
            "number": tidy,
            "others": [other_json(one) for one in others],
        },
        lambda: _print(numbering, tidy, others),
    )


def other_json(one: OtherNumber) -> dict[str, object]:
    """A number in another numbering."""
    return {
        "numbering": one.numbering, "number": one.number, "why": one.why, "by_hand": one.by_hand,
    }  # fmt: skip


def said_elsewhere(others: Iterable[OtherNumber]) -> str:
    """The numbers of a provision elsewhere, for one line: "27 (2012), 33 (2013)"."""
    return ", ".join(f"{one.number} ({one.numbering})" for one in others)


def _has(pair: NumberPair, numbering: str, number: str) -> bool:
    ends = ((pair.numbering, pair.number), (pair.other_numbering, pair.other_number))
    return (numbering, number) in ends


def _all_json(known: Concordance) -> dict[str, object]:
    return {
        "numberings": [
            {
                "id": one.id, "title": one.title, "keeps": one.keeps,
                "not_known": list(one.not_known),
            }
            for one in known.numberings
        ],
        "pairs": [
            {"numbering": numbering, "number": number, "other": other_json(other)}
            for numbering, number, other in known.pairs()
        ],
    }  # fmt: skip


def _print(numbering: str, number: str, others: tuple[OtherNumber, ...]) -> None:
    for one in others:
        how = f" – {one.why}" if one.why else ""
        hand = " (by hand)" if one.by_hand else ""
        click.echo(printable(f"{one.number} ({one.numbering}){hand}{how}"))
    if not others:
        click.echo(printable(f"What {number} ({numbering}) is elsewhere is not known."))


def _print_all(known: Concordance) -> None:
    for one in known.numberings:
        kept = f" Numbers of {one.keeps} stay; new ones have letters." if one.keeps else ""
        click.echo(printable(f"{one.id}  {one.title}.{kept}"))
        for sentence in one.not_known:
            click.echo(printable(f"      {sentence}"))
    for numbering, number, other in known.pairs():
        hand = " (by hand)" if other.by_hand else ""
        how = f" – {other.why}" if other.why else ""
        line = f"{number} ({numbering}) = {other.number} ({other.numbering}){hand}{how}"
        click.echo(printable(line))
