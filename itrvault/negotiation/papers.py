"""What is read of one document, together with what people settled about it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from itrvault.model.bracket import Bracket
from itrvault.model.document import Unit, UnitKind
from itrvault.model.proposal import Proposal
from itrvault.model.provision import Place, TreatyText
from itrvault.model.settlement import Settlement
from itrvault.text.relocating import locate
from itrvault.treaty.brackets import find_brackets
from itrvault.treaty.proposals import PaperRead, Ruled, read_paper
from itrvault.treaty.provisions import find_provisions

_OR = re.compile(r"\s*(?:[/,;]|and/or|or|ou|et/ou|o|y/o|или|أو|或)?\s*", re.IGNORECASE)
"""What stands between brackets that are alternatives of one another."""
_WORDS = 160
"""Code points of a passage that are kept to be shown."""


@dataclass(frozen=True, slots=True)
class UnitName:
    """What a page or section is called, and how many code points its text has."""

    kind: UnitKind
    label: str
    length: int


@dataclass(slots=True)
class Paper:
    """What was read of one document. `treaty` is None until somebody asked for it.

    `lost` are settlements whose passage is not in the document any more; `words` what stands at
    places that somebody has to look at. `brackets` are the outermost ones, in order, and `beside`
    the places of those that stand right behind another one, as its alternative.
    """

    read: PaperRead
    names: tuple[UnitName, ...]
    settlements: tuple[Settlement, ...]
    lost: tuple[Settlement, ...] = ()
    words: dict[Place, str] = field(default_factory=dict)
    brackets: tuple[Bracket, ...] = ()
    beside: frozenset[Place] = frozenset()
    treaty: TreatyText | None = None

    @property
    def proposals(self) -> tuple[Proposal, ...]:
        """What it proposes."""
        return self.read.proposals


def read_document(
    units: Sequence[Unit], settlements: Sequence[Settlement] = (), *, treaty: bool
) -> Paper:
    """Read all of a document."""
    rulings, lost = placed(units, settlements)
    read = read_paper(units, rulings)
    texts = {unit.number: unit.text for unit in units}
    doubtful = [one.place for one in read.proposals if one.doubt]
    bracketed = (treaty or bool(read.proposals)) and any("[" in unit.text for unit in units)
    brackets = tuple(find_brackets(units)) if bracketed else ()
    return Paper(
        read,
        tuple(UnitName(unit.kind, unit.label, len(unit.text)) for unit in units),
        tuple(settlements),
        tuple(lost),
        {place: _words(texts, place) for place in (*read.unread, *doubtful)},
        brackets,
        frozenset(_beside(brackets, texts)),
        find_provisions(units) if treaty else None,
    )


def _beside(brackets: Sequence[Bracket], texts: dict[int, str]) -> Iterator[Place]:
    """The places of brackets with nothing but "or" between them and the one before."""
    for one, other in pairwise(brackets):
        same = one.place.end_unit == other.place.unit and one.closed
        between = texts[other.place.unit][one.place.end : other.place.start]
        if same and one.place.end <= other.place.start and _OR.fullmatch(between):
            yield other.place
    for each in brackets:
        yield from _beside(each.inner, texts)


def placed(
    units: Sequence[Unit], settlements: Iterable[Settlement]
) -> tuple[list[Ruled], list[Settlement]]:
    """Where what was settled stands now, and what stands nowhere any more."""
    rulings: list[Ruled] = []
    lost: list[Settlement] = []
    texts = [unit.text for unit in units]
    for each in settlements:
        found = locate(each.anchor, texts)
        if found is None:
            lost.append(each)
        else:
            place = Place(found.unit, found.start, found.end_unit, found.end)
            rulings.append(Ruled(each, place))
    return rulings, lost


def _words(texts: dict[int, str], place: Place) -> str:
    text = texts[place.unit]
    end = place.end if place.end_unit == place.unit else len(text)
    words = " ".join(text[place.start : min(end, place.start + 2 * _WORDS)].split())
    return f"{words[: _WORDS - 1]}…" if len(words) > _WORDS else words
