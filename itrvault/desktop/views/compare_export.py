"""From the comparison to a paper: which part of it, and to which file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QMenu, QToolButton, QWidget

from itrvault.desktop.context import VaultContext
from itrvault.desktop.dialogs.message import show_known
from itrvault.errors import KnownError
from itrvault.negotiation import Negotiation, Subject
from itrvault.negotiation.handout import write_handout


class HandoutButton(QToolButton):
    """A button with two ways: what is shown, or all on which anything is proposed.

    `written` carries the name of the file.
    """

    written = Signal(str)

    def __init__(self, context: VaultContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._found: Negotiation | None = None
        self._subjects: Sequence[Subject] = ()
        self.setText(self.tr("Save as") + " ▾")
        self.setToolTip(self.tr("Write the comparison as a paper to hand round"))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        self.one = menu.addAction(self.tr("What is shown..."))
        self.one.triggered.connect(lambda: self._choose(every=False))
        self.every = menu.addAction(self.tr("All that is proposed..."))
        self.every.triggered.connect(lambda: self._choose(every=True))
        self.setMenu(menu)
        self.offer(None, ())

    def offer(self, found: Negotiation | None, subjects: Sequence[Subject]) -> None:
        """What can be written, `subjects` being what is shown: there must be a text in force."""
        self._found, self._subjects = found, subjects
        ready = found is not None and found.base is not None
        self.setEnabled(ready)
        self.one.setEnabled(ready and bool(subjects))

    def export(self, path: str, *, every: bool) -> None:
        """Write to a file; its ending says in which format."""
        found, shown = self._found, self._subjects
        if found is None or not (shown or every):
            return

        def work() -> str:
            subjects = [
                each for section in found.sections for each in section.subjects if each.count
            ]
            chosen = subjects if every else shown
            comparisons = [found.compare_subject(each) for each in chosen]
            write_handout(found, comparisons, Path(path), overwrite=True)  # the dialog asked
            return Path(path).name

        self._context.query(self, work).success(self.written.emit).failure(self._refuse).run()

    def _choose(self, *, every: bool) -> None:
        dialog = QFileDialog(self, self.tr("Save the comparison"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        word, page = self.tr("Word (*.docx)"), self.tr("HTML (*.html)")
        dialog.setNameFilters([word, page])
        dialog.setDefaultSuffix("docx")
        dialog.filterSelected.connect(
            lambda chosen: dialog.setDefaultSuffix("html" if chosen == page else "docx")
        )
        dialog.selectFile("comparison.docx")
        dialog.fileSelected.connect(lambda path: self.export(path, every=every))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _refuse(self, error: BaseException) -> None:
        if isinstance(error, KnownError):
            show_known(error, self)
        else:
            self._context.tasks.failed.emit(error)
