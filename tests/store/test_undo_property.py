"""Whatever people do, the state is what the journal says, and undoing all of it leaves no trace."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itrvault.model.annotation import COLOURS, Anchor, AnnotationState, Stance
from itrvault.model.document import Document
from itrvault.model.ids import new_id
from itrvault.model.journal import ObjectKind
from itrvault.store import Store
from itrvault.store.fields import anchor_to
from itrvault.store.state import expected_tables, stored_tables

Deed = Callable[[Store, Document, int, int], None]

PLACE = Anchor(0, 0, 0, 6, "Member", "", " States")


def _chosen(things: list, which: int):  # type: ignore[no-untyped-def, type-arg]
    return things[which % len(things)] if things else None


def annotate(store: Store, document: Document, which: int, value: int) -> None:
    colour = list(COLOURS)[value]
    store.annotations.add(document.id, PLACE, colour, f"note {which}", author="Z" * (value % 2))


def edit(store: Store, document: Document, which: int, value: int) -> None:
    mark = _chosen(store.annotations.all(), which)
    if mark is not None:
        store.annotations.update(mark.id, note=f"edited {value}", colour=list(COLOURS)[value])


def flag(store: Store, document: Document, which: int, value: int) -> None:
    mark = _chosen(store.annotations.all(), which)
    if mark is not None:
        state = list(AnnotationState)[value % 3]
        fields = {"important": bool(value % 2), "state": state.value}
        store.journal.write(ObjectKind.ANNOTATION, mark.id, fields, label="Flag")


def drop(store: Store, document: Document, which: int, value: int) -> None:
    mark = _chosen(store.annotations.all(), which)
    if mark is not None:
        store.annotations.remove(mark.id)


def tag(store: Store, document: Document, which: int, value: int) -> None:
    tags, marks = store.tags.all(), store.annotations.all()
    if tags and marks:
        some = [mark.id for mark in marks[: 1 + which]]
        store.annotations.tag(some, tags[value % len(tags)].id, on=value < 6)


def new_tag(store: Store, document: Document, which: int, value: int) -> None:
    above = _chosen(store.tags.all(), which) if value % 2 else None
    store.tags.add(f"tag {new_id()}", above.id if above else "", definition=f"d {value}")


def change_tag(store: Store, document: Document, which: int, value: int) -> None:
    found = _chosen(store.tags.all(), which)
    if found is not None:
        store.tags.update(found.id, definition=f"changed {value}", when_not=f"never {value}")


def move_tag(store: Store, document: Document, which: int, value: int) -> None:
    tags = store.tags.all()
    one, other = _chosen(tags, which), _chosen(tags, value)
    if one is not None and other is not None and other.id not in store.tags.below(one.id):
        store.tags.move(one.id, other.id, 0)


def merge_tags(store: Store, document: Document, which: int, value: int) -> None:
    tags = store.tags.all()
    one, other = _chosen(tags, which), _chosen(tags, value)
    if one is not None and other is not None and other.id not in store.tags.below(one.id):
        store.tags.merge(one.id, other.id)


def remove_tag(store: Store, document: Document, which: int, value: int) -> None:
    found = _chosen(store.tags.all(), which)
    if found is not None:
        store.tags.remove(found.id)


def judge(store: Store, document: Document, which: int, value: int) -> None:
    mark = _chosen(store.annotations.all(), which)
    if mark is not None:
        store.risks.add(mark.id, "privacy", value % 5, which, Stance.RISK, f"because {value}")


def judge_again(store: Store, document: Document, which: int, value: int) -> None:
    risk = _chosen(store.risks.all(), which)
    if risk is not None:
        store.risks.update(risk.id, severity=value % 5, rationale=f"now {value}")


def link(store: Store, document: Document, which: int, value: int) -> None:
    mark = _chosen(store.annotations.all(), which)
    if mark is not None:
        fields = {"origin": f"annotation:{mark.id}", "target": "provision:31A", "relation": "cites"}
        store.journal.write(ObjectKind.LINK, new_id(), {"exists": True, **fields}, label="Link")


def rule(store: Store, document: Document, which: int, value: int) -> None:
    """Accept, reject or settle the same few passages again and again."""
    place: dict[str, object] = {"document": document.id, "anchor": anchor_to(PLACE)}
    if value % 2:
        kind, more = ObjectKind.SETTLEMENT, {"ruling": ("is", "is not")[which % 2]}
    else:
        decision = ("accepted", "rejected", "deferred")[which % 3]
        kind, more = ObjectKind.SUGGESTION, {"source": "taxonomy:privacy", "decision": decision}
    subject = f"{kind.value}-{value}"
    store.journal.write(kind, subject, {"exists": True, **place, **more}, label="Rule")


def bulk(store: Store, document: Document, which: int, value: int) -> None:
    """Several things as one step."""
    with store.journal.operation("Several things"):
        for deed in (annotate, new_tag, tag, judge):
            deed(store, document, which, value)


def correct(store: Store, document: Document, which: int, value: int) -> None:
    store.documents.set_fact(document.id, "title", f"Title {value}" if value else "")


def undo(store: Store, document: Document, which: int, value: int) -> None:
    if store.journal.can_undo:
        store.journal.undo()


def redo(store: Store, document: Document, which: int, value: int) -> None:
    if store.journal.can_redo:
        store.journal.redo()


DEEDS: tuple[Deed, ...] = (
    annotate, edit, flag, drop, tag, new_tag, change_tag, move_tag, merge_tags, remove_tag, judge,
    judge_again, link, rule, bulk, correct, undo, redo,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 3), st.integers(0, 7)), max_size=25)
)
def test_undoing_everything_leaves_the_first_state_byte_for_byte(
    tmp_path_factory: pytest.TempPathFactory,
    add_document_once: Callable[[Store], Document],
    deeds: list[tuple[Deed, int, int]],
) -> None:
    with Store.create(tmp_path_factory.mktemp("u") / "a.itrvault") as store:
        document = add_document_once(store)
        with store.journal.unseen("Made before"):
            for deed in (annotate, new_tag, tag, judge, rule):
                deed(store, document, 0, 1)
        reading = store._file.reading
        first = stored_tables(reading)
        for deed, which, value in deeds:
            deed(store, document, which, value)
            assert stored_tables(reading) == expected_tables(reading)
        last, nothing_to_redo = stored_tables(reading), not store.journal.can_redo
        while store.journal.can_undo:
            store.journal.undo()
        assert stored_tables(reading) == first
        while store.journal.can_redo:
            store.journal.redo()
        if nothing_to_redo:
            assert stored_tables(reading) == last
        assert store.check().clean
