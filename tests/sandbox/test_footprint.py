"""The host sees how much memory a reader has in use, and ends one that has too much."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import replace

import pytest

from itrvault.errors import ReaderOverLimit
from itrvault.sandbox.footprint import resident
from itrvault.sandbox.limits import Limits
from itrvault.sandbox.process import _AT_START, ReaderProcess, Turn

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there a job object limits it")


def test_a_process_has_memory_and_none_when_it_is_gone():
    before = resident(os.getpid())
    assert before > 5 << 20
    held = bytearray(os.urandom(1 << 20) * 64)
    assert resident(os.getpid()) - before > 32 << 20
    assert len(held) == 64 << 20
    assert resident(2**22 + 1) == 0


def test_a_reader_with_too_much_memory_is_ended():
    reader = ReaderProcess(Limits())
    try:
        reader.greet()
        used = resident(reader.process_id)
        assert 0 < used < _AT_START
        reader.begin(Turn(60, 60, None))
        reader.look(time.monotonic())
        assert reader.alive
        reader._limits = replace(reader._limits, memory=used - _AT_START - 1)
        reader.look(time.monotonic())
        with pytest.raises(ReaderOverLimit, match="memory"):
            reader.answer("anything")
    finally:
        reader.stop()
