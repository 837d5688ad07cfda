"""Reads the base text and the proposals of a vault, and keeps what it read of each document."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from itrvault.errors import NoBaseText
from itrvault.model.bracket import Fork
from itrvault.model.concordance import OtherNumber
from itrvault.model.document import Document, DocumentClass
from itrvault.model.proposal import Proposal, ProposalDoubt
from itrvault.model.provision import Place, TreatyText
from itrvault.model.settlement import Settlement
from itrvault.negotiation.branching import forks_of
from itrvault.negotiation.claims import claimed_twice
from itrvault.negotiation.numbers import PAPERS, renumbering
from itrvault.negotiation.papers import Paper, UnitName, placed, read_document
from itrvault.negotiation.questions import OpenQuestion, questions
from itrvault.negotiation.subjects import Section, Subject, compare_whole, outline
from itrvault.progress import CancelToken
from itrvault.treaty.comparing import Comparison, Positions, Sourced, compare, numbers_of, positions
from itrvault.treaty.concordance import Concordance, numbering_of
from itrvault.treaty.families import newer_revisions
from itrvault.treaty.proponents import NOBODY_KNOWS, codes_of
from itrvault.treaty.proposals import read_paper

if TYPE_CHECKING:
    from itrvault.vault import Vault


@dataclass(frozen=True)
class Negotiation:
    """A base text (None when there is none), and what is proposed on it.

    `bases` are the documents that could be the base, the likeliest first. `names` has the units of
    the base and of every document that proposes something, by the document's id.

    `open` is what a person should look at, `settled` what people settled in any document.
    """

    base: Document | None
    treaty: TreatyText | None
    bases: tuple[Document, ...]
    sourced: tuple[Sourced, ...]
    names: Mapping[str, Sequence[UnitName]]
    open: tuple[OpenQuestion, ...] = ()
    settled: tuple[Settlement, ...] = ()
    concordance: Concordance = field(default_factory=Concordance, compare=False)
    papers: Mapping[str, Paper] = field(default_factory=dict, compare=False, repr=False)

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

    @cached_property
    def numbering(self) -> str:
        """Which numbering the base text has ("1988"), "" for one that is not known."""
        return numbering_of(self.treaty)

    def compare(self, number: str) -> Comparison:
        """Set a provision beside what is proposed for it, by its margin number ("31A")."""
        sourced = self._by_number.get(number, ())
        found = compare(number, self.treaty, sourced, self.language)
        place = found.base.place if found.base is not None else None
        forks, elsewhere = self._forks(place, sourced), self.elsewhere(number)
        return replace(found, forks=forks, elsewhere=elsewhere)

    def compare_subject(self, subject: Subject) -> Comparison:
        """Set whatever proposals are about, a provision or a whole part, beside them."""
        if subject.number:
            return self.compare(subject.number)
        found = compare_whole(subject, self.language)
        place = subject.part.place if subject.part is not None else None
        elsewhere: tuple[OtherNumber, ...] = ()
        if subject.kind is not None and not (subject.part is not None and subject.part.within):
            name = f"{subject.kind.value.capitalize()} {subject.of_part}".strip()
            elsewhere = self.elsewhere(name)
        return replace(found, forks=self._forks(place, subject.sourced), elsewhere=elsewhere)

    def elsewhere(self, number: str) -> tuple[OtherNumber, ...]:
        """What a provision ("27") or a part ("Article 5B") is in other numberings.

        A number with a letter that only proposals know has none: what became of it is not known.
        """
        return self.concordance.others(self.numbering or PAPERS, number) if self._numbered else ()

    def _forks(self, place: Place | None, sourced: Sequence[Sourced]) -> tuple[Fork, ...]:
        base = (self.base.id, place) if self.base is not None and place is not None else None
        return forks_of(base, sourced, self.papers)

    @cached_property
    def _numbered(self) -> bool:
        """Whether anything says how the base text is numbered, or it is that of the papers."""
        return bool(self.numbering) or _numbered(self.treaty) > 0

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


@dataclass
class Negotiations:
    """Reads a vault, and only what it has not read yet. Any thread may ask, and any may forget."""

    vault: Vault
    _papers: dict[str, Paper] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _forgotten: int = 0

    def read(self, base: str = "", cancel: CancelToken | None = None) -> Negotiation:
        """Read all of it. `base` is a document's id; "" takes the likeliest treaty there is.

        That is the one whose numbers most proposals name; of several, the fullest.
        Raises Cancelled, and NoSuchDocument for a base that is not there.
        """
        cancel = cancel or CancelToken()
        store = self.vault.store
        with store.snapshot():
            documents = list(store.documents.all())
            settled = tuple(store.settlements.all())
            concordance = Concordance(store.concordance.all())
            by_document: dict[str, list[Settlement]] = {}
            for one in settled:
                by_document.setdefault(one.document, []).append(one)
            papers: dict[str, Paper] = {}
            for each in documents:
                cancel.check()
                rulings = tuple(by_document.get(each.id, ()))
                papers[each.id] = self._paper(each, rulings, treaty=_may_be_base(each, base))
            chosen = store.documents.get(base) if base else None
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
        treaty = papers[chosen.id].treaty if chosen is not None else None
        renumber = renumbering(treaty, concordance)
        sourced = []
        for each in documents:
            paper, signing = papers[each.id], _Named(each)
            for number, read in enumerate(paper.proposals):
                ruling = paper.read.settled.get(number)
                proposal, printed = renumber(signing.sign(read, ruling))
                sourced.append(Sourced(each, proposal, newer.get(each.id), ruling, printed))
        sourced = claimed_twice(sourced)
        asked = tuple(questions(documents, papers, sourced))
        shown = {each.document.id for each in sourced} | {each.id for each in bases}
        shown |= {each.document.id for each in asked}
        shown |= {one.document for one in settled}
        return Negotiation(
            chosen,
            treaty,
            bases,
            tuple(sourced),
            {key: papers[key].names for key in shown | ({chosen.id} if chosen else set())},
            asked,
            settled,
            concordance,
            papers,
        )

    def forget(self, documents: Iterable[str] = ()) -> None:
        """Read these anew the next time; without any, all."""
        with self._lock:
            self._forgotten += 1
            keys = list(documents) or list(self._papers)
            for key in keys:
                self._papers.pop(key, None)

    def _paper(
        self, document: Document, settlements: tuple[Settlement, ...], *, treaty: bool
    ) -> Paper:
        with self._lock:
            known, before = self._papers.get(document.id), self._forgotten
        if (
            known is not None
            and known.settlements == settlements
            and (known.treaty is not None or not treaty)
        ):
            return known
        units = self.vault.store.documents.units(document.id)
        paper = read_document(units, settlements, treaty=treaty)
        with self._lock:
            if self._forgotten == before:  # else it may have been read before the change
                self._papers[document.id] = paper
        return paper


class _Named:
    """Gives proposals without an identifier the proponents that their document names."""

    def __init__(self, document: Document) -> None:
        self._document = document

    @cached_property
    def _codes(self) -> tuple[str, ...]:
        return codes_of(self._document.value("proponent"))

    def sign(self, proposal: Proposal, ruling: Settlement | None) -> Proposal:
        """The proposal with its authors; options of a compilation name nobody, and keep so."""
        unknown = ruling is not None and ruling.authors == (NOBODY_KNOWS,)
        if proposal.authors or proposal.identifier or proposal.option or unknown:
            return proposal
        if self._codes:
            return replace(proposal, authors=self._codes)
        doubt = proposal.doubt or ProposalDoubt.NO_AUTHOR
        return replace(proposal, doubt=doubt)


def proposals_of(vault: Vault, document: Document) -> tuple[Sourced, ...]:
    """What one document proposes, with what people settled, in the numbers it prints."""
    units = vault.store.documents.units(document.id)
    rulings, _ = placed(units, vault.store.settlements.of_document(document.id))
    read, signing = read_paper(units, rulings), _Named(document)
    return tuple(
        Sourced(document, signing.sign(one, read.settled.get(n)), None, read.settled.get(n))
        for n, one in enumerate(read.proposals)
    )


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


def _numbers_named(papers: Iterable[Paper]) -> Counter[tuple[str, str]]:
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
