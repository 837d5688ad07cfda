"""A field whose words are written by themselves, and never lost to an older state of them.

The owner shows what the vault says whenever it says something; words that were typed since, or
are on their way to the vault, stay.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from itrvault.desktop.tasks import Debounce
from itrvault.desktop.words import reads_from_right

PAUSE_MS = 1500
"""A text is written when typing pauses this long; sooner when the field is left."""


class KeptText(QObject):
    """Watches one field. `written(key, text)` asks for a text to be written; answer with `done`.

    A name in a line is written when Enter is pressed or the line is left, not by pausing: half a
    name is none. Escape gives back what was there.
    """

    written = Signal(str, str)

    def __init__(self, field: QLineEdit | QPlainTextEdit) -> None:
        super().__init__(field)
        self.field = field
        self._key = ""
        self._base = ""  # the words that are not to be written any more
        self._stored = ""  # the words the vault has
        self._before = ""  # what the vault had when the latest writing began
        self._under_way = 0
        self._pause = Debounce(PAUSE_MS, self.flush, self)
        field.installEventFilter(self)
        if isinstance(field, QPlainTextEdit):
            field.setTabChangesFocus(True)
            field.textChanged.connect(self._pause.poke)
            field.textChanged.connect(self._align)
        else:
            field.returnPressed.connect(self.flush)

    @property
    def text(self) -> str:
        """What stands in the field."""
        if isinstance(self.field, QLineEdit):
            return self.field.text()
        return self.field.toPlainText()

    def show(self, key: str, text: str) -> None:
        """What the vault says of `key`. Of another one than before: what was typed goes first."""
        if key != self._key:
            self.flush()
            self._key, self._under_way = key, 0
            self._stored = text
            self._set(text)
            return
        self._stored = text
        if self.text == self._base and not self._under_way and text != self._base:
            self._set(text)

    def flush(self) -> None:
        """Ask for what was typed to be written, if it is other than what was."""
        self._pause.cancel()
        text = self.text
        if not self._key or text == self._base or self._refused(text):
            return
        self._base, self._before = text, self._stored
        self._under_way += 1
        self.written.emit(self._key, text)

    def done(self, key: str, *, kept: bool) -> None:
        """The writing ended; when it was refused the vault's words come back."""
        if key != self._key:
            return
        self._under_way = max(0, self._under_way - 1)
        if self._under_way:
            return
        # The vault may have put the words in order (a name with two blanks), and said so already.
        news = self._stored != self._before and self.text == self._base
        if not kept or news:
            self._set(self._stored)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Write when the field is left; Escape takes back what was typed."""
        if event.type() is QEvent.Type.FocusOut:
            self.flush()
        elif (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Escape
            and self.text != self._base
        ):
            self._pause.cancel()
            self._set(self._base)
            return True
        return super().eventFilter(watched, event)

    def _refused(self, text: str) -> bool:
        """A line left empty is a slip, and gets its words back."""
        if isinstance(self.field, QLineEdit) and not text.strip():
            self._set(self._base)
            return True
        return False

    def _set(self, text: str) -> None:
        self._base = text
        if self.text == text:
            return
        self.field.blockSignals(True)
        if isinstance(self.field, QLineEdit):
            self.field.setText(text)
            self.field.setCursorPosition(0)
        else:
            self.field.setPlainText(text)
        self.field.blockSignals(False)
        self._align()

    def _align(self) -> None:
        """A text that runs from the right begins there."""
        if isinstance(self.field, QPlainTextEdit):
            document = self.field.document()
            option = document.defaultTextOption()
            side = Qt.AlignmentFlag.AlignLeft
            if reads_from_right(self.text):
                side = Qt.AlignmentFlag.AlignRight
            if option.alignment() != side | Qt.AlignmentFlag.AlignAbsolute:
                option.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute)
                document.setDefaultTextOption(option)
