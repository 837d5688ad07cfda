"""What the actions do with an open archive: the dialogs they open and the work they start."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDir, QObject, Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox, QWidget

from itrvault.desktop.dialogs.new_vault import SUFFIX
from itrvault.desktop.recognising import Recognising
from itrvault.desktop.tasks import Debounce, Job
from itrvault.desktop.views.workspace import Workspace
from itrvault.desktop.watching import FolderWatch
from itrvault.desktop.widgets.status_line import StatusLine
from itrvault.model.journal import Change
from itrvault.model.report import CheckReport, ImportReport, Severity
from itrvault.progress import CancelToken

if TYPE_CHECKING:
    from itrvault.desktop.dialogs.importing import ImportDialog
    from itrvault.desktop.main_window import MainWindow
    from itrvault.desktop.views.reader import ReaderView


SETTLED_MS = 120
"""Once the documents are listed, by then they are painted, too."""

READING = ("find", "panel", "single", "both", "beside", "turn_right", "turn_left", "night")
"""Commands of the reader that work wherever the keyboard is."""


class Commands(QObject):
    """The handlers of one open archive; `close()` takes its dialogs down."""

    def __init__(self, workspace: Workspace, status: StatusLine, window: MainWindow) -> None:
        super().__init__(window)
        self._space = workspace
        self._context = workspace.context
        self._status = status
        self._window = window
        self._dialogs: list[QWidget] = []
        self._importing: ImportDialog | None = None
        reader = workspace.reader
        self._table: dict[str, Callable[[], object]] = {
            "import_files": self.import_files, "import_folder": self.import_folder,
            "export": self.export, "carry": self.carry, "merge": self.merge, "check": self.check,
            "recognise": lambda: self.recognising.start(),
            "undo": self.undo, "redo": self.redo, "search": workspace.focus_search,
            "next_hit": reader.next_hit, "previous_hit": reader.previous_hit,
            "next_document": reader.next_document, "previous_document": reader.previous_document,
            "save_search": self.save_search, "similar": workspace.find_similar,
            "term_list": self.term_list, "library": workspace.toggle_library,
            "inspector": workspace.toggle_inspector,
            "propose": workspace.proposing.propose,
            "no_proposal": workspace.proposing.dismiss,
            **{name: partial(workspace.centre.go, name) for name in workspace.centre.tabs},
            **{name: partial(workspace.run_reading, name) for name in READING},
            "hop": workspace.pair.hop, "together": workspace.pair.locked.toggle,
        }  # fmt: skip
        workspace.importWanted.connect(self.import_files)
        workspace.exportWanted.connect(self.export)
        workspace.failuresWanted.connect(self.show_failures)
        workspace.differencesWanted.connect(self.show_differences)
        workspace.saveSearchWanted.connect(lambda _: self.save_search())
        status.failuresWanted.connect(self.show_failures)
        self.recognising = Recognising(self._context, workspace.catalogue, status, self)
        self._listen_to(reader)
        workspace.pair.opened.connect(lambda: self._listen_to(workspace.pair.other))
        self.watching = FolderWatch(self._context, self)
        self.watching.changed.connect(status.show_watched)
        self.watching.reported.connect(self._imported_watched)
        status.watchingLeft.connect(self.watching.stop)
        self._settled = Debounce(SETTLED_MS, self._get_ready, self)
        once = Qt.ConnectionType.SingleShotConnection
        workspace.catalogue.loaded.connect(self._settled.poke, once)

    def _listen_to(self, reader: ReaderView | None) -> None:
        """Pages are read by OCR, and texts chosen, from the strip over the page."""
        if reader is not None:
            reader.source.recogniseWanted.connect(
                lambda document, numbers: self.recognising.start([document], numbers)
            )
            reader.source.useWanted.connect(self.recognising.use)

    def run(self, name: str) -> None:
        """The action of that name."""
        self._table[name]()

    def close(self) -> None:
        """Take every dialog down with the archive."""
        self._settled.cancel()
        self._status.failuresWanted.disconnect(self.show_failures)
        self._status.watchingLeft.disconnect(self.watching.stop)
        self.watching.stop()
        self._status.say("")
        for dialog in self._dialogs:
            dialog.hide()
            dialog.deleteLater()
        self._dialogs.clear()
        self.deleteLater()

    def _show(self, dialog: QWidget, *, modal: bool = True) -> None:
        if modal:
            dialog.setWindowModality(Qt.WindowModality.WindowModal)
        self._dialogs.append(dialog)
        if isinstance(dialog, QDialog):
            dialog.finished.connect(lambda _: self._forget(dialog))
        dialog.show()

    def _forget(self, dialog: QWidget) -> None:
        if dialog in self._dialogs:
            self._dialogs.remove(dialog)
            dialog.deleteLater()

    def _get_ready(self) -> None:
        """Load what searches and what draws once the window stands and is painted."""
        self._ready_index()
        self._space.reader.get_ready()

    def _ready_index(self) -> None:
        """Rebuild a missing or older index before anybody searches, and say so."""
        vault = self._context.vault

        def rebuild(needed: bool) -> None:
            if needed:
                op = self._context.op(self, lambda progress, _: vault.ensure_index(progress))
                again = self._space.searching.again
                op.with_job(self.tr("Preparing the index")).success(lambda _: again()).run()
            else:
                self._context.query(self, vault.index.get_ready).run()

        self._context.query(self, lambda: vault.index_is_stale).success(rebuild).run()

    # -- import ------------------------------------------------------------------------------

    def import_files(self) -> None:
        """Choose files to import."""
        dialog = QFileDialog(self._window, self.tr("Import files"), QDir.homePath())
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(self.import_paths)
        self._show(dialog)

    def import_folder(self) -> None:
        """Choose a folder to import with everything in it."""
        dialog = QFileDialog(self._window, self.tr("Import a folder"), QDir.homePath())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.filesSelected.connect(self.import_paths)
        self._show(dialog)

    def import_paths(self, paths: Sequence[str]) -> None:
        """Show what importing these would do; an import under way is shown instead."""
        dialog = self._import_dialog()
        if dialog.running:
            dialog.show()
            return
        dialog.plan(list(paths), self.watching.folders)
        dialog.show()

    def _import_dialog(self) -> ImportDialog:
        from itrvault.desktop.dialogs.importing import ImportDialog

        if self._importing is None:
            self._importing = ImportDialog(self._context, self._window)
            self._importing.reported.connect(self._imported)
            self._importing.watchWanted.connect(self._watch)
            self._importing.documentWanted.connect(self._open_imported)
            self._importing.recogniseWanted.connect(lambda ids: self.recognising.start(ids))
            self._dialogs.append(self._importing)
        return self._importing

    def _imported(self, report: ImportReport) -> None:
        from itrvault.desktop.dialogs.importing import report_words

        words = report_words(report)
        self._status.say(words, self.tr("Report"), self._show_import)

    def _watch(self, paths: Sequence[str], on: bool) -> None:
        (self.watching.watch if on else self.watching.leave)(paths)

    def _imported_watched(self, report: ImportReport) -> None:
        """New files came into a folder that is looked into."""
        dialog = self._import_dialog()
        if not dialog.running:
            dialog.take_report(report)
        self._imported(report)

    def _show_import(self) -> None:
        if self._importing is not None:
            self._importing.show()

    def _open_imported(self, document: str) -> None:
        if self._importing is not None and not self._importing.running:
            self._importing.accept()
        self._space.open_document(document)

    def show_failures(self) -> None:
        """The files that could not be read, with a way to try them again."""
        dialog = self._import_dialog()
        if not dialog.running:
            failures = self._space.catalogue.snapshot.failures
            dialog.show_rows(failures, self.tr("%n file(s) could not be read", "", len(failures)))
        dialog.show()

    # -- export, carry, merge ----------------------------------------------------------------

    def export(self, ids: tuple[str, ...] | None = None) -> None:
        """Export all excerpts, or those of the table."""
        from itrvault.desktop.dialogs.exporting import ExportDialog

        if ids is None and self._space.centre.tabs["excerpts"].isChecked():
            shown = self._space.excerpts.model.shown
            ids = tuple(row.annotation.id for row in shown) or None
        self._show(ExportDialog(self._context, self._space.catalogue, self._window, ids=ids))

    def carry(self) -> None:
        """Make a briefing copy, of what was searched for if anything was."""
        from itrvault.desktop.dialogs.carry import CarryDialog

        query = self._space.searching.query
        self._show(CarryDialog(self._context, self._space.catalogue, self._window, query=query))

    def merge(self) -> None:
        """Choose a copy to bring notes home from."""
        dialog = QFileDialog(self._window, self.tr("Merge notes from a copy"), QDir.homePath())
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([f"ITR Vault (*{SUFFIX})", self.tr("All files (*)")])
        dialog.fileSelected.connect(lambda path: self.merge_path(Path(path)))
        self._show(dialog)

    def merge_path(self, path: Path) -> None:
        """Compare with this copy and show what a merge would do."""
        from itrvault.desktop.dialogs.merging import MergeDialog

        self._show(MergeDialog(self._context, path, self._window))

    def show_differences(self, older: str, newer: str) -> None:
        """Compare two documents in a window of its own, which leaves the page free."""
        from itrvault.desktop.dialogs.differences import DifferencesDialog

        dialog = DifferencesDialog(self._context, older, newer, self._window)
        dialog.placeWanted.connect(self._space.open_words)
        self._show(dialog, modal=False)

    def term_list(self) -> None:
        """Run a file of queries, in a window of its own, which leaves the page free."""
        from itrvault.desktop.dialogs.term_list import TermListDialog

        dialog = TermListDialog(self._context, self._space.catalogue, self._window)
        dialog.placeWanted.connect(self._space.open_hit)
        self._show(dialog, modal=False)

    # -- check -------------------------------------------------------------------------------

    def check(self) -> None:
        """Verify the archive and say what was found."""
        vault = self._context.vault

        def work(progress: Job, cancel: CancelToken) -> CheckReport:
            return vault.check(progress)

        op = self._context.op(self, work).with_job(self.tr("Checking the archive"))
        op.success(self._show_check).run()

    def _show_check(self, report: CheckReport) -> None:
        box = QMessageBox(self._window)
        box.setWindowTitle(self.tr("Check the archive"))
        box.setIcon(QMessageBox.Icon.NoIcon)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(
            self.tr("The archive is in order.") if report.clean else self.tr("Something is wrong.")
        )
        worst_first = [*report.of(Severity.ERROR), *report.of(Severity.WARNING)]
        items = worst_first or report.of(Severity.OK)
        box.setInformativeText("\n".join(f"{item.what}: {item.sentence}" for item in items[:12]))
        box.setDetailedText("\n".join(f"{item.what}: {item.sentence}" for item in report.items))
        self._show(box)

    # -- journal, searches -------------------------------------------------------------------

    def undo(self) -> None:
        """Take back the last thing done."""
        self._space.write_due()
        vault = self._context.vault
        self._context.op(self, vault.store.journal.undo).success(self._tell_lost).run()

    def redo(self) -> None:
        """Do it again."""
        vault = self._context.vault
        self._context.op(self, vault.store.journal.redo).success(self._tell_lost).run()

    def _tell_lost(self, change: Change) -> None:
        """What came back stood in another text, and its words are not in this one."""
        if change.lost:
            count = len(change.lost)
            words = self.tr(
                "%n passage(s) to place by hand: the text is another one now", "", count
            )
            self._status.say(words)

    def save_search(self) -> None:
        """Keep the query under a name."""
        query = self._space.bar.query.strip()
        if not query:
            self._space.focus_search()
            return
        writer = self._context.writer

        def give(name: str) -> None:
            self._context.op(self, lambda: writer.save_search(name, query)).run()

        self._window.ask_name(self.tr("Save this search"), query, self.tr("Save"), give)
