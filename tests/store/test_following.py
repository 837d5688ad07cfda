"""Passages follow the text, wait when their words are gone, and are placed by hand."""

from __future__ import annotations

import pytest

from itrvault.model.annotation import Anchor, AnnotationState, Stance
from itrvault.model.document import Extraction, TextSource, Unit, UnitKind
from itrvault.model.geometry import Rect
from itrvault.model.history import StepKind
from itrvault.model.journal import ObjectKind
from itrvault.store import Store
from itrvault.text.anchors import (
    document_anchor,
    make_anchor,
    page_anchor,
    region_anchor,
    text_hash,
)
from tests.text.pages import page

GOOD = "Member States shall have the sovereign right to establish and implement public policy\n"
BAD = "Mernber Statcs sha11 have the soveroign rigbt to estab1ish and irnplement pub1ic po1icy\n"
OTHER = "Nothing of the kind is said on this page, which speaks of accounting rates.\n"


def unit(number: int, text: str, source: TextSource = TextSource.FILE) -> Unit:
    return Unit(number, UnitKind.PAGE, str(number + 1), text, page(number, text).layout,
                source=source)  # fmt: skip


def add(store: Store, *texts: str) -> str:
    read = Extraction("application/pdf", "pdf/1", tuple(unit(n, t) for n, t in enumerate(texts)))
    return store.documents.add(read, {}, b"%PDF", ["a.pdf"], "a.pdf").id


def mark(store: Store, key: str, words: str, number: int = 0) -> str:
    units = store.documents.units(key)
    start = units[number].text.index(words)
    anchor = make_anchor(units, number, start, number, start + len(words))
    return store.annotations.add(key, anchor, note="why?").id


def test_recognised_anew_and_back(store: Store) -> None:
    key = add(store, OTHER, GOOD)
    ids = [mark(store, key, words, 1) for words in ("sovereign right", "States", "public policy")]
    before = [store.annotations.get(one).anchor for one in ids]
    store.readings.add(key, unit(1, BAD, TextSource.OCR), "ocr/1")
    store.readings.use(key, {1: TextSource.OCR})
    read = [store.annotations.get(one).anchor for one in ids]
    assert [anchor.exact for anchor in read] == ["soveroign rigbt", "Statcs", "pub1ic po1icy"]
    assert all(anchor.rects for anchor in read)
    assert store.check().clean
    store.readings.use(key, {1: TextSource.FILE})
    assert [store.annotations.get(one).anchor for one in ids] == before
    assert store.journal.can_undo == "Highlight"


def test_an_edge_that_was_moved_is_not_moved_back(store: Store) -> None:
    """What a person said last counts, not where the passage once stood."""
    key = add(store, GOOD)
    one = mark(store, key, "the sovereign right to establish")
    units = store.documents.units(key)
    start = GOOD.index("sovereign")
    store.annotations.update(one, anchor=make_anchor(units, 0, start, 0, start + 9))
    store.readings.add(key, unit(0, OTHER, TextSource.OCR), "ocr/1")
    store.readings.use(key, {0: TextSource.OCR})
    assert store.annotations.get(one).unplaced
    store.readings.use(key, {0: TextSource.FILE})
    assert store.annotations.get(one).anchor.exact == "sovereign"


def test_an_edge_is_moved_back_in_a_text_that_changed_meanwhile(store: Store) -> None:
    key = add(store, GOOD)
    one = mark(store, key, "the sovereign right to establish")
    units = store.documents.units(key)
    start = GOOD.index("sovereign")
    store.annotations.update(one, anchor=make_anchor(units, 0, start, 0, start + 9))
    store.readings.add(key, unit(0, "Page 1\n" + BAD, TextSource.OCR), "ocr/1")
    store.readings.use(key, {0: TextSource.OCR})
    assert store.annotations.get(one).anchor.exact == "soveroign"
    change = store.journal.undo()
    anchor = store.annotations.get(one).anchor
    assert anchor.exact == "the soveroign rigbt to estab1ish"
    assert anchor.text_hash == text_hash(store.documents.text(key, 0))
    assert anchor.rects
    assert change.lost == ()
    store.journal.redo()
    assert store.annotations.get(one).anchor.exact == "soveroign"
    assert store.check().clean


def test_what_an_undo_gives_back_waits_where_its_words_are_gone(store: Store) -> None:
    key = add(store, GOOD)
    one = mark(store, key, "the sovereign right to establish")
    store.annotations.remove(one)
    store.readings.add(key, unit(0, OTHER, TextSource.OCR), "ocr/1")
    store.readings.use(key, {0: TextSource.OCR})
    assert store.journal.undo().lost == (one,)
    found = store.annotations.get(one)
    assert (found.unplaced, found.anchor.exact) == (True, "the sovereign right to establish")
    store.readings.use(key, {0: TextSource.FILE})
    assert store.annotations.get(one).anchor.start == GOOD.index("the sov")


def test_the_same_file_read_in_another_way(store: Store) -> None:
    """Notes wait for their file; it may come back from a reader that puts a line before."""
    key = add(store, GOOD, OTHER)
    one = mark(store, key, "sovereign right")
    lost = mark(store, key, "accounting rates", 1)
    store.documents.remove(key)
    assert store.annotations.all() == []
    add(store, "Document 27\n\n" + GOOD)  # and the second page is no more
    found = store.annotations.get(one).anchor
    assert found.start == GOOD.index("sovereign") + 13
    assert found.rects
    waiting = store.annotations.get(lost)
    assert waiting.unplaced
    assert (waiting.anchor.exact, waiting.anchor.unit) == ("accounting rates", 0)
    assert store.annotations.unplaced(key) == store.annotations.unplaced() == [waiting]
    assert store.check().clean


def test_placed_by_hand(store: Store) -> None:
    key = add(store, GOOD)
    one = mark(store, key, "sovereign right")
    store.readings.add(key, unit(0, OTHER, TextSource.OCR), "ocr/1")
    store.readings.use(key, {0: TextSource.OCR})
    start = OTHER.index("accounting")
    units = store.documents.units(key)
    change = store.annotations.update(one, anchor=make_anchor(units, 0, start, 0, start + 10))
    assert change.label == store.journal.can_undo == "Place by hand"
    assert store.annotations.unplaced() == []
    store.journal.undo()
    assert store.annotations.get(one).unplaced


def test_a_passage_that_became_a_page_before_words_were_kept(store: Store) -> None:
    key = add(store, GOOD)
    one = mark(store, key, "sovereign right")
    with store.journal.unseen("Change text"):  # as earlier versions wrote it
        stored = {
            "unit": 0, "start": 0, "end_unit": 0, "end": 0, "exact": "", "prefix": "",
            "suffix": "", "rects": [], "text_hash": "",
        }  # fmt: skip
        store.journal.write(ObjectKind.ANNOTATION, one, {"anchor": stored}, label="Change text")
    assert store.annotations.get(one).anchor.whole
    store.following.follow(key)
    assert store.annotations.get(one).anchor.exact == "sovereign right"


def test_regions_pages_and_documents(store: Store) -> None:
    key = add(store, GOOD, OTHER)
    units = store.documents.units(key)
    region = region_anchor(units[0], Rect(40, 30, 300, 60))
    anchors = [document_anchor(), page_anchor(units, 0, 1), region]
    ids = [store.annotations.add(key, anchor).id for anchor in anchors]
    assert [store.annotations.get(one).anchor for one in ids] == anchors
    store.readings.add(key, unit(0, OTHER, TextSource.OCR), "ocr/1")
    store.readings.use(key, {0: TextSource.OCR})
    assert [store.annotations.get(one).anchor for one in ids] == anchors
    assert store.annotations.unplaced() == []


def test_importance_and_state_are_steps_of_undo(store: Store) -> None:
    key = add(store, GOOD)
    ids = [mark(store, key, word) for word in ("Member", "States", "shall")]
    store.annotations.mark(ids[:2], important=True, state=AnnotationState.CHECK)
    assert [store.annotations.get(one).important for one in ids] == [True, True, False]
    assert store.annotations.get(ids[0]).state is AnnotationState.CHECK
    store.annotations.mark(ids, colour="red")
    assert {one.colour for one in store.annotations.all()} == {"red"}
    store.journal.undo()
    store.journal.undo()
    assert [store.annotations.get(one).important for one in ids] == [False] * 3
    made = store.annotations.add(key, document_anchor(), important=True, state=AnnotationState.DONE)
    assert (made.important, made.state) == (True, AnnotationState.DONE)


@pytest.mark.parametrize(
    ("was", "new", "now", "says"),
    [
        ("a", "b", "a", "b"),  # nobody else wrote
        ("a", "b", "b", "b"),
        ("a", "a", "c", "c"),  # only the other one wrote
        ("", "mine", "theirs", "mine\n\n---\ntheirs"),
        ("a\nb", "a\nb\nc", "a\nb\nd", "a\nb\nc\n\n---\nd"),
        (None, "b", "c", "b"),
    ],
)
def test_two_editors_lose_nothing(
    store: Store, was: str | None, new: str, now: str, says: str
) -> None:
    one = mark(store, add(store, GOOD), "shall")
    store.annotations.update(one, note=now)
    store.annotations.update(one, note=new, note_was=was)
    assert store.annotations.get(one).note == says


def test_history_tells_who_did_what(store: Store) -> None:
    key = add(store, GOOD)
    one = mark(store, key, "shall")
    tag = store.tags.add("Privacy")
    under = store.tags.add("Interception", tag.id)
    store.annotations.update(one, colour="red", author="ana")
    store.annotations.tag([one], under.id, author="ben")
    risk = store.risks.add(one, "privacy", 1, 1, Stance.RISK, "because", assessor="cy")
    store.risks.remove(risk.id, author="cy")
    store.journal.undo()
    store.tags.remove(tag.id)
    steps = store.annotations.history(one)
    assert [step.author for step in steps] == ["", "cy", "cy", "ben", "ana", ""]
    assert steps[0].kind is StepKind.UNDONE
    [colour] = steps[4].changes
    assert (colour.field, colour.before, colour.after) == ("colour", None, "red")
    [given] = steps[3].changes
    assert (given.name, given.before, given.after) == ("Privacy/Interception", None, True)
    assert {change.kind for change in steps[2].changes} == {ObjectKind.RISK}
    assert [step.time for step in steps] == sorted((s.time for s in steps), reverse=True)
    store.annotations.remove(one)
    assert store.annotations.history(one)[0].label == "Remove annotation"


def test_lists_do_not_show_what_was_not_committed(store: Store) -> None:
    key = add(store, GOOD)
    one = mark(store, key, "shall")

    def fail() -> None:
        with store.transaction():
            store.annotations.update(one, note="never")
            assert store.annotations.all()[0].note == "never"
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert store.annotations.all()[0].note == "why?"
    store.annotations.update(one, note="now")
    assert store.annotations.all()[0].note == "now"
    assert Anchor(0, 0, 0, 0, "").placed
