"""Proposals on a treaty: who wants to add, change, take out or keep what, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from itrvault.model.provision import PartKind, Place


class Verb(StrEnum):
    """What is proposed, in the letters every language of the Union uses."""

    ADD = "ADD"
    MOD = "MOD"
    SUP = "SUP"
    NOC = "NOC"
    EDITORIAL = "(MOD)"  # a purely editorial change
    MOVED_HERE = "ADD*"
    MOVED_AWAY = "SUP*"
    NO_TEXT = ""  # an option of a compilation that wants no provision at all


class ProposalDoubt(StrEnum):
    """Why a person should look at a proposal."""

    NONE = ""
    NO_TARGET = "no target"  # nothing says what it is about but the part it stands in
    NO_AUTHOR = "no author"  # no identifier, and the document names no proponent
    NO_WORDING = "no wording"  # to be added or changed, but nothing says how it would read
    ODD_IDENTIFIER = "odd identifier"  # read from letters or signs that identifiers do not have
    TWICE = "twice"  # the same identifier heads other words in the same paper


@dataclass(frozen=True, slots=True)
class Target:
    """What a proposal is about: a part ("article" "5A"), and the provision in it.

    `number` is the one in the margin ("31A"), `paragraph` the one beside it ("3.5"); "" for none.
    A proposal on a whole part has neither, and one on no more than what a part is called `title`.
    `also` are further numbers of the same kind: 3 and 4 of "ARTICLES 2 TO 4", or of the margin.
    """

    kind: PartKind | None
    part: str
    number: str = ""
    paragraph: str = ""
    letter: str = ""
    title: bool = False
    also: tuple[str, ...] = ()

    @property
    def parts(self) -> tuple[str, ...]:
        """The numbers of all parts it is about."""
        return (self.part,) if self.number else (self.part, *self.also)

    @property
    def numbers(self) -> tuple[str, ...]:
        """All numbers of the margin it is about; () for whole parts."""
        return (self.number, *self.also) if self.number else ()


@dataclass(frozen=True, slots=True)
class Wording:
    """A provision as a proposal words it: as it would read, and as it read before it.

    Both come from the redlines of the document and are equal where it has none.
    """

    target: Target
    text: str
    before: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """One proposal.

    `identifier` as it is printed ("ACP/3A3/1", "" for none), `authors` the codes in it, or of the
    proponents the document names, () when nothing says whose it is; `option` counts the options of
    a compilation (0 for other proposals). `reasons` is "" where none stand.

    `emphasised` is a NOC in bold, underlined or in a box: what must stay as it is. `settled` says
    that a person settled something of it; `printed` are then the codes the paper prints, where
    those are others. `disputed` proponents are claims that contradict one another.
    """

    verb: Verb
    identifier: str
    authors: tuple[str, ...]
    target: Target
    wordings: tuple[Wording, ...]
    reasons: str
    place: Place
    option: int = 0
    doubt: ProposalDoubt = ProposalDoubt.NONE
    emphasised: bool = False
    settled: bool = False
    printed: tuple[str, ...] = ()
    disputed: bool = False
