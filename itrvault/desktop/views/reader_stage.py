"""Where the document stands: its pages, its text, or both beside each other at one place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from itrvault.desktop.theme import Theme
from itrvault.desktop.widgets.flow_view import FlowView
from itrvault.desktop.widgets.flow_view_build import RedlineView
from itrvault.desktop.widgets.page_view import PageView
from itrvault.desktop.widgets.page_zoom import Fit
from itrvault.desktop.widgets.parts import words_label
from itrvault.desktop.widgets.selection import Place
from itrvault.desktop.widgets.selection_view import SelectionView
from itrvault.model.geometry import Span


class Mode(Enum):
    """What is shown of a document with pages. Flowing ones are text."""

    PAGE = "page"
    TEXT = "text"
    BOTH = "both"


class ReaderStage(QStackedWidget):
    """A message, or the views. The view in use is the one that was clicked or scrolled last."""

    shown = Signal()  # other views are shown, or another is in use
    zoomed = Signal()
    moved = Signal()  # the program went somewhere
    scrolled = Signal()  # a person scrolled

    def __init__(self, pages: PageView, text: FlowView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pages = pages
        self.text = text
        self.mode = Mode.PAGE
        self._in_use: SelectionView = pages
        self._leading = False
        self._message = words_label(
            self.tr("Choose a document, or search."), "secondary", wrap=True
        )
        self._message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._split = QSplitter()
        self._split.setHandleWidth(1)
        self._split.setChildrenCollapsible(False)
        self._views: tuple[SelectionView, SelectionView] = (pages, text)
        for view in self._views:
            self._split.addWidget(view)
            view.focused.connect(partial(self._use, view))
            view.scrolled.connect(partial(self._lead, view))
            view.zoomChanged.connect(self.zoomed)
        self._split.setSizes([500, 500])
        self.addWidget(self._message)
        self.addWidget(self._split)
        pages.set_fit(Fit.WIDTH)
        text.hide()

    # -- what is shown -----------------------------------------------------------------------

    @property
    def view(self) -> SelectionView:
        """The view in use."""
        return self._in_use

    @property
    def views(self) -> tuple[SelectionView, ...]:
        """Those that are shown, the one in use first."""
        if self.mode is Mode.BOTH:
            other = self.text if self._in_use is self.pages else self.pages
            return self._in_use, other
        return (self._in_use,)

    @property
    def message(self) -> str:
        """What is said instead of a document, "" when one is shown."""
        return self._message.text() if self.currentWidget() is self._message else ""

    @property
    def drawn(self) -> bool:
        """Whether the pages in view are there, sharp, if pages are shown."""
        return self.pages not in self.views or self.pages.drawn

    def say(self, words: str = "") -> None:
        """Show words instead of a document; without any the invitation."""
        self._message.setText(words or self.tr("Choose a document, or search."))
        self.setCurrentWidget(self._message)

    def show_mode(self, mode: Mode) -> None:
        """Show pages, text or both; nobody goes anywhere."""
        self.mode = mode
        self.pages.setVisible(mode is not Mode.TEXT)
        self.text.setVisible(mode is not Mode.PAGE)
        self._in_use = self.text if mode is Mode.TEXT else self.pages
        self.setCurrentWidget(self._split)
        self._split.refresh()  # now: whoever goes to a place must know how wide a view is
        for view in self.views:
            view.relayout()
            view.need_more()
        self.shown.emit()

    def switch(self, mode: Mode) -> None:
        """Show them at the place where one is, and give them the keys."""
        place = self._in_use.top_place()
        self.show_mode(mode)
        if place is not None:
            self.go_to_place(place)
        self._in_use.setFocus()

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        for view in self._views:
            view.set_theme(theme)

    def set_redlines(self, redlines: RedlineView) -> None:
        """All changes, as proposed, or the original."""
        self.text.set_redlines(redlines)
        self.shown.emit()

    # -- going -------------------------------------------------------------------------------

    def go_to_unit(self, number: int) -> None:
        """To the beginning of a unit, everywhere."""
        with self._led():
            for view in self.views:
                view.go_to_unit(number)

    def go_to_place(self, place: Place) -> None:
        """To a place in the text, everywhere."""
        with self._led():
            for view in self.views:
                view.go_to_place(place)

    def go_to_height(self, number: int, height: float) -> None:
        """So far down a page (in points), where pages are shown."""
        with self._led():
            for view in self.views:
                view.go_to_unit(number)
            if self.pages in self.views:
                self.pages.go_to_height(number, height)

    def go_to_position(self, position: float) -> None:
        """What is at the top of the view in use, as its `position` says it."""
        with self._led():
            self._in_use.scroll_to_position(position)
        if self.mode is Mode.BOTH:
            self._follow(self._in_use)

    def reveal_span(self, number: int, span: Span) -> bool:
        """Bring a stretch into view everywhere. False when the view in use cannot yet."""
        with self._led():
            first, *_ = [view.reveal_span(number, span) for view in self.views]
            return first

    @contextmanager
    def _led(self) -> Iterator[None]:
        """No view follows another meanwhile."""
        before, self._leading = self._leading, True
        try:
            yield
        finally:
            self._leading = before
        if not before:
            self.moved.emit()

    def _lead(self, view: SelectionView) -> None:
        """One of two views was scrolled by a person: the other one follows."""
        if self._leading or not view.scrolled_by_hand:
            return
        if self.mode is Mode.BOTH:
            self._follow(view)
        self.scrolled.emit()

    def _follow(self, view: SelectionView) -> None:
        place = view.top_place()
        other = self.text if view is self.pages else self.pages
        if place is None or not other.isVisible():
            return
        before, self._leading = self._leading, True
        try:
            if place.offset:
                other.go_to_place(place)
            else:
                other.go_to_unit(place.unit)
        finally:
            self._leading = before

    def _use(self, view: SelectionView) -> None:
        if self.mode is Mode.BOTH and view is not self._in_use:
            self._in_use = view
            self.shown.emit()

    # -- zoom --------------------------------------------------------------------------------

    @property
    def zoom_now(self) -> float:
        """Of the view in use."""
        return self.text.zoom if self._in_use is self.text else self.pages.zoom

    def zoom(self, wish: str) -> None:
        """One of "in", "out", "reset", "width" and "page"."""
        view = self.text if self._in_use is self.text else self.pages
        if wish in ("in", "out"):
            view.zoom_step(1 if wish == "in" else -1)
        elif wish == "reset" or view is self.text:
            view.set_zoom(1.0)
        else:
            self.pages.set_fit(Fit.WIDTH if wish == "width" else Fit.PAGE)
        self.zoomed.emit()
