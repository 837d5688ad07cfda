"""Landlock for a reader: no file but the interpreter's own can be opened, and none for writing.

The kernel's interface is landlock(7); it grew by versions, and what a kernel lacks is left out.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
from collections.abc import Iterable

_CREATE, _ADD_RULE, _RESTRICT = 444, 445, 446  # the same numbers on every machine
_VERSION_FLAG = 1
_PATH_BENEATH = 1

_READ_FILE, _READ_FOLDER = 1 << 2, 1 << 3
_RIGHTS_BY_VERSION = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}  # how many rights there are, by version
_TCP = 0b11  # bind and connect
_SCOPES = 0b11  # abstract Unix sockets, signals


class _Ruleset(ctypes.Structure):
    _fields_ = (
        ("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scoped", ctypes.c_uint64),
    )  # fmt: skip


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32))


def restrict(readable: Iterable[str]) -> bool:
    """Let this process open only files below the given paths, for reading, for good.

    False where the kernel has no Landlock. PR_SET_NO_NEW_PRIVS must have been set before.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    version = libc.syscall(_CREATE, None, ctypes.c_size_t(0), _VERSION_FLAG)
    if version < 1:
        return False
    rights = _RIGHTS_BY_VERSION[min(version, 5)]
    rules = _Ruleset((1 << rights) - 1, _TCP if version >= 4 else 0, _SCOPES if version >= 6 else 0)
    # An older kernel takes a longer structure as long as what it does not know is zero.
    ruleset = libc.syscall(_CREATE, ctypes.byref(rules), ctypes.c_size_t(ctypes.sizeof(rules)), 0)
    if ruleset < 0:
        return False
    try:
        for path in readable:
            with contextlib.suppress(OSError):  # one that is not there needs no rule
                _allow(libc, ruleset, path)
        return bool(libc.syscall(_RESTRICT, ruleset, 0) == 0)
    finally:
        os.close(ruleset)


def _allow(libc: ctypes.CDLL, ruleset: int, path: str) -> None:
    descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        rights = _READ_FILE | _READ_FOLDER if os.path.isdir(path) else _READ_FILE
        # Libraries are mapped for execution, which Landlock does not govern; exec it forbids.
        rule = _Beneath(rights, descriptor)
        libc.syscall(_ADD_RULE, ruleset, _PATH_BENEATH, ctypes.byref(rule), 0)
    finally:
        os.close(descriptor)
