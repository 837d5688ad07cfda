"""The filters: counts of the whole result, only these, all but these, by mouse and by key."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt

from itrvault.desktop.widgets.facet_panel import State
from itrvault.desktop.words import language_name

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

QUERY = "specimen OR services"


@pytest.fixture
def bar(qtbot, desk, space):
    """The bar of a result whose values are counted."""
    desk.search(QUERY)
    _counted(qtbot, space)
    return space.bar


def _counted(qtbot, space):
    """Until the filters hold the counts of what is asked now."""
    qtbot.waitUntil(lambda: space.searching.counted == space.searching.query)
    qtbot.waitUntil(lambda: not space.context.tasks.busy)


def _choose(qtbot, space, key, query, *, out=False):
    with qtbot.waitSignal(space.searching.answered):
        space.bar.chips[key].turn(query, out)
    _counted(qtbot, space)


def test_a_value_counts_the_documents_that_choosing_it_finds(qtbot, space, bar):
    offered = bar.chips["language"].choices
    assert len(offered) > 1
    for choice in offered:
        _choose(qtbot, space, "language", choice.query)
        assert space.searching.result.documents == choice.count
        _choose(qtbot, space, "language", choice.query)


def test_a_chosen_value_leaves_the_others_to_choose(qtbot, space, bar):
    before = {each.query: each.count for each in bar.chips["language"].choices}
    _choose(qtbot, space, "language", "lang:en")
    assert {each.query: each.count for each in bar.chips["language"].choices} == before
    _choose(qtbot, space, "language", "lang:ar")
    assert space.searching.query == f"({QUERY}) (lang:en OR lang:ar)"


def test_a_value_that_is_left_out_is_not_in_the_result(qtbot, space, bar):
    whole = space.searching.result.total
    only = {each.query: each.count for each in bar.chips["language"].choices}["lang:en"]
    _choose(qtbot, space, "language", "lang:en", out=True)
    assert space.searching.query == f"({QUERY}) -lang:en"
    assert only
    assert space.searching.result.total < whole
    assert language_name("en") in bar.chips["language"].text()
    _choose(qtbot, space, "language", "lang:en")
    assert space.searching.query == f"({QUERY}) lang:en"
    with qtbot.waitSignal(space.searching.answered):
        bar.clear_filters()
    assert space.searching.result.total == whole


def test_the_panel_shows_values_and_takes_clicks_and_keys(qtbot, space, bar):
    chip = bar.chips["language"]
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    panel = chip.panel
    assert panel.isVisible()
    first = panel.model.values[0]
    area = panel.list.visualRect(panel.model.index(0))
    with qtbot.waitSignal(chip.changed):
        qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=area.center())
    assert panel.model.values[0].state is State.CHOSEN
    with qtbot.waitSignal(chip.changed):
        right = QPoint(area.right() - 6, area.center().y())
        qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=right)
    assert panel.model.values[0].state is State.LEFT_OUT
    assert chip.left_out == [first.query]
    panel.list.setCurrentIndex(panel.model.index(0))
    with qtbot.waitSignal(chip.changed):
        qtbot.keyClick(panel.list, Qt.Key.Key_Minus)
    assert not chip.active
    with qtbot.waitSignal(chip.changed):
        qtbot.keyClick(panel.list, Qt.Key.Key_Space)
    assert chip.chosen == [first.query]
    panel.hide()


def test_values_keep_their_places_while_the_panel_is_open(qtbot, space, bar):
    chip = bar.chips["class"]
    chip.open()
    order = [value.query for value in chip.panel.model.values]
    _choose(qtbot, space, "class", order[-1])
    assert [value.query for value in chip.panel.model.values][: len(order)] == order
    chip.panel.hide()


def test_articles_are_counted_when_somebody_looks(qtbot, space, bar):
    chip = bar.chips["article"]
    assert not chip.choices
    chip.open()
    qtbot.waitUntil(lambda: bool(chip.panel.model.values))
    assert any(value.query == "article:3" for value in chip.panel.model.values)
    chip.panel.hide()


def test_nothing_behind_a_filter_offers_the_search_without_it(qtbot, space, bar):
    whole = space.searching.result.total
    _choose(qtbot, space, "notes", "has:risk")
    assert space.searching.result.total == 0
    assert space.results.nothing.isVisible()
    with qtbot.waitSignal(space.searching.answered):
        space.results.nothing.unfilteredWanted.emit()
    assert space.searching.result.total == whole


def test_without_a_query_the_whole_archive_is_counted(qtbot, space):
    qtbot.waitUntil(lambda: bool(space.bar.chips["class"].choices))
    counts = sum(choice.count for choice in space.bar.chips["class"].choices)
    assert counts == len(space.catalogue.snapshot.documents)


def test_what_was_chosen_stays_in_sight_when_nothing_has_it(qtbot, desk, space, bar):
    _choose(qtbot, space, "language", "lang:ar")
    desk.search("xylophone")
    _counted(qtbot, space)
    chip = bar.chips["language"]
    chip.open()
    assert [(value.query, value.count) for value in chip.panel.model.values] == [("lang:ar", 0)]
    assert language_name("ar") in chip.text()
    chip.panel.hide()
