"""What a person does is written down for good, and can be undone and done again."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlcipher3 import dbapi2

from itrvault.errors import NothingToUndo
from itrvault.model.annotation import Anchor, Stance
from itrvault.model.journal import ObjectKind
from itrvault.store import Store, clock, state
from itrvault.store.clock import Clock

QUOTE = Anchor(0, 0, 0, 13, "Member States", "", " shall")


def picture(store: Store) -> object:
    """Everything a person sees."""
    return (
        store.annotations.all(), store.tags.all(), store.risks.all(), store.searches.all(),
        [document.facts for document in store.documents.all()],
    )  # fmt: skip


def timeless(store: Store) -> object:
    """The same without times of change, which undoing moves on."""
    with store.snapshot():
        tables = state.stored_tables(store._file.reading)
    return {
        table: {key: row[:-2] if table in ("annotations", "risks") else row
                for key, row in rows.items() if table != "annotations" or row[1]}
        for table, rows in tables.items()
    }  # fmt: skip


def test_everything_can_be_undone_and_done_again(store: Store, add_document) -> None:
    document = add_document(store)
    steps = [timeless(store)]

    def step(what: object) -> object:
        steps.append(timeless(store))
        return what

    parent = step(store.tags.add("Rights", colour="#123456", rights=["UDHR 12"]))
    tag = step(store.tags.add("Privacy", parent.id))
    mark = step(store.annotations.add(document.id, QUOTE, "red", "Look", [tag.id], "ana"))
    risk = step(store.risks.add(mark.id, "privacy", 3, 2, Stance.RISK, "Because."))
    step(store.annotations.update(mark.id, note="Closer", colour="blue"))
    step(store.annotations.update(mark.id, tags=[parent.id]))
    step(store.risks.update(risk.id, severity=4, articles=["ICCPR 17"]))
    step(store.documents.set_fact(document.id, "title", "Ours"))
    search = step(store.searches.save("Stops", "suspension"))
    step(store.searches.update(search.id, query="suspen*"))
    step(store.tags.move(tag.id, ""))
    step(store.tags.update(tag.id, name="Private life"))
    step(store.tags.remove(parent.id))
    step(store.risks.remove(risk.id))
    step(store.annotations.remove(mark.id))
    step(store.searches.remove(search.id))
    assert len({repr(s) for s in steps}) == len(steps)
    for _ in range(2):
        for before in reversed(steps[:-1]):
            assert store.journal.can_undo
            store.journal.undo()
            assert timeless(store) == before
        assert store.journal.can_undo == ""
        with pytest.raises(NothingToUndo):
            store.journal.undo()
        for after in steps[1:]:
            assert store.journal.can_redo
            store.journal.redo()
            assert timeless(store) == after
        with pytest.raises(NothingToUndo):
            store.journal.redo()
    assert store.check().clean


def test_undo_survives_a_restart(tmp_path: Path, add_document) -> None:
    path = tmp_path / "a.itrvault"
    with Store.create(path) as store:
        document = add_document(store)
        mark = store.annotations.add(document.id, QUOTE)
        store.annotations.update(mark.id, note="Look")
        store.journal.undo()
    with Store.open(path) as store:
        assert (store.journal.can_undo, store.journal.can_redo) == ("Highlight", "Change note")
        store.journal.redo()
        assert store.annotations.get(mark.id).note == "Look"
        store.journal.undo()
        store.journal.undo()
        assert store.annotations.count() == 0


def test_a_new_deed_ends_redoing(store: Store) -> None:
    store.tags.add("a")
    store.tags.add("b")
    store.journal.undo()
    store.tags.add("c")
    assert store.journal.can_redo == ""
    store.journal.undo()
    store.journal.undo()
    assert store.tags.all() == []


def test_a_change_that_changes_nothing_is_none(store: Store, add_document) -> None:
    document = add_document(store)
    mark = store.annotations.add(document.id, QUOTE, note="Same")
    length = store.journal.length()
    store.annotations.update(mark.id, note="Same", colour="")
    assert store.journal.length() == length
    assert store.journal.can_undo == "Highlight"


def test_an_operation_is_undone_as_one(store: Store, add_document) -> None:
    document = add_document(store)
    with store.journal.operation("Code passage", author="ana"):
        tag = store.tags.add("New")
        mark = store.annotations.add(document.id, QUOTE, tags=[tag.id])
    assert store.journal.can_undo == "Code passage"
    assert {entry.author for entry in store.journal.entries(mark.id)} == {"ana"}
    store.journal.undo()
    assert (store.tags.all(), store.annotations.all()) == ([], [])


def test_an_operation_that_fails_leaves_nothing(store: Store) -> None:
    def fail() -> None:
        with store.journal.operation("Fails"):
            store.tags.add("a")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert store.tags.all() == []
    assert store.journal.length() == 0
    store.tags.add("b")
    assert store.journal.can_undo == "New tag"


def test_a_failed_part_of_an_operation(store: Store) -> None:
    def fail() -> None:
        with store.journal.operation("Part"):
            store.tags.add("lost")
            raise ValueError("part")

    with store.journal.operation("Whole"):
        with pytest.raises(ValueError, match="part"):
            fail()
        store.tags.add("kept")
    assert [tag.name for tag in store.tags.all()] == ["kept"]
    store.journal.undo()
    assert store.tags.all() == []


def test_the_journal_is_never_changed(store: Store) -> None:
    store.tags.add("a")
    for sql in ("UPDATE journal SET author = 'x'", "DELETE FROM journal"):
        with pytest.raises(dbapi2.IntegrityError, match="journal"), store.transaction():
            store._file.writing.run(sql)
    assert store.journal.length() > 0


def test_history_of_one_object(store: Store, add_document) -> None:
    document = add_document(store)
    mark = store.annotations.add(document.id, QUOTE, note="One", author="ana")
    store.annotations.update(mark.id, note="Two", author="ben")
    store.journal.undo()
    notes = [e for e in store.journal.entries(mark.id) if e.field == "note"]
    assert [(e.before, e.after, e.author) for e in notes] == [
        (None, "One", "ana"), ("One", "Two", "ben"), ("Two", "One", ""),
    ]  # fmt: skip
    assert notes[2].undoes == notes[1].operation
    assert [e.clock for e in notes] == sorted(e.clock for e in notes)
    assert all(e.kind is ObjectKind.ANNOTATION for e in notes)


def test_importing_is_written_down_and_not_undone(store: Store, add_document) -> None:
    document = add_document(store)
    [entry] = store.journal.entries(document.id)
    assert (entry.label, entry.field, entry.after) == ("Import", "exists", True)
    assert store.journal.can_undo == ""


def test_notes_come_back_with_their_document(store: Store, add_document) -> None:
    document = add_document(store)
    mark = store.annotations.add(document.id, QUOTE, note="Kept")
    store.risks.add(mark.id, "privacy", 1, 1, Stance.RISK, "Because.")
    store.documents.remove(document.id)
    assert (store.annotations.all(), store.risks.all()) == ([], [])
    add_document(store)
    assert [a.note for a in store.annotations.all()] == ["Kept"]
    assert len(store.risks.all()) == 1


# -- the clock ----------------------------------------------------------------------------------


@given(st.lists(st.integers(0, 10**13 - 1), max_size=20))
def test_each_clock_is_later_than_all_seen(moments: list[int]) -> None:
    ticking = Clock()
    last = ""
    for moment in moments:
        other = f"{moment:013d}-999999-0123abcd"
        ticking.see(other)
        now = ticking.next()
        assert clock.valid(now)
        assert now > last
        assert now > other or not clock.valid(other)
        last = now


def test_clocks_stay_in_order_when_the_computers_goes_back(monkeypatch) -> None:
    ticking = Clock()
    first = ticking.next()
    monkeypatch.setattr(clock.time, "time_ns", lambda: 0)
    assert ticking.next() > first
    assert clock.time_of(first)[:2] == "20"
    assert clock.time_of("yesterday") == ""


# -- any order of doing and undoing -------------------------------------------------------------


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(["add", "note", "remove", "tag", "undo", "redo"]), max_size=25))
def test_undo_is_a_stack(tmp_path_factory: pytest.TempPathFactory, deeds: list[str]) -> None:
    path = tmp_path_factory.mktemp("j") / "a.itrvault"
    with Store.create(path) as store:
        past, future = [timeless(store)], []
        for i, deed in enumerate(deeds):
            tags = store.tags.all()
            if deed == "undo":
                if len(past) > 1:
                    store.journal.undo()
                    future.append(past.pop())
            elif deed == "redo":
                if future:
                    store.journal.redo()
                    past.append(future.pop())
            elif deed == "add" or not tags:
                store.tags.add(f"t{i}")
            elif deed == "note":
                store.tags.update(tags[0].id, definition=f"d{i}")
            elif deed == "remove":
                store.tags.remove(tags[-1].id)
            elif deed == "tag":
                store.searches.save(f"s{i}", "x")
            if deed not in ("undo", "redo"):
                past.append(timeless(store))
                future = []
            assert timeless(store) == past[-1]
            assert bool(store.journal.can_undo) == (len(past) > 1)
            assert bool(store.journal.can_redo) == bool(future)
        assert state.expected_tables(store._file.reading) == state.stored_tables(
            store._file.reading
        )
