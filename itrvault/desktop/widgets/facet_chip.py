"""A filter chip with counts: each value of a fact can be searched for alone, or left out.

The chip knows nothing of the archive. It is given values with the query each stands for, and adds
to the search what was ticked ("any of these") and what was left out ("none of those").
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolButton, QWidget

from itrvault.desktop.context import VaultContext
from itrvault.desktop.widgets.facet_panel import FacetPanel
from itrvault.desktop.widgets.filter_chips import Choice
from itrvault.desktop.words import tooltip
from itrvault.paths import resources
from itrvault.search.composing import joined, left_out

CHEVRON = 10
LONGEST = 24
"""Signs of a chip; eight of them share a line of 1280 pixels."""


class FacetChip(QToolButton):
    """`changed` when the filter is another one; `opened` when its values are about to be seen."""

    changed = Signal()
    opened = Signal()

    def __init__(
        self, context: VaultContext, name: str, parent: QWidget | None = None, *, counted: str = ""
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._name = name
        self.choices: list[Choice] = []
        """The values there are, with how many documents of the result have each."""
        self._texts: dict[str, str] = {}
        self.chosen: list[str] = []
        self.left_out: list[str] = []
        self.setProperty("role", "chip")
        self.panel = FacetPanel(context, name, self, counted=counted)
        self.panel.toggled.connect(self.turn)
        self.panel.clearWanted.connect(lambda: self.choose([]))
        self.clicked.connect(self.open)
        self._show()

    @property
    def query(self) -> str:
        """What the filter adds to the search; "" for nothing."""
        return " ".join(
            [joined(self.chosen)] * bool(self.chosen) + list(map(left_out, self.left_out))
        )

    @property
    def active(self) -> bool:
        """Whether it narrows the search."""
        return bool(self.chosen or self.left_out)

    def offer(self, choices: Sequence[Choice]) -> None:
        """The values there are now, with their counts."""
        self.choices = list(choices)
        self._texts.update((choice.query, choice.text) for choice in choices)
        self._show()
        self._fill()

    def clear(self) -> None:
        """Take the filter away, silently."""
        self.chosen, self.left_out = [], []
        self._show()
        self._fill()

    def choose(self, chosen: Sequence[str], left: Sequence[str] = ()) -> None:
        """Set the filter and tell."""
        self.chosen, self.left_out = list(chosen), list(left)
        self._show()
        self._fill()
        self.changed.emit()

    def turn(self, query: str, out: bool) -> None:
        """Tick a value or take the tick away; with `out`, leave it out or let it in again."""
        chosen = [each for each in self.chosen if each != query]
        left = [each for each in self.left_out if each != query]
        if out and query not in self.left_out:
            left.append(query)
        elif not out and query not in self.chosen:
            chosen.append(query)
        self.choose(chosen, left)

    def open(self) -> None:
        """Show the values under the chip."""
        self.opened.emit()
        self._fill(afresh=True)
        self.panel.open_at(self.mapToGlobal(QPoint(0, self.height() + 2)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The button, and the sign that it opens something."""
        super().paintEvent(event)
        path = resources() / "styles" / f"chevron-{self._context.theme.name}.svg"
        side, middle = self.width() - 7 - CHEVRON, (self.height() - CHEVRON) // 2
        QIcon(str(path)).paint(QPainter(self), QRect(side, middle, CHEVRON, CHEVRON))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down opens it, as it does any list."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open()
        else:
            super().keyPressEvent(event)

    def _fill(self, *, afresh: bool = False) -> None:
        if not (afresh or self.panel.isVisible()):
            return
        known = {choice.query for choice in self.choices}
        # What was chosen stays in sight when nothing has it any more.
        gone = [
            Choice(self._texts.get(query, query), query, 0)
            for query in (*self.chosen, *self.left_out)
            if query not in known
        ]
        self.panel.show_values([*self.choices, *gone], self.chosen, self.left_out, afresh=afresh)

    def _said(self) -> list[str]:
        """What narrows, in words."""
        said = [self._texts.get(query, query) for query in self.chosen]
        return said + [
            self.tr("not {value}").format(value=self._texts.get(query, query))
            for query in self.left_out
        ]

    def _show(self) -> None:
        said = self._said()
        shown = self._name
        if len(said) == 1:
            shown = f"{self._name}: {said[0]}"
        elif said:
            shown = f"{self._name}: {len(said)}"
        if len(shown) > LONGEST:
            shown = shown[: LONGEST - 1] + "…"
        self.setText(shown.replace("&", "&&"))
        self.setToolTip(tooltip("\n".join(said)))
        self.setAccessibleName(": ".join([self._name, ", ".join(said)]) if said else self._name)
        self.setProperty("state", "on" if said else "")
        self.style().unpolish(self)
        self.style().polish(self)
