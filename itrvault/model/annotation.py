"""Passages, annotations, the codebook and risk assessments."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from itrvault.model.geometry import Rect

COLOURS = {
    "yellow": "#ffd400", "red": "#ff6666", "green": "#5fb236", "blue": "#2ea8e5",
    "purple": "#a28ae5", "magenta": "#e56eee", "orange": "#f19837", "gray": "#aaaaaa",
}  # fmt: skip
"""The eight highlight colours, in the order of the keys 1 to 8 (Zotero's)."""

PLAIN = "yellow"
"""The colour of a mark for which none was chosen, and that has no tag."""

CONTEXT = 32
"""Code points of prefix and suffix kept around a quotation (W3C TextQuoteSelector)."""


class AnchorKind(StrEnum):
    """What an anchor points at."""

    PASSAGE = "passage"
    REGION = "region"  # a rectangle on a drawn page
    PAGE = "page"  # whole pages or sections
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a passage stands, said in several ways so that it can be found again.

    A passage lies in one unit, or runs from one unit into later ones: `unit` and `start` give its
    first code point, `end_unit` and `end` the one after its last. `exact` is the quotation as it
    stands in the text (units joined by "\\n"); `rects` its boxes per unit number on drawn pages.
    `text_hash` names the version of the text the offsets count in.

    A passage whose words are not in the text as it is now keeps its quotation: it is not `placed`,
    has no extent (the ends are the same place), and `unit` is where it stood last. Of the other
    kinds start == end == 0. A region has one box, and in `exact` the words that lie in it, for
    lists and papers; pages and documents have no quotation, and a document's units are 0.
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
    kind: AnchorKind = AnchorKind.PASSAGE

    @property
    def placed(self) -> bool:
        """Whether it is known where it stands; false of a passage whose words were not found."""
        lost = self.exact and (self.unit, self.start) == (self.end_unit, self.end)
        return not (lost and self.kind is AnchorKind.PASSAGE)

    @property
    def whole(self) -> bool:
        """Whether it is on whole pages or the whole document: no words, no box."""
        if self.kind is AnchorKind.PASSAGE:
            return not self.exact  # as they were written before there were kinds
        return self.kind is not AnchorKind.REGION


class AnnotationState(StrEnum):
    """What its makers still mean to do with an annotation."""

    NONE = ""
    CHECK = "check"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Annotation:
    """A passage with a colour, a note and tags.

    `author` is the name its maker chose ("" for none), `created` and `modified` ISO times in UTC,
    `tags` ids of tags. `number` is the short stable number within the document that people cite.
    Unless its colour was `chosen` by hand, it has that of its first tag, and follows it.
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
    important: bool = False
    state: AnnotationState = AnnotationState.NONE
    chosen: bool = True

    @property
    def from_file(self) -> bool:
        """Whether somebody made it in the file itself, before it was imported.

        Ids of those follow from the file (UUID version 8), so that two vaults agree on them; ids
        of what is made in a vault sort by time (version 7).
        """
        return is_from_file(self.id)

    @property
    def unplaced(self) -> bool:
        """Whether its words are not in the text as it is now: to be placed by hand."""
        return not self.anchor.placed


class Listed(NamedTuple):
    """An annotation as lists show it and tables count it: without how its words are found again.

    From (`unit`, `start`) to (`end_unit`, `end`) of the document, half open; `exact` and `kind` are
    those of its anchor. A vault has ten thousand, and every list wants all: so it is a tuple.
    """

    id: str
    document: str
    unit: int
    start: int
    end_unit: int
    end: int
    exact: str
    kind: AnchorKind
    colour: str
    note: str
    tags: tuple[str, ...]
    author: str
    created: str
    modified: str
    number: int
    important: bool
    state: AnnotationState
    chosen: bool

    @property
    def from_file(self) -> bool:
        """Whether somebody made it in the file itself, before it was imported."""
        return is_from_file(self.id)

    @property
    def unplaced(self) -> bool:
        """Whether its words are not in the text as it is now: to be placed by hand."""
        lost = self.exact and (self.unit, self.start) == (self.end_unit, self.end)
        return bool(lost) and self.kind is AnchorKind.PASSAGE


def is_from_file(annotation: str) -> bool:
    """Whether an annotation with this id came with its file."""
    return annotation[14:15] == "8"


def listed(note: Annotation) -> Listed:
    """An annotation as lists show it."""
    anchor = note.anchor
    return Listed(
        note.id, note.document, anchor.unit, anchor.start, anchor.end_unit, anchor.end,
        anchor.exact, anchor.kind, note.colour, note.note, note.tags, note.author, note.created,
        note.modified, note.number, note.important, note.state, note.chosen,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tag:
    """An entry of the codebook. `origin` says where it comes from ("taxonomy:privacy", "" by hand).

    `parent` is a tag's id or "" at the top: a tag there with those below it is a codebook. `rights`
    are the articles it stands for, `examples` ids of annotations that show its use. A tag that is
    not `codable` only holds others.
    """

    id: str
    parent: str
    name: str
    colour: str = "gray"
    definition: str = ""
    rights: tuple[str, ...] = ()
    origin: str = ""
    order: int = 0
    when_to_use: str = ""
    when_not: str = ""
    examples: tuple[str, ...] = ()
    codable: bool = True


class Stance(StrEnum):
    """How the assessor reads the passage."""

    RISK = "risk"
    SAFEGUARD = "safeguard"
    DISPUTED = "disputed"


LEVELS = ("none", "low", "medium", "high", "severe")
"""Severity and likelihood, 0 to 4."""

CONFIDENCES = ("", "low", "medium", "high")
"""How sure an assessor is, 0 (not said) to 3."""


class Answer(StrEnum):
    """Whether a restriction passes a part of the test, as an assessor sees it."""

    NOT_SAID = ""
    YES = "yes"
    NO = "no"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class ThreePartTest:
    """The test of ICCPR 19(3) for a restriction, with the reasons for each answer.

    Whether it is provided by law, serves a legitimate aim, and is necessary and proportionate.
    Source: Human Rights Committee, General Comment 34, paragraphs 22 to 35.
    """

    law: Answer = Answer.NOT_SAID
    law_why: str = ""
    aim: Answer = Answer.NOT_SAID
    aim_why: str = ""
    necessity: Answer = Answer.NOT_SAID
    necessity_why: str = ""


@dataclass(frozen=True, slots=True)
class RiskAssessment:
    """One assessor's judgement of one annotation.

    `right` is a taxonomy id ("privacy"); `articles` the articles at stake ("UDHR 12", "ICCPR 17");
    `severity` and `likelihood` index LEVELS, `confidence` CONFIDENCES; the rationale is required.
    `affected` names people, `provision` ("31A") and `proposal` ("RUS/27/7") what it is about.
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
    confidence: int = 0
    affected: tuple[str, ...] = ()
    test: ThreePartTest = ThreePartTest()
    provision: str = ""
    proposal: str = ""


class Judgement(NamedTuple):
    """Of an assessment what a list of annotations says of it, and finds it by."""

    id: str
    annotation: str
    stance: Stance
    severity: int
    rationale: str
