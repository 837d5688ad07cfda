"""A provision in force beside everything that is proposed for it, and who proposes what.

Proposals of the same words are one reading, whoever made them and in whichever papers they stand.
The words of a reading are compared with those of the base text; where a document's own redlines
start from other words than the base has, that is said, not passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from itrvault.model.bracket import Fork
from itrvault.model.concordance import OtherNumber
from itrvault.model.document import Document
from itrvault.model.proposal import Proposal, Verb, Wording
from itrvault.model.provision import Part, PartKind, Provision, TreatyText
from itrvault.model.settlement import Settlement
from itrvault.text.word_diff import Kind, WordDiff, diff, text_of
from itrvault.text.words import tokens
from itrvault.treaty.moves import Move, find_moves

_KEEPING = (Verb.NOC, Verb.NO_TEXT)


@dataclass(frozen=True, slots=True)
class Sourced:
    """A proposal and the document it stands in. `newer` is the revision that took its place.

    `settlement` is what a person settled of it. The numbers in `proposal` are those of the base
    text; `printed` says which stand in the paper where those are others (number of the base text
    to printed one).
    """

    document: Document
    proposal: Proposal
    newer: Document | None = None
    settlement: Settlement | None = None
    printed: tuple[tuple[str, str], ...] = ()


@dataclass
class Reading:
    """Proposals that would have a provision read the same. `text` is "" where it would go.

    `diff` compares `against` (left) with it, where both are there (`compared`). `against` is the
    base text, or what a document's own redlines start from when that is in another language.
    `bases` are the text in force and what a document of its language starts from instead.
    """

    verb: Verb
    text: str
    sources: list[Sourced] = field(default_factory=list)
    against: str = ""
    compared: bool = False
    bases: list[tuple[str, str]] = field(default_factory=list)

    @property
    def authors(self) -> list[str]:
        """The codes of all who propose it, each once, in order."""
        return sorted({code for each in self.sources for code in each.proposal.authors})

    @cached_property
    def other_base(self) -> bool:
        """Whether a document's own redlines start from other words than the text in force has."""
        return any(not diff([base], [own]).same for base, own in dict.fromkeys(self.bases))

    @cached_property
    def diff(self) -> WordDiff | None:
        """Worked out when it is first looked at: of hundreds of readings a few are."""
        return diff([self.against], [self.text]) if self.compared else None

    @cached_property
    def moves(self) -> tuple[Move, ...]:
        """Words that only change their place: in `against`, and in `text`."""
        if self.diff is None:
            return ()
        return find_moves(self.diff, self.against, self.text)

    @property
    def disputed(self) -> frozenset[str]:
        """Those of them whose it is only by one of several claims."""
        sure = {
            code
            for each in self.sources
            if not each.proposal.disputed
            for code in each.proposal.authors
        }
        return frozenset(self.authors) - sure

    @property
    def unknown(self) -> bool:
        """Whether one of its sources says not by whom it is."""
        return any(not each.proposal.authors for each in self.sources)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A provision of the base text (None where it is new), and its readings.

    `forks` are where the base text and the papers branch, `elsewhere` its numbers in other
    numberings of the treaty.
    """

    number: str
    part: Part | None
    base: Provision | None
    readings: tuple[Reading, ...]
    forks: tuple[Fork, ...] = ()
    elsewhere: tuple[OtherNumber, ...] = ()


def compare(
    number: str, treaty: TreatyText | None, sourced: Iterable[Sourced], language: str = ""
) -> Comparison:
    """What is proposed for the provision with this margin number ("31A"), the most shared first.

    A proposal on a whole article counts for each provision of it. `language` is the base text's.
    """
    part, base = _of_base(number, treaty)
    readings = _grouped(number, part, base, sourced, language)
    for reading in readings:
        reading.compared = bool(reading.against and reading.text) and reading.verb not in _KEEPING
    readings.sort(
        key=lambda one: (one.verb in _KEEPING, -len(one.authors), one.verb, one.authors, one.text),
    )
    return Comparison(number, part, base, tuple(readings))


def _grouped(
    number: str,
    part: Part | None,
    base: Provision | None,
    sourced: Iterable[Sourced],
    language: str,
) -> list[Reading]:
    """The readings of a provision, not compared with anything yet."""
    readings: dict[tuple[Verb, tuple[str, ...]], Reading] = {}
    for each in sourced:
        foreign = bool(language) and each.document.language not in ("", language)
        for verb, text, before in _readings(number, part, each.proposal):
            key = verb, tuple(word for word, _, _ in tokens(text))
            reading = readings.setdefault(key, Reading(verb, text))
            reading.sources.append(each)
            own = before if before != text else ""
            if foreign:
                reading.against = reading.against or own
            elif base is not None:
                reading.against = base.text
                if own:
                    reading.bases.append((base.text, own))
    return list(readings.values())


def redline(reading: Reading) -> list[tuple[Kind, str]]:
    """The words of a reading, and those of the base that go, in order; blanks are words of both."""
    if reading.diff is None:
        return [(Kind.EQUAL, " ".join(reading.text.split()))] if reading.text else []
    parts: list[tuple[Kind, str]] = []
    last = Kind.EQUAL
    for stretch in reading.diff.stretches:
        gone = stretch.kind is Kind.DELETED
        text = reading.against if gone else reading.text
        places = stretch.left if gone else stretch.right
        start = places[0].start if places else 0
        apart = text[start : start + 1].isspace() or text[max(0, start - 1) : start].isspace()
        if stretch.kind is Kind.INSERTED and last is Kind.DELETED:
            apart = False  # one takes the place of the other
        last = stretch.kind
        if apart and parts:
            parts.append((Kind.EQUAL, " "))
        parts.append((stretch.kind, " ".join(text_of([text], places).split())))
    return parts


def marked(reading: Reading, signs: Mapping[Kind, tuple[str, str]]) -> str:
    """A reading with the words that go and come between signs, such as [-so-] and {+so+}."""
    parts = []
    for kind, words in redline(reading):
        before, after = signs.get(kind, ("", ""))
        parts.append(f"{before}{words}{after}")
    return "".join(parts)


@dataclass(frozen=True, slots=True)
class Positions:
    """Who proposes what: a row a provision, a column an author.

    `cells` holds the verbs an author gives for a provision. `together` says of two authors how
    many readings they share. `disputed` are the cells of which others say that they are not by
    that author; `unknown` are the verbs of proposals that nothing says whose they are.
    """

    numbers: tuple[str, ...]
    authors: tuple[str, ...]
    cells: dict[tuple[str, str], tuple[Verb, ...]]
    together: dict[tuple[str, str], int]
    disputed: frozenset[tuple[str, str]] = frozenset()
    unknown: dict[str, tuple[Verb, ...]] = field(default_factory=dict)


def positions(
    treaty: TreatyText | None, sourced: Sequence[Sourced], language: str = ""
) -> Positions:
    """The positions in proposals that no revision has taken the place of."""
    current = [each for each in sourced if each.newer is None]
    cells: dict[tuple[str, str], list[Verb]] = {}
    together: dict[tuple[str, str], int] = {}
    by_number: dict[str, list[Sourced]] = {}
    sure: set[tuple[str, str]] = set()
    unknown: dict[str, list[Verb]] = {}
    for each in current:
        for number in numbers_of(each.proposal, treaty):
            by_number.setdefault(number, []).append(each)
            if not each.proposal.disputed:
                sure.update((number, code) for code in each.proposal.authors)
            if not each.proposal.authors and each.proposal.verb not in unknown.get(number, ()):
                unknown.setdefault(number, []).append(each.proposal.verb)
    for number, mine in by_number.items():
        part, base = _of_base(number, treaty)
        for reading in _grouped(number, part, base, mine, language):
            for author in reading.authors:
                verbs = cells.setdefault((number, author), [])
                if reading.verb not in verbs:
                    verbs.append(reading.verb)
            named = [code for code in reading.authors if code not in reading.disputed]
            for at, one in enumerate(named):
                for other in named[at + 1 :]:
                    together[one, other] = together.get((one, other), 0) + 1
    return Positions(
        tuple(sorted(by_number, key=in_order)),
        tuple(sorted({author for _, author in cells})),
        {key: tuple(verbs) for key, verbs in cells.items()},
        together,
        frozenset(cells) - sure,
        {number: tuple(verbs) for number, verbs in unknown.items()},
    )


def numbers_of(proposal: Proposal, treaty: TreatyText | None) -> list[str]:
    """The margin numbers a proposal touches; those of a whole article of the base text, too."""
    numbers = [one.target.number for one in proposal.wordings if one.target.number]
    if not numbers and proposal.target.number:
        numbers = list(proposal.target.numbers)
    if not numbers and treaty is not None and not proposal.doubt:
        numbers = [
            provision.number
            for part, provision in treaty.provisions()
            if provision.number and _is(part, proposal)
        ]
    return list(dict.fromkeys(numbers))


def in_order(number: str) -> tuple[int, str]:
    """To sort margin numbers: 31, 31A, 32."""
    found = re.match(r"(\d+)(.*)", number)
    return (int(found[1]), found[2]) if found is not None else (0, number)


def _of_base(number: str, treaty: TreatyText | None) -> tuple[Part | None, Provision | None]:
    if treaty is not None:
        for part, provision in treaty.provisions():
            if provision.number == number:
                return part, provision
    return None, None


def _readings(number: str, part: Part | None, proposal: Proposal) -> list[tuple[Verb, str, str]]:
    """Verb, new text and old text a proposal gives for a provision; [] when it is on others."""
    own = [one for one in proposal.wordings if one.target.number == number]
    if own:
        return [(proposal.verb, _text(proposal, one), one.before) for one in own]
    whole = not any(one.target.number for one in proposal.wordings) and not proposal.target.number
    on_part = whole and not proposal.doubt and part is not None and _is(part, proposal)
    if on_part or number in proposal.target.numbers:
        return [(proposal.verb, "", "")]
    return []


def _text(proposal: Proposal, wording: Wording) -> str:
    if proposal.verb in (Verb.SUP, Verb.MOVED_AWAY):
        return ""
    return wording.text


def _is(part: Part, proposal: Proposal) -> bool:
    target = proposal.target
    return (
        target.kind is part.kind
        and part.number in target.parts
        and part.kind in (PartKind.ARTICLE, PartKind.PREAMBLE)
    )
