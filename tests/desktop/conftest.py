"""Every test with Qt: cycles with widgets in them are collected on the main thread only."""

from __future__ import annotations

import gc

import pytest


@pytest.fixture(autouse=True)
def _garbage_on_the_main_thread():
    """As `MainThreadCollector` does in the program; the first fixture up, so the last down."""
    gc.disable()
    yield
    gc.collect()
    gc.enable()
