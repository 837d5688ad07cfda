"""The line above a page that cannot be drawn without the file's password, and the field for it.

Passwords are kept in memory only, for as long as the archive is open.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from itrvault.desktop.theme import TOOLBAR
from itrvault.desktop.widgets.elided import ElidedLabel
from itrvault.desktop.widgets.parts import button, row


class LockStrip(QFrame):
    """`given` carries what was typed."""

    given = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.setFixedHeight(TOOLBAR)
        self._asked = False
        self.words = ElidedLabel(role="secondary")
        self.field = QLineEdit()
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setPlaceholderText(self.tr("Password of the file"))
        self.field.setAccessibleName(self.tr("Password of the file"))
        self.field.setMinimumWidth(160)
        self.field.setMaximumWidth(220)
        self.field.returnPressed.connect(self._give)
        self.draw = button(self.tr("Draw the pages"), self._give)
        box = row(self.words, None, self.field, self.draw, margins=(12, 0, 10, 0))
        self.setLayout(box)
        self.hide()

    def put_away(self) -> None:
        """Another document, or its pages are drawn."""
        self._asked = False
        self.field.clear()
        self.hide()

    def ask(self) -> None:
        """The pages are locked; after a password was given: with another one."""
        words = self.tr("Drawn only with the file's password.")
        if self._asked:
            words = self.tr("That is not its password.")
        self.words.setText(words)
        self.show()

    def _give(self) -> None:
        if self.field.text():
            self._asked = True
            given = self.field.text()
            self.field.clear()
            self.given.emit(given)
