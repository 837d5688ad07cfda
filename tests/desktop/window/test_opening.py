"""First start, making, unlocking, locking, remembering."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from itrvault.desktop.dialogs.new_vault import NewVaultDialog
from itrvault.desktop.passphrase import bits, strength
from itrvault.settings import Settings
from itrvault.vault import Vault

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
PASSPHRASE = "a boat, a lamp, three maps"


def test_first_screen_makes_a_plain_archive(qtbot, window, tmp_path):
    qtbot.mouseClick(window.welcome.new, Qt.MouseButton.LeftButton)
    dialog = window.findChild(NewVaultDialog)
    qtbot.keyClicks(dialog._name, "leaks")
    dialog._folder.setText(str(tmp_path))
    dialog.plain.setChecked(True)
    with qtbot.waitSignal(window.opener.opened):
        qtbot.mouseClick(dialog._make, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.workspace is not None)
    assert (tmp_path / "leaks.itrvault").exists()
    qtbot.waitUntil(window.workspace.results.nothing.isVisible)
    assert "leaks" in window.windowTitle()


def test_sealed_archive_needs_both_fields_the_same(qtbot, window, tmp_path):
    window.ask_new()
    dialog = window.findChild(NewVaultDialog)
    dialog._name.setText("sealed")
    dialog._folder.setText(str(tmp_path))
    qtbot.keyClicks(dialog.fields.first, PASSPHRASE)
    assert not dialog._make.isEnabled()
    qtbot.keyClicks(dialog.fields.second, "a boat")
    assert not dialog._make.isEnabled()
    dialog.fields.second.setText(PASSPHRASE)
    assert dialog._make.isEnabled()
    dialog.close()


def test_an_existing_name_is_not_taken(qtbot, window, archive):
    window.ask_new()
    dialog = window.findChild(NewVaultDialog)
    dialog.plain.setChecked(True)
    dialog._folder.setText(str(archive.parent))
    dialog._name.setText(archive.stem)
    assert not dialog._make.isEnabled()
    assert dialog.problem.isVisible()
    dialog.close()


def test_missing_archive_is_a_sentence_on_the_first_screen(qtbot, window, tmp_path):
    with qtbot.waitSignal(window.opener.failed):
        window.open_path(tmp_path / "nowhere.itrvault")
    qtbot.waitUntil(window.welcome.problem.isVisible)
    assert "nowhere.itrvault" in window.welcome.problem.text()


def test_unlock_wrong_then_right_then_lock(qtbot, window, tmp_path):
    path = tmp_path / "sealed.itrvault"
    Vault.create(path, PASSPHRASE).close()
    window.open_path(path)
    qtbot.waitUntil(window.unlock.isVisible)
    qtbot.keyClicks(window.unlock.field, "wrong")
    qtbot.keyClick(window.unlock.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(window.unlock.problem.text()), timeout=15000)
    assert window.workspace is None
    assert window.unlock.field.isEnabled()
    window.unlock.field.setText(PASSPHRASE)
    qtbot.keyClick(window.unlock.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.workspace is not None, timeout=15000)
    assert window.sealed
    window.actions_by_name["lock"].trigger()
    assert window.workspace is None
    assert window.unlock.isVisible()
    assert window.unlock.field.text() == ""


def test_lock_leaves_no_word_of_the_archive_on_screen(qtbot, window, space, archive):
    window.lock()
    qtbot.waitUntil(lambda: not window.findChildren(QWidget, "nothing"))
    texts = [label.text() for label in window.findChildren(QLabel) if label.isVisible()]
    assert not any("WCIT" in text for text in texts)
    assert window.windowTitle() == "ITR Vault"
    # The file was let go of: it opens for writing again.
    with Vault.open(archive) as vault:
        assert not vault.store.read_only


def test_lock_keeps_the_note_typed_the_moment_before(qtbot, window, desk, space, archive):
    mark = desk.annotate()
    desk.settle()
    space.open_annotation(mark)
    qtbot.waitUntil(lambda: space.inspector.editor.annotation == mark)
    space.inspector.editor.text.setFocus()
    qtbot.keyClicks(space.inspector.editor.text, "Raised in the morning.")
    window.lock()
    with Vault.open(archive) as vault:
        assert vault.store.annotations.get(mark).note == "Raised in the morning."


def test_idle_locks_only_what_is_sealed(qtbot, window, space):
    window._idle_lock()
    assert window.workspace is not None
    window.sealed = True
    qtbot.waitUntil(lambda: not space.context.tasks.busy)
    window._idle_lock()
    assert window.workspace is None


def test_recent_archives_are_remembered_only_when_wanted(qtbot, window, settings, archive, space):
    assert settings.recent == [str(archive.resolve())]
    assert Settings.load().recent == settings.recent
    window.close_vault()
    window.show_welcome()
    window.welcome._forget_all()
    assert Settings.load().recent == []
    settings.remember_recent = False
    window.open_path(archive)
    qtbot.waitUntil(lambda: window.workspace is not None)
    assert settings.recent == []


def test_panes_are_remembered(qtbot, window, settings, space, archive):
    space.toggle_library()
    space.inspector.show()
    window.close_vault()
    assert settings.window["library"] == ""
    window.open_path(archive)
    qtbot.waitUntil(lambda: window.workspace is not None)
    assert window.workspace.library.isHidden()
    assert not window.workspace.inspector.isHidden()


@pytest.mark.parametrize(
    ("passphrase", "level"),
    [
        ("", ""), ("password", "weak"), ("aaaaaaaaaaaaaaaaaaaa", "weak"),
        ("12345678901234", "weak"), ("three maps", "weak"), ("seven quiet lamps", "weak"),
        ("a boat, a lamp, three maps", "good"), ("seven quiet lamps under one harbour", "good"),
    ],
)  # fmt: skip
def test_strength(passphrase, level):
    assert strength(passphrase) == level


def test_more_words_are_never_weaker():
    words = "harbour lantern seven quiet maps under window"
    values = [bits(" ".join(words.split()[:count])) for count in range(1, 8)]
    assert values == sorted(values)


def test_enter_presses_a_choice(qtbot, window):
    with qtbot.waitSignal(window.welcome.newWanted):
        qtbot.keyClick(window.welcome.new, Qt.Key.Key_Return)
    window.findChild(NewVaultDialog).close()


def test_a_second_click_opens_nothing_twice(qtbot, window, archive):
    opened = []
    window.opener.opened.connect(opened.append)
    window.open_path(archive)
    window.open_path(archive)
    qtbot.waitUntil(lambda: window.workspace is not None)
    window.opener.close()  # waits for whatever is still being opened
    qtbot.waitUntil(lambda: not window.workspace.context.tasks.busy)
    assert len(opened) == 1
    assert not window.workspace.context.vault.store.read_only
