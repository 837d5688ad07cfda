"""Where one is in the reader, as the tool row says it, and the way back to where one was."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication, QObject, Signal

from itrvault.desktop.views.reader_goals import Goal, Goals
from itrvault.desktop.views.reader_history import Been, History
from itrvault.desktop.views.reader_loader import ReaderLoader
from itrvault.desktop.views.reader_tools import ReaderTools
from itrvault.desktop.widgets.selection import Place
from itrvault.desktop.widgets.selection_units import Units
from itrvault.desktop.widgets.selection_view import SelectionView
from itrvault.model.document import UnitKind

FAR = 2
"""A jump over more units than this can be taken back with Alt+Left."""

MOST_KEPT = 1_000
"""Documents in which the place is kept while the archive is open."""


class ReaderPlaces(QObject):
    """Follows the views and tells the tool row; keeps the places that were left."""

    changed = Signal(str, int)  # document, unit

    def __init__(
        self,
        loader: ReaderLoader,
        units: Units,
        goals: Goals,
        tools: ReaderTools,
        view: Callable[[], SelectionView],
        go: Callable[[str, int, Goal], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.history = History()
        self._kept: dict[str, Been] = {}
        self._loader = loader
        self._units = units
        self._goals = goals
        self._tools = tools
        self._view = view
        self._go = go

    @property
    def _document(self) -> str:
        return self._loader.document.id if self._loader.document else ""

    @property
    def unit(self) -> int:
        """The unit one is reading."""
        return self._view().current_unit() if self._units.count else 0

    @property
    def place(self) -> Place | None:
        """The place in the text that one is reading."""
        return self._view().top_place() if self._units.count else None

    @staticmethod
    def place_of(unit: int, offset: int) -> Place:
        """A place in the text."""
        return Place(unit, offset)

    def label(self, unit: int) -> str:
        """What a reader calls a unit."""
        labels = self._loader.labels
        return (labels[unit] if unit < len(labels) else "") or str(unit + 1)

    # -- back and forward ------------------------------------------------------------------------

    def leave(self, document: str, unit: int, *, always: bool = False) -> None:
        """One goes to a place: keep the one where one is, when the new one is far from it."""
        far = always or document != self._document or abs(unit - self.unit) > FAR
        if self._document and far:
            here = self._here()
            self.history.leave(here)
            self._show_history()
            if here is not None and document != self._document:
                self._kept.pop(here.document, None)
                self._kept[here.document] = here
                if len(self._kept) > MOST_KEPT:
                    self._kept.pop(next(iter(self._kept)))

    def kept(self, document: str) -> Been | None:
        """Where one was in another document when one left it."""
        return self._kept.get(document) if document != self._document else None

    def go_back(self) -> None:
        """To where the last jump started."""
        self._return_to(self.history.back(self._here()))

    def go_forward(self) -> None:
        """The other way."""
        self._return_to(self.history.forward(self._here()))

    def forget(self) -> None:
        """Know of no place any more."""
        self.history.clear()
        self._kept.clear()

    def _here(self) -> Been | None:
        place = self.place
        hit = self._units.current_hit if self._units.count else None
        return Been(self._document, place, hit) if place is not None else None

    def _return_to(self, been: Been | None) -> None:
        self._show_history()
        if been is not None:
            place = been.place
            self._go(been.document, place.unit, partial(self._goals.at_been, place, been.hit))

    def _show_history(self) -> None:
        back, forward = self.history.can_go_back, self.history.can_go_forward
        self._tools.show_history(back=back, forward=forward)

    # -- where one is ----------------------------------------------------------------------------

    def follow(self, view: SelectionView, unit: int) -> None:
        """The view that is hidden has a place of its own, which is nobody's."""
        if view is self._view():
            self.show(unit)

    def name(self, number: int) -> None:
        """A unit has arrived: its label is known."""
        if number == self.unit:
            self.show(number)

    def show(self, unit: int) -> None:
        """Say where one is."""
        document = self._loader.document
        if document is None:
            return
        text = self._units.text(unit)
        label = str(unit + 1)
        known = text.unit.label if text is not None else self.label(unit)
        tip = known if known != label else ""
        if document.unit_kind is UnitKind.PAGE and tip:
            words = QCoreApplication.translate("ReaderPlaces", "page {number} of the file")
            label, tip = tip, words.format(number=unit + 1)
        self._tools.show_place(label, document.unit_count, tip=tip)
        self.changed.emit(document.id, unit)

    def go_to_label(self, words: str) -> None:
        """A page by its printed number where it is known, else by its number in the file."""
        wanted = words.strip()
        labels = self._loader.labels
        named = labels.index(wanted) if wanted and wanted in labels else None
        number = named if named is not None else int(wanted) - 1 if wanted.isdecimal() else None
        if number is not None and 0 <= number < self._units.count:
            self.jump(number)
        self._view().setFocus()
        self.show(self.unit)

    def jump(self, unit: int) -> None:
        """Go to the beginning of a unit of this document."""
        document = self._document
        self.leave(document, unit)
        self._go(document, unit, partial(self._goals.at_unit, unit))
