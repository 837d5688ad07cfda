"""The index is disposable: whatever becomes of it, what is in the vault is found."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from itrvault.store import Store
from itrvault.vault import Vault


def older(store: Store) -> None:
    files = store.index_files
    [name] = [name for name in files.names() if name.endswith(".index")]
    data = files.read(name).replace(b'"version": "', b'"version": "0 ')
    assert b'"0 ' in data
    files.write(name, data)


def gone(store: Store) -> None:
    store.index_files.clear()


def garbled(store: Store) -> None:
    for name in store.index_files.names():
        store.index_files.write(name, b"\x80\x04cos\nsystem\n")


HARM = [older, gone, garbled]


@pytest.fixture(params=HARM, ids=[harm.__name__ for harm in HARM])
def harmed(request: pytest.FixtureRequest, specimens: Path) -> Path:
    with Vault.open(specimens) as vault, vault.store.transaction():
        harm: Callable[[Store], None] = request.param
        harm(vault.store)
    return specimens


def total(said) -> int:
    assert said.code == 0
    return said.json["total"]


def test_searching_makes_it_anew_and_keeps_it(itrvault, harmed: Path):
    assert total(itrvault("search", harmed, "routing", "--json")) > 5
    assert itrvault("check", harmed).code == 0
    again = itrvault("search", harmed, "routing")
    assert "in memory" not in again.err


def test_while_somebody_else_writes_one_in_memory_does(itrvault, harmed: Path):
    with Vault.open(harmed):
        assert total(itrvault("search", harmed, "routing", "--json")) > 5
        assert "in memory" in itrvault("search", harmed, "routing").err


def test_a_vault_that_cannot_be_written_is_searched_all_the_same(itrvault, harmed: Path):
    with Vault.open(harmed, read_only=True) as vault:
        assert vault.search("routing").total > 5
        assert vault.search("lang:ru").total > 0


def test_an_import_after_harm_is_found_with_the_rest(itrvault, harmed: Path, tmp_path: Path):
    (tmp_path / "new.txt").write_text("Routing of the quokka traffic.", "utf-8")
    assert itrvault("import", harmed, "new.txt").code == 0
    assert total(itrvault("search", harmed, "quokka", "--json")) == 1
    assert total(itrvault("search", harmed, "routing", "--json")) > 6
    assert itrvault("check", harmed).code == 0


def test_check_says_it_and_makes_it_anew_when_asked(itrvault, harmed: Path):
    said = itrvault("check", harmed, "--json").json
    [item] = [item for item in said["items"] if item["severity"] != "ok"]
    assert item["what"] == "index"
    assert item["severity"] in ("warning", "error")
    assert itrvault("check", harmed, "--rebuild").code == 0
    assert itrvault("check", harmed, "--json").json["ok"]
