"""`itrvault import --watch`, as a process that is asked to stop."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from itrvault.vault import Vault

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent in another way there")
@pytest.mark.parametrize("as_json", [True, False])
def test_it_imports_what_comes_and_ends_cleanly(tmp_path: Path, as_json: bool):
    folder, vault = tmp_path / "leak", tmp_path / "a.itrvault"
    folder.mkdir()
    (folder / "first.txt").write_text("firstword")
    Vault.create(vault).close()
    command = [sys.executable, "-m", "itrvault", "import", str(vault), "leak", "--watch"]
    process = subprocess.Popen(
        [*command, "--json"] if as_json else command, cwd=tmp_path, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        assert process.stderr.readline().startswith("Watching for new and changed files")
        (folder / "second.txt").write_text("secondword")
        assert process.stderr.readline().startswith("Watching for new and changed files")
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    finally:
        process.kill()
        process.wait()
    assert process.returncode == 0, err
    if as_json:
        told = json.loads(out)
        assert [row["path"] for row in told["documents"]] == ["leak/first.txt", "leak/second.txt"]
        assert told["imported"] == 2
    else:
        assert out.count("1 document imported") == 2
        assert "Stopped watching." in err
    with Vault.open(vault) as opened:
        assert opened.search("secondword").total == 1
        assert opened.check().clean
