"""Making a briefing copy: which documents, whose notes and names, and its own passphrase."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QDir, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QGridLayout,
    QLineEdit,
    QStackedWidget,
    QWidget,
)

from itrvault.carry.carry import CarryReport, carry, choose_documents
from itrvault.desktop.catalogue import Catalogue
from itrvault.desktop.context import VaultContext
from itrvault.desktop.dialogs.new_vault import SUFFIX, PassphraseFields
from itrvault.desktop.models.tags import tag_path
from itrvault.desktop.tasks import Debounce, Job
from itrvault.desktop.widgets.parts import button, column, row, rule, words_label
from itrvault.desktop.words import error_words, size_words
from itrvault.errors import Cancelled, KnownError
from itrvault.progress import CancelToken
from itrvault.vault import Vault


@dataclass(frozen=True, slots=True)
class Wanted:
    """What goes into the copy."""

    query: str
    tags: tuple[str, ...]
    annotations: bool
    names: bool


def count_documents(vault: Vault, wanted: Wanted) -> tuple[int, int]:
    """Documents and their bytes. Raises QueryError, NoSuchTag."""
    chosen = choose_documents(vault, None, wanted.query, wanted.tags)
    return len(chosen), sum(document.size for document in chosen)


class CarryDialog(QDialog):
    """Choices with a live count, then the finished copy."""

    def __init__(
        self,
        context: VaultContext,
        catalogue: Catalogue,
        window: QWidget | None = None,
        *,
        query: str = "",
    ) -> None:
        super().__init__(window)
        self.setWindowTitle(self.tr("Make a briefing copy"))
        self.resize(520, 560)
        self._context = context
        self._made: Path | None = None
        self._pause = Debounce(150, self._look, self)
        self.query = QLineEdit(query)
        self.query.setPlaceholderText(self.tr("all documents"))
        self.query.textChanged.connect(self._pause.poke)
        self.tag = QComboBox()
        self.tag.addItem(self.tr("any tag, or none"), "")
        by_id = {tag.id: tag for tag in catalogue.snapshot.tags}
        for path in sorted(tag_path(tag, by_id) for tag in by_id.values()):
            self.tag.addItem(path, path)
        self.tag.activated.connect(self._look)
        self.notes = QCheckBox(self.tr("Notes, tags and judgements on them"))
        self.notes.setChecked(True)
        self.names = QCheckBox(self.tr("Names of those who made them"))
        self.notes.toggled.connect(self.names.setEnabled)
        self.sealed = QCheckBox(self.tr("Sealed with a passphrase of its own"))
        self.sealed.setChecked(True)
        self.fields = PassphraseFields()
        self.sealed.toggled.connect(self.fields.setEnabled)
        for changed in (
            self.sealed.toggled, self.fields.first.textChanged, self.fields.second.textChanged,
        ):  # fmt: skip
            changed.connect(self._check)
        self.count = words_label("", "heading")
        self.problem = words_label("", "danger", wrap=True)
        self.make = button(self.tr("Make the copy..."), self._ask_where, "primary")
        self.make.setDefault(True)
        self._enough = False
        self.pages = QStackedWidget()
        self.pages.addWidget(self._choices_page())
        self.pages.addWidget(self._done_page())
        self.setLayout(column(self.pages, margins=(16, 16, 16, 16)))
        self._look()

    def _choices_page(self) -> QWidget:
        page = QWidget()
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        for number, (name, field) in enumerate(
            ((self.tr("Found by"), self.query), (self.tr("Tagged"), self.tag))
        ):
            label = words_label(name, "secondary")
            label.setBuddy(field)
            field.setAccessibleName(name)
            grid.addWidget(label, number, 0)
            grid.addWidget(field, number, 1)
        grid.setColumnStretch(1, 1)
        cancel = button(self.tr("Cancel"), self.reject)
        stays = words_label(
            self.tr(
                "The copy opens and is searched like this archive. It holds no paths of this "
                "computer, no earlier versions of notes, no removed notes and no searches. What is "
                "noted on it is brought home with Merge."
            ),
            "secondary",
            wrap=True,
        )
        page.setLayout(
            column(
                words_label(self.tr("DOCUMENTS"), "section"), grid, rule(),
                words_label(self.tr("WHAT GOES ALONG"), "section"), self.notes, self.names, rule(),
                words_label(self.tr("SEAL"), "section"), self.sealed, self.fields, stays,
                self.problem, None, row(self.count, None, cancel, self.make), spacing=10,
            )
        )  # fmt: skip
        return page

    def _done_page(self) -> QWidget:
        page = QWidget()
        self.done_title = words_label("", "heading", wrap=True)
        self.done_words = words_label("", "secondary", wrap=True)
        show = button(self.tr("Show the file"), self._show_file)
        close = button(self.tr("Close"), self.accept, "primary")
        page.setLayout(
            column(self.done_title, self.done_words, row(show, None), None, row(None, close))
        )
        return page

    @property
    def wanted(self) -> Wanted:
        """The choices."""
        tag = str(self.tag.currentData())
        return Wanted(
            self.query.text().strip(),
            (tag,) if tag else (),
            self.notes.isChecked(),
            self.names.isChecked() and self.notes.isChecked(),
        )

    def _look(self) -> None:
        vault, wanted = self._context.vault, self.wanted
        query = self._context.query(self, lambda: count_documents(vault, wanted))
        query.lane("look").success(self._show_count).failure(self._refuse).run()

    def _show_count(self, found: tuple[int, int]) -> None:
        count, size = found
        self.problem.setText("")
        words = self.tr("%n document(s)", "", count)
        self.count.setText(f"{words}, {size_words(size)}" if count else words)
        self._enough = count > 0
        self._check()

    def _check(self) -> None:
        sealed_ready = not self.sealed.isChecked() or self.fields.ready
        self.make.setEnabled(self._enough and sealed_ready)

    def _refuse(self, error: BaseException) -> None:
        self._check()
        if isinstance(error, Cancelled):
            self.problem.setText(self.tr("Stopped. Nothing was written."))
        elif isinstance(error, KnownError):
            self.problem.setText(error_words(error))
        else:
            self._context.tasks.failed.emit(error)

    def _ask_where(self) -> None:
        dialog = QFileDialog(self, self.tr("Make a briefing copy"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(f"ITR Vault (*{SUFFIX})")
        dialog.setDefaultSuffix(SUFFIX.lstrip("."))
        dialog.selectFile("briefing" + SUFFIX)
        # A copy never takes the place of another file: the name is asked for, not overwritten.
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.fileSelected.connect(self.write)
        dialog.open()

    def write(self, path: str) -> None:
        """Make the copy at `path`."""
        vault, wanted = self._context.vault, self.wanted
        passphrase = self.fields.passphrase if self.sealed.isChecked() else None
        self.make.setEnabled(False)
        self.problem.setText("")

        def work(progress: Job, cancel: CancelToken) -> CarryReport:
            return carry(
                vault, path, query=wanted.query, tags=wanted.tags, annotations=wanted.annotations,
                names=wanted.names, passphrase=passphrase, progress=progress, cancel=cancel,
            )  # fmt: skip

        op = self._context.op(self, work).with_job(self.tr("Making the copy"))
        op.success(self._show_done).failure(self._refuse).run()

    def _show_done(self, report: CarryReport) -> None:
        self._made = report.path
        self.fields.first.clear()
        self.fields.second.clear()
        self.done_title.setText(self.tr("The copy is ready"))
        parts = (
            self.tr("%n document(s)", "", report.documents),
            self.tr("%n note(s)", "", report.annotations),
            size_words(report.size),
            self.tr("sealed") if report.sealed else self.tr("not sealed: anybody can read it"),
        )
        place = QDir.toNativeSeparators(str(report.path))
        self.done_words.setText(", ".join(parts) + f".\n{place}")
        self.pages.setCurrentIndex(1)

    def _show_file(self) -> None:
        if self._made is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._made.resolve().parent)))
