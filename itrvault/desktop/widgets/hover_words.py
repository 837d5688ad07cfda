"""Words at the lower edge of a view, such as where the link under the mouse leads."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QLabel, QWidget

EDGE = 6


class HoverWords(QLabel):
    """Lies over `area`, takes no mouse, and is gone when there is nothing to say."""

    def __init__(self, area: QWidget) -> None:
        super().__init__(area)
        self._area = area
        self._words = ""
        self.setProperty("role", "notice")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        area.installEventFilter(self)
        self.hide()

    @property
    def words(self) -> str:
        """All of what is said; the label may leave out the middle."""
        return self._words

    def say(self, words: str) -> None:
        """Say something, or nothing."""
        self._words = words
        self.setVisible(bool(words))
        if words:
            self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the edge."""
        if watched is self._area and event.type() is QEvent.Type.Resize and self._words:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        room = max(80, self._area.width() - 2 * EDGE - 32)
        self.setText(self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideMiddle, room))
        self.adjustSize()
        self.move(EDGE, self._area.height() - self.height() - EDGE)
        self.raise_()
