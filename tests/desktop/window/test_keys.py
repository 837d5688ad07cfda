"""The sheet of keys: find, change, take from another command, reset; kept, and followed at once."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from itrvault.desktop.actions import BY_NAME, COMMANDS
from itrvault.desktop.dialogs.keys import KeySheet
from itrvault.desktop.keymap import KeyMap, key_of, portable
from itrvault.paths import config_dir
from itrvault.settings import Settings

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def sheet(qtbot, window):
    window.actions_by_name["keys"].trigger()
    made = window.findChild(KeySheet)
    yield made
    made.close()


def choose(sheet, name):
    sheet.list.setCurrentItem(sheet.lines[name])


def test_every_key_of_the_table_can_be_read_and_none_is_given_twice_where_it_holds():
    for view in {command.view for command in COMMANDS}:
        keys = [
            portable(key)
            for command in COMMANDS
            if command.view in ("", view)
            for key in command.keys
        ]
        assert all(keys)
        assert len(keys) == len(set(keys)), view


def test_a_command_or_a_key_is_found(qtbot, sheet):
    qtbot.keyClicks(sheet.field, "highlight note")
    shown = [name for name, line in sheet.lines.items() if not line.isHidden()]
    assert shown == ["annotate"]
    sheet.field.setText("ctrl+shift+h")
    assert not sheet.lines["hide_marks"].isHidden()
    assert sheet.lines["lock"].isHidden()


def test_a_key_is_changed_by_pressing_it_kept_and_followed_at_once(qtbot, window, sheet):
    action = window.actions_by_name["excerpts"]
    qtbot.keyClicks(sheet.field, "excerpts ctrl+2")
    qtbot.keyClick(sheet.field, Qt.Key.Key_Down)
    choose(sheet, "excerpts")
    qtbot.keyClick(sheet.list, Qt.Key.Key_Return)
    assert sheet.recorder.isVisible()
    qtbot.keyClick(sheet.recorder, Qt.Key.Key_F12, CONTROL)
    assert not sheet.recorder.isVisible()
    assert action.shortcuts() == [QKeySequence("Ctrl+F12")]
    assert sheet.lines["excerpts"].text(1) == "Ctrl+F12"
    stored = json.loads((config_dir() / "settings.json").read_text())
    assert stored["keys"] == {"excerpts": ["Ctrl+F12"]}
    assert KeyMap(Settings.load()).keys("excerpts") == ("Ctrl+F12",)
    sheet.usual.click()
    assert action.shortcuts() == [QKeySequence("Ctrl+2")]
    assert json.loads((config_dir() / "settings.json").read_text())["keys"] == {}


def test_a_key_that_means_something_is_taken_only_when_it_is_pressed_again(qtbot, window, sheet):
    choose(sheet, "highlight")
    sheet.record()
    qtbot.keyClick(sheet.recorder, Qt.Key.Key_F, CONTROL)
    assert "Find in this document" in sheet.said
    assert window.keys.keys("find") == ("Ctrl+F",)
    qtbot.keyClick(sheet.recorder, Qt.Key.Key_F, CONTROL)
    assert window.keys.keys("find") == ()
    assert window.keys.keys("highlight") == ("Ctrl+F",)
    assert window.actions_by_name["find"].shortcuts() == []
    sheet.all_usual.click()
    assert window.keys.keys("find") == ("Ctrl+F",)
    assert window.keys.keys("highlight") == ("H",)


def test_keys_that_move_and_letters_for_the_whole_window_are_refused(qtbot, window, sheet):
    choose(sheet, "highlight")
    sheet.record()
    qtbot.keyClick(sheet.recorder, Qt.Key.Key_Down)
    assert "moves through" in sheet.said
    qtbot.keyClick(sheet.recorder, Qt.Key.Key_A, CONTROL)
    assert "moves through" in sheet.said
    qtbot.keyClick(sheet.recorder, Qt.Key.Key_Escape)
    assert not sheet.recorder.isVisible()
    assert sheet.isVisible()
    choose(sheet, "excerpts")
    sheet.record()
    qtbot.keyClick(sheet.recorder, Qt.Key.Key_X)
    assert "in a list" in sheet.said
    assert not window.keys.any_own


def test_a_key_more_and_no_key(qtbot, window, sheet):
    choose(sheet, "highlight")
    sheet.record(more=True)
    qtbot.keyClick(sheet.recorder, Qt.Key.Key_K)
    assert window.keys.keys("highlight") == ("H", "K")
    sheet.none.click()
    assert window.keys.keys("highlight") == ()
    choose(sheet, "escape")
    assert not sheet.change.isEnabled()


def test_odd_settings_are_left_out():
    settings = Settings(
        keys={"highlight": ["K"], "nothing": ["Z"], "undo": "X", "find": ["No+Such"], "escape": []}
    )
    keys = KeyMap(settings)
    assert keys.keys("highlight") == ("K",)
    assert keys.keys("undo") == ("Ctrl+Z",)
    assert keys.keys("find") == ()
    assert keys.keys("escape") == BY_NAME["escape"].keys


@pytest.mark.parametrize(
    ("key", "held", "text", "scan", "wanted"),
    [
        (Qt.Key.Key_Question, SHIFT, "?", 0, "?"),
        (Qt.Key.Key_1, SHIFT, "1", 0, "1"),  # French
        (Qt.Key.Key_1, NONE | Qt.KeyboardModifier.KeypadModifier, "1", 0, "1"),
        (Qt.Key.Key_H, SHIFT, "H", 0, "Shift+H"),
        (0x0420, NONE, "р", 43, "H"),  # Russian, at the place of H
        (0x0627, NONE, "ا", 43, "H"),  # Arabic, at the place of H
        (Qt.Key.Key_Shift, SHIFT, "", 50, ""),
        (Qt.Key.Key_Right, SHIFT | CONTROL, "", 0, "Ctrl+Shift+Right"),
    ],
)
def test_keys_are_told_apart_by_what_is_printed_on_them(key, held, text, scan, wanted, monkeypatch):
    monkeypatch.setattr("itrvault.desktop.keymap.sys.platform", "linux")
    event = QKeyEvent(QEvent.Type.KeyPress, int(key), held, scan, 0, 0, text)
    assert key_of(event) == wanted
