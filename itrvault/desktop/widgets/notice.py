"""One line over a view that says why a key did nothing, and goes away by itself."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from itrvault.desktop.widgets.hover_words import EDGE, HoverWords

SHOWN_MS = 6_000
WIDEST = 460


class Notice(HoverWords):
    """In the middle of the lower edge of `area`."""

    def __init__(self, area: QWidget) -> None:
        super().__init__(area)
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(SHOWN_MS)
        self._clock.timeout.connect(lambda: self.say(""))

    def say(self, words: str) -> None:
        """Say something for a while, or nothing."""
        super().say(words)
        self.setAccessibleName(words)
        if words:
            self._clock.start()
        else:
            self._clock.stop()

    def _place(self) -> None:
        room = min(WIDEST, max(120, self._area.width() - 8 * EDGE))
        self.setWordWrap(False)
        self.setText(self._words)
        if self.sizeHint().width() > room:
            self.setWordWrap(True)
            self.setFixedWidth(room)
            self.setFixedHeight(self.heightForWidth(room))
        else:
            self.setFixedSize(self.sizeHint())
        self.raise_()
        x = max(EDGE, (self._area.width() - self.width()) // 2)
        self.move(x, self._area.height() - self.height() - 4 * EDGE)
