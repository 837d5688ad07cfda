"""Which annotations a list shows: by words, tag, document, colour, author and state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QT_TRANSLATE_NOOP

from itrvault.desktop.words import author_words
from itrvault.model.annotation import Annotation, AnnotationState, RiskAssessment

IMPORTANT, CHECK, DONE, OPEN = "important", "check", "done", "open"
UNTAGGED, UNJUDGED, UNPLACED = "untagged", "unjudged", "unplaced"

STATES = {
    IMPORTANT: str(QT_TRANSLATE_NOOP("notes", "important")),
    CHECK: str(QT_TRANSLATE_NOOP("notes", "to look at again")),
    DONE: str(QT_TRANSLATE_NOOP("notes", "done")),
    OPEN: str(QT_TRANSLATE_NOOP("notes", "not done")),
    UNTAGGED: str(QT_TRANSLATE_NOOP("notes", "without a tag")),
    UNJUDGED: str(QT_TRANSLATE_NOOP("notes", "without a judgement")),
    UNPLACED: str(QT_TRANSLATE_NOOP("notes", "without a place")),
}
"""What a list can be narrowed to, in the order of the choice; translate in "notes"."""

NOBODY = "\0"
"""The author of what nobody signed, told apart from "any author"."""


@dataclass(frozen=True, slots=True)
class Noted:
    """An annotation as lists and filters look at it."""

    note: Annotation
    paths: tuple[str, ...] = ()
    author: str = ""
    judged: bool = False
    searchable: str = ""
    """Everything a filter may look in, folded."""


@dataclass(frozen=True, slots=True)
class NoteFilter:
    """What to show; "" for any. A tag means those under it, too."""

    words: str = ""
    tag: str = ""
    document: str = ""
    colour: str = ""
    author: str = ""
    state: str = ""
    _wanted: tuple[str, ...] = field(init=False, default=())

    def __post_init__(self) -> None:
        """Fold the words once, not for every annotation."""
        object.__setattr__(self, "_wanted", tuple(self.words.casefold().split()))

    @property
    def narrows(self) -> bool:
        """Whether anything is left out."""
        return self != NoteFilter()

    def keeps(self, each: Noted) -> bool:
        """Whether it is shown."""
        note = each.note
        if self.document and note.document != self.document:
            return False
        if self.colour and note.colour != self.colour:
            return False
        if self.author and each.author != ("" if self.author == NOBODY else self.author):
            return False
        if self.state and not in_state(each, self.state):
            return False
        if self.tag and not any(
            path == self.tag or path.startswith(f"{self.tag}/") for path in each.paths
        ):
            return False
        return all(word in each.searchable for word in self._wanted)


def noted(
    note: Annotation, paths: tuple[str, ...], risks: Sequence[RiskAssessment], *more: str
) -> Noted:
    """An annotation with all that a filter may look in; `more` is what else it is known by."""
    author = author_words(note)
    reasons = (risk.rationale for risk in risks)
    words = "\n".join((note.anchor.exact, note.note, *paths, author, *more, *reasons))
    return Noted(note, paths, author, bool(risks), words.casefold())


def in_state(each: Noted, state: str) -> bool:
    """Whether an annotation is one of STATES."""
    note = each.note
    if state == UNTAGGED:
        return not each.paths
    if state == UNJUDGED:
        return not each.judged
    return {
        IMPORTANT: note.important,
        CHECK: note.state is AnnotationState.CHECK,
        DONE: note.state is AnnotationState.DONE,
        OPEN: note.state is not AnnotationState.DONE,
        UNPLACED: note.unplaced,
    }[state]


def tags_of(notes: Sequence[Noted]) -> list[str]:
    """The paths of the tags that are given, with those above them, in order."""
    paths: set[str] = set()
    for path in {path for each in notes for path in each.paths}:
        parts = path.split("/")
        paths |= {"/".join(parts[:depth]) for depth in range(1, len(parts) + 1)}
    return sorted(paths, key=str.casefold)


def authors_of(notes: Sequence[Noted]) -> list[str]:
    """Who made them, in order; "" first when nobody signed some."""
    return sorted({each.author for each in notes}, key=str.casefold)


def states_of(notes: Sequence[Noted]) -> list[str]:
    """The states that any of them has."""
    return [state for state in STATES if any(in_state(each, state) for each in notes)]
