"""The views in the middle of the window, one shown at a time, and the tabs that choose them.

A view is made when it is first asked for: six of them cost more than opening the archive.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QStackedWidget, QToolButton, QWidget


class Centre(QStackedWidget):
    """Pages by name. `shown` says which one it is now."""

    shown = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tabs: dict[str, QToolButton] = {}
        self._make: dict[str, Callable[[], QWidget]] = {}
        self._pages: dict[str, QWidget] = {}
        self._focus: dict[str, Callable[[], object]] = {}
        self._group = QButtonGroup(self)

    def add(
        self, name: str, title: str, make: Callable[[], QWidget], focus: Callable[[], object]
    ) -> None:
        """A page with its tab; `focus` gives the keys to what they belong to on it.

        `make` gives the page, always the same one; it is called when that is first shown.
        """
        tab = QToolButton()
        tab.setText(title)
        tab.setCheckable(True)
        tab.setProperty("role", "tab")
        tab.clicked.connect(partial(self._clicked, name))
        self._group.addButton(tab)
        self.tabs[name], self._make[name], self._focus[name] = tab, make, focus

    def show_page(self, name: str) -> None:
        """Show one, and leave the keys where they are."""
        if name not in self._pages:
            self._pages[name] = self._make[name]()
            self.addWidget(self._pages[name])
        self.setCurrentWidget(self._pages[name])
        self.tabs[name].setChecked(True)
        self.shown.emit(name)

    def go(self, name: str) -> None:
        """Show one and give it the keys."""
        self.show_page(name)
        self._focus[name]()

    def _clicked(self, name: str, _checked: bool = False) -> None:
        self.show_page(name)
