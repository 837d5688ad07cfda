"""What a sweep gives: passages with what proposed them, and what was ruled on them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from itrvault.model.geometry import Span
from itrvault.model.suggestion import Decision
from itrvault.rights.sweep import PassageKind

Stretch = tuple[int, Span]
"""A unit's number and a stretch of its text."""
Place = tuple[Stretch, ...]
"""Where a passage stands: one stretch, or two where it runs over a page break."""


@dataclass(frozen=True, slots=True)
class Sources:
    """What to look for: categories of the taxonomy (ids; None: all), saved searches (ids)."""

    categories: tuple[str, ...] | None = None
    searches: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposed:
    """One passage of one document that one source proposes.

    `quotation` is `span` of the unit's text; where the passage runs over a page break, `rest` is
    where it goes on, and a line end stands between them in the quotation. `triggers` and
    `negations` are stretches of the quotation, and `terms` what the triggers are called in the
    list, each once. `also` are other places in the document with the same words. `marked`: it
    carries the source's tag already.
    `decision` is None where nobody ruled; then `score` is what the order goes by (higher first).
    """

    id: str
    document: str
    unit: int
    page: str
    span: Span
    quotation: str
    language: str
    source: str
    triggers: tuple[Span, ...]
    terms: tuple[str, ...]
    negations: tuple[Span, ...] = ()
    kind: PassageKind = PassageKind.TEXT
    also: tuple[Place, ...] = ()
    marked: bool = False
    decision: Decision | None = None
    reason: str = ""
    annotation: str = ""
    score: float = 0.0
    before: str = ""
    after: str = ""
    rest: Stretch | None = None

    @property
    def place(self) -> Place:
        """Where it stands."""
        first = self.unit, self.span
        return (first,) if self.rest is None else (first, self.rest)

    def places_of(self, words: Iterable[Span]) -> list[Stretch]:
        """Stretches of the quotation as places in the texts."""
        found = []
        seam = len(self.span)
        for one in words:
            if one.start < seam:
                end = min(one.end, seam)
                found.append((self.unit, Span(one.start + self.span.start, end + self.span.start)))
            if self.rest is not None and one.end > seam + 1:
                unit, span = self.rest
                by = span.start - seam - 1
                found.append((unit, Span(max(one.start, seam + 1) + by, one.end + by)))
        return found

    @property
    def negated(self) -> bool:
        """Whether a negation bears on one of its triggers."""
        return bool(self.negations)

    @property
    def open(self) -> bool:
        """Whether it waits for a decision."""
        return self.decision in (None, Decision.DEFERRED) and not self.marked

    @property
    def offered(self) -> bool:
        """Whether to lay it before a person unasked: a heading says what is below it says."""
        return self.open and self.kind is not PassageKind.HEADING

    @property
    def words(self) -> tuple[str, ...]:
        """The triggers as they are written, each once."""
        written = (" ".join(self.quotation[s.start : s.end].split()) for s in self.triggers)
        return tuple(dict.fromkeys(written))


@dataclass(frozen=True)
class Sweep:
    """All passages, by document (in order of the archive) and place.

    `errors` are saved searches that could not be asked: (name, sentence).
    """

    proposed: tuple[Proposed, ...]
    units: int = 0
    errors: tuple[tuple[str, str], ...] = field(default=())

    def counts(self) -> Counter[Decision | None]:
        """How many of the passages were ruled on, and how."""
        return Counter(one.decision for one in self.proposed)
