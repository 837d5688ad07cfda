"""What a passage is about: the provision and the proposal it lies in, or those that it cites.

It proposes. What somebody wrote to a judgement goes before it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Generic, NamedTuple, TypeVar

from itrvault.errors import InvalidValue
from itrvault.model.annotation import Anchor
from itrvault.model.citation import CitedAs
from itrvault.model.document import Unit
from itrvault.model.proposal import Proposal, Target
from itrvault.model.provision import Part, PartKind, Place
from itrvault.negotiation.reading import Negotiation
from itrvault.text.words import tokens
from itrvault.treaty.citations import find_citations
from itrvault.treaty.comparing import Sourced
from itrvault.treaty.proponents import codes_of
from itrvault.treaty.targets import read_target

T = TypeVar("T")

_UNIT = 1 << 32
_IDENTIFIER = re.compile(r"([A-Z]{1,5}(?:/[A-Z]{1,5})*)/\d")


class Lies(NamedTuple):
    """What a passage is about; "" and () for what is not known.

    `provision` as people cite it ("31A", "Article 5A"), `proposal` its identifier, `article` the
    part of the treaty ("3", "Appendix 1"), `proponents` their codes.
    """

    provision: str = ""
    proposal: str = ""
    article: str = ""
    proponents: tuple[str, ...] = ()


class Placing:
    """Answers for one reading of a negotiation, many times."""

    def __init__(self, found: Negotiation) -> None:
        self._found = found

    def at(self, document: str, start: tuple[int, int], end: tuple[int, int]) -> Lies:
        """What the passage from (unit, offset) to (unit, offset), half open, lies in."""
        base = self._found.base
        if base is not None and document == base.id:
            inside = self._provisions.at(start, end)
            return Lies() if inside is None else Lies(inside[1], "", inside[0])
        stretch = self._proposals.get(document)
        sourced = stretch.at(start, end) if stretch is not None else None
        if sourced is None:
            return Lies("", "", "", self._of_document.get(document, ()))
        proposal = sourced.proposal
        provision = numbers_in(proposal)[0]
        return Lies(
            provision,
            proposal.identifier,
            self.article_of(provision) or _part_words(proposal.target),
            tuple(code.rstrip("?") for code in proposal.authors)
            or self._of_document.get(document, ()),
        )

    def about(self, document: str, anchor: Anchor, units: Sequence[Unit]) -> Lies:
        """What to write to a judgement of a passage: as `at`, and its words tell more.

        Of a proposal with several provisions the one whose wording the passage is from; outside of
        proposals and the base text the one that the passage cites, if it cites one only.
        """
        start, end = (anchor.unit, anchor.start), (anchor.end_unit, anchor.end)
        stretch = self._proposals.get(document)
        sourced = stretch.at(start, end) if stretch is not None else None
        if sourced is not None:
            lies = self.at(document, start, end)
            provision = _wording_of(sourced.proposal, anchor.exact) or lies.provision
            return lies._replace(provision=provision, article=self.article_of(provision))
        lies = self.at(document, start, end)
        return lies if lies.provision else self._cited(anchor, units)

    def article_of(self, provision: str) -> str:
        """The part that a provision stands in: of "31A" it may be "5A", of "Article 6" it is "6".

        A number that nobody knows stands where the numbers before it do.
        """
        if not provision:
            return ""
        known = self._articles.get(provision)
        if known is None:
            known = self._articles[provision] = self._look_up(provision)
        return known

    def proponents_of(self, proposal: str) -> tuple[str, ...]:
        """The codes of who makes the proposal with this identifier ("RUS/27/7")."""
        known = self._authors.get(proposal)
        if known is None:
            found = _IDENTIFIER.match(proposal.upper())
            known = self._authors[proposal] = tuple(found[1].split("/")) if found else ()
        return known

    @cached_property
    def order(self) -> tuple[str, ...]:
        """The parts of the treaty in their order, as `article_of` names them."""
        return tuple(
            dict.fromkeys(
                _named(section.whole.kind, section.whole.of_part)
                for section in self._found.sections
                if section.whole.kind is not None
            )
        )

    @cached_property
    def numbers(self) -> tuple[str, ...]:
        """The provisions and parts that can be cited, in the order of the treaty."""
        return tuple(
            subject.number or _cited_as(subject.kind, subject.of_part)
            for section in self._found.sections
            for subject in section.subjects
            if subject.kind is not None or subject.number
        )

    @cached_property
    def identifiers(self) -> tuple[str, ...]:
        """The identifiers of all proposals, each once."""
        every = (each.proposal.identifier for each in self._found.sourced)
        return tuple(dict.fromkeys(filter(None, every)))

    # -- what was read, to look things up in ---------------------------------------------------

    @cached_property
    def _provisions(self) -> _Stretches[tuple[str, str]]:
        treaty = self._found.treaty
        spans: list[tuple[Place, tuple[str, str]]] = []
        for part in treaty.parts if treaty is not None else ():
            article = _named(part.kind, part.number)
            for provision in part.provisions:
                name = provision.number or _part_name(part)
                spans.append((provision.place, (article, name)))
            if not part.provisions:
                spans.append((part.place, (article, _part_name(part))))
        return _Stretches(spans)

    @cached_property
    def _proposals(self) -> dict[str, _Stretches[Sourced]]:
        spans: dict[str, list[tuple[Place, Sourced]]] = {}
        for each in self._found.sourced:
            spans.setdefault(each.document.id, []).append((each.proposal.place, each))
        return {document: _Stretches(found) for document, found in spans.items()}

    @cached_property
    def _articles(self) -> dict[str, str]:
        return {
            subject.number: _named(section.whole.kind, section.whole.of_part)
            for section in self._found.sections
            for subject in section.provisions
            if section.whole.kind is not None
        }

    @cached_property
    def _authors(self) -> dict[str, tuple[str, ...]]:
        return {
            each.proposal.identifier: tuple(code.rstrip("?") for code in each.proposal.authors)
            for each in self._found.sourced
            if each.proposal.identifier
        }

    @cached_property
    def _of_document(self) -> dict[str, tuple[str, ...]]:
        """Whose a document is: what lies outside of its proposals is theirs, too."""
        documents = {each.document.id: each.document for each in self._found.sourced}
        return {key: codes_of(one.value("proponent")) for key, one in documents.items()}

    def _look_up(self, provision: str) -> str:
        try:
            target = read_target(provision)
        except InvalidValue:
            return ""
        if target.number:
            known = self._articles.get(target.number)
            if known is not None:
                return known
        if target.kind is not None:
            return _part_words(target)
        figures = re.match(r"\d+", target.number)
        return self._articles.get(figures[0], "") if figures is not None else ""

    def _cited(self, anchor: Anchor, units: Sequence[Unit]) -> Lies:
        proposals: list[str] = []
        provisions: list[str] = []
        for unit in units:
            if not anchor.unit <= unit.number <= anchor.end_unit:
                continue
            first = anchor.start if unit.number == anchor.unit else 0
            last = anchor.end if unit.number == anchor.end_unit else len(unit.text)
            for each in find_citations(unit):
                if each.instrument or not (first <= each.span.start and each.span.end <= last):
                    continue
                if each.cited_as is CitedAs.PROPOSAL:
                    proposals.append(each.value)
                elif each.cited_as is CitedAs.NUMBER:
                    provisions.append(each.value)
                elif each.cited_as is CitedAs.PARAGRAPH:
                    provisions.append(self._by_paragraph.get(each.value, each.value))
                else:
                    provisions.append(f"Article {each.value}")
        proposal = _only(proposals)
        made = [each for each in self._found.sourced if proposal == each.proposal.identifier]
        if proposal and made and not provisions:
            provisions = numbers_in(made[0].proposal)
        provision = _only(provisions)
        article = self.article_of(provision)
        return Lies(provision, proposal, article, self.proponents_of(proposal) if proposal else ())

    @cached_property
    def _by_paragraph(self) -> dict[str, str]:
        return {
            subject.paragraph: subject.number
            for section in self._found.sections
            for subject in section.provisions
            if subject.paragraph and subject.number
        }


class _Stretches(Generic[T]):
    """Stretches of one document, none of which lies in another, with what each stands for."""

    def __init__(self, spans: Iterable[tuple[Place, T]]) -> None:
        ordered = sorted(spans, key=lambda one: (one[0].unit, one[0].start))
        self._starts = [place.unit * _UNIT + place.start for place, _ in ordered]
        self._ends = [place.end_unit * _UNIT + place.end for place, _ in ordered]
        self._held = [held for _, held in ordered]

    def at(self, start: tuple[int, int], end: tuple[int, int]) -> T | None:
        """The one in which a passage begins, else the first that begins in the passage."""
        first = start[0] * _UNIT + start[1]
        at = bisect_right(self._starts, first) - 1
        if at >= 0 and first < self._ends[at]:
            return self._held[at]
        at += 1
        if at < len(self._starts) and self._starts[at] < end[0] * _UNIT + end[1]:
            return self._held[at]
        return None


def numbers_in(proposal: Proposal) -> list[str]:
    """The provisions a proposal is on, as people cite them; [""] when nothing says it."""
    numbers = [one.target.number for one in proposal.wordings if one.target.number]
    if proposal.target.number and proposal.target.number not in numbers:
        numbers.insert(0, proposal.target.number)
    return numbers or [_cited_as(proposal.target.kind, proposal.target.part)]


def _wording_of(proposal: Proposal, quotation: str) -> str:
    """The provision whose wording holds the quotation; "" when it is not one alone."""
    quoted = _words(quotation)
    holding = [
        one.target.number
        for one in proposal.wordings
        if one.target.number and (quoted in _words(one.text) or quoted in _words(one.before))
    ]
    return holding[0] if quoted.strip() and len(holding) == 1 else ""


def _words(text: str) -> str:
    return f" {' '.join(word for word, _, _ in tokens(text))} "


def _only(values: Sequence[str]) -> str:
    """The value that is the only one, or else "": whoever cites two is not about one of them."""
    counted = Counter(values)
    return values[0] if len(counted) == 1 else ""


def _named(kind: PartKind | None, number: str) -> str:
    """An article by its number alone, other parts by what they are."""
    if kind is None or kind is PartKind.ARTICLE:
        return number
    return f"{kind.value.capitalize()} {number}".strip()


def _cited_as(kind: PartKind | None, number: str) -> str:
    return f"{kind.value.capitalize()} {number}".strip() if kind is not None else ""


def _part_name(part: Part) -> str:
    return _cited_as(part.kind, part.number)


def _part_words(target: Target) -> str:
    return _named(target.kind, target.part)
