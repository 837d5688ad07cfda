"""How much memory another process has in use, as the system tells its parent.

macOS has no limit on memory that a process could be given (it takes RLIMIT_AS and does not keep to
it), so there the host must look. On Linux this is a second line behind the limit; on Windows the
job object is enough.
"""

from __future__ import annotations

import ctypes
import os
import sys
from functools import cache
from typing import Any

_TASK_INFO = 4  # PROC_PIDTASKINFO of <sys/proc_info.h>
_TASK_INFO_SIZE = 96  # struct proc_taskinfo: six 64-bit and twelve 32-bit numbers
_RESIDENT = 1  # which of the first is pti_resident_size


def resident(process: int) -> int:
    """Bytes of memory a process of ours has in use; 0 where nobody says or it is gone."""
    ask = _ASKED.get(sys.platform)
    return ask(process) if ask is not None else 0


def _of_proc(process: int) -> int:
    try:
        with open(f"/proc/{process}/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError, ValueError):
        return 0


def _of_task(process: int) -> int:
    ask = _proc_pidinfo()
    told = (ctypes.c_uint64 * (_TASK_INFO_SIZE // 8))()
    if ask is None or ask(process, _TASK_INFO, 0, told, _TASK_INFO_SIZE) != _TASK_INFO_SIZE:
        return 0
    return int(told[_RESIDENT])


_ASKED = {"linux": _of_proc, "darwin": _of_task}


@cache
def _proc_pidinfo() -> Any:
    """The function of libproc, which is part of the system's own library; None without it."""
    found = getattr(ctypes.CDLL(None), "proc_pidinfo", None)
    if found is not None:
        found.argtypes = (
            ctypes.c_int, ctypes.c_int, ctypes.c_uint64, ctypes.c_void_p, ctypes.c_int,
        )  # fmt: skip
        found.restype = ctypes.c_int
    return found
