"""Actions, key sheet, themes, translations, crash reports."""

from __future__ import annotations

import itertools
import os
import re
import subprocess
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QKeySequence

from itrvault.desktop.actions import COMMANDS
from itrvault.desktop.dialogs.keys import KeySheet
from itrvault.desktop.dialogs.message import CrashDialog, crash_report
from itrvault.desktop.theme import DARK, LIGHT, style_sheet
from itrvault.paths import resources

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def luminance(colour: QColor) -> float:
    parts = []
    for value in (colour.redF(), colour.greenF(), colour.blueF()):
        parts.append(value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4)
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
@pytest.mark.parametrize(
    ("ground", "ink"),
    [
        *itertools.product(("panel", "canvas", "hover"), ("accent", "danger", "done")),
        *itertools.product(
            ("panel", "canvas", "hover", "selected", "notice"), ("text", "secondary")
        ),
        ("accent", "on_accent"),
    ],
)
def test_contrast(theme, ground, ink):
    one, two = luminance(theme.colour(ground)), luminance(theme.colour(ink))
    ratio = (max(one, two) + 0.05) / (min(one, two) + 0.05)
    assert ratio >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_style_sheet_names_only_pictures_that_are_there(theme):
    for name in re.findall(r"url\(([^)]*)\)", style_sheet(theme)):
        assert (resources() / "styles" / name.rsplit("/", 1)[-1]).is_file()


def test_no_key_is_given_twice():
    keys = [QKeySequence(key).toString() for c in COMMANDS if not c.view for key in c.keys]
    assert len(keys) == len(set(keys))


def test_every_command_has_an_action_and_is_enabled_only_with_an_archive(qtbot, window, space):
    names = {command.name for command in COMMANDS if not command.view}
    assert set(window.actions_by_name) == names
    assert window.actions_by_name["export"].isEnabled()
    window.lock()
    assert not window.actions_by_name["export"].isEnabled()
    assert window.actions_by_name["keys"].isEnabled()


def test_question_mark_shows_the_keys_and_typing_narrows_them(qtbot, window):
    qtbot.keyClicks(window, "?")
    sheet = window.findChild(KeySheet)
    qtbot.keyClicks(sheet.field, "lock")
    shown = [name for name, line in sheet.lines.items() if not line.isHidden()]
    assert "lock" in shown
    assert "highlight" not in shown
    sheet.close()


def test_keys_work_wherever_the_focus_is_but_never_while_typing(qtbot, window, space):
    with qtbot.waitActive(window):
        window.activateWindow()
    space.results.list.setFocus()
    qtbot.keyClicks(space.results.list, "/")
    assert space.field.hasFocus()
    qtbot.keyClicks(space.field, "a/b?")
    assert space.field.text() == "a/b?"
    assert window.findChild(KeySheet) is None
    control = Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(space.field, Qt.Key.Key_Backslash, control)
    assert space.library.isHidden()
    qtbot.keyClick(space.field, Qt.Key.Key_F4)
    assert not space.inspector.isHidden()
    qtbot.keyClick(space.field, Qt.Key.Key_L, control | Qt.KeyboardModifier.AltModifier)
    assert window.workspace is None


def test_theme_switches_and_is_remembered(qtbot, window, settings, space):
    with qtbot.waitSignal(space.context.themeChanged):
        window.actions_by_name["theme"].trigger()
    assert settings.theme == "dark"
    assert space.context.theme is DARK
    assert window.palette().window().color() == QColor(DARK.canvas)


def test_plurals_are_english(window, space):
    assert re.fullmatch(r"4 documents, \d+ pages", window.status.held.text())
    assert window.status.unread.text() == "1 could not be read"


def test_every_plural_of_the_window_is_in_the_english_translation():
    text = (resources() / "translations" / "itrvault_en.ts").read_text("utf-8")
    known = set(re.findall(r"<source>([^<]*)</source>", text))
    used = set()
    for path in (resources().parent / "itrvault" / "desktop").rglob("*.py"):
        used |= set(re.findall(r'"(%n [^"]*)"', path.read_text("utf-8")))
    assert used
    assert used <= known
    assert "unfinished" not in text


def test_crash_report_holds_no_word_of_a_document():
    def broken(title: str) -> None:
        raise ValueError(f"cannot place {title}")

    title = "SECRET" + " TITLE"
    try:
        broken(title)
    except ValueError as error:
        report = crash_report(type(error), error, error.__traceback__)
    assert title not in report
    assert "ValueError" in report
    assert "broken" in report


def test_crash_dialog_folds_out_its_details(qtbot):
    dialog = CrashDialog("where it broke")
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.details.isHidden()
    qtbot.mouseClick(dialog._more, Qt.MouseButton.LeftButton)
    assert dialog.details.isVisible()
    dialog.close()


def test_first_screen_loads_nothing_heavy():
    program = (
        "import sys, itrvault.desktop.app\n"
        "heavy = {'whoosh', 'pymupdf', 'sqlcipher3', 'sqlite_utils', 'docx', 'numpy'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    assert run.stdout.strip() == "[]"


def test_the_window_on_an_archive_is_made_before_what_searches_is_loaded():
    program = (
        "import sys, itrvault.desktop.views.workspace, itrvault.desktop.commands, itrvault.vault\n"
        "heavy = {'whoosh', 'pymupdf', 'docx', 'numpy'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
        "import numpy\n"
        "print(numpy.arange(3).sum())"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    assert run.stdout.split() == ["[]", "3"]


def test_file_dialogs_leave_no_folders_in_the_users_settings(tmp_path):
    visited = tmp_path / "leaks"
    visited.mkdir()
    program = (
        "import shiboken6\n"
        "from itrvault.desktop.app import make_application\n"
        "from PySide6.QtWidgets import QFileDialog\n"
        "app = make_application()\n"
        f"dialog = QFileDialog(None, 'x', {str(visited)!r})\n"
        f"dialog.show(); dialog.setDirectory({str(visited)!r}); dialog.done(1)\n"
        "shiboken6.delete(dialog)\n"  # here Qt writes what it visited
        "app.aboutToQuit.emit()\n"
    )
    home = tmp_path / "home"
    home.mkdir()
    environment = {**os.environ, "HOME": str(home), "XDG_CONFIG_HOME": str(home / "config")}
    subprocess.run(
        [sys.executable, "-c", program], env=environment, check=True, timeout=60,
        capture_output=True,
    )  # fmt: skip
    left = [path for path in home.rglob("*") if path.is_file()]
    assert not [path for path in left if str(visited) in path.read_text("utf-8", "replace")]
