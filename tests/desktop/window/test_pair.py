"""Two documents beside each other, scrolled together, and what is marked in the second."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent

from itrvault.desktop.widgets.selection import Place

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def wheel(view, notches: int) -> None:
    """Turn the wheel over a view, downwards with a negative number."""
    at = QPointF(view.viewport().rect().center())
    event = QWheelEvent(
        at, at, QPoint(), QPoint(0, 120 * notches), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    view.wheelEvent(event)


@pytest.fixture
def pair(qtbot, space, window):
    """The proposal, and beside it the letter."""
    store = space.context.vault.store
    space.open_document(store.documents.get("WCIT12/904-E").id)
    qtbot.waitUntil(lambda: space.reader.units.text(0) is not None)
    window.actions_by_name["beside"].trigger()
    assert space.pair.other is not None
    qtbot.waitUntil(lambda: space.pair.other.document == space.reader.document)
    return space.pair


def test_the_second_opens_where_the_first_is(qtbot, space, pair):
    assert not pair.other.isHidden()
    assert pair.field.document == space.reader.document
    assert space.results.isHidden()  # 1280 pixels are not enough for four panes
    pair.close_second()
    assert pair.other is None
    assert not space.results.isHidden()
    qtbot.waitUntil(lambda: not space.context.tasks.busy)


def test_they_scroll_together_until_they_are_let_go(qtbot, space, pair):
    qtbot.waitUntil(lambda: pair.other.settled and space.reader.settled)
    first, second = space.reader.pages, pair.other.pages
    wheel(first, -2)
    assert second.position == pytest.approx(first.position, abs=0.05)
    assert second.position > 0.05
    wheel(second, 1)
    assert first.position == pytest.approx(second.position, abs=0.05)
    pair.locked.setChecked(False)
    before = second.position
    wheel(first, 2)
    assert second.position == before
    pair.locked.setChecked(True)  # held as they are now
    apart = second.position - first.position
    wheel(first, -1)
    assert second.position - first.position == pytest.approx(apart, abs=0.15)


def test_keys_go_from_one_to_the_other(qtbot, window, space, pair):
    for reader in (space.reader, pair.other, space.reader):
        window.actions_by_name["hop"].trigger()
        assert window.focusWidget() is reader.view
    assert pair.locked.isChecked()
    window.actions_by_name["together"].trigger()
    assert not pair.lock.on


def test_a_document_is_chosen_by_a_part_of_its_name(qtbot, space, pair):
    pair.field.setFocus()
    pair.field.setText("901-E")
    qtbot.keyClick(pair.field, Qt.Key.Key_Return)
    wanted = space.context.vault.store.documents.get("WCIT12/901-E").id
    qtbot.waitUntil(lambda: pair.other.document == wanted)
    assert space.reader.document != wanted


def test_hits_stand_in_both_and_marks_of_the_second_are_written(qtbot, space, pair, desk):
    desk.search("services")
    store = space.context.vault.store
    wanted = store.documents.get("WCIT12/901-E").id
    pair.show_beside(wanted)
    qtbot.waitUntil(lambda: pair.other.units.text(0) is not None)
    qtbot.waitUntil(lambda: pair.other.document == wanted)
    desk.settle()
    reading = space.reader.loader.reading
    text = pair.other.units.text(0)
    spans = space.context.vault.index.spans(
        reading, text.text, text.unit.language, text.unit.redlines
    )
    qtbot.waitUntil(lambda: pair.other.units.hits(0) == tuple(spans))
    assert {stop[0] for stop in pair.other.hits.order} <= {wanted}
    word = text.word(0)
    pair.other.selection.select(Place(0, word.start), Place(0, word.end))
    qtbot.keyClick(pair.other.view, Qt.Key.Key_A)
    qtbot.waitUntil(lambda: bool(store.annotations.of_document(wanted)))
    (made,) = store.annotations.of_document(wanted)
    qtbot.waitUntil(lambda: space.inspector.editor.annotation == made.id)


def test_nothing_of_the_second_stays(qtbot, space, window, pair):
    qtbot.waitUntil(lambda: pair.other.settled)
    window.lock()
    assert window.workspace is None
    assert not [t.name for t in threading.enumerate() if t.name.startswith("page-draw")]
