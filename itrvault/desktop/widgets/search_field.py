"""The one search field: typing searches, Enter goes to the first hit, Down into the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from itrvault.desktop.tasks import Debounce
from itrvault.desktop.widgets.parts import set_role

if TYPE_CHECKING:
    from itrvault.desktop.widgets.query_completer import QueryCompleter

TYPING_MS = 120
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SearchField(QLineEdit):
    """Announces what to search for when typing pauses for 120 ms.

    Esc clears the field; in an empty field it leaves. `mark_odd` says that something in it cannot
    be read; the words about it stand in the line below, so the colour is not the only cue.
    """

    searched = Signal(str)
    entered = Signal()
    downward = Signal()
    left = Signal()
    suggestionsWanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "search")
        self.setClearButtonEnabled(True)
        self.setPlaceholderText(self.tr("Search the archive"))
        self.setAccessibleName(self.tr("Search the archive"))
        self.suggestions: QueryCompleter | None = None
        self._pause = Debounce(TYPING_MS, self._search, self)
        self.textEdited.connect(self._pause.poke)
        # The clear button changes the text without "edited".
        self.textChanged.connect(self._notice_cleared)

    def set_query(self, text: str) -> None:
        """Put words in and search at once."""
        self.setText(text)
        self._pause.cancel()
        self._search()

    def mark_odd(self, odd: bool) -> None:
        """Whether the query cannot be read as it stands."""
        set_role(self, "odd" if odd else "", "state")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, Down and Esc have their own meaning here, Ctrl+Space lists the fields."""
        listed = self.suggestions if self.suggestions and self.suggestions.open else None
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if listed is not None and event.key() == Qt.Key.Key_Escape:
            listed.close()
        elif listed is not None and listed.chosen and event.key() in ENTER:
            event.ignore()  # the list takes it
        elif event.key() == Qt.Key.Key_Space and control:
            self.suggestionsWanted.emit()
        elif event.key() in ENTER:
            if listed is not None:
                listed.close()
            self._pause.now()
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Down:
            self._pause.now()
            self.downward.emit()
        elif event.key() == Qt.Key.Key_Escape:
            if self.text():
                self.set_query("")
            else:
                self.left.emit()
        else:
            super().keyPressEvent(event)

    def _notice_cleared(self, text: str) -> None:
        if not text:
            self._pause.poke()

    def _search(self) -> None:
        self.searched.emit(self.text())
