from __future__ import annotations

from pathlib import Path

import pytest

from itrvault.errors import InvalidValue, NoSuchDocument, NoSuchSuggestion, NoSuchTag
from itrvault.model.annotation import Anchor, Annotation
from itrvault.model.journal import Changed
from itrvault.model.suggestion import Decision
from itrvault.store.store import Store
from itrvault.text.anchors import make_anchor
from itrvault.vault import Vault

SOURCE = "taxonomy:privacy"


@pytest.fixture
def vault(specimens: Path):
    with Vault.open(specimens) as opened:
        yield opened


@pytest.fixture
def store(vault: Vault) -> Store:
    return vault.store


@pytest.fixture
def passage(store: Store) -> tuple[str, Anchor]:
    document = store.documents.get("WCIT12/904-E").id
    return document, anchor_of(store, document, "Shutting down services")


def anchor_of(store: Store, document: str, words: str) -> Anchor:
    for unit in store.documents.units(document):
        if words in unit.text:
            start = unit.text.index(words)
            return make_anchor([unit], unit.number, start, unit.number, start + len(words))
    raise AssertionError(words)


def ours(store: Store) -> list[Annotation]:
    """Without those that came with a file."""
    return [one for one in store.annotations.all() if not one.from_file]


def privacy(store: Store) -> str:
    return next(tag.id for tag in store.tags.all() if tag.origin == SOURCE)


def test_accepting_marks_the_passage_with_the_tag_in_one_step(store: Store, passage) -> None:
    document, anchor = passage
    made = store.suggestions.accept(
        document, anchor, SOURCE, privacy(store), triggers=["down"], author="Ana"
    )
    assert made.decision is Decision.ACCEPTED
    assert (made.triggers, made.author) == (("down",), "Ana")
    mark = store.annotations.get(made.annotation)
    assert (mark.anchor.exact, mark.tags, mark.author) == (
        anchor.exact, (privacy(store),), "Ana",
    )  # fmt: skip
    assert store.journal.can_undo == "Accept suggestion"
    change = store.journal.undo()
    assert change.what == Changed.SUGGESTIONS | Changed.ANNOTATIONS
    assert store.suggestions.all() == []
    assert len(ours(store)) == 0
    store.journal.redo()
    assert store.suggestions.get(made.id[:8]).annotation == mark.id
    assert store.annotations.get(mark.id).tags == (privacy(store),)


def test_a_passage_that_is_marked_gets_the_tag(store: Store, passage) -> None:
    document, anchor = passage
    mark = store.annotations.add(document, anchor, note="mine")
    made = store.suggestions.accept(document, anchor, SOURCE, privacy(store))
    assert made.annotation == mark.id
    assert len(ours(store)) == 1
    assert store.annotations.get(mark.id).tags == (privacy(store),)
    store.journal.undo()
    assert store.annotations.get(mark.id).tags == ()


def test_other_places_of_the_same_words_are_marked_alike(store: Store, passage) -> None:
    document, anchor = passage
    other = anchor_of(store, document, "Content is outside")
    made = store.suggestions.accept(document, anchor, SOURCE, privacy(store), also=[other])
    assert len(ours(store)) == 2
    assert made.annotation in {one.id for one in ours(store)}
    store.journal.undo()
    assert len(ours(store)) == 0
    store.journal.redo()
    store.suggestions.defer(document, anchor, SOURCE)
    assert [one.anchor.exact for one in ours(store)] == [other.exact]


def test_rejecting_needs_a_reason_which_is_offered_again(store: Store, passage) -> None:
    document, anchor = passage
    with pytest.raises(InvalidValue):
        store.suggestions.reject(document, anchor, SOURCE, "  ")
    assert store.suggestions.count() == 0
    store.suggestions.reject(document, anchor, SOURCE, " Only cited ")
    store.suggestions.reject(document, anchor, "taxonomy:cutoff", "Another thing")
    store.suggestions.reject(
        document, anchor_of(store, document, "Content is outside"), SOURCE, "Only cited"
    )
    assert store.suggestions.reasons() == ["Only cited", "Another thing"]
    assert {one.reason for one in store.suggestions.of_document(document)} == {
        "Only cited", "Another thing",
    }  # fmt: skip


def test_a_decision_can_be_changed(store: Store, passage) -> None:
    document, anchor = passage
    made = store.suggestions.accept(document, anchor, SOURCE, privacy(store))
    later = store.suggestions.reject(document, anchor, SOURCE, "Says the opposite")
    assert later.id == made.id
    assert (later.decision, later.annotation) == (Decision.REJECTED, "")
    assert len(ours(store)) == 0
    store.journal.undo()
    assert store.suggestions.get(made.id).decision is Decision.ACCEPTED
    assert len(ours(store)) == 1
    deferred = store.suggestions.defer(document, anchor, SOURCE)
    assert (deferred.decision, deferred.reason) == (Decision.DEFERRED, "")


def test_a_mark_that_somebody_worked_on_stays(store: Store, passage) -> None:
    document, anchor = passage
    made = store.suggestions.accept(document, anchor, SOURCE, privacy(store))
    store.annotations.update(made.annotation, note="Look at this again.")
    store.suggestions.reject(document, anchor, SOURCE, "Says the opposite")
    mark = store.annotations.get(made.annotation)
    assert (mark.note, mark.tags) == ("Look at this again.", ())


def test_a_mark_that_was_there_before_stays(store: Store, passage) -> None:
    document, anchor = passage
    mark = store.annotations.add(document, anchor)
    store.suggestions.accept(document, anchor, SOURCE, privacy(store))
    store.suggestions.reject(document, anchor, SOURCE, "Says the opposite")
    assert [(one.id, one.tags) for one in ours(store)] == [(mark.id, ())]


def test_withdrawing_forgets_the_decision_only(store: Store, passage) -> None:
    document, anchor = passage
    made = store.suggestions.accept(document, anchor, SOURCE, privacy(store))
    store.suggestions.withdraw(made.id)
    assert store.suggestions.count() == 0
    assert len(ours(store)) == 1
    with pytest.raises(NoSuchSuggestion):
        store.suggestions.withdraw(made.id)


def test_what_cannot_be(store: Store, passage) -> None:
    document, anchor = passage
    before = store.journal.length()
    with pytest.raises(NoSuchDocument):
        store.suggestions.accept("f" * 64, anchor, SOURCE)
    with pytest.raises(NoSuchTag):
        store.suggestions.accept(document, anchor, SOURCE, "no such tag")
    with pytest.raises(InvalidValue):
        store.suggestions.defer(document, Anchor(0, 0, 0, 0, ""), SOURCE)
    assert store.suggestions.count() == 0
    assert store.journal.length() == before
