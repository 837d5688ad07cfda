"""The ends of the selected mark moved by key or mouse.

Each key shows at once where the mark would end; what is written is where it ends when the keys
pause, so that ten keys are one step of undo.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from itrvault.desktop.context import VaultContext
from itrvault.desktop.tasks import Debounce
from itrvault.desktop.views.reader_loader import ReaderLoader
from itrvault.desktop.views.reader_marking import Passage, move_mark
from itrvault.desktop.widgets.selection import Motion, Place, moved
from itrvault.desktop.widgets.selection_text import UnitText
from itrvault.desktop.widgets.selection_units import Units

PAUSE_MS = 500

STEPS = {
    "end_on": (False, Motion.NEXT), "end_back": (False, Motion.PREVIOUS),
    "end_word_on": (False, Motion.NEXT_WORD), "end_word_back": (False, Motion.PREVIOUS_WORD),
    "start_on": (True, Motion.NEXT), "start_back": (True, Motion.PREVIOUS),
    "start_word_on": (True, Motion.NEXT_WORD), "start_word_back": (True, Motion.PREVIOUS_WORD),
}  # fmt: skip
"""What a command moves: the beginning or the end, and how."""

_BACKWARDS = {
    "end_on": "end_back", "end_word_on": "end_word_back",
    "start_on": "start_back", "start_word_on": "start_word_back",
}  # fmt: skip
MIRRORED = _BACKWARDS | {back: on for on, back in _BACKWARDS.items()}
"""The same arrow where the text runs from the right."""


class EdgeMover(QObject):
    """Holds what is not written yet; `flush` writes it now."""

    def __init__(
        self,
        context: VaultContext,
        loader: ReaderLoader,
        units: Units,
        say: Callable[[str], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._loader = loader
        self._units = units
        self._say = say
        self._due: tuple[str, Passage] | None = None
        self._writing = 0
        self._pause = Debounce(PAUSE_MS, self.flush, self)

    def step(self, name: str, *, arrow: bool = False) -> None:
        """Move an end of the selected mark; an arrow key means the side that it points to."""
        annotation = self._units.selected
        ends = self._units.ends_of(annotation) if annotation else None
        if ends is None:
            self._say(self.tr("Click the mark whose ends are to be moved."))
            return
        at_start, motion = STEPS[name]
        place = ends[0] if at_start else ends[1]
        text = self._units.text(place.unit)
        if text is None:
            self._say(self.tr("That end is not in view. Scroll to it first."))
            return
        if arrow and text.paragraph_is_rtl(max(0, place.offset - (not at_start))):
            at_start, motion = STEPS[MIRRORED[name]]
        place = self._to_word(moved(place, motion, self._units.text, self._units.count),
                              motion, at_start)  # fmt: skip
        first, last = (place, ends[1]) if at_start else (ends[0], place)
        if first >= last:
            self._say(self.tr("A mark holds one character at least."))
        elif (first, last) != ends:
            self.put(annotation, first, last)

    def put(self, annotation: str, first: Place, last: Place, *, now: bool = False) -> None:
        """Have a mark run from one place to another."""
        document = self._loader.document
        if document is None:
            return
        if self._due is not None and self._due[0] != annotation:
            self.flush()
        self._due = (annotation, Passage(document.id, first, last))
        self._units.stretch(annotation, first, last)
        if now:
            self.flush()
        else:
            self._pause.poke()

    def flush(self) -> None:
        """Write what is due."""
        self._pause.cancel()
        if self._due is None:
            return
        annotation, passage = self._due
        self._due = None
        self._writing += 1
        vault, author = self._context.vault, self._context.settings.author
        op = self._context.op(self, lambda: move_mark(vault, annotation, passage, author))
        op.success(lambda _: self._written()).failure(self._failed).run()

    def _written(self) -> None:
        self._writing -= 1
        if not self._writing and self._due is None:
            # Marks that were looked up before this are stale by now: the next ones are so.
            self._units.relax()
            self._loader.load_annotations()

    def _failed(self, error: BaseException) -> None:
        self._written()
        self._context.tasks.failed.emit(error)

    def _to_word(self, place: Place, motion: Motion, at_start: bool) -> Place:
        """An end moved by words lies at a word, not at the space beside it."""
        if motion not in (Motion.NEXT_WORD, Motion.PREVIOUS_WORD):
            return place
        text: UnitText | None = self._units.text(place.unit)
        if text is None:
            return place
        offset, words = place.offset, text.text
        if at_start and motion is Motion.NEXT_WORD:
            while offset < len(words) and words[offset].isspace():
                offset += 1
        elif not at_start and motion is Motion.PREVIOUS_WORD:
            while offset > 0 and words[offset - 1].isspace():
                offset -= 1
        return Place(place.unit, offset)
