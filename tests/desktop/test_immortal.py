"""Signals must not wear out True."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import itrvault.desktop
from PySide6.QtCore import QObject, Signal

class Source(QObject):
    said = Signal(str)

source = Source()
for _ in range(20_000):
    source.said.emit("word")
print("alive")
"""


def test_many_signals_leave_the_process_alive() -> None:
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=60, check=False
    )
    assert run.stdout.strip() == "alive", run.stderr
    assert run.returncode == 0
