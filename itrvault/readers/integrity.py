"""Windows: a reader gives up writing: it lowers its own integrity level, as browsers do for pages.

A process of low integrity may read what it could before, but change no file, folder or setting of
the user. It cannot raise itself again. Constants: winnt.h; functions: securitybaseapi.h, sddl.h.
"""

from __future__ import annotations

import sys

LOW = "S-1-16-4096"
"""The name of the low integrity level."""

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _QUERY, _ADJUST_DEFAULT = 0x0008, 0x0080  # rights to a token
    _INTEGRITY_LEVEL = 25  # TokenIntegrityLevel of TOKEN_INFORMATION_CLASS
    _GROUP_INTEGRITY = 0x0020

    class _Label(ctypes.Structure):
        """TOKEN_MANDATORY_LABEL, which holds one SID_AND_ATTRIBUTES."""

        _fields_ = (("sid", ctypes.c_void_p), ("attributes", wintypes.DWORD))

    def lower() -> bool:
        """Lower this process for good; whether the system did it."""
        kernel = ctypes.WinDLL("kernel32")
        rights = ctypes.WinDLL("advapi32")
        kernel.GetCurrentProcess.restype = wintypes.HANDLE
        kernel.CloseHandle.argtypes = (wintypes.HANDLE,)
        kernel.LocalFree.argtypes = (ctypes.c_void_p,)
        rights.OpenProcessToken.argtypes = (
            wintypes.HANDLE, wintypes.DWORD, ctypes.POINTER(wintypes.HANDLE),
        )  # fmt: skip
        rights.ConvertStringSidToSidW.argtypes = (
            wintypes.LPCWSTR, ctypes.POINTER(ctypes.c_void_p),
        )  # fmt: skip
        rights.GetLengthSid.argtypes = (ctypes.c_void_p,)
        rights.GetLengthSid.restype = wintypes.DWORD
        rights.SetTokenInformation.argtypes = (
            wintypes.HANDLE, ctypes.c_int, ctypes.c_void_p, wintypes.DWORD,
        )  # fmt: skip
        token, level = wintypes.HANDLE(), ctypes.c_void_p()
        wanted = _QUERY | _ADJUST_DEFAULT
        if not rights.OpenProcessToken(kernel.GetCurrentProcess(), wanted, ctypes.byref(token)):
            return False
        try:
            if not rights.ConvertStringSidToSidW(LOW, ctypes.byref(level)):
                return False
            label = _Label(level, _GROUP_INTEGRITY)
            size = ctypes.sizeof(label) + rights.GetLengthSid(level)
            done = rights.SetTokenInformation(token, _INTEGRITY_LEVEL, ctypes.byref(label), size)
            return bool(done)
        finally:
            kernel.LocalFree(level)
            kernel.CloseHandle(token)
