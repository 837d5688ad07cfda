"""The import's report: what is unchanged, what may be tried again, one or all, with a password."""

from __future__ import annotations

import io
import os

import pymupdf
import pytest
from PySide6.QtCore import Qt

from itrvault.desktop.dialogs.importing import ImportDialog, report_words
from itrvault.desktop.models.report import UNCHANGED, fate_of, message_words
from itrvault.desktop.widgets.report_table import ReportTable
from itrvault.ingest.run import run_import
from itrvault.model.report import FileReport, FileStatus, ImportReport

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def locked_pdf(words: str, password: str) -> bytes:
    """A page that asks for a password."""
    book = pymupdf.open()
    book.new_page().insert_text((72, 72), words)
    out = io.BytesIO()
    book.save(out, encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw=password, owner_pw=password)
    return out.getvalue()


@pytest.fixture
def dialog(window, space) -> ImportDialog:
    window._commands.import_paths([])
    return window.findChild(ImportDialog)


def imported(qtbot, dialog, paths) -> ImportReport:
    dialog.plan([str(path) for path in paths])
    qtbot.waitUntil(dialog.start.isEnabled)
    with qtbot.waitSignal(dialog.reported, timeout=30000) as done:
        dialog.start.click()
    return done.args[0]


def test_a_protected_file_is_read_with_its_password(qtbot, space, dialog, tmp_path):
    for name, password in (("one.pdf", "first"), ("two.pdf", "second")):
        (tmp_path / name).write_bytes(locked_pdf("Kept under lock and key.", password))
    imported(qtbot, dialog, [tmp_path])
    table = dialog.report
    assert table.filter.rowCount() == 2
    assert table.password.isVisible()
    assert "Type the password below" in table.message.text()
    assert table.retry.text() == "Try all again with more patience"
    assert table.retry_chosen.text() == "Try this one again"
    row = next(n for n in range(2) if "one.pdf" in table.filter.index(n, 1).data())
    table.table.setCurrentIndex(table.filter.index(row, 0))
    table.password.setText("first")
    with qtbot.waitSignal(dialog.reported, timeout=30000) as done:
        qtbot.keyClick(table.password, Qt.Key.Key_Return)
    assert [each.status for each in done.args[0].rows] == [FileStatus.IMPORTED]
    assert table.password.text() == ""
    vault = space.context.vault
    assert vault.search("lock").total == 1
    assert [each.code for each in vault.store.documents.reports() if "two" in each.path] == [
        "locked"
    ]


def test_an_unchanged_folder_is_not_read_again(qtbot, dialog, tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "note.txt").write_text("A note about routes.", "utf-8")
    os.utime(folder / "note.txt", (1, 1))  # one that was just written may change unseen
    imported(qtbot, dialog, [folder])
    dialog.plan([str(folder)])
    qtbot.waitUntil(lambda: dialog.plan_title.text().startswith("0 files"))
    assert "1 file known already, or unchanged." in dialog.plan_words.text()
    report = imported(qtbot, dialog, [folder])
    assert [fate_of(row) for row in report.rows] == [UNCHANGED]
    assert "1 unchanged" in dialog.report_title.text()
    assert dialog.report.filter.index(0, 0).data() == "Unchanged"
    assert not dialog.report.retry.isVisible()
    assert not dialog.report.password.isVisible()


def test_several_chosen_rows_are_tried_again_together(qtbot, window, space):
    rows = [FileReport(f"/{n}.pdf", FileStatus.FAILED, code="timeout") for n in range(4)]
    table = ReportTable()
    qtbot.addWidget(table)
    table.show_rows([*rows, FileReport("/known.txt", FileStatus.DUPLICATE)])
    table.show()
    assert not table.password.isVisible()
    table.table.selectAll()
    assert table.retry_chosen.text() == "Try these 4 again"
    table.status.choose([FileStatus.DUPLICATE.value])
    table._filter()
    table.table.setCurrentIndex(table.filter.index(0, 0))
    assert not table.retry_chosen.isEnabled()
    with qtbot.waitSignal(table.retryWanted) as asked:
        table.retry.click()
    assert asked.args == [[row.path for row in rows], ""]


def test_a_report_in_one_line(window):
    rows = (
        FileReport("a", FileStatus.IMPORTED),
        FileReport("b", FileStatus.DUPLICATE, unchanged=True),
        FileReport("c", FileStatus.DUPLICATE),
        FileReport("d", FileStatus.FAILED, code="locked", message="itrvault import --password"),
        FileReport("e", FileStatus.FAILED, unchanged=True),
    )
    words = report_words(ImportReport(rows, 1.0))
    assert words == "1 document imported, 1 known already, 1 unchanged, 2 failed."
    assert "--password" not in message_words(rows[3])
    assert "Not opened" in message_words(rows[1])


def test_pages_of_a_protected_file_are_drawn_with_its_password(qtbot, desk, space, tmp_path):
    path = tmp_path / "kept.pdf"
    path.write_bytes(locked_pdf("Kept under lock and key.", "open sesame"))
    vault = space.context.vault
    (row,) = run_import(vault, [path], password="open sesame", jobs=1).rows
    space.open_document(row.document)
    lock = space.reader.lock
    qtbot.waitUntil(lock.isVisible, timeout=10_000)
    assert lock.words.text() == "Drawn only with the file's password."
    qtbot.keyClicks(lock.field, "wrong")
    qtbot.keyClick(lock.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: lock.words.text() == "That is not its password.", timeout=10_000)
    assert lock.field.text() == ""
    with qtbot.waitSignal(space.reader.drawer.drawn, timeout=10_000):
        qtbot.keyClicks(lock.field, "open sesame")
        qtbot.mouseClick(lock.draw, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lock.isHidden)
    # Once known it opens the next one, too, and it goes with the archive.
    space.reader.clear()
    space.open_document(row.document)
    qtbot.waitUntil(lambda: space.reader.document == row.document and space.reader.settled)
    assert lock.isHidden()
    assert space.context.passwords == ["wrong", "open sesame"]
    context = space.context
    space.window().lock()
    assert context.passwords == []
