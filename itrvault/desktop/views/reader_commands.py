"""The reader's commands by name, and which of them a key means."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeyEvent

from itrvault.desktop.views.reader_keys import command_of
from itrvault.desktop.views.reader_stage import Mode
from itrvault.model.annotation import COLOURS

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
        name = command_of(event)
        action = self._table.get(name)
        if name in COLOURS:
            self._reader.marks.mark_selection(name)
        elif action is not None:
            action()
        else:
            return name == "escape" and self._escape()
        return True

    def stop_finding(self) -> None:
        """Put the bar away and give the keys to the page."""
        self._reader.finder.close()
        self._reader.view.setFocus()

    def _escape(self) -> bool:
        """Close the field, then the bar, then stop finding, deselect, let go of the mark."""
        reader = self._reader
        if reader.marks.popup.isVisible():
            reader.marks.popup.close_popup()
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
            "highlight": marks.mark_selection,
            "annotate": partial(marks.mark_selection, wish="note"),
            "note": partial(marks.mark_selection, wish="note"),
            "risk": partial(marks.mark_selection, wish="risk"),
            "tag": partial(marks.mark_selection, wish="tag"),
            "quick_tag": marks.quick_tag,
            "remove": marks.remove_mark,
            "overlaps": marks.cycle_marks,
            "copy": marks.copy,
            "copy_citation": partial(marks.copy, cited=True),
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
