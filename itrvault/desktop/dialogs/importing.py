"""Importing: what it would do, how far it is, and what became of every file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QCheckBox, QDialog, QProgressBar, QStackedWidget, QWidget

from itrvault.desktop.context import VaultContext
from itrvault.desktop.models.report import UNCHANGED, fate_of
from itrvault.desktop.tasks import Job, VaultOp
from itrvault.desktop.watching import folders_of
from itrvault.desktop.widgets.elided import ElidedLabel
from itrvault.desktop.widgets.parts import button, column, row, words_label
from itrvault.desktop.widgets.report_table import ReportTable
from itrvault.desktop.words import (
    duration_words,
    error_hint,
    error_sentence,
    number_words,
    size_words,
)
from itrvault.errors import Cancelled, KnownError
from itrvault.ingest.plan import ImportPlan, plan_import
from itrvault.ingest.run import run_import
from itrvault.model.report import FileReport, FileStatus, ImportReport
from itrvault.progress import CancelToken, Step
from itrvault.vault import Vault


class ImportDialog(QDialog):
    """Three pages: plan, progress, report. `finished_report` announces the report to the window."""

    reported = Signal(object)  # ImportReport
    documentWanted = Signal(str)
    recogniseWanted = Signal(object)  # ids of documents
    watchWanted = Signal(list, bool)  # paths, whether to keep looking into them

    def __init__(self, context: VaultContext, window: QWidget | None = None) -> None:
        super().__init__(window)
        self.setWindowTitle(self.tr("Import"))
        self.resize(760, 480)
        self._context = context
        self._paths: list[str] = []
        self._op: VaultOp[ImportReport] | None = None
        self._planning = CancelToken()
        self._doubtful: tuple[str, ...] = ()
        self._background = False
        self.pages = QStackedWidget()
        self.pages.addWidget(self._plan_page())
        self.pages.addWidget(self._progress_page())
        self.pages.addWidget(self._report_page())
        self.setLayout(column(self.pages, margins=(16, 16, 16, 16)))

    # -- plan --------------------------------------------------------------------------------

    def _plan_page(self) -> QWidget:
        page = QWidget()
        self.plan_title = words_label("", "heading")
        self.plan_words = words_label("", wrap=True)
        self.plan_rows = ReportTable()
        self.plan_rows.forbid_retry()
        self.plan_rows.hide()
        self.watch = QCheckBox(self.tr("Keep looking into this folder while the archive is open"))
        self.watch.setToolTip(
            self.tr("What comes into it or changes is imported. Nothing of it is written down.")
        )
        self.watch.hide()
        self.start = button(self.tr("Import"), self._start, "primary")
        self.start.setDefault(True)
        cancel = button(self.tr("Cancel"), self.reject)
        page.setLayout(
            column(
                self.plan_title,
                self.plan_words,
                self.plan_rows,
                None,
                self.watch,
                row(None, cancel, self.start),
            )
        )
        return page

    def plan(self, paths: Sequence[str], watched: Sequence[str] = ()) -> None:
        """Look at what importing these files and folders would do, and show it.

        `watched` are folders that are looked into already.
        """
        self._paths = list(paths)
        self.pages.setCurrentIndex(0)
        folders = folders_of(self._paths)
        self.watch.setVisible(bool(folders))
        self.watch.setChecked(bool(folders) and set(folders) <= set(watched))
        self.plan_title.setText(self.tr("Looking at the files..."))
        self.plan_words.setText("")
        self.plan_rows.hide()
        self.start.setEnabled(False)
        vault, token = self._context.vault, self._planning
        query = self._context.query(self, lambda: plan_import(vault, paths, cancel=token))
        query.lane("plan").success(self._show_plan).failure(self._fail).run()

    def _show_plan(self, plan: ImportPlan) -> None:
        self.plan_title.setText(self.tr("%n file(s) to import", "", plan.new))
        words = [self.tr("{size} in all.").format(size=size_words(plan.size))]
        if plan.known:
            words.append(self.tr("%n file(s) known already, or unchanged.", "", plan.known))
        if plan.left_out:
            words.append(self.tr("%n file(s) left out (system files).", "", plan.left_out))
        if plan.unreadable:
            words.append(self.tr("%n file(s) cannot be opened.", "", plan.unreadable))
        words.append(
            self.tr(
                "Each file is read apart from this program, without network or access to anything "
                "else. The originals are copied into the archive and not changed."
            )
        )
        self.plan_words.setText(" ".join(words))
        self.plan_rows.show_rows(plan.rows)
        self.plan_rows.forbid_retry()
        self.plan_rows.setVisible(bool(plan.rows))
        # A file known already is imported too: its other path is noted.
        self.start.setEnabled(plan.files > 0)
        self.start.setText(self.tr("Import"))
        self.start.setFocus()

    # -- progress ----------------------------------------------------------------------------

    def _progress_page(self) -> QWidget:
        page = QWidget()
        self.progress_title = words_label(self.tr("Importing..."), "heading")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        self.how_far = words_label("", "secondary")
        self.detail = ElidedLabel(role="secondary", mode=Qt.TextElideMode.ElideMiddle)
        safe = words_label(
            self.tr("Stopping is safe: what is imported stays, nothing is half done."), "secondary"
        )
        self.stop = button(self.tr("Stop"), self._stop)
        self.background = button(self.tr("Continue in the background"), self._to_background)
        page.setLayout(
            column(
                self.progress_title, self.bar, self.how_far, self.detail, None, safe,
                row(self.stop, None, self.background),
            )
        )  # fmt: skip
        return page

    def _start(self) -> None:
        if self.watch.isVisibleTo(self):
            self.watchWanted.emit(self._paths, self.watch.isChecked())
        self.run(self._paths)

    def run(self, paths: Sequence[str]) -> None:
        """Import, showing progress."""
        vault = self._context.vault

        def work(progress: Job, cancel: CancelToken) -> ImportReport:
            return run_import(vault, paths, progress=progress, cancel=cancel)

        self._work(work, self.tr("Importing"))

    def retry(self, paths: Sequence[str], password: str = "") -> None:
        """Try again what failed, with more patience, and with a password if one is given."""
        vault = self._context.vault
        if password and password not in self._context.passwords:
            self._context.passwords.append(password)  # the pages are drawn with it, too

        def work(progress: Job, cancel: CancelToken) -> ImportReport:
            from itrvault.ingest.retry import retry

            return retry(vault, paths, password=password, progress=progress, cancel=cancel)

        self._work(work, self.tr("Trying again"))

    def _work(self, work: Callable[[Job, CancelToken], ImportReport], title: str) -> None:
        self._background = False
        self.progress_title.setText(f"{title}...")
        self.pages.setCurrentIndex(1)
        self.background.setFocus()  # not the stop: Enter pressed once more must not end it
        self.bar.setRange(0, 0)
        self.how_far.setText("")
        self.detail.setText("")
        self.stop.setEnabled(True)
        op = self._context.op(self, work).with_job(title).beside("import")
        self._op = op.success(self._show_report).failure(self._fail).run()
        if self._op.job is not None:
            self._op.job.stepped.connect(self._show_step)

    @property
    def running(self) -> bool:
        """Whether an import is under way."""
        return self._op is not None

    def _show_step(self, step: Step) -> None:
        if step.total:
            # Qt counts in 32 bits; bytes of a large import do not fit.
            self.bar.setRange(0, 1000)
            self.bar.setValue(min(1000, step.done * 1000 // step.total))
            words = self.tr("{done} of {total}").format(
                done=number_words(step.done), total=number_words(step.total)
            )
        else:
            words = number_words(step.done)
        if step.seconds_left is not None:
            words += "  ·  " + self.tr("{time} left").format(time=duration_words(step.seconds_left))
        self.how_far.setText(f"{step.what}  ·  {words}")
        self.detail.setText(step.detail)

    def _stop(self) -> None:
        self.stop.setEnabled(False)
        self.how_far.setText(self.tr("Stopping..."))
        if self._op is not None and self._op.job is not None:
            self._op.job.cancel()

    def _to_background(self) -> None:
        self._background = True
        self.hide()

    # -- report ------------------------------------------------------------------------------

    def _report_page(self) -> QWidget:
        page = QWidget()
        self.report_title = words_label("", "heading", wrap=True)
        self.report_words = words_label("", "secondary", wrap=True)
        self.report = ReportTable()
        self.report.retryWanted.connect(self.retry)
        self.report.documentWanted.connect(self._open_document)
        self.doubt = words_label("", "secondary", wrap=True)
        self.recognise = button(self.tr("Read them by OCR"), self._recognise)
        self._doubt_part = QWidget()
        line = row(self.doubt, self.recognise)
        line.setStretch(0, 1)
        self._doubt_part.setLayout(line)
        self._doubt_part.hide()
        done = button(self.tr("Close"), self.accept, "primary")
        page.setLayout(
            column(
                self.report_title, self.report_words, self.report, self._doubt_part,
                row(None, done),
            )
        )  # fmt: skip
        return page

    def take_report(self, report: ImportReport) -> None:
        """Have the report of another import ready to be looked at."""
        self.show_rows(report.rows, report_words(report))

    def _show_report(self, report: ImportReport) -> None:
        self._op = None
        self.take_report(report)
        self.reported.emit(report)
        if not self._background:
            self.show()

    def show_rows(self, rows: Sequence[FileReport], title: str, words: str = "") -> None:
        """Show a report; also one of an earlier import."""
        self.pages.setCurrentIndex(2)
        self.report_title.setText(title)
        self.report_words.setText(words)
        self.report_words.setVisible(bool(words))
        self.report.show_rows(rows)
        self._doubt_part.hide()
        self._doubtful = tuple({row.document for row in rows if row.document} - {""})
        if self._doubtful:
            vault, ids = self._context.vault, self._doubtful
            folder = self._context.settings.tessdata
            query = self._context.query(self, lambda: look_at_doubt(vault, ids, folder))
            query.lane("doubt").success(self._show_doubt).run()

    def _show_doubt(self, doubt: WaitingPages) -> None:
        """Pages that only OCR can read, and what is needed for that."""
        if not doubt.pages:
            return
        words = self.tr("The text of %n page(s) is doubtful.", "", doubt.pages)
        if doubt.advice:
            words += " " + self.tr("To read them by OCR, language data is needed.")
            words += " " + doubt.advice
        self.doubt.setText(words)
        self.recognise.setVisible(not doubt.advice)
        self._doubt_part.show()

    def _recognise(self) -> None:
        self._doubt_part.hide()
        self.recogniseWanted.emit(self._doubtful)

    def _open_document(self, document: str) -> None:
        self.documentWanted.emit(document)

    def _fail(self, error: BaseException) -> None:
        self._op = None
        if isinstance(error, Cancelled):
            self.reject()
        elif isinstance(error, KnownError):
            self.show_rows((), error_sentence(error), error_hint(error))
            self.show()
        else:
            self.reject()
            self._context.tasks.failed.emit(error)

    def reject(self) -> None:
        """Closing while it runs sends it to the background; it is stopped only by its button."""
        if self.running:
            self._to_background()
        else:
            self._planning.cancel()
            self._planning = CancelToken()
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """As Cancel."""
        if self.running:
            self._to_background()
            event.ignore()
        else:
            super().closeEvent(event)


@dataclass(frozen=True, slots=True)
class WaitingPages:
    """How many pages wait for OCR; `advice` is what to install first, "" when all is there."""

    pages: int
    advice: str = ""


def look_at_doubt(vault: Vault, documents: Sequence[str], folder: str) -> WaitingPages:
    """What of some documents only OCR can read (on a reading thread).

    `folder` is the user's own with language data, "" for none.
    """
    pages = len(vault.store.readings.pending(documents))
    if not pages:
        return WaitingPages(0)
    from itrvault.sandbox.tessdata import find_language_data, how_to_install

    advice = "" if find_language_data(folder).languages else how_to_install(())
    return WaitingPages(pages, advice)


def report_words(report: ImportReport) -> str:
    """An import in one line: so many imported, known, failed."""
    translate = QCoreApplication.translate
    imported = report.count(FileStatus.IMPORTED)
    words = [translate("ImportDialog", "%n document(s) imported", "", imported)]
    fates = Counter(fate_of(row) for row in report.rows)
    known, unchanged = fates[FileStatus.DUPLICATE.value], fates[UNCHANGED]
    failed = report.count(FileStatus.FAILED)
    unsupported = report.count(FileStatus.UNSUPPORTED)
    if known:
        words.append(translate("ImportDialog", "%n known already", "", known))
    if unchanged:
        words.append(translate("ImportDialog", "%n unchanged", "", unchanged))
    if failed:
        words.append(translate("ImportDialog", "%n failed", "", failed))
    if unsupported:
        words.append(translate("ImportDialog", "%n not supported", "", unsupported))
    if report.cancelled:
        words.append(translate("ImportDialog", "stopped before the end"))
    return ", ".join(words) + "."
