"""Marks as a person handles them: the bar, the tag field, choosing, colouring, taking away.

It sits between what is selected in the views and the marker that writes.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QRectF, Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from itrvault.desktop.context import VaultContext
from itrvault.desktop.views.reader_loader import ReaderLoader
from itrvault.desktop.views.reader_marking import Marker, Passage
from itrvault.desktop.widgets.selection import Place, SelectionModel
from itrvault.desktop.widgets.selection_bar import SelectionBar
from itrvault.desktop.widgets.selection_tags import TagPopup
from itrvault.desktop.widgets.selection_units import Units
from itrvault.desktop.widgets.selection_view import SelectionView
from itrvault.model.annotation import Annotation, Tag


class ReaderMarks(QObject):
    """Everything done to marks. `area` is the widget the bar and the field float over."""

    annotationSelected = Signal(str)
    noteRequested = Signal(str)
    riskRequested = Signal(str)
    likeWanted = Signal()

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
        self.marker = Marker(context, self)
        self.bar = SelectionBar(area)
        self.popup = TagPopup(area)
        self.marker.made.connect(self._take_mark)
        self.bar.colourWanted.connect(self.mark_selection)
        self.bar.tagWanted.connect(partial(self.mark_selection, wish="tag"))
        self.bar.noteWanted.connect(partial(self.mark_selection, wish="note"))
        self.bar.riskWanted.connect(partial(self.mark_selection, wish="risk"))
        self.bar.citationWanted.connect(partial(self.copy, cited=True))
        self.bar.likeWanted.connect(self.likeWanted)
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
        self.bar.hide()
        self.popup.close_popup()

    def menu(self, parent: QWidget) -> QMenu | None:
        """What the right button offers; None where there is nothing to do."""
        selected = self.passage() is not None
        if not selected and self._selected() is None:
            return None
        menu = QMenu(parent)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        entries: list[tuple[str, str, Callable[[], object], bool]] = [
            (self.tr("Highlight"), "H", self.mark_selection, selected),
            (self.tr("Note"), "A", partial(self.mark_selection, wish="note"), True),
            (self.tr("Tag"), "T", partial(self.mark_selection, wish="tag"), True),
            (self.tr("Risk"), "R", partial(self.mark_selection, wish="risk"), True),
            (self.tr("Remove"), "U", self.remove_mark, not selected),
        ]
        for words, key, action, offered in entries if self.marker.writable else []:
            if offered:
                menu.addAction(f"{words}\t{key}").triggered.connect(_without_arguments(action))
        menu.addSeparator()
        menu.addAction(self.tr("Copy") + "\tCtrl+C").triggered.connect(
            _without_arguments(self.copy)
        )
        cited = _without_arguments(partial(self.copy, cited=True))
        menu.addAction(self.tr("Copy with citation") + "\tCtrl+Shift+C").triggered.connect(cited)
        if selected:
            menu.addSeparator()
            like = menu.addAction(self.tr("Similar passages") + "\tCtrl+Shift+L")
            like.triggered.connect(self.likeWanted)
        return menu

    def follow_scroll(self) -> None:
        """Keep the bar beside the selection."""
        if self.bar.isVisible():
            self.settle()

    def choose(self, annotation: str) -> None:
        """Outline an annotation and say so; "" for none."""
        self._units.select_mark(annotation)
        self.annotationSelected.emit(annotation)

    def _take_mark(self, made: Annotation, wish: str) -> None:
        if made.document != self._document:
            return  # one went on to another document while it was written
        self._selection.clear()
        self.bar.hide()
        self._units.select_mark(made.id)
        self.annotationSelected.emit(made.id)
        if wish == "note":
            self.noteRequested.emit(made.id)
        elif wish == "risk":
            self.riskRequested.emit(made.id)
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
        if passage is not None:
            self.marker.mark(passage, colour, wish=wish)
        elif chosen is not None and colour:
            self.marker.recolour(chosen, colour)
        elif chosen is not None and wish:
            self.choose(chosen.id)
            if wish == "tag":
                self._open_tags(chosen)
            else:
                asked = self.noteRequested if wish == "note" else self.riskRequested
                asked.emit(chosen.id)

    def quick_tag(self) -> None:
        """Tag with the last tag; ask for one when there is none yet."""
        tag, passage, chosen = self.marker.last_tag, self.passage(), self._selected()
        if not tag:
            self.mark_selection(wish="tag")
        elif passage is not None:
            self.marker.mark(passage, tags=(tag,))
        elif chosen is not None:
            self.marker.tag(chosen.id, tag)

    def remove_mark(self) -> None:
        """Take the selected mark away."""
        chosen = self._selected()
        if chosen is not None:
            self._units.select_mark("")
            self.marker.remove(chosen.id)
            self.annotationSelected.emit("")

    def cycle_marks(self) -> None:
        """The next of the marks that lie over each other."""
        chosen = self._selected()
        if chosen is None:
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
        self.choose(ids[(ids.index(chosen.id) + 1) % len(ids)])

    def _open_tags(self, note: Annotation) -> None:
        rects: list[QRectF] = []
        view = self._view()
        for number in view.shown_units():
            for mark in self._units.marks(number):
                if mark.annotation == note.id:
                    rects += map(
                        self._view().to_viewport, self._view().span_rects(number, mark.span)
                    )

        def take(tags: list[Tag]) -> None:
            self._tags = tags
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
