"""A sealed vault leaves no word, and no key, anywhere on the disk."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from itrvault.model.annotation import Anchor, Stance
from itrvault.store import Store

WORDS = "correct horse battery staple"
SECRETS = [
    "Zanzibarite", "Quokkaphone", "Vexillology", "Xylographer", "Yttriferous", "Wolframite",
    "Umbriferous", "Thixotropic",
]  # fmt: skip


def traces(folder: Path, key: bytes) -> list[tuple[str, bytes]]:
    wanted = [word.encode(code) for word in SECRETS for code in ("utf-8", "utf-16-le")]
    wanted += [WORDS.encode(), key, key.hex().encode(), key.hex().upper().encode()]
    found = []
    for path in folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            found += [(path.name, word) for word in wanted if word in data]
            found += [(path.name, word) for word in wanted if word in path.name.encode()]
    return found


def test_no_word_is_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make_extraction, add_document
) -> None:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    for name in ("TMPDIR", "TEMP", "TMP", "SQLITE_TMPDIR"):
        monkeypatch.setenv(name, str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    folder = tmp_path / "vault"
    folder.mkdir()
    path = folder / "a.itrvault"
    with Store.create(path, WORDS) as store:
        key = store._file._key
        assert key is not None
        document = add_document(
            store, f"{SECRETS[0]}.pdf", texts=[f"{SECRETS[1]} " * 60_000] * 20, title=SECRETS[2]
        )
        tag = store.tags.add(SECRETS[3])
        mark = store.annotations.add(
            document.id, Anchor(0, 0, 0, 11, SECRETS[1]), note=SECRETS[4], tags=[tag.id]
        )
        store.risks.add(mark.id, "privacy", 1, 1, Stance.RISK, SECRETS[5])
        store.searches.save("mine", SECRETS[6])
        store.searches.remember(SECRETS[6])
        store.index_files.write("segment", SECRETS[7].encode() * 50_000)
        # A large sort, which SQLite would spill to a temporary file if it were let.
        with store.snapshot():
            rows = store._file.reading.all("SELECT text FROM units ORDER BY text || random()")
        assert len(rows) == 20
        assert Path(f"{path}-wal").exists()
        assert Path(f"{path}-lock").read_bytes() == b""
        assert traces(tmp_path, key) == []
        store.journal.undo()
        with pytest.raises(ValueError, match="stop"):
            _fail(store, add_document)
        assert traces(tmp_path, key) == []
    assert traces(tmp_path, key) == []
    assert list(temporary.iterdir()) == []
    with Store.open(path, WORDS) as store:
        assert store.documents.all()[0].title == SECRETS[2]


def _fail(store: Store, add_document) -> None:
    with store.transaction():
        add_document(store, "b.pdf", texts=[SECRETS[1] * 90_000] * 20)
        raise ValueError("stop")


def test_the_same_search_finds_them_in_a_plain_vault(tmp_path: Path, add_document) -> None:
    """Or the test above would prove nothing."""
    with Store.create(tmp_path / "a.itrvault") as store:
        add_document(store, texts=[SECRETS[1]], title=SECRETS[2])
    assert {word for _, word in traces(tmp_path, b"no key")} == {
        SECRETS[1].encode(), SECRETS[2].encode(),
    }  # fmt: skip
