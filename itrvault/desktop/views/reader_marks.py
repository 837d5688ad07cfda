"""Marks as a person handles them: the bar, the tag field, choosing, colouring, taking away.

It sits between what is selected in the views and the marker that writes.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QRectF, Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from itrvault.desktop.actions import label
from itrvault.desktop.context import VaultContext
from itrvault.desktop.views.reader_edges import STEPS, EdgeMover
from itrvault.desktop.views.reader_loader import ReaderLoader
from itrvault.desktop.views.reader_marking import Marker, Passage
from itrvault.desktop.views.reader_tagging import Tagging
from itrvault.desktop.widgets.notice import Notice
from itrvault.desktop.widgets.page_view import PageView
from itrvault.desktop.widgets.selection import Place, SelectionModel
from itrvault.desktop.widgets.selection_bar import SelectionBar
from itrvault.desktop.widgets.selection_tags import TagPopup
from itrvault.desktop.widgets.selection_units import Units
from itrvault.desktop.widgets.selection_view import SelectionView
from itrvault.model.annotation import COLOURS, Annotation, AnnotationState, Tag
from itrvault.model.geometry import Rect


class ReaderMarks(QObject):
    """Everything done to marks. `area` is the widget the bar and the field float over."""

    annotationSelected = Signal(str)
    noteRequested = Signal(str)
    riskRequested = Signal(str)
    linkRequested = Signal(str)
    likeWanted = Signal()
    proposalWanted = Signal()  # what is selected is one
    noProposalWanted = Signal()
    annotationWanted = Signal(str)  # go there

    def __init__(
        self,
        context: VaultContext,
        loader: ReaderLoader,
        units: Units,
        selection: SelectionModel,
        view: Callable[[], SelectionView],
        area: QWidget,
    ) -> None:
        super().__init__(area)
        self._loader = loader
        self._units = units
        self._selection = selection
        self._view = view
        self._keys = context.keys
        self.marker = Marker(context, self)
        self.bar = SelectionBar(area)
        self.popup = TagPopup(area)
        self.notice = Notice(area)
        self.edges = EdgeMover(context, loader, units, self.notice.say, self)
        self.tagging = Tagging(
            context, self.marker, lambda: self.passage() or self._selected(), self._target_rects,
            self.notice.say, area,
        )  # fmt: skip
        self.tagging.fieldWanted.connect(partial(self.mark_selection, wish="tag"))
        for card in (self.tagging.recent, self.tagging.new):
            card.closed.connect(lambda: self._view().setFocus())
        self.marker.made.connect(self._take_mark)
        self.bar.colourWanted.connect(self.mark_selection)
        self.bar.tagWanted.connect(partial(self.mark_selection, wish="tag"))
        self.bar.noteWanted.connect(partial(self.mark_selection, wish="note"))
        self.bar.riskWanted.connect(partial(self.mark_selection, wish="risk"))
        self.bar.citationWanted.connect(partial(self.copy, cited=True))
        self.bar.likeWanted.connect(self.likeWanted)
        self.bar.wanted.connect(self.run)
        self.chosen_elsewhere: Callable[[], str] = lambda: ""
        """The annotation that is chosen in the list of notes."""
        self.bar.name_keys(context.keys)
        self.bar.set_writable(self.marker.writable)
        # By the id the field was opened for: the notes may not have been read again by then.
        self.popup.given.connect(lambda tag: self.marker.tag(self.popup.annotation, tag))
        self.popup.taken.connect(lambda tag: self.marker.untag(self.popup.annotation, tag))
        self.popup.made.connect(lambda path: self.marker.tag_with_new(self.popup.annotation, path))
        self.popup.closed.connect(lambda: self._view().setFocus())
        loader.annotationsChanged.connect(self._refresh_popup)

    @property
    def _document(self) -> str:
        return self._loader.document.id if self._loader.document else ""

    def put_away(self) -> None:
        """Close what floats."""
        self.edges.flush()
        self.bar.hide()
        self.popup.close_popup()
        self.tagging.put_away()
        self.notice.say("")

    def run(self, name: str) -> None:
        """A command on what is selected, by its name in the table of actions."""
        self._table()[name]()

    def commands(self) -> dict[str, Callable[[], object]]:
        """Everything a key or a menu can do to marks, by name."""
        return self._table()

    def _table(self) -> dict[str, Callable[[], object]]:
        colours = {f"colour_{name}": partial(self.mark_selection, name) for name in COLOURS}
        return colours | {
            "highlight": self.mark_selection,
            "annotate": partial(self.mark_selection, wish="note"),
            "memo": self.write_memo,
            "tag": partial(self.mark_selection, wish="tag"),
            "quick_tag": self.tagging.quick,
            "recent_tags": self.tagging.choose_recent,
            "in_vivo": self.tagging.in_vivo,
            "new_tag": self.tagging.name_new,
            "risk": partial(self.mark_selection, wish="risk"),
            "link": partial(self.mark_selection, wish="link"),
            "propose": self.proposalWanted.emit,
            "no_proposal": self.noProposalWanted.emit,
            "important": self.flag,
            "state": self.change_state,
            "overlaps": self.cycle_marks,
            "remove": self.remove_mark,
            "next_mark": partial(self.step_mark, 1),
            "previous_mark": partial(self.step_mark, -1),
            "hide_marks": self.toggle_hidden,
            "region": self.draw_region,
            "page_note": self.note_page,
            "document_note": self.note_document,
            "place_here": self.place_here,
            "copy": self.copy,
            "copy_citation": partial(self.copy, cited=True),
            **{name: partial(self.edges.step, name) for name in STEPS},
        }

    def menu(self, parent: QWidget) -> QMenu | None:
        """What the right button offers; None where there is nothing to do."""
        selected = self.passage() is not None
        if not selected and self._selected() is None:
            return None
        menu = QMenu(parent)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        entries = (
            (
                "highlight",
                "annotate",
                "tag",
                "recent_tags",
                "in_vivo",
                "risk",
                "propose",
                "no_proposal",
            )
            if selected
            else ("memo", "tag", "recent_tags", "risk", "important", "state", "remove")
        )
        for name in entries if self.marker.writable else ():
            self._add(menu, name)
        menu.addSeparator()
        self._add(menu, "copy")
        self._add(menu, "copy_citation")
        if selected:
            menu.addSeparator()
            like = menu.addAction("")
            self._keys.label(like, label("similar"), "similar")
            like.triggered.connect(self.likeWanted)
        return menu

    def _add(self, menu: QMenu, name: str) -> None:
        action = menu.addAction("")
        self._keys.label(action, label(name), name)
        action.triggered.connect(_without_arguments(self._table()[name]))

    def follow_scroll(self) -> None:
        """Keep the bar beside the selection."""
        if self.bar.isVisible():
            self.settle()

    def choose(self, annotation: str) -> None:
        """Outline an annotation and say so; "" for none."""
        if annotation != self._units.selected:
            self.edges.flush()
        self._units.select_mark(annotation)
        self.annotationSelected.emit(annotation)

    def _take_mark(self, made: Annotation, wish: str) -> None:
        if made.document != self._document:
            return  # one went on to another document while it was written
        view, end = self._view(), self._selection.caret
        self._selection.clear()
        if view.keys.browsing and end is not None:  # whoever moves by key goes on from here
            self._selection.go(end, extend=False)
        self.bar.hide()
        self._units.set_hidden(False)
        self._units.select_mark(made.id)
        self.annotationSelected.emit(made.id)
        if wish == "note":
            self.noteRequested.emit(made.id)
        elif wish == "risk":
            self.riskRequested.emit(made.id)
        elif wish == "link":
            self.linkRequested.emit(made.id)
        elif wish == "tag":
            self._open_tags(made)

    def passage(self) -> Passage | None:
        """What is selected; None for nothing."""
        if self._selection.empty or not self._document:
            return None
        return Passage(self._document, self._selection.first, self._selection.last)

    def _selected(self) -> Annotation | None:
        """The outlined annotation, or the one under the caret."""
        known = self._loader.annotation(self._units.selected)
        caret = self._selection.caret
        if known is None and caret is not None:
            under = self._units.marks_at(caret.unit, caret.offset)
            known = self._loader.annotation(under[0].annotation) if under else None
        return known

    def mark_selection(self, colour: str = "", wish: str = "") -> None:
        """Mark the selection; without one, recolour, note, judge or tag the selected mark."""
        passage, chosen = self.passage(), self._selected()
        if not self.marker.writable:
            self.notice.say(self.tr("This archive is open for reading only."))
        elif passage is not None:
            self.marker.mark(passage, colour, wish=wish)
        elif chosen is not None and colour:
            self.marker.recolour(chosen, colour)
        elif chosen is not None and wish:
            self.choose(chosen.id)
            if wish == "tag":
                self._open_tags(chosen)
            else:
                asked = {"note": self.noteRequested, "link": self.linkRequested}.get(
                    wish, self.riskRequested
                )
                asked.emit(chosen.id)
        elif chosen is None:
            self.notice.say(self.tr("Select words first, or click a mark."))

    def write_memo(self) -> None:
        """Open the note of the mark for writing; a selection is marked first."""
        self.mark_selection(wish="note")

    def flag(self) -> None:
        """Important, or not."""
        chosen = self._chosen()
        if chosen is not None:
            self.marker.flag(chosen)
            self.notice.say(
                self.tr("Not important any more.") if chosen.important else self.tr("Important.")
            )

    def change_state(self) -> None:
        """To look at again, then done, then neither."""
        chosen = self._chosen()
        if chosen is not None:
            states = list(AnnotationState)
            state = states[(states.index(chosen.state) + 1) % len(states)]
            self.marker.put_state(chosen, state)
            said = {
                AnnotationState.CHECK: self.tr("To look at again."),
                AnnotationState.DONE: self.tr("Done."),
                AnnotationState.NONE: self.tr("Neither done nor to look at again."),
            }
            self.notice.say(said[state])

    def step_mark(self, direction: int) -> None:
        """The mark after (or before) the selected one, or after the place where one is."""
        notes = [note for note in self._loader.annotations if note.anchor.placed]
        if not notes:
            self.notice.say(self.tr("Nothing is marked in this document."))
            return
        ids = [note.id for note in notes]
        if self._units.selected in ids:
            index = ids.index(self._units.selected) + direction
        else:
            caret = self._selection.caret
            place = caret if caret is not None else Place(self._view().current_unit(), 0)
            here = (place.unit, place.offset)
            before = sum((n.anchor.unit, n.anchor.start) < here for n in notes)
            index = before if direction > 0 else before - 1
        if 0 <= index < len(ids):
            self.annotationWanted.emit(ids[index])
        elif direction > 0:
            self.notice.say(self.tr("This is the last mark of the document."))
        else:
            self.notice.say(self.tr("This is the first mark of the document."))

    def draw_region(self) -> None:
        """Draw a rectangle on the page that is to be marked."""
        view = self._view()
        if not self.marker.writable:
            self.notice.say(self.tr("This archive is open for reading only."))
        elif not isinstance(view, PageView):
            self.notice.say(self.tr("Regions are drawn on pages, not on text."))
        elif view.region.active:
            view.region.stop()
            self.notice.say("")
        elif self._document:
            self._selection.clear()
            self.choose("")
            view.region.start()
            self.notice.say(
                self.tr(
                    "Draw with the mouse, or move it with the arrows and size it with Shift and "
                    "the arrows. Enter takes it, Esc leaves."
                )
            )

    def mark_region(self, unit: int, rect: Rect) -> None:
        """Mark a rectangle of a page."""
        if self._document:
            self.notice.say("")
            self.marker.mark_region(self._document, unit, rect)

    def note_page(self) -> None:
        """Write a note on the whole page one is reading."""
        if self._document:
            self.marker.note_page(self._document, self._view().current_unit())

    def note_document(self) -> None:
        """Write a note on the whole document."""
        if self._document:
            self.marker.note_document(self._document)

    def place_here(self, annotation: str = "") -> None:
        """Have a note whose words were not found stand on the selection."""
        lost = [note.id for note in self._loader.annotations if note.unplaced]
        chosen = annotation or self.chosen_elsewhere()
        if chosen not in lost:
            chosen = lost[0] if len(lost) == 1 else ""
        passage = self.passage()
        if not lost:
            self.notice.say(self.tr("Every note of this document has its place."))
        elif not chosen:
            self.notice.say(self.tr("Choose a note without a place in the list of notes first."))
        elif passage is None:
            self.notice.say(self.tr("Select the words that it belongs to first."))
        else:
            self._selection.clear()
            self.bar.hide()
            self.marker.place(chosen, passage)

    def toggle_hidden(self) -> None:
        """Show the page without marks, or with them again."""
        hidden = not self._units.hidden
        self._units.set_hidden(hidden)
        if hidden:
            keys = self._keys.words("hide_marks")
            self.notice.say(self.tr("Marks are hidden. {keys} shows them.").format(keys=keys))
        else:
            self.notice.say("")

    def _chosen(self) -> Annotation | None:
        """The mark that a command means; says why when there is none."""
        if not self.marker.writable:
            self.notice.say(self.tr("This archive is open for reading only."))
            return None
        chosen = self._selected()
        if chosen is None:
            self.notice.say(self.tr("Click a mark first, or go to one with {keys}.").format(
                keys=self._keys.words("next_mark")))  # fmt: skip
        return chosen

    def remove_mark(self) -> None:
        """Take the selected mark away."""
        chosen = self._chosen()
        if chosen is not None:
            self._units.select_mark("")
            self.marker.remove(chosen.id)
            self.annotationSelected.emit("")

    def cycle_marks(self) -> None:
        """The next of the marks that lie over each other."""
        chosen = self._selected()
        if chosen is None:
            self.notice.say(self.tr("There is no mark here."))
            return
        number, caret = chosen.anchor.unit, self._selection.caret
        over = self._units.marks_at(caret.unit, caret.offset) if caret is not None else ()
        if chosen.id not in {mark.annotation for mark in over}:
            own = next((m for m in self._units.marks(number) if m.annotation == chosen.id), None)
            if own is None:
                return
            over = tuple(
                mark
                for mark in self._units.marks(number)
                if mark.span.start < own.span.end and mark.span.end > own.span.start
            )
        ids = [mark.annotation for mark in over]
        if len(ids) < 2:
            self.notice.say(self.tr("Only one mark lies here."))
        self.choose(ids[(ids.index(chosen.id) + 1) % len(ids)])

    def _mark_rects(self, annotation: str) -> list[QRectF]:
        """Boxes of a mark in view, in points of the view."""
        view = self._view()
        return [
            view.to_viewport(rect)
            for number in view.shown_units()
            for mark in self._units.marks(number)
            if mark.annotation == annotation
            for rect in view.mark_rects(number, mark)
        ]

    def _target_rects(self) -> list[QRectF]:
        """Boxes of what a command means: the selection, or the mark."""
        if not self._selection.empty:
            return self._view().selection_rects()
        chosen = self._selected()
        return self._mark_rects(chosen.id) if chosen is not None else []

    def _open_tags(self, note: Annotation) -> None:
        rects = self._mark_rects(note.id)

        def take(tags: list[Tag]) -> None:
            if self._document == note.document:
                self.popup.open_for(note.id, tags, note.tags, rects)

        self.marker.look_at_tags(take)

    def _refresh_popup(self) -> None:
        if not self.popup.isVisible():
            return

        def take(tags: list[Tag]) -> None:
            note = self._loader.annotation(self.popup.annotation)
            if note is not None:
                self.popup.show_tags(tags, note.tags)

        # The latest look only: one before it may be answered after it, and lacks a tag since made.
        self.marker.look_at_tags(take, lane="refresh")

    def settle(self) -> None:
        """The selection is made: show the bar beside it, or none."""
        if self._selection.empty:
            self.bar.hide()
        else:
            self.bar.show_for(self._view().selection_rects())

    def copy(self, *, cited: bool = False) -> None:
        """The selected words, or those of the selected mark, on the clipboard."""
        passage, chosen = self.passage(), self._selected()
        if passage is None and chosen is not None and chosen.anchor.exact:
            anchor = chosen.anchor
            ends = Place(anchor.unit, anchor.start), Place(anchor.end_unit, anchor.end)
            passage = Passage(chosen.document, *ends)
        if passage is not None:
            self.marker.copy(passage, cited=cited)


def _without_arguments(action: Callable[[], object]) -> Callable[[], None]:
    def call() -> None:
        action()

    return call
