"""A reader that tries what no reader may, run in place of the real ones by test_inside.

Arguments: the project's folder, a file that exists, a path where none does, the port of a server
on this computer. It is started as readers are, confines itself as they do, and tells what it could
do as the text of the "document" it was given.
"""

from __future__ import annotations

import ctypes
import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from types import SimpleNamespace

root, secret, fresh, port = sys.argv[1:5]
sys.path.insert(0, root)

from itrvault.model.document import Unit, UnitKind  # noqa: E402
from itrvault.model.geometry import FlowLayout  # noqa: E402
from itrvault.readers import table  # noqa: E402
from itrvault.readers.child import serve  # noqa: E402


def opened(path: str, mode: str = "rb") -> None:
    with open(path, mode) as file:
        if mode == "rb":
            file.read(1)
        else:
            file.write(b"x")
            file.flush()


def connected(family: int, address: object) -> None:
    with socket.socket(family, socket.SOCK_STREAM) as one:
        one.settimeout(2)
        one.connect(address)


def forked() -> None:
    if os.fork() == 0:
        os._exit(0)


def called(name: str, *arguments: object) -> Callable[[], None]:
    def call() -> None:
        function = getattr(ctypes.CDLL(None, use_errno=True), name)
        if function(*arguments) < 0:
            raise OSError(ctypes.get_errno(), "refused")

    return call


ACTS: dict[str, dict[str, Callable[[], object]]] = {
    "open a file": {
        "the vault": lambda: opened(secret),
        "the list of users": lambda: opened("/etc/passwd"),
        "a folder": lambda: os.listdir(os.path.dirname(secret)),
        "by another way": lambda: os.readlink(secret) if os.path.islink(secret) else opened(secret),
        "the host's memory": lambda: opened(f"/proc/{os.getppid()}/mem"),
        "the host's surroundings": lambda: opened(f"/proc/{os.getppid()}/environ"),
    },
    "write a file": {
        "a new one": lambda: opened(fresh, "wb"),
        "the vault": lambda: opened(secret, "r+b"),
        "at its end": lambda: opened(secret, "ab"),
        "cut it": lambda: os.truncate(secret, 0),
        "remove it": lambda: os.unlink(secret),
        "rename it": lambda: os.rename(secret, fresh),
        "a folder": lambda: os.mkdir(fresh),
        "a link": lambda: os.symlink(secret, fresh),
        "another link": lambda: os.link(secret, fresh),
        "its rights": lambda: os.chmod(secret, 0o777),
    },
    "make a socket": {
        "tcp": lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM).close(),
        "tcp 6": lambda: socket.socket(socket.AF_INET6, socket.SOCK_STREAM).close(),
        "udp": lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).close(),
        "a connection": lambda: connected(socket.AF_INET, ("127.0.0.1", int(port))),
    },
    "start a process": {
        "run": lambda: subprocess.run([sys.executable, "-c", ""], check=True, timeout=20),
        "spawn": lambda: os.posix_spawn("/bin/sh", ["sh", "-c", ":"], {}),
        "replace": lambda: os.execv("/bin/sh", ["sh", "-c", ":"]),
        "fork": forked,
    },
}
if sys.platform != "win32":
    ACTS["make a socket"]["unix"] = lambda: socket.socket(socket.AF_UNIX).close()
    ACTS["make a socket"]["a pair"] = lambda: [one.close() for one in socket.socketpair()]
    ACTS["start a process"]["system"] = called("system", None)
if sys.platform == "linux":
    ACTS["make a socket"]["packets"] = lambda: socket.socket(socket.AF_PACKET).close()
    ACTS["make a socket"]["netlink"] = lambda: socket.socket(socket.AF_NETLINK).close()
    ACTS["write a file"]["in memory"] = lambda: os.memfd_create("x")
    ACTS["start a process"]["signal the host"] = lambda: os.kill(os.getppid(), 0)
    ACTS["start a process"]["look into it"] = called("ptrace", 16, os.getppid(), 0, 0)
    del ACTS["start a process"]["system"]


def tried(act: Callable[[], object]) -> str:
    """ "done", or how it was refused."""
    try:
        act()
    except (OSError, subprocess.SubprocessError) as error:
        return type(error).__name__
    return "done"


def read(data: bytes, context: object) -> Iterator[Unit]:
    results = {act: {way: tried(do) for way, do in ways.items()} for act, ways in ACTS.items()}
    yield Unit(0, UnitKind.SECTION, "", json.dumps(results), FlowLayout())


READER = SimpleNamespace(
    NAME="inside/1", MEDIA_TYPE="text/plain", score=lambda head, name: 100, read=read
)

if __name__ == "__main__":
    table.READERS = (lambda: READER,)
    table.ONLY_IF = {}
    serve()
