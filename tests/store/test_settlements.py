"""What a person settles is kept, can be undone, and goes with its document."""

from __future__ import annotations

import pytest

from itrvault.errors import InvalidValue, NoSuchDocument, NoSuchSettlement
from itrvault.model.annotation import Anchor
from itrvault.model.journal import Changed
from itrvault.model.settlement import Ruling
from itrvault.store import Store

HEAD = Anchor(0, 0, 0, 12, "ADD RUS/27/7")


@pytest.fixture
def paper(store: Store, add_document) -> str:
    """The id of a document that proposes something."""
    return add_document(store).id


def test_kept_changed_and_taken_away(store: Store, paper: str) -> None:
    changes = []
    stop = store.on_change(changes.append)
    made = store.settlements.add(paper, HEAD, verb="SUP", authors=("RCC",), author="Ana")
    assert (made.verb, made.authors, made.ruling, made.author) == (
        "SUP",
        ("RCC",),
        Ruling.IS,
        "Ana",
    )
    assert made.anchor == HEAD
    assert store.settlements.get(made.id) == made == store.settlements.get(made.id[:12])
    store.settlements.update(made.id, target="31B", verb="")
    changed = store.settlements.get(made.id)
    assert (changed.verb, changed.target, changed.authors) == ("", "31B", ("RCC",))
    assert store.settlements.of_document(paper) == store.settlements.all() == [changed]
    store.settlements.remove(made.id)
    assert store.settlements.count() == 0
    with pytest.raises(NoSuchSettlement):
        store.settlements.get(made.id)
    assert all(change.what & Changed.SETTLEMENTS for change in changes)
    assert len(changes) == 3
    stop()


def test_each_step_can_be_undone(store: Store, paper: str) -> None:
    made = store.settlements.add(paper, HEAD, ruling=Ruling.IS_NOT)
    store.settlements.update(made.id, ruling=Ruling.IS, verb="ADD")
    store.settlements.remove(made.id)
    assert store.journal.can_undo == "Withdraw settlement"
    store.journal.undo()
    assert store.settlements.get(made.id).verb == "ADD"
    store.journal.undo()
    assert store.settlements.get(made.id) == made
    assert store.journal.can_undo == "Dismiss proposal"
    store.journal.undo()
    assert store.settlements.all() == []
    store.journal.redo()
    assert store.settlements.all() == [made]


def test_what_cannot_be(store: Store, paper: str) -> None:
    with pytest.raises(InvalidValue):
        store.settlements.add(paper, HEAD, verb="CHANGE")
    with pytest.raises(InvalidValue):
        store.settlements.add(paper, Anchor(0, 0, 0, 0, ""))
    with pytest.raises(NoSuchDocument):
        store.settlements.add("0" * 64, HEAD)
    for key in ("", "%", "nothing"):
        with pytest.raises(NoSuchSettlement):
            store.settlements.get(key)
    assert store.settlements.count() == 0
    assert store.journal.can_undo == ""


def test_numbers_that_are_the_same(store: Store) -> None:
    pair = store.concordance.add("1988", "27", "2013", "33", note="by its words", author="Ana")
    assert store.concordance.all() == [pair]
    again = store.concordance.add("2013", "33", "1988", "27", note="checked")
    assert (again.id, again.number, again.note) == (pair.id, "27", "checked")
    for numbers in (("1988", "27", "1988", "28"), ("1988", " ", "2013", "28")):
        with pytest.raises(InvalidValue):
            store.concordance.add(*numbers)
    store.concordance.remove(pair.id)
    assert store.concordance.all() == []
    store.journal.undo()
    assert store.concordance.all() == [again]
