"""Run by test_confinement in a process of its own: confines itself and tries what it must not."""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import socket
import subprocess
import sys
import threading

sys.path.insert(0, sys.argv[1])
secret, writable, data = sys.argv[2:5]

from itrvault.readers.confine import confine  # noqa: E402

layers = confine(512 << 20, [data])
results: dict[str, str] = {}


def attempt(name, action):
    try:
        action()
    except (OSError, MemoryError, ValueError) as error:
        results[name] = f"refused: {type(error).__name__}"
    else:
        results[name] = "done"


def fork():
    if os.fork() == 0:
        os._exit(0)


def read(path):
    with open(path, "rb") as file:
        file.read(1)


def write(path):
    with open(path, "wb") as file:
        file.write(b"x")


def raw(number, *arguments):
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.syscall(number, *arguments) < 0:
        raise OSError(ctypes.get_errno(), "refused")


attempt("tcp socket", lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM))
attempt("udp socket", lambda: socket.socket(socket.AF_INET6, socket.SOCK_DGRAM))
attempt("unix socket", lambda: socket.socket(socket.AF_UNIX, socket.SOCK_STREAM))
attempt("socket pair", socket.socketpair)
attempt("read /etc/passwd", lambda: read("/etc/passwd"))
attempt("read a vault", lambda: read(secret))
attempt("list home", lambda: os.listdir(os.path.dirname(secret)))
attempt("write a file", lambda: write(writable))
attempt("truncate a vault", lambda: os.truncate(secret, 0))
attempt("remove a vault", lambda: os.unlink(secret))
attempt("make a folder", lambda: os.mkdir(writable + "d"))
attempt("rename a vault", lambda: os.rename(secret, writable))
attempt("run a program", lambda: subprocess.run(["/bin/true"], check=True))
attempt("exec", lambda: os.execv("/bin/true", ["true"]))
attempt("fork", fork)
attempt("signal the host", lambda: os.kill(os.getppid(), 0))
attempt("read the host's memory", lambda: read(f"/proc/{os.getppid()}/mem"))
attempt("too much memory", lambda: bytearray(2 << 30))
with contextlib.suppress(AttributeError):
    attempt("memfd", lambda: os.memfd_create("x"))
attempt("read its own library", lambda: read(os.__file__))
attempt("read language data", lambda: read(os.path.join(data, "eng.traineddata")))
attempt("list language data", lambda: os.listdir(data))
attempt("read beside language data", lambda: read(os.path.join(data, "..", "leak.itrvault")))
attempt("write language data", lambda: write(os.path.join(data, "eng.traineddata")))

thread = threading.Thread(target=lambda: results.setdefault("thread", "done"))
thread.start()
thread.join()
sys.stdout.write(json.dumps({"layers": layers, "results": results}))
