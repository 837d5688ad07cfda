"""How the document is shown, as a person chose it, and what the tool row says of it."""

from __future__ import annotations

from PySide6.QtCore import QObject

from itrvault.desktop.context import VaultContext
from itrvault.desktop.views.reader_panel import ReaderPanel
from itrvault.desktop.views.reader_stage import Mode, ReaderStage
from itrvault.desktop.views.reader_tools import ReaderTools
from itrvault.model.document import Document, UnitKind

MOST_TURNED = 500
"""Documents whose turning is remembered."""

_NIGHT, _SINGLE, _PANEL = "reader-night", "reader-single", "reader-panel"


class ReaderShowing(QObject):
    """Page, text or both; single pages, night, turning, the column beside the page.

    What is a habit of the reader is kept in the settings; a document that was turned stays turned
    while the archive is open.
    """

    def __init__(
        self, context: VaultContext, stage: ReaderStage, panel: ReaderPanel, tools: ReaderTools
    ) -> None:
        super().__init__(stage)
        self._kept = context.settings.window
        self._stage = stage
        self._pages = stage.pages
        self._panel = panel
        self._tools = tools
        self._document = ""
        self._paged = False
        self._wish = Mode.PAGE
        self._turns: dict[str, int] = {}
        self._pages.night = bool(self._kept.get(_NIGHT))
        self._pages.single = bool(self._kept.get(_SINGLE))
        stage.shown.connect(self._tell)
        stage.zoomed.connect(self._tell_zoom)
        self._pages.sheetsChanged.connect(self._show_sheets)
        self._tell()

    def show_document(self, document: Document | None) -> None:
        """Show another document as the last one was shown; None for none."""
        self._document = document.id if document is not None else ""
        self._paged = document is not None and document.unit_kind is UnitKind.PAGE
        self._panel.show_document(document)
        self._panel.setVisible(document is not None and bool(self._kept.get(_PANEL)))
        if document is None:
            return
        self._tools.show_document(pages=self._paged)
        turn = self._turns.get(self._document, 0)
        if self._paged and turn:
            self._pages.turn(turn)
        self._show_sheets()
        self._stage.show_mode(self._wish if self._paged else Mode.TEXT)

    def choose(self, mode: Mode) -> None:
        """Pages, text or both, from now on."""
        self._wish = mode
        self._stage.switch(mode)

    def zoom(self, wish: str) -> None:
        """One of "in", "out", "reset", "width" and "page"."""
        self._stage.zoom(wish)

    def turn(self, quarters: int) -> None:
        """Turn the pages clockwise."""
        if self._paged:
            self._pages.turn(quarters)
            self._turns[self._document] = self._pages.sheets.turn
            if len(self._turns) > MOST_TURNED:
                self._turns.pop(next(iter(self._turns)))

    def toggle_single(self) -> None:
        """One page at a time, or all below each other."""
        self._pages.set_single(not self._pages.single)
        self._keep(_SINGLE, self._pages.single)
        self._tell()

    def toggle_night(self) -> None:
        """Pages light on dark, or as they are."""
        self._pages.set_night(not self._pages.night)
        self._keep(_NIGHT, self._pages.night)
        self._show_sheets()
        self._tell()

    def toggle_panel(self) -> None:
        """The column of pages and outline, or none."""
        if self._document:
            shown = self._panel.isHidden()
            self._panel.setVisible(shown)
            self._keep(_PANEL, shown)
            self._tell()

    def _keep(self, key: str, on: bool) -> None:
        self._kept[key] = "1" if on else ""

    def _show_sheets(self) -> None:
        if self._paged:
            self._panel.show_pages(self._pages.sheets, night=self._pages.night)

    def _tell(self) -> None:
        self._tools.show_mode(self._stage.mode, redlines=self._stage.text.redlines)
        self._tools.show_panel(shown=not self._panel.isHidden())
        self._tools.view_menu.show_state(
            single=self._pages.single, night=self._pages.night,
            both=self._stage.mode is Mode.BOTH, panel=not self._panel.isHidden(),
        )  # fmt: skip
        self._tell_zoom()

    def _tell_zoom(self) -> None:
        self._tools.show_zoom(self._stage.zoom_now)
