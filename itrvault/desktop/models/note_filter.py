"""Which annotations a list shows: by words, tag, document, colour, author and state."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QT_TRANSLATE_NOOP

from itrvault.desktop.words import author_words
from itrvault.model.annotation import (
    Annotation,
    AnnotationState,
    Judgement,
    Listed,
    RiskAssessment,
)

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


N = TypeVar("N", bound=Annotation | Listed)


class Noted(Generic[N]):
    """An annotation as lists and filters look at it. `paths` are of its tags.

    There are ten thousand of them: what they are found by is put together when it is asked for.
    """

    __slots__ = ("_folded", "author", "more", "note", "paths", "quote", "risks")

    def __init__(
        self,
        note: N,
        quote: str,
        paths: tuple[str, ...] = (),
        risks: Sequence[Judgement | RiskAssessment] = (),
        more: tuple[str, ...] = (),
    ) -> None:
        self.note = note
        self.quote = quote
        self.paths = paths
        self.risks = risks
        self.more = more
        self.author = author_words(note)
        self._folded: str | None = None

    @property
    def searchable(self) -> str:
        """Everything a filter may look in, folded."""
        if self._folded is None:
            reasons = (risk.rationale for risk in self.risks)
            parts = (self.quote, self.note.note, *self.paths, self.author, *self.more, *reasons)
            self._folded = "\n".join(parts).casefold()
        return self._folded


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

    def keeps(self, each: Noted[Any]) -> bool:
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
    note: Annotation, paths: tuple[str, ...] = (), risks: Sequence[RiskAssessment] = ()
) -> Noted[Annotation]:
    """An annotation with all that a filter may look in."""
    return Noted(note, note.anchor.exact, paths, risks)


def in_state(each: Noted[Any], state: str) -> bool:
    """Whether an annotation is one of STATES."""
    return _TESTS[state](each)


_TESTS: dict[str, Callable[[Noted[Any]], bool]] = {
    IMPORTANT: lambda each: each.note.important,
    CHECK: lambda each: each.note.state is AnnotationState.CHECK,
    DONE: lambda each: each.note.state is AnnotationState.DONE,
    OPEN: lambda each: each.note.state is not AnnotationState.DONE,
    UNTAGGED: lambda each: not each.paths,
    UNJUDGED: lambda each: not each.risks,
    UNPLACED: lambda each: each.note.unplaced,
}


def tags_of(notes: Sequence[Noted[Any]]) -> list[str]:
    """The paths of the tags that are given, with those above them, in order."""
    paths: set[str] = set()
    for path in {path for given in {each.paths for each in notes} for path in given}:
        parts = path.split("/")
        paths |= {"/".join(parts[:depth]) for depth in range(1, len(parts) + 1)}
    return sorted(paths, key=str.casefold)


def authors_of(notes: Sequence[Noted[Any]]) -> list[str]:
    """Who made them, in order; "" first when nobody signed some."""
    return sorted({each.author for each in notes}, key=str.casefold)


def states_of(notes: Sequence[Noted[Any]]) -> list[str]:
    """The states that any of them has."""
    seen: dict[tuple[object, ...], Noted[Any]] = {}
    for each in notes:
        note = each.note
        alike = (note.important, note.state, not each.paths, not each.risks, note.unplaced)
        seen.setdefault(alike, each)
    return [state for state in STATES if any(in_state(each, state) for each in seen.values())]
