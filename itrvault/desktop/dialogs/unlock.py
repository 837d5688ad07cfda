"""The locked window: the archive's name, one field, and what is wrong with what was typed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from itrvault.desktop.widgets.elided import ElidedLabel
from itrvault.desktop.widgets.parts import button, row, words_label


class UnlockPage(QWidget):
    """Announces the passphrase; says what is wrong when told. Keeps nothing once it is given."""

    given = Signal(str)
    leftAlone = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = words_label("", "title", wrap=True)
        self.folder = ElidedLabel(role="secondary", mode=Qt.TextElideMode.ElideMiddle)
        self.sentence = words_label("", wrap=True)
        self.problem = words_label("", "danger", wrap=True)
        self.problem.setMinimumHeight(52)
        self.problem.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.field = QLineEdit()
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setPlaceholderText(self.tr("Passphrase"))
        self.field.setAccessibleName(self.tr("Passphrase"))
        self.field.returnPressed.connect(self._give)
        self.field.textEdited.connect(lambda: self.problem.setText(""))
        self.field.installEventFilter(self)
        self.open = button(self.tr("Unlock"), self._give, "primary")
        other = button(self.tr("Another archive"), self.leftAlone.emit)
        inner = QWidget()
        inner.setFixedWidth(420)
        box = QVBoxLayout(inner)
        box.setSpacing(8)
        box.addStretch(2)
        box.addWidget(self.name)
        box.addWidget(self.folder)
        box.addSpacing(8)
        box.addWidget(self.sentence)
        box.addWidget(self.field)
        box.addWidget(self.problem)
        box.addLayout(row(other, None, self.open))
        box.addStretch(3)
        outer = QHBoxLayout(self)
        outer.addStretch(1)
        outer.addWidget(inner)
        outer.addStretch(1)

    def ask(self, path: Path, *, sealed: bool) -> None:
        """Wait for the archive at `path` to be opened again."""
        self.name.setText(path.stem)
        self.folder.setText(str(path.parent))
        self.field.clear()
        self.problem.setText("")
        self.field.setVisible(sealed)
        self.open.setText(self.tr("Unlock") if sealed else self.tr("Open again"))
        self.sentence.setText(
            self.tr("This archive is sealed.")
            if sealed
            else self.tr("This archive is closed. It has no passphrase.")
        )
        self.set_busy(busy=False)
        (self.field if sealed else self.open).setFocus()

    def set_busy(self, *, busy: bool) -> None:
        """While the passphrase is turned into the key."""
        self.field.setEnabled(not busy)
        self.open.setEnabled(not busy)
        if busy:
            self.problem.setText("")
            self.sentence.setText(self.tr("Opening..."))

    def refuse(self, words: str) -> None:
        """Say why it did not open, and let it be typed again."""
        self.set_busy(busy=False)
        self.sentence.setText(self.tr("This archive is sealed."))
        self.problem.setText(words)
        self.field.selectAll()
        self.field.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Warn when a typed letter comes out in the case that caps lock makes."""
        if watched is self.field and isinstance(event, QKeyEvent):
            typed = event.text()
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            if event.type() is QEvent.Type.KeyPress and len(typed) == 1 and typed.isalpha():
                reversed_case = (typed.isupper() and not shift) or (typed.islower() and shift)
                if reversed_case and typed.lower() != typed.upper():
                    self.sentence.setText(self.tr("Caps lock seems to be on."))
                else:
                    self.sentence.setText(self.tr("This archive is sealed."))
        return super().eventFilter(watched, event)

    def _give(self) -> None:
        passphrase = self.field.text()
        self.field.clear()
        self.set_busy(busy=True)
        self.given.emit(passphrase)
