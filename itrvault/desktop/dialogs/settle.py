"""A dialog that settles one passage: a proposal to correct, or one that was missed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QWidget

from itrvault.desktop.context import VaultContext
from itrvault.desktop.models.compare_settle import Case, missed_case
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
        """Say that a passage proposes something which was not found there."""
        self.setWindowTitle(self.tr("Add a proposal"))
        vault = self._context.vault
        query = self._context.query(self, lambda: missed_case(vault, document, place))
        query.success(self._take).run()

    def _take(self, case: Case) -> None:
        self.form.show_case(case)
        self.form.verb.setFocus()

    def _show_place(self, spot: object) -> None:
        self.placeWanted.emit(spot)
        self.reject()
