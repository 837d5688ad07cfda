"""Links in the window: made, listed, followed, and read beside each other; and histories."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from itrvault.desktop.widgets.selection import Place
from itrvault.model.history import StepKind
from itrvault.model.link import End, EndKind, Relation
from itrvault.text.anchors import make_anchor

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def note(qtbot, desk, space) -> str:
    """A marked passage, chosen in the reader, with its editor open."""
    made = desk.annotate()
    space.inspector.show()
    space.open_annotation(made)
    qtbot.waitUntil(lambda: space.inspector.editor.annotation == made)
    qtbot.waitUntil(lambda: space.reader.settled)
    return made


@pytest.fixture
def letter(space) -> str:
    """A marked passage of another document."""
    store = space.context.vault.store
    document = store.documents.get("open-letter.txt")
    unit = store.documents.unit(document.id, 0)
    anchor = make_anchor([unit], 0, 0, 0, unit.text.index("\n"))
    return store.annotations.add(document.id, anchor, "blue", "from outside").id


def asked(qtbot, space):
    """The dialog, once its first answer is there."""
    qtbot.waitUntil(lambda: space.linking.dialog is not None)
    dialog = space.linking.dialog
    qtbot.waitUntil(lambda: dialog.answered is not None)
    return dialog


def find(qtbot, dialog, words: str) -> None:
    """Type and wait for the ends that fit."""
    dialog.words.clear()
    qtbot.keyClicks(dialog.words, words)
    qtbot.waitUntil(lambda: dialog.answered == words)


def links(space):
    return space.context.vault.store.links.all()


def test_by_keys_alone(qtbot, space, note, letter):
    qtbot.keyClick(space.reader.view, Qt.Key.Key_L)
    dialog = asked(qtbot, space)
    find(qtbot, dialog, "from outside")
    assert dialog.chosen == End(EndKind.ANNOTATION, letter)
    find(qtbot, dialog, "31A")
    qtbot.keyClick(dialog.words, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.words, Qt.Key.Key_Up)
    assert dialog.chosen == End(EndKind.PROVISION, "31A")
    dialog.choose(Relation.CITES)
    qtbot.keyClick(dialog.words, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(links(space)) == 1)
    [made] = links(space)
    assert (made.origin, made.relation) == (End(EndKind.ANNOTATION, note), Relation.CITES)
    shown = space.inspector.editor.links
    qtbot.waitUntil(lambda: len(shown.shown) == 1)
    assert shown.shown[0].outward
    qtbot.waitUntil(lambda: not space.context.tasks.busy)


def test_the_other_passage_is_marked_on_the_page(qtbot, space, note):
    space.linking.ask(note)
    dialog = asked(qtbot, space)
    dialog.choose(Relation.CONTRADICTS, outward=False)
    dialog.note.setText("see there")
    dialog.pick.click()
    assert space.linking.pending
    assert space.linking.strip.isVisible()
    reader = space.reader
    reader.selection.select(Place(0, 200), Place(0, 240))
    reader.run("highlight")
    second = asked(qtbot, space)
    assert not space.linking.strip.isVisible()
    assert second is not dialog
    assert second.note.text() == "see there"
    assert second.chosen is not None
    assert second.chosen.value != note
    second.accept()
    qtbot.waitUntil(lambda: len(links(space)) == 1)
    [made] = links(space)
    assert made.target == End(EndKind.ANNOTATION, note)
    assert (made.relation, made.note) == (Relation.CONTRADICTS, "see there")
    qtbot.waitUntil(lambda: not space.context.tasks.busy)


def test_waiting_can_be_given_up(qtbot, space, note, letter):
    space.linking.ask(note)
    asked(qtbot, space).pick.click()
    space.linking.strip.stop.click()
    assert not space.linking.pending
    space.reader.show_annotation(letter)
    qtbot.waitUntil(lambda: not space.context.tasks.busy)
    assert space.linking.dialog is None
    assert links(space) == []


def test_to_the_other_end_and_beside(qtbot, space, note, letter):
    store = space.context.vault.store
    here, there = End(EndKind.ANNOTATION, note), End(EndKind.ANNOTATION, letter)
    store.links.add(here, there, Relation.ANALYSED_BY)
    pane = space.inspector.editor.links
    qtbot.waitUntil(lambda: len(pane.shown) == 1)
    told = pane.shown[0].other
    assert "from outside" in store.annotations.get(letter).note
    first = space.reader.document
    pane.besideWanted.emit(told)
    qtbot.waitUntil(lambda: space.pair.other is not None)
    other = space.pair.other
    qtbot.waitUntil(lambda: other.document == told.document and other.settled)
    assert space.reader.document == first
    assert not space.pair.locked.isChecked()
    space.pair.close_second()
    pane.openWanted.emit(told)
    qtbot.waitUntil(lambda: space.reader.document == told.document and space.reader.settled)
    qtbot.waitUntil(lambda: not space.context.tasks.busy)


def test_changed_and_removed_from_its_card(qtbot, space, note, letter):
    store = space.context.vault.store
    here, there = End(EndKind.ANNOTATION, note), End(EndKind.ANNOTATION, letter)
    store.links.add(there, here, Relation.CITES)
    pane = space.inspector.editor.links
    qtbot.waitUntil(lambda: len(pane.shown) == 1)
    assert not pane.shown[0].outward
    pane._change(pane.shown[0], Relation.AMENDS)
    qtbot.waitUntil(lambda: bool(pane.shown) and pane.shown[0].link.relation is Relation.AMENDS)
    pane._remove(pane.shown[0])
    qtbot.waitUntil(lambda: pane.shown == [])
    store.journal.undo()
    qtbot.waitUntil(lambda: len(pane.shown) == 1)
    qtbot.waitUntil(lambda: not space.context.tasks.busy)


def test_history_in_the_editor(qtbot, space, note):
    store, editor = space.context.vault.store, space.inspector.editor
    store.annotations.update(note, colour="green", author="Ben")
    store.journal.undo()
    editor.history_link.click()
    qtbot.waitUntil(lambda: len(editor.history.steps) == 3)
    assert [step.author for step in editor.history.steps] == ["", "Ben", "Ana"]
    assert editor.history.steps[0].kind is StepKind.UNDONE
    qtbot.waitUntil(lambda: not space.context.tasks.busy)


def test_words_written_meanwhile_are_kept(qtbot, space, note):
    """Somebody else's note arrives while one is typed here: both are there afterwards."""
    store, editor = space.context.vault.store, space.inspector.editor
    editor.text.setFocus()
    qtbot.keyClicks(editor.text, "mine")
    store.annotations.update(note, note="theirs", author="Ben")
    editor.write()
    qtbot.waitUntil(lambda: "mine" in store.annotations.get(note).note)
    assert "theirs" in store.annotations.get(note).note
    qtbot.waitUntil(lambda: not space.context.tasks.busy)
