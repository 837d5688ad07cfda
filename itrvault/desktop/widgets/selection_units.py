"""The units of the open document that are in memory, with their hits and what is marked on them.

The page view and the text view of one document share one `Units`, so that a place, a selection or
a mark means the same in both.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from itrvault.desktop.widgets.selection import Place
from itrvault.desktop.widgets.selection_text import UnitText
from itrvault.model.geometry import Rect, Span

KEPT_CHARACTERS = 6_000_000
"""How much text stays in memory; a long treaty is one million characters."""


@dataclass(frozen=True, slots=True)
class Stripe:
    """A tag as it stands in the margin: its colour, two letters, and its path for the tooltip."""

    colour: str
    code: str
    path: str


@dataclass(frozen=True, slots=True)
class Mark:
    """The part of one annotation that lies in one unit. `colour` names one of the eight."""

    annotation: str
    span: Span
    colour: str
    note: bool = False
    hint: str = ""
    """What a tooltip says: the tags, the beginning of the note, who made it."""
    stripes: tuple[Stripe, ...] = ()
    box: Rect | None = None
    """The region of the page, for a mark that is not on words."""
    signs: tuple[str, ...] = ()
    """Signs beside it: important, to look at again, done."""


class Units(QObject):
    """What the views ask for texts, hits and marks.

    `wanted` says that units are missing (`missing` lists them, nearest first); whoever loads them
    answers with `put`.
    """

    reset = Signal()
    arrived = Signal(int)
    marked = Signal()
    wanted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.count = 0
        self.missing: tuple[int, ...] = ()
        self.current_hit: tuple[int, int] | None = None
        self.found: Mapping[int, tuple[Span, ...]] | None = None
        self.found_now: tuple[tuple[int, Span], ...] = ()
        self.selected = ""
        """The id of the selected annotation, "" for none."""
        self.hidden = False
        """Whether marks are not to be shown."""
        self._texts: OrderedDict[int, UnitText] = OrderedDict()
        self._hits: dict[int, tuple[Span, ...]] = {}
        self._marks: dict[int, tuple[Mark, ...]] = {}
        self._ends: dict[str, tuple[Place, Place]] = {}
        self._stretched: tuple[str, Place, Place] | None = None
        self._characters = 0

    def open(self, count: int) -> None:
        """Forget everything and expect a document of so many units."""
        self._texts.clear()
        self._hits.clear()
        self._marks.clear()
        self._ends.clear()
        self._stretched = None
        self._characters = 0
        self.count, self.missing, self.current_hit, self.selected = count, (), None, ""
        if self.found is not None:
            self.found, self.found_now = {}, ()
        self.reset.emit()

    def text(self, number: int) -> UnitText | None:
        """The text of a unit, None while it is not in memory."""
        text = self._texts.get(number)
        if text is not None:
            self._texts.move_to_end(number)
        return text

    def hits(self, number: int) -> tuple[Span, ...]:
        """Places of the query in a unit; none while they are not known."""
        return self._hits.get(number, ())

    def shown_hits(self, number: int) -> list[tuple[Span, bool]]:
        """What is to be marked in a unit, and whether one is at it: what was looked for in this
        document while somebody does that, else the places of the query.
        """
        if self.found is not None:
            now = self.found_now
            return [(span, (number, span) in now) for span in self.found.get(number, ())]
        return [
            (span, (number, index) == self.current_hit)
            for index, span in enumerate(self.hits(number))
        ]

    def marks(self, number: int) -> tuple[Mark, ...]:
        """Parts of annotations that lie in a unit."""
        return self._marks.get(number, ())

    def shown_marks(self, number: int) -> tuple[Mark, ...]:
        """Those that are to be shown; none while marks are hidden."""
        return () if self.hidden else self.marks(number)

    def set_hidden(self, hidden: bool) -> None:
        """Show no marks, or show them again."""
        if hidden != self.hidden:
            self.hidden = hidden
            self.marked.emit()

    def ends_of(self, annotation: str) -> tuple[Place, Place] | None:
        """Where a marked passage begins and ends; None when it is no passage, or not placed."""
        return self._ends.get(annotation)

    def stretch(self, annotation: str, first: Place, last: Place) -> None:
        """Show a mark from one place to another, until `set_marks` after a `relax`."""
        parts = [mark for own in self._marks.values() for mark in own
                 if mark.annotation == annotation]  # fmt: skip
        if not parts:
            return
        self._stretched = (annotation, first, last)
        self._lay(parts[0], first, last)
        self.marked.emit()

    def relax(self) -> None:
        """What was stretched is where `set_marks` says, from the next time on."""
        self._stretched = None

    def _lay(self, mark: Mark, first: Place, last: Place) -> None:
        for number, own in list(self._marks.items()):
            if any(each.annotation == mark.annotation for each in own):
                rest = tuple(each for each in own if each.annotation != mark.annotation)
                self._marks[number] = rest
        for number in range(first.unit, last.unit + 1):
            text = self._texts.get(number)
            start = first.offset if number == first.unit else 0
            whole = len(text.text) if text is not None else 0
            end = last.offset if number == last.unit else whole
            part = replace(mark, span=Span(start, max(start, end)))
            self._marks[number] = (*self._marks.get(number, ()), part)
        self._ends[mark.annotation] = (first, last)

    def marks_at(self, number: int, offset: int) -> tuple[Mark, ...]:
        """Marks over a character, the shortest first: that is the one a click means."""
        found = [m for m in self.shown_marks(number) if m.span.start <= offset < m.span.end]
        return tuple(sorted(found, key=lambda mark: (len(mark.span), mark.annotation)))

    def want(self, numbers: Iterable[int]) -> None:
        """Say which units are needed, nearest first; those asked for earlier are dropped."""
        self.missing = tuple(
            n for n in numbers if 0 <= n < self.count and n not in self._texts
        )  # fmt: skip
        if self.missing:
            self.wanted.emit()

    def put(self, number: int, text: UnitText, hits: tuple[Span, ...]) -> None:
        """A unit was loaded."""
        if number >= self.count:
            return
        old = self._texts.pop(number, None)
        self._characters += len(text.text) - (len(old.text) if old else 0)
        self._texts[number] = text
        self._hits[number] = hits
        self.missing = tuple(n for n in self.missing if n != number)
        while self._characters > KEPT_CHARACTERS and len(self._texts) > 16:
            _number, dropped = self._texts.popitem(last=False)
            self._characters -= len(dropped.text)
        self.arrived.emit(number)

    def set_hits(self, hits: Mapping[int, tuple[Span, ...]], *, stay: bool = False) -> None:
        """These are the places now, of the units that are known. `stay` at the current one when
        they are those of the same query.
        """
        self._hits = dict(hits)
        if not stay:
            self.current_hit = None
        self.marked.emit()

    def set_current(self, hit: tuple[int, int] | None) -> None:
        """Which hit is the current one: unit and index."""
        self.current_hit = hit
        self.marked.emit()

    def set_found(
        self, found: Mapping[int, tuple[Span, ...]] | None, now: tuple[tuple[int, Span], ...] = ()
    ) -> None:
        """Mark what was looked for in the document instead of the hits; None for the hits again.

        `now` is the one that one is at: its parts, more than one where it runs over a page break.
        """
        if self.found is not None or found is not None:
            self.found, self.found_now = found, now
            self.marked.emit()

    def set_marks(self, marks: Mapping[int, tuple[Mark, ...]]) -> None:
        """Replace all marks. One that is stretched stays so."""
        self._marks = dict(marks)
        self._ends = {}
        for number in sorted(self._marks):
            for mark in self._marks[number]:
                if len(mark.span):
                    first = Place(number, mark.span.start)
                    first = self._ends.get(mark.annotation, (first, first))[0]
                    self._ends[mark.annotation] = (first, Place(number, mark.span.end))
        if self._stretched is not None:
            annotation, first, last = self._stretched
            self._stretched = None
            self.stretch(annotation, first, last)
        self.marked.emit()

    def select_mark(self, annotation: str) -> None:
        """Outline an annotation."""
        if annotation != self.selected:
            self.selected = annotation
            self.marked.emit()

    def loaded(self) -> dict[int, UnitText]:
        """Everything in memory."""
        return dict(self._texts)
