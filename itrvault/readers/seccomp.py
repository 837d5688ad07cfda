"""A seccomp filter for a reader: it computes, reads its own library files, and talks to two pipes.

The filter is a list of what is allowed; everything else fails with EPERM, as if the right were
missing, so that libraries cope. Written as classic BPF (seccomp(2)), without libseccomp. Numbers of
the calls: asm/unistd_64.h and asm-generic/unistd.h of Linux.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct

# name: (x86_64, aarch64); -1 where the machine has no such call
_ALLOWED = {
    "read": (0, 63), "write": (1, 64), "close": (3, 57), "stat": (4, -1), "fstat": (5, 80),
    "lstat": (6, -1), "poll": (7, -1), "lseek": (8, 62), "munmap": (11, 215), "brk": (12, 214),
    "rt_sigaction": (13, 134), "rt_sigprocmask": (14, 135), "rt_sigreturn": (15, 139),
    "pread64": (17, 67), "readv": (19, 65), "writev": (20, 66), "access": (21, -1),
    "select": (23, -1), "sched_yield": (24, 124), "mremap": (25, 216), "mincore": (27, 232),
    "madvise": (28, 233), "dup": (32, 23), "dup2": (33, -1), "nanosleep": (35, 101),
    "getpid": (39, 172), "exit": (60, 93), "uname": (63, 160), "fcntl": (72, 25),
    "getcwd": (79, 17), "readlink": (89, -1), "gettimeofday": (96, 169), "getrlimit": (97, 163),
    "getrusage": (98, 165), "sysinfo": (99, 179), "times": (100, 153), "getuid": (102, 174),
    "getgid": (104, 176), "geteuid": (107, 175), "getegid": (108, 177), "getppid": (110, 173),
    "sigaltstack": (131, 132), "statfs": (137, 43), "fstatfs": (138, 44), "arch_prctl": (158, -1),
    "gettid": (186, 178), "time": (201, -1), "futex": (202, 98), "sched_getaffinity": (204, 123),
    "getdents64": (217, 61), "set_tid_address": (218, 96), "restart_syscall": (219, 128),
    "clock_gettime": (228, 113), "clock_getres": (229, 114), "clock_nanosleep": (230, 115),
    "exit_group": (231, 94), "newfstatat": (262, 79), "readlinkat": (267, 78),
    "faccessat": (269, 48), "pselect6": (270, 72), "ppoll": (271, 73),
    "set_robust_list": (273, 99), "get_robust_list": (274, 100), "getrandom": (318, 278),
    "membarrier": (324, 283), "statx": (332, 291), "rseq": (334, 293), "faccessat2": (439, 439),
}  # fmt: skip

_OPEN, _OPENAT = (2, -1), (257, 56)
_MMAP, _MPROTECT = (9, 222), (10, 226)
_CLONE, _CLONE3 = (56, 220), (435, 435)
_IOCTL, _PRCTL, _PRLIMIT, _TGKILL = (16, 29), (157, 167), (302, 261), (234, 131)

_MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}  # column, AUDIT_ARCH

_LOAD, _AND, _RETURN = 0x20, 0x54, 0x06
_JUMP_EQUAL, _JUMP_AT_LEAST, _JUMP_ANY_BIT = 0x15, 0x35, 0x45
_ALLOW, _KILL, _ERROR = 0x7FFF0000, 0x80000000, 0x00050000
_NUMBER_AT, _ARCH_AT, _ARGUMENTS_AT = 0, 4, 16  # in struct seccomp_data
_X32 = 0x40000000

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_CLONE_THREAD = 0x00010000
_WRITE_AND_EXECUTE = 2 | 4
_HARMLESS_IOCTLS = (0x5401, 0x5450, 0x5451)  # TCGETS (isatty), FIONCLEX, FIOCLEX
_HARMLESS_PRCTLS = (15, 0x53564D41)  # PR_SET_NAME, PR_SET_VMA (names of heap areas)

_SET_SECCOMP, _MODE_FILTER = 22, 2

Instruction = tuple[int, int, int, int]  # code, jump if true, jump if false, operand


def _load(at: int) -> Instruction:
    return (_LOAD, 0, 0, at)


def _give(verdict: int) -> Instruction:
    return (_RETURN, 0, 0, verdict)


def _argument(index: int) -> Instruction:
    # Little-endian machines only: the low half of the argument comes first.
    return _load(_ARGUMENTS_AT + 8 * index)


def _on(number: int, body: list[Instruction]) -> list[Instruction]:
    """Run the body, which must end in a verdict, when the call has this number."""
    return [] if number < 0 else [(_JUMP_EQUAL, 0, len(body), number), *body]


def _one_of(values: tuple[int, ...]) -> list[Instruction]:
    """Allow when the loaded word is one of the values."""
    checks = [step for v in values for step in ((_JUMP_EQUAL, 0, 1, v), _give(_ALLOW))]
    return [*checks, _give(_ERROR | errno.EPERM)]


def program(machine: str, process: int) -> list[Instruction]:
    """The filter for a machine. Raises KeyError for one whose calls are not listed here."""
    column, arch = _MACHINES[machine]
    no, yes = _give(_ERROR | errno.EPERM), _give(_ALLOW)
    reading_only = [(_JUMP_ANY_BIT, 0, 1, _WRITING), _give(_ERROR | errno.EACCES), yes]
    not_both = [(_AND, 0, 0, _WRITE_AND_EXECUTE), (_JUMP_EQUAL, 0, 1, _WRITE_AND_EXECUTE), no, yes]
    steps = [_load(_ARCH_AT), (_JUMP_EQUAL, 1, 0, arch), _give(_KILL), _load(_NUMBER_AT)]
    if machine == "x86_64":
        steps += [(_JUMP_AT_LEAST, 0, 1, _X32), _give(_ERROR | errno.ENOSYS)]
    for numbers in _ALLOWED.values():
        steps += _on(numbers[column], [yes])
    steps += _on(_OPENAT[column], [_argument(2), *reading_only])
    steps += _on(_OPEN[column], [_argument(1), *reading_only])
    steps += _on(_MMAP[column], [_argument(2), *not_both])
    steps += _on(_MPROTECT[column], [_argument(2), *not_both])
    # Threads yes, processes no. glibc asks clone3 first, whose flags no filter can see.
    steps += _on(_CLONE[column], [_argument(0), (_JUMP_ANY_BIT, 1, 0, _CLONE_THREAD), no, yes])
    steps += _on(_CLONE3[column], [_give(_ERROR | errno.ENOSYS)])
    steps += _on(_IOCTL[column], [_argument(1), *_one_of(_HARMLESS_IOCTLS)])
    steps += _on(_PRCTL[column], [_argument(0), *_one_of(_HARMLESS_PRCTLS)])
    steps += _on(_PRLIMIT[column], [_argument(0), *_one_of((0,))])
    steps += _on(_TGKILL[column], [_argument(0), *_one_of((process,))])
    return [*steps, no]


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def install() -> bool:
    """Put the filter in force for this process, for good. False where the kernel has none.

    PR_SET_NO_NEW_PRIVS must have been set before.
    """
    machine = platform.machine()
    if machine not in _MACHINES:
        return False
    steps = program(machine, os.getpid())
    packed = b"".join(struct.pack("<HBBI", *step) for step in steps)
    buffer = ctypes.create_string_buffer(packed, len(packed))
    description = _Program(len(steps), ctypes.addressof(buffer))
    libc = ctypes.CDLL(None, use_errno=True)
    done: int = libc.prctl(_SET_SECCOMP, _MODE_FILTER, ctypes.byref(description), 0, 0)
    return done == 0
