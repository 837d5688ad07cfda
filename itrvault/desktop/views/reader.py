"""The reader: one document, its pages or its text, with hits and marks on them.

It puts together what other files do: the loader reads, the views show and select, the stepper
walks through hits, the finder looks through the document, the marker writes. Keys of one letter
work while the pages have the focus.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from itrvault.desktop.context import VaultContext
from itrvault.desktop.theme import Theme
from itrvault.desktop.views.family_strip import FamilyStrip
from itrvault.desktop.views.lock_strip import LockStrip
from itrvault.desktop.views.reader_commands import ReaderCommands
from itrvault.desktop.views.reader_find import Finder
from itrvault.desktop.views.reader_goals import Goals
from itrvault.desktop.views.reader_hits import HitStepper
from itrvault.desktop.views.reader_links import LinkFollower
from itrvault.desktop.views.reader_loader import Opened, ReaderLoader
from itrvault.desktop.views.reader_marks import ReaderMarks
from itrvault.desktop.views.reader_notes import box_of
from itrvault.desktop.views.reader_pages import PageOpener
from itrvault.desktop.views.reader_panel import WIDTH, ReaderPanel
from itrvault.desktop.views.reader_places import ReaderPlaces
from itrvault.desktop.views.reader_showing import ReaderShowing
from itrvault.desktop.views.reader_stage import Mode, ReaderStage
from itrvault.desktop.views.reader_tools import ReaderTools, name_keys
from itrvault.desktop.views.reader_walk import HitWalk
from itrvault.desktop.views.text_strip import TextStrip
from itrvault.desktop.widgets.find_bar import FindBar
from itrvault.desktop.widgets.flow_view import FlowView
from itrvault.desktop.widgets.flow_view_build import RedlineView
from itrvault.desktop.widgets.hover_words import HoverWords
from itrvault.desktop.widgets.page_drawer import PageDrawer
from itrvault.desktop.widgets.page_view import PageView
from itrvault.desktop.widgets.selection import Place, SelectionModel
from itrvault.desktop.widgets.selection_units import Units
from itrvault.desktop.widgets.selection_view import SelectionView
from itrvault.errors import KnownError
from itrvault.model.annotation import Annotation
from itrvault.model.document import Document, UnitKind
from itrvault.model.geometry import Span

if TYPE_CHECKING:
    from itrvault.search.reading import Reading


class ReaderView(QWidget):
    """Shows documents of one vault."""

    placeChanged = Signal(str, int)  # document, unit
    annotationSelected = Signal(str)  # "" for none
    hitChanged = Signal(int, int)  # which (from 1, 0 unknown), of how many
    noteRequested = Signal(str)  # annotation: open its note for writing
    riskRequested = Signal(str)  # annotation: open its risk form
    linkRequested = Signal(str)  # annotation: link it with another end
    besideWanted = Signal()  # another document beside this one
    queryChanged = Signal(object)  # Reading or None
    orderChanged = Signal()

    def __init__(self, context: VaultContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.units = Units(self)
        self.selection = SelectionModel(self.units.text, lambda: self.units.count, self)
        self.drawer = PageDrawer(parent=self)
        self.loader = ReaderLoader(context, self.units, self)
        self.hits = HitStepper(context, self)
        self.tools = ReaderTools()
        self.family = FamilyStrip()
        self.source = TextStrip()
        self.lock = LockStrip()
        self.pages = PageView(self.units, self.selection, context.theme, self.drawer)
        self.text = FlowView(self.units, self.selection, context.theme)
        self.pages.setAccessibleName(self.tr("Pages"))
        self.text.setAccessibleName(self.tr("Text"))
        self.opener = PageOpener(context, self.loader, self.pages, self.drawer, self.lock)
        self.stage = ReaderStage(self.pages, self.text)
        self.panel = ReaderPanel(context, self.drawer)
        self.find_bar = FindBar()
        self._arrange()
        self.marks = ReaderMarks(
            context, self.loader, self.units, self.selection, lambda: self.view, self.stage
        )
        self.goals = Goals(self.loader, self.units, self.hits, self.stage)
        self.places = ReaderPlaces(
            self.loader, self.units, self.goals, self.tools, lambda: self.view, self.go, self
        )
        self.finder = Finder(
            context, self.loader, self.units, self.goals, self.find_bar,
            lambda: self.places.place, self.places.leave, self,
        )  # fmt: skip
        self.links = LinkFollower(
            self.pages, self.text, self.goals, self.places, HoverWords(self.stage),
            lambda: self.document,
        )  # fmt: skip
        self.showing = ReaderShowing(context, self.stage, self.panel, self.tools)
        self.walk = HitWalk(self, self.hits)
        self.commands = ReaderCommands(self)
        self._connect()

    def _arrange(self) -> None:
        self.split = QSplitter()
        self.split.setHandleWidth(1)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self.panel)
        self.split.addWidget(self.stage)
        self.split.setStretchFactor(1, 1)
        self.split.setSizes([WIDTH, 6 * WIDTH])
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        for part in (self.tools, self.find_bar, self.family, self.source, self.lock):
            box.addWidget(part)
        box.addWidget(self.split, 1)

    def get_ready(self) -> None:
        """Start the first reader process, which takes most of a second: it need not wait for a
        page.
        """
        self.drawer.prepare(lambda: self.context.vault.sandbox.warm_up(drawing=True))

    # -- what others ask -----------------------------------------------------------------------

    @property
    def document(self) -> str:
        """The id of the document that is shown, "" for none."""
        return self.loader.document.id if self.loader.document else ""

    @property
    def unit(self) -> int:
        """The unit one is reading."""
        return self.places.unit

    @property
    def view(self) -> SelectionView:
        """The view in use."""
        return self.stage.view

    @property
    def settled(self) -> bool:
        """Whether nothing is on its way: no document, no goal, no picture of a page in view."""
        if self.goals.under_way:
            return False
        return self.stage.drawn

    def show_document(self, document: str, unit: int = 0) -> None:
        """Show a document at the beginning of a unit; without one where one was in it last."""
        kept = self.places.kept(document) if not unit else None
        self.places.leave(document, unit)
        self.hits.leave()
        self.units.set_current(None)
        if kept is None:
            self.go(document, unit, lambda: self.goals.at_unit(unit))
        else:
            place = kept.place
            self.go(document, place.unit, lambda: self.goals.at_been(place, None))

    def expect(self, document: Document, unit: int, reading: Reading) -> None:
        """A hit of a query is likely to be shown next: read it and draw its page meanwhile."""
        self.opener.expect(document, unit)
        self.loader.expect(document.id, unit, reading)

    def set_query(self, reading: Reading | None) -> None:
        """Mark the places of a query on everything that is shown; None for no query.

        The same query once more, after a note was made, leaves the hit one is at where it is.
        """
        if reading == self.loader.reading:
            return
        self.loader.set_reading(reading)
        self.hits.set_reading(reading)
        self.queryChanged.emit(reading)

    def set_order(self, order: Sequence[tuple[str, int]]) -> None:
        """The units that match, in the order in which hits are stepped through."""
        self.hits.set_order(order)
        self.orderChanged.emit()

    def show_hit(self, document: str, unit: int, which: int = 0) -> None:
        """Show one hit of the query; -1 is the last one of its unit."""
        self.places.leave(document, unit)
        self.go(document, unit, partial(self.goals.at_hit, document, unit, which, 0))

    def next_hit(self) -> None:
        """The next hit on this page, or the first of the next unit of the order.

        While somebody finds in the document, the next place of that.
        """
        (self.finder if self.finder.active else self.walk).step(1)

    def previous_hit(self) -> None:
        """The one before."""
        (self.finder if self.finder.active else self.walk).step(-1)

    def next_document(self) -> None:
        """The first hit of the next document of the order."""
        self.hits.step_document(1, self.document)

    def previous_document(self) -> None:
        """The first hit of the document before."""
        self.hits.step_document(-1, self.document)

    def show_annotation(self, annotation: str) -> None:
        """Go to an annotation, in whichever document it is, and outline it."""
        known = self.loader.annotation(annotation)
        if known is not None:
            self._to_annotation(known)
            return
        vault = self.context.vault
        query = self.context.query(self, lambda: vault.store.annotations.get(annotation))
        query.lane("annotation").success(self._to_annotation).run()

    def show_words(self, document: str, unit: int, span: Span, end: Place | None = None) -> None:
        """Show a stretch of a unit's text, selected; up to `end` where that is in a later one."""
        self.places.leave(document, unit)
        self.hits.leave()

        def reach() -> bool:
            if not self.goals.at_span(unit, span):
                return False
            if len(span):
                self.selection.select(Place(unit, span.start), end or Place(unit, span.end))
            return True

        self.go(document, unit, reach)

    def clear(self) -> None:
        """Show nothing and keep nothing in memory (the vault is locked or closed)."""
        self.goals.forget()
        self.marks.put_away()
        self.selection.clear()
        self.finder.forget()
        self.pages.close_pages()
        self.loader.set_reading(None)
        self.loader.close()
        self.hits.set_order(())
        self.hits.set_reading(None)
        self.places.forget()
        self._show_no_document()
        self.lock.put_away()
        self.stage.say()

    def go_to_page(self) -> None:
        """Ask for a page."""
        self.tools.edit_page()

    # -- opening -------------------------------------------------------------------------------

    def go(self, document: str, unit: int, goal: Callable[[], bool]) -> None:
        """Be on the way to a goal in a document."""
        self.marks.put_away()
        self.goals.go(document, unit, goal)

    def _take_document(self, opened: Opened) -> None:
        self.selection.clear()
        self.text.set_redlines(RedlineView.ALL)  # a choice for one text must not hide another's
        document = opened.document
        pages = document.unit_kind is UnitKind.PAGE
        if pages:
            self.opener.open(opened)
        else:
            self.pages.leave_pages()
        self.showing.show_document(document)
        self.family.show_document(document.id)
        self.lock.put_away()
        self.source.show_document(document, can_write=not self.context.vault.store.read_only)
        self.finder.document_changed()
        self.goals.try_again()
        self.places.show(self.unit)

    def _read_again(self) -> None:
        """The text of this document is another now: stay at the page, at its top if need be."""
        self.finder.document_changed(text=True)
        place, unit = self.view.top_place(), self.unit
        goal = partial(self.goals.at_unit, unit)
        if place is not None and self.view is self.pages:
            goal = partial(self.goals.at_place, Place(place.unit, 0))
        self.goals.open_again(self.document, unit, goal)

    def _show_source(self, _document: str, unit: int) -> None:
        text = self.units.text(unit)
        self.source.show_unit(text.unit if text is not None else None)

    def _fail(self, error: BaseException | None) -> None:
        if error is not None and not isinstance(error, KnownError):
            self.context.tasks.failed.emit(error)
            return
        self.goals.forget()
        self.pages.close_pages()
        self.loader.close()
        self._show_no_document()
        words = self.tr("This document is no longer in the archive.")
        if isinstance(error, KnownError):
            words = f"{error.message}\n{error.advice}"
        self.stage.say(words)

    def _show_no_document(self) -> None:
        self.tools.show_nothing()
        self.showing.show_document(None)
        self.family.show_document("")
        self.source.show_document(None)

    def set_text(self, text: bool) -> None:
        """Page or text, at the same place."""
        self.set_mode(Mode.TEXT if text else Mode.PAGE)

    def set_mode(self, mode: Mode) -> None:
        """Pages, text or both, at the same place."""
        document = self.loader.document
        if document is not None and document.unit_kind is UnitKind.PAGE:
            self.marks.bar.hide()
            self.showing.choose(mode)

    # -- annotations ---------------------------------------------------------------------------

    def _step_to(self, annotation: str) -> None:
        self.show_annotation(annotation)
        self.annotationSelected.emit(annotation)

    def _to_annotation(self, note: Annotation) -> None:
        anchor = note.anchor
        self.places.leave(note.document, anchor.unit)
        marks = [
            mark
            for mark in self.units.marks(anchor.unit)
            if mark.annotation == note.id and note.document == self.document
        ]
        one_unit = anchor.unit == anchor.end_unit
        span = Span(anchor.start, anchor.end if one_unit else anchor.start + 1)
        if marks:
            span = marks[0].span
        goal = partial(self.goals.at_span, anchor.unit, span, note.id)
        box = box_of(anchor)
        if box is not None:
            goal = partial(self.goals.at_region, anchor.unit, box.y0, note.id)
        self.go(note.document, anchor.unit, goal)

    # -- keys ----------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys the pages did not take."""
        if not self.commands.take(event):
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with the selection or the mark under the mouse."""
        menu = self.marks.menu(self)
        if menu is not None:
            menu.popup(event.globalPos())

    def run(self, name: str) -> None:
        """One of the reader's own commands, by its name in the table of actions."""
        self.commands.run(name)

    # -- making --------------------------------------------------------------------------------

    def _take_theme(self, theme: Theme) -> None:
        self.stage.set_theme(theme)
        self.panel.set_theme(theme)

    def _show_labels(self) -> None:
        self.panel.show_labels(self.loader.labels)

    def _show_unit(self, document: str, unit: int) -> None:
        self._show_source(document, unit)
        self.panel.show_place(unit)

    def _show_hit_counts(self) -> None:
        if self.panel.isVisible():
            self.panel.show_hits(self.hits.counts_in(self.document))

    def _connect(self) -> None:
        self.loader.opened.connect(self._take_document)
        self.loader.failed.connect(self._fail)
        self.loader.textChanged.connect(self._read_again)
        self.loader.readingsFound.connect(self.source.know)
        self.loader.labelsFound.connect(self._show_labels)
        self.hits.changed.connect(self._show_hit_counts)
        self.panel.appeared.connect(self._show_hit_counts)
        self.places.changed.connect(self._show_unit)
        self.units.arrived.connect(lambda _number: self.goals.try_again())
        self.units.arrived.connect(self.places.name)
        self.walk.changed.connect(self.hitChanged)
        for view in (self.pages, self.text):
            view.unitChanged.connect(partial(self.places.follow, view))
            view.selectionStarted.connect(self.marks.put_away)
            view.selectionSettled.connect(self.marks.settle)
            view.markClicked.connect(self.marks.choose)
            view.edgesMoved.connect(partial(self.marks.edges.put, now=True))
            view.edges.offered = self.marks.marker.writable
            view.first_taker = self.commands.take_first
            view.scrolled.connect(self.marks.follow_scroll)
        self.marks.annotationSelected.connect(self.annotationSelected)
        self.pages.regionDrawn.connect(self.marks.mark_region)
        self.marks.noteRequested.connect(self.noteRequested)
        self.marks.annotationWanted.connect(self._step_to)
        name_keys(self.tools, self.context.keys)
        self.marks.riskRequested.connect(self.riskRequested)
        self.marks.linkRequested.connect(self.linkRequested)
        self.places.changed.connect(self.placeChanged)
        self.tools.backWanted.connect(self.places.go_back)
        self.tools.forwardWanted.connect(self.places.go_forward)
        self.tools.pageWanted.connect(self.places.go_to_label)
        self.tools.zoomWanted.connect(self.showing.zoom)
        self.tools.view_menu.wanted.connect(self.run)
        self.tools.panelWanted.connect(self.showing.toggle_panel)
        self.find_bar.closed.connect(self.commands.stop_finding)
        self.panel.pageWanted.connect(self.places.jump)
        self.panel.entryWanted.connect(self.links.follow_entry)
        self.stage.zoomed.connect(self.marks.follow_scroll)
        self.tools.textWanted.connect(self.set_text)
        self.tools.redlinesWanted.connect(self.stage.set_redlines)
        self.tools.hitWanted.connect(self.walk.step)
        self.context.themeChanged.connect(self._take_theme)
