"""The provisions of a treaty: what its articles and appendices are made of, and where they stand.

A provision is what can be cited and amended by itself. Treaties of the Union number theirs in the
margin, right through all articles ("31", inserted ones "31A"), besides the paragraphs ("3.4") and
letters ("a") within an article; others have paragraphs only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class PartKind(StrEnum):
    """What a numbered or named part of a treaty is."""

    PREAMBLE = "preamble"
    ARTICLE = "article"
    APPENDIX = "appendix"
    ANNEX = "annex"
    PROTOCOL = "protocol"
    DIVISION = "division"  # a part, chapter or section, above the articles
    RESOLUTION = "resolution"
    RECOMMENDATION = "recommendation"
    OPINION = "opinion"


class ProvisionDoubt(StrEnum):
    """Why a person should look at a provision. What is in doubt is never left out."""

    NONE = ""
    NUMBER_MISSING = "number missing"  # its margin number follows from those around it
    NUMBER_DAMAGED = "number damaged"  # letters stand for figures, or two numbers are glued
    AFTER_A_GAP = "after a gap"  # one or more numbers before it were not found


@dataclass(frozen=True, slots=True)
class Place:
    """From `start` in the text of unit `unit` to `end` in that of `end_unit`, half open."""

    unit: int
    start: int
    end_unit: int
    end: int


@dataclass(frozen=True, slots=True)
class Provision:
    """One provision. `text` is without its numbers, its lines joined by blanks.

    `number` is the one in the margin ("31A"), "" where a treaty has none; `paragraph` "3.4" and
    `letter` "a" as they stand there, "" for none.
    """

    number: str
    paragraph: str
    letter: str
    text: str
    place: Place
    doubt: ProvisionDoubt = ProvisionDoubt.NONE


@dataclass(frozen=True, slots=True)
class Part:
    """An article, an appendix, ...: number "3" or "5A" ("" for none), title, and what it holds.

    `within` says for an article of an annex which that is ("annex II"); "" elsewhere.
    """

    kind: PartKind
    number: str
    title: str
    within: str
    place: Place
    provisions: tuple[Provision, ...] = ()


@dataclass(frozen=True, slots=True)
class TreatyText:
    """What was found in a document, in its order. `missing` are margin numbers not found."""

    parts: tuple[Part, ...] = ()
    missing: tuple[str, ...] = ()

    def provisions(self) -> Iterator[tuple[Part, Provision]]:
        """Every provision with the part it stands in."""
        for part in self.parts:
            for provision in part.provisions:
                yield part, provision
