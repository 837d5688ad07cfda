"""Names any document of the archive as the text in force."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QWidget

from itrvault.desktop.context import VaultContext
from itrvault.desktop.widgets.document_field import DocumentField
from itrvault.desktop.widgets.parts import button, column, row, words_label
from itrvault.model.document import Document


class ChooseBaseDialog(QDialog):
    """`chosen` carries a document's id."""

    chosen = Signal(str)

    def __init__(self, context: VaultContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Text in force"))
        self.resize(520, 0)
        words = words_label(
            self.tr(
                "Any document can be the text that proposals are compared with: its articles and "
                "provisions are read from it."
            ),
            "secondary",
            wrap=True,
        )
        self.field = DocumentField()
        self.field.setAccessibleName(self.tr("Text in force"))
        self.take = button(self.tr("Compare with it"), self._take, "primary")
        self.take.setEnabled(False)
        self.field.chosen.connect(lambda _: self.take.setEnabled(True))
        buttons = row(None, button(self.tr("Cancel"), self.reject), self.take)
        self.setLayout(column(words, self.field, buttons, margins=(16, 14, 16, 14), spacing=12))
        vault = context.vault
        query = context.query(self, lambda: list(vault.store.documents.all()))
        query.success(self._know).run()

    def _know(self, documents: Sequence[Document]) -> None:
        self.field.know(documents)
        self.field.setFocus()

    def _take(self) -> None:
        if self.field.document:
            self.chosen.emit(self.field.document)
            self.accept()
