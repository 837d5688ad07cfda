"""Notices when nobody has touched keyboard or mouse for a while."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

TOUCHES = frozenset(
    (
        QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove,
        QEvent.Type.Wheel, QEvent.Type.TouchBegin, QEvent.Type.TabletPress,
    )
)  # fmt: skip


class IdleWatch(QObject):
    """`idle` is announced once after so many milliseconds; any touch starts the time anew."""

    idle = Signal()

    def __init__(self, milliseconds: int, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.idle)
        self.wait(milliseconds)
        application = QApplication.instance()
        assert application is not None
        application.installEventFilter(self)

    def wait(self, milliseconds: int) -> None:
        """Another time; 0 for never."""
        self._timer.setInterval(milliseconds)
        self.touch()

    def touch(self) -> None:
        """Start the time anew."""
        if self._timer.interval() > 0:
            self._timer.start()
        else:
            self._timer.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at every event of the application, take none."""
        if event.type() in TOUCHES:
            self.touch()
        return False
