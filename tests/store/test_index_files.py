"""The index's files behave as files, whatever their size."""

# ruff: noqa: PT012 (a transaction that fails has statements before the failure)

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from itrvault.errors import VaultDamaged
from itrvault.store import Store, index_files
from itrvault.store.index_files import PIECE

NAMES = st.sampled_from(["_MAIN_1.toc", "a.seg", "b.seg"])


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE + 7])
def test_every_stretch(store: Store, size: int) -> None:
    data = os.urandom(size)
    files = store.index_files
    files.write("x", data)
    assert files.length("x") == size
    assert files.read("x") == data
    edges = {0, 1, size // 2, PIECE - 1, PIECE, PIECE + 1, size - 1, size, size + 5}
    for start in edges:
        for length in (0, 1, 100, PIECE, 2 * PIECE, size):
            if start >= 0:
                assert files.read("x", start, length) == data[start : start + length]


def test_missing_files(store: Store) -> None:
    for call in (
        lambda: store.index_files.read("x"),
        lambda: store.index_files.length("x"),
        lambda: store.index_files.rename("x", "y"),
    ):
        with pytest.raises(FileNotFoundError):
            call()
    store.index_files.delete("x")
    assert not store.index_files.exists("x")


def test_a_missing_piece_is_damage(store: Store) -> None:
    store.index_files.write("x", bytes(3 * PIECE))
    store.index_files.write("y", b"whole")
    with store.transaction():
        store._file.writing.run("DELETE FROM index_pieces WHERE piece = 1")
    with pytest.raises(VaultDamaged):
        store.index_files.read("x")
    with pytest.raises(VaultDamaged):
        store.index_files.read("x", PIECE + 5, 10)
    assert store.index_files.damaged() == ["x"]


def test_a_segment_and_its_document_come_together(store: Store, add_document) -> None:
    store.index_files.write("toc", b"old")
    with pytest.raises(ValueError, match="stop"), store.transaction():
        add_document(store)
        store.index_files.write("toc", b"new")
        raise ValueError("stop")
    assert store.index_files.read("toc") == b"old"
    store.index_files.clear()
    assert store.index_files.names() == []


class Files(RuleBasedStateMachine):
    """Any order of writing, renaming, deleting and giving up, against a dictionary."""

    @initialize(folder=st.builds(lambda: Path(os.environ["ITRVAULT_CONFIG"])))
    def start(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        path = folder / "files.itrvault"
        path.unlink(missing_ok=True)
        self.store = Store.create(path)
        self.model: dict[str, bytes] = {}

    @rule(name=NAMES, data=st.binary(max_size=50), times=st.sampled_from([1, 7000]))
    def write(self, name: str, data: bytes, times: int) -> None:
        self.store.index_files.write(name, data * times)
        self.model[name] = data * times

    @rule(name=NAMES)
    def delete(self, name: str) -> None:
        self.store.index_files.delete(name)
        self.model.pop(name, None)

    @rule(old=NAMES, new=NAMES)
    def rename(self, old: str, new: str) -> None:
        if old in self.model:
            self.store.index_files.rename(old, new)
            self.model[new] = self.model.pop(old)

    @rule(name=NAMES)
    def give_up(self, name: str) -> None:
        with pytest.raises(ValueError, match="no"), self.store.transaction():
            self.store.index_files.write(name, b"never")
            self.store.index_files.delete(name)
            raise ValueError("no")

    @invariant()
    def same(self) -> None:
        if hasattr(self, "store"):
            files = self.store.index_files
            assert {name: files.read(name) for name in files.names()} == self.model
            assert files.damaged() == []

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()


TestFiles = Files.TestCase
TestFiles.settings = settings(max_examples=15, stateful_step_count=12, deadline=None)


def test_files_in_pieces_of_another_size_are_read(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = bytes(range(256)) * 3
    for size in (7, 100, 768, 5000):
        monkeypatch.setattr(index_files, "PIECE", size)
        store.index_files.write(f"in pieces of {size}", data)
    monkeypatch.undo()
    for name in store.index_files.names():
        assert store.index_files.read(name) == data
        assert store.index_files.read(name, 95, 110) == data[95:205]
        assert store.index_files.read(name, 760, 100) == data[760:]
    assert store.index_files.damaged() == []
