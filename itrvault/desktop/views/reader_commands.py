"""The reader's commands by name, and which of them a key means."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeyEvent

from itrvault.desktop.actions import READER
from itrvault.desktop.views.reader_edges import STEPS
from itrvault.desktop.views.reader_stage import Mode

if TYPE_CHECKING:
    from itrvault.desktop.views.reader import ReaderView


class ReaderCommands:
    """Keys, menus and the window's actions all come here."""

    def __init__(self, reader: ReaderView) -> None:
        self._reader = reader
        self._table = self._make_table()

    def run(self, name: str) -> None:
        """The command of that name in the table of actions."""
        self._table[name]()

    def take(self, event: QKeyEvent) -> bool:
        """Do what a key means; False when it means nothing here."""
        name = self._reader.context.keys.command_of(event, READER)
        action = self._table.get(name)
        if action is None:
            return name == "escape" and self._escape()
        action()
        return True

    def take_first(self, event: QKeyEvent) -> bool:
        """Keys that belong to the selected mark before they move a caret or scroll."""
        reader = self._reader
        if reader.pages.region.active and reader.view is reader.pages:
            return reader.pages.region.take(event)
        if not reader.units.selected or not reader.selection.empty:
            return False
        name = reader.context.keys.command_of(event, READER)
        if name not in STEPS:
            return False
        arrow = event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right)
        reader.marks.edges.step(name, arrow=arrow)
        return True

    def _select_more(self) -> None:
        reader = self._reader
        if reader.document and not reader.view.keys.select_more():
            words = QCoreApplication.translate("ReaderView", "There is nothing larger to select.")
            reader.marks.notice.say(words)

    def _toggle_caret(self) -> None:
        view = self._reader.view
        view.set_browsing(not view.keys.browsing)

    def stop_finding(self) -> None:
        """Put the bar away and give the keys to the page."""
        self._reader.finder.close()
        self._reader.view.setFocus()

    def _escape(self) -> bool:
        """Close the field, then the bar, then stop finding, deselect, let go of the mark."""
        reader = self._reader
        reader.marks.notice.say("")
        if reader.marks.popup.isVisible() or reader.marks.tagging.open:
            reader.marks.popup.close_popup()
            reader.marks.tagging.put_away()
        elif reader.marks.bar.isVisible():
            reader.marks.bar.hide()
        elif reader.finder.active:
            self.stop_finding()
        elif reader.selection.caret is not None:
            reader.view.set_browsing(False)
        elif reader.units.selected:
            reader.marks.choose("")
        else:
            return False
        return True

    def _make_table(self) -> dict[str, Callable[[], object]]:
        reader = self._reader
        marks, showing = reader.marks, reader.showing
        return {
            **marks.commands(),
            "caret": self._toggle_caret,
            "select_more": self._select_more,
            "next_hit": reader.next_hit,
            "previous_hit": reader.previous_hit,
            "back": reader.places.go_back,
            "forward": reader.places.go_forward,
            "go_to_page": reader.go_to_page,
            "zoom_in": partial(showing.zoom, "in"),
            "zoom_out": partial(showing.zoom, "out"),
            "zoom_reset": partial(showing.zoom, "reset"),
            "page_or_text": lambda: reader.set_text(reader.view is reader.pages),
            "both": lambda: reader.set_mode(
                Mode.PAGE if reader.stage.mode is Mode.BOTH else Mode.BOTH
            ),
            "find": lambda: reader.finder.open(reader.selection),
            "panel": showing.toggle_panel,
            "single": showing.toggle_single,
            "turn_right": partial(showing.turn, 1),
            "turn_left": partial(showing.turn, -1),
            "night": showing.toggle_night,
            "beside": reader.besideWanted.emit,
        }
