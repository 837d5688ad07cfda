"""Walking from hit to hit: between the stepper, which counts, and the page, which shows them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from itrvault.desktop.views.reader_hits import HitStepper

if TYPE_CHECKING:
    from itrvault.desktop.views.reader import ReaderView


class HitWalk(QObject):
    """Steps, learns how many hits each page has, and says which one is reached."""

    changed = Signal(int, int)  # which (from 1, 0 unknown), of how many

    def __init__(self, reader: ReaderView, hits: HitStepper) -> None:
        super().__init__(reader)
        self._reader = reader
        self._hits = hits
        self._direction = 1
        self._tell_soon = QTimer(self)
        self._tell_soon.setSingleShot(True)
        self._tell_soon.setInterval(0)
        self._tell_soon.timeout.connect(self._tell)
        hits.goTo.connect(self._go)
        hits.changed.connect(self._tell_soon.start)
        reader.units.arrived.connect(self._learn)
        reader.loader.hitsFound.connect(self._learn_all)

    def step(self, direction: int) -> None:
        """To the next hit (1) or the one before (-1)."""
        self._direction = direction
        self._hits.step(direction, self._reader.document, self._reader.unit)

    def _go(self, document: str, unit: int, which: int) -> None:
        reader, direction = self._reader, self._direction
        reader.places.leave(document, unit)
        reader.go(document, unit, partial(reader.goals.at_hit, document, unit, which, direction))

    def _learn(self, unit: int) -> None:
        loader, document = self._reader.loader, self._reader.document
        known = loader.reading is not None and loader.hits_known
        if self._hits.any and document and known:
            self._hits.learn(document, unit, len(self._reader.units.hits(unit)))

    def _learn_all(self) -> None:
        """The query changed and its places are known."""
        for number in self._reader.units.loaded():
            self._learn(number)
        self._reader.goals.try_again()

    def _tell(self) -> None:
        position, total = self._hits.position, self._hits.total
        words = short = ""
        if self._hits.any:
            more = "" if self._hits.complete else "+"
            if self._hits.at is None or not position:
                words = self.tr("{total} hits").format(total=f"{total:,}{more}")
                short = f"– / {total:,}{more}"
            else:
                words = self.tr("hit {position} of {total}").format(
                    position=f"{position:,}", total=f"{total:,}{more}"
                )
                short = f"{position:,} / {total:,}{more}"
        self._reader.tools.show_hits(words, short)
        self.changed.emit(position, total)
