"""Reading doubtful pages by OCR beside everything else: asks once, shows how far, can be paused.

What has been read stays, so pausing loses nothing: the next run goes on where this one ended.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Signal

from itrvault.desktop.catalogue import Catalogue
from itrvault.desktop.context import VaultContext
from itrvault.desktop.tasks import Job, VaultOp
from itrvault.desktop.widgets.status_line import StatusLine
from itrvault.desktop.words import error_words
from itrvault.errors import Cancelled, KnownError
from itrvault.model.document import TextSource
from itrvault.model.journal import Change
from itrvault.progress import CancelToken

if TYPE_CHECKING:  # it brings the readers' host and the index's builder along
    from itrvault.ingest.recognise import RecogniseReport


class Recognising(QObject):
    """One run at a time. `changed` says that a run began or ended, or what waits is another."""

    changed = Signal()

    def __init__(
        self, context: VaultContext, catalogue: Catalogue, status: StatusLine, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._status = status
        self._op: VaultOp[RecogniseReport] | None = None
        self._asked = False
        self._wanted: list[tuple[tuple[str, ...] | None, tuple[int, ...] | None]] = []
        self.pending = 0
        """How many pages wait to be read."""
        self.problem = ""
        """Why pages could not be read the last time, and what to do; "" when all is well."""
        catalogue.doubtsChanged.connect(self.look)

    @property
    def running(self) -> bool:
        """Whether pages are being read."""
        return self._op is not None

    @property
    def writable(self) -> bool:
        """Whether anything can be read into this archive at all."""
        return not self._context.vault.store.read_only

    def look(self) -> None:
        """Count what waits, and ask once whether to go on with it."""
        vault = self._context.vault
        query = self._context.query(self, lambda: len(vault.store.readings.pending()))
        query.lane("pending").success(self._take_pending).run()

    def start(
        self, documents: Collection[str] | None = None, numbers: Collection[int] | None = None
    ) -> None:
        """Read what waits, of some documents or of all; with `numbers` those pages anyway."""
        if not self.writable:
            return
        wanted = (
            tuple(documents) if documents is not None else None,
            tuple(numbers) if numbers is not None else None,
        )
        if self.running:
            self._wanted.append(wanted)
            return
        self._asked = True
        self._status.say("")
        vault, folder = self._context.vault, self._context.settings.tessdata
        passwords = tuple(reversed(self._context.passwords))

        def work(progress: Job, cancel: CancelToken) -> RecogniseReport:
            from itrvault.ingest.recognise import recognise

            ids, pages = wanted
            return recognise(
                vault, ids, numbers=pages, folder=folder, passwords=passwords, progress=progress,
                cancel=cancel,
            )  # fmt: skip

        op = self._context.op(self, work).beside("ocr")
        op.with_job(self.tr("Reading pages by OCR"), self.tr("Pause"))
        self._op = op.success(self._show).failure(self._fail).run()
        self.changed.emit()

    def use(self, document: str, sources: dict[int, TextSource]) -> None:
        """Put other readings of pages in use."""
        vault = self._context.vault

        def work() -> Change:
            from itrvault.ingest.recognise import use_text

            return use_text(vault, document, sources)

        self._context.op(self, work).run()

    # -- answers ---------------------------------------------------------------------------------

    def _take_pending(self, pending: int) -> None:
        self.pending = pending
        if pending and not self._asked and self.writable and self._status.silent:
            self._asked = True
            self._status.say(self._waiting(), self.tr("Read them"), partial(self.start, None))
        self.changed.emit()

    def _waiting(self) -> str:
        return self.tr("%n page(s) can be read only by OCR.", "", self.pending)

    def _show(self, report: RecogniseReport) -> None:
        self._op = None
        self.problem = self._missing(report)
        if report.cancelled and not self._wanted:
            self._status.say(
                self.tr("Paused after %n page(s).", "", report.read),
                self.tr("Go on"), partial(self.start, None),
            )  # fmt: skip
        else:
            self._status.say(self.problem or report_words(report))
        self._go_on()

    def _fail(self, error: BaseException) -> None:
        self._op = None
        if isinstance(error, Cancelled):
            self._status.say(self.tr("Paused."), self.tr("Go on"), partial(self.start, None))
        elif isinstance(error, KnownError):
            self.problem = error_words(error)
            self._status.say(self.problem)
        else:
            self._context.tasks.failed.emit(error)
        self._go_on()

    def _go_on(self) -> None:
        """What was asked for meanwhile."""
        if self._wanted:
            documents, numbers = self._wanted.pop(0)
            self.start(documents, numbers)
        else:
            self.look()
        self.changed.emit()

    def _missing(self, report: RecogniseReport) -> str:
        words: list[str] = []
        if report.left:
            words += [
                self.tr("%n page(s) must wait for language data.", "", report.left),
                report.advice,
            ]
        if report.locked:
            words.append(
                self.tr(
                    "%n page(s) must wait for a password; give it over the page.", "", report.locked
                )
            )
        return " ".join(words)


def report_words(report: RecogniseReport) -> str:
    """A run in one line."""
    translate = QCoreApplication.translate
    words = [translate("Recognising", "%n page(s) read by OCR", "", report.read)]
    if report.used != report.read:
        words.append(translate("Recognising", "the text of %n is used", "", report.used))
    if report.nothing:
        words.append(translate("Recognising", "%n without words", "", report.nothing))
    if report.failures:
        count = len(report.failures)
        words.append(translate("Recognising", "%n could not be read", "", count))
    return ", ".join(words) + "."
