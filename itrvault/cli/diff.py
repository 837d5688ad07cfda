"""`itrvault diff`: where two documents differ, word by word."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass

import click

from itrvault.cli.common import Session, plural, printable, session_options
from itrvault.cli.versions import meant
from itrvault.model.document import Document, Unit, known_as
from itrvault.model.geometry import FlowLayout
from itrvault.text.hunks import CONTEXT, Hunk, hunks
from itrvault.text.places import paragraph_at
from itrvault.text.word_diff import (
    Kind,
    Place,
    Stretch,
    WordDiff,
    Wording,
    diff_units,
    text_of,
)
from itrvault.vault import Vault


@dataclass(frozen=True)
class Side:
    """One of the two documents, read."""

    document: Document
    units: Sequence[Unit]

    @property
    def texts(self) -> list[str]:
        """The texts of its units."""
        return [unit.text for unit in self.units]

    def where(self, place: Place) -> str:
        """Say a place as a citation does: "page 12", "section Article 7, paragraph 31"."""
        if not self.units:
            return "no text"
        unit = self.units[place.unit]
        said = f"{unit.kind} {unit.label}"
        number = self.paragraph(place)
        return said if number is None else f"{said}, paragraph {number}"

    def paragraph(self, place: Place) -> int | None:
        """The number of the paragraph of a place in flowing text; None on a page."""
        layout = self.units[place.unit].layout if self.units else None
        found = paragraph_at(layout, place.start) if isinstance(layout, FlowLayout) else None
        return None if found is None else found.number

    def as_json(self, places: Sequence[Place]) -> list[dict[str, object]]:
        """Give places, counting units from 1 as `show` does."""
        return [
            {
                "unit": place.unit + 1,
                "label": self.units[place.unit].label,
                "paragraph": self.paragraph(place),
                "start": place.start,
                "end": place.end,
            }
            for place in places
            if self.units
        ]


@click.command("diff")
@click.argument("vault")
@click.argument("one")
@click.argument("other")
@click.option(
    "--proposed",
    "wording",
    flag_value=Wording.PROPOSED,
    help="Leave out the words that redlines delete.",
)
@click.option(
    "--original",
    "wording",
    flag_value=Wording.ORIGINAL,
    help="Leave out the words that redlines insert.",
)
@click.option("--ignore-case", is_flag=True, help="Pass over case and accents, too.")
@click.option(
    "--context",
    type=click.IntRange(0, 100_000),
    default=CONTEXT,
    show_default=True,
    metavar="N",
    help="Letters of the words around a change.",
)
@click.option(
    "--color/--no-color", "colour", default=None, help="Red and green (default: at a terminal)."
)
@session_options
def diff_command(
    session: Session,
    vault: str,
    one: str,
    other: str,
    wording: str | None,
    ignore_case: bool,
    context: int,
    colour: bool | None,
) -> None:
    """Show where the documents ONE and OTHER differ: [-only in ONE-] {+only in OTHER+}.

    Line breaks, hyphens at line ends, running heads that repeat, and forms of quotation marks and
    dashes make no difference. Of a document with redlines all words count, those it deletes too,
    unless --proposed or --original is given.
    """
    with session.vault(vault) as opened:
        left, right = _read(opened, one), _read(opened, other)
    found = diff_units(
        left.units, right.units, wording=Wording(wording or Wording.MARKED), fold=ignore_case
    )
    session.emit(
        _as_json(found, left, right),
        lambda: _print(found, left, right, hunks(found, right.texts, context), colour),
    )


def _read(vault: Vault, reference: str) -> Side:
    document = meant(vault, reference)
    return Side(document, vault.store.documents.units(document.id))


def _as_json(found: WordDiff, left: Side, right: Side) -> dict[str, object]:
    return {
        "one": left.document.id,
        "other": right.document.id,
        "same": found.same,
        "similarity": round(found.similarity, 4),
        "words": [found.left_words, found.right_words],
        "deleted": found.count(Kind.DELETED),
        "inserted": found.count(Kind.INSERTED),
        "running_heads_passed_over": list(found.passed_over),
        "changes": [
            {
                "kind": change.kind,
                "words": change.words,
                "text": _text(change, left, right),
                "one": left.as_json(change.left),
                "other": right.as_json(change.right),
            }
            for change in found.changes
        ],
    }


def _text(stretch: Stretch, left: Side, right: Side) -> str:
    if stretch.kind is Kind.DELETED:
        return text_of(left.texts, stretch.left)
    return text_of(right.texts, stretch.right)


def _print(
    found: WordDiff, left: Side, right: Side, shown: Sequence[Hunk], colour: bool | None
) -> None:
    click.echo(f"--- {printable(known_as(left.document))}")
    click.echo(f"+++ {printable(known_as(right.document))}")
    click.echo(_summary(found, left, right))
    coloured = sys.stdout.isatty() if colour is None else colour
    texts = right.texts
    for hunk in shown:
        here, there = left.where(hunk.left), right.where(hunk.right)
        click.echo(f"\n@@ {printable(here)} | {printable(there)}")
        parts = [printable(text_of(texts, hunk.before))]
        for each in hunk.stretches:
            said = printable(_text(each, left, right))
            parts += [_coloured(each.kind, said) if coloured else _plain(each.kind, said)]
        parts.append(printable(text_of(texts, hunk.after)))
        click.echo(" ".join(part for part in parts if part), color=coloured)


def _summary(found: WordDiff, left: Side, right: Side) -> str:
    empty = [known_as(side.document) for side, count in
             ((left, found.left_words), (right, found.right_words)) if not count]  # fmt: skip
    if empty:
        said = f"There is no text to compare in {printable(' and '.join(empty))}."
    elif found.same:
        said = f"Both say the same, word for word ({plural(found.left_words, 'word')})."
    else:
        deleted, inserted = found.count(Kind.DELETED), found.count(Kind.INSERTED)
        said = (
            f"{int(found.similarity * 1000) / 10} % of the words are the same in both; "
            f"{deleted:,} only in the first, {inserted:,} only in the second."
        )
    heads = sum(found.passed_over)
    if heads:
        said += f" Passed over: {plural(heads, 'repeated running head')} and page numbers."
    return said


def _plain(kind: Kind, text: str) -> str:
    marks = {Kind.DELETED: ("[-", "-]"), Kind.INSERTED: ("{+", "+}")}
    before, after = marks.get(kind, ("", ""))
    return f"{before}{text}{after}"


def _coloured(kind: Kind, text: str) -> str:
    if kind is Kind.DELETED:
        return click.style(text, fg="red", strikethrough=True)
    return click.style(text, fg="green") if kind is Kind.INSERTED else text
