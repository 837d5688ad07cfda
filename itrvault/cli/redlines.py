"""Redlines in the terminal: what is inserted and deleted, by whom and when."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import click

from itrvault.cli.common import plural, printable
from itrvault.model.document import Redline, RedlineKind, Unit

_SIGNS = {RedlineKind.INSERTED: ("{+", "+}"), RedlineKind.DELETED: ("[-", "-]")}
_SHOWN = 60
"""Code points of a change in the list under a page."""
_END = "¶"
"""Stands for the end of a paragraph that came or went."""


def in_colour() -> bool:
    """Whether words are coloured: at a terminal, unless NO_COLOR asks for none."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def marked_lines(unit: Unit, *, colour: bool) -> Iterator[str]:
    """The lines of a unit with its changes.

    Inserted words are underlined and green, deleted ones struck and red; without colour they stand
    as {+so+} and [-so-]. What was inserted and deleted again is both.
    """
    line: list[str] = []
    text = unit.text.rstrip()
    for start, end, kinds in _stretches(len(text), unit.redlines):
        parts = text[start:end].split("\n")
        for place, part in enumerate(parts):
            if place < len(parts) - 1:
                line.append(_shown(part + _END if kinds else part, kinds, colour=colour))
                yield "".join(line)
                line = []
            else:
                line.append(_shown(part, kinds, colour=colour))
    yield "".join(line)


def _shown(text: str, kinds: frozenset[RedlineKind], *, colour: bool) -> str:
    text = printable(text)  # a stranger's text must not steer the terminal
    if not (text and kinds):
        return text
    if colour:
        struck = RedlineKind.DELETED in kinds
        return click.style(
            text, fg="red" if struck else "green", strikethrough=struck,
            underline=RedlineKind.INSERTED in kinds,
        )  # fmt: skip
    for kind in RedlineKind:
        if kind in kinds:
            before, after = _SIGNS[kind]
            text = f"{before}{text}{after}"
    return text


def _stretches(
    length: int, redlines: Sequence[Redline]
) -> Iterator[tuple[int, int, frozenset[RedlineKind]]]:
    """(start, end, what the redlines say) of each stretch between their ends."""
    edges = {0, length}
    for line in redlines:
        edges |= {min(line.start, length), min(line.end, length)}
    waiting = sorted(redlines, key=lambda line: line.start, reverse=True)
    here: list[Redline] = []
    for start, end in pairwise(sorted(edges)):
        while waiting and waiting[-1].start <= start:
            here.append(waiting.pop())
        here = [line for line in here if line.end > start]
        yield start, end, frozenset(line.kind for line in here)


def change_lines(unit: Unit) -> Iterator[str]:
    """Each change of a unit on a line: its sign, author, time and words."""
    for line in unit.redlines:
        words = " ".join(unit.text[line.start : line.end].replace("\n", f"{_END} ").split())
        words = words if len(words) <= _SHOWN else words[: _SHOWN - 1] + "…"
        sign = "+" if line.kind is RedlineKind.INSERTED else "-"
        who = "  ".join(part for part in (named(line), moment(line.date)) if part)
        yield printable(f"  {sign} {words or _END}   {who}".rstrip())


def named(line: Redline) -> str:
    """The author of a change, or where it comes from when nobody is named."""
    return line.author or ("drawn on the page" if line.drawn else "no author named")


def moment(date: str) -> str:
    """A date of a file as a person writes it, to the minute; as it stands when it is no date."""
    day, _, time = date.partition("T")
    return f"{day} {time[:5]}".strip() if len(day) == len("2012-11-30") else date


@dataclass(slots=True)
class Share:
    """What one author changed. Words are counted as they are written, between blanks."""

    insertions: int = 0
    deletions: int = 0
    words_inserted: int = 0
    words_deleted: int = 0
    dates: list[str] = field(default_factory=list)

    def add(self, line: Redline, text: str) -> None:
        """Count a change."""
        words = len(text[line.start : line.end].split())
        if line.kind is RedlineKind.INSERTED:
            self.insertions += 1
            self.words_inserted += words
        else:
            self.deletions += 1
            self.words_deleted += words
        if line.date:
            self.dates.append(line.date)


def shares(units: Iterable[Unit]) -> dict[str, Share]:
    """Author, as `named` says it, to what they changed; who changed most comes first."""
    found: dict[str, Share] = {}
    for unit in units:
        for line in unit.redlines:
            found.setdefault(named(line), Share()).add(line, unit.text)
    order = sorted(found, key=lambda name: (-found[name].insertions - found[name].deletions, name))
    return {name: found[name] for name in order}


def summary_lines(units: Sequence[Unit]) -> Iterator[str]:
    """How much was changed, and by whom."""
    by_author = shares(units)
    if not by_author:
        yield "No redlines: nothing is inserted or deleted here."
        return
    yield "Changes by author:"
    width = max(map(len, by_author))
    for name, share in by_author.items():
        said = (
            f"{plural(share.insertions, 'insertion')} ({plural(share.words_inserted, 'word')}), "
            f"{plural(share.deletions, 'deletion')} ({plural(share.words_deleted, 'word')})"
        )
        first, last = (moment(f(share.dates))[:10] if share.dates else "" for f in (min, max))
        when = "" if not first else f"  {first}" if first == last else f"  {first} to {last}"
        yield printable(f"  {name:{width}}  {said}{when}")


def summary_json(units: Iterable[Unit]) -> list[dict[str, object]]:
    """The same for programs."""
    return [
        {
            "author": name,
            "insertions": share.insertions,
            "deletions": share.deletions,
            "words_inserted": share.words_inserted,
            "words_deleted": share.words_deleted,
            "first": min(share.dates, default=""),
            "last": max(share.dates, default=""),
        }
        for name, share in shares(units).items()
    ]
