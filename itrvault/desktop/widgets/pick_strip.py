"""A line over the reader while a link waits for its other end."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from itrvault.desktop.theme import TOOLBAR
from itrvault.desktop.widgets.elided import ElidedLabel
from itrvault.desktop.widgets.parts import button, row


class PickStrip(QFrame):
    """Says from where the link goes, and what to do; can be given up."""

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.setFixedHeight(TOOLBAR + 4)
        self.words = ElidedLabel()
        self.stop = button(self.tr("Cancel"), self.cancelled.emit)
        made = row(self.words, self.stop, margins=(14, 4, 8, 4), spacing=8)
        made.setStretch(0, 1)
        self.setLayout(made)
        self.hide()

    def ask(self, title: str) -> None:
        """Show it for a link that begins at an end of this name."""
        self.words.setText(
            self.tr("Link from {place}: mark or click the other passage.").format(place=title)
        )
        self.show()
