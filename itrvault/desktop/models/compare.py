"""What the comparison shows, made ready on a reading thread: cards of readings, their places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from PySide6.QtCore import QCoreApplication

from itrvault.desktop.models.compare_filter import Filter
from itrvault.desktop.models.compare_notes import NoteLine, Notes
from itrvault.desktop.words import place_words
from itrvault.model.bracket import Fork
from itrvault.model.document import Document, UnitKind
from itrvault.model.proposal import Verb
from itrvault.model.provision import Part, PartKind, Place
from itrvault.negotiation import Negotiation, Section, Subject, UnitName
from itrvault.negotiation.numbers import PAPERS
from itrvault.search.composing import field_query
from itrvault.text.word_diff import Kind
from itrvault.text.words import tokens
from itrvault.treaty.comparing import Comparison, Reading, Sourced, redline
from itrvault.vault import Vault

_CITED = (PartKind.APPENDIX, PartKind.RESOLUTION)
_GONE = (Verb.SUP, Verb.MOVED_AWAY)
_KEEPING = (Verb.NOC, Verb.NO_TEXT)


@dataclass(frozen=True, slots=True)
class Spot:
    """Words of a document, to be shown on their page: `page` says which, "" for a section."""

    document: str
    place: Place
    page: str


@dataclass(frozen=True, slots=True)
class Said:
    """All that documents say about a subject: the query that finds it."""

    query: str


@dataclass(frozen=True, slots=True)
class Settle:
    """A wish to settle by hand what a proposal is."""

    sourced: Sourced


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A wish to see, or to say, what a number of a numbering ("1988") is in others."""

    numbering: str
    number: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where a reading stands, and the proposal that gives it."""

    sourced: Sourced
    spot: Spot

    @property
    def document(self) -> Document:
        """The paper."""
        return self.sourced.document


@dataclass(frozen=True)
class Card:
    """One reading. `name` is its proponent's where it has a single one and papers name it.

    `disputed` are codes of `authors` that nobody proposes for certain; `unknown` says that some
    source which is no option of a compilation names nobody.

    `language` is that of its text when the base text is in another one. `reasons` come with the
    identifiers of those who give them. `stands` is false when revisions replaced all of it. `notes`
    are those at its passages.
    """

    verb: Verb
    authors: tuple[str, ...]
    name: str
    disputed: frozenset[str]
    unknown: bool
    subject: Subject
    reading: Reading
    language: str
    reasons: tuple[tuple[str, tuple[str, ...]], ...]
    sources: tuple[Source, ...]
    stands: bool
    notes: tuple[NoteLine, ...]

    @cached_property
    def parts(self) -> tuple[tuple[Kind, str], ...]:
        """Its words with those that go and come; () where it has none to show.

        Worked out when they are first shown.
        """
        return tuple(_parts(self.subject, self.reading, foreign=bool(self.language)))

    @property
    def emphasised(self) -> bool:
        """Whether somebody says with emphasis that nothing may change."""
        return any(each.sourced.proposal.emphasised for each in self.sources)

    def kept(self, kept: Filter) -> bool:
        """Whether a filter keeps one of those who propose it."""
        return any(kept.keeps(each.sourced) for each in self.sources)


@dataclass(frozen=True, slots=True)
class Forked:
    """A place where a text branches, and which document's it is."""

    fork: Fork
    document: Document
    spot: Spot


@dataclass(frozen=True, slots=True)
class Group:
    """A subject with its cards, those that stand first, and the branches of its texts."""

    subject: Subject
    comparison: Comparison
    cards: tuple[Card, ...]
    forks: tuple[Forked, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """What was chosen beside the text in force. `groups` is one for a provision.

    For a whole part: what is proposed for it as such, and for each of its provisions.
    """

    subject: Subject
    base: Document | None
    base_spot: Spot | None
    base_notes: tuple[NoteLine, ...]
    groups: tuple[Group, ...]
    numbering: str = ""
    """Which the text in force has."""

    @property
    def comparison(self) -> Comparison:
        """That of the subject itself."""
        return self.groups[0].comparison

    @property
    def cards(self) -> tuple[Card, ...]:
        """All of them."""
        return tuple(card for group in self.groups for card in group.cards)


def look_at_comparison(vault: Vault, found: Negotiation, subject: Subject) -> Compared:
    """Compare, and make cards of it."""
    notes = Notes(vault)
    names = names_of(found)
    section = section_of(found, subject)
    subjects = [subject]
    if section is not None and not subject.number:
        subjects += [each for each in section.provisions if each.sourced]
    groups = tuple(_group(found, names, each, notes) for each in subjects)
    place = None
    if subject.base is not None:
        place = subject.base.place
    elif subject.part is not None:
        place = subject.part.place
    spot = None
    base_notes: tuple[NoteLine, ...] = ()
    if place is not None and found.base is not None:
        spot = spot_of(found.base.id, place, found.names[found.base.id])
        base_notes = notes.at([(found.base.id, place)])
    numbering = found.numbering or PAPERS
    return Compared(subject, found.base, spot, base_notes, groups, numbering)


def sections_of(found: Negotiation) -> tuple[Section, ...]:
    """The parts there are; the whole text where a text in force has none that are known."""
    if found.base is None or any(one.whole.part is not None for one in found.sections):
        return found.sections
    names = found.names[found.base.id]
    end = names[-1].length if names else 0
    place = Place(0, 0, max(0, len(names) - 1), end)
    title = QCoreApplication.translate("compare", "The whole text")
    part = Part(PartKind.DIVISION, "", title, "", place)
    whole = Subject("", "", PartKind.DIVISION, "", part, None, ())
    return (Section(whole, ()), *found.sections)


def section_of(found: Negotiation, subject: Subject) -> Section | None:
    """The part that is a subject, or that holds it."""
    for section in found.sections:
        if any(each.same(subject) for each in section.subjects):
            return section
    return None


def said_about(subject: Subject) -> Said | None:
    """How to find what is said about a subject; None for what has no name of its own."""
    if subject.number:
        return Said(field_query("provision", subject.number))
    if subject.kind is PartKind.ARTICLE and subject.of_part and not _within(subject):
        return Said(field_query("article", subject.of_part))
    if subject.kind in _CITED and subject.of_part and not _within(subject):
        return Said(field_query("provision", f"{subject.kind.value} {subject.of_part}"))
    return None


def _within(subject: Subject) -> bool:
    return subject.part is not None and bool(subject.part.within)


def names_of(found: Negotiation) -> dict[str, str]:
    """What the codes of proponents stand for, as the papers that hold theirs alone are headed.

    The name in the language of the base text comes first.
    """
    by_document: dict[str, tuple[Document, set[str]]] = {}
    for each in found.sourced:
        _, codes = by_document.setdefault(each.document.id, (each.document, set()))
        codes |= set(each.proposal.authors)
    names: dict[str, str] = {}
    papers = sorted(
        by_document.values(), key=lambda one: (one[0].language != found.language, one[0].symbol)
    )
    for document, codes in papers:
        if len(codes) == 1 and document.value("proponent"):
            names.setdefault(codes.pop(), document.value("proponent"))
    return names


def called(document: Document) -> str:
    """A document in few words: its symbol, or the name of its file."""
    return document.symbol or document.name


def spot_of(document: str, place: Place, names: Sequence[UnitName]) -> Spot:
    """Where words stand; of a section there is no page to name."""
    first, last = names[place.unit], names[min(place.end_unit, len(names) - 1)]
    page = place_words(first.label, first.kind) if first.kind is UnitKind.PAGE else ""
    if page and last.label != first.label:
        page = f"{page}\u2013{last.label}"
    return Spot(document, place, page)


def _group(found: Negotiation, names: dict[str, str], subject: Subject, notes: Notes) -> Group:
    comparison = found.compare_subject(subject)
    cards = [_card(found, names, subject, reading, notes) for reading in comparison.readings]
    cards.sort(key=lambda card: not card.stands)
    papers = {each.document.id: each.document for each in found.sourced}
    if found.base is not None:
        papers[found.base.id] = found.base
    forks = tuple(
        Forked(
            fork,
            papers[fork.document],
            spot_of(fork.document, fork.place, found.names[fork.document]),
        )
        for fork in comparison.forks
        if fork.document in papers
    )
    return Group(subject, comparison, tuple(cards), forks)


def _card(
    found: Negotiation, names: dict[str, str], subject: Subject, reading: Reading, notes: Notes
) -> Card:
    languages = {each.document.language for each in reading.sources} - {"", found.language}
    language = languages.pop() if len(languages) == 1 and found.language else ""
    return Card(
        reading.verb,
        tuple(reading.authors),
        names.get(reading.authors[0], "") if len(reading.authors) == 1 else "",
        reading.disputed,
        any(not one.proposal.authors and not one.proposal.option for one in reading.sources),
        subject,
        reading,
        language,
        tuple(_reasons(reading.sources)),
        tuple(_source(found, each) for each in reading.sources),
        any(each.newer is None for each in reading.sources),
        notes.at((each.document.id, each.proposal.place) for each in reading.sources),
    )


def _parts(subject: Subject, reading: Reading, *, foreign: bool) -> Iterable[tuple[Kind, str]]:
    if reading.verb in _GONE:
        against = reading.against or (subject.base.text if subject.base and not foreign else "")
        return [(Kind.DELETED, " ".join(against.split()))] if against else []
    if reading.verb in _KEEPING and subject.number:
        # What stays is not said twice; but what is not the text in force is shown.
        base = subject.base.text if subject.base is not None else ""
        if foreign or _words(reading.text) in (_words(base), []):
            return []
    return redline(reading)


def _words(text: str) -> list[str]:
    return [word for word, _, _ in tokens(text)]


def _reasons(sources: Sequence[Sourced]) -> Iterable[tuple[str, tuple[str, ...]]]:
    """Each reason once, with the identifiers of those who give it."""
    found: dict[str, list[str]] = {}
    for each in sources:
        if each.proposal.reasons:
            givers = found.setdefault(each.proposal.reasons, [])
            name = each.proposal.identifier or called(each.document)
            if name not in givers:
                givers.append(name)
    return [(text, tuple(givers)) for text, givers in found.items()]


def _source(found: Negotiation, each: Sourced) -> Source:
    place = each.proposal.place
    return Source(each, spot_of(each.document.id, place, found.names[each.document.id]))
