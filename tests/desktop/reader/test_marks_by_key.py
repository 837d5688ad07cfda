"""Marks made, tagged, moved, found and hidden by key; regions and whole pages; drag of an edge."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPointF, Qt

from itrvault.desktop.keymap import KeyMap
from itrvault.desktop.widgets.selection import Place
from itrvault.model.annotation import AnchorKind, Annotation
from itrvault.text.anchors import make_anchor

if TYPE_CHECKING:
    from conftest import Desk

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
ARABIC = "للدول الأعضاء الحق في معرفة مسار حركتها الدولية"
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


def mark(desk: Desk, words: str, unit: int = 0, **fields: object) -> Annotation:
    """Mark words behind the window's back; the reader has the mark when this returns."""
    document = desk.reader.document
    units = desk.vault.store.documents.units(document)
    start = units[unit].text.index(words)
    anchor = make_anchor(units, unit, start, unit, start + len(words))
    made = desk.vault.store.annotations.add(document, anchor, **fields)
    desk.wait(lambda: desk.reader.units.ends_of(made.id))
    return made


def stored(desk: Desk, note: Annotation) -> Annotation:
    return desk.vault.store.annotations.get(note.id)


def select(desk: Desk, words: str, unit: int = 0) -> None:
    span = desk.span(unit, words)
    desk.reader.selection.select(Place(unit, span.start), Place(unit, span.end))


def test_the_eight_figures_mark_in_the_eight_colours(desk: Desk) -> None:
    view = desk.open("pages.pdf")
    for key, (words, colour) in enumerate(
        [("Member", "yellow"), ("States", "red"), ("ensure", "green"), ("routing", "blue"),
         ("restrict", "purple"), ("route", "magenta"), ("security", "orange"), ("lawful", "gray")],
        1,
    ):  # fmt: skip
        select(desk, words)
        desk.bot.keyClick(view, str(key))
        desk.wait(lambda c=colour: any(n.colour == c for n in desk.vault.store.annotations.all()))
    notes = desk.vault.store.annotations.all()
    assert {note.anchor.exact for note in notes} >= {"Member", "lawful"}
    assert len(notes) == 8


def test_a_tag_is_named_by_the_words_and_is_the_last_one(desk: Desk) -> None:
    view = desk.open("pages.pdf")
    select(desk, "lawful, necessary")
    desk.bot.keyClick(view, Qt.Key.Key_V)
    desk.wait(desk.vault.store.annotations.all)
    (note,) = desk.vault.store.annotations.all()
    assert [desk.vault.store.tags.path(tag) for tag in note.tags] == ["In vivo/lawful, necessary"]
    desk.wait(lambda: desk.context.recent_tags == list(note.tags))
    desk.wait(lambda: desk.reader.selection.empty)
    select(desk, "privacy")
    desk.bot.keyClick(view, Qt.Key.Key_Q)
    desk.wait(lambda: len(desk.vault.store.annotations.all()) == 2)
    assert all(each.tags == note.tags for each in desk.vault.store.annotations.all())
    desk.vault.store.journal.undo()
    desk.vault.store.journal.undo()
    assert desk.vault.store.annotations.all() == []
    assert "In vivo" not in {tag.name for tag in desk.vault.store.tags.all()}


def test_recent_tags_are_offered_with_figures_and_remembered_from_before(desk: Desk) -> None:
    view = desk.open("pages.pdf")
    first, second = (desk.vault.store.tags.add(name) for name in ("Privacy", "Transit"))
    mark(desk, "Member", tags=[first.id])
    mark(desk, "States", tags=[second.id])
    select(desk, "lawful")
    desk.bot.keyClick(view, Qt.Key.Key_R)
    card = desk.reader.marks.tagging.recent
    desk.wait(card.isVisible)
    offered = [card.list.item(n).text().split()[1] for n in range(card.list.count())]
    assert offered == ["Transit", "Privacy"]
    desk.bot.keyClick(card.list, "2")
    desk.wait(lambda: len(desk.vault.store.annotations.all()) == 3)
    assert not card.isVisible()
    (note,) = (n for n in desk.vault.store.annotations.all() if n.anchor.exact == "lawful")
    assert note.tags == (first.id,)


def test_a_new_tag_is_asked_for_before_anything_is_marked(desk: Desk) -> None:
    view = desk.open("pages.pdf")
    select(desk, "lawful")
    desk.bot.keyClick(view, Qt.Key.Key_N)
    card = desk.reader.marks.tagging.new
    assert card.isVisible()
    desk.bot.keyClick(card.field, Qt.Key.Key_Escape)
    assert not card.isVisible()
    assert desk.vault.store.annotations.all() == []
    desk.bot.keyClick(view, Qt.Key.Key_N)
    desk.bot.keyClicks(card.field, "Security/Spam")
    desk.bot.keyClick(card.field, Qt.Key.Key_Return)
    desk.wait(desk.vault.store.annotations.all)
    (note,) = desk.vault.store.annotations.all()
    assert [desk.vault.store.tags.path(tag) for tag in note.tags] == ["Security/Spam"]


def test_keys_that_find_nothing_say_why(desk: Desk) -> None:
    view = desk.open("pages.pdf")
    said = desk.reader.marks.notice
    for key in "hqrvntujiso.":
        said.say("")
        desk.bot.keyClick(view, key)
        assert said.words, key
    assert desk.vault.store.annotations.all() == []


def test_the_ends_move_by_characters_and_words_as_one_step_of_undo(desk: Desk) -> None:
    view = desk.open("pages.pdf")
    note = mark(desk, "restrict a route")
    desk.reader.marks.choose(note.id)
    desk.bot.keyClick(view, Qt.Key.Key_Right, SHIFT | CONTROL)
    desk.bot.keyClick(view, Qt.Key.Key_Left, SHIFT | ALT)
    desk.bot.keyClick(view, Qt.Key.Key_Left, SHIFT | ALT)
    desk.bot.keyClick(view, Qt.Key.Key_Right, SHIFT)
    desk.bot.keyClick(view, Qt.Key.Key_Right, SHIFT)
    assert stored(desk, note).anchor.exact == "restrict a route"  # shown, not written yet
    first, last = desk.reader.units.ends_of(note.id)
    text = desk.reader.units.text(0).text
    assert text[first.offset : last.offset] == "y restrict a route where s"
    desk.reader.marks.edges.flush()
    desk.wait(lambda: stored(desk, note).anchor.exact == "y restrict a route where s")
    desk.vault.store.journal.undo()
    assert stored(desk, note).anchor.exact == "restrict a route"


def test_words_are_taken_whole_at_both_ends(desk: Desk) -> None:
    view = desk.open("pages.pdf")
    note = mark(desk, "restrict a route")
    desk.reader.marks.choose(note.id)
    desk.bot.keyClick(view, Qt.Key.Key_Left, SHIFT | CONTROL)
    desk.bot.keyClick(view, Qt.Key.Key_Down, SHIFT | ALT)
    desk.reader.marks.edges.flush()
    desk.wait(lambda: stored(desk, note).anchor.exact != "restrict a route")
    assert stored(desk, note).anchor.exact == "a"
    desk.bot.keyClick(view, Qt.Key.Key_Left, SHIFT)
    assert "one character" in desk.reader.marks.notice.words


def test_an_arrow_means_the_side_it_points_to_where_text_runs_from_the_right(desk: Desk) -> None:
    view = desk.open("flow.docx")
    words = ARABIC.split()
    note = mark(desk, words[1])
    desk.reader.marks.choose(note.id)
    desk.bot.keyClick(view, Qt.Key.Key_Left, SHIFT | CONTROL)
    desk.reader.marks.edges.flush()
    desk.wait(lambda: stored(desk, note).anchor.exact == " ".join(words[1:3]))


def test_a_mark_over_a_page_break_grows_on_the_next_page(desk: Desk) -> None:
    view = desk.open("pages.pdf", 1)
    note = mark(desk, "ends it", 1)
    desk.wait(lambda: desk.reader.units.text(2) is not None)
    desk.reader.marks.choose(note.id)
    for _ in range(3):
        desk.bot.keyClick(view, Qt.Key.Key_Right, SHIFT | CONTROL)
    desk.reader.marks.edges.flush()
    desk.wait(lambda: stored(desk, note).anchor.end_unit == 2)
    assert stored(desk, note).anchor.exact.endswith("Member States")


def test_an_edge_is_dragged_with_the_mouse(desk: Desk) -> None:
    view = desk.open_drawn("pages.pdf")
    note = mark(desk, "restrict a route")
    desk.reader.marks.choose(note.id)
    span = desk.span(0, "security")
    last = view.caret_rect(desk.reader.units.ends_of(note.id)[1])
    goal = view.caret_rect(Place(0, span.end))
    start = view.to_viewport(last).center().toPoint()
    desk.drag(start, view.to_viewport(goal).center().toPoint())
    desk.wait(lambda: stored(desk, note).anchor.exact.endswith("security"))
    assert stored(desk, note).anchor.exact == "restrict a route where security"
    assert desk.reader.selection.empty
    assert not desk.reader.marks.bar.isVisible()
    desk.vault.store.journal.undo()
    assert stored(desk, note).anchor.exact == "restrict a route"


def test_marks_are_stepped_through(desk: Desk) -> None:
    view = desk.open("pages.pdf")
    notes = [mark(desk, "privacy", 2), mark(desk, "lawful"), mark(desk, "Member")]
    chosen = []
    desk.reader.annotationSelected.connect(chosen.append)
    for _ in range(3):
        before = desk.reader.units.selected
        desk.bot.keyClick(view, ".")
        desk.wait(lambda b=before: desk.reader.units.selected not in ("", b))
    assert chosen == [notes[2].id, notes[1].id, notes[0].id]
    desk.bot.keyClick(view, ".")
    assert "last mark" in desk.reader.marks.notice.words
    desk.bot.keyClick(view, ",")
    desk.wait(lambda: desk.reader.units.selected == notes[1].id)


def test_hidden_marks_are_neither_shown_nor_hit_and_a_new_one_shows_them(desk: Desk) -> None:
    view = desk.open("pages.pdf")
    mark(desk, "privacy")
    desk.bot.keyClick(view, Qt.Key.Key_H, CONTROL | SHIFT)
    assert desk.reader.units.shown_marks(0) == ()
    assert view.margin.drawn(0) == []
    select(desk, "lawful")
    desk.bot.keyClick(view, Qt.Key.Key_H)
    desk.wait(lambda: len(desk.reader.units.shown_marks(0)) == 2)


def test_the_margin_has_a_bar_and_letters_for_each_tag_side_by_side(desk: Desk) -> None:
    view = desk.open("pages.pdf")
    tags = [desk.vault.store.tags.add(name, colour=colour)
            for name, colour in (("Privacy", "blue"), ("Free flow", "red"))]  # fmt: skip
    mark(desk, "restrict a route where security so requires", tags=[tag.id for tag in tags])
    drawn = view.margin.drawn(0)
    assert [each.words for each in drawn] == ["Pr", "FF"]
    assert [each.colour for each in drawn] == ["blue", "red"]
    rights = [each.bar.right() for each in drawn]
    assert rights == sorted(set(rights), reverse=True)
    tip = view.tip_at(drawn[1].chip.center())
    assert tip.startswith("Free flow")
    assert view._marks_under(drawn[0].bar.center())[0].annotation == drawn[0].mark.annotation


def test_a_region_is_drawn_with_the_mouse_and_with_the_arrows(desk: Desk) -> None:
    view = desk.open_drawn("pages.pdf")
    desk.bot.keyClick(view, Qt.Key.Key_G)
    assert view.region.active
    desk.drag(desk.point(0, 60, 85), desk.point(0, 300, 150))
    desk.wait(desk.vault.store.annotations.all)
    (note,) = desk.vault.store.annotations.all()
    assert note.anchor.kind is AnchorKind.REGION
    assert "restrict a route" in note.anchor.exact
    box = note.anchor.rects[0][1]
    assert abs(box.x0 - 60) < 2
    assert abs(box.y1 - 150) < 2
    desk.wait(lambda: desk.reader.units.marks(0))
    inside = view.page_rect(0).topLeft() + QPointF(150, 145) * view.scale
    assert view._marks_under(inside)[0].annotation == note.id
    desk.bot.keyClick(view, Qt.Key.Key_G)
    before = view.region.rect
    desk.bot.keyClick(view, Qt.Key.Key_Down)
    assert view.region.rect.top() > before.top()
    desk.bot.keyClick(view, Qt.Key.Key_Return)
    desk.wait(lambda: len(desk.vault.store.annotations.all()) == 2)
    assert not view.region.active


def test_whole_pages_and_documents_take_notes(desk: Desk) -> None:
    view = desk.open("pages.pdf", 1)
    wanted = []
    desk.reader.noteRequested.connect(wanted.append)
    desk.bot.keyClick(view, Qt.Key.Key_P)
    desk.wait(lambda: len(wanted) == 1)
    desk.bot.keyClick(view, Qt.Key.Key_D)
    desk.wait(lambda: len(wanted) == 2)
    kinds = [(stored_kind(desk, key), desk.vault.store.annotations.get(key).anchor.unit)
             for key in wanted]  # fmt: skip
    assert kinds == [(AnchorKind.PAGE, 1), (AnchorKind.DOCUMENT, 0)]


def stored_kind(desk: Desk, key: str) -> AnchorKind:
    return desk.vault.store.annotations.get(key).anchor.kind


def test_another_key_means_the_command_at_once(desk: Desk) -> None:
    view = desk.open("pages.pdf")
    keys: KeyMap = desk.context.keys
    keys.set_keys("highlight", ["K"])
    select(desk, "lawful")
    desk.bot.keyClick(view, Qt.Key.Key_H)
    assert desk.reader.marks.notice.words == ""
    desk.bot.keyClick(view, Qt.Key.Key_K)
    desk.wait(desk.vault.store.annotations.all)
    assert "(K)" not in desk.reader.tools.back.toolTip()
    keys.set_keys("back", ["Ctrl+Backspace"])
    assert "Ctrl+Backspace" in desk.reader.tools.back.toolTip()
