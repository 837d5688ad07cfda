"""Each layer alone refuses what it is there for, so that no layer hides that another is missing."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from itrvault.readers import confine

ROOT = Path(__file__).parents[2]
ALONE = Path(__file__).with_name("alone.py")

CHANGES = [
    "a new one", "the vault", "at its end", "cut it", "remove it", "rename it", "a folder",
    "a link", "another link",
]  # fmt: skip
PROGRAMS = ["run", "spawn", "replace"]
LINUX = {
    "landlock": {
        "open a file": [
            "the vault", "the list of users", "a folder", "the host's memory",
            "the host's surroundings",
        ],
        "write a file": CHANGES,
        "start a process": PROGRAMS,
    },
    "seccomp": {
        "write a file": [*CHANGES, "its rights", "in memory"],
        "make a socket": ["tcp", "tcp 6", "udp", "unix", "a pair", "packets", "netlink"],
        "start a process": [*PROGRAMS, "fork", "signal the host", "look into it"],
    },
    "rlimits": {"write a file": ["a new one", "the vault", "at its end"]},
    "network namespace": {"make a socket": ["a connection"]},
}  # fmt: skip
MAC = {
    "profile": {
        "open a file": ["the vault"],
        "write a file": CHANGES,
        "make a socket": ["a connection"],
        "start a process": [*PROGRAMS, "fork"],
    }
}
WINDOWS = {
    "integrity": {"write a file": ["a new one", "the vault", "at its end", "remove it"]},
}  # fmt: skip
LAYERS = {"linux": LINUX, "darwin": MAC, "win32": WINDOWS}.get(sys.platform, {})


@pytest.mark.skipif(not LAYERS, reason="on this system the host confines readers from outside")
@pytest.mark.parametrize("layer", LAYERS or [""])
def test_alone_it_refuses(tmp_path: Path, layer: str):
    secret, fresh = tmp_path / "leak.itrvault", tmp_path / "fresh"
    secret.write_bytes(b"secret")
    pairs = [word for act, ways in LAYERS[layer].items() for way in ways for word in (act, way)]
    with socket.create_server(("127.0.0.1", 0)) as server:
        run = subprocess.run(
            [sys.executable, "-I", str(ALONE), str(ROOT), str(secret), str(fresh),
             str(server.getsockname()[1]), layer, *pairs],
            capture_output=True, text=True, timeout=60, check=False, cwd="/",
        )  # fmt: skip
    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout)
    if not told["there"]:
        pytest.skip(f"this system has no {layer}")
    assert {act: result for act, result in told["results"].items() if result == "done"} == {}
    assert secret.read_bytes() == b"secret"


def test_the_profile_for_macos_closes_what_is_private_and_opens_the_interpreter_last():
    profile = confine.mac_profile(["/Users/me/venv/lib", '/odd "name"\\'])
    assert profile.count("(") == profile.count(")")
    closed, opened = profile.index("(deny file-read-data"), profile.index("(allow file-read-data")
    assert closed < profile.index('(subpath "/Users")') < opened
    assert opened < profile.index('(subpath "/Users/me/venv/lib")')
    assert r'(subpath "/odd \"name\"\\")' in profile


def test_without_any_layer_all_of_it_can_be_done(tmp_path: Path):
    """Else the tests above would prove nothing."""
    secret, fresh = tmp_path / "leak.itrvault", tmp_path / "fresh"
    secret.write_bytes(b"secret")
    script = (
        "import sys; sys.path.insert(0, sys.argv.pop(1)); import inside, json;"
        "print(json.dumps({f'{act}: {way}': inside.tried(do) for act, ways in inside.ACTS.items()"
        " for way, do in ways.items() if way in ('the vault', 'tcp', 'a connection', 'run')}))"
    )
    with socket.create_server(("127.0.0.1", 0)) as server:
        run = subprocess.run(
            [sys.executable, "-I", "-c", script, str(ALONE.parent), str(ROOT), str(secret),
             str(fresh), str(server.getsockname()[1])],
            capture_output=True, text=True, timeout=60, check=True,
        )  # fmt: skip
    assert set(json.loads(run.stdout).values()) == {"done"}
