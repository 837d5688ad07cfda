"""A sealed vault gives nothing away: not in its file, beside it, in temp folders or in caches."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PASSPHRASE = "quagmire lantern ferret"
WORDS = {
    "document": "Xylographische",
    "title": "Zanzibarensis",
    "path": "whistleblower-folder",
    "note": "Note-Kumquat",
    "author": "Ottoline Featherstonehaugh",
    "query": "Yggdrasilfrage",
    "tag": "Periwinkle-Tag",
    "rationale": "Rationale-Bergamot",
    "passphrase": PASSPHRASE,
}
"""Words that stand nowhere else, by where they come from."""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine of its own: home, temp, cache and working folder all below one place."""
    home = tmp_path / "machine"
    for name in ("tmp", "cache", "config", "data", "work"):
        (home / name).mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("TMPDIR", str(home / "tmp"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "cache"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "data"))
    monkeypatch.delenv("ITRVAULT_CONFIG")
    monkeypatch.setattr(tempfile, "tempdir", None)
    return home


def source(tmp_path: Path) -> Path:
    folder = tmp_path / WORDS["path"]
    folder.mkdir()
    head = f"# title: The {WORDS['title']} declaration on routes\n\n"
    text = f"{head}Article 7\n{WORDS['document']} clauses on suspension.\n"
    (folder / "leak.txt").write_text(text, "utf-8")
    return folder


def leaks(*folders: Path) -> list[str]:
    """Where any of the words can be read, in any usual encoding."""
    patterns = {
        name: re.compile(
            b"|".join(
                re.escape(form.encode(encoding))
                for form in {word, word.casefold(), word.split()[0]}
                for encoding in ("utf-8", "utf-16-le", "utf-32-le")
            ),
            re.IGNORECASE,
        )
        for name, word in WORDS.items()
    }
    found = []
    for folder in folders:
        for path in folder.rglob("*"):
            if path.is_file():
                data = path.read_bytes()
                found += [f"{name} in {path}" for name, p in patterns.items() if p.search(data)]
                found += [f"{name} as {path}" for name, p in patterns.items()
                          if p.search(str(path.relative_to(folder)).encode())]  # fmt: skip
    return found


def command(*arguments: object) -> subprocess.CompletedProcess[str]:
    given = [sys.executable, "-m", "itrvault", *map(str, arguments), "--passphrase-file", "-"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        given, input=PASSPHRASE + "\n", env=environment, text=True, capture_output=True
    )


def test_a_day_of_commands_leaves_no_word_on_the_disk(home: Path, tmp_path: Path):
    vault, copy = home / "work" / "v.itrvault", home / "work" / "copy.itrvault"
    (home.parent / "secret").write_text(PASSPHRASE + "\n", "utf-8")
    steps: list[tuple[object, ...]] = [
        ("new", vault, "--sealed"),
        ("import", vault, source(tmp_path)),
        ("search", vault, WORDS["document"]),
        ("search", vault, f"{WORDS['query']} OR clauses", "--any"),
        ("show", vault, "leak.txt"),
        ("annotate", vault, "leak.txt", "--quote", "clauses on suspension", "--note",
         WORDS["note"], "--author", WORDS["author"], "--tag", "routing control"),
        ("correct", vault, "leak.txt", "proponent", WORDS["tag"]),
        ("annotations", vault),
        ("carry", vault, copy, "--seal-with", home.parent / "secret"),
        ("undo", vault),
        ("redo", vault),
        ("merge", vault, copy, "--other-passphrase-file", home.parent / "secret"),
        ("check", vault),
    ]  # fmt: skip
    for step in steps:
        done = command(*step)
        assert done.returncode == 0, (step, done.stderr)
    assert not leaks(home)
    left = {path.relative_to(home).as_posix() for path in home.rglob("*") if path.is_file()}
    assert left == {"work/v.itrvault", "work/copy.itrvault"}


def test_nothing_is_readable_while_it_is_open_either(home: Path, tmp_path: Path):
    from itrvault.ingest import run_import
    from itrvault.vault import Vault

    path = home / "work" / "v.itrvault"
    with Vault.create(path, PASSPHRASE) as vault:
        run_import(vault, [source(tmp_path)])
        assert vault.search(WORDS["document"]).total == 1
        document = vault.store.documents.get("leak.txt")
        vault.store.tags.add(WORDS["tag"])
        vault.store.searches.remember(WORDS["query"])
        vault.store.searches.save(WORDS["query"], WORDS["query"])
        beside = {file.suffix for file in path.parent.iterdir()}
        assert any("wal" in suffix for suffix in beside), "the journal file should be there now"
        assert not leaks(home)
        assert WORDS["title"] in document.title
    assert not leaks(home)


def test_the_key_is_not_in_the_file(home: Path):
    from itrvault.store.key import COSTS, derive
    from itrvault.vault import Vault

    path = home / "work" / "v.itrvault"
    Vault.create(path, PASSPHRASE).close()
    data = path.read_bytes()
    key = derive(PASSPHRASE, data[:16], COSTS[-1])
    assert Vault.open(path, PASSPHRASE).close() is None
    for form in (key, key.hex().encode(), key.hex().upper().encode()):
        assert form not in data


def test_a_wrong_passphrase_is_one_sentence(home: Path):
    vault = home / "work" / "v.itrvault"
    assert command("new", vault, "--sealed").returncode == 0
    before = vault.read_bytes()
    given = [sys.executable, "-m", "itrvault", "documents", str(vault), "--passphrase-file", "-"]
    done = subprocess.run(
        given, input="not it\n", env={**os.environ, "PYTHONPATH": str(ROOT)}, text=True,
        capture_output=True,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.splitlines()[0] == f"That passphrase does not open {vault}."
    assert "Traceback" not in done.stderr
    assert vault.read_bytes() == before
    none = subprocess.run(
        given[:5], env={**os.environ, "PYTHONPATH": str(ROOT)}, text=True, capture_output=True,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert none.returncode == 1
    assert "needs its passphrase" in none.stderr
