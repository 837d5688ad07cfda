"""Import, export, briefing copies and merging, through their dialogs."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from itrvault.desktop.dialogs.carry import CarryDialog
from itrvault.desktop.dialogs.exporting import ExportDialog
from itrvault.desktop.dialogs.importing import ImportDialog
from itrvault.desktop.dialogs.merging import MergeDialog
from itrvault.paths import resources
from itrvault.vault import Vault

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
SPECIMENS = resources() / "specimens" / "documents"


def drop(window, *paths: Path) -> None:
    """Let files fall onto the window."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPointF(400, 400), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    window.dropEvent(event)


def test_dropped_files_are_planned_imported_and_reported(qtbot, window, space, tmp_path, desk):
    new = SPECIMENS / "conference" / "S12-WCIT12-C-0908!!MSW-F.docx"
    known = SPECIMENS / "analyses" / "open-letter.txt"
    cut = tmp_path / "cut.pdf"
    cut.write_bytes((SPECIMENS / "conference" / "S12-WCIT12-C-0904!!PDF-E.pdf").read_bytes()[:90])
    drop(window, new, known, cut)
    dialog = window.findChild(ImportDialog)
    qtbot.waitUntil(dialog.start.isEnabled)
    assert "2" in dialog.plan_title.text()
    with qtbot.waitSignal(dialog.reported, timeout=30000) as done:
        qtbot.mouseClick(dialog.start, Qt.MouseButton.LeftButton)
    rows = {Path(row.path).name: row.status.value for row in done.args[0].rows}
    assert rows == {new.name: "imported", known.name: "duplicate", cut.name: "failed"}
    assert dialog.pages.currentIndex() == 2
    # What failed is shown first; without the filter every file is.
    assert dialog.report.filter.rowCount() == 1
    dialog.report.status.choose([])
    assert dialog.report.filter.rowCount() == 3
    out = tmp_path / "report.csv"
    dialog.report.save(str(out))
    with out.open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.reader(file))) == 4
    qtbot.waitUntil(lambda: len(space.catalogue.snapshot.documents) == 5)
    assert dialog.report.retry.isVisible()


def test_retrying_imports_a_mended_file(qtbot, window, space, tmp_path):
    path = tmp_path / "later.txt"
    path.write_bytes(b"")
    drop(window, path)
    dialog = window.findChild(ImportDialog)
    qtbot.waitUntil(dialog.start.isEnabled)
    with qtbot.waitSignal(dialog.reported, timeout=30000):
        dialog.start.click()
    path.write_text("The text has come after all.\n", "utf-8")
    with qtbot.waitSignal(dialog.reported, timeout=30000) as done:
        dialog.report.retry.click()
    assert [row.status.value for row in done.args[0].rows] == ["imported"]


def test_import_in_the_background_reports_in_the_status_line(qtbot, window, space):
    drop(window, SPECIMENS / "analyses" / "routing.html")
    dialog = window.findChild(ImportDialog)
    qtbot.waitUntil(dialog.start.isEnabled)
    with qtbot.waitSignal(dialog.reported, timeout=30000):
        dialog.start.click()
        dialog.background.click()
        assert dialog.isHidden()
    assert dialog.isHidden()
    assert "1 document imported" in window.status.notice.text()
    qtbot.mouseClick(window.status.take, Qt.MouseButton.LeftButton)
    assert dialog.isVisible()


def test_files_that_could_not_be_read_are_a_click_away(qtbot, window, space):
    assert window.status.unread.isVisible()
    assert "1" in window.status.unread.text()
    qtbot.mouseClick(window.status.unread, Qt.MouseButton.LeftButton)
    dialog = window.findChild(ImportDialog)
    assert dialog.report.filter.rowCount() == 1


def test_export_names_nobody_unless_asked(qtbot, window, space, desk, tmp_path):
    desk.annotate("Norland", note="A note of Ana's", risk=True)
    window.actions_by_name["export"].trigger()
    dialog = window.findChild(ExportDialog)
    qtbot.waitUntil(dialog.save.isEnabled)
    assert dialog.count.text() == "1 excerpt"
    assert "assessed by" not in dialog.card.toPlainText()
    out = tmp_path / "excerpts.md"
    with qtbot.waitSignal(dialog.exported):
        dialog.write(str(out))
    text = out.read_text("utf-8")
    assert "Norland" in text
    assert "assessed by Ana" not in text
    assert str(out) in dialog.done_path.text()
    dialog.close()


def test_export_with_names_shows_them_before_writing(qtbot, window, space, desk):
    desk.annotate("Norland", risk=True)
    window.actions_by_name["export"].trigger()
    dialog = window.findChild(ExportDialog)
    qtbot.waitUntil(dialog.save.isEnabled)
    dialog.names.setChecked(True)
    qtbot.waitUntil(lambda: "assessed by Ana" in dialog.card.toPlainText())
    qtbot.keyClicks(dialog.query, "xylophone")
    qtbot.waitUntil(lambda: dialog.count.text() == "0 excerpts")
    assert not dialog.save.isEnabled()
    dialog.close()


def test_excerpts_are_filtered_grouped_and_opened(qtbot, window, space, desk):
    first = desk.annotate("Norland", note="first")
    desk.annotate(note="second")
    window.actions_by_name["excerpts"].trigger()
    view = space.excerpts
    qtbot.waitUntil(lambda: len(view.model.shown) == 2)
    qtbot.waitUntil(lambda: bool(view.card.toPlainText()))
    qtbot.keyClicks(view.filters.words, "first")
    qtbot.waitUntil(lambda: len(view.model.shown) == 1)
    view.grouping.setCurrentIndex(view.grouping.findData("document"))
    assert view.model.rowCount() == 1
    group = view.model.index(0, 0)
    assert view.model.rowCount(group) == 1
    assert view.model.parent(view.model.index(0, 0, group)) == group
    view.table.activated.emit(view.model.index(0, 0, group))
    qtbot.waitUntil(lambda: space.inspector.editor.annotation == first)
    assert space.centre.currentWidget() is space.split


def test_carry_note_on_the_copy_and_merge_at_home(qtbot, window, space, desk, tmp_path):
    mark = desk.annotate("Norland", note="At home.")
    window.actions_by_name["carry"].trigger()
    dialog = window.findChild(CarryDialog)
    dialog.sealed.setChecked(False)
    qtbot.waitUntil(dialog.make.isEnabled)
    copy = tmp_path / "briefing.itrvault"
    dialog.write(str(copy))
    qtbot.waitUntil(lambda: dialog.pages.currentIndex() == 1, timeout=30000)
    dialog.close()
    with Vault.open(copy) as away:
        away.store.annotations.update(mark, note="In the meeting.", author="Bo")
        away.store.tags.add("Raised in plenary")
    space.context.vault.store.annotations.update(mark, note="Later, at home.")
    desk.settle()
    window._commands.merge_path(copy)
    merging = window.findChild(MergeDialog)
    qtbot.waitUntil(lambda: merging.pages.currentIndex() == 1 and merging.merge.isEnabled())
    plan = merging._plan
    assert [conflict.field for conflict in plan.conflicts] == ["note"]
    assert merging.table.topLevelItem(0).text(1) == "conflicts"
    from itrvault.carry.plan import Side

    merging._sides[plan.conflicts[0].key] = Side.BOTH
    merging.merge.click()
    qtbot.waitUntil(lambda: merging.pages.currentIndex() == 2)
    note = space.context.vault.store.annotations.get(mark).note
    assert note == "Later, at home.\n\nIn the meeting."
    merging.close()
    window._commands.merge_path(copy)
    again = [d for d in window.findChildren(MergeDialog) if d is not merging][-1]
    qtbot.waitUntil(lambda: again._plan is not None)
    assert again._plan.nothing
    assert not again.merge.isEnabled()
    again.close()


def test_check_says_that_all_is_in_order(qtbot, window, space):
    from PySide6.QtWidgets import QMessageBox

    window.actions_by_name["check"].trigger()
    qtbot.waitUntil(lambda: window.findChild(QMessageBox) is not None, timeout=30000)
    assert "in order" in window.findChild(QMessageBox).text()
