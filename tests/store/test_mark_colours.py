"""A mark has the colour of its first tag and follows it, unless its colour was chosen by hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from itrvault.model.annotation import Anchor, Annotation
from itrvault.model.document import Document
from itrvault.model.report import Severity
from itrvault.store import Store

Make = Callable[..., Document]


@pytest.fixture
def mark(store: Store, add_document: Make) -> Callable[..., Annotation]:
    document = add_document(store).id
    text = store.documents.text(document, 0)

    def make(colour: str = "", *tags: str) -> Annotation:
        return store.annotations.add(document, Anchor(0, 0, 0, 6, text[:6]), colour, tags=tags)

    return make


def colour_of(store: Store, annotation: Annotation) -> str:
    return store.annotations.get(annotation.id).colour


def test_a_mark_follows_its_tag(store: Store, mark: Callable[..., Annotation]) -> None:
    red, blue = store.tags.add("First", colour="red"), store.tags.add("Second", colour="blue")
    note = mark()
    assert (note.colour, note.chosen) == ("yellow", False)
    store.annotations.tag([note.id], blue.id)
    assert colour_of(store, note) == "blue"
    store.annotations.tag([note.id], red.id)  # the first in the codebook's order
    assert colour_of(store, note) == "red"
    store.tags.update(red.id, colour="#123abc")
    assert colour_of(store, note) == "#123abc"
    assert [each.colour for each in store.annotations.all()] == ["#123abc"]
    store.tags.remove(red.id)
    assert colour_of(store, note) == "blue"
    store.journal.undo()
    assert colour_of(store, note) == "#123abc"
    store.annotations.update(note.id, tags=[])
    assert colour_of(store, note) == "yellow"


def test_a_chosen_colour_stays_until_it_is_given_back(
    store: Store, mark: Callable[..., Annotation]
) -> None:
    red = store.tags.add("First", colour="red")
    note = mark("green", red.id)
    assert (note.colour, note.chosen) == ("green", True)
    store.tags.update(red.id, colour="blue")
    assert colour_of(store, note) == "green"
    store.annotations.update(note.id, colour="")
    assert store.annotations.get(note.id).chosen is False
    assert colour_of(store, note) == "blue"
    store.journal.undo()
    assert colour_of(store, note) == "green"


def test_merging_and_splitting_carry_the_colour_along(
    store: Store, mark: Callable[..., Annotation]
) -> None:
    red, blue = store.tags.add("First", colour="red"), store.tags.add("Second", colour="blue")
    note = mark("", red.id)
    store.tags.merge(red.id, blue.id)
    assert colour_of(store, note) == "blue"
    store.tags.split(blue.id, [note.id], "Third", colour="orange")
    assert colour_of(store, note) == "orange"
    assert not store.check().of(Severity.ERROR)
