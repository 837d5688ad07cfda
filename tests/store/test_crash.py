"""Killed at any moment, or out of space: what was finished is kept, the rest never happened."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from itrvault.store import Store

ROOT = Path(__file__).parents[2]

WRITE = """
import os, sys
from itrvault.model.document import Extraction, Unit, UnitKind
from itrvault.model.geometry import FlowLayout
from itrvault.store import Store, key
from itrvault.store.key import Cost

key.COSTS = (Cost(1, 1, 64, 1),)
path, passphrase = sys.argv[1], sys.argv[2] or None
store = Store.open(path, passphrase)
print("ready", flush=True)
for number in range(10_000):
    with store.transaction():
        for part in "ab":
            units = tuple(
                Unit(i, UnitKind.SECTION, str(i), f"{number}{part}{i} " * 200, FlowLayout(), "en")
                for i in range(5)
            )
            extraction = Extraction("text/plain", "test", units)
            data = os.urandom(200_000)
            store.documents.add(extraction, {}, data, [], f"{number}{part}")
        store.index_files.write("toc", str(number).encode() * 9000)
    print(number, flush=True)
"""


def start(path: Path, passphrase: str | None) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITE, str(path), passphrase or ""],
        stdout=subprocess.PIPE, text=True, cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip


def whole(store: Store, finished: int) -> None:
    """Every pair of documents is there with its index file, or nothing of it is."""
    assert store.check().clean
    names = [document.name for document in store.documents.all()]
    pairs = len(names) // 2
    assert names == [f"{number}{part}" for number in range(pairs) for part in "ab"]
    assert pairs >= finished  # what was said to be finished is there
    if pairs:
        assert store.index_files.read("toc") == str(pairs - 1).encode() * 9000


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
@pytest.mark.parametrize("passphrase", [None, "sealed"])
def test_killed_while_adding(tmp_path: Path, passphrase: str | None) -> None:
    path = tmp_path / "a.itrvault"
    Store.create(path, passphrase).close()
    finished = 0
    for moment in range(6):
        path.unlink()
        Store.create(path, passphrase).close()
        process = start(path, passphrase)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        finished = 0
        for _ in range(moment):
            finished = int(process.stdout.readline()) + 1
        # A different point inside a transaction each time: spin, since waiting would be a guess.
        for _ in range(moment * 40_000):
            pass
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        with Store.open(path, passphrase, read_only=True) as reader:
            whole(reader, finished)
        with Store.open(path, passphrase) as store:
            whole(store, finished)
            store.tags.add("still works")
        assert os.listdir(tmp_path) == [path.name]


FILL = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from itrvault.errors import DiskFull, FileUnwritable
from itrvault.model.document import Extraction
from itrvault.store import Store

store = Store.open(sys.argv[1])
store.documents.add(Extraction("text/plain", "test", ()), {}, b"small", [], "kept")
resource.setrlimit(resource.RLIMIT_FSIZE, (1_500_000, 1_500_000))
try:
    store.documents.add(Extraction("text/plain", "test", ()), {}, bytes(9_000_000), [], "big")
except (DiskFull, FileUnwritable) as error:
    print(type(error).__name__, error.message)
store.documents.add(Extraction("text/plain", "test", ()), {}, b"later", [], "later")
store.close()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs resource limits")
def test_no_room_for_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.itrvault"
    Store.create(path).close()
    done = subprocess.run(
        [sys.executable, "-c", FILL, str(path)], capture_output=True, text=True, cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False,
    )  # fmt: skip
    assert done.stderr == ""
    assert "lets the file grow no further" in done.stdout
    with Store.open(path) as store:
        assert [document.name for document in store.documents.all()] == ["kept", "later"]
        assert store.check().clean


def test_a_killed_vault_is_read_while_its_log_lies_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "a.itrvault"
    Store.create(path).close()
    process = start(path, None)
    assert process.stdout is not None
    for _ in range(3):
        process.stdout.readline()
    process.kill()
    process.wait()
    process.stdout.close()
    assert Path(f"{path}-wal").stat().st_size > 0
    copy = tmp_path / "copy"
    copy.mkdir()
    for suffix in ("", "-wal"):
        (copy / f"a.itrvault{suffix}").write_bytes(Path(f"{path}{suffix}").read_bytes())
    with Store.open(copy / "a.itrvault", read_only=True) as reader:
        assert reader.documents.count() >= 4
