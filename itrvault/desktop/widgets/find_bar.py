"""The bar in which one types what to find in the open document."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QLineEdit, QToolButton, QWidget

from itrvault.desktop.theme import TOOLBAR
from itrvault.desktop.widgets.parts import row, set_role, words_label


class FindField(QLineEdit):
    """Enter goes on, Shift+Enter back, Esc leaves."""

    stepWanted = Signal(int)
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt's."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self.stepWanted.emit(-1 if back else 1)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class FindBar(QFrame):
    """Announces what is typed, and the wish for the next place or the one before."""

    wordsChanged = Signal()
    stepWanted = Signal(int)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.setFixedHeight(TOOLBAR)
        self.field = FindField()
        self.field.setPlaceholderText(self.tr("Find in this document"))
        self.field.setAccessibleName(self.tr("Find in this document"))
        self.field.setMinimumWidth(120)
        self.field.setMaximumWidth(280)
        self.field.textChanged.connect(self.wordsChanged)
        self.field.stepWanted.connect(self.stepWanted)
        self.field.left.connect(self.closed)
        self.whole = QCheckBox(self.tr("Whole words"))
        self.whole.toggled.connect(self.wordsChanged)
        self.count = words_label("", "secondary")
        self.previous = self._tool("↑", self.tr("Previous place  (Shift+Enter)"), -1)
        self.next = self._tool("↓", self.tr("Next place  (Enter)"), 1)
        self.close_button = QToolButton()
        self.close_button.setText("×")
        self.close_button.setToolTip(self.tr("Stop finding  (Esc)"))
        self.close_button.setAccessibleName(self.tr("Stop finding"))
        self.close_button.clicked.connect(self.closed)
        box = row(
            self.field, self.whole, self.count, None, self.previous, self.next, self.close_button,
            margins=(8, 0, 6, 0), spacing=6,
        )  # fmt: skip
        box.setStretch(0, 3)
        self.setLayout(box)
        self.hide()

    def ask(self, words: str = "") -> None:
        """Show the bar and take the keys; `words` are what is to be found, "" for those before."""
        if words:
            self.field.setText(words)
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def show_count(self, words: str, *, none: bool = False) -> None:
        """How many places there are; `none` when there are none of what was typed."""
        self.count.setText(words)
        set_role(self.field, "odd" if none else "", "state")
        for each in (self.previous, self.next):
            each.setEnabled(bool(words) and not none)

    def _tool(self, sign: str, name: str, direction: int) -> QToolButton:
        made = QToolButton()
        made.setText(sign)
        made.setToolTip(name)
        made.setAccessibleName(name)
        made.setFixedSize(28, 28)
        made.setStyleSheet("padding: 0")
        made.clicked.connect(lambda: self.stepWanted.emit(direction))
        return made
