"""The search field suggests fields and their values, and Enter keeps its meaning."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from itrvault.desktop.models.completions import FIELDS, HAS, TYPES, Suggestion, complete
from itrvault.search.fields import FIELDS as QUERY_FIELDS
from itrvault.search.fields import HAS_VALUES, known_fields

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

VALUES = {
    "lang": (Suggestion("lang:en", "English  4"), Suggestion("lang:ar", "Arabic  1")),
    "tag": (Suggestion('tag:"Human rights/Privacy"', "3"),),
}


def test_every_field_of_the_query_language_is_offered():
    assert set(QUERY_FIELDS) <= set(FIELDS)
    assert set(FIELDS) <= set(known_fields())
    assert tuple(HAS) == HAS_VALUES


def test_every_type_offered_can_be_asked_for(space):
    for name in TYPES:
        assert space.context.vault.index.parse(f"type:{name}").read_as


@pytest.mark.parametrize(
    ("text", "names", "start", "expected"),
    [
        ("traffic la", True, 8, ["lang:"]),
        ("traffic la", False, 10, []),
        ("-(lang:", False, 2, ["lang:en", "lang:ar"]),
        ("lang:ar", False, 0, []),
        ("lang:a", False, 0, ["lang:ar"]),
        ("lang:engl", False, 0, ["lang:en"]),
        ('tag:"human r', False, 0, ['tag:"Human rights/Privacy"']),
        ('"in lang:', False, 9, []),
        ("nonsense:a", False, 0, []),
        ("exact:a", False, 0, []),
    ],
)
def test_what_may_follow(text, names, start, expected):
    found = complete(text, len(text), VALUES, names=names)
    assert [each.text for each in found.suggestions] == expected
    if expected:
        assert found.start == start


@given(st.text('la:"( -', max_size=12), st.integers(0, 12), st.booleans())
def test_any_text_has_an_answer_that_begins_before_the_cursor(text, cursor, names):
    cursor = min(cursor, len(text))
    found = complete(text, cursor, VALUES, names=names)
    assert 0 <= found.start <= cursor


def test_values_come_with_the_colon_and_down_takes_one(qtbot, window, desk, space):
    completer, field = space.bar.completer, space.field
    space.focus_search()
    qtbot.keyClicks(field, "lang")
    assert not completer.open
    qtbot.keyClicks(field, ":")
    assert completer.open
    assert completer.shown == ["lang:en", "lang:ar"]
    assert not completer.chosen
    qtbot.keyClick(completer._list, Qt.Key.Key_Down)
    qtbot.keyClick(completer._list, Qt.Key.Key_Down)
    assert completer.chosen
    with qtbot.waitSignal(space.searching.answered):
        qtbot.keyClick(completer._list, Qt.Key.Key_Return)
    assert field.text() == "lang:ar "
    assert not completer.open
    assert space.searching.result.documents == 1


def test_ctrl_space_lists_the_fields_and_goes_on_to_values(qtbot, window, desk, space):
    completer, field = space.bar.completer, space.field
    space.focus_search()
    qtbot.keyClick(field, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    assert completer.shown == [f"{name}:" for name in FIELDS]
    qtbot.keyClick(completer._list, Qt.Key.Key_Escape)
    assert not completer.open
    qtbot.keyClicks(field, "traffic ty")
    qtbot.keyClick(field, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    assert completer.shown == ["type:"]
    qtbot.keyClick(completer._list, Qt.Key.Key_Down)
    qtbot.keyClick(completer._list, Qt.Key.Key_Return)
    assert field.text() == "traffic type:"
    qtbot.waitUntil(lambda: "type:mail" in completer.shown)


def test_enter_goes_to_the_first_hit_when_nothing_is_chosen(qtbot, window, desk, space):
    space.focus_search()
    qtbot.keyClicks(space.field, "traffic lang:e")
    assert space.bar.completer.open
    with qtbot.waitSignal(space.field.entered):
        qtbot.keyClick(space.bar.completer._list, Qt.Key.Key_Return)
    assert not space.bar.completer.open


def test_a_value_within_quotation_marks_closes_them_once(qtbot, window, desk, space):
    field = space.field
    space.bar.completer.values = VALUES
    field.setText('tag:"human"')
    field.setCursorPosition(len(field.text()) - 1)
    space.bar.completer.suggest()
    space.bar.completer._take(space.bar.completer._model.index(0, 0))
    assert field.text() == 'tag:"Human rights/Privacy" '
