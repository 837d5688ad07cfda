"""Lists of notes: narrowed by words, tag, colour, author and state; notes without a place."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from itrvault.desktop.models.excerpts import look_at_excerpts
from itrvault.desktop.models.note_filter import (
    CHECK,
    IMPORTANT,
    NOBODY,
    STATES,
    UNJUDGED,
    UNPLACED,
    UNTAGGED,
    NoteFilter,
    noted,
)
from itrvault.desktop.models.tag_codes import tag_codes
from itrvault.desktop.widgets.selection import Place
from itrvault.model.annotation import Anchor, Annotation, AnnotationState, Stance, Tag
from itrvault.text.anchors import make_anchor

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def note(key, exact="words", **fields):
    anchor = Anchor(0, 0, 0, len(exact), exact)
    return Annotation(f"0000000{key}-0000-7000-8000-000000000000", "d", anchor, **fields)


def test_each_choice_leaves_out_what_it_should():
    rows = [
        noted(note(1, "Traffic", important=True, author="Ana"), ("Rights/Privacy",), ()),
        noted(note(2, "routing", colour="red", state=AnnotationState.CHECK), (), ()),
        noted(note(3, "lost", author="Bo"), ("Rightsized",), ()),
    ]

    def kept(**fields):
        return [n for n, row in enumerate(rows, 1) if NoteFilter(**fields).keeps(row)]

    assert kept() == [1, 2, 3]
    assert kept(words="TRAFFIC") == [1]
    assert kept(words="privacy traffic") == [1]
    assert kept(tag="Rights") == [1]
    assert kept(colour="red") == [2]
    assert kept(author="Bo") == [3]
    assert kept(author=NOBODY) == [2]
    assert kept(state=IMPORTANT) == [1]
    assert kept(state=CHECK) == [2]
    assert kept(state=UNTAGGED) == [2]
    assert kept(state=UNJUDGED) == [1, 2, 3]
    assert kept(state=UNPLACED) == []
    assert kept(state=IMPORTANT, colour="red") == []
    assert all(isinstance(kept(state=state), list) for state in STATES)


def test_letters_tell_tags_apart():
    names = ("Privacy and interception", "Privacy", "Proportionality", "Privacy", "الخصوصية", "?")
    tags = [Tag(str(number), "", name) for number, name in enumerate(names)]
    codes = tag_codes(tags)
    assert codes["0"] == "PI"
    assert all(1 <= len(code) <= 2 for code in codes.values())
    assert len(set(codes.values())) == len(names)


@pytest.fixture
def lost(space, desk):
    """A note whose words are in no version of the text."""
    store = space.context.vault.store
    document = store.documents.get("WCIT12/904-E")
    anchor = Anchor(0, 0, 0, 0, "words that nobody ever wrote in this document")
    made = store.annotations.add(document.id, anchor, note="Where was it?")
    assert made.unplaced
    desk.settle()
    return made


def test_a_note_without_a_place_is_listed_and_put_where_one_selects(qtbot, space, desk, lost):
    desk.annotate("Norland")
    space.inspector.show()
    space.open_annotation(lost.id)
    qtbot.waitUntil(lambda: space.inspector.editor.annotation == lost.id)
    qtbot.waitUntil(lambda: len(space.inspector.model.everything) == 2)
    assert space.inspector.editor.unplaced
    assert "1 note" in space.inspector.lost.text()
    space.inspector.lost.click()
    assert [each.id for each in space.inspector.model.notes] == [lost.id]
    reader = space.reader
    qtbot.waitUntil(lambda: reader.document == lost.document and reader.units.text(0) is not None)
    qtbot.waitUntil(lambda: reader.loader.annotation(lost.id) is not None)
    reader.marks.place_here()
    assert "Select the words" in reader.marks.notice.words
    start = reader.units.text(0).text.index("Kingdom")
    reader.selection.select(Place(0, start), Place(0, start + 7))
    space.inspector.editor.place.click()
    store = space.context.vault.store.annotations
    qtbot.waitUntil(lambda: store.get(lost.id).anchor.exact == "Kingdom")
    qtbot.waitUntil(lambda: not space.inspector.editor.unplaced)
    assert store.get(lost.id).note == "Where was it?"
    space.context.vault.store.journal.undo()
    assert store.get(lost.id).unplaced


def test_many_excerpts_are_changed_at_once_and_undone_at_once(qtbot, window, space, desk):
    store = space.context.vault.store
    document = store.documents.get("WCIT12/904-E")
    unit = store.documents.unit(document.id, 0)
    ids = [
        store.annotations.add(document.id, make_anchor([unit], 0, at, 0, at + 20), "red").id
        for at in (0, 30, 60)
    ]
    window.actions_by_name["excerpts"].trigger()
    view = space.excerpts
    qtbot.waitUntil(lambda: len(view.model.shown) == 3)
    view.table.selectAll()
    qtbot.keyClick(view.table, Qt.Key.Key_3)
    qtbot.waitUntil(lambda: all(store.annotations.get(key).colour == "green" for key in ids))
    qtbot.waitUntil(lambda: all(r.annotation.colour == "green" for r in view.model.shown))
    view.table.selectAll()
    qtbot.keyClick(view.table, Qt.Key.Key_I)
    qtbot.waitUntil(lambda: all(store.annotations.get(key).important for key in ids))
    store.journal.undo()
    store.journal.undo()
    kept = [store.annotations.get(key) for key in ids]
    assert [(each.colour, each.important) for each in kept] == [("red", False)] * 3


def test_a_row_that_changed_is_drawn_anew_and_stays_chosen(qtbot, window, space, desk):
    """No list is laid out again for a colour; one that comes or goes is there at once."""
    store = space.context.vault.store
    document = store.documents.get("WCIT12/904-E")
    unit = store.documents.unit(document.id, 0)

    def mark(at):
        anchor = make_anchor([unit], 0, at, 0, at + 20)
        return store.annotations.add(document.id, anchor, "red", note=f"At {at}").id

    ids = [mark(at) for at in (0, 30, 60)]
    window.actions_by_name["excerpts"].trigger()
    view = space.excerpts
    qtbot.waitUntil(lambda: len(view.model.shown) == 3)
    view.select(ids[1])
    resets, others = [], []
    view.model.modelReset.connect(lambda: resets.append(1))
    view.model.dataChanged.connect(lambda first, last: others.append((first.row(), last.row())))
    store.annotations.update(ids[2], note="Another")
    qtbot.waitUntil(lambda: view.model.shown[2].annotation.note == "Another")
    store.risks.add(ids[0], "privacy", 3, 2, Stance.RISK, "It opens traffic.")
    qtbot.waitUntil(lambda: len(view.model.shown[0].risks) == 1)
    store.documents.set_fact(document.id, "title", "Named anew")
    qtbot.waitUntil(lambda: view.model.shown[0].title == "Named anew")
    assert not resets
    assert others[0] == (2, 2)
    assert [row.annotation.id for row in view.chosen] == [ids[1]]
    ids.append(mark(90))
    qtbot.waitUntil(lambda: [row.annotation.id for row in view.model.shown] == ids)
    store.journal.undo()
    qtbot.waitUntil(lambda: [row.annotation.id for row in view.model.shown] == ids[:3])
    assert [row.annotation.id for row in view.chosen] == [ids[1]]
    fresh = look_at_excerpts(space.context.vault)
    shown = [
        (r.annotation, r.paths, r.risks, r.document, r.title, r.page) for r in view.model.shown
    ]
    assert shown == [
        (r.annotation, r.paths, r.risks, r.document, r.title, r.page) for r in fresh.rows
    ]


def test_what_lists_read_is_read_ahead_when_the_window_rests(qtbot, space):
    vault = space.context.vault
    document = vault.store.documents.get("WCIT12/904-E")
    unit = vault.store.documents.unit(document.id, 0)
    made = vault.store.annotations.add(document.id, make_anchor([unit], 0, 0, 0, 20), note="One")
    qtbot.waitUntil(lambda: space.ahead.done)
    assert [note.id for note in vault.store.annotations.listed()] == [made.id]
    vault.store.annotations.update(made.id, note="Two")
    assert [note.note for note in vault.store.annotations.listed()] == ["Two"]


def test_the_hit_then_its_sentence_then_its_paragraph_are_selected_by_key(qtbot, space, desk):
    desk.search('"international human rights law"')
    space.searching.go_first()
    reader = space.reader
    qtbot.waitUntil(lambda: reader.document != "" and reader.view.hit_in_view() is not None)
    view = reader.view
    view.setFocus()
    sizes = []
    for _ in range(3):
        qtbot.keyClick(view, Qt.Key.Key_E)
        sizes.append(reader.selection.last.offset - reader.selection.first.offset)
    assert sizes[0] == len("international human rights law")
    assert sizes[0] < sizes[1] <= sizes[2]
