"""What the comparison shows, made ready on a reading thread: cards of readings, their places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from itrvault.desktop.models.compare_notes import NoteLine, Notes
from itrvault.desktop.words import place_words
from itrvault.model.document import Document, UnitKind
from itrvault.model.proposal import Verb
from itrvault.model.provision import PartKind, Place
from itrvault.negotiation import Negotiation, Subject, UnitName
from itrvault.search.composing import field_query
from itrvault.text.word_diff import Kind
from itrvault.text.words import tokens
from itrvault.treaty.comparing import Comparison, Reading, Sourced, redline
from itrvault.vault import Vault

ANY = "*"
"""The choice of a filter that keeps everything."""

NOBODY = ""
"""The proponent of what says not by whom it is proposed."""

_CITED = (PartKind.APPENDIX, PartKind.RESOLUTION)
_GONE = (Verb.SUP, Verb.MOVED_AWAY)
_KEEPING = (Verb.NOC, Verb.NO_TEXT)


@dataclass(frozen=True, slots=True)
class Filter:
    """Which proposals are looked at. Both are ANY for all."""

    verb: str = ANY
    author: str = ANY

    @property
    def open(self) -> bool:
        """Whether it keeps everything."""
        return self.verb == ANY and self.author == ANY

    def keeps(self, verb: Verb, authors: Sequence[str]) -> bool:
        """Whether a proposal of these is looked at."""
        if self.verb not in (ANY, verb.value):
            return False
        return self.author == ANY or self.author in (authors or (NOBODY,))


@dataclass(frozen=True, slots=True)
class Spot:
    """Words of a document, to be shown on their page: `page` says which, "" for a section."""

    document: str
    unit: int
    start: int
    end: int
    page: str


@dataclass(frozen=True, slots=True)
class Said:
    """All that documents say about a subject: the query that finds it."""

    query: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where a reading stands. `newer` is the revision that took the place of the document."""

    identifier: str
    option: int
    document: Document
    newer: Document | None
    spot: Spot


@dataclass(frozen=True, slots=True)
class Card:
    """One reading. `name` is its proponent's where it has a single one and papers name it.

    `parts` are its words with those that go and come; () where it has none to show.

    `language` is that of its text when the base text is in another one. `reasons` come with the
    identifiers of those who give them. `stands` is false when revisions replaced all of it. `notes`
    are those at its passages.
    """

    verb: Verb
    authors: tuple[str, ...]
    name: str
    parts: tuple[tuple[Kind, str], ...]
    compared: bool
    language: str
    other_base: bool
    reasons: tuple[tuple[str, tuple[str, ...]], ...]
    sources: tuple[Source, ...]
    stands: bool
    notes: tuple[NoteLine, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """A subject with the text in force and the cards, those that stand first."""

    subject: Subject
    comparison: Comparison
    base: Document | None
    base_spot: Spot | None
    base_notes: tuple[NoteLine, ...]
    cards: tuple[Card, ...]


def look_at_comparison(vault: Vault, found: Negotiation, subject: Subject) -> Compared:
    """Compare, and make cards of it."""
    notes = Notes(vault)
    comparison = found.compare_subject(subject)
    names = names_of(found)
    cards = [_card(found, names, subject, reading, notes) for reading in comparison.readings]
    cards.sort(key=lambda card: not card.stands)
    place = None
    if subject.base is not None:
        place = subject.base.place
    elif subject.part is not None:
        place = subject.part.place
    spot = None
    base_notes: tuple[NoteLine, ...] = ()
    if place is not None and found.base is not None:
        spot = _spot(found.base.id, place, found.names[found.base.id])
        base_notes = notes.at([(found.base.id, place)])
    return Compared(subject, comparison, found.base, spot, base_notes, tuple(cards))


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


def verbs_of(found: Negotiation) -> list[Verb]:
    """The verbs that proposals have, in their usual order."""
    there = {each.proposal.verb for each in found.sourced}
    return [verb for verb in Verb if verb in there]


def authors_of(found: Negotiation) -> list[str]:
    """The codes of all proponents; NOBODY at the end when somebody is not named."""
    codes = {code for each in found.sourced for code in each.proposal.authors}
    nobody = any(not each.proposal.authors for each in found.sourced)
    return [*sorted(codes), *([NOBODY] if nobody else [])]


def count_of(subject: Subject, kept: Filter) -> int:
    """How many of the standing proposals a filter keeps."""
    standing = (each.proposal for each in subject.standing())
    return sum(kept.keeps(each.verb, each.authors) for each in standing)


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


def _card(
    found: Negotiation, names: dict[str, str], subject: Subject, reading: Reading, notes: Notes
) -> Card:
    languages = {each.document.language for each in reading.sources} - {"", found.language}
    language = languages.pop() if len(languages) == 1 and found.language else ""
    return Card(
        reading.verb,
        tuple(reading.authors),
        names.get(reading.authors[0], "") if len(reading.authors) == 1 else "",
        tuple(_parts(subject, reading, foreign=bool(language))),
        reading.diff is not None,
        language,
        reading.other_base,
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
            name = each.proposal.identifier or each.document.symbol or each.document.name
            if name not in givers:
                givers.append(name)
    return [(text, tuple(givers)) for text, givers in found.items()]


def _source(found: Negotiation, each: Sourced) -> Source:
    proposal = each.proposal
    spot = _spot(each.document.id, proposal.place, found.names[each.document.id])
    return Source(proposal.identifier, proposal.option, each.document, each.newer, spot)


def _spot(document: str, place: Place, names: Sequence[UnitName]) -> Spot:
    """The reader marks words of one unit: of a longer passage its beginning."""
    first = names[place.unit]
    end = place.end if place.end_unit == place.unit else first.length
    page = place_words(first.label, first.kind) if first.kind is UnitKind.PAGE else ""
    return Spot(document, place.unit, place.start, end, page)
