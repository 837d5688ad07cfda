"""Links: what a passage, a provision, a proposal or a document has to do with another."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Relation(StrEnum):
    """What the origin of a link does to its target."""

    AMENDS = "amends"
    RESTATES = "restates"
    CONTRADICTS = "contradicts"
    CITES = "cites"
    ANALYSED_BY = "analysed by"


_PASSIVE = {
    Relation.AMENDS: "is amended by", Relation.RESTATES: "is restated by",
    Relation.CONTRADICTS: "is contradicted by", Relation.CITES: "is cited by",
    Relation.ANALYSED_BY: "analyses",
}  # fmt: skip


def verb_of(relation: Relation) -> str:
    """What the origin does to the target, as a verb."""
    return "is analysed by" if relation is Relation.ANALYSED_BY else relation.value


def passive_of(relation: Relation) -> str:
    """The same, seen from the target."""
    return _PASSIVE[relation]


class EndKind(StrEnum):
    """What a link can begin or end at; the word before the colon of an end."""

    ANNOTATION = "annotation"
    DOCUMENT = "document"
    PROVISION = "provision"
    PROPOSAL = "proposal"


@dataclass(frozen=True, slots=True)
class End:
    """One end of a link: an annotation or a document by its id, a provision or a proposal by what
    people cite it by ("31A", "RUS/27/7").
    """

    kind: EndKind
    value: str

    def __str__(self) -> str:
        return f"{self.kind.value}:{self.value}"

    @classmethod
    def parse(cls, text: str) -> End:
        """The end again. Raises ValueError when it is none."""
        kind, _, value = text.partition(":")
        if not value.strip():
            raise ValueError(f"{text!r} is no end of a link")
        return cls(EndKind(kind), value)


@dataclass(frozen=True, slots=True)
class Link:
    """A link between two ends. `note` says more; `author` is "" when its maker gave no name."""

    id: str
    origin: End
    target: End
    relation: Relation
    note: str = ""
    author: str = ""
    created: str = ""
    modified: str = ""
