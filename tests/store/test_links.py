"""Links between passages, provisions, proposals and documents."""

from __future__ import annotations

import pytest

from itrvault import errors
from itrvault.model.annotation import Anchor
from itrvault.model.journal import Changed
from itrvault.model.link import End, EndKind, Relation
from itrvault.store import Store


@pytest.fixture
def ends(store: Store, add_document) -> dict[str, End]:
    document = add_document(store)
    notes = [store.annotations.add(document.id, Anchor(0, 0, 0, 6, "Member")) for _ in range(2)]
    return {
        "document": End(EndKind.DOCUMENT, document.id),
        "note": End(EndKind.ANNOTATION, notes[0].id),
        "other": End(EndKind.ANNOTATION, notes[1].id),
        "provision": End(EndKind.PROVISION, "31A"),
        "proposal": End(EndKind.PROPOSAL, "RUS/27/7"),
    }


def test_a_link_comes_back(store: Store, ends: dict[str, End]) -> None:
    seen = []
    store.on_change(seen.append)
    made = store.links.add(
        ends["note"], ends["provision"], Relation.AMENDS, note="see 3.1", author="ana"
    )
    assert store.links.get(made.id) == store.links.get(made.id[:12]) == made
    assert store.links.all() == store.links.of([ends["provision"]]) == [made]
    assert store.links.of_annotation(ends["note"].value) == [made]
    assert store.links.of_annotation(ends["other"].value) == []
    assert (made.relation, made.note, made.author) == (Relation.AMENDS, "see 3.1", "ana")
    assert seen[-1].what == Changed.LINKS
    assert store.check().clean


def test_undo_and_change(store: Store, ends: dict[str, End]) -> None:
    made = store.links.add(ends["proposal"], ends["note"], Relation.CITES)
    store.links.update(made.id, relation=Relation.CONTRADICTS, note="no")
    assert store.links.get(made.id).relation is Relation.CONTRADICTS
    store.links.remove(made.id)
    assert store.links.all() == []
    store.journal.undo()
    store.journal.undo()
    assert store.links.all() == [made]
    assert [step.label for step in store.annotations.history(ends["note"].value)] == [
        "Change link", "Remove link", "Remove link", "Change link", "Link", "Highlight",
    ]  # fmt: skip


def test_the_same_link_is_made_once(store: Store, ends: dict[str, End]) -> None:
    first = store.links.add(ends["note"], ends["other"], Relation.RESTATES, note="word for word")
    again = store.links.add(ends["note"], ends["other"], Relation.RESTATES, note="and more")
    assert again.id == first.id
    assert again.note == "word for word\nand more"
    other = store.links.add(ends["other"], ends["note"], Relation.RESTATES)
    assert len(store.links.all()) == 2
    assert other.origin == ends["other"]


def test_as_people_write_them(store: Store, ends: dict[str, End]) -> None:
    one = store.links.add(End(EndKind.PROVISION, " 31 a "), ends["document"], Relation.ANALYSED_BY)
    two = store.links.add(End(EndKind.PROPOSAL, "rus / 27/7"), ends["document"], Relation.CITES)
    assert one.origin == ends["provision"]
    assert two.origin == ends["proposal"]
    article = store.links.add(End(EndKind.PROVISION, "article 5b"), one.target, Relation.CITES)
    assert article.origin.value == "Article 5B"
    short = End(EndKind.ANNOTATION, ends["note"].value[:18])
    assert store.links.add(short, ends["proposal"], Relation.CITES).origin == ends["note"]


def test_links_wait_for_their_ends(store: Store, ends: dict[str, End]) -> None:
    made = store.links.add(ends["note"], ends["provision"], Relation.CITES)
    store.annotations.remove(ends["note"].value)
    assert store.links.all() == []
    store.journal.undo()
    assert store.links.all() == [made]
    store.links.add(ends["document"], ends["provision"], Relation.CITES)
    store.documents.remove(ends["document"].value)
    assert store.links.all() == []


def test_what_is_refused(store: Store, ends: dict[str, End]) -> None:
    add = store.links.add
    with pytest.raises(errors.InvalidValue):
        add(ends["note"], ends["note"], Relation.CITES)
    with pytest.raises(errors.InvalidValue):
        add(ends["note"], End(EndKind.PROVISION, " "), Relation.CITES)
    with pytest.raises(errors.NoSuchAnnotation):
        add(ends["note"], End(EndKind.ANNOTATION, "0" * 36), Relation.CITES)
    with pytest.raises(errors.NoSuchDocument):
        add(End(EndKind.DOCUMENT, "0" * 64), ends["note"], Relation.CITES)
    with pytest.raises(errors.NoSuchLink):
        store.links.get("0" * 36)
    assert store.links.all() == []
