"""The views in the middle of the window, one shown at a time, and the tabs that choose them."""

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
        self._pages: dict[str, QWidget] = {}
        self._focus: dict[str, Callable[[], object]] = {}
        self._group = QButtonGroup(self)

    def add(self, name: str, title: str, page: QWidget, focus: Callable[[], object]) -> None:
        """A page with its tab; `focus` gives the keys to what they belong to on it."""
        tab = QToolButton()
        tab.setText(title)
        tab.setCheckable(True)
        tab.setProperty("role", "tab")
        tab.clicked.connect(partial(self._clicked, name))
        self._group.addButton(tab)
        self.tabs[name], self._pages[name], self._focus[name] = tab, page, focus
        self.addWidget(page)
        tab.setChecked(len(self.tabs) == 1)

    def show_page(self, name: str) -> None:
        """Show one, and leave the keys where they are."""
        self.setCurrentWidget(self._pages[name])
        self.tabs[name].setChecked(True)
        self.shown.emit(name)

    def go(self, name: str) -> None:
        """Show one and give it the keys."""
        self.show_page(name)
        self._focus[name]()

    def _clicked(self, name: str, _checked: bool) -> None:
        self.show_page(name)
