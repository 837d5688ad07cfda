"""Stepping through the hits of a query: within a unit, then on to the next unit of the order.

The order is that of the results, across documents. How many hits a unit has is known once its
text was looked at; counting goes on in the background, so that "hit 3 of 212" can be said.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from itrvault.desktop.context import VaultContext
from itrvault.desktop.tasks import Debounce
from itrvault.desktop.views.reader_loader import marks_in
from itrvault.errors import NoSuchDocument, NoSuchUnit

if TYPE_CHECKING:  # the window shows before Whoosh is loaded
    from itrvault.search.reading import Reading

Stop = tuple[str, int]
COUNTED = 600
"""Units that are counted; beyond, the number is "and more"."""

PORTION = 40
REST_MS = 250
"""Counting starts when no query has come for so long: answer and page go first."""


class HitStepper(QObject):
    """`goTo(document, unit, which)` asks for a hit; which == -1 is the last of its unit."""

    goTo = Signal(str, int, int)
    changed = Signal()

    def __init__(self, context: VaultContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._order: tuple[Stop, ...] = ()
        self._places: dict[Stop, int] = {}
        self._counts: dict[Stop, int] = {}
        self._reading: Reading | None = None
        self._version = 0
        self._rest = Debounce(REST_MS, self._count, self)
        self.at: tuple[Stop, int] | None = None

    def set_reading(self, reading: Reading | None) -> None:
        """Another query."""
        self._reading = reading
        self._counts.clear()
        self.at = None
        self._version += 1
        self._rest.poke()
        self.changed.emit()

    def set_order(self, order: Sequence[Stop]) -> None:
        """The units that match, in the order of the results. A hit among them stays the current."""
        self._order = tuple(order)
        self._places = {stop: index for index, stop in enumerate(self._order)}
        if self.at is not None and self.at[0] not in self._places:
            self.at = None
        self._version += 1
        self._rest.poke()
        self.changed.emit()

    @property
    def order(self) -> Sequence[Stop]:
        """The units that match, as they are stepped through."""
        return self._order

    def learn(self, document: str, unit: int, count: int) -> None:
        """A unit was loaded: it has so many hits."""
        if self._counts.get((document, unit)) != count:
            self._counts[(document, unit)] = count
            self.changed.emit()

    def arrive(self, document: str, unit: int, which: int) -> None:
        """The hit that is shown now."""
        self.at = ((document, unit), which)
        self.changed.emit()

    def leave(self) -> None:
        """No hit is the current one."""
        self.at = None
        self.changed.emit()

    @property
    def position(self) -> int:
        """Which hit of all this is, from 1; 0 when there is none or it is not known yet."""
        if self.at is None or self.at[0] not in self._places:
            return 0
        before = self._order[: self._places[self.at[0]]]
        if any(stop not in self._counts for stop in before):
            return 0
        return sum(self._counts[stop] for stop in before) + self.at[1] + 1

    @property
    def total(self) -> int:
        """How many hits are known of."""
        return sum(self._counts.get(stop, 0) for stop in self._order)

    @property
    def complete(self) -> bool:
        """Whether `total` is all of them."""
        return all(stop in self._counts for stop in self._order)

    @property
    def any(self) -> bool:
        """Whether there is anything to step through."""
        return bool(self._order)

    def counts_in(self, document: str) -> dict[int, int]:
        """How many hits are on which unit of a document, as far as they were counted."""
        return {unit: n for (key, unit), n in self._counts.items() if key == document and n}

    def step(self, direction: int, document: str, unit: int) -> None:
        """To the next (+1) or previous (-1) hit; from the unit in view when no hit is current."""
        if not self._order:
            return
        if self.at is not None and self.at[0] in self._places:
            stop, which = self.at
            target = which + direction
            if 0 <= target < self._counts.get(stop, 0):
                self.goTo.emit(*stop, target)
                return
            self._go_on(self._places[stop] + direction, direction)
        elif (document, unit) in self._places:
            self._go_on(self._places[(document, unit)], direction)
        else:
            self._go_on(0 if direction > 0 else len(self._order) - 1, direction)

    def step_document(self, direction: int, document: str) -> None:
        """To the first hit of the next or previous document of the order."""
        documents = list(dict.fromkeys(stop[0] for stop in self._order))
        if not documents:
            return
        here = documents.index(document) if document in documents else -direction
        target = documents[(here + direction) % len(documents)]
        unit = next(stop[1] for stop in self._order if stop[0] == target)
        self.goTo.emit(target, unit, 0)

    def skip(self, document: str, unit: int, direction: int) -> None:
        """A unit turned out to have no hit (its title matched): go on."""
        place = self._places.get((document, unit))
        if place is not None:
            self._go_on(place + direction, direction)

    def _go_on(self, place: int, direction: int) -> None:
        """The first unit from here that has hits, or is not known to have none; round the end."""
        size = len(self._order)
        for distance in range(size):
            stop = self._order[(place + distance * direction) % size]
            if self._counts.get(stop) != 0:
                self.goTo.emit(*stop, 0 if direction > 0 else -1)
                return

    def _count(self) -> None:
        """Count another portion in the background."""
        reading, version = self._reading, self._version
        due = [stop for stop in self._order[:COUNTED] if stop not in self._counts][:PORTION]
        if reading is None or not due:
            return
        vault = self._context.vault

        def work() -> dict[Stop, int]:
            counts = {}
            for document, number in due:
                try:
                    unit = vault.store.documents.unit(document, number)
                except (NoSuchDocument, NoSuchUnit):  # removed since the search
                    counts[(document, number)] = 0
                    continue
                counts[(document, number)] = len(
                    marks_in(vault, document, [unit], reading).get(number, ())
                )
            return counts

        def take(counts: dict[Stop, int]) -> None:
            if version == self._version:
                self._counts = counts | self._counts
                self.changed.emit()
                self._count()

        self._context.query(self, work).lane("count").success(take).run()
