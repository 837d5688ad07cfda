"""Typing, results, chips, odd queries, nothing found, keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from itrvault.desktop.models.results import RowKind
from itrvault.desktop.words import language_name
from itrvault.vault import Vault

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def test_without_a_query_all_documents_are_listed(space):
    kinds = {row.kind for row in space.results.model.rows}
    assert kinds == {RowKind.DOCUMENT}
    assert len(space.results.model.rows) == 4


def test_typing_searches_and_groups_by_document(qtbot, desk, space):
    desk.search("traffic")
    rows = space.results.model.rows
    assert rows[0].kind is RowKind.HEADING
    hits = [row for row in rows if row.kind is RowKind.HIT]
    assert hits
    assert all(row.hit.snippet_spans for row in hits)
    assert "traffic" in space.bar.line.text()


def test_enter_goes_to_the_first_hit(qtbot, desk, space):
    desk.search("traffic")
    qtbot.keyClick(space.field, Qt.Key.Key_Return)
    first = next(row for row in space.results.model.rows if row.kind is RowKind.HIT)
    qtbot.waitUntil(lambda: space.reader.document == first.document)
    desk.settle()
    assert space.reader.hits.position == 1


def test_down_goes_into_the_list_and_previews(qtbot, desk, space):
    desk.search("traffic")
    qtbot.keyClick(space.field, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: bool(space.reader.document))
    before = space.results.current
    qtbot.keyClick(space.results.list, Qt.Key.Key_Down)
    after = space.results.current
    assert (before.document, before.unit) != (after.document, after.unit)
    assert after.kind is RowKind.HIT
    qtbot.waitUntil(lambda: space.reader.document == after.document)


def test_up_from_the_first_row_returns_to_the_field(qtbot, window, desk, space):
    desk.search("traffic")
    qtbot.keyClick(space.field, Qt.Key.Key_Down)
    with qtbot.waitSignal(space.results.left):
        qtbot.keyClick(space.results.list, Qt.Key.Key_Up)


def test_escape_clears_then_leaves(qtbot, desk, space):
    desk.search("traffic")
    with qtbot.waitSignal(space.searching.answered):
        qtbot.keyClick(space.field, Qt.Key.Key_Escape)
    assert space.searching.result is None
    with qtbot.waitSignal(space.field.left):
        qtbot.keyClick(space.field, Qt.Key.Key_Escape)


def test_odd_query_keeps_the_results_and_offers_a_correction(qtbot, desk, space):
    desk.search("traffic")
    rows = list(space.results.model.rows)
    space.field.setText("")
    qtbot.keyClicks(space.field, '"traffic')
    qtbot.waitUntil(space.bar.correct.isVisible)
    assert space.results.model.rows == rows
    assert space.field.property("state") == "odd"
    with qtbot.waitSignal(space.searching.answered):
        qtbot.mouseClick(space.bar.correct, Qt.MouseButton.LeftButton)
    assert space.field.text() == '"traffic"'
    assert space.field.property("state") == ""


def test_nothing_found_says_what_each_word_finds(qtbot, desk, space):
    desk.search("xylophone traffic")
    assert space.results.nothing.isVisible()
    assert space.searching.result.words[0] == ("xylophone", 0)
    with qtbot.waitSignal(space.searching.answered):
        space.results.nothing.queryWanted.emit("traffic")
    assert space.searching.result.total > 0


def test_chips_add_field_queries(qtbot, desk, space):
    desk.search("traffic OR services")
    everything = space.searching.result.total
    with qtbot.waitSignal(space.searching.answered):
        space.bar.chips["language"].choose(["lang:en"])
    assert space.searching.result.query == "(traffic OR services) lang:en"
    assert 0 < space.searching.result.total <= everything
    qtbot.waitUntil(lambda: language_name("en") in space.bar.chips["language"].text())
    with qtbot.waitSignal(space.searching.answered):
        space.bar.clear_filters()
    assert space.searching.result.total == everything


def test_next_hit_follows_the_list_across_documents(qtbot, window, desk, space):
    desk.search("services")
    qtbot.keyClick(space.field, Qt.Key.Key_Return)
    desk.settle()
    qtbot.waitUntil(lambda: space.reader.hits.complete)  # counted once the query rests
    hits = [(r.document, r.unit) for r in space.results.model.rows if r.kind is RowKind.HIT]
    visited = [(space.reader.document, space.reader.unit)]
    for _ in range(space.reader.hits.total - 1):
        position = space.reader.hits.position
        window.actions_by_name["next_hit"].trigger()
        qtbot.waitUntil(lambda position=position: space.reader.hits.position == position + 1)
        stop = space.reader.hits.at[0]
        if stop != visited[-1]:
            visited.append(stop)
    assert visited == hits


def test_sorted_by_date_puts_documents_in_order(qtbot, space):
    space.results.sort.setCurrentIndex(space.results.sort.findData("date"))
    space.results.sort.activated.emit(space.results.sort.currentIndex())
    dates = [row.date for row in space.results.model.rows]
    known = [date for date in dates if date]
    assert known == sorted(known)
    assert dates[: len(known)] == known


def test_saved_search_is_in_the_library_and_searches(qtbot, window, desk, space):
    desk.search("traffic")
    writer = space.context.writer
    with qtbot.waitSignal(space.catalogue.searchesChanged):
        space.context.op(space, lambda: writer.save_search("Traffic", "traffic")).run()
    assert space.library.searches.item(0).text() == "Traffic"
    with qtbot.waitSignal(space.searching.answered):
        space.library._search_saved(space.library.searches.index(0, 0))
    assert space.searching.result.query == "traffic"
    space.library._remove_search(space.library.searches.index(0, 0))
    qtbot.waitUntil(lambda: space.library.searches.rowCount() == 0)


def test_library_holds_every_document_once(space):
    model = space.library.library
    found = []

    def walk(parent):
        for number in range(model.rowCount(parent)):
            index = model.index(number, 0, parent)
            if model.node(index).kind == "document":
                found.append(model.node(index).value)
            assert model.parent(index) == parent
            walk(index)

    from PySide6.QtCore import QModelIndex

    walk(QModelIndex())
    assert sorted(found) == sorted(each.id for each in space.catalogue.snapshot.documents)


def test_choosing_a_class_lists_its_documents(qtbot, space):
    model = space.library.library
    rows = [model.node(model.index(number, 0)) for number in range(model.rowCount())]
    leaked = next(node for node in rows if node.value == "leaked")
    with qtbot.waitSignal(space.searching.answered):
        space.library.scopeWanted.emit(leaked)
    listed = {row.document for row in space.results.model.rows}
    assert listed == {each.id for each in leaked.documents}


def test_tag_dots_follow_annotations(qtbot, desk, space):
    desk.search("WCIT12 OR proposals")
    mark = desk.annotate()
    tag = space.catalogue.snapshot.tags[1]
    with qtbot.waitSignal(space.searching.answered):
        space.context.op(space, lambda: space.context.writer.give_tag(mark, tag.id)).run()
    desk.settle()
    tagged = [row for row in space.results.model.rows if row.hit and row.hit.tags]
    assert tagged
    assert tagged[0].hit.tags == (tag.id,)


def test_enter_reaches_a_hit_of_another_document_while_the_hits_of_this_one_arrive(
    qtbot, desk, space
):
    text = space.context.vault.store.documents.get("WCIT12/901-E")
    space.open_document(text.id)
    qtbot.waitUntil(lambda: space.reader.document == text.id)
    desk.settle()
    space.focus_search()
    space.field.selectAll()
    qtbot.keyClicks(space.field, '"fractions of a second"')
    qtbot.keyClick(space.field, Qt.Key.Key_Return)
    wanted = space.context.vault.store.documents.get("WCIT12/904-E").id
    qtbot.waitUntil(lambda: space.reader.document == wanted)
    qtbot.waitUntil(lambda: space.reader.units.current_hit == (1, 0))
    assert space.reader.unit == 1


def test_a_note_leaves_the_hit_and_the_list_where_they_are(qtbot, desk, space):
    desk.search("the")
    space.searching.go_first()
    desk.settle()
    for _ in range(2):
        space.reader.next_hit()
        qtbot.waitUntil(lambda: space.reader.settled)
        desk.settle()
    bar = space.results.list.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    qtbot.waitUntil(lambda: space.reader.hits.position == 3)
    here, height = space.reader.hits.position, bar.value()
    assert here == 3
    assert height
    with qtbot.waitSignal(space.searching.answered):
        desk.annotate("Norland")
    desk.settle()
    assert space.reader.hits.position == here
    assert space.reader.units.current_hit is not None
    assert bar.value() == height
    space.reader.next_hit()
    assert space.reader.hits.position == here + 1


def test_a_list_that_needs_no_scrolling_holds_every_place(qtbot, window, desk, space, monkeypatch):
    monkeypatch.setattr("itrvault.desktop.searching.FIRST", 1)
    window.resize(1280, 1600)
    desk.search("the")
    assert space.searching.result.total > 1
    qtbot.waitUntil(lambda: space.results.loaded == space.searching.result.total)


def test_a_query_just_asked_is_remembered_though_the_archive_is_closed_at_once(
    qtbot, window, desk, space, archive
):
    desk.search("traffic")
    qtbot.keyClick(space.field, Qt.Key.Key_Return)
    window.close_vault()
    with Vault.open(archive) as vault:
        assert list(vault.store.searches.history()) == ["traffic"]
