"""Everything that is shown of an open archive; taken down whole when it is locked or closed."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtWidgets import QSplitter, QWidget

from itrvault.desktop.ahead import ReadAhead
from itrvault.desktop.catalogue import Catalogue
from itrvault.desktop.context import VaultContext
from itrvault.desktop.linking import Linking
from itrvault.desktop.models.library import Node
from itrvault.desktop.proposing import Proposing
from itrvault.desktop.searching import Searching
from itrvault.desktop.views.centre import Centre
from itrvault.desktop.views.inspector import Inspector
from itrvault.desktop.views.library import LibraryView
from itrvault.desktop.views.reader import ReaderView
from itrvault.desktop.views.reader_pair import ReaderPair, like_unit
from itrvault.desktop.views.results import ResultsView
from itrvault.desktop.views.search_bar import SearchBar
from itrvault.desktop.widgets.elided import ElidedLabel
from itrvault.desktop.widgets.parts import button, column, row, words_label
from itrvault.desktop.widgets.search_field import SearchField
from itrvault.desktop.widgets.selection import Place
from itrvault.desktop.words import tooltip
from itrvault.finding import Source
from itrvault.linking import Told
from itrvault.model import provision
from itrvault.model.geometry import Span
from itrvault.model.search import SavedSearch

if TYPE_CHECKING:
    from itrvault.desktop.views.codebook import CodebookView
    from itrvault.desktop.views.compare import CompareView
    from itrvault.desktop.views.excerpts import ExcerptsView
    from itrvault.desktop.views.risks import RisksView
    from itrvault.desktop.views.sweep import SweepView

NARROW = 1400
"""Below this many pixels the inspector starts folded, so that the page keeps its room."""


ROOMY = 1700
"""Below this many pixels the library is folded away while two documents are read."""


class Workspace(QWidget):
    """Wires the panes: none of them knows another."""

    importWanted = Signal()
    exportWanted = Signal(object)  # tuple of annotation ids, or None for all
    failuresWanted = Signal()
    saveSearchWanted = Signal(str)
    differencesWanted = Signal(str, str)  # the older document, the newer
    countsChanged = Signal(int, int, int)  # documents, units, unread files
    journalChanged = Signal(str, str)  # what undo and redo would do

    def __init__(self, context: VaultContext, menu: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.catalogue = Catalogue(context, self)
        self.field = SearchField()
        self.bar = SearchBar(context, self.field)
        self.library = LibraryView(context, self.catalogue)
        self.results = ResultsView(context)
        self.reader = ReaderView(context)
        self.pair = ReaderPair(context, self.catalogue, self.reader)
        self.inspector = Inspector(context, self.catalogue)
        self.linking = Linking(context, self.pair, self.show_reading)
        self.searching = Searching(
            context, self.catalogue, self.bar, self.results, self.reader, self
        )
        self._made: list[Callable[[], object]] = []
        """What shuts each of the views that were made so far."""
        self.ahead = ReadAhead(context, self.catalogue, self)
        self._made.append(self.ahead.shut)
        self._folded: list[QWidget] = []
        self._used = self.reader
        self.split = QSplitter()
        self.outer = QSplitter()
        self.centre = Centre()
        self.proposing = Proposing(
            context, self.centre, self._used_reader, lambda: self.compare, self
        )
        self._fill_centre()
        self._arrange(menu)
        self._connect()
        self.catalogue.load()

    def shut(self) -> None:
        """Write what is being typed, then show nothing any more."""
        self.write_due()
        self.searching.look_away()
        for shut in self._made:
            shut()
        self.pair.close_second()
        self.reader.clear()

    # -- layout ------------------------------------------------------------------------------

    def _arrange(self, menu: QWidget) -> None:
        for side, low, high in (
            (self.library, 200, 420), (self.results, 300, 620), (self.inspector, 280, 460),
        ):  # fmt: skip
            side.setMinimumWidth(low)
            side.setMaximumWidth(high)
        self.pair.setMinimumWidth(480)
        for pane in (self.results, self.pair, self.inspector):
            self.split.addWidget(pane)
        self.outer.addWidget(self.library)
        self.outer.addWidget(self.centre)
        for splitter, wide in ((self.outer, 1), (self.split, 1)):
            splitter.setHandleWidth(1)
            splitter.setChildrenCollapsible(False)
            splitter.setStretchFactor(wide, 1)
        self.outer.setSizes([250, 1030])
        self.split.setSizes([370, 600, 310])
        name = ElidedLabel(self.context.vault.path.stem, role="heading")
        name.setMinimumWidth(60)
        name.setMaximumWidth(220)
        name.setToolTip(tooltip(str(self.context.vault.path)))
        state = []
        if self.context.vault.store.sealed:
            state.append(self.tr("sealed"))
        if self.context.vault.store.read_only:
            state.append(self.tr("read only"))
        badge = words_label(", ".join(state), "secondary")
        badge.setVisible(bool(state))
        importing = button(self.tr("Import"), self.importWanted.emit)
        importing.setEnabled(not self.context.vault.store.read_only)
        exporting = button(self.tr("Export"), lambda: self.exportWanted.emit(None))
        top = row(
            menu, name, badge, self.field, *self.centre.tabs.values(), importing, exporting,
            margins=(8, 8, 12, 4), spacing=8,
        )  # fmt: skip
        top.setStretch(1, 1)
        top.setStretch(3, 3)
        self.field.setMinimumWidth(220)
        head = QWidget()
        head.setProperty("role", "panel")
        head.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        head.setLayout(top)
        box = column(head, self.bar, self.outer, spacing=0)
        box.setStretch(2, 1)
        self.setLayout(box)
        self.show_reading()

    def _fill_centre(self) -> None:
        add = self.centre.add
        add("results", self.tr("Search and read"), lambda: self.split, self._focus_reading)
        add(
            "excerpts",
            self.tr("Excerpts"),
            lambda: self.excerpts,
            lambda: self.excerpts.table.setFocus(),
        )
        add("compare", self.tr("Compare"), lambda: self.compare, lambda: self.compare.focus_page())
        add("risks", self.tr("Risks"), lambda: self.risks, lambda: self.risks.take_keys())
        add("sweep", self.tr("Sweep"), lambda: self.sweep, lambda: self.sweep.list.setFocus())
        add("codebook", self.tr("Codebook"), lambda: self.codebook,
            lambda: self.codebook.tree.setFocus())  # fmt: skip
        # What is said of a query belongs to what it found.
        self.centre.shown.connect(lambda name: self.bar.setVisible(name == "results"))

    # -- the other views, each made (and its modules loaded) when it is first wanted ---------

    @cached_property
    def excerpts(self) -> ExcerptsView:
        """The table of all excerpts, which has filters of its own."""
        from itrvault.desktop.views.excerpts import ExcerptsView

        view = ExcerptsView(self.context)
        view.placeWanted.connect(lambda _, annotation: self.open_annotation(annotation))
        view.exportWanted.connect(lambda ids: self.exportWanted.emit(tuple(ids)))
        return view

    @cached_property
    def compare(self) -> CompareView:
        """The treaty in force beside what is proposed on it."""
        from itrvault.desktop.views.compare import CompareView

        view = CompareView(self.context)
        view.placeWanted.connect(self.open_place)
        view.searchWanted.connect(self._search)
        view.annotationWanted.connect(self.open_annotation)
        self._made.append(view.shut)
        return view

    @cached_property
    def risks(self) -> RisksView:
        """What was judged, counted."""
        from itrvault.desktop.views.risks import RisksView

        view = RisksView(self.context)
        view.placeWanted.connect(self.open_annotation)
        self._made.append(view.shut)
        return view

    @cached_property
    def sweep(self) -> SweepView:
        """What is proposed to be marked."""
        from itrvault.desktop.views.sweep import SweepView

        view = SweepView(self.context, self.catalogue)
        view.wordsWanted.connect(self.open_words)
        self._made.append(view.shut)
        return view

    @cached_property
    def codebook(self) -> CodebookView:
        """The tags: what each means, and what is done to them."""
        from itrvault.desktop.views.codebook import CodebookView

        view = CodebookView(self.context, self.catalogue)
        view.placeWanted.connect(self.open_annotation)
        view.searchWanted.connect(self._search)
        self._made.append(view.shut)
        return view

    def first_layout(self, width: int) -> None:
        """How the panes stand when nothing was remembered."""
        self.inspector.setVisible(width >= NARROW)

    def remember(self) -> dict[str, str]:
        """Splitters and folds, as text for the settings."""
        return {
            "outer": _as_text(self.outer.saveState()),
            "split": _as_text(self.split.saveState()),
            "panes": _as_text(self.library.splitter.saveState()),
            "notes": _as_text(self.inspector.split.saveState()),
            "families": "1" if self.results.families.isChecked() else "",
            "telling": "" if self.results.telling.folded else "1",
            "library": "1"
            if self.library in self._folded or self.library.isVisibleTo(self)
            else "",
            "inspector": "" if self.inspector.isHidden() else "1",
        }

    def recall(self, stored: dict[str, str]) -> None:
        """Set the panes as they were."""
        for splitter, key in (
            (self.outer, "outer"), (self.split, "split"), (self.library.splitter, "panes"),
            (self.inspector.split, "notes"),
        ):  # fmt: skip
            if stored.get(key):
                splitter.restoreState(QByteArray.fromBase64(stored[key].encode("ascii")))
        self.results.families.setChecked(bool(stored.get("families")))
        if not stored.get("telling", "1"):
            self.results.telling.toggle()
        if "library" in stored:
            self.library.setVisible(bool(stored["library"]))
            self.inspector.setVisible(bool(stored["inspector"]))

    # -- showing -----------------------------------------------------------------------------

    def show_reading(self) -> None:
        """The results and the reader."""
        self.centre.show_page("results")

    def focus_search(self) -> None:
        """Put the cursor into the search field and select what is there."""
        self.field.setFocus()
        self.field.selectAll()

    def _focus_reading(self) -> None:
        (self.reader.view if self.reader.document else self.results.list).setFocus()

    def run_reading(self, name: str) -> None:
        """A command of the reader; finding is in the table while that is shown."""
        if name == "find" and self.centre.tabs["excerpts"].isChecked():
            self.excerpts.find_words()
            return
        self.show_reading()
        self.reader.run(name)

    def run_marking(self, name: str) -> None:
        """A command on marks, in the reader that was used last."""
        self.show_reading()
        self._back_to_page().run(name)

    def _back_to_page(self) -> ReaderView:
        """Give the keys to the reader that was used last."""
        reader = self._used_reader()
        reader.view.setFocus()
        return reader

    def _used_reader(self) -> ReaderView:
        other = self.pair.other
        return other if other is not None and other is self._used else self.reader

    def write_due(self) -> None:
        """Write what is due: a note being typed, a mark being moved, the query just asked."""
        self.searching.write_due()
        self.inspector.editor.write()
        for reader in (self.reader, self.pair.other):
            if reader is not None:
                reader.marks.edges.flush()

    def open_codebook(self, tag: str) -> None:
        """Show one tag in the codebook."""
        self.centre.go("codebook")
        self.codebook.show_tag(tag)

    def toggle_library(self) -> None:
        """Fold the library away or bring it back."""
        self.library.setVisible(self.library.isHidden())

    def toggle_inspector(self) -> None:
        """Fold the inspector away or bring it back."""
        self.show_reading()
        self.inspector.setVisible(self.inspector.isHidden())

    def open_document(self, document: str) -> None:
        """Show a document from its beginning."""
        self.show_reading()
        self.reader.show_document(document)
        self.results.go_to(document, 0)

    def open_words(self, document: str, unit: int, start: int, end: int) -> None:
        """Show some words of a document, selected."""
        self.show_reading()
        self.reader.show_words(document, unit, Span(start, end))

    def open_place(self, document: str, place: provision.Place) -> None:
        """Show a passage, selected, also where it runs over pages."""
        self.show_reading()
        end = Place(place.end_unit, place.end)
        one = place.end_unit == place.unit
        span = Span(place.start, place.end if one else place.start + 1)
        self.reader.show_words(document, place.unit, span, None if one else end)

    def open_annotation(self, annotation: str) -> None:
        """Show an annotation on its page, and its editor."""
        self.show_reading()
        self.reader.show_annotation(annotation)
        self.inspector.show()
        self.inspector.show_annotation(annotation)

    # -- wiring ------------------------------------------------------------------------------

    def _connect(self) -> None:
        self.field.searched.connect(self._show_answers)
        self.field.entered.connect(self._enter)
        self.field.downward.connect(self._into_list)
        self.field.left.connect(lambda: self.results.list.setFocus())
        self.bar.saveWanted.connect(self.saveSearchWanted)
        self.results.left.connect(self.focus_search)
        self.results.entered.connect(lambda: self.reader.view.setFocus())
        self.results.failuresWanted.connect(self.failuresWanted)
        self.library.documentWanted.connect(self.open_document)
        self.library.scopeWanted.connect(self._show_scope)
        self.library.searchWanted.connect(self._search)
        self.library.savedWanted.connect(self._search_saved)
        self.library.codebookWanted.connect(self.open_codebook)
        self.reader.family.documentWanted.connect(self._open_version)
        self.reader.family.differencesWanted.connect(self.differencesWanted)
        self.inspector.differencesWanted.connect(self.differencesWanted)
        self.reader.marks.likeWanted.connect(self.find_similar)
        self.reader.marks.proposalWanted.connect(self.proposing.propose)
        self.reader.marks.noProposalWanted.connect(self.proposing.dismiss)
        self.reader.placeChanged.connect(self._follow_reader)
        self.reader.annotationSelected.connect(self._follow_annotation)
        self.reader.noteRequested.connect(self._write_note)
        self.reader.marks.marker.begun.connect(self._expect_note)
        self.reader.marks.marker.unmade.connect(self._expect_none)
        self.reader.riskRequested.connect(self._judge)
        self.reader.linkRequested.connect(self.linking.ask)
        self.reader.annotationSelected.connect(self.linking.take)
        links = self.inspector.editor.links
        links.linkWanted.connect(self.linking.ask)
        links.openWanted.connect(self.linking.show)
        links.besideWanted.connect(self._show_link_beside)
        self.pair.opened.connect(self._listen_to_second)
        self.pair.roomWanted.connect(self._make_room)
        for view in (self.reader.pages, self.reader.text):
            view.focused.connect(partial(self._inspect, self.reader))
        self.inspector.noteWanted.connect(self._go_to_note)
        self.inspector.placeWanted.connect(self._place)
        self.inspector.editor.left.connect(self._back_to_page)
        self.reader.marks.chosen_elsewhere = self.inspector.unplaced_chosen
        self.inspector.documentWanted.connect(self.open_document)
        self.catalogue.documentsChanged.connect(self._know_documents)
        self.catalogue.journalChanged.connect(self._tell_journal)

    def _show_answers(self, text: str) -> None:
        if text:
            self.show_reading()
            self.results.show()

    def _enter(self) -> None:
        self.searching.go_first()

    def _into_list(self) -> None:
        self.show_reading()
        self.results.list.setFocus()
        self.searching.remember()
        if self.results.current is None:
            self.results.go_first()

    def _show_scope(self, node: Node) -> None:
        self.show_reading()
        self.searching.show_scope(node)

    def _search(self, query: str) -> None:
        self.show_reading()
        self.bar.set_query(query)

    def _search_saved(self, saved: SavedSearch) -> None:
        self.show_reading()
        self.searching.search_saved(saved)

    def open_hit(self, document: str, unit: int, query: str) -> None:
        """Search for something, and show its hit in that unit."""
        self._search(query)
        self.searching.show_when_answered(document, unit)

    def find_similar(self) -> None:
        """List what is like the selected passage, or like the hit the cursor is on."""
        passage = self.reader.marks.passage()
        current = self.results.current
        if passage is not None:
            self.show_reading()
            first, last = passage.first, passage.last
            end = last.offset if last.unit == first.unit else 0
            self.searching.show_similar(Source(passage.document, first.unit, first.offset, end))
        elif current is not None and current.hit is not None:
            self.results.similarWanted.emit(current.hit)

    def _follow_reader(self, document: str, unit: int) -> None:
        self.inspector.show_document(document)
        self.library.select_document(document)
        current = self.results.current
        # While the cursor is on another hit of this unit there is nothing to follow.
        if current is None or (current.document, current.unit) != (document, unit):
            self.results.follow(document, unit)

    def _follow_annotation(self, annotation: str) -> None:
        if annotation and not self.inspector.isHidden():
            self.inspector.show_annotation(annotation)

    def _write_note(self, annotation: str) -> None:
        self.inspector.show()
        self.inspector.write_note(annotation)

    def _listen_to_second(self) -> None:
        """What is marked in the document beside is shown in the inspector, too."""
        other = self.pair.other
        assert other is not None
        inspect = partial(self._inspect, other)
        for view in (other.pages, other.text):
            view.focused.connect(inspect)
        for signal in (
            other.annotationSelected, other.noteRequested, other.riskRequested,
            other.linkRequested,
            other.marks.marker.begun,
        ):  # fmt: skip
            signal.connect(inspect)  # first: the inspector must be at its document
        other.annotationSelected.connect(self._follow_annotation)
        other.noteRequested.connect(self._write_note)
        other.riskRequested.connect(self._judge)
        other.linkRequested.connect(self.linking.ask)
        other.annotationSelected.connect(self.linking.take)
        other.marks.marker.begun.connect(self._expect_note)
        other.marks.marker.unmade.connect(self._expect_none)
        other.family.differencesWanted.connect(self.differencesWanted)
        other.marks.proposalWanted.connect(self.proposing.propose)
        other.marks.noProposalWanted.connect(self.proposing.dismiss)

    def _inspect(self, reader: ReaderView, *_: object) -> None:
        self._used = reader
        if reader.document:
            self.inspector.show_document(reader.document)

    def _go_to_note(self, annotation: str) -> None:
        other = self.pair.other
        if other is not None and other.loader.annotation(annotation) is not None:
            other.show_annotation(annotation)
        else:
            self.reader.show_annotation(annotation)

    def _place(self, annotation: str) -> None:
        """A note without a place: onto the selection, in whichever reader has its document."""
        readers = [each for each in (self.pair.other, self.reader) if each is not None]
        for reader in readers:
            if reader.loader.annotation(annotation) is not None:
                reader.marks.place_here(annotation)
                return

    def _show_link_beside(self, told: Told) -> None:
        self.linking.show_beside(self.inspector.editor.annotation, told)

    def _make_room(self, wanted: bool) -> None:
        """Two documents need the width that the lists have, where the window is not wide."""
        if not wanted:
            for pane in self._folded:
                pane.show()
            self._folded.clear()
            return
        for pane, wide in ((self.library, ROOMY), (self.results, NARROW)):
            if self.width() < wide and not pane.isHidden():
                pane.hide()
                self._folded.append(pane)

    def _expect_note(self, wish: str) -> None:
        """Whoever asks for a note types on before it is made."""
        if wish == "note":
            self.inspector.show()
            self.inspector.expect_note()

    def _expect_none(self, wish: str) -> None:
        if wish == "note":
            self.inspector.expect_none()
            self.reader.view.setFocus()

    def _judge(self, annotation: str) -> None:
        self.inspector.show()
        self.inspector.judge(annotation)

    def _open_version(self, document: str, stay: bool) -> None:
        """Another version of what is shown: at the place that is most like this one, or first."""
        here, there = self.reader.loader.document, self.catalogue.by_id.get(document)
        unit = like_unit(here, self.reader.unit, there) if stay and here and there else 0
        self.show_reading()
        self.reader.show_document(document, unit)
        self.results.go_to(document, unit)

    def _know_documents(self) -> None:
        snapshot = self.catalogue.snapshot
        self.reader.family.know(snapshot.families)
        units = sum(each.unit_count for each in snapshot.documents)
        self.countsChanged.emit(len(snapshot.documents), units, len(snapshot.failures))

    def _tell_journal(self) -> None:
        self.journalChanged.emit(self.catalogue.snapshot.undo, self.catalogue.snapshot.redo)


def _as_text(state: QByteArray) -> str:
    return bytes(state.toBase64().data()).decode("ascii")
