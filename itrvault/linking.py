"""What the ends of links are, for people: their words, where they stand, and which there are.

Provisions and proposals are read from the negotiation; its reader is passed in, since it keeps
what it read and costs seconds for a large archive the first time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from itrvault.errors import NoSuchAnnotation, NoSuchDocument
from itrvault.model.annotation import AnchorKind, Listed, listed
from itrvault.model.document import Document, UnitKind, known_as
from itrvault.model.link import End, EndKind, Link, verb_of
from itrvault.model.proposal import Wording
from itrvault.model.provision import PartKind, Place
from itrvault.store.annotations import PREFIX
from itrvault.text.fold import fold
from itrvault.vault import Vault

if TYPE_CHECKING:
    from itrvault.negotiation import Negotiation

# The negotiation is imported where it is read: the window loads this module at its start.
Read = Callable[[], "Negotiation"]

MOST = 60
"""Ends that are offered at once."""

_PROPOSAL = re.compile(r"[A-Za-z]{1,5}(?:/[A-Za-z]{1,5})*/\d+(?:A\d+|\(Add\.\d+\))?/\d+", re.I)
_PROVISION = re.compile(
    r"\d{1,3}[A-Za-z]{0,2}|(?:article|art\.|appendix|resolution|recommendation)\s.+", re.I
)
_ID = re.compile(r"[0-9a-f]{8}[0-9a-f-]{0,28}", re.I)


@dataclass(frozen=True, slots=True)
class Told:
    """An end of a link as people see it: a line that names it, its words, and where they stand.

    `document` is "" where nothing in the vault says it (a provision nobody proposed yet); `note`
    is what somebody wrote to a passage.
    """

    end: End
    title: str
    words: str = ""
    document: str = ""
    place: Place | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class LinkTold:
    """A link seen from one end: `outward` when it begins there."""

    link: Link
    outward: bool
    other: Told


def end_of(vault: Vault, words: str) -> End:
    """The end that somebody names: "31A", "RUS/27/7", an annotation's id, a document.

    "provision:", "proposal:", "annotation:" and "document:" before it say which is meant.
    Raises NoSuchAnnotation, NoSuchDocument, AmbiguousDocument.
    """
    words = words.strip()
    kind, _, value = words.partition(":")
    if kind.casefold() in tuple(EndKind) and value.strip():
        end = End(EndKind(kind.casefold()), value.strip())
    elif _PROPOSAL.fullmatch(words):
        end = End(EndKind.PROPOSAL, words)
    elif _PROVISION.fullmatch(words):
        end = End(EndKind.PROVISION, words)
    elif _ID.fullmatch(words) and len(words) >= PREFIX:
        try:
            return End(EndKind.ANNOTATION, vault.store.annotations.get(words).id)
        except NoSuchAnnotation:
            end = End(EndKind.DOCUMENT, words)  # the beginning of a hash looks alike
    else:
        end = End(EndKind.DOCUMENT, words)
    if end.kind is EndKind.DOCUMENT:
        return End(end.kind, vault.store.documents.get(end.value).id)
    if end.kind is EndKind.ANNOTATION:
        return End(end.kind, vault.store.annotations.get(end.value).id)
    return end


class Ends:
    """Tells what ends are. Reads the negotiation only when a provision or a proposal is asked for.

    One object answers for one state of the vault.
    """

    def __init__(self, vault: Vault, read: Read) -> None:
        self._vault = vault
        self._read = read
        self._found: Negotiation | None = None
        self._documents: dict[str, Document] | None = None
        self._labels: dict[str, Sequence[str]] = {}

    def links_of(self, annotation: str) -> list[LinkTold]:
        """The links of an annotation, with what the other ends are."""
        here = End(EndKind.ANNOTATION, annotation)
        links = self._vault.store.links.of([here])
        return [
            LinkTold(link, link.origin == here,
                     self.tell(link.target if link.origin == here else link.origin))
            for link in links
        ]  # fmt: skip

    def tell(self, end: End) -> Told:
        """One end, as people see it."""
        if end.kind is EndKind.ANNOTATION:
            try:
                return self._note(listed(self._vault.store.annotations.get(end.value)))
            except NoSuchAnnotation:
                return Told(end, "")
        if end.kind is EndKind.DOCUMENT:
            document = self._by_id().get(end.value)
            title = known_as(document) if document is not None else ""
            words = document.title if document is not None else ""
            return Told(end, title, words, end.value, Place(0, 0, 0, 0))
        if end.kind is EndKind.PROPOSAL:
            told = next((one for one in self._proposals() if one.end == end), None)
        else:
            told = next((one for one in self._provisions() if one.end == end), None)
        return told or Told(end, end.value)

    def like(self, words: str, *, without: End | None = None) -> list[Told]:
        """Ends whose name or words have what somebody types, those that begin so first."""
        wanted = fold(" ".join(words.split()))
        found: list[tuple[int, int, Told]] = []
        for number, told in enumerate(self._all()):
            if told.end == without:
                continue
            title, text = fold(told.title), fold(f"{told.words}\n{told.note}")
            rank = (
                0 if title.startswith(wanted) or fold(told.end.value) == wanted
                else 1 if wanted in title
                else 2 if wanted in text
                else 3
            )  # fmt: skip
            if rank < 3:
                found.append((rank, number, told))
        return [told for _, _, told in sorted(found, key=lambda one: one[:2])[:MOST]]

    # -- what there is -------------------------------------------------------------------------

    def _all(self) -> Iterator[Told]:
        for note in self._vault.store.annotations.listed():
            yield self._note(note)
        yield from self._provisions()
        yield from self._proposals()
        for document in self._by_id().values():
            end = End(EndKind.DOCUMENT, document.id)
            yield Told(end, known_as(document), document.title, document.id, Place(0, 0, 0, 0))

    def _by_id(self) -> dict[str, Document]:
        if self._documents is None:
            self._documents = {each.id: each for each in self._vault.store.documents.all()}
        return self._documents

    def _note(self, note: Listed) -> Told:
        document = self._by_id().get(note.document)
        if document is None:
            raise NoSuchDocument(reference=note.document)
        name = document.symbol or document.title
        where = "" if note.kind is AnchorKind.DOCUMENT else self._where(document, note.unit)
        title = " ".join(part for part in (name, where, f"#{note.number}") if part)
        words = " ".join(note.exact.split()) or note.note
        place = Place(note.unit, note.start, note.end_unit, note.end)
        return Told(End(EndKind.ANNOTATION, note.id), title, words, document.id, place, note.note)

    def _where(self, document: Document, unit: int) -> str:
        if document.id not in self._labels:
            self._labels[document.id] = self._vault.store.documents.labels(document.id)
        labels = self._labels[document.id]
        label = labels[unit] if unit < len(labels) else str(unit + 1)
        return f"p. {label}" if document.unit_kind is UnitKind.PAGE else label

    def _negotiation(self) -> Negotiation:
        if self._found is None:
            self._found = self._read()
        return self._found

    def _provisions(self) -> Iterator[Told]:
        """Those of the base text, then those that are only proposed."""
        found = self._negotiation()
        seen: set[str] = set()
        if found.treaty is not None and found.base is not None:
            for part in found.treaty.parts:
                if part.kind in (PartKind.ARTICLE, PartKind.APPENDIX) and part.number:
                    number = f"{part.kind.value.capitalize()} {part.number}"
                    if not part.within and number not in seen:
                        seen.add(number)
                        end = End(EndKind.PROVISION, number)
                        yield Told(end, number, part.title, found.base.id, part.place)
                for provision in part.provisions:
                    if provision.number and provision.number not in seen:
                        seen.add(provision.number)
                        end = End(EndKind.PROVISION, provision.number)
                        paragraph = f" ({provision.paragraph})" if provision.paragraph else ""
                        title = f"No. {provision.number}{paragraph}"
                        yield Told(end, title, provision.text, found.base.id, provision.place)
        from itrvault.treaty.concordance import tidy_number

        for sourced in found.sourced:
            number = tidy_number(sourced.proposal.target.number)
            if number and number not in seen:
                seen.add(number)
                end = End(EndKind.PROVISION, number)
                words = _wording(sourced.proposal.wordings)
                place = sourced.proposal.place
                yield Told(end, f"No. {number}", words, sourced.document.id, place)

    def _proposals(self) -> Iterator[Told]:
        from itrvault.negotiation.placing import numbers_in

        seen: set[str] = set()
        for sourced in self._negotiation().sourced:
            proposal = sourced.proposal
            value = "".join(proposal.identifier.split()).upper()
            if not value or value in seen:
                continue
            seen.add(value)
            about = next(iter(numbers_in(proposal)), "")
            title = " ".join(part for part in (proposal.identifier, proposal.verb.value, about)
                             if part)  # fmt: skip
            yield Told(
                End(EndKind.PROPOSAL, value), title, _wording(proposal.wordings),
                sourced.document.id, proposal.place,
            )  # fmt: skip


def _wording(wordings: Iterable[Wording]) -> str:
    return " ".join(" ".join(wording.text for wording in wordings).split())


def sentence(link: Link, origin: Told, target: Told) -> str:
    """A link in a line: "RUS/27/7 amends No. 31"."""
    return f"{origin.title or origin.end} {verb_of(link.relation)} {target.title or target.end}"
