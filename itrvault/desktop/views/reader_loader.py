"""What the reader reads from the vault: documents, units near the place, their hits, their notes.

All of it is read on the reading threads of the window. Units come a few at a time, those the
views want most first, so that a document of a thousand pages opens as fast as one of ten.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from itrvault.desktop.context import VaultContext
from itrvault.desktop.views.reader_notes import look_at_notes
from itrvault.desktop.widgets.selection_text import UnitText
from itrvault.desktop.widgets.selection_units import Mark, Units
from itrvault.errors import KnownError, NoSuchDocument, NoSuchUnit
from itrvault.model.annotation import Annotation
from itrvault.model.document import Document, Unit, UnitKind
from itrvault.model.geometry import Span
from itrvault.model.journal import Change, Changed
from itrvault.model.reading import TextReading
from itrvault.vault import Vault

if TYPE_CHECKING:  # the window shows before Whoosh is loaded
    from itrvault.search.reading import Reading

BATCH = 6
"""Units of one look-up: enough to be quick, few enough that a jump need not wait."""

NEVER = -1


@dataclass(frozen=True, slots=True)
class Loaded:
    """One unit as it comes from the vault."""

    number: int
    text: UnitText
    hits: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """A document and the units around the place to be shown."""

    document: Document
    units: tuple[Loaded, ...]


@dataclass(slots=True)
class _Ahead:
    """What is likely to be opened next, and with which query; `opened` once it was looked up.

    `lane` is the number of the opening that waits for it, 0 while none does.
    """

    document: str
    unit: int
    reading: Reading | None
    opened: Opened | None = None
    lane: int = 0
    version: int = 0

    def serves(self, document: str, unit: int, reading: Reading | None) -> bool:
        """Whether it is what somebody wants."""
        return (self.document, self.unit) == (document, unit) and self.reading == reading


class ReaderLoader(QObject):
    """Fills `units`. `opened` announces a document, `failed` one that could not be opened."""

    opened = Signal(object)  # Opened
    failed = Signal(object)  # BaseException
    annotationsChanged = Signal()
    textChanged = Signal()
    hitsFound = Signal()
    readingsFound = Signal(object)  # Sequence[TextReading]
    labelsFound = Signal()

    def __init__(self, context: VaultContext, units: Units, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._units = units
        self._under_way: set[int] = set()
        self._wanted = ""  # the document that was asked for last
        self._bad: set[int] = set()
        self._version = 0
        self._known = 0  # the version that the hits in memory are of
        self._marked = 0  # the version they were last replaced for
        self._opening = 0
        self._shown = 0
        self._ahead: _Ahead | None = None  # unless somebody waits for it already
        self.document: Document | None = None
        self.reading: Reading | None = None
        self.annotations: tuple[Annotation, ...] = ()
        self.labels: Sequence[str] = ()
        """What a reader calls each unit; none while they are not known."""
        units.wanted.connect(self._load)
        context.changed.connect(self._follow)

    def open(self, document: str, unit: int) -> None:
        """Look a document up, with the units around one; `opened` follows, at once if it can."""
        self._opening += 1
        self._wanted = document
        ahead, self._ahead = self._ahead, None
        if ahead is not None and ahead.serves(document, unit, self.reading):
            ahead.lane = self._context.tasks.take_lane(self, "open")
            ahead.version = self._version
            self._take_ahead(ahead)
            return
        version = self._version
        work = partial(look_at, self._context.vault, document, unit, self.reading)
        query = self._context.query(self, work).lane("open")
        query.success(lambda opened: self._open(opened, version)).failure(self.failed.emit).run()

    def expect(self, document: str, unit: int, reading: Reading | None) -> None:
        """It is likely to be opened next, with that query: look it up meanwhile."""
        shown = self.document is not None and self.document.id == document
        known = self._ahead is not None and self._ahead.serves(document, unit, reading)
        if shown or known:
            return
        ahead = self._ahead = _Ahead(document, unit, reading)

        def take(opened: Opened) -> None:
            ahead.opened = opened
            self._take_ahead(ahead)

        def fail(error: BaseException) -> None:
            if self._ahead is ahead:
                self._ahead = None
            if ahead.lane and self._context.tasks.lane_is(self, "open", ahead.lane):
                self.failed.emit(error)
            elif not isinstance(error, KnownError):
                self._context.tasks.failed.emit(error)

        work = partial(look_at, self._context.vault, document, unit, reading)
        self._context.query(self, work).success(take).failure(fail).run()

    def _take_ahead(self, ahead: _Ahead) -> None:
        """Show what was looked up ahead, once it is here and if it is still wanted."""
        wanted = ahead.lane and self._context.tasks.lane_is(self, "open", ahead.lane)
        if wanted and ahead.opened is not None:
            self._open(ahead.opened, ahead.version)

    def stay_with(self, document: str) -> None:
        """The document that is shown is wanted: another that is being looked up is not any more."""
        if self._wanted != document:
            self._wanted = document
            self._context.tasks.take_lane(self, "open")

    def close(self) -> None:
        """Forget the document."""
        self._opening += 1
        self._version += 1
        self._ahead = None
        self.document = None
        self.annotations = ()
        self.labels = ()
        self._under_way.clear()
        self._units.open(0)

    def set_reading(self, reading: Reading | None) -> None:
        """Another query (None for none): find its places in what is in memory."""
        self.reading = reading
        self._version += 1
        self._find_hits()

    @property
    def hits_known(self) -> bool:
        """Whether the hits in memory are those of the query as it is now."""
        return self._known == self._version

    def load_annotations(self) -> None:
        """Read the notes of this document again."""
        document = self.document
        if document is None:
            return
        vault, key = self._context.vault, document.id
        query = self._context.query(self, lambda: look_at_notes(vault, key)).lane("notes")
        query.success(lambda found: self._take_notes(key, *found)).run()

    def load_readings(self) -> None:
        """Look up which readings its pages have."""
        document = self.document
        if document is None or document.unit_kind is not UnitKind.PAGE:
            return
        vault, key = self._context.vault, document.id

        def take(found: Sequence[TextReading]) -> None:
            if self.document is not None and self.document.id == key:
                self.readingsFound.emit(found)

        query = self._context.query(self, lambda: look_at_readings(vault, key))
        query.lane("readings").success(take).run()

    def _load_labels(self) -> None:
        """Look up what its units are called, all of them, loaded or not."""
        document = self.document
        if document is None:
            return
        vault, key = self._context.vault, document.id

        def take(found: Sequence[str]) -> None:
            if self.document is not None and self.document.id == key:
                self.labels = found
                self.labelsFound.emit()

        query = self._context.query(self, lambda: look_at_labels(vault, key))
        query.lane("labels").success(take).run()

    def annotation(self, key: str) -> Annotation | None:
        """A note of this document."""
        return next((note for note in self.annotations if note.id == key), None)

    # -- inside ------------------------------------------------------------------------------

    def _open(self, opened: Opened, version: int) -> None:
        self.document = opened.document
        self._shown += 1
        self.annotations = ()
        self.labels = ()
        self._bad.clear()
        self._known = version
        # Those that are here are not to be asked for again while the views are made ready for them.
        self._under_way = {loaded.number for loaded in opened.units}
        self._units.open(opened.document.unit_count)
        self.opened.emit(opened)  # before the units: what they arrive in must be there
        for loaded in opened.units:
            self._units.put(loaded.number, loaded.text, loaded.hits)
        self._under_way.clear()
        self._load()
        self.load_annotations()
        self.load_readings()
        self._load_labels()
        if version != self._version:
            self._find_hits()

    def _load(self) -> None:
        document = self.document
        if document is None or self._under_way:
            return
        numbers = tuple(n for n in self._units.missing if n not in self._bad)[:BATCH]
        if not numbers:
            return
        self._under_way = set(numbers)
        vault, reading = self._context.vault, self.reading
        version, opening, key = self._version, self._opening, document.id
        shown = self._shown
        query = self._context.query(self, lambda: look_at_units(vault, key, numbers, reading))

        def take(found: tuple[Loaded, ...]) -> None:
            if self.document is None or shown != self._shown:
                return
            self._under_way.clear()
            late = version != self._version
            fresh = [each for each in found if self._units.text(each.number) is None]
            if late and fresh:  # looked at for the query before: who asks for hits has to wait
                self._known = NEVER
            for loaded in fresh:
                self._units.put(loaded.number, loaded.text, () if late else loaded.hits)
            if late and fresh:
                self._find_hits()
            self._load()

        def give_up(error: BaseException) -> None:
            if opening == self._opening:
                self._bad.update(self._under_way)  # told once, not at every scroll
                self._under_way.clear()
            self._context.tasks.failed.emit(error)

        query.success(take).failure(give_up).run()

    def _find_hits(self) -> None:
        reading, loaded = self.reading, self._units.loaded()
        if reading is None or not loaded or self.document is None:
            self._take_hits({})
            return
        document = self.document.id
        vault, version, shown = self._context.vault, self._version, self._shown

        def work() -> dict[int, tuple[Span, ...]]:
            return marks_in(vault, document, [text.unit for text in loaded.values()], reading)

        def take(hits: dict[int, tuple[Span, ...]]) -> None:
            # Another document may be open by now, and units that came meanwhile brought theirs.
            if version == self._version and shown == self._shown:
                later = self._units.loaded().keys() - hits.keys()
                self._take_hits({number: self._units.hits(number) for number in later} | hits)

        self._context.query(self, work).lane("hits").success(take).run()

    def _take_hits(self, hits: dict[int, tuple[Span, ...]]) -> None:
        # When only more units came, of the same query, one stays at the hit where one is.
        same = self._marked == self._version
        self._known = self._marked = self._version
        self._units.set_hits(hits, stay=same)
        self.hitsFound.emit()

    def _take_notes(
        self, document: str, notes: tuple[Annotation, ...], marks: dict[int, tuple[Mark, ...]]
    ) -> None:
        if self.document is None or self.document.id != document:
            return
        self.annotations = notes
        self._units.set_marks(marks)
        if self._units.selected and self.annotation(self._units.selected) is None:
            self._units.select_mark("")
        self.annotationsChanged.emit()

    def _follow(self, change: Change) -> None:
        if change.what & Changed.DOCUMENTS:
            self._ahead = None  # it was looked up before
        if self.document is None:
            return
        if change.what & (Changed.ANNOTATIONS | Changed.TAGS):
            self.load_annotations()
        if change.what & Changed.DOCUMENTS and self.document.id in change.ids:
            self._refresh(self.document.id, text=bool(change.what & Changed.INDEX))
            self.load_readings()

    def _refresh(self, key: str, *, text: bool) -> None:
        """Its facts changed, with `text` its text too, or it was removed."""
        vault = self._context.vault

        def take(found: Document | None) -> None:
            if self.document is None or self.document.id != key:
                return
            if found is None:
                self.close()
                self.failed.emit(None)
            else:
                self.document = found
                if text:
                    self.textChanged.emit()

        query: Callable[[], Document | None] = lambda: vault.store.documents.find(key)  # noqa: E731
        self._context.query(self, query).lane("facts").success(take).run()


def look_at(vault: Vault, document: str, unit: int, reading: Reading | None) -> Opened:
    """A document and the units around one, on a reading thread. Raises NoSuchDocument."""
    found = vault.store.documents.get(document)
    last = found.unit_count - 1
    middle = max(0, min(unit, last))
    # Those that a page shows beside it are read while it is drawn; text has no other height.
    beside = (1,) if found.unit_kind is UnitKind.PAGE else (1, -1, 2)
    near = [middle, *(n for n in (middle + each for each in beside) if 0 <= n <= last)]
    return Opened(found, look_at_units(vault, found.id, near, reading))


def look_at_units(
    vault: Vault, document: str, numbers: tuple[int, ...] | list[int], reading: Reading | None
) -> tuple[Loaded, ...]:
    """Units with their hits, on a reading thread. A number that names none is left out."""
    units = []
    for number in numbers:
        try:
            units.append(vault.store.documents.unit(document, number))
        except NoSuchUnit:  # the document was removed meanwhile
            continue
    hits = marks_in(vault, document, units, reading) if reading else {}
    found = []
    for unit in units:
        text = UnitText(unit)
        _ = text.lines, text.paragraphs  # worked out here, so that painting need not
        found.append(Loaded(unit.number, text, hits.get(unit.number, ())))
    return tuple(found)


def marks_in(
    vault: Vault, document: str, units: Sequence[Unit], reading: Reading
) -> dict[int, tuple[Span, ...]]:
    """The hits in some units, by their numbers; none when the document was removed meanwhile."""
    try:
        return vault.marks(reading, document, units)
    except (NoSuchDocument, NoSuchUnit):
        return {}


def look_at_labels(vault: Vault, document: str) -> Sequence[str]:
    """The labels of a document's units; none when it was removed meanwhile."""
    try:
        return tuple(vault.store.documents.labels(document))
    except NoSuchDocument:
        return ()


def look_at_readings(vault: Vault, document: str) -> list[TextReading]:
    """The readings of a document's pages; none when it was removed meanwhile."""
    try:
        return vault.store.readings.of(document)
    except NoSuchDocument:
        return []
