"""The menu of the reader's tool row: how the document is shown."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from itrvault.desktop.actions import label
from itrvault.desktop.keymap import KeyMap

_CHECKED = ("single", "both", "night", "panel", "beside")
_ORDER = (
    "panel", "find", "", "single", "both", "beside", "", "turn_right", "turn_left", "night",
)  # fmt: skip
_PAGES_ONLY = ("single", "both", "turn_right", "turn_left", "night")


class ViewMenu(QMenu):
    """`wanted` carries the name of a command."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._made: dict[str, QAction] = {}
        for name in _ORDER:
            if not name:
                self.addSeparator()
                continue
            action = QAction(label(name), self)
            action.setCheckable(name in _CHECKED)
            action.triggered.connect(partial(self._ask, name))
            self.addAction(action)
            self._made[name] = action

    def name_keys(self, keys: KeyMap) -> None:
        """Show the keys, not bound here: they belong to the window's own actions."""
        for name, action in self._made.items():
            keys.label(action, label(name), name)

    def show_state(self, **checked: bool) -> None:
        """Which of them are on."""
        for name, on in checked.items():
            self._made[name].setChecked(on)

    def show_document(self, *, pages: bool) -> None:
        """Offer what there is for a document with pages, or for flowing text."""
        for name in _PAGES_ONLY:
            self._made[name].setEnabled(pages)

    def offer_beside(self, *, offered: bool) -> None:
        """Whether another document can be opened beside this one."""
        self._made["beside"].setVisible(offered)

    def _ask(self, name: str, _checked: bool = False) -> None:
        self.wanted.emit(name)
