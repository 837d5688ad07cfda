"""What is selected, as offsets into text: the same for drawn pages and flowing text.

The model knows nothing of pixels. Views turn the mouse into places, and places into boxes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, IntEnum

from PySide6.QtCore import QObject, Signal

from itrvault.desktop.widgets.selection_text import UnitText
from itrvault.model.geometry import Span


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A point between two characters: code point `offset` of the text of `unit`."""

    unit: int
    offset: int


class Grain(IntEnum):
    """What a drag selects by: one click, two, three or four."""

    CHARACTER = 1
    WORD = 2
    SENTENCE = 3
    PARAGRAPH = 4


class Motion(Enum):
    """Movements of the caret that need no geometry."""

    NEXT = "next character"
    PREVIOUS = "previous character"
    NEXT_WORD = "next word"
    PREVIOUS_WORD = "previous word"
    UNIT_START = "start of the page"
    UNIT_END = "end of the page"


class SelectionModel(QObject):
    """A selection from where it was begun to the caret, over the units of one document.

    `text_of(n)` gives the text of a unit, None while it is not in memory; a movement into such a
    unit waits at its edge.
    """

    changed = Signal()

    def __init__(
        self,
        text_of: Callable[[int], UnitText | None],
        count: Callable[[], int],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._text_of = text_of
        self._count = count
        self._grain = Grain.CHARACTER
        self._origin: tuple[Place, Place] | None = None
        self.begun: Place | None = None
        self.caret: Place | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing is selected (there may still be a caret)."""
        return self.begun is None or self.caret is None or self.begun == self.caret

    @property
    def first(self) -> Place:
        """The earlier end. Only when not empty."""
        assert self.begun is not None
        assert self.caret is not None
        return min(self.begun, self.caret)

    @property
    def last(self) -> Place:
        """The later end. Only when not empty."""
        assert self.begun is not None
        assert self.caret is not None
        return max(self.begun, self.caret)

    def span_in(self, unit: int, length: int) -> Span | None:
        """The part of the selection that lies in a unit whose text has this length."""
        if self.empty or not self.first.unit <= unit <= self.last.unit:
            return None
        start = self.first.offset if unit == self.first.unit else 0
        end = self.last.offset if unit == self.last.unit else length
        return Span(start, min(end, length)) if start < end else None

    def clear(self) -> None:
        """Nothing selected, no caret."""
        self._set(None, None)
        self._origin = None

    def collapse(self) -> None:
        """Keep only the caret."""
        self._set(self.caret, self.caret)

    def select(self, first: Place, last: Place) -> None:
        """Select from one place to another; the caret goes to the second."""
        self._grain = Grain.CHARACTER
        self._origin = (first, first)
        self._set(first, last)

    def press(self, place: Place, grain: Grain) -> None:
        """A click: put the caret there, or select the word, sentence or paragraph."""
        self._grain = grain
        first, last = self._origin = self._grown(place)
        self._set(first, last)

    def drag(self, place: Place) -> None:
        """Extend from what the press selected to here, by whole words if it selected a word."""
        if self._origin is None:
            self.press(place, Grain.CHARACTER)
            return
        first, last = self._grown(place)
        if place < self._origin[0]:
            self._set(self._origin[1], first)
        else:
            self._set(self._origin[0], max(last, self._origin[1]))

    def extend(self, place: Place) -> None:
        """Move the caret and keep the other end where it was (Shift)."""
        begun = self.begun or place
        self._origin = (begun, begun)
        self._grain = Grain.CHARACTER
        self._set(begun, place)

    def go(self, place: Place, *, extend: bool) -> None:
        """Move the caret by key."""
        if extend:
            self.extend(place)
        else:
            self._grain = Grain.CHARACTER
            self._origin = (place, place)
            self._set(place, place)

    def move(self, motion: Motion, *, extend: bool) -> None:
        """Move the caret through the text, across units. Without Shift a selection collapses."""
        if self.caret is None:
            return
        if not extend and not self.empty and motion in (Motion.NEXT, Motion.PREVIOUS):
            self.go(self.last if motion is Motion.NEXT else self.first, extend=False)
            return
        self.go(moved(self.caret, motion, self._text_of, self._count()), extend=extend)

    def _grown(self, place: Place) -> tuple[Place, Place]:
        text = self._text_of(place.unit)
        if text is None or self._grain is Grain.CHARACTER:
            return place, place
        if self._grain is Grain.WORD:
            span = text.word(place.offset)
        elif self._grain is Grain.SENTENCE:
            span = text.sentence(place.offset)
        else:
            span = text.paragraph(place.offset)
        return Place(place.unit, span.start), Place(place.unit, span.end)

    def _set(self, begun: Place | None, caret: Place | None) -> None:
        if (begun, caret) != (self.begun, self.caret):
            self.begun, self.caret = begun, caret
            self.changed.emit()


def moved(
    place: Place, motion: Motion, text_of: Callable[[int], UnitText | None], count: int
) -> Place:
    """Where a motion leads in a document of so many units; it waits at a text not in memory."""
    text = text_of(place.unit)
    if text is None:
        return place
    length = len(text.text)
    if motion is Motion.UNIT_START:
        return Place(place.unit, 0)
    if motion is Motion.UNIT_END:
        return Place(place.unit, length)
    if motion in (Motion.NEXT, Motion.NEXT_WORD):
        step = text.after if motion is Motion.NEXT else text.word_after
        if place.offset >= length:
            return Place(place.unit + 1, 0) if place.unit + 1 < count else place
        return Place(place.unit, step(place.offset))
    step = text.before if motion is Motion.PREVIOUS else text.word_before
    if place.offset > 0:
        return Place(place.unit, step(place.offset))
    above = text_of(place.unit - 1) if place.unit > 0 else None
    return Place(place.unit - 1, len(above.text)) if above is not None else place
