"""What proposals are about, in the order of the treaty: its parts, their provisions, new ones.

A provision that only proposals know stands in the article they put it in, where its number belongs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from itrvault.model.proposal import Proposal, ProposalDoubt, Verb, Wording
from itrvault.model.provision import Part, PartKind, Provision, TreatyText
from itrvault.text.words import tokens
from itrvault.treaty.comparing import Comparison, Reading, Sourced, in_order, numbers_of

Key = tuple[PartKind | None, str]

_ORDER = (
    PartKind.PREAMBLE, PartKind.DIVISION, PartKind.ARTICLE, PartKind.APPENDIX, PartKind.ANNEX,
    PartKind.PROTOCOL, PartKind.RESOLUTION, PartKind.RECOMMENDATION, PartKind.OPINION,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Subject:
    """A provision (by its margin number), a whole part (`number` ""), or nothing that is named.

    For nothing named `kind` is None. `base` and `part` are None for what the base text has not.
    """

    number: str
    paragraph: str
    kind: PartKind | None
    of_part: str
    part: Part | None
    base: Provision | None
    sourced: tuple[Sourced, ...]

    def same(self, other: Subject) -> bool:
        """Whether both are about the same, whatever is proposed on it."""
        return self._name == other._name

    @property
    def _name(self) -> tuple[str, PartKind | None, str, str]:
        if self.number:
            return self.number, None, "", ""
        return "", self.kind, self.of_part, self.part.within if self.part is not None else ""

    @property
    def count(self) -> int:
        """How many proposals stand: one printed twice is one, a replaced one none."""
        return len(self.standing())

    def standing(self) -> list[Sourced]:
        """The proposals that no revision took the place of, each once."""
        found: dict[object, Sourced] = {}
        for each in self.sourced:
            if each.newer is None:
                own = each.document.id, each.proposal.place
                found.setdefault(each.proposal.identifier or own, each)
        return list(found.values())


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the treaty: what is proposed for the whole of it, and for each provision."""

    whole: Subject
    provisions: tuple[Subject, ...]

    @property
    def subjects(self) -> tuple[Subject, ...]:
        """The part, then its provisions."""
        return (self.whole, *self.provisions)


def outline(treaty: TreatyText | None, sourced: Iterable[Sourced]) -> tuple[Section, ...]:
    """The parts of the base text and those that are proposed, what names nothing at the end."""
    by_number: dict[str, list[Sourced]] = {}
    by_part: dict[Key, list[Sourced]] = {}
    for each in sourced:
        numbers = numbers_of(each.proposal, treaty)
        for number in numbers:
            by_number.setdefault(number, []).append(each)
        if _on_whole(each.proposal):
            for key in _keys(each.proposal):
                by_part.setdefault(key, []).append(each)
    sections: list[Section] = []
    in_base = set()
    for part in treaty.parts if treaty is not None else ():
        own_key: Key = (part.kind, "" if part.within else part.number)
        whole = by_part.pop(own_key, []) if not part.within else []
        subjects = [
            _of_base(part, one, by_number.get(one.number, ()))
            for one in part.provisions
            if one.number
        ]
        in_base |= {one.number for one in subjects}
        if subjects or whole or part.kind is not PartKind.DIVISION:
            own = Subject("", "", part.kind, part.number, part, None, tuple(whole))
            sections.append(Section(own, tuple(subjects)))
    new = {number: found for number, found in by_number.items() if number not in in_base}
    _insert(sections, new, by_part)
    return tuple(sections)


def compare_whole(subject: Subject, language: str = "") -> Comparison:
    """What is proposed for a whole part, or about nothing that is named."""
    readings: dict[tuple[Verb, tuple[str, ...]], Reading] = {}
    in_force = ""
    if subject.part is not None and subject.kind is not PartKind.ARTICLE:
        in_force = " ".join(one.text for one in subject.part.provisions)
    for each in subject.sourced:
        proposal = each.proposal
        text, before = _joined(proposal.wordings)
        key = proposal.verb, tuple(word for word, _, _ in tokens(text or before))
        reading = readings.setdefault(key, Reading(proposal.verb, text))
        reading.sources.append(each)
        foreign = bool(language) and each.document.language not in ("", language)
        own = before if before != text else ""
        reading.against = reading.against or own or ("" if foreign else in_force)
    for reading in readings.values():
        reading.compared = bool(reading.text and reading.against) and reading.verb is Verb.MOD
    order = sorted(
        readings.values(),
        key=lambda one: (one.verb is Verb.NOC, -len(one.authors), one.verb, one.authors, one.text),
    )
    return Comparison("", subject.part, None, tuple(order))


def _on_whole(proposal: Proposal) -> bool:
    """Whether it is about no single provision."""
    return not proposal.target.number and not any(one.target.number for one in proposal.wordings)


def _keys(proposal: Proposal) -> list[Key]:
    if proposal.doubt is ProposalDoubt.NO_TARGET or proposal.target.kind is None:
        return [(None, "")]
    return [(proposal.target.kind, part) for part in proposal.target.parts]


def _of_base(part: Part, provision: Provision, found: Sequence[Sourced]) -> Subject:
    return Subject(
        provision.number, provision.paragraph, part.kind, part.number, part, provision, tuple(found)
    )


def _insert(
    sections: list[Section], new: dict[str, list[Sourced]], by_part: dict[Key, list[Sourced]]
) -> None:
    """Put what only proposals know where it belongs."""
    grouped: dict[Key, list[Subject]] = {key: [] for key in by_part}
    for number, found in new.items():
        (kind, part), paragraph = _said_of(number, found)
        subject = Subject(number, paragraph, kind, part, None, None, tuple(found))
        grouped.setdefault((kind, part), []).append(subject)
    for key, subjects in grouped.items():
        at = next(
            (n for n, one in enumerate(sections) if _is(one.whole, key)),
            None,
        )
        if at is None:
            whole = Subject("", "", *key, None, None, tuple(by_part.get(key, ())))
            at = _place(sections, key)
            sections.insert(at, Section(whole, ()))
        held = [*sections[at].provisions, *subjects]
        held.sort(key=lambda one: in_order(one.number))
        sections[at] = Section(sections[at].whole, tuple(held))


def _is(whole: Subject, key: Key) -> bool:
    within = whole.part is not None and bool(whole.part.within)
    return not within and (whole.kind, whole.of_part) == key


def _place(sections: Sequence[Section], key: Key) -> int:
    """Where a new part belongs: behind the last that comes before it; nothing named comes last."""
    wanted = _rank(key)
    before = [
        n
        for n, one in enumerate(sections)
        if _rank((one.whole.kind, one.whole.of_part)) <= wanted
        and not (one.whole.part is not None and one.whole.part.within)
    ]
    return before[-1] + 1 if before else 0


def _rank(key: Key) -> tuple[int, tuple[int, str]]:
    kind, number = key
    return (_ORDER.index(kind) if kind is not None else len(_ORDER), in_order(number))


def _said_of(number: str, found: Sequence[Sourced]) -> tuple[Key, str]:
    """The part and the paragraph that most proposals give a new provision."""
    parts: Counter[Key] = Counter()
    paragraphs: Counter[str] = Counter()
    for each in found:
        targets = [one.target for one in each.proposal.wordings] or [each.proposal.target]
        for target in targets:
            if number in target.numbers:
                parts[target.kind, target.part] += 1
                paragraphs[target.paragraph] += 1
    key = parts.most_common(1)[0][0] if parts else (None, "")
    named = [paragraph for paragraph, _ in paragraphs.most_common() if paragraph]
    return key, named[0] if named else ""


def _joined(wordings: Sequence[Wording]) -> tuple[str, str]:
    """All of a proposal's text, and what it was before."""
    text = "\n".join(one.text for one in wordings if one.text)
    before = "\n".join(one.before for one in wordings if one.before)
    return text, re.sub(r"\n{2,}", "\n", before)
