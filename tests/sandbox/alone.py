"""Puts one layer alone in force in this process and tries what it must refuse.

Run by test_layers: the arguments of inside.py, then the layer, then act and way, again and again.
"""

from __future__ import annotations

import ctypes
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import inside

from itrvault.readers import confine, landlock, seccomp

NEW_NETWORK, NEW_USER, NO_NEW_PRIVILEGES = 0x40000000, 0x10000000, 38


def put_in_force(layer: str) -> bool:
    """Whether this system has it."""
    if layer == "rlimits":
        confine._limit_resources(512 << 20)
        return True
    if layer == "profile":
        return bool(list(confine._confine_mac()))
    if sys.platform == "win32":
        from itrvault.readers import integrity

        return integrity.lower()
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    if layer == "landlock":
        return landlock.restrict(confine.readable_paths())
    if layer == "seccomp":
        return seccomp.install()
    if layer == "network namespace":
        return libc.unshare(NEW_USER | NEW_NETWORK) == 0 or libc.unshare(NEW_NETWORK) == 0
    raise ValueError(layer)


layer, *pairs = sys.argv[5:]
acts = list(zip(pairs[::2], pairs[1::2], strict=True))
for act, way in acts:
    assert way in inside.ACTS[act], (act, way)
there = put_in_force(layer)
results = {f"{act}: {way}": inside.tried(inside.ACTS[act][way]) for act, way in acts if there}
sys.stdout.write(json.dumps({"there": there, "results": results}))
