"""Copies that went apart come together to the same state, in any order, and only once."""

from __future__ import annotations

import random
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itrvault.errors import VaultDamaged
from itrvault.model.annotation import Anchor, Stance
from itrvault.model.ids import new_id
from itrvault.model.journal import Changed, Entry, ObjectKind
from itrvault.store import Store, state
from itrvault.store.state import numbers

QUOTE = Anchor(0, 0, 0, 13, "Member States", "", " shall")


def tables(store: Store) -> state.Tables:
    with store.snapshot():
        stored = state.stored_tables(store._file.reading)
        assert stored == state.expected_tables(store._file.reading)
    return stored


@pytest.fixture
def two(tmp_path: Path, add_document):
    """Two copies of one vault with a document, a tag and an annotation."""
    with Store.create(tmp_path / "home.itrvault") as home:
        document = add_document(home)
        tag = home.tags.add("Privacy")
        home.annotations.add(document.id, QUOTE, note="First", tags=[tag.id])
    shutil.copy(tmp_path / "home.itrvault", tmp_path / "away.itrvault")
    with (
        Store.open(tmp_path / "home.itrvault") as home,
        Store.open(tmp_path / "away.itrvault") as away,
    ):
        yield home, away


def test_notes_come_home(two) -> None:
    home, away = two
    [mark] = away.annotations.all()
    tag = away.tags.add("Routing")
    away.annotations.update(mark.id, note="Heard in the meeting", tags=[*mark.tags, tag.id])
    away.risks.add(mark.id, "privacy", 2, 2, Stance.RISK, "Said aloud.")
    home.annotations.update(mark.id, colour="red")
    change = home.journal.apply(away.journal.since())
    assert change.what == Changed.ANNOTATIONS | Changed.TAGS | Changed.RISKS
    merged = home.annotations.get(mark.id)
    assert (merged.note, merged.colour) == ("Heard in the meeting", "red")
    assert set(merged.tags) == {*mark.tags, tag.id}
    assert len(home.risks.all()) == 1
    assert home.check().clean


def test_the_second_time_does_nothing(two) -> None:
    home, away = two
    away.tags.add("Routing")
    home.journal.apply(away.journal.since())
    before, length = tables(home), home.journal.length()
    change = home.journal.apply(away.journal.since())
    assert change.what == Changed.NOTHING
    assert (tables(home), home.journal.length()) == (before, length)
    assert home.journal.can_undo == "Merge"


def test_a_merge_is_undone_and_redone_as_one(two) -> None:
    home, away = two
    [mark] = home.annotations.all()
    away.annotations.update(mark.id, note="Away")
    away.annotations.add(mark.document, QUOTE, note="New")
    away.tags.remove(mark.tags[0])
    before = home.annotations.all(), home.tags.all()
    home.journal.apply(away.journal.since(), "Merge stick")
    after = [(a.note, a.tags) for a in home.annotations.all()]
    assert after == [("Away", ()), ("New", ())]
    assert home.journal.can_undo == "Merge stick"
    home.journal.undo()
    assert [(a.note, a.tags) for a in home.annotations.all()] == [
        (a.note, a.tags) for a in before[0]
    ]
    assert home.tags.all() == before[1]
    home.journal.redo()
    assert [(a.note, a.tags) for a in home.annotations.all()] == after
    assert home.check().clean


def test_a_note_changed_elsewhere_survives_removal(two) -> None:
    home, away = two
    [mark] = home.annotations.all()
    home.annotations.remove(mark.id)
    away.annotations.update(mark.id, note="Still needed")
    home.journal.apply(away.journal.since())
    assert home.annotations.get(mark.id).note == "Still needed"
    home.journal.undo()
    assert home.annotations.all() == []
    home.journal.redo()
    home.annotations.remove(mark.id)
    assert home.annotations.all() == []
    tables(home)


def test_rows_without_those_that_made_an_object(two, tmp_path: Path) -> None:
    home, away = two
    [mark] = home.annotations.all()
    home.annotations.remove(mark.id)
    away.annotations.update(mark.id, note="Still needed")
    home.journal.apply(away.journal.since())
    rows = home.journal.entries_for([mark.id])
    deciding = {row.field: row for row in sorted(rows, key=lambda row: (row.clock, row.id))}
    with Store.create(tmp_path / "copy.itrvault") as copy:
        copy.documents.copy_from(home.documents, [mark.document])
        copy.journal.apply([deciding["note"]])
        assert copy.annotations.all() == []  # nobody knows where it stands
        copy.journal.apply([row for row in deciding.values() if row.after is not None])
        assert [a.note for a in copy.annotations.all()] == ["Still needed"]
        assert copy.check().clean
        copy.annotations.remove(mark.id)
        assert copy.annotations.all() == []


def test_two_copies_that_give_one_number(two) -> None:
    home, away = two
    document = home.documents.all()[0].id
    ours = home.annotations.add(document, QUOTE, note="home")
    theirs = away.annotations.add(document, QUOTE, note="away")
    assert (ours.number, theirs.number) == (2, 2)
    from_away, from_home = away.journal.since(), home.journal.since()
    home.journal.apply(from_away)
    away.journal.apply(from_home)
    assert home.annotations.get(ours.id).number == 2  # made first: people may have cited it
    assert home.annotations.get(theirs.id).number == 3
    assert away.annotations.get(theirs.id).number == 3
    assert home.annotations.add(document, QUOTE).number == 4


def test_tags_moved_under_each_other_stay_in_sight(two) -> None:
    home, away = two
    other = home.tags.add("Other")
    away.journal.apply(home.journal.since())
    privacy = home.tags.by_path("Privacy")
    home.tags.move(privacy.id, other.id)
    away.tags.move(other.id, privacy.id)
    home_rows, away_rows = home.journal.since(), away.journal.since()
    home.journal.apply(away_rows)
    away.journal.apply(home_rows)
    assert home.tags.all() == away.tags.all()
    assert {tag.id for tag in home.tags.all()} == {privacy.id, other.id}
    assert len(home.tags.paths()) == 2


def test_notes_on_a_document_that_is_not_here_wait_for_it(two, tmp_path, add_document) -> None:
    home, _ = two
    with Store.create(tmp_path / "new.itrvault") as new:
        new.journal.apply(home.journal.since())
        assert new.annotations.all() == []
        assert [item.severity.value for item in new.check().items].count("warning") == 1
        add_document(new)
        assert [a.note for a in new.annotations.all()] == ["First"]


def test_carrying_some_rows(two, tmp_path: Path) -> None:
    home, _ = two
    [mark] = home.annotations.all()
    home.annotations.add(mark.document, QUOTE, note="Stays")
    with Store.create(tmp_path / "copy.itrvault", "sealed") as copy:
        copy.documents.copy_from(home.documents, [mark.document])
        copy.journal.apply(home.journal.entries_for([mark.id, *mark.tags]), "Carry")
        assert [(a.note, a.tags) for a in copy.annotations.all()] == [("First", mark.tags)]
        copy.annotations.update(mark.id, note="From the meeting")
        home.journal.apply(copy.journal.since())
    assert [a.note for a in home.annotations.all()] == ["From the meeting", "Stays"]


@pytest.mark.parametrize(
    "change",
    [
        {"clock": "tomorrow"}, {"field": "password"}, {"after": 7}, {"subject": ""},
        {"id": "x" * 300}, {"operation": "a b"}, {"author": "\ud800"}, {"undoes": "\n"},
        {"kind": ObjectKind.RISK, "field": "severity", "after": 9},
        {"kind": ObjectKind.VAULT}, {"field": "tag:x y", "after": True},
        {"field": "anchor", "after": {"unit": 1}}, {"field": "exists", "after": 1},
    ],
    ids=lambda change: "-".join(change),
)  # fmt: skip
def test_rows_that_cannot_be_ours_are_refused(store: Store, change: dict[str, object]) -> None:
    good = Entry(
        new_id(), "1354320000000-000001-0123abcd", new_id(), "Note", "", ObjectKind.ANNOTATION,
        new_id(), "note", None, "text",
    )  # fmt: skip
    with pytest.raises(VaultDamaged):
        store.journal.apply([good, replace(good, **({"id": new_id()} | change))])
    assert store.journal.length() == 0
    store.journal.apply([good])
    assert store.journal.length() == 1


def test_numbers() -> None:
    assert numbers([(1, "a"), (2, "b")]) == {"a": 1, "b": 2}
    assert numbers([(5, "b"), (5, "a"), (6, "c")]) == {"a": 5, "c": 6, "b": 7}


@given(st.lists(st.tuples(st.integers(1, 6), st.uuids().map(str)), unique_by=lambda c: c[1]))
def test_numbers_are_given_once(claims: list[tuple[int, str]]) -> None:
    given_numbers = numbers(claims)
    assert len(set(given_numbers.values())) == len(claims)
    assert numbers(reversed(claims)) == given_numbers


# -- any order ----------------------------------------------------------------------------------

DEEDS = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.sampled_from(["mark", "note", "tag", "untag", "new", "drop", "cut", "risk", "undo"]),
        st.integers(0, 5),
    ),
    max_size=30,
)


def do(store: Store, deed: str, pick: int, document: str) -> None:
    marks, tags = store.annotations.all(), store.tags.all()
    mark = marks[pick % len(marks)] if marks else None
    tag = tags[pick % len(tags)] if tags else None
    if deed == "mark" or (mark is None and deed in ("note", "drop", "risk", "untag")):
        store.annotations.add(document, QUOTE, note=str(pick))
    elif deed == "new" or (tag is None and deed in ("cut", "tag")):
        store.tags.add(new_id(), tag.id if tag and pick % 2 else "")
    elif deed == "undo":
        if store.journal.can_undo:
            store.journal.undo()
    elif deed == "cut" and tag:
        store.tags.remove(tag.id)
    elif mark and deed == "note":
        store.annotations.update(mark.id, note=new_id())
    elif mark and deed == "drop":
        store.annotations.remove(mark.id)
    elif mark and deed == "risk":
        store.risks.add(mark.id, "privacy", pick % 5, 1, Stance.RISK, "Why.")
    elif mark and tag and deed == "tag":
        store.annotations.update(mark.id, tags={*mark.tags, tag.id})
    elif mark and deed == "untag":
        store.annotations.update(mark.id, tags=[])


@settings(max_examples=20, deadline=None)
@given(deeds=DEEDS, seed=st.integers(0, 2**16))
def test_any_order_of_exchange_ends_the_same(
    tmp_path_factory: pytest.TempPathFactory, add_document_once, deeds, seed: int
) -> None:
    folder = tmp_path_factory.mktemp("merge")
    stores = [Store.create(folder / f"{i}.itrvault") for i in range(3)]
    documents = [add_document_once(store).id for store in stores]
    shuffle = random.Random(seed)
    for who, deed, pick in deeds:
        do(stores[who], deed, pick, documents[who])
        if shuffle.random() < 0.15:  # now and then one hears of some of another's rows
            rows = stores[shuffle.randrange(3)].journal.since()
            shuffle.shuffle(rows)
            stores[who].journal.apply(rows[: len(rows) // 2])
    everything = [row for store in stores for row in store.journal.since()]
    for store in stores:
        shuffle.shuffle(everything)
        parts = [everything[i::3] for i in range(3)]
        for part in parts:
            store.journal.apply(part)
    states = [tables(store) for store in stores]
    assert states[0] == states[1] == states[2]
    lengths = [store.journal.length() for store in stores]
    for store in stores:
        store.journal.apply(everything)
    assert [store.journal.length() for store in stores] == lengths
    for store in stores:
        store.close()
