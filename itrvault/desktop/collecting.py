"""Garbage is collected on the main thread only.

Python collects cycles in whichever thread happens to allocate. A widget or timer caught in one
would then be destroyed by a worker, which Qt does not survive.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

PERIOD_MS = 500


class MainThreadCollector(QObject):
    """Takes over from Python's own collector until it is stopped. Made on the main thread."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.collect_due)
        self._timer.start(PERIOD_MS)

    def collect_due(self) -> int:
        """Collect the oldest generation whose threshold is passed; objects found unreachable."""
        due = zip(gc.get_count(), gc.get_threshold(), strict=True)
        generations = [number for number, (count, limit) in enumerate(due) if 0 < limit < count]
        return gc.collect(generations[-1]) if generations else 0

    def stop(self) -> None:
        """Give the work back to Python."""
        self._timer.stop()
        gc.enable()
