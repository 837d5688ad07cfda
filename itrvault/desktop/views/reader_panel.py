"""The column beside the page: small pictures of the pages, or the outline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QStackedWidget, QToolButton, QVBoxLayout

from itrvault.desktop.context import VaultContext
from itrvault.desktop.theme import Theme
from itrvault.desktop.widgets.outline_tree import OutlineTree
from itrvault.desktop.widgets.page_drawer import PageDrawer
from itrvault.desktop.widgets.page_sheets import Sheets
from itrvault.desktop.widgets.parts import row, rule, words_label
from itrvault.desktop.widgets.thumbnails import Thumbnails
from itrvault.desktop.words import one_line
from itrvault.errors import NoSuchDocument
from itrvault.model.document import Document, UnitKind
from itrvault.model.geometry import FlowLayout, ParagraphKind
from itrvault.model.outline import DEEPEST, MOST_ENTRIES, TITLE_LENGTH, OutlineEntry
from itrvault.vault import Vault

WIDTH = 168


class ReaderPanel(QFrame):
    """Knows one document. It goes nowhere itself: `pageWanted` and `entryWanted` ask."""

    pageWanted = Signal(int)
    entryWanted = Signal(object)  # OutlineEntry
    appeared = Signal()

    def __init__(self, context: VaultContext, drawer: PageDrawer) -> None:
        super().__init__()
        self._context = context
        self._document = ""
        self._pages = False
        self.setProperty("role", "panel")
        self.setMinimumWidth(WIDTH)
        self.setMaximumWidth(360)
        self.thumbnails = Thumbnails(context.theme, drawer)
        self.outline = OutlineTree()
        self._none = words_label("", "secondary", wrap=True)
        self._none.setContentsMargins(14, 12, 14, 12)
        self._stack = QStackedWidget()
        for part in (self.thumbnails, self.outline, self._none):
            self._stack.addWidget(part)
        self.as_pages, self.as_outline = self._switch()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(row(self.as_pages, self.as_outline, None, margins=(8, 4, 8, 4), spacing=4))
        box.addWidget(rule())
        box.addWidget(self._stack, 1)
        self.thumbnails.pageWanted.connect(self.pageWanted)
        self.outline.wanted.connect(self.entryWanted)
        drawer.outlineArrived.connect(self._take_outline)
        self.hide()

    # -- state -------------------------------------------------------------------------------

    def show_document(self, document: Document | None) -> None:
        """Another document, of which nothing is known yet; None for none."""
        self._document = document.id if document is not None else ""
        self._pages = document is not None and document.unit_kind is UnitKind.PAGE
        self.outline.show_entries(())
        self.thumbnails.pages.reset(0)
        self.as_pages.setVisible(self._pages)
        if document is not None and not self._pages:
            self.look_at_headings()
        self._show_part()

    def show_pages(self, sheets: Sheets, *, night: bool) -> None:
        """The pages, turned and coloured like this."""
        self.thumbnails.show_pages(sheets, night=night)

    def show_labels(self, labels: Sequence[str]) -> None:
        """What a reader calls the pages."""
        self.thumbnails.show_labels(labels)

    def show_hits(self, hits: Mapping[int, int]) -> None:
        """How many places of the query are on which page."""
        self.thumbnails.show_hits(hits)

    def show_place(self, unit: int) -> None:
        """Where one is."""
        self.thumbnails.show_place(unit)
        self.outline.show_place(unit)

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self.thumbnails.theme = theme
        self.thumbnails.viewport().update()

    def showEvent(self, event: QShowEvent) -> None:
        """What nobody saw was not kept up."""
        super().showEvent(event)
        self.appeared.emit()

    # -- the outline -------------------------------------------------------------------------

    def look_at_headings(self) -> None:
        """The outline of a flowing document: its headings."""
        vault, key = self._context.vault, self._document

        def take(found: tuple[OutlineEntry, ...]) -> None:
            if key == self._document:
                self._take_outline(found)

        query = self._context.query(self, lambda: headings_of(vault, key))
        query.lane("headings").success(take).run()

    def _take_outline(self, entries: Sequence[OutlineEntry]) -> None:
        self.outline.show_entries(entries)
        self._show_part()

    def _show_part(self) -> None:
        if self.as_pages.isChecked() and self._pages:
            self._stack.setCurrentWidget(self.thumbnails)
        elif self.outline.entries:
            self._stack.setCurrentWidget(self.outline)
        else:
            words = self.tr("This document has no outline.") if self._document else ""
            self._none.setText(words)
            self._stack.setCurrentWidget(self._none)

    def _switch(self) -> tuple[QToolButton, QToolButton]:
        group = QButtonGroup(self)
        made = []
        for words in (self.tr("Pages"), self.tr("Outline")):
            switch = QToolButton()
            switch.setText(words)
            switch.setCheckable(True)
            switch.setProperty("role", "tab")
            switch.clicked.connect(self._show_part)
            group.addButton(switch)
            made.append(switch)
        made[0].setChecked(True)
        return made[0], made[1]


def headings_of(vault: Vault, document: str) -> tuple[OutlineEntry, ...]:
    """The headings of a flowing document (on a reading thread); none when it was removed."""
    found: list[OutlineEntry] = []
    try:
        units = vault.store.documents.units(document)
    except NoSuchDocument:
        return ()
    for unit in units:
        if not isinstance(unit.layout, FlowLayout):
            continue
        for paragraph in unit.layout.paragraphs:
            words = one_line(unit.text[paragraph.start : paragraph.end])[:TITLE_LENGTH]
            if paragraph.kind is ParagraphKind.HEADING and words and len(found) < MOST_ENTRIES:
                level = max(1, min(paragraph.level, DEEPEST))
                found.append(OutlineEntry(words, level, unit.number, offset=paragraph.start))
    return tuple(found)
