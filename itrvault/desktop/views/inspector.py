"""The right pane: the document's facts, and its annotations with the editor of the selected one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QListView,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from itrvault.desktop.actions import READER
from itrvault.desktop.catalogue import Catalogue
from itrvault.desktop.context import VaultContext
from itrvault.desktop.models.annotations import (
    NOTE,
    PLACE,
    RISKS,
    AnnotationModel,
)
from itrvault.desktop.models.note_filter import UNPLACED
from itrvault.desktop.operations import Writer
from itrvault.desktop.tasks import Debounce
from itrvault.desktop.views.document_facts import DocumentFacts
from itrvault.desktop.views.note_editor import NoteEditor
from itrvault.desktop.widgets.note_delegate import NoteDelegate
from itrvault.desktop.widgets.note_filters import NoteFilters
from itrvault.desktop.widgets.parts import button, column, row, words_label
from itrvault.desktop.words import place_words
from itrvault.errors import NoSuchDocument
from itrvault.model.annotation import COLOURS, Annotation, AnnotationState, RiskAssessment
from itrvault.model.journal import Change, Changed
from itrvault.model.versions import Version
from itrvault.vault import Vault

FACTS_MS = 120
"""After so long at a document its facts are shown: they are not what is looked at first."""

LAID_OUT = 60
"""Notes that are measured at once; a document may have thousands."""

MOST_VERSIONS = 12
"""A form letter has a thousand copies; the nearest are enough beside a page."""


@dataclass(frozen=True, slots=True)
class Notes:
    """What one look at a document's annotations brings; judgements by annotation."""

    notes: tuple[Annotation, ...]
    risks: dict[str, list[RiskAssessment]]
    labels: dict[int, str]


def look_at_notes(vault: Vault, document: str) -> Notes:
    """Annotations, their judgements, and the names of the units they stand on."""
    store = vault.store
    notes = tuple(store.annotations.of_document(document))
    risks = store.risks.of_annotations([note.id for note in notes])
    units = {note.anchor.unit for note in notes}
    found = store.documents.get(document)
    names = store.documents.labels(document)
    labels = {
        number: place_words(names[number], found.unit_kind)
        for number in units
        if number < len(names)
    }
    return Notes(notes, risks, labels)


def look_at_versions(vault: Vault, document: str) -> list[Version]:
    """What says nearly the same as a document; nothing when it was removed meanwhile."""
    try:
        return vault.store.versions.of(document)
    except NoSuchDocument:
        return []


class Inspector(QWidget):
    """Two tabs. `noteWanted` asks the reader to go to an annotation."""

    noteWanted = Signal(str)
    documentWanted = Signal(str)
    placeWanted = Signal(str)  # annotation: have it stand on what is selected
    differencesWanted = Signal(str, str)  # the older document, the newer

    def __init__(
        self, context: VaultContext, catalogue: Catalogue, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._context = context
        self._catalogue = catalogue
        self._document = ""
        self._wanted = ""
        self._then: Callable[[], object] | None = None
        self.facts = DocumentFacts(context)
        self.facts.documentWanted.connect(self.documentWanted)
        self.facts.differencesWanted.connect(self.differencesWanted)
        self.filters = NoteFilters(self.tr("Filter these notes"))
        self.filter = self.filters.words
        self.filters.changed.connect(self._narrow)
        self.filters.flow()
        self.more = QToolButton()
        self.more.setText("▾")
        self.more.setCheckable(True)
        self.more.setToolTip(self.tr("Filter by tag, colour, author or state"))
        self.more.setAccessibleName(self.more.toolTip())
        self.more.toggled.connect(self._show_filters)
        self.model = AnnotationModel(self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(NoteDelegate(context, self.list))
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setLayoutMode(QListView.LayoutMode.Batched)
        self.list.setBatchSize(LAID_OUT)
        self.list.installEventFilter(self)
        self.list.setAccessibleName(self.tr("Notes of this document"))
        self.list.selectionModel().currentChanged.connect(self._choose)
        self.list.clicked.connect(self._go)
        self.editor = NoteEditor(context)
        self.editor.closed.connect(self._close_editor)
        self.editor.placeWanted.connect(self.placeWanted)
        self._empty = words_label(
            self.tr("No notes yet. Select words on the page and press H, 1 to 8, or A."),
            "secondary",
            wrap=True,
        )
        self._empty.setContentsMargins(16, 16, 16, 16)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.list)
        self._pages.addWidget(self._empty)
        upper = QWidget()
        self.lost = button("", self._show_lost, "link")
        self._row = row(self.filter, self.more, spacing=4)
        upper.setLayout(
            column(self._row, self.filters, self.lost, self._pages, margins=(8, 8, 8, 0), spacing=6)
        )
        self._show_filters(False)
        self.split = QSplitter(Qt.Orientation.Vertical)
        self.split.setHandleWidth(1)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(upper)
        self.split.addWidget(self.editor)
        self.split.setSizes([260, 420])
        self.editor.hide()
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.addTab(self.facts, self.tr("Document"))
        self.tabs.addTab(self.split, self.tr("Notes"))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.tabs)
        context.changed.connect(self._follow)
        context.themeChanged.connect(self.list.viewport().update)
        # Whoever steps from hit to hit wants the page first, then what is known about it.
        self._facts_due = Debounce(FACTS_MS, self._show_facts, self)
        catalogue.documentsChanged.connect(self._show_facts)
        catalogue.tagsChanged.connect(self.reload)
        self._show_empty()

    def show_document(self, document: str) -> None:
        """Show the facts and notes of another document."""
        if document == self._document:
            return
        self._document = document
        self._close_editor()
        if document:
            self._facts_due.poke()
        else:
            self._show_facts()
        self.reload()

    def show_annotation(self, annotation: str) -> None:
        """Select one in the list and open its editor, as soon as it is known here."""
        self._wanted = annotation
        self.tabs.setCurrentIndex(1)
        self._select_wanted()

    def write_note(self, annotation: str) -> None:
        """Select an annotation and put the cursor into its note."""
        if not self.model.knows(annotation):
            self.expect_note()
        self._then = self.editor.text.setFocus
        self.show_annotation(annotation)

    def expect_note(self) -> None:
        """A note is being made: its field takes the keys at once."""
        if not self.editor.expecting:
            self.tabs.setCurrentIndex(1)
            self._wanted = ""
            self.list.clearSelection()
            self.editor.expect()
            self.editor.show()
            self.editor.text.setFocus()

    def expect_none(self) -> None:
        """The note that was expected does not come."""
        if self.editor.expecting:
            self._close_editor()

    def judge(self, annotation: str) -> None:
        """Select an annotation and open an empty judgement."""
        self._then = self.editor.judge
        self.show_annotation(annotation)

    def reload(self) -> None:
        """Read the notes again."""
        if not self._document:
            return
        vault, document = self._context.vault, self._document
        query = self._context.query(self, lambda: look_at_notes(vault, document))
        query.lane("notes").success(self._show_notes).run()

    def _follow(self, change: Change) -> None:
        if change.what & (Changed.ANNOTATIONS | Changed.RISKS):
            self.reload()

    def _show_facts(self) -> None:
        snapshot = self._catalogue.snapshot
        document = self._catalogue.by_id.get(self._document)
        family = snapshot.families.of(self._document)
        if document is None:
            self.facts.show_document(None, None)
            return
        vault = self._context.vault

        def show(found: Sequence[Version]) -> None:
            known = self._catalogue.by_id
            versions = tuple((each, known[each.document]) for each in found[:MOST_VERSIONS]
                             if each.document in known)  # fmt: skip
            self.facts.show_document(document, family, versions)

        query = self._context.query(self, lambda: look_at_versions(vault, document.id))
        query.lane("versions").success(show).run()

    def _show_notes(self, notes: Notes) -> None:
        shown = self.editor.annotation
        tags = {tag.id: tag for tag in self._catalogue.snapshot.tags}
        self.model.show(notes.notes, notes.risks, notes.labels, tags)
        self.filters.offer(self.model.everything)
        count = f"  {len(notes.notes)}" if notes.notes else ""
        self.tabs.setTabText(1, self.tr("Notes") + count)
        self._show_empty()
        self._wanted = self._wanted or shown
        if self._wanted and not self._select_wanted() and shown:
            self._close_editor()

    def _show_empty(self) -> None:
        has_notes = bool(self.model.everything)
        self.filter.setVisible(has_notes)
        self.more.setVisible(has_notes)
        self._show_filters(self.more.isChecked())
        lost = sum(each.note.unplaced for each in self.model.everything)
        self.lost.setText(self.tr("%n note(s) without a place", "", lost))
        self.lost.setVisible(bool(lost))
        self._pages.setCurrentWidget(self.list if has_notes else self._empty)

    def _narrow(self) -> None:
        current = self.editor.annotation
        self.model.set_filter(self.filters.filter)
        number = self.model.row_of(current)
        if number >= 0:
            self.list.setCurrentIndex(self.model.index(number))

    def _show_filters(self, shown: bool) -> None:
        self.filters.setVisible(shown and bool(self.model.everything))

    def _show_lost(self) -> None:
        """Only the notes without a place."""
        self.more.setChecked(True)
        box = self.filters.state
        box.setCurrentIndex(max(0, box.findData(UNPLACED)))

    def unplaced_chosen(self) -> str:
        """The id of the note that is chosen, if it has no place; "" otherwise."""
        return self.editor.annotation if self.editor.unplaced else ""

    # -- keys ----------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keys of marks do in the list what they do in the reader; Enter goes there."""
        keys = (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
        if watched is self.list and isinstance(event, QKeyEvent) and event.type() in keys:
            action = self._action_of(event)
            if action is not None:
                if event.type() is QEvent.Type.ShortcutOverride:
                    event.accept()
                else:
                    action()
                return True
        return super().eventFilter(watched, event)

    def _action_of(self, event: QKeyEvent) -> Callable[[], object] | None:
        index = self.list.currentIndex()
        note = index.data(NOTE)
        if not isinstance(note, Annotation):
            return None
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return partial(self._go, index)
        if self._context.vault.store.read_only:
            return None
        name = self._context.keys.command_of(event, READER)
        colour = name.removeprefix("colour_")
        if colour in COLOURS:
            return partial(self._write, lambda writer: writer.recolour(note.id, colour))
        states = list(AnnotationState)
        following = states[(states.index(note.state) + 1) % len(states)]
        known: dict[str, Callable[[], object]] = {
            "important": partial(
                self._write, lambda writer: writer.set_important([note.id], not note.important)
            ),
            "state": partial(self._write, lambda writer: writer.set_state([note.id], following)),
            "memo": self.editor.text.setFocus,
            "annotate": self.editor.text.setFocus,
            "tag": self.editor.tags.field.setFocus,
            "risk": self.editor.judge,
            "remove": self.editor.remove,
        }
        return known.get(name)

    def _write(self, work: Callable[[Writer], object]) -> None:
        writer = self._context.writer
        self._context.op(self, lambda: work(writer)).run()

    def _select_wanted(self) -> bool:
        if self.model.row_of(self._wanted) < 0 and self.model.knows(self._wanted):
            self.filters.clear()  # it is wanted more than the filter
        number = self.model.row_of(self._wanted)
        if number < 0:
            return False
        self._wanted = ""
        index = self.model.index(number)
        self.list.setCurrentIndex(index)
        self._choose(index)
        if self._then is not None:
            then, self._then = self._then, None
            then()
        return True

    def _choose(self, index: QModelIndex) -> None:
        note = index.data(NOTE)
        if not isinstance(note, Annotation):
            return
        place = str(index.data(PLACE))
        tags = self._catalogue.snapshot.tags
        self.editor.show_note(note, place, tags, index.data(RISKS))
        self.editor.show()

    def _go(self, index: QModelIndex) -> None:
        self.noteWanted.emit(index.data(NOTE).id)

    def _close_editor(self) -> None:
        self.editor.forget()
        self.editor.hide()
        self.list.clearSelection()
