"""Annotations, assessments and searches: what can be done with them, and what is refused."""

from __future__ import annotations

import pytest

from itrvault import errors
from itrvault.model.annotation import Anchor, Stance
from itrvault.model.geometry import Rect
from itrvault.model.journal import Changed
from itrvault.store import Store

QUOTE = Anchor(
    0, 0, 1, 5, "Member States shall ensure the right to suspend services.\n\nОбщие", "", " поло",
    ((0, Rect(1.5, 2.25, 3.0, 4.0)), (1, Rect(0.0, 0.0, 5.0, 5.0))), "0123456789abcdef",
)  # fmt: skip
PAGE = Anchor(2, 0, 2, 0, "")


@pytest.fixture
def document(store: Store, add_document) -> str:
    return add_document(store).id


def test_an_annotation_comes_back(store: Store, document: str) -> None:
    tag = store.tags.add("Privacy")
    made = store.annotations.add(document, QUOTE, "red", "Note\n第", [tag.id, tag.id], "ana")
    assert store.annotations.get(made.id) == made
    assert made.anchor == QUOTE
    assert (made.colour, made.note, made.tags, made.author) == ("red", "Note\n第", (tag.id,), "ana")
    assert made.created.endswith("Z")
    assert made.number == 1
    assert store.annotations.get(made.id[:13]) == made
    assert store.annotations.all() == store.annotations.of_document(document) == [made]


def test_no_name_is_written_that_was_not_given(store: Store, document: str) -> None:
    made = store.annotations.add(document, QUOTE)
    assert made.author == ""
    assert {entry.author for entry in store.journal.since()} == {""}


def test_numbers_stay(store: Store, document: str) -> None:
    first, second = (store.annotations.add(document, a) for a in (PAGE, QUOTE))
    assert [a.number for a in store.annotations.all()] == [2, 1]  # in order of place
    store.annotations.remove(second.id)
    assert store.annotations.add(document, PAGE).number == 3
    assert store.annotations.get(first.id).number == 1
    assert store.annotations.count() == 2
    assert store.annotations.counts_by_document() == {document: 2}


def test_several_are_tagged_as_one(store: Store, document: str) -> None:
    marks = [store.annotations.add(document, QUOTE).id for _ in range(3)]
    tag = store.tags.add("Privacy")
    change = store.annotations.tag(marks, tag.id)
    assert change.what == Changed.ANNOTATIONS
    assert set(change.ids) == set(marks)
    assert store.tags.counts() == {tag.id: 3}
    store.annotations.tag(marks[:1], tag.id, on=False)
    assert store.tags.counts() == {tag.id: 2}
    store.journal.undo()
    store.journal.undo()
    assert store.tags.counts() == {tag.id: 0}


def test_what_is_refused(store: Store, document: str) -> None:
    mark = store.annotations.add(document, QUOTE)
    for error, call in (
        (errors.NoSuchDocument, lambda: store.annotations.add("0" * 64, QUOTE)),
        (errors.NoSuchUnit, lambda: store.annotations.add(document, Anchor(3, 0, 3, 0, ""))),
        (errors.NoSuchTag, lambda: store.annotations.add(document, QUOTE, tags=["gone"])),
        (errors.InvalidValue, lambda: store.annotations.add(document, QUOTE, "mauve")),
        (errors.NoSuchAnnotation, lambda: store.annotations.get(mark.id[:4])),
        (errors.NoSuchAnnotation, lambda: store.annotations.remove("gone")),
        (errors.NoSuchAnnotation, lambda: store.annotations.update("gone", note="x")),
        (errors.NoSuchTag, lambda: store.annotations.update(mark.id, tags=["gone"])),
        (errors.NoSuchTag, lambda: store.annotations.tag([mark.id], "gone")),
    ):
        with pytest.raises(error):
            call()
    assert store.annotations.all() == [mark]


# -- assessments --------------------------------------------------------------------------------


def test_assessments(store: Store, document: str) -> None:
    mark = store.annotations.add(document, QUOTE)
    first = store.risks.add(
        mark.id, "privacy", 3, 2, Stance.RISK, " Because. ", articles=["UDHR 12"], assessor="ana"
    )
    second = store.risks.add(mark.id, "privacy", 1, 0, Stance.SAFEGUARD, "No.", assessor="ben")
    assert first.rationale == "Because."
    assert store.risks.of_annotation(mark.id) == store.risks.all() == [first, second]
    store.risks.update(first.id, severity=4, stance=Stance.DISPUTED)
    changed = store.risks.get(first.id)
    assert (changed.severity, changed.likelihood, changed.stance) == (4, 2, Stance.DISPUTED)
    assert changed.articles == ("UDHR 12",)
    store.risks.remove(second.id)
    assert store.risks.all() == [changed]
    store.annotations.remove(mark.id)
    assert store.risks.all() == []
    store.journal.undo()
    assert store.risks.all() == [changed]


@pytest.mark.parametrize(
    ("field", "value"),
    [("severity", 5), ("severity", -1), ("likelihood", True), ("rationale", " "), ("right", "")],
)
def test_assessments_that_cannot_be(store: Store, document: str, field: str, value: object) -> None:
    mark = store.annotations.add(document, QUOTE)
    given = {
        "right": "privacy", "severity": 1, "likelihood": 1, "stance": Stance.RISK,
        "rationale": "Why.",
    }  # fmt: skip
    good = store.risks.add(mark.id, **given)
    with pytest.raises(errors.InvalidValue):
        store.risks.add(mark.id, **{**given, field: value})
    with pytest.raises(errors.InvalidValue):
        store.risks.update(good.id, **{field: value})
    with pytest.raises(errors.NoSuchAnnotation):
        store.risks.add("gone", **given)
    with pytest.raises(errors.NoSuchAssessment):
        store.risks.remove("gone")
    assert store.risks.all() == [good]


# -- searches -----------------------------------------------------------------------------------


def test_saved_searches(store: Store) -> None:
    first = store.searches.save("Stops", "suspension OR stoppage")
    second = store.searches.save("Routes", "routing")
    assert store.searches.all() == [first, second]
    again = store.searches.save("STOPS", "suspen*")
    assert (again.id, again.query) == (first.id, "suspen*")
    assert store.searches.get("stops") == again
    store.searches.update(second.id, name="Paths")
    store.searches.remove(first.id)
    assert [search.name for search in store.searches.all()] == ["Paths"]
    for call in (store.searches.get, store.searches.remove):
        with pytest.raises(errors.NoSuchSearch):
            call("gone")
    with pytest.raises(errors.InvalidValue):
        store.searches.save(" ", "x")


def test_history(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("itrvault.store.searches.HISTORY", 3)
    for query in ("a", "b", "a", "c", " ", "d"):
        store.searches.remember(query)
    assert store.searches.history() == ["d", "c", "a"]
    assert store.searches.history(1) == ["d"]
    assert store.journal.length() == 0
    with Store.open(store.path, read_only=True) as reader:
        reader.searches.remember("e")
        assert reader.searches.history() == ["d", "c", "a"]
    store.searches.forget()
    assert store.searches.history() == []
