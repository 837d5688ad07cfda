"""Power cuts: the importing process is killed; every document is there whole, or not at all."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import pytest

from itrvault.ingest import building
from itrvault.vault import Vault

IMPORTER = Path(__file__).with_name("importer.py")
WORDS = [f"{a}{b}zemblan" for a in "bcdfg" for b in "aeiou"]


def text_of(word: str) -> str:
    return f"Article {1 + WORDS.index(word)}\n\nThe network of {word} is open.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """25 documents, each with a word of its own; some in archives, one twice."""
    path = tmp_path / "leak"
    path.mkdir()
    for word in WORDS[:15]:
        (path / f"{word}.txt").write_text(text_of(word))
    (path / "twice.txt").write_text(text_of(WORDS[0]))
    for name, words in (("a.zip", WORDS[15:20]), ("b.zip", WORDS[20:])):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as z:
            for word in words:
                z.writestr(f"{word}.txt", text_of(word))
        (path / name).write_bytes(out.getvalue())
    return path


def run_until(vault: Path, folder: Path, *, step: int = 0, commit: int = 0) -> bool:
    """Import in another process, killed at a step or in a commit; whether it was killed."""
    command = [sys.executable, str(IMPORTER), str(vault), str(folder), str(commit)]
    environment = {**os.environ, "PYTHONPATH": str(Path(building.__file__).parents[2])}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        hung = threading.Timer(100, process.kill)  # a hang must not hold up all other tests
        hung.start()
        for number, line in enumerate(process.stdout, 1):
            if line == "finished\n":
                break
            if number == step:
                process.kill()
                break
            try:
                os.write(process.stdin.fileno(), b"\n")  # past the buffer: nothing left to close
            except BrokenPipeError:
                break  # it died in its commit
        hung.cancel()
    return process.returncode != 0


def check_whole(path: Path) -> int:
    """Open, check everything, and say how many documents are there."""
    with Vault.open(path) as vault:
        assert [i.text for i in vault.store.check().items if i.severity.name != "OK"] == []
        assert vault.index.verify(vault.store.documents.unit_rows()) == ""
        present = {document.id for document in vault.store.documents.all()}
        for word in WORDS:
            key = hashlib.sha256(text_of(word).encode()).hexdigest()
            hits = vault.search(word).hits
            if key in present:
                assert vault.store.documents.original(key).decode() == text_of(word)
                (text,) = vault.store.documents.texts(key)
                assert text == text_of(word).replace("\n\n", "\n")
                assert [(hit.document, hit.unit) for hit in hits] == [(key, 0)]
            else:
                assert hits == ()
        return len(present)


MOMENTS = [("step", n) for n in (1, 2, 4, 7, 10, 14, 18, 22, 27, 32, 37, 42, 47, 53)]
MOMENTS += [("commit", n) for n in (1, 1, 2, 2, 3, 3)]


@pytest.mark.parametrize(("how", "number"), MOMENTS)
def test_a_power_cut_leaves_whole_documents(tmp_path: Path, folder: Path, how: str, number: int):
    path = tmp_path / "test.itrvault"
    Vault.create(path).close()
    killed = run_until(path, folder, **{how: number})
    count = check_whole(path)
    assert killed or count == len(WORDS)
    assert not list(tmp_path.glob("*.itrvault-*"))


def test_after_a_power_cut_the_same_import_goes_on(tmp_path: Path, folder: Path):
    path = tmp_path / "test.itrvault"
    Vault.create(path).close()
    assert run_until(path, folder, commit=2)
    before = check_whole(path)
    assert 0 < before < len(WORDS)
    assert not run_until(path, folder)
    assert check_whole(path) == len(WORDS)
