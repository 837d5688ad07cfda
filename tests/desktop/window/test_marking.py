"""Facts, notes, colours, tags, judgements, history, undo; the codebook."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, Qt

from itrvault.desktop.models.annotations import NOTE
from itrvault.desktop.models.tags import MIME
from itrvault.desktop.widgets.selection import Place
from itrvault.model.document import FactSource
from itrvault.model.journal import Changed

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def mark(qtbot, window, space, desk):
    """A passage that is marked, selected and shown in the inspector."""
    made = desk.annotate("Norland")
    space.inspector.show()
    space.open_annotation(made)
    qtbot.waitUntil(lambda: space.inspector.editor.annotation == made)
    desk.settle()
    return made


def stored(space, mark):
    return space.context.vault.store.annotations.get(mark)


def test_annotation_is_listed_and_opened(space, mark):
    assert space.inspector.tabs.currentIndex() == 1
    assert space.inspector.list.currentIndex().data(NOTE).id == mark
    assert "Norland" in space.inspector.editor.quote.text()
    assert space.reader.document == stored(space, mark).document


def test_note_is_written_when_its_field_is_left(qtbot, space, mark):
    editor = space.inspector.editor
    editor.text.setFocus()
    qtbot.keyClicks(editor.text, "Who decides?")
    with qtbot.waitSignal(space.context.changed):
        space.field.setFocus()
    assert stored(space, mark).note == "Who decides?"


def test_colour_tag_note_and_undo_of_each(qtbot, window, space, mark):
    editor = space.inspector.editor
    with qtbot.waitSignal(space.context.changed):
        qtbot.mouseClick(editor.colours.buttons["blue"], Qt.MouseButton.LeftButton)
    assert stored(space, mark).colour == "blue"
    qtbot.keyClicks(editor.tags.field, "Human rights/Privacy and interception")
    with qtbot.waitSignal(space.context.changed):
        qtbot.keyClick(editor.tags.field, Qt.Key.Key_Return)
    assert len(stored(space, mark).tags) == 1
    qtbot.waitUntil(lambda: len(editor.tags.chips) == 1)
    undo = window.actions_by_name["undo"]
    qtbot.waitUntil(lambda: undo.text().endswith(": Tag"))
    with qtbot.waitSignal(space.context.changed):
        undo.trigger()
    assert stored(space, mark).tags == ()
    with qtbot.waitSignal(space.context.changed):
        undo.trigger()
    assert stored(space, mark).colour == "red"
    redo = window.actions_by_name["redo"]
    qtbot.waitUntil(redo.isEnabled)
    with qtbot.waitSignal(space.context.changed):
        redo.trigger()
    assert stored(space, mark).colour == "blue"


def test_an_unknown_tag_is_made(qtbot, space, mark):
    editor = space.inspector.editor
    qtbot.keyClicks(editor.tags.field, "Security/Spam")
    with qtbot.waitSignal(space.catalogue.tagsChanged):
        qtbot.keyClick(editor.tags.field, Qt.Key.Key_Return)
    tags = space.context.vault.store.tags
    assert tags.path(stored(space, mark).tags[0]) == "Security/Spam"


def test_a_judgement_needs_its_reasons(qtbot, space, mark):
    editor = space.inspector.editor
    editor.judge()
    form = editor.judgements.form
    form.right.setCurrentIndex(form.right.findData("privacy"))
    form.severity.setCurrentIndex(4)
    assert not form.save.isEnabled()
    assert form.articles
    qtbot.keyClicks(form.rationale, "It opens every message.")
    with qtbot.waitSignal(
        space.context.changed, check_params_cb=lambda change: bool(change.what & Changed.RISKS)
    ):
        qtbot.mouseClick(form.save, Qt.MouseButton.LeftButton)
    (risk,) = space.context.vault.store.risks.of_annotation(mark)
    assert (risk.right, risk.severity, risk.rationale) == ("privacy", 4, "It opens every message.")
    assert set(risk.articles) == set(form.articles)


def test_history_names_every_change(qtbot, space, mark, desk):
    editor = space.inspector.editor
    with qtbot.waitSignal(space.context.changed):
        editor.colours.chosen.emit("green")
    qtbot.mouseClick(editor.history_link, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(editor.history.steps) == 2)
    assert [step.label for step in editor.history.steps] == ["Change colour", "Highlight"]


def test_removed_annotation_closes_the_editor_and_undo_brings_it_back(
    qtbot, window, space, mark, desk
):
    with qtbot.waitSignal(space.context.changed):
        space.inspector.editor.remove()
    desk.settle()
    assert space.inspector.editor.isHidden()
    assert space.inspector.model.rowCount() == 0
    with qtbot.waitSignal(space.context.changed):
        window.actions_by_name["undo"].trigger()
    qtbot.waitUntil(lambda: space.inspector.model.rowCount() == 1)


def test_filter_of_the_notes(qtbot, space, mark):
    qtbot.keyClicks(space.inspector.filter, "nowhere to be found")
    qtbot.waitUntil(lambda: space.inspector.list.model().rowCount() == 0)
    space.inspector.filter.clear()
    qtbot.keyClicks(space.inspector.filter, "norland")
    qtbot.waitUntil(lambda: space.inspector.list.model().rowCount() == 1)


def test_a_fact_is_corrected_where_it_stands(qtbot, space, desk):
    document = space.context.vault.store.documents.get("WCIT12/904-E")
    space.open_document(document.id)
    qtbot.waitUntil(lambda: "proponent" in space.inspector.facts.rows)
    editor = space.inspector.facts.rows["proponent"].editor
    editor.setText("Kingdom of Norland (revised)")
    with qtbot.waitSignal(space.catalogue.documentsChanged):
        editor.editingFinished.emit()
    fact = space.catalogue.by_id[document.id].facts["proponent"]
    assert fact.value == "Kingdom of Norland (revised)"
    assert fact.source is FactSource.HAND


def test_a_date_that_is_none_is_refused_beside_it(qtbot, space):
    document = space.context.vault.store.documents.get("WCIT12/904-E")
    space.open_document(document.id)
    qtbot.waitUntil(lambda: "date" in space.inspector.facts.rows)
    before = document.value("date")
    editor = space.inspector.facts.rows["date"].editor
    editor.setText("last Tuesday")
    editor.editingFinished.emit()
    qtbot.waitUntil(lambda: bool(space.inspector.facts.problem.text()))
    assert space.context.vault.store.documents.get(document.id).value("date") == before


def test_codebook_is_changed_and_each_change_undone(qtbot, window, space):
    model, tree = space.library.tags, space.library
    root = model.index(0, 0)
    child = model.index(1, 0, root)
    tag = model.tag(child)
    store = space.context.vault.store.tags
    with qtbot.waitSignal(space.catalogue.tagsChanged):
        assert model.setData(child, "Renamed")
    assert store.get(tag.id).name == "Renamed"
    with qtbot.waitSignal(space.catalogue.tagsChanged):
        tree._recolour_tag(tag.id, "blue")
    assert store.get(tag.id).colour == "blue"
    data = model.mimeData([model.index_of(tag.id)])
    with qtbot.waitSignal(space.catalogue.tagsChanged):
        model.dropMimeData(data, Qt.DropAction.MoveAction, -1, -1, QModelIndex())
    assert store.get(tag.id).parent == ""
    with qtbot.waitSignal(space.catalogue.tagsChanged):
        tree._remove_tag(model.index_of(tag.id))
    assert tag.id not in {each.id for each in store.all()}
    for _ in range(4):
        qtbot.waitUntil(window.actions_by_name["undo"].isEnabled)
        with qtbot.waitSignal(space.catalogue.tagsChanged):
            window.actions_by_name["undo"].trigger()
    assert store.get(tag.id) == tag


def test_a_tag_cannot_be_dropped_under_itself(space):
    model = space.library.tags
    root = model.index(0, 0)
    data = model.mimeData([root])
    assert data.hasFormat(MIME)
    child = model.index(0, 0, root)
    assert not model.canDropMimeData(data, Qt.DropAction.MoveAction, -1, -1, child)
    assert not model.canDropMimeData(data, Qt.DropAction.MoveAction, -1, -1, root)


def test_a_note_takes_the_letters_typed_while_it_is_made(qtbot, space, desk):
    """The keys that follow A at once are the note's, not keys of the page."""
    document = space.context.vault.store.documents.get("WCIT12/904-E")
    space.open_document(document.id)
    reader = space.reader
    qtbot.waitUntil(lambda: reader.units.text(0) is not None)
    start = reader.units.text(0).text.index("Norland")
    reader.selection.select(Place(0, start), Place(0, start + 7))
    reader.view.setFocus()
    before = len(space.context.vault.store.annotations.all())
    qtbot.keyClick(reader.view, Qt.Key.Key_A)
    text = space.inspector.editor.text
    assert text.isVisible()
    qtbot.keyClicks(text, "Huh? ")  # before the mark is there
    qtbot.waitUntil(lambda: space.inspector.editor.annotation != "")
    qtbot.keyClicks(text, "Who?")
    space.inspector.editor.write()
    desk.settle()
    notes = space.context.vault.store.annotations.all()
    assert len(notes) == before + 1
    assert [note.note for note in notes if note.note] == ["Huh? Who?"]


def test_a_note_on_nothing_gives_the_keys_back(qtbot, space, desk):
    document = space.context.vault.store.documents.get("WCIT12/904-E")
    space.open_document(document.id)
    reader = space.reader
    qtbot.waitUntil(lambda: reader.units.text(0) is not None)
    blank = reader.units.text(0).text.index(" ")
    reader.selection.select(Place(0, blank), Place(0, blank + 1))
    qtbot.keyClick(reader.view, Qt.Key.Key_A)
    assert space.inspector.editor.expecting
    qtbot.waitUntil(lambda: not space.inspector.editor.expecting)
    assert space.inspector.editor.isHidden()
