"""A dialog that settles one passage: a proposal to correct, or one that was missed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QWidget

from itrvault.desktop.context import VaultContext
from itrvault.desktop.models.compare_settle import Case, case_at
from itrvault.desktop.views.settle_form import SettleForm
from itrvault.desktop.widgets.parts import column
from itrvault.model.provision import Place


class SettleDialog(QDialog):
    """`placeWanted` carries a `Spot`. It closes when something was settled."""

    placeWanted = Signal(object)

    def __init__(self, context: VaultContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.form = SettleForm(context)
        self.form.settled.connect(self.accept)
        self.form.placeWanted.connect(self._show_place)
        self.setLayout(column(self.form))
        self.resize(640, 620)

    def correct(self, case: Case) -> None:
        """Say anew what a proposal is."""
        self.setWindowTitle(self.tr("Correct a proposal"))
        self.form.show_case(case)
        self.form.verb.setFocus()

    def add(self, document: str, place: Place) -> None:
        """Say that a passage is a proposal; where one was read already, correct that."""
        self.setWindowTitle(self.tr("Add a proposal"))
        vault, read = self._context.vault, self._context.negotiations.read
        query = self._context.query(self, lambda: case_at(vault, read(), document, place))
        query.success(self._take).run()

    def _take(self, case: Case) -> None:
        if case.proposal is not None:
            self.correct(case)
            return
        self.form.show_case(case)
        self.form.verb.setFocus()

    def _show_place(self, spot: object) -> None:
        self.placeWanted.emit(spot)
        self.reject()
