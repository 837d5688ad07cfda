"""Reads the base text and the proposals of a vault, and keeps what it read of each document."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from itrvault.errors import NoBaseText
from itrvault.model.document import Document, DocumentClass, UnitKind
from itrvault.model.proposal import Proposal
from itrvault.model.provision import TreatyText
from itrvault.negotiation.subjects import Section, Subject, compare_whole, outline
from itrvault.progress import CancelToken
from itrvault.treaty.comparing import Comparison, Positions, Sourced, compare, numbers_of, positions
from itrvault.treaty.families import newer_revisions
from itrvault.treaty.proposals import find_proposals
from itrvault.treaty.provisions import find_provisions

if TYPE_CHECKING:
    from itrvault.vault import Vault


@dataclass(frozen=True, slots=True)
class UnitName:
    """What a page or section is called, and how many code points its text has."""

    kind: UnitKind
    label: str
    length: int


@dataclass(frozen=True)
class Negotiation:
    """A base text (None when there is none), and what is proposed on it.

    `bases` are the documents that could be the base, the likeliest first. `names` has the units of
    the base and of every document that proposes something, by the document's id.
    """

    base: Document | None
    treaty: TreatyText | None
    bases: tuple[Document, ...]
    sourced: tuple[Sourced, ...]
    names: Mapping[str, Sequence[UnitName]]

    @property
    def in_force(self) -> Document:
        """The base text, for those who cannot do without. Raises NoBaseText."""
        if self.base is None:
            raise NoBaseText(document="The vault")
        return self.base

    @property
    def language(self) -> str:
        """That of the base text, "" when there is none or it is not known."""
        return self.base.language if self.base is not None else ""

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """What the proposals are about, in the order of the treaty."""
        return outline(self.treaty, self.sourced)

    def compare(self, number: str) -> Comparison:
        """Set a provision beside what is proposed for it, by its margin number ("31A")."""
        return compare(number, self.treaty, self._by_number.get(number, ()), self.language)

    def compare_subject(self, subject: Subject) -> Comparison:
        """Set whatever proposals are about, a provision or a whole part, beside them."""
        if subject.number:
            return self.compare(subject.number)
        return compare_whole(subject, self.language)

    @cached_property
    def positions(self) -> Positions:
        """Who proposes what."""
        return positions(self.treaty, self.sourced, self.language)

    @cached_property
    def _by_number(self) -> dict[str, list[Sourced]]:
        found: dict[str, list[Sourced]] = {}
        for each in self.sourced:
            target = each.proposal.target.number
            numbers = [*numbers_of(each.proposal, self.treaty), *([target] if target else [])]
            for number in dict.fromkeys(numbers):
                found.setdefault(number, []).append(each)
        return found


@dataclass(slots=True)
class _Paper:
    """What was read of one document. `treaty` is None until somebody asked for it."""

    proposals: tuple[Proposal, ...]
    names: tuple[UnitName, ...]
    treaty: TreatyText | None = None


@dataclass
class Negotiations:
    """Reads a vault, and only what it has not read yet. Any thread may ask, and any may forget."""

    vault: Vault
    _papers: dict[str, _Paper] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _forgotten: int = 0

    def read(self, base: str = "", cancel: CancelToken | None = None) -> Negotiation:
        """Read all of it. `base` is a document's id; "" takes the likeliest treaty there is.

        That is the one whose numbers most proposals name; of several, the fullest.
        Raises Cancelled, and NoSuchDocument for a base that is not there.
        """
        cancel = cancel or CancelToken()
        with self.vault.store.snapshot():
            documents = list(self.vault.store.documents.all())
            papers: dict[str, _Paper] = {}
            for each in documents:
                cancel.check()
                papers[each.id] = self._paper(each, treaty=_may_be_base(each, base))
            chosen = self.vault.store.documents.get(base) if base else None
        named = _numbers_named(papers.values())
        counted = [
            (_share(papers[each.id].treaty, named), count, each)
            for each in documents
            if _may_be_base(each, base) and (count := _numbered(papers[each.id].treaty))
        ]
        counted.sort(key=lambda one: (-one[0], -one[1]))
        bases = tuple(each for _, _, each in counted)
        if chosen is None and bases:
            chosen = bases[0]
        newer = newer_revisions(documents)
        sourced = tuple(
            Sourced(each, proposal, newer.get(each.id))
            for each in documents
            for proposal in papers[each.id].proposals
        )
        shown = {each.document.id for each in sourced} | {each.id for each in bases}
        return Negotiation(
            chosen,
            papers[chosen.id].treaty if chosen is not None else None,
            bases,
            sourced,
            {key: papers[key].names for key in shown | ({chosen.id} if chosen else set())},
        )

    def forget(self, documents: Iterable[str] = ()) -> None:
        """Read these anew the next time; without any, all."""
        with self._lock:
            self._forgotten += 1
            keys = list(documents) or list(self._papers)
            for key in keys:
                self._papers.pop(key, None)

    def _paper(self, document: Document, *, treaty: bool) -> _Paper:
        with self._lock:
            known, before = self._papers.get(document.id), self._forgotten
        if known is not None and (known.treaty is not None or not treaty):
            return known
        units = self.vault.store.documents.units(document.id)
        paper = _Paper(
            tuple(find_proposals(units)),
            tuple(UnitName(unit.kind, unit.label, len(unit.text)) for unit in units),
            find_provisions(units) if treaty else None,
        )
        with self._lock:
            if self._forgotten == before:  # else it may have been read before the change
                self._papers[document.id] = paper
        return paper


def read_negotiation(vault: Vault, base: str = "") -> Negotiation:
    """Read it once, for those who must have a base text; `base` is a document's id.

    Raises NoBaseText, NoSuchDocument.
    """
    found = Negotiations(vault).read(base)
    if not _numbered(found.treaty):
        raise NoBaseText(document=found.in_force.name)
    return found


def _may_be_base(document: Document, base: str) -> bool:
    return document.doc_class is DocumentClass.TREATY or document.id == base


def _numbers_named(papers: Iterable[_Paper]) -> Counter[tuple[str, str]]:
    """How often proposals name a margin number together with its paragraph ("31", "3.4")."""
    return Counter(
        (target.number, target.paragraph)
        for paper in papers
        for proposal in paper.proposals
        for target in {proposal.target, *(one.target for one in proposal.wordings)}
        if target.number and target.paragraph
    )


def _share(treaty: TreatyText | None, named: Counter[tuple[str, str]]) -> int:
    """How many proposals name a provision of this treaty by its numbers."""
    if treaty is None:
        return 0
    numbers = {(provision.number, provision.paragraph) for _, provision in treaty.provisions()}
    return sum(named[each] for each in numbers)


def _numbered(treaty: TreatyText | None) -> int:
    """How many of its provisions have a number in the margin."""
    if treaty is None:
        return 0
    return sum(bool(provision.number) for _, provision in treaty.provisions())
