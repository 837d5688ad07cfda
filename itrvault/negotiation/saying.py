"""What documents say of a provision, of the proposals on it, and of its article, in sentences.

The citations of each document are found once and kept; which of them are of a provision is asked
of those.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from itrvault.model.citation import Citation, CitedAs
from itrvault.model.document import Document, Unit
from itrvault.model.geometry import FlowLayout, Span
from itrvault.model.provision import PartKind, Place
from itrvault.negotiation.papers import UnitName
from itrvault.negotiation.reading import Negotiation
from itrvault.negotiation.subjects import Subject
from itrvault.progress import CancelToken
from itrvault.text.stretches import sentence_at
from itrvault.treaty.citations import find_citations, speaks_of
from itrvault.treaty.partheads import read_head

if TYPE_CHECKING:
    from itrvault.vault import Vault


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation and the sentence around it: its place in the unit, and on one line.

    `marked` is where the citation stands in that line.
    """

    citation: Citation
    sentence: Span
    words: str
    marked: Span
    unit: UnitName

    @property
    def place(self) -> Place:
        """Where the citation stands."""
        span, unit = self.citation.span, self.citation.unit
        return Place(unit, span.start, unit, span.end)


@dataclass(frozen=True, slots=True)
class Saying:
    """A sentence of a document. `of_article` when it speaks of the whole article only."""

    document: Document
    cited: Cited
    of_article: bool


@dataclass
class Sayings:
    """Asks a vault, and reads each document once. Any thread may ask, and any may forget."""

    vault: Vault
    _read: dict[str, tuple[Cited, ...]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _forgotten: int = 0

    def about(
        self, found: Negotiation, subject: Subject | str, cancel: CancelToken | None = None
    ) -> list[Saying]:
        """Each sentence once, in the order of documents; not where they propose.

        `subject` is a provision, a whole part, the number of a provision ("31A"), or the identifier
        of a proposal ("RUS/27/7"). The base text
        itself is left out. Raises Cancelled.
        """
        cancel = cancel or CancelToken()
        number = subject if isinstance(subject, str) else subject.number
        asked = _of_number(found, number) if number or isinstance(subject, str) else None
        if asked is None:
            assert isinstance(subject, Subject)
            asked = _of_part(subject)
        places: dict[str, list[Place]] = {}
        for each in found.sourced:
            places.setdefault(each.document.id, []).append(each.proposal.place)
        base = found.base.id if found.base is not None else ""
        sayings: dict[tuple[str, int, int], Saying] = {}
        for document in self.vault.store.documents.all():
            cancel.check()
            if document.id == base:
                continue
            for cited in self._citations(document.id):
                direct = asked.direct(cited.citation)
                if not direct and not asked.of_article(cited.citation):
                    continue
                if any(_inside(cited, place) for place in places.get(document.id, ())):
                    continue
                key = document.id, cited.citation.unit, cited.sentence.start
                if key not in sayings or (direct and sayings[key].of_article):
                    sayings[key] = Saying(document, cited, not direct)
        return list(sayings.values())

    def forget(self, documents: Iterable[str] = ()) -> None:
        """Read these anew the next time; without any, all."""
        with self._lock:
            self._forgotten += 1
            for key in list(documents) or list(self._read):
                self._read.pop(key, None)

    def _citations(self, document: str) -> tuple[Cited, ...]:
        with self._lock:
            known, before = self._read.get(document), self._forgotten
        if known is not None:
            return known
        units = self.vault.store.documents.units(document)
        read = tuple(each for unit in units for each in _cited(unit))
        with self._lock:
            if self._forgotten == before:  # else it may have been read before the change
                self._read[document] = read
        return read


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is looked for; `article` is "" where citations of an article do not count."""

    number: str = ""
    paragraph: str = ""
    identifiers: frozenset[str] = frozenset()
    article: str = ""
    article_is_it: bool = False  # the article itself is asked for, not a provision of it

    def direct(self, citation: Citation) -> bool:
        """Whether it speaks of exactly what is looked for."""
        if self.article_is_it and self.of_article(citation):
            return True
        return speaks_of(
            citation, number=self.number, paragraph=self.paragraph, identifiers=self.identifiers
        )

    def of_article(self, citation: Citation) -> bool:
        """Whether it speaks of the article."""
        return (
            bool(self.article)
            and citation.cited_as is CitedAs.ARTICLE
            and not citation.instrument
            and citation.value == self.article
        )


def _of_number(found: Negotiation, number: str) -> _Asked:
    if "/" in number:  # a proposal by its identifier
        return _Asked(identifiers=frozenset({"".join(number.split()).upper()}))
    comparison = found.compare(number)
    sources = [each for reading in comparison.readings for each in reading.sources]
    identifiers = frozenset(each.proposal.identifier for each in sources) - {""}
    targets = [wording.target for each in sources for wording in each.proposal.wordings]
    paragraph = comparison.base.paragraph if comparison.base is not None else ""
    if not paragraph:
        paragraph = next((t.paragraph for t in targets if t.number == number and t.paragraph), "")
    article = comparison.part.number if comparison.part is not None else paragraph.split(".")[0]
    return _Asked(number, paragraph, identifiers, article)


def _of_part(subject: Subject) -> _Asked:
    identifiers = frozenset(each.proposal.identifier for each in subject.sourced) - {""}
    within = subject.part is not None and bool(subject.part.within)
    article = subject.of_part if subject.kind is PartKind.ARTICLE and not within else ""
    return _Asked(identifiers=identifiers, article=article, article_is_it=True)


def _cited(unit: Unit) -> Iterator[Cited]:
    layout = unit.layout if isinstance(unit.layout, FlowLayout) else None
    name = UnitName(unit.kind, unit.label, len(unit.text))
    for citation in find_citations(unit):
        if not _is_the_text_itself(unit.text, citation):
            sentence = sentence_at(unit.text, citation.span.start, layout)
            words = " ".join(unit.text[sentence.start : sentence.end].split())
            before = unit.text[sentence.start : citation.span.start]
            start = len(" ".join(before.split())) + before[-1:].isspace()
            length = len(" ".join(unit.text[citation.span.start : citation.span.end].split()))
            marked = Span(start, min(start + length, len(words)))
            yield Cited(citation, sentence, words, marked, name)


def _is_the_text_itself(text: str, citation: Citation) -> bool:
    """Whether it is the head of an article, or the number in the margin of a provision."""
    span = citation.span
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end)
    line = text[start : end if end >= 0 else len(text)].lstrip("#*_ \t").rstrip("*_ \t")
    if citation.cited_as is CitedAs.ARTICLE:
        return read_head(line) is not None
    return line.startswith(citation.value) and citation.cited_as is not CitedAs.PROPOSAL


def _inside(cited: Cited, place: Place) -> bool:
    begins, ends = (place.unit, place.start), (place.end_unit, place.end)
    return begins <= (cited.citation.unit, cited.citation.span.start) < ends
