"""From inside a reader: it can open nothing, write nothing, talk to nobody and start nothing."""

from __future__ import annotations

import json
import os
import socket
import sys
from pathlib import Path

import pytest

from itrvault.readers import confine
from itrvault.sandbox import process
from itrvault.sandbox.host import Sandbox

ROOT = Path(__file__).parents[2]
REFUSED_BY: dict[str, tuple[str, ...]] = {
    "open a file": (confine.FILES,),
    "write a file": (confine.CALLS, confine.PROFILE),
    "make a socket": (confine.CALLS, confine.PROFILE),
    "start a process": (
        confine.CALLS,
        confine.PROFILE,
        "limited memory, no further processes (job object)",
    ),
}
"""An act, and the layers of which one is enough to refuse every way to do it."""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple:
    """The layers in force, and what a hostile reader could do: act, way, result."""
    folder = tmp_path_factory.mktemp("home")
    secret, fresh = folder / "leak.itrvault", folder / "fresh"
    secret.write_bytes(b"secret")
    with socket.create_server(("127.0.0.1", 0)) as server, pytest.MonkeyPatch.context() as patch:
        command = [
            sys.executable, "-I", str(Path(__file__).with_name("inside.py")), str(ROOT),
            str(secret), str(fresh), str(server.getsockname()[1]),
        ]  # fmt: skip
        patch.setattr(process, "reader_command", lambda: command)
        with Sandbox() as sandbox:
            extraction = sandbox.extract(b"words", "a.txt")
            layers = sandbox.layers()
        server.settimeout(0)
        with pytest.raises(BlockingIOError):  # nobody called
            server.accept()
    return layers, json.loads(extraction.units[0].text), secret


@pytest.mark.parametrize("act", REFUSED_BY)
def test_a_reader_cannot(told, act: str):
    layers, results, _ = told
    if not set(REFUSED_BY[act]) & set(layers):
        pytest.skip(f"no layer of this system refuses to {act}: {', '.join(layers) or 'none'}")
    assert len(results[act]) >= 3
    assert {way: result for way, result in results[act].items() if result == "done"} == {}


def test_nothing_happened_to_the_vault(told):
    _, _, secret = told
    assert secret.read_bytes() == b"secret"
    assert os.listdir(secret.parent) == [secret.name]


def test_every_layer_that_is_told_of_is_one_of_these(told):
    layers, _, _ = told
    known = {
        confine.NO_NEW_PRIVILEGES, confine.NAMESPACES, confine.NETWORK_NAMESPACE,
        confine.CAPABILITIES, confine.FILES, confine.CALLS, confine.LIMITS, confine.PROFILE,
        "limited memory, no further processes (job object)",
    }  # fmt: skip
    assert set(layers) <= known
    if sys.platform == "linux":
        assert confine.NO_NEW_PRIVILEGES in layers
