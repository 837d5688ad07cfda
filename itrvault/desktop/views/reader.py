"""The reader: one document, its pages or its text, with hits and marks on them.

It puts together what other files do: the loader reads, the views show and select, the stepper
walks through hits, the marker writes. Keys of one letter work while the pages have the focus.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QLabel, QStackedWidget, QVBoxLayout, QWidget

from itrvault.desktop.context import VaultContext
from itrvault.desktop.theme import Theme
from itrvault.desktop.views.reader_history import Been, History
from itrvault.desktop.views.reader_hits import HitStepper
from itrvault.desktop.views.reader_keys import command_of
from itrvault.desktop.views.reader_loader import Opened, ReaderLoader
from itrvault.desktop.views.reader_marks import ReaderMarks
from itrvault.desktop.views.reader_tools import ReaderTools
from itrvault.desktop.widgets.flow_view import FlowView
from itrvault.desktop.widgets.flow_view_build import RedlineView
from itrvault.desktop.widgets.page_cache import PageDrawer
from itrvault.desktop.widgets.page_view import Fit, PageView
from itrvault.desktop.widgets.parts import words_label
from itrvault.desktop.widgets.selection import Place, SelectionModel
from itrvault.desktop.widgets.selection_units import Units
from itrvault.desktop.widgets.selection_view import SelectionView
from itrvault.errors import KnownError
from itrvault.model.annotation import COLOURS, Annotation
from itrvault.model.document import UnitKind
from itrvault.model.geometry import PageLayout, Span

if TYPE_CHECKING:
    from itrvault.sandbox.pages import PageSource
    from itrvault.search.reading import Reading

A4 = (595.0, 842.0)
FAR = 2
"""A jump over more units than this can be taken back with Alt+Left."""


class ReaderView(QWidget):
    """Shows documents of one vault."""

    placeChanged = Signal(str, int)  # document, unit
    annotationSelected = Signal(str)  # "" for none
    hitChanged = Signal(int, int)  # which (from 1, 0 unknown), of how many
    noteRequested = Signal(str)  # annotation: open its note for writing
    riskRequested = Signal(str)  # annotation: open its risk form

    def __init__(self, context: VaultContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.units = Units(self)
        self.selection = SelectionModel(self.units.text, lambda: self.units.count, self)
        self.drawer = PageDrawer(parent=self)
        self.loader = ReaderLoader(context, self.units, self)
        self.hits = HitStepper(context, self)
        self.history = History()
        self.tools = ReaderTools()
        self.pages = PageView(self.units, self.selection, context.theme, self.drawer)
        self.text = FlowView(self.units, self.selection, context.theme)
        self.pages.setAccessibleName(self.tr("Pages"))
        self.text.setAccessibleName(self.tr("Text"))
        self._message = self._make_message()
        self._stack = QStackedWidget()
        for view in (self._message, self.pages, self.text):
            self._stack.addWidget(view)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.tools)
        box.addWidget(self._stack, 1)
        self.marks = ReaderMarks(
            context, self.loader, self.units, self.selection, lambda: self.view, self._stack
        )
        self._goal: Callable[[], bool] | None = None
        self._goal_document = ""
        self._prefers_text = False
        self._direction = 1
        self._announce_hits = QTimer(self)
        self._announce_hits.setSingleShot(True)
        self._announce_hits.setInterval(0)
        self._announce_hits.timeout.connect(self._tell_hits)
        self.pages.set_fit(Fit.WIDTH)
        self._connect()
        # The first reader process takes most of a second to start; it need not wait for a page.
        self.drawer.prepare(lambda: context.vault.sandbox.warm_up())

    # -- what others ask -----------------------------------------------------------------------

    @property
    def document(self) -> str:
        """The id of the document that is shown, "" for none."""
        return self.loader.document.id if self.loader.document else ""

    @property
    def unit(self) -> int:
        """The unit one is reading."""
        return self.view.current_unit() if self.units.count else 0

    @property
    def view(self) -> SelectionView:
        """The view in use."""
        return self.text if self._stack.currentWidget() is self.text else self.pages

    @property
    def settled(self) -> bool:
        """Whether nothing is on its way: no document, no goal, no picture of a page in view."""
        if self._goal is not None:
            return False
        return self.view is not self.pages or self.pages.drawn

    def show_document(self, document: str, unit: int = 0) -> None:
        """Show a document at the beginning of a unit."""
        self._leave(document, unit)
        self.hits.leave()
        self.units.set_current(None)
        self._go(document, unit, lambda: self._at_unit(unit))

    def set_query(self, reading: Reading | None) -> None:
        """Mark the places of a query on everything that is shown; None for no query.

        The same query once more, after a note was made, leaves the hit one is at where it is.
        """
        if reading == self.loader.reading:
            return
        self.loader.set_reading(reading)
        self.hits.set_reading(reading)

    def set_order(self, order: Sequence[tuple[str, int]]) -> None:
        """The units that match, in the order in which hits are stepped through."""
        self.hits.set_order(order)

    def show_hit(self, document: str, unit: int, which: int = 0) -> None:
        """Show one hit of the query; -1 is the last one of its unit."""
        self._leave(document, unit)
        self._go(document, unit, partial(self._at_hit, document, unit, which, 0))

    def next_hit(self) -> None:
        """The next hit on this page, or the first of the next unit of the order."""
        self._step_hit(1)

    def previous_hit(self) -> None:
        """The hit before."""
        self._step_hit(-1)

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

    def clear(self) -> None:
        """Show nothing and keep nothing in memory (the vault is locked or closed)."""
        self._goal = None
        self.marks.put_away()
        self.selection.clear()
        self.pages.close_pages()
        self.loader.set_reading(None)
        self.loader.close()
        self.hits.set_order(())
        self.hits.set_reading(None)
        self.history.clear()
        self.tools.show_nothing()
        self._stack.setCurrentWidget(self._message)
        self._message.setText(self.tr("Choose a document, or search."))

    def go_to_page(self) -> None:
        """Ask for a page."""
        self.tools.edit_page()

    # -- opening -------------------------------------------------------------------------------

    def _go(self, document: str, unit: int, goal: Callable[[], bool]) -> None:
        """Reach a goal in a document: now, or as soon as what it needs has arrived."""
        self._goal, self._goal_document = goal, document
        self.marks.put_away()
        if document == self.document:
            self._try_goal()
        else:
            self.loader.open(document, unit)

    def _try_goal(self) -> None:
        # Units and hits of the document before may still arrive while the wanted one is read.
        if self._goal is not None and self._goal_document == self.document and self._goal():
            self._goal = None

    def _take_document(self, opened: Opened) -> None:
        self.selection.clear()
        self.text.set_redlines(RedlineView.ALL)  # a choice for one text must not hide another's
        document = opened.document
        pages = document.unit_kind is UnitKind.PAGE
        if pages:
            known = {unit.number: unit.text.unit.layout for unit in opened.units}
            layout = next(iter(known.values()), None)
            size = (layout.width, layout.height) if isinstance(layout, PageLayout) else A4
            sizes = [size] * document.unit_count
            for number, each in known.items():
                if isinstance(each, PageLayout):
                    sizes[number] = (each.width, each.height)
            self.pages.open_pages(sizes, partial(self._open_source, document.id, document.name))
        else:
            self.pages.close_pages()
        self.tools.show_document(pages=pages)
        self._show_view(self.pages if pages and not self._prefers_text else self.text)
        self._try_goal()
        self._show_place(self.unit)

    def _open_source(self, document: str, name: str) -> PageSource:
        """On the drawing thread."""
        vault = self.context.vault
        return vault.sandbox.open_pages(vault.store.documents.original(document), name)

    def _fail(self, error: BaseException | None) -> None:
        if error is not None and not isinstance(error, KnownError):
            self.context.tasks.failed.emit(error)
            return
        self._goal = None
        self.pages.close_pages()
        self.loader.close()
        self.tools.show_nothing()
        words = self.tr("This document is no longer in the archive.")
        if isinstance(error, KnownError):
            words = f"{error.message}\n{error.advice}"
        self._message.setText(words)
        self._stack.setCurrentWidget(self._message)

    def _show_view(self, view: SelectionView) -> None:
        self._stack.setCurrentWidget(view)
        self.tools.show_mode(text=view is self.text, redlines=self.text.redlines)
        self._show_zoom()
        view.relayout()
        view.need_more()

    def set_text(self, text: bool) -> None:
        """Page or text, at the same place."""
        document = self.loader.document
        if document is None or document.unit_kind is not UnitKind.PAGE:
            return
        self._prefers_text = text
        place = self.view.top_place()
        self.marks.bar.hide()
        self._show_view(self.text if text else self.pages)
        if place is not None:
            self.view.go_to_place(place)
        self.view.setFocus()

    # -- goals: each says whether it was reached -----------------------------------------------

    def _at_unit(self, unit: int) -> bool:
        self.view.go_to_unit(max(0, min(unit, self.units.count - 1)))
        return True

    def _at_place(self, place: Place) -> bool:
        if self.units.text(place.unit) is None:
            self.view.go_to_unit(place.unit)
            return False
        self.view.go_to_place(place)
        return True

    def _at_hit(self, document: str, unit: int, which: int, direction: int) -> bool:
        if self.units.text(unit) is None or not self.loader.hits_known:
            self.view.go_to_unit(unit)
            return False
        found = self.units.hits(unit)
        self.hits.learn(document, unit, len(found))
        if not found:
            self.units.set_current(None)
            if direction:
                self._goal = None
                self.hits.skip(document, unit, direction)
                return self._goal is None
            self.hits.arrive(document, unit, 0)
            return self._at_unit(unit)
        index = which if which >= 0 else len(found) + which
        index = max(0, min(index, len(found) - 1))
        self.units.set_current((unit, index))
        self.hits.arrive(document, unit, index)
        if not self.view.reveal_span(unit, found[index]):
            self.view.go_to_unit(unit)
        return True

    def _at_span(self, unit: int, span: Span, annotation: str) -> bool:
        if self.units.text(unit) is None:
            self.view.go_to_unit(unit)
            return False
        self.units.select_mark(annotation)
        if not len(span) or not self.view.reveal_span(unit, span):
            self.view.go_to_unit(unit)
        return True

    # -- hits ----------------------------------------------------------------------------------

    def _step_hit(self, direction: int) -> None:
        self._direction = direction
        self.hits.step(direction, self.document, self.unit)

    def _to_hit(self, document: str, unit: int, which: int) -> None:
        self._leave(document, unit)
        direction = self._direction
        self._go(document, unit, partial(self._at_hit, document, unit, which, direction))

    def _learn_hits(self, unit: int) -> None:
        known = self.loader.reading is not None and self.loader.hits_known
        if self.hits.any and self.document and known:
            self.hits.learn(self.document, unit, len(self.units.hits(unit)))

    def _learn_all(self) -> None:
        """The query changed and its places are known."""
        for number in self.units.loaded():
            self._learn_hits(number)
        self._try_goal()

    def _tell_hits(self) -> None:
        position, total = self.hits.position, self.hits.total
        words = short = ""
        if self.hits.any:
            more = "" if self.hits.complete else "+"
            if self.hits.at is None or not position:
                words = self.tr("{total} hits").format(total=f"{total:,}{more}")
                short = f"– / {total:,}{more}"
            else:
                words = self.tr("hit {position} of {total}").format(
                    position=f"{position:,}", total=f"{total:,}{more}"
                )
                short = f"{position:,} / {total:,}{more}"
        self.tools.show_hits(words, short)
        self.hitChanged.emit(position, total)

    # -- annotations ---------------------------------------------------------------------------

    def _to_annotation(self, note: Annotation) -> None:
        anchor = note.anchor
        self._leave(note.document, anchor.unit)
        marks = [
            mark
            for mark in self.units.marks(anchor.unit)
            if mark.annotation == note.id and note.document == self.document
        ]
        one_unit = anchor.unit == anchor.end_unit
        span = Span(anchor.start, anchor.end if one_unit else anchor.start + 1)
        if marks:
            span = marks[0].span
        goal = partial(self._at_span, anchor.unit, span, note.id)
        self._go(note.document, anchor.unit, goal)

    # -- places --------------------------------------------------------------------------------

    def _here(self) -> Been | None:
        place = self.view.top_place() if self.units.count else None
        return Been(self.document, place) if place is not None else None

    def _leave(self, document: str, unit: int) -> None:
        if self.document and (document != self.document or abs(unit - self.unit) > FAR):
            self.history.leave(self._here())
            self._show_history()

    def go_back(self) -> None:
        """To where the last jump started."""
        self._return_to(self.history.back(self._here()))

    def go_forward(self) -> None:
        """The other way."""
        self._return_to(self.history.forward(self._here()))

    def _return_to(self, been: Been | None) -> None:
        self._show_history()
        if been is not None:
            self._go(been.document, been.place.unit, partial(self._at_place, been.place))

    def _show_history(self) -> None:
        self.tools.show_history(back=self.history.can_go_back, forward=self.history.can_go_forward)

    def _follow_unit(self, view: SelectionView, unit: int) -> None:
        """The view that is hidden has a place of its own, which is nobody's."""
        if view is self.view:
            self._show_place(unit)

    def _name_place(self, number: int) -> None:
        """The unit one is reading has arrived: its label is known."""
        if number == self.unit:
            self._show_place(number)

    def _show_place(self, unit: int) -> None:
        document = self.loader.document
        if document is None:
            return
        text = self.units.text(unit)
        label = str(unit + 1)
        tip = text.unit.label if text is not None and text.unit.label != label else ""
        if document.unit_kind is UnitKind.PAGE and tip:
            label, tip = tip, self.tr("page {number} of the file").format(number=unit + 1)
        self.tools.show_place(label, document.unit_count, tip=tip)
        self.placeChanged.emit(document.id, unit)

    def _go_to_label(self, words: str) -> None:
        """A page by its printed number where it is known, else by its number in the file."""
        wanted = words.strip()
        named = next(
            (n for n, text in self.units.loaded().items() if text.unit.label == wanted), None
        )
        number = named if named is not None else int(wanted) - 1 if wanted.isdecimal() else None
        if number is not None and 0 <= number < self.units.count:
            self._leave(self.document, number)
            self.view.go_to_unit(number)
        self.view.setFocus()
        self._show_place(self.unit)

    # -- zoom ----------------------------------------------------------------------------------

    def zoom(self, wish: str) -> None:
        """One of "in", "out", "reset", "width" and "page"."""
        view = self.text if self.view is self.text else self.pages
        if wish in ("in", "out"):
            view.zoom_step(1 if wish == "in" else -1)
        elif wish == "reset" or view is self.text:
            view.set_zoom(1.0)
        else:
            self.pages.set_fit(Fit.WIDTH if wish == "width" else Fit.PAGE)
        self._show_zoom()

    def _show_zoom(self) -> None:
        self.tools.show_zoom(self.text.zoom if self.view is self.text else self.pages.zoom)
        self.marks.follow_scroll()

    def set_redlines(self, view: RedlineView) -> None:
        """All changes, as proposed, or the original."""
        self.text.set_redlines(view)
        self.tools.show_mode(text=True, redlines=view)

    # -- keys ----------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys the pages did not take."""
        name = command_of(event)
        action = self._commands().get(name)
        if name in COLOURS:
            self.marks.mark_selection(name)
        elif action is not None:
            action()
        elif name == "escape" and self._escape():
            pass
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with the selection or the mark under the mouse."""
        menu = self.marks.menu(self)
        if menu is not None:
            menu.popup(event.globalPos())

    def _commands(self) -> dict[str, Callable[[], object]]:
        return {
            "highlight": self.marks.mark_selection,
            "annotate": partial(self.marks.mark_selection, wish="note"),
            "note": partial(self.marks.mark_selection, wish="note"),
            "risk": partial(self.marks.mark_selection, wish="risk"),
            "tag": partial(self.marks.mark_selection, wish="tag"),
            "quick_tag": self.marks.quick_tag,
            "remove": self.marks.remove_mark,
            "overlaps": self.marks.cycle_marks,
            "copy": self.marks.copy,
            "copy_citation": partial(self.marks.copy, cited=True),
            "next_hit": self.next_hit,
            "previous_hit": self.previous_hit,
            "back": self.go_back,
            "forward": self.go_forward,
            "go_to_page": self.go_to_page,
            "zoom_in": partial(self.zoom, "in"),
            "zoom_out": partial(self.zoom, "out"),
            "zoom_reset": partial(self.zoom, "reset"),
            "page_or_text": lambda: self.set_text(self.view is self.pages),
        }

    def _escape(self) -> bool:
        """Close the field, then the bar, then deselect, then let go of the mark."""
        if self.marks.popup.isVisible():
            self.marks.popup.close_popup()
        elif self.marks.bar.isVisible():
            self.marks.bar.hide()
        elif self.selection.caret is not None:
            self.view.set_browsing(False)
        elif self.units.selected:
            self.marks.choose("")
        else:
            return False
        return True

    # -- making --------------------------------------------------------------------------------

    def _make_message(self) -> QLabel:
        label = words_label(self.tr("Choose a document, or search."), "secondary", wrap=True)
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        return label

    def _take_theme(self, theme: Theme) -> None:
        self.pages.set_theme(theme)
        self.text.set_theme(theme)

    def _connect(self) -> None:
        self.loader.opened.connect(self._take_document)
        self.loader.failed.connect(self._fail)
        self.loader.hitsFound.connect(self._learn_all)
        self.units.arrived.connect(lambda _number: self._try_goal())
        self.units.arrived.connect(self._learn_hits)
        self.units.arrived.connect(
            lambda number: self._show_place(number) if number == self.unit else None
        )
        self.hits.goTo.connect(self._to_hit)
        self.hits.changed.connect(self._announce_hits.start)
        for view in (self.pages, self.text):
            view.unitChanged.connect(partial(self._follow_unit, view))
            view.selectionStarted.connect(self.marks.put_away)
            view.selectionSettled.connect(self.marks.settle)
            view.markClicked.connect(self.marks.choose)
            view.zoomChanged.connect(self._show_zoom)
            view.scrolled.connect(self.marks.follow_scroll)
        self.marks.annotationSelected.connect(self.annotationSelected)
        self.marks.noteRequested.connect(self.noteRequested)
        self.marks.riskRequested.connect(self.riskRequested)
        self.tools.backWanted.connect(self.go_back)
        self.tools.forwardWanted.connect(self.go_forward)
        self.tools.pageWanted.connect(self._go_to_label)
        self.tools.zoomWanted.connect(self.zoom)
        self.tools.textWanted.connect(self.set_text)
        self.tools.redlinesWanted.connect(self.set_redlines)
        self.tools.hitWanted.connect(self._step_hit)
        self.context.themeChanged.connect(self._take_theme)
