"""The sweep in the window: gone through by keys, decided one by one and many at once."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from itrvault.desktop.dialogs.reject import RejectDialog
from itrvault.desktop.models.sweep import ROW, Show
from itrvault.desktop.views.sweep_card import passage_html
from itrvault.desktop.widgets.sweep_list import squeezed
from itrvault.model.geometry import Span
from itrvault.model.suggestion import Decision
from itrvault.text.anchors import make_anchor

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def store(space):
    return space.context.vault.store


@pytest.fixture
def view(qtbot, window, space):
    """The sweep, opened by its key."""
    window.actions_by_name["sweep"].trigger()
    qtbot.waitUntil(lambda: space.sweep.model.swept is not None)
    settle(qtbot, space.sweep)
    return space.sweep


def settle(qtbot, view) -> None:
    """Until what is shown is what the vault holds."""
    context = view._context
    qtbot.waitUntil(lambda: view.settled and not context.tasks.busy)


def press(qtbot, view, key: Qt.Key) -> None:
    qtbot.keyClick(view.list, key)


def go_to(view, wanted) -> object:
    """Put the cursor on the first passage that is wanted."""
    one = next(one for one in view.model.passages if wanted(one))
    view.list.setCurrentIndex(view.model.index(view.model.place_of(one.id), 0))
    assert view.chosen() == [one]
    return one


def test_it_sweeps_when_it_is_first_looked_at(qtbot, window, space) -> None:
    assert space.sweep.model.swept is None
    window.actions_by_name["sweep"].trigger()
    assert space.sweep.isVisible()
    qtbot.waitUntil(lambda: space.sweep.model.swept is not None)
    settle(qtbot, space.sweep)
    shown = space.sweep.model.passages
    assert len(shown) > 40
    assert all(one.offered for one in shown)
    scores = [one.score for one in shown]
    assert scores == sorted(scores, reverse=True)
    assert space.sweep.chosen() == shown[:1]
    assert f"{len(shown)} to decide" in space.sweep.count.text()
    assert space.sweep.list.hasFocus()


def test_the_card_says_why(view, space) -> None:
    one = go_to(view, lambda one: one.negated and one.source == "taxonomy:expression")
    card = view.card
    assert card.title.text() == "Expression and content"
    assert view.model.swept.document(one) in card.place.text()
    assert " ".join(one.quotation.split()) in " ".join(card.words.toPlainText().split())
    assert one.quotation[one.negations[0].start : one.negations[0].end] in card.negation.text()
    assert one.terms[0] in card.why.text()
    assert card.tag.currentText().startswith("Human rights/Expression and content")
    html = passage_html(one, space.context.theme)
    assert "text-decoration:underline" in html
    assert "font-weight:600" in html


def test_accepting_by_key_marks_and_goes_on(qtbot, view, store) -> None:
    first, second = view.model.passages[:2]
    press(qtbot, view, Qt.Key.Key_A)
    assert view.chosen()[0].id == second.id  # at once, before it is written
    settle(qtbot, view)
    assert view.chosen()[0].id == second.id
    made = store.suggestions.get(first.id)
    assert made.decision is Decision.ACCEPTED
    mark = store.annotations.get(made.annotation)
    assert [store.tags.get(tag).origin for tag in mark.tags] == [first.source]
    assert first.id not in {one.id for one in view.model.passages}
    assert "1 decided" in view.count.text()


def test_keys_in_quick_succession_all_count(qtbot, view, store) -> None:
    wanted = [one.id for one in view.model.passages[:6]]
    for _ in range(3):
        press(qtbot, view, Qt.Key.Key_A)
    for _ in range(3):
        press(qtbot, view, Qt.Key.Key_D)
    settle(qtbot, view)
    decided = {one.id: one.decision for one in store.suggestions.all()}
    assert [decided[key] for key in wanted[:3]] == [Decision.ACCEPTED] * 3
    assert [decided[key] for key in wanted[3:]] == [Decision.DEFERRED] * 3
    # What was put off is still to be decided, behind all else.
    assert [one.id for one in view.model.passages[-3:]] == wanted[3:]


def reject_dialog(qtbot, view) -> RejectDialog:
    found = []

    def look() -> bool:
        found[:] = [each for each in view.findChildren(RejectDialog) if each.isVisible()]
        return bool(found)

    qtbot.waitUntil(look)
    return found[0]


def test_rejecting_asks_why_and_offers_the_reason_again(qtbot, view, store) -> None:
    first, second = view.model.passages[:2]
    press(qtbot, view, Qt.Key.Key_X)
    dialog = reject_dialog(qtbot, view)
    field = dialog.findChild(QLineEdit)
    assert field.text()  # a usual one, chosen at once by Enter
    field.setText("")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert dialog.isVisible()  # no reason, no rejection
    qtbot.keyClicks(field, "Only told")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    settle(qtbot, view)
    assert store.suggestions.get(first.id).reason == "Only told"
    assert view.chosen()[0].id == second.id
    press(qtbot, view, Qt.Key.Key_X)
    again = reject_dialog(qtbot, view)
    assert again.reason == "Only told"
    qtbot.keyClick(again.findChild(QLineEdit), Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    settle(qtbot, view)
    reason = store.suggestions.get(second.id).reason
    assert reason
    assert reason != "Only told"


def test_leaving_the_dialog_rejects_nothing(qtbot, view, store) -> None:
    press(qtbot, view, Qt.Key.Key_X)
    qtbot.keyClick(reject_dialog(qtbot, view), Qt.Key.Key_Escape)
    settle(qtbot, view)
    assert store.suggestions.count() == 0


def test_many_at_once_are_one_step_to_undo(qtbot, window, view, store) -> None:
    view.source.setCurrentIndex(view.source.findData("taxonomy:cutoff"))
    some = {one.id for one in view.model.passages}
    assert len(some) > 3
    view.list.selectAll()
    assert len(view.chosen()) == len(some)
    assert str(len(some)) in view.card.title.text()
    press(qtbot, view, Qt.Key.Key_A)
    settle(qtbot, view)
    assert {one.id for one in store.suggestions.all()} == some
    assert view.model.passages == []
    assert not view.list.isVisible()
    assert "No passage fits" in view.message.text()
    window.actions_by_name["undo"].trigger()
    qtbot.waitUntil(lambda: len(view.model.passages) == len(some))
    settle(qtbot, view)
    assert store.suggestions.count() == 0
    assert {one.id for one in view.model.passages} == some


def test_it_filters_and_groups(qtbot, view) -> None:
    every = len(view.model.passages)
    view.language.setCurrentIndex(view.language.findData("ar"))
    assert {one.language for one in view.model.passages} == {"ar"}
    view.language.setCurrentIndex(0)
    view.negated.setCurrentIndex(2)
    assert all(one.negated for one in view.model.passages)
    view.negated.setCurrentIndex(0)
    view.words.setText("traffic")
    qtbot.waitUntil(lambda: len(view.model.passages) < every)
    assert all("traffic" in one.quotation.casefold() for one in view.model.passages)
    view.words.clear()
    qtbot.waitUntil(lambda: len(view.model.passages) == every)
    view.shown.setCurrentIndex(view.shown.findData(Show.HEADINGS))
    assert all(one.kind.value == "heading" for one in view.model.passages)
    assert view.model.passages
    view.shown.setCurrentIndex(0)
    for grouping in ("category", "document"):
        view.grouping.setCurrentIndex(view.grouping.findData(grouping))
        rows = view.model.rows
        assert rows[0].one is None
        assert sum(row.count for row in rows if row.one is None) == every
        assert len(view.model.passages) == every
    in_document = [row.one for row in rows if row.one is not None]
    places = [(one.document, one.unit, one.span.start) for one in in_document]
    assert [place[1:] for place in places if place[0] == places[0][0]] == sorted(
        place[1:] for place in places if place[0] == places[0][0]
    )


def test_next_and_previous_pass_over_the_headings_of_groups(qtbot, view) -> None:
    view.grouping.setCurrentIndex(view.grouping.findData("category"))
    view.list.setCurrentIndex(view.model.index(1, 0))
    seen = []
    for _ in range(len(view.model.passages) + 2):
        seen.append(view.list.currentIndex().row())
        press(qtbot, view, Qt.Key.Key_N)
    assert all(view.model.rows[row].one is not None for row in seen)
    assert len(set(seen)) == len(view.model.passages)
    press(qtbot, view, Qt.Key.Key_P)
    assert view.list.currentIndex().row() < seen[-1]
    assert view.list.currentIndex().data(ROW).one is not None


def test_enter_opens_the_page_with_the_passage_marked(qtbot, space, view) -> None:
    one = go_to(view, lambda one: one.language == "ar")
    with qtbot.waitSignal(view.wordsWanted) as asked:
        press(qtbot, view, Qt.Key.Key_Return)
    assert asked.args == [one.document, one.unit, one.span.start, one.span.end]
    assert space.centre.currentWidget() is space.split
    qtbot.waitUntil(lambda: space.reader.document == one.document and space.reader.settled)


def test_another_tag_holds_for_its_source(qtbot, view, store) -> None:
    mine = store.tags.add("Mine", colour="blue")
    settle(qtbot, view)
    qtbot.waitUntil(lambda: view.card.tag.findData(mine.id) >= 0)
    one = go_to(view, lambda one: one.source == "taxonomy:routing")
    box = view.card.tag
    box.setCurrentIndex(box.findData(mine.id))
    box.activated.emit(box.currentIndex())
    assert view.list.hasFocus()
    press(qtbot, view, Qt.Key.Key_A)
    settle(qtbot, view)
    made = store.suggestions.get(one.id)
    assert store.annotations.get(made.annotation).tags == (mine.id,)
    other = go_to(view, lambda one: one.source == "taxonomy:routing")
    assert view.card.tag.currentData() == mine.id
    assert other.id != one.id
    go_to(view, lambda one: one.source != "taxonomy:routing")
    assert view.card.tag.currentData() == ""


def test_it_follows_what_others_decide(qtbot, space, view, store) -> None:
    one = view.model.passages[0]
    anchor_of_one = store.documents.unit(one.document, one.unit)
    anchor = make_anchor([anchor_of_one], one.unit, one.span.start, one.unit, one.span.end)
    store.suggestions.reject(one.document, anchor, one.source, "Elsewhere")
    qtbot.waitUntil(lambda: one.id not in {each.id for each in view.model.passages})
    settle(qtbot, view)
    view.shown.setCurrentIndex(view.shown.findData(Show.REJECTED))
    assert [each.reason for each in view.model.passages] == ["Elsewhere"]
    assert "Elsewhere" in view.card.state.text()


def test_a_new_saved_search_is_swept_too(qtbot, view, store) -> None:
    store.searches.save("Machines", "machines")
    qtbot.waitUntil(lambda: view.source.findText("Machines") > 0)
    settle(qtbot, view)
    view.source.setCurrentIndex(view.source.findText("Machines"))
    (one,) = view.model.passages
    assert one.source.startswith("search:")
    assert view.card.tag.currentText() == "no tag"
    press(qtbot, view, Qt.Key.Key_A)
    settle(qtbot, view)
    made = store.suggestions.get(one.id)
    assert store.annotations.get(made.annotation).tags == ()


def test_searching_is_no_reason_to_sweep_anew(qtbot, space, view, store, desk) -> None:
    swept = view.model.swept.found
    store.searches.remember("machines")
    desk.settle()
    assert view.settled
    assert view.model.swept.found is swept
    search = store.searches.save("Machines", "machines")
    qtbot.waitUntil(lambda: view.source.findText("Machines") > 0)
    settle(qtbot, view)
    store.searches.remove(search.id)
    qtbot.waitUntil(lambda: view.source.findText("Machines") < 0)
    settle(qtbot, view)
    assert {one.id for one in view.model.swept.found.proposed} == {one.id for one in swept.proposed}


def test_the_order_stays_until_it_is_asked_for(qtbot, view) -> None:
    before = [one.id for one in view.model.passages]
    for source, key in (("taxonomy:privacy", Qt.Key.Key_A), ("taxonomy:safeguard", Qt.Key.Key_X)):
        view.source.setCurrentIndex(view.source.findData(source))
        for _ in range(6):
            view.list.setCurrentIndex(view.model.index(0, 0))
            press(qtbot, view, key)
            if key == Qt.Key.Key_X:
                dialog = reject_dialog(qtbot, view)
                qtbot.keyClick(dialog.findChild(QLineEdit), Qt.Key.Key_Return)
                qtbot.waitUntil(lambda: not view.findChildren(RejectDialog))
    view.source.setCurrentIndex(0)
    settle(qtbot, view)
    left = [one.id for one in view.model.passages]
    assert len(left) == len(before) - 12
    assert left == [key for key in before if key in set(left)]
    qtbot.mouseClick(view.again, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: [one.id for one in view.model.passages] != left)
    settle(qtbot, view)
    scores = [one.score for one in view.model.passages]
    assert scores == sorted(scores, reverse=True)
    assert {one.id for one in view.model.passages} == set(left)


def test_it_says_how_well_the_order_is_right(qtbot, view) -> None:
    assert "words alone" in view.figure.text()
    for source, key in (("taxonomy:privacy", Qt.Key.Key_A), ("taxonomy:safeguard", Qt.Key.Key_X)):
        view.source.setCurrentIndex(view.source.findData(source))
        view.list.selectAll()
        press(qtbot, view, key)
        if key == Qt.Key.Key_X:
            dialog = reject_dialog(qtbot, view)
            qtbot.keyClick(dialog.findChild(QLineEdit), Qt.Key.Key_Return)
        settle(qtbot, view)
    model = view.model.swept.model
    assert model.ranker is not None
    assert "learnt from your decisions" in view.figure.text()
    assert (model.figure is not None) == (model.accepted + model.rejected >= 20)


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("a  b\n c", [(3, 4)]), ("  \n", []), ("x\n\nword  word", [(3, 7), (9, 13)]),
        ("ab", [(0, 2)]),
    ],
)  # fmt: skip
def test_a_row_is_one_line_with_its_marks_in_place(text: str, spans: list[tuple[int, int]]) -> None:
    line, marks = squeezed(text, tuple(Span(*span) for span in spans))
    assert "\n" not in line
    assert "  " not in line
    assert [line[m.start : m.end] for m in marks] == [text[a:b] for a, b in spans]
