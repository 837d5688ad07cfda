"""Cycles with Qt's objects in them never die in a worker thread."""

from __future__ import annotations

import gc
import threading

from PySide6.QtCore import QObject

from itrvault.desktop.collecting import MainThreadCollector


class Node(QObject):
    """A QObject in a cycle, which says where it died."""

    def __init__(self, seen: list[threading.Thread]) -> None:
        super().__init__()
        self.itself = self
        self.seen = seen

    def __del__(self) -> None:
        self.seen.append(threading.current_thread())


def test_cycles_die_on_the_main_thread(qtbot):
    seen: list[threading.Thread] = []
    collector = MainThreadCollector()
    try:
        for _ in range(50):
            Node(seen)
        # Enough allocations to set off Python's own collector many times over.
        worker = threading.Thread(target=lambda: [[[] for _ in range(1000)] for _ in range(100)])
        worker.start()
        worker.join()
        assert seen == []
        kept = [[] for _ in range(2000)]
        qtbot.waitUntil(lambda: len(seen) == 50)
        assert set(seen) == {threading.main_thread()}
        assert len(kept) == 2000
    finally:
        collector.stop()
    assert gc.isenabled()
    gc.disable()  # as the fixture around every test left it
