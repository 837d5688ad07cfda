"""Windows: a reader in a job object: limited memory, no further processes, ended with the host.

A reader is started suspended, put into its job and only then let run. Constants and structures:
winnt.h and jobapi2.h.
"""

from __future__ import annotations

import subprocess
import sys

CREATE_SUSPENDED = 0x00000004

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _BASIC_UI, _EXTENDED_LIMIT = 4, 9  # JOBOBJECTINFOCLASS
    _ACTIVE_PROCESS, _JOB_MEMORY = 0x8, 0x200
    _DIE_ON_EXCEPTION, _KILL_ON_CLOSE = 0x400, 0x2000
    _ALL_UI = 0xFF
    _PROCESSES = 2  # the launcher of a virtual environment starts the interpreter as its child

    class _Basic(ctypes.Structure):
        _fields_ = (
            ("process_time", ctypes.c_int64), ("job_time", ctypes.c_int64),
            ("flags", wintypes.DWORD), ("least_set", ctypes.c_size_t),
            ("most_set", ctypes.c_size_t), ("processes", wintypes.DWORD),
            ("affinity", ctypes.c_size_t), ("priority", wintypes.DWORD),
            ("scheduling", wintypes.DWORD),
        )  # fmt: skip

    class _Extended(ctypes.Structure):
        _fields_ = (
            ("basic", _Basic), ("io", ctypes.c_uint64 * 6),
            ("process_memory", ctypes.c_size_t), ("job_memory", ctypes.c_size_t),
            ("peak_process", ctypes.c_size_t), ("peak_job", ctypes.c_size_t),
        )  # fmt: skip

    class Job:
        """Holds the job open; when it goes, whatever runs in it is ended."""

        def __init__(self, handle: int) -> None:
            self._handle = handle

        def __del__(self) -> None:
            _kernel.CloseHandle(self._handle)

    _kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    _kernel.CreateJobObjectW.restype = wintypes.HANDLE
    _kernel.CreateJobObjectW.argtypes = (ctypes.c_void_p, wintypes.LPCWSTR)
    _kernel.SetInformationJobObject.argtypes = (
        wintypes.HANDLE, ctypes.c_int, ctypes.c_void_p, wintypes.DWORD,
    )  # fmt: skip
    _kernel.AssignProcessToJobObject.argtypes = (wintypes.HANDLE, wintypes.HANDLE)
    _kernel.CloseHandle.argtypes = (wintypes.HANDLE,)
    _native = ctypes.WinDLL("ntdll")
    _native.NtResumeProcess.argtypes = (wintypes.HANDLE,)

    def installed_memory() -> int:
        """Bytes of memory the computer has; 0 when it does not tell."""
        kilobytes = ctypes.c_ulonglong()
        told = _kernel.GetPhysicallyInstalledSystemMemory(ctypes.byref(kilobytes))
        return kilobytes.value << 10 if told else 0

    def confine_process(process: subprocess.Popen[bytes], memory: int) -> Job | None:
        """Put a suspended process into a job of its own and let it run. None without a job."""
        handle = int(process._handle)  # type: ignore[attr-defined]  # noqa: SLF001 - no public way
        try:
            created = _kernel.CreateJobObjectW(None, None)
            if not created:
                return None
            job = Job(created)
            limits = _Extended()
            limits.basic.flags = _ACTIVE_PROCESS | _JOB_MEMORY | _DIE_ON_EXCEPTION | _KILL_ON_CLOSE
            limits.basic.processes = _PROCESSES
            limits.job_memory = memory
            screen = wintypes.DWORD(_ALL_UI)
            held = _kernel.SetInformationJobObject(
                created, _EXTENDED_LIMIT, ctypes.byref(limits), ctypes.sizeof(limits)
            ) and _kernel.AssignProcessToJobObject(created, handle)
            _kernel.SetInformationJobObject(
                created, _BASIC_UI, ctypes.byref(screen), ctypes.sizeof(screen)
            )
            return job if held else None
        finally:
            _native.NtResumeProcess(handle)
