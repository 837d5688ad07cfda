"""Gives out the codebook: which tags, in which format, and what that format cannot hold."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QDir, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QPlainTextEdit,
    QWidget,
)

from itrvault.desktop.context import VaultContext
from itrvault.desktop.widgets.elided import ElidedLabel
from itrvault.desktop.widgets.parts import button, column, row, set_role, words_label
from itrvault.desktop.words import error_words
from itrvault.errors import KnownError
from itrvault.export.codebook import (
    CODEBOOK_FORMATS,
    CodebookExport,
    export_codebook,
    what_is_left_out,
)
from itrvault.model.annotation import Tag


class CodebookExportDialog(QDialog):
    """Closes by hand: what was left out stays to be read."""

    def __init__(self, context: VaultContext, window: QWidget | None, chosen: Tag | None) -> None:
        super().__init__(window)
        self.setWindowTitle(self.tr("Export the codebook"))
        self.resize(560, 400)
        self._context = context
        self.which = QComboBox()
        self.which.setAccessibleName(self.tr("Which tags"))
        self.which.addItem(self.tr("the whole codebook"), "")
        if chosen is not None:
            words = self.tr("“{name}” and what is below it").format(name=chosen.name)
            self.which.addItem(words, chosen.id)
        self.format = QComboBox()
        self.format.setAccessibleName(self.tr("Format"))
        for name, module in CODEBOOK_FORMATS.items():
            self.format.addItem(f"{module.TITLE} ({module.EXTENSION})", name)
        self.left_out = QPlainTextEdit()
        self.left_out.setReadOnly(True)
        self.left_out.setAccessibleName(self.tr("What the format cannot hold"))
        self.outcome = words_label("", wrap=True)
        self.where = ElidedLabel(role="secondary", mode=Qt.TextElideMode.ElideMiddle)
        self.save = button(self.tr("Export..."), self._ask, "primary")
        self.save.setDefault(True)
        self.which.currentIndexChanged.connect(self._look)
        self.format.currentIndexChanged.connect(self._look)
        self._close = button(self.tr("Cancel"), self.reject)
        self.setLayout(
            column(
                words_label(self.tr("Export the codebook"), "heading"),
                words_label(
                    self.tr(
                        "REFI-QDA is read by ATLAS.ti, MAXQDA, NVivo, QualCoder, Taguette and "
                        "others. Nobody's name and no time goes along."
                    ),
                    "secondary", wrap=True,
                ),
                row(self.which, self.format), self.outcome, self.where,
                words_label(self.tr("WHAT THE FORMAT CANNOT HOLD"), "section"), self.left_out,
                row(None, self._close, self.save), margins=(16, 16, 16, 16), spacing=10,
            )
        )  # fmt: skip
        self.outcome.hide()
        self.where.hide()
        self._look()

    def _look(self) -> None:
        vault, under, kind = self._context.vault, self.which.currentData(), self._kind
        query = self._context.query(self, lambda: what_is_left_out(vault, kind, under=under))
        query.lane("left out").success(self._show_left_out).failure(self._fail).run()

    @property
    def _kind(self) -> str:
        return str(self.format.currentData())

    def _show_left_out(self, sentences: tuple[str, ...]) -> None:
        self.left_out.setPlainText(
            "\n".join(sentences) or self.tr("Nothing: all of it goes along.")
        )

    def _ask(self) -> None:
        module = CODEBOOK_FORMATS[self._kind]
        dialog = QFileDialog(self, self.tr("Export the codebook"), QDir.homePath())
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(f"{module.TITLE} (*{module.EXTENSION})")
        dialog.setDefaultSuffix(module.EXTENSION.lstrip("."))
        dialog.selectFile(f"codebook{module.EXTENSION}")
        dialog.fileSelected.connect(self.export_to)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def export_to(self, path: str) -> None:
        """Write the file; the dialog for it has asked before about one that is there."""
        vault, under, kind = self._context.vault, self.which.currentData(), self._kind

        def work() -> CodebookExport:
            return export_codebook(vault, Path(path), kind, under=under, overwrite=True)

        self.save.setEnabled(False)
        self._context.query(self, work).success(self._show_done).failure(self._fail).run()

    def _show_done(self, done: CodebookExport) -> None:
        set_role(self.outcome, "done")
        self.outcome.setText(self.tr("%n tag(s) written.", "", done.count))
        self.where.setText(str(done.path))
        self.outcome.show()
        self.where.show()
        self._show_left_out(done.left_out)
        self.save.hide()
        for box in (self.which, self.format):
            box.setEnabled(False)
        self._close.setText(self.tr("Close"))
        self._close.setFocus()

    def _fail(self, error: BaseException) -> None:
        self.save.setEnabled(True)
        if not isinstance(error, KnownError):
            self._context.tasks.failed.emit(error)
            return
        set_role(self.outcome, "danger")
        self.outcome.setText(error_words(error))
        self.outcome.show()
