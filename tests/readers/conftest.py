"""Lets the tests of readers import by name what they share: `flows`, and makers of old files."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

for _name in (
    "djvus",
    "flows",
    "messages",
    "packs",
    "words97",
    "test_old_office",
    "test_warc",
    "test_xps",
    "samples",
):
    _path = Path(__file__).with_name(f"{_name}.py")
    if not _path.exists():
        continue
    _spec = importlib.util.spec_from_file_location(_name, _path)
    assert _spec is not None
    assert _spec.loader is not None
    _module = importlib.util.module_from_spec(_spec)
    sys.modules.setdefault(_name, _module)
    _spec.loader.exec_module(_module)
