"""All or nothing, whoever writes, and whoever reads meanwhile."""

# ruff: noqa: PT012 (a transaction that fails has statements before the failure)

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from itrvault.errors import BugError, DiskFull
from itrvault.model.journal import Change, Changed
from itrvault.store import Store


def test_nothing_is_kept_after_any_exception(store: Store, add_document) -> None:
    for error in (ValueError, KeyboardInterrupt, SystemExit):
        with pytest.raises(error), store.transaction():
            add_document(store)
            raise error
        assert store.documents.count() == 0


def test_inner_transactions_are_undone_by_themselves(store: Store, add_document) -> None:
    with store.transaction():
        add_document(store, "a.pdf")
        with pytest.raises(ValueError, match="inner"), store.transaction():
            add_document(store, "b.pdf")
            raise ValueError("inner")
        add_document(store, "c.pdf")
    assert [d.name for d in store.documents.all()] == ["a.pdf", "c.pdf"]


def test_inner_transactions_go_with_the_outer(store: Store, add_document) -> None:
    with pytest.raises(ValueError, match="outer"), store.transaction():
        with store.transaction():
            add_document(store)
        raise ValueError("outer")
    assert store.documents.count() == 0


def test_writing_outside_is_a_bug(store: Store) -> None:
    with pytest.raises(BugError):
        _ = store._file.writing


def test_own_writes_are_read_and_others_are_not(store: Store, add_document) -> None:
    counts = []
    with store.transaction():
        add_document(store)
        assert store.documents.count() == 1
        thread = threading.Thread(target=lambda: counts.append(store.documents.count()))
        thread.start()
        thread.join()
    assert counts == [0]
    assert store.documents.count() == 1


def test_writers_take_turns(store: Store) -> None:
    def write(name: str) -> None:
        for i in range(10):
            with store.transaction():
                store.index_files.write(f"{name}{i}", name.encode() * 1000)

    threads = [threading.Thread(target=write, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(store.index_files.names()) == 40
    assert store.index_files.read("c7") == b"c" * 1000


def test_a_snapshot_sees_one_state(store: Store, add_document) -> None:
    def write() -> None:
        add_document(store)

    with store.snapshot():
        assert store.documents.count() == 0
        thread = threading.Thread(target=write)
        thread.start()
        thread.join()
        assert store.documents.count() == 0
        with store.snapshot():
            assert store.documents.all() == []
    assert store.documents.count() == 1


def test_changes_are_told_once_after_the_commit(store: Store, add_document) -> None:
    seen: list[tuple[Change, int]] = []
    stop = store.on_change(lambda change: seen.append((change, store.documents.count())))
    with store.transaction():
        first = add_document(store, "a.pdf")
        second = add_document(store, "b.pdf")
        assert seen == []
    [(change, count)] = seen
    assert count == 2
    assert change.ids == (first.id, second.id)
    assert change.what == Changed.DOCUMENTS | Changed.INDEX
    with pytest.raises(ValueError, match="no"), store.transaction():
        add_document(store, "c.pdf")
        raise ValueError("no")
    assert len(seen) == 1
    stop()
    add_document(store, "d.pdf")
    assert len(seen) == 1


def test_what_an_undone_inner_transaction_touched_is_not_told(store: Store, add_document) -> None:
    seen: list[Change] = []
    store.on_change(seen.append)
    with store.transaction():
        kept = add_document(store, "a.pdf")
        with pytest.raises(ValueError, match="inner"), store.transaction():
            add_document(store, "b.pdf")
            raise ValueError("inner")
    assert [change.ids for change in seen] == [(kept.id,)]


def test_a_listener_may_write(store: Store, add_document) -> None:
    document = add_document(store)

    def listener(change: Change) -> None:
        if change.what & Changed.DOCUMENTS and not store.searches.all():
            store.searches.save("all", "itr")

    store.on_change(listener)
    store.documents.set_fact(document.id, "title", "New")
    assert [search.name for search in store.searches.all()] == ["all"]


def test_using_a_closed_store_is_a_bug(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "a.itrvault")
    store.close()
    store.close()
    with pytest.raises(BugError):
        store.documents.count()
    with pytest.raises(BugError), store.transaction():
        pass


def test_a_full_disk_undoes_the_step_and_nothing_else(store: Store, add_document) -> None:
    kept = add_document(store, "kept.pdf")
    with store.transaction():
        writing = store._file.writing
        pages = writing.value("PRAGMA page_count")
    store._file._writer.value(f"PRAGMA max_page_count = {pages + 4}")
    with pytest.raises(DiskFull):
        add_document(store, "big.pdf", texts=["word " * 40_000])
    assert store.documents.all() == [kept]
    store._file._writer.value("PRAGMA max_page_count = 1000000")
    add_document(store, "later.pdf")
    assert store.check().clean


def test_a_full_disk_deep_inside(store: Store, add_document) -> None:
    with store.transaction():
        pages = store._file.writing.value("PRAGMA page_count")
    store._file._writer.value(f"PRAGMA max_page_count = {pages + 4}")
    with pytest.raises(DiskFull), store.transaction(), store.journal.operation("Both"):
        store.searches.save("a", "b")
        with store.transaction():
            add_document(store, "big.pdf", texts=["word " * 40_000])
    assert store.searches.all() == []
    assert store.journal.can_undo == ""
    store._file._writer.value("PRAGMA max_page_count = 1000000")
    store.searches.save("a", "b")
    assert store.journal.can_undo == "Save search"
