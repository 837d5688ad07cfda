"""Lets the tests of readers import what they share, `flows`, by its name."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

_spec = importlib.util.spec_from_file_location("flows", Path(__file__).with_name("flows.py"))
assert _spec is not None
assert _spec.loader is not None
_flows = importlib.util.module_from_spec(_spec)
sys.modules.setdefault("flows", _flows)
_spec.loader.exec_module(_flows)
