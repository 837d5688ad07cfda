"""What the reader is on its way to: a document, and the place that must be reached in it.

A place is often wanted before its page has been read from the vault. So it is a goal: a function
that goes as near as it can and says whether it has arrived. It is tried again whenever something
arrives, until it has.
"""

from __future__ import annotations

from collections.abc import Callable

from itrvault.desktop.views.reader_hits import HitStepper
from itrvault.desktop.views.reader_loader import ReaderLoader
from itrvault.desktop.views.reader_stage import ReaderStage
from itrvault.desktop.widgets.selection import Place
from itrvault.desktop.widgets.selection_units import Units
from itrvault.model.geometry import Span

Goal = Callable[[], bool]


class Goals:
    """One goal at a time; a new one takes the place of the one before."""

    def __init__(
        self,
        loader: ReaderLoader,
        units: Units,
        hits: HitStepper,
        stage: ReaderStage,
    ) -> None:
        self._loader = loader
        self._units = units
        self._hits = hits
        self._stage = stage
        self._goal: Goal | None = None
        self._document = ""

    @property
    def under_way(self) -> bool:
        """Whether a place has not been reached yet."""
        return self._goal is not None

    @property
    def _shown(self) -> str:
        return self._loader.document.id if self._loader.document else ""

    def go(self, document: str, unit: int, goal: Goal) -> None:
        """Reach a goal in a document: now, or as soon as what it needs has arrived."""
        self._goal, self._document = goal, document
        if document == self._shown:
            self._loader.stay_with(document)
            self.try_again()
        else:
            self._loader.open(document, unit)

    def open_again(self, document: str, unit: int, goal: Goal) -> None:
        """Read the document anew, though it is the one that is shown: its text changed."""
        self._goal, self._document = goal, document
        self._loader.open(document, unit)

    def try_again(self) -> None:
        """Something arrived."""
        # Units and hits of the document before may still arrive while the wanted one is read.
        if self._goal is not None and self._document == self._shown and self._goal():
            self._goal = None

    def forget(self) -> None:
        """Stay where one is."""
        self._goal = None

    # -- goals -----------------------------------------------------------------------------------

    def at_unit(self, unit: int) -> bool:
        """The beginning of a unit."""
        self._stage.go_to_unit(max(0, min(unit, self._units.count - 1)))
        return True

    def at_place(self, place: Place) -> bool:
        """A place in the text."""
        if self._units.text(place.unit) is None:
            self._stage.go_to_unit(place.unit)
            return False
        self._stage.go_to_place(place)
        return True

    def at_been(self, place: Place, hit: tuple[int, int] | None) -> bool:
        """Where one was, at the hit one was at, as far as it is still one of the query."""
        if not self.at_place(place):
            return False
        if hit is None:
            self._hits.leave()
            self._units.set_current(None)
            return True
        if not self._loader.hits_known:
            return False
        unit, index = hit
        if index < len(self._units.hits(unit)):
            self._units.set_current(hit)
            self._hits.arrive(self._shown, unit, index)
        return True

    def at_hit(self, document: str, unit: int, which: int, direction: int) -> bool:
        """A hit of a unit by its number, -1 for the last; with a direction, one further on."""
        if self._units.text(unit) is None or not self._loader.hits_known:
            self._stage.go_to_unit(unit)
            return False
        found = self._units.hits(unit)
        self._hits.learn(document, unit, len(found))
        if not found:
            self._units.set_current(None)
            if direction:
                self._goal = None
                self._hits.skip(document, unit, direction)
                return self._goal is None
            self._hits.arrive(document, unit, 0)
            return self.at_unit(unit)
        index = which if which >= 0 else len(found) + which
        index = max(0, min(index, len(found) - 1))
        self._units.set_current((unit, index))
        self._hits.arrive(document, unit, index)
        if not self._stage.reveal_span(unit, found[index]):
            self._stage.go_to_unit(unit)
        return True

    def at_span(self, unit: int, span: Span, annotation: str = "") -> bool:
        """A passage, its annotation outlined."""
        if self._units.text(unit) is None:
            self._stage.go_to_unit(unit)
            return False
        self._units.select_mark(annotation)
        if not len(span) or not self._stage.reveal_span(unit, span):
            self._stage.go_to_unit(unit)
        return True

    def at_region(self, unit: int, height: float, annotation: str) -> bool:
        """A rectangle of a page, so far down (in points); outlined."""
        if self._units.text(unit) is None:
            self._stage.go_to_unit(unit)
            return False
        self._units.select_mark(annotation)
        self._stage.go_to_height(unit, height)
        return True

    def at_found(self, unit: int, span: Span) -> bool:
        """A place that was looked for in the document."""
        if self._units.text(unit) is None:
            self._stage.go_to_unit(unit)
            return False
        if not self._stage.reveal_span(unit, span):
            self._stage.go_to_unit(unit)
        return True

    def at_height(self, unit: int, height: float) -> bool:
        """So far down a page, in points."""
        self._stage.go_to_height(unit, height)
        return True
