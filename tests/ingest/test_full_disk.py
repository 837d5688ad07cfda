"""A disk that fills up during an import: a clear sentence, and everything before it is safe."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from itrvault.ingest import building, run_import
from itrvault.model.report import FileStatus
from itrvault.vault import Vault

SCRIPT = """
import resource, sys
from itrvault.errors import KnownError
from itrvault.ingest import building, run_import, writing
from itrvault.vault import Vault

building.GROUP_TEXT, writing.BATCH_SECONDS = 1, 0
with Vault.open(sys.argv[1]) as vault:
    resource.setrlimit(resource.RLIMIT_FSIZE, (900_000, resource.RLIM_INFINITY))
    try:
        run_import(vault, [sys.argv[2]], jobs=1)
        print("no failure")
    except KnownError as error:
        print(type(error).__name__, error.message)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot limit the size of a file")
def test_no_room_is_a_sentence_and_loses_nothing(tmp_path: Path):
    folder = tmp_path / "leak"
    folder.mkdir()
    for number in range(12):
        letters = os.urandom(30_000).hex()  # nothing that packs well
        words = " ".join(letters[at : at + 8] for at in range(0, len(letters), 8))
        (folder / f"{number:02}.txt").write_text(words)
    path = tmp_path / "test.itrvault"
    Vault.create(path).close()
    environment = {**os.environ, "PYTHONPATH": str(Path(building.__file__).parents[2])}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(path), str(folder)],
        env=environment, capture_output=True, text=True, timeout=100, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.split()[0] in ("DiskFull", "FileUnwritable"), done.stdout
    with Vault.open(path) as vault:
        assert [i.text for i in vault.store.check().items if i.severity.name != "OK"] == []
        assert vault.index.verify(vault.store.documents.unit_rows()) == ""
        kept = vault.store.documents.count()
        assert kept < 12
        report = run_import(vault, [folder], jobs=1)
        assert report.count(FileStatus.DUPLICATE) == kept
        assert vault.store.documents.count() == 12
