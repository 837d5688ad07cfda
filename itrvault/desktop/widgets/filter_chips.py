"""Filter chips under the search field: each narrows the search by a fact, with counts to choose by.

A chip knows nothing of documents: it is given choices, each with the field query it stands for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from itrvault.desktop.words import (
    number_words,
    tooltip,
)


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a chip. `query` is its field query ("class:leaked"); `count` -1 when unknown."""

    text: str
    query: str
    count: int = -1


def joined(queries: Sequence[str]) -> str:
    """Several values of one field: any of them."""
    if len(queries) < 2:
        return "".join(queries)
    return "(" + " OR ".join(queries) + ")"


class FilterChip(QToolButton):
    """A rounded button with a menu of values that can be ticked. Several ticks mean any of them."""

    changed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._choices: list[Choice] = []
        self.chosen: list[str] = []
        self.setProperty("role", "chip")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill)
        self.setMenu(self._menu)
        self._show()

    @property
    def query(self) -> str:
        """What the ticks add to the search; "" for nothing."""
        return joined(self.chosen)

    def offer(self, choices: Sequence[Choice]) -> None:
        """The values to choose from. A tick whose value is gone stays, so no filter vanishes."""
        self._choices = list(choices)
        self.setEnabled(bool(self._choices) or bool(self.chosen))
        self._show()

    def clear(self) -> None:
        """Take every tick away, silently."""
        self.chosen = []
        self._show()

    def choose(self, queries: Sequence[str]) -> None:
        """Set the ticks and tell."""
        self.chosen = list(queries)
        self._show()
        self.changed.emit()

    def _fill(self) -> None:
        self._menu.clear()
        if self.chosen:
            every = QAction(self.tr("Any"), self._menu)
            every.triggered.connect(partial(self.choose, []))
            self._menu.addAction(every)
            self._menu.addSeparator()
        for choice in self._choices:
            text = choice.text.replace("&", "&&")
            if choice.count >= 0:
                text = f"{text}\t{number_words(choice.count)}"
            action = QAction(text, self._menu)
            action.setCheckable(True)
            action.setChecked(choice.query in self.chosen)
            action.triggered.connect(partial(self._toggle, choice.query))
            self._menu.addAction(action)

    def _toggle(self, query: str) -> None:
        if query in self.chosen:
            self.choose([each for each in self.chosen if each != query])
        else:
            self.choose([*self.chosen, query])

    def _show(self) -> None:
        texts = [choice.text for choice in self._choices if choice.query in self.chosen]
        texts = texts or self.chosen
        shown = self._name
        if len(texts) == 1:
            shown = f"{self._name}: {texts[0]}"
        elif texts:
            shown = f"{self._name}: {len(texts)}"
        if len(shown) > 32:
            shown = shown[:31] + "…"
        self.setText(shown.replace("&", "&&"))
        self.setToolTip(tooltip("\n".join(texts)))
        self.setProperty("state", "on" if self.chosen else "")
        self.style().unpolish(self)
        self.style().polish(self)
