"""Over the results: the passage that they are like, and the way back to the search."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from itrvault.desktop.widgets.elided import ElidedLabel
from itrvault.desktop.widgets.parts import button, column, row, words_label
from itrvault.desktop.words import one_line


class LikeStrip(QFrame):
    """Shown while passages like one are listed."""

    backWanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self._words = ElidedLabel()
        self._place = ElidedLabel(role="secondary")
        back = button(self.tr("Back to the search"), self.backWanted.emit, "link")
        self.setLayout(
            column(
                row(words_label(self.tr("SIMILAR TO"), "section"), None, back),
                self._words, self._place, margins=(12, 4, 8, 6), spacing=2,
            )
        )  # fmt: skip
        self.hide()

    def show_passage(self, words: str, place: str) -> None:
        """Show the passage and where it stands."""
        self._words.setText(f"“{one_line(words)}”")
        self._place.setText(place)
        self.show()
