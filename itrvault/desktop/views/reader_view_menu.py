"""The menu of the reader's tool row: how the document is shown."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from itrvault.desktop.actions import COMMANDS, label

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
        keys = {command.name: command.keys for command in COMMANDS}
        native = QKeySequence.SequenceFormat.NativeText
        for name in _ORDER:
            if not name:
                self.addSeparator()
                continue
            # The keys are shown, not bound: they belong to the window's own action.
            shown = [QKeySequence(key).toString(native) for key in keys[name][:1]]
            action = QAction("\t".join([label(name), *shown]), self)
            action.setCheckable(name in _CHECKED)
            action.triggered.connect(partial(self._ask, name))
            self.addAction(action)
            self._made[name] = action

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
