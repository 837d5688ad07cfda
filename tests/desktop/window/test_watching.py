"""A folder that is looked into while the archive is open."""

from __future__ import annotations

import os

import pytest
from PySide6.QtWidgets import QMenu

from itrvault.desktop import watching
from itrvault.desktop.dialogs.importing import ImportDialog
from itrvault.desktop.watching import FolderWatch, folders_of

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture(autouse=True)
def _soon(monkeypatch):
    """Look often, and take a file for whole at its second look."""
    monkeypatch.setattr(watching, "SHORTEST_MS", 20)
    monkeypatch.setattr(watching, "LONGEST_MS", 20)
    monkeypatch.setattr("itrvault.ingest.watch.Watch.__init__.__kwdefaults__", {
        "vault": None, "quiet": 0.0})  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "inbox"
    made.mkdir()
    (made / "first.txt").write_text("The first paper.", "utf-8")
    return made


def start(qtbot, window, folder) -> ImportDialog:
    window._commands.import_paths([str(folder)])
    dialog = window.findChild(ImportDialog)
    qtbot.waitUntil(dialog.start.isEnabled)
    assert dialog.watch.isVisible()
    assert not dialog.watch.isChecked()
    dialog.watch.setChecked(True)
    with qtbot.waitSignal(dialog.reported, timeout=30000):
        dialog.start.click()
    return dialog


def test_what_comes_into_the_folder_is_imported(qtbot, window, space, folder):
    dialog = start(qtbot, window, folder)
    dialog.accept()
    assert window.status.watching.text() == "Looking into 1 folder"
    qtbot.waitUntil(lambda: len(space.catalogue.snapshot.documents) == 5)
    (folder / "second.txt").write_text("The second paper.", "utf-8")
    qtbot.waitUntil(lambda: len(space.catalogue.snapshot.documents) == 6, timeout=30_000)
    qtbot.waitUntil(lambda: "1 document imported" in window.status.notice.text())
    assert dialog.isHidden()
    window.status.take.click()
    assert dialog.isVisible()
    assert any("second.txt" in row.path for row in dialog.report.model.rows)
    dialog.accept()
    # Asked again, the folder is ticked; taken off, it is left alone.
    window._commands.import_paths([str(folder)])
    assert dialog.watch.isChecked()
    dialog.watch.setChecked(False)
    qtbot.waitUntil(dialog.start.isEnabled)
    with qtbot.waitSignal(dialog.reported, timeout=30000):
        dialog.start.click()
    assert window.status.watching.isHidden()


def test_it_is_stopped_from_the_status_line_and_with_the_archive(qtbot, window, space, folder):
    start(qtbot, window, folder).accept()
    watcher = window._commands.watching
    assert watcher.folders == [str(folder)]
    window.status.watching.click()
    (menu,) = window.status.findChildren(QMenu)
    menu.actions()[0].trigger()
    assert watcher.folders == []
    assert window.status.watching.isHidden()
    watcher.watch([str(folder)])
    window.lock()
    assert watcher.folders == []


def test_files_alone_cannot_be_watched(qtbot, window, space, folder):
    window._commands.import_paths([str(folder / "first.txt")])
    dialog = window.findChild(ImportDialog)
    assert dialog.watch.isHidden()
    assert folders_of([str(folder), str(folder / "first.txt"), os.devnull]) == [str(folder)]


def test_a_folder_is_watched_once(qtbot, window, space, folder):
    watcher: FolderWatch = window._commands.watching
    watcher.watch([str(folder)])
    with qtbot.assertNotEmitted(watcher.changed):
        watcher.watch([str(folder)])
        watcher.leave([str(folder / "nowhere")])
    watcher.stop()
