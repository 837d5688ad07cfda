"""Finding in the open document: what was typed, the places, and the one that one is at.

While the bar is open its places stand on the pages instead of those of the search; when it is
closed the hits of the search are there again.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject

from itrvault.desktop.context import VaultContext
from itrvault.desktop.tasks import Debounce
from itrvault.desktop.views.reader_goals import Goals
from itrvault.desktop.views.reader_loader import ReaderLoader
from itrvault.desktop.widgets.find_bar import FindBar
from itrvault.desktop.widgets.selection import Place, SelectionModel
from itrvault.desktop.widgets.selection_units import Units
from itrvault.errors import NoSuchDocument
from itrvault.model.document import UnitKind
from itrvault.model.geometry import Span
from itrvault.text.finding import MOST, Haystack, Match
from itrvault.vault import Vault

PAUSE_MS = 80
LONGEST = 200
"""A selection longer than this is not what one wants to find."""


@dataclass(slots=True)
class _Folded:
    """The document that was folded last, kept for the next letter: its id and version with it.

    Replaced as a whole, because two reading threads may have it.
    """

    kept: tuple[str, int, Haystack] | None = None


class Finder(QObject):
    """Looks through the document whenever what is typed changes, and steps through the places."""

    def __init__(
        self,
        context: VaultContext,
        loader: ReaderLoader,
        units: Units,
        goals: Goals,
        bar: FindBar,
        place: Callable[[], Place | None],
        leave: Callable[[str, int], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.bar = bar
        self.found: list[Match] = []
        self.index = -1
        self._context = context
        self._loader = loader
        self._units = units
        self._goals = goals
        self._place = place
        self._leave = leave
        self._folded = _Folded()
        self._by_unit: dict[int, tuple[Span, ...]] = {}
        self._version = 0  # of the document's text
        self._from: Place | None = None
        self._answered: tuple[str, str, bool, int] | None = None
        self._steps = 0
        self._pause = Debounce(PAUSE_MS, self._ask, self)
        bar.wordsChanged.connect(self._typed)
        bar.stepWanted.connect(self.step)

    @property
    def active(self) -> bool:
        """Whether somebody is finding."""
        return not self.bar.isHidden()

    @property
    def _document(self) -> str:
        return self._loader.document.id if self._loader.document else ""

    def open(self, selection: SelectionModel) -> None:
        """Take the keys. A short selection is what is to be found."""
        if not self._document:
            return
        words = ""
        if not selection.empty and selection.first.unit == selection.last.unit:
            text = self._units.text(selection.first.unit)
            if text is not None:
                chosen = text.text[selection.first.offset : selection.last.offset]
                words = " ".join(chosen.split()) if len(chosen) <= LONGEST else ""
        self._from = selection.first if words else self._place()
        if not self.active:
            self._units.set_found({})
        self.bar.ask(words)
        self._typed()

    def close(self) -> None:
        """Show the hits of the search again."""
        self._pause.cancel()
        self._context.tasks.take_lane(self, "find")
        self.bar.hide()
        self._clear()
        self._units.set_found(None)

    def forget(self) -> None:
        """Keep nothing of any document."""
        self.close()
        self.bar.field.clear()
        self._folded = _Folded()

    def document_changed(self, *, text: bool = False) -> None:
        """Another document is open, or with `text` this one reads differently now."""
        self._version += 1
        self._clear()
        if self.active and self._document:
            if not text:
                self._from = None
            self._typed()

    def step(self, direction: int) -> None:
        """To the next place (1) or the one before (-1), round the end."""
        if self._answered != self._question():
            self._steps += direction  # taken when the answer is there
            self._pause.now()
        elif self.found:
            self._go((self.index + direction) % len(self.found))

    # -- looking -----------------------------------------------------------------------------

    def _question(self) -> tuple[str, str, bool, int]:
        return self._document, self.bar.field.text(), self.bar.whole.isChecked(), self._version

    def _typed(self) -> None:
        if self.active:
            self._steps = 0
            self._pause.poke()

    def _ask(self) -> None:
        question = self._question()
        document, words, whole, version = question
        if not document or not self.active:
            return
        vault, folded = self._context.vault, self._folded
        shown = self._loader.document
        pages = shown is not None and shown.unit_kind is UnitKind.PAGE

        def work() -> list[Match]:
            return find_in(vault, folded, document, version, words, whole=whole, pages=pages)

        def take(found: list[Match]) -> None:
            if question == self._question() and self.active:
                self._answered = question
                self._take(found)

        self._context.query(self, work).lane("find").success(take).run()

    def _take(self, found: list[Match]) -> None:
        self.found, self.index = found, -1
        by_unit: dict[int, list[Span]] = defaultdict(list)
        for parts in found:
            for unit, span in parts:
                by_unit[unit].append(span)
        self._by_unit = {unit: tuple(sorted(spans)) for unit, spans in by_unit.items()}
        self._units.set_found(self._by_unit)
        steps, self._steps = self._steps, 0
        if found:
            start = self._from or self._place()
            starts = [Place(parts[0][0], parts[0][1].start) for parts in found]
            first = bisect_left(starts, start) % len(found) if start is not None else 0
            extra = steps - 1 if steps > 0 else steps
            self._go((first + extra) % len(found))
        else:
            self._tell()

    def _go(self, index: int) -> None:
        self.index = index
        parts = self.found[index]
        self._units.set_found(self._by_unit, parts)
        self._tell()
        unit, span = parts[0]
        self._leave(self._document, unit)
        self._goals.go(self._document, unit, lambda: self._goals.at_found(unit, span))
        self._from = Place(unit, span.start)

    def _tell(self) -> None:
        total = len(self.found)
        if not self.bar.field.text().strip():
            self.bar.show_count("")
        elif not total:
            self.bar.show_count(self.tr("not in this document"), none=True)
        else:
            words = self.tr("{position} of {total}").format(
                position=f"{self.index + 1:,}", total=f"{total:,}{'+' if total >= MOST else ''}"
            )
            self.bar.show_count(words)

    def _clear(self) -> None:
        self.found, self.index, self._answered, self._steps = [], -1, None, 0
        self.bar.show_count("")


def find_in(
    vault: Vault,
    folded: _Folded,
    document: str,
    version: int,
    words: str,
    *,
    whole: bool,
    pages: bool,
) -> list[Match]:
    """Every place of the words in a document (on a reading thread); none when it was removed."""
    if not words.strip():
        return []
    kept = folded.kept
    if kept is None or kept[:2] != (document, version):
        try:
            texts = vault.store.documents.texts(document)
        except NoSuchDocument:
            return []
        kept = folded.kept = document, version, Haystack(texts, pages=pages)
    return kept[2].find(words, whole=whole)
