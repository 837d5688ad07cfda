"""Facts and marks as values to search for, always those of now."""

from __future__ import annotations

import pytest

from itrvault.model.annotation import Anchor, Stance
from itrvault.store import Store

QUOTE = Anchor(0, 0, 1, 5, "x")


def test_facts_of_documents(store: Store, add_document) -> None:
    first = add_document(store, "a.pdf", title="One")
    assert list(store.facts.document_values("title")) == [(1, "One")]
    add_document(store, "b.pdf", title="Two")
    store.documents.set_fact(first.id, "title", "Uno")
    assert list(store.facts.document_values("title")) == [(1, "Uno"), (2, "Two")]
    assert set(store.facts.document_values("name")) == {
        (1, "a.pdf"), (1, "leak/a.pdf"), (2, "b.pdf"), (2, "leak/b.pdf"),
    }  # fmt: skip
    store.documents.add_path(first.id, "stick/z.pdf")
    assert (1, "stick/z.pdf") in store.facts.document_values("name")
    store.documents.remove(first.id)
    assert list(store.facts.document_values("title")) == [(2, "Two")]


def test_marks_on_units(store: Store, add_document) -> None:
    document = add_document(store)
    top = store.tags.add("Rights")
    tag = store.tags.add("Privacy", top.id)
    mark = store.annotations.add(document.id, QUOTE, tags=[tag.id], note="Look")
    store.risks.add(mark.id, "privacy", 1, 1, Stance.RISK, "Why.")
    values = store.facts.unit_values
    assert sorted(values("tag")) == [(1, "Rights/Privacy"), (2, "Rights/Privacy")]
    assert sorted(values("note")) == [(1, "Look"), (2, "Look")]
    redlines = {"redline", "deletion"}
    assert {word for _, word in values("has")} == {"highlight", "note", "tag", "risk"} | redlines
    assert {row for row, word in values("has") if word == "risk"} == {1, 2}
    assert sorted(values("page")) == [(1, "1"), (2, "2"), (3, "3")]
    store.tags.remove(tag.id)
    assert list(values("tag")) == []
    assert "tag" not in {word for _, word in values("has")}
    store.annotations.remove(mark.id)
    assert {word for _, word in values("has")} == redlines


def test_a_tag_whose_parent_is_gone_is_found_at_the_top(store: Store, add_document) -> None:
    document = add_document(store)
    top = store.tags.add("Rights")
    tag = store.tags.add("Privacy", top.id)
    store.annotations.add(document.id, QUOTE, tags=[tag.id])
    with store.transaction():
        store._file.writing.run("DELETE FROM tags WHERE id = ?", (top.id,))
        assert {path for _, path in store.facts.unit_values("tag")} == {"Privacy"}


def test_what_was_undone_is_not_kept(store: Store, add_document) -> None:
    def give_up() -> None:
        with store.transaction():
            add_document(store, "a.pdf", title="Never")
            assert list(store.facts.document_values("title")) == [(1, "Never")]
            raise ValueError("undone")

    with pytest.raises(ValueError, match="undone"):
        give_up()
    add_document(store, "b.pdf", title="Now")
    assert [value for _, value in store.facts.document_values("title")] == ["Now"]
