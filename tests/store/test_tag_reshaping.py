"""Tags made one, split, moved, renamed: whatever is done to the tree, no passage loses its tag."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itrvault import errors
from itrvault.model.annotation import Anchor, Tag
from itrvault.model.document import Document
from itrvault.model.report import Severity
from itrvault.rights.taxonomy import codebook, load_taxonomy
from itrvault.store import Store

Make = Callable[..., Document]


def mark(store: Store, document: str, start: int, *tags: str) -> str:
    text = store.documents.text(document, 0)
    anchor = Anchor(0, start, 0, start + 3, text[start : start + 3])
    return store.annotations.add(document, anchor, tags=tags).id


def having(store: Store) -> dict[str, set[str]]:
    """Annotation to the paths of its tags."""
    paths = store.tags.paths()
    return {each.id: {paths[tag] for tag in each.tags} for each in store.annotations.all()}


def table(store: Store) -> tuple[object, ...]:
    """All that people see of tags and passages."""
    return store.tags.all(), having(store), store.tags.counts()


@pytest.fixture
def book(store: Store, add_document: Make) -> dict[str, str]:
    document = add_document(store).id
    add = store.tags.add
    ids = {"a": add("A", definition="First.", when_to_use="Now.", rights=["UDHR 1"]).id}
    ids["x"] = add("X", ids["a"], colour="red").id
    ids["b"] = add("B", definition="Second.", rights=["UDHR 2", "UDHR 1"], when_not="Never.").id
    ids["bx"] = add("x", ids["b"]).id
    ids["by"] = add("Y", ids["b"]).id
    ids["one"] = mark(store, document, 0, ids["a"])
    ids["two"] = mark(store, document, 4, ids["a"], ids["b"])
    ids["three"] = mark(store, document, 8, ids["x"])
    ids["four"] = mark(store, document, 12, ids["bx"], ids["by"])
    return ids


def test_merging_keeps_passages_children_and_texts(store: Store, book: dict[str, str]) -> None:
    store.tags.update(book["a"], examples=[book["one"]])
    store.tags.update(book["b"], examples=[book["two"]])
    before = table(store)
    change = store.tags.merge(book["a"], book["b"])
    assert set(change.ids) == {book["a"], book["b"], book["x"]}
    assert having(store) == {
        book["one"]: {"B"}, book["two"]: {"B"}, book["three"]: {"B/x"},
        book["four"]: {"B/x", "B/Y"},
    }  # fmt: skip
    both = store.tags.get(book["b"])
    assert both.definition == "Second.\n\nFirst."
    assert (both.when_to_use, both.when_not) == ("Now.", "Never.")
    assert both.rights == ("UDHR 2", "UDHR 1")
    assert both.examples == (book["two"], book["one"])
    assert store.journal.can_undo == "Merge tags"
    after = table(store)
    store.journal.undo()
    assert table(store) == before
    store.journal.redo()
    assert table(store) == after


def test_merging_twice_says_nothing_twice(store: Store) -> None:
    stays = store.tags.add("Stays", definition="One.\n\nTwo.")
    store.tags.merge(store.tags.add("Goes", definition="Two.").id, stays.id)
    assert store.tags.get(stays.id).definition == "One.\n\nTwo."


def test_merging_a_tag_into_the_one_above_or_below(store: Store, book: dict[str, str]) -> None:
    store.tags.merge(book["x"], book["a"])
    assert having(store)[book["three"]] == {"A"}
    assert list(store.tags.paths().values()) == ["A", "B", "B/x", "B/Y"]
    store.tags.merge(book["b"], book["by"])  # Y takes B's place, and x comes below it
    assert list(store.tags.paths().values()) == ["A", "Y", "Y/x"]
    assert having(store)[book["two"]] == {"A", "Y"}
    assert having(store)[book["four"]] == {"Y", "Y/x"}


def test_merging_into_a_grandchild(store: Store, book: dict[str, str]) -> None:
    deep = store.tags.add("Deep", book["bx"])
    store.tags.merge(book["b"], deep.id)
    assert list(store.tags.paths().values()) == ["A", "A/X", "Deep", "Deep/x", "Deep/Y"]
    assert having(store)[book["two"]] == {"A", "Deep"}


def test_a_merge_that_cannot_be_changes_nothing(store: Store, book: dict[str, str]) -> None:
    same = store.tags.add("A", book["b"])
    before = table(store)
    for key, into in ((book["a"], book["a"]), (book["b"], same.id)):
        with pytest.raises(errors.InvalidValue):
            store.tags.merge(key, into)  # itself; it would stand beside another "A"
    with pytest.raises(errors.NoSuchTag):
        store.tags.merge(book["a"], "nowhere")
    assert table(store) == before


def test_a_folder_that_gets_passages_is_none_any_more(store: Store, book: dict[str, str]) -> None:
    folder = store.tags.add("Folder", codable=False)
    with pytest.raises(errors.InvalidValue, match="2 passages"):
        store.tags.update(book["a"], codable=False)
    with pytest.raises(errors.InvalidValue, match="only holds"):
        store.annotations.tag([book["one"]], folder.id)
    store.annotations.tag([book["one"]], folder.id, on=False)  # which it does not have
    store.tags.merge(store.tags.add("Empty").id, folder.id)
    assert not store.tags.get(folder.id).codable
    store.tags.merge(book["a"], folder.id)
    assert store.tags.get(folder.id).codable
    assert having(store)[book["one"]] == {"Folder"}


def test_splitting(store: Store, book: dict[str, str]) -> None:
    store.tags.update(book["a"], examples=[book["one"], book["two"]])
    before = table(store)
    new = store.tags.split(book["a"], [book["two"]], "Half")
    assert list(store.tags.paths().values())[:3] == ["A", "A/X", "Half"]
    assert having(store)[book["two"]] == {"Half", "B"}
    assert having(store)[book["one"]] == {"A"}
    assert new.rights == ("UDHR 1",)
    assert new.colour == store.tags.get(book["a"]).colour
    assert store.tags.get(book["a"]).examples == (book["one"],)
    assert new.examples == (book["two"],)
    store.journal.undo()
    assert table(store) == before
    store.tags.split(book["a"], [book["one"]], "Kind", below=True, keep=True, colour="blue")
    assert having(store)[book["one"]] == {"A", "A/Kind"}
    assert store.tags.get(book["a"]).examples == (book["one"], book["two"])
    for chosen, name in (([book["three"]], "Other"), ([book["one"]], "B")):
        with pytest.raises(errors.InvalidValue):  # not a passage of A; a name that is taken
            store.tags.split(book["a"], chosen, name)


def test_what_a_tag_never_had_is_not_written(store: Store, book: dict[str, str]) -> None:
    length = store.journal.length()
    store.tags.update(book["a"], when_not="", examples=[], codable=True, definition="First.")
    store.tags.add_all(store.tags.all())
    assert store.journal.length() == length


def test_ids_of_tags_do_not_tell_the_time(store: Store) -> None:
    assert store.tags.add("A").id[14] == "4"


def test_the_shipped_codebook_says_when_to_use_a_tag(store: Store) -> None:
    store.tags.add_all(codebook(load_taxonomy()))
    shipped = store.tags.by_path("Human rights/Privacy and interception")
    assert shipped.when_to_use
    assert shipped.when_not
    assert shipped.when_to_use not in shipped.definition
    store.tags.update(shipped.id, name="Ours", definition="Longer.")
    store.tags.move(shipped.id, "")
    assert store.tags.get(shipped.id).origin == "taxonomy:privacy"


def test_counts_of_the_tag_itself_and_of_documents(
    store: Store, book: dict[str, str], add_document: Make
) -> None:
    mark(store, add_document(store, "b.pdf").id, 0, book["x"])
    assert store.tags.own_counts() == {
        book["a"]: 2, book["b"]: 1, book["x"]: 2, book["bx"]: 1, book["by"]: 1,
    }  # fmt: skip
    assert store.tags.document_counts()[book["a"]] == 2
    assert store.tags.document_counts()[book["b"]] == 1
    assert store.tags.passages(book["a"]) == [book["one"], book["two"]]


STEP = st.tuples(
    st.sampled_from(["merge", "split", "move", "rename", "tag", "add", "undo", "redo"]),
    st.integers(0, 30),
    st.integers(0, 30),
)


@settings(max_examples=30)
@given(steps=st.lists(STEP, max_size=14))
def test_no_sequence_loses_a_passage(
    steps: list[tuple[str, int, int]], add_document_once: Callable[[Store], Document]
) -> None:
    """Merging, splitting, moving and renaming never leave a passage without its tag.

    Undoing everything gives the state it began with; doing it again the state it ended with.
    """
    with TemporaryDirectory() as folder, Store.create(Path(folder) / "a.itrvault") as store:
        document = add_document_once(store).id
        root = store.tags.add("Root")
        tags = [root.id, *(store.tags.add(f"T{n}", root.id).id for n in range(3))]
        marks = [mark(store, document, 4 * n, tags[n % 4]) for n in range(5)]
        first = table(store)
        done = 0  # steps that undo would take back
        for what, one, other in steps:
            if (what == "undo" and not done) or (what == "redo" and not store.journal.can_redo):
                continue  # what came before is not ours to undo
            tree = store.tags.all()
            a, b = tree[one % len(tree)], tree[other % len(tree)]
            before, length = having(store), store.journal.length()
            had = store.tags.passages(a.id)
            try:
                _do(store, what, a, b, marks[other % len(marks)])
            except errors.InvalidValue:
                assert having(store) == before
                continue
            after = having(store)
            assert after.keys() == before.keys()
            if what == "undo":
                done -= 1
                continue
            done += what == "redo" or store.journal.length() > length
            if what != "redo":
                assert [key for key in before if before[key] and not after[key]] == []
            if what == "merge":
                assert a.id not in store.tags.paths()
                assert set(had) <= set(store.tags.passages(b.id))
        last = table(store)
        for _ in range(done):
            store.journal.undo()
        assert table(store) == first
        for _ in range(done):
            store.journal.redo()
        assert table(store) == last
        assert not store.check().of(Severity.ERROR)


def _do(store: Store, what: str, a: Tag, b: Tag, annotation: str) -> None:
    if what == "merge":
        store.tags.merge(a.id, b.id)
    elif what == "split":
        store.tags.split(a.id, store.tags.passages(a.id)[:1], f"{b.name}s")
    elif what == "move":
        store.tags.move(a.id, b.id)
    elif what == "rename":
        store.tags.update(a.id, name=f"{b.name}r")
    elif what == "tag":
        store.annotations.tag([annotation], a.id)
    elif what == "add":
        store.tags.add(f"{b.name}n", a.id)
    elif what == "undo":
        store.journal.undo()
    else:
        store.journal.redo()
