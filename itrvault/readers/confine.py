"""What a reader does to itself before it opens a file: it gives up everything it does not need.

Each layer is tried by itself. One that the system lacks is left out and not named among the layers
in force; it is never a reason not to start.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
import sysconfig
from collections.abc import Iterator, Sequence
from pathlib import Path

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS = 1, 4, 38
_CLONE_NEWUSER, _CLONE_NEWNET, _CLONE_NEWIPC = 0x10000000, 0x40000000, 0x08000000
_SIGKILL = 9
_CAPABILITY_VERSION_3 = 0x20080522

NO_NEW_PRIVILEGES = "no new privileges"
NAMESPACES = "own user and network namespaces"
NETWORK_NAMESPACE = "own network namespace"
CAPABILITIES = "no capabilities"
FILES = "no files (Landlock)"
CALLS = "few system calls (seccomp)"
LIMITS = "limited memory and no written files (rlimits)"
PROFILE = "no network, no written files, no programs (sandbox profile)"
PROFILE_FILES = "no network, no files of the user, no programs (sandbox profile)"

INTEGRITY = "no written files (low integrity)"

_MAC_PROFILE = """(version 1)(allow default)(deny network*)(deny file-write*)
(deny process-fork)(deny process-exec)"""
_MAC_PRIVATE = (
    "/Users", "/Volumes", "/Network", "/private/tmp", "/private/var/tmp", "/private/var/folders",
    "/private/var/root", "/private/etc/passwd", "/private/etc/master.passwd",
)  # fmt: skip
"""Where macOS keeps what belongs to people: homes, sticks, scratch space."""


def confine(memory: int, folders: Sequence[str] = ()) -> tuple[str, ...]:
    """Confine this process for good; `memory` is how many bytes it may have beyond today's.

    `folders` may still be read, besides the interpreter's own: the language data of OCR.

    Must be called before any thread is started. Returns the layers in force, as words.
    """
    if sys.platform == "win32":  # besides, the host puts the reader into a job object
        from itrvault.readers import integrity

        return (INTEGRITY,) if integrity.lower() else ()
    _open_measure()
    _limit_resources(memory)
    layers = [LIMITS]
    if sys.platform == "linux":
        layers += _confine_linux(folders)
    elif sys.platform == "darwin":
        layers += _confine_mac(folders)
    if CALLS not in layers:
        _limit("RLIMIT_NPROC", 0)
    return tuple(layers)


def _confine_linux(folders: Sequence[str]) -> Iterator[str]:
    from itrvault.readers import landlock, seccomp

    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_PDEATHSIG, _SIGKILL, 0, 0, 0)
    libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return  # nothing below holds without it
    yield NO_NEW_PRIVILEGES
    if libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET | _CLONE_NEWIPC) == 0:
        yield NAMESPACES
    elif libc.unshare(_CLONE_NEWNET) == 0:
        yield NETWORK_NAMESPACE
    if _drop_capabilities(libc):
        yield CAPABILITIES
    if landlock.restrict([*readable_paths(), *folders]):
        yield FILES
    if seccomp.install():
        yield CALLS


def _drop_capabilities(libc: ctypes.CDLL) -> bool:
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    nothing = (ctypes.c_uint32 * 6)()
    done: int = libc.capset(ctypes.byref(header), ctypes.byref(nothing))
    return done == 0


def readable_paths() -> list[str]:
    """What the interpreter and its libraries may still read: themselves, fonts, the clock's zone.

    Never the folder this package lies in as a whole: a vault or a leak could lie beside it.
    """
    package = Path(__file__).resolve().parent.parent
    bundle = getattr(sys, "_MEIPASS", None)
    libraries = sysconfig.get_paths()
    found = [
        str(package), str(package.parent / "resources"), bundle or "",
        *(libraries[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")),
        "/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/etc/ld.so.cache",
        "/usr/share/fonts", "/usr/local/share/fonts", "/usr/share/zoneinfo", "/etc/localtime",
        "/dev/null", "/dev/urandom",
    ]  # fmt: skip
    beside = {os.path.realpath(package.parent), os.path.realpath(Path.home()), "/"}
    found += [path for path in sys.path if os.path.realpath(path or ".") not in beside]
    return [path for path in dict.fromkeys(found) if path]


def _confine_mac(folders: Sequence[str] = ()) -> Iterator[str]:
    libc = ctypes.CDLL(None, use_errno=True)
    start = getattr(libc, "sandbox_init", None)
    if start is None:
        return
    paths = [os.path.realpath(path) for path in (*readable_paths(), *folders)]
    # A profile that the system does not take leaves everything as it was: then the simpler one.
    for profile, said in ((mac_profile(paths), PROFILE_FILES), (_MAC_PROFILE, PROFILE)):
        message = ctypes.c_char_p()
        if start(profile.encode(), ctypes.c_uint64(0), ctypes.byref(message)) == 0:
            yield said
            return


def mac_profile(readable: Sequence[str]) -> str:
    """The profile in Apple's language, in which the last rule that fits holds.

    Names and sizes of files can still be asked for: the interpreter does so to find its modules.
    """
    private = " ".join(f"(subpath {_quoted(path)})" for path in _MAC_PRIVATE)
    allowed = " ".join(f"(subpath {_quoted(path)})" for path in readable)
    return f"{_MAC_PROFILE}\n(deny file-read-data {private})\n(allow file-read-data {allowed})"


def _quoted(path: str) -> str:
    escaped = path.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _limit_resources(memory: int) -> None:
    _limit("RLIMIT_AS", _address_space() + memory)
    _limit("RLIMIT_FSIZE", 0)
    _limit("RLIMIT_CORE", 0)
    _limit("RLIMIT_NOFILE", 64)


def _limit(name: str, value: int) -> None:
    import resource

    with contextlib.suppress(ValueError, OSError):  # one that this system cannot set
        resource.setrlimit(getattr(resource, name), (value, value))


def limit_processor(seconds: float) -> None:
    """Let this process compute for so many more seconds; then the system ends it."""
    if sys.platform == "win32":
        return
    import resource

    usage = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(usage.ru_utime + usage.ru_stime + seconds) + 1
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


_measure = -1


def _open_measure() -> None:
    """Keep open what tells how much memory we use: later no file can be opened any more."""
    global _measure
    with contextlib.suppress(OSError):
        _measure = os.open("/proc/self/statm", os.O_RDONLY | os.O_CLOEXEC)


def resident_memory() -> int:
    """Memory this process has in use, in bytes, or the most it ever had; 0 where nobody says.

    On Linux the latter is no good: it begins with what the process that started us had in use.
    """
    if _measure >= 0:
        return int(os.pread(_measure, 200, 0).split()[1]) * os.sysconf("SC_PAGE_SIZE")
    if sys.platform == "win32":
        return 0
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def _address_space() -> int:
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 256 << 20  # about what the interpreter maps where nobody says
