"""What a confined process truly cannot do, tried in a real one."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from itrvault.readers import confine, seccomp

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="these layers are Linux's")


@pytest.fixture(scope="module")
def tried(tmp_path_factory):
    folder = tmp_path_factory.mktemp("home")
    vault = folder / "leak.itrvault"
    vault.write_bytes(b"secret")
    data = folder / "tessdata"
    data.mkdir()
    (data / "eng.traineddata").write_bytes(b"language")
    run = subprocess.run(
        [sys.executable, "-I", str(Path(__file__).with_name("confined.py")), str(ROOT),
         str(vault), str(folder / "new"), str(data)],
        capture_output=True, text=True, timeout=60, check=False, cwd="/",
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout)
    return told["layers"], told["results"], vault


def test_nothing_written_removed_or_renamed(tried):
    _, results, vault = tried
    assert vault.read_bytes() == b"secret"
    assert {path.name for path in vault.parent.iterdir()} == {"leak.itrvault", "tessdata"}
    assert results["write a file"].startswith("refused")


def test_files_stay_closed(tried):
    layers, results, _ = tried
    if confine.FILES not in layers:
        pytest.skip("this kernel has no Landlock")
    for name in ("read /etc/passwd", "read a vault", "list home", "read the host's memory"):
        assert results[name].startswith("refused"), name


def test_language_data_is_the_only_folder_of_the_system_that_can_be_read(tried):
    layers, results, vault = tried
    assert results["read language data"] == results["list language data"] == "done"
    assert results["write language data"].startswith("refused")
    assert (vault.parent / "tessdata" / "eng.traineddata").read_bytes() == b"language"
    if confine.FILES in layers:
        assert results["read beside language data"].startswith("refused")


def test_no_network_and_no_programs(tried):
    layers, results, _ = tried
    if confine.CALLS not in layers:
        pytest.skip("this kernel has no seccomp filters")
    for name in ("tcp socket", "udp socket", "unix socket", "socket pair", "run a program", "exec",
                 "fork", "signal the host", "memfd"):  # fmt: skip
        assert results[name].startswith("refused"), name


def test_memory_is_bounded_and_honest_work_goes_on(tried):
    _, results, _ = tried
    assert results["too much memory"].startswith("refused")
    assert results["read its own library"] == "done"
    assert results["thread"] == "done"


def test_the_folder_beside_the_package_is_not_readable():
    paths = {str(Path(path).resolve()) for path in confine.readable_paths()}
    assert str(ROOT) not in paths
    assert str(Path.home()) not in paths
    assert "/" not in paths


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_every_jump_of_the_filter_lands_inside_it(machine):
    steps = seccomp.program(machine, 1234)
    assert 100 < len(steps) < 4096
    for index, (code, yes, no, _) in enumerate(steps):
        if code & 0x07 == 0x05:
            assert index + 1 + max(yes, no) < len(steps)
    assert steps[-1][0] == 0x06
    assert steps[-1][3] >> 16 == 0x0005
