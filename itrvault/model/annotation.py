"""Passages, annotations, the codebook and risk assessments."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from itrvault.model.geometry import Rect

COLOURS = {
    "yellow": "#ffd400", "red": "#ff6666", "green": "#5fb236", "blue": "#2ea8e5",
    "purple": "#a28ae5", "magenta": "#e56eee", "orange": "#f19837", "gray": "#aaaaaa",
}  # fmt: skip
"""The eight highlight colours, in the order of the keys 1 to 8 (Zotero's)."""

CONTEXT = 32
"""Code points of prefix and suffix kept around a quotation (W3C TextQuoteSelector)."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a passage stands, said in several ways so that it can be found again.

    A passage lies in one unit, or runs from one unit into later ones: `unit` and `start` give its
    first code point, `end_unit` and `end` the one after its last. `exact` is the quotation as it
    stands in the text (units joined by "\\n"); `rects` its boxes per unit number on drawn pages.
    `text_hash` names the version of the text the offsets count in. An annotation on a whole page
    has start == end == 0 and an empty quotation.
    """

    unit: int
    start: int
    end_unit: int
    end: int
    exact: str
    prefix: str = ""
    suffix: str = ""
    rects: tuple[tuple[int, Rect], ...] = ()
    text_hash: str = ""


@dataclass(frozen=True, slots=True)
class Annotation:
    """A passage with a colour, a note and tags.

    `author` is the name its maker chose ("" for none), `created` and `modified` ISO times in UTC,
    `tags` ids of tags. `number` is the short stable number within the document that people cite.
    """

    id: str
    document: str
    anchor: Anchor
    colour: str = "yellow"
    note: str = ""
    tags: tuple[str, ...] = ()
    author: str = ""
    created: str = ""
    modified: str = ""
    number: int = 0

    @property
    def from_file(self) -> bool:
        """Whether somebody made it in the file itself, before it was imported.

        Ids of those follow from the file (UUID version 8), so that two vaults agree on them; ids
        of what is made in a vault sort by time (version 7).
        """
        return self.id[14:15] == "8"


@dataclass(frozen=True, slots=True)
class Tag:
    """An entry of the codebook. `origin` says where it comes from ("taxonomy:privacy", "" by hand).

    `parent` is a tag's id or "" at the top; `rights` the articles it stands for.
    """

    id: str
    parent: str
    name: str
    colour: str = "gray"
    definition: str = ""
    rights: tuple[str, ...] = ()
    origin: str = ""
    order: int = 0


class Stance(StrEnum):
    """How the assessor reads the passage."""

    RISK = "risk"
    SAFEGUARD = "safeguard"
    DISPUTED = "disputed"


LEVELS = ("none", "low", "medium", "high", "severe")
"""Severity and likelihood, 0 to 4."""


@dataclass(frozen=True, slots=True)
class RiskAssessment:
    """One assessor's judgement of one annotation.

    `right` is a taxonomy id ("privacy"); `articles` the articles at stake ("UDHR 12", "ICCPR 17");
    `severity` and `likelihood` index LEVELS; the rationale is required.
    """

    id: str
    annotation: str
    right: str
    articles: tuple[str, ...]
    severity: int
    likelihood: int
    stance: Stance
    rationale: str
    assessor: str = ""
    created: str = ""
    modified: str = ""
