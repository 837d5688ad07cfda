"""What a provision's number is in other numberings of the treaty, and what people add to that."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QComboBox, QDialog, QLineEdit, QVBoxLayout, QWidget

from itrvault.desktop.context import VaultContext
from itrvault.desktop.widgets.parts import button, column, row, words_label
from itrvault.desktop.words import error_words
from itrvault.errors import KnownError
from itrvault.model.concordance import OtherNumber
from itrvault.model.journal import Change, Changed
from itrvault.model.settlement import NumberPair
from itrvault.treaty.concordance import Concordance, tidy_number


class NumbersDialog(QDialog):
    """Each number with how it is known; those that somebody added can be taken out again."""

    def __init__(
        self, context: VaultContext, numbering: str, number: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._numbering, self._number = numbering, tidy_number(number)
        self.setWindowTitle(self.tr("{number} in other numberings").format(number=number))
        self.resize(520, 0)
        self.rows = QVBoxLayout()
        self.rows.setSpacing(6)
        self.numbering = QComboBox()
        self.numbering.setEditable(True)
        self.numbering.setAccessibleName(self.tr("Numbering"))
        self.numbering.setMinimumWidth(110)
        self.number = QLineEdit()
        self.number.setAccessibleName(self.tr("Number there"))
        self.number.setPlaceholderText(self.tr("33 or Article 7"))
        self.number.setMaximumWidth(140)
        self.note = QLineEdit()
        self.note.setAccessibleName(self.tr("How you know it"))
        self.note.setPlaceholderText(self.tr("How you know it"))
        for field in (self.number, self.note):
            field.returnPressed.connect(self._add)
        self.error = words_label("", "danger", wrap=True)
        self.error.hide()
        self.take = button(self.tr("Add"), self._add, "primary")
        self.take.setEnabled(not context.vault.store.read_only)
        fields = row(self.numbering, self.number, self.note, self.take)
        what = self.tr("In the numbering of {numbering} it is {number}.").format(
            numbering=numbering, number=self._number
        )
        self.setLayout(
            column(
                words_label(what, "secondary", wrap=True), self.rows, fields, self.error,
                row(None, button(self.tr("Close"), self.accept)),
                margins=(16, 14, 16, 14), spacing=12,
            )
        )  # fmt: skip
        context.changed.connect(self._follow)
        self.reload()
        self.number.setFocus()

    def reload(self) -> None:
        """Look at what is known now."""
        vault, numbering, number = self._context.vault, self._numbering, self._number

        def look() -> tuple[Concordance, tuple[NumberPair, ...]]:
            pairs = vault.store.concordance.all()
            here = numbering, number
            own = tuple(pair for pair in pairs if here in (_one(pair), _other(pair)))
            return Concordance(pairs), own

        self._context.query(self, look).lane("numbers").success(self._show).run()

    # -- inside ------------------------------------------------------------------------------

    def _follow(self, change: Change) -> None:
        if change.what & Changed.SETTLEMENTS:
            self.reload()

    def _show(self, answer: tuple[Concordance, Sequence[NumberPair]]) -> None:
        known, own = answer
        typed = self.numbering.currentText()
        self.numbering.clear()
        for each in known.numberings:
            if each.id != self._numbering:
                self.numbering.addItem(each.id)
        if typed:
            self.numbering.setEditText(typed)
        while self.rows.count():
            item = self.rows.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.deleteLater()
        others = known.others(self._numbering, self._number)
        for other in others:
            self.rows.addWidget(self._row(other, own))
        if not others:
            self.rows.addWidget(words_label(self.tr("Nothing is known of it."), "secondary"))

    def _row(self, other: OtherNumber, own: Sequence[NumberPair]) -> QWidget:
        name = self.tr("{number} in {numbering}").format(
            number=other.number, numbering=other.numbering
        )
        why = other.why
        if other.by_hand:
            why = ", ".join(filter(None, (self.tr("by hand"), why)))
        parts: list[QWidget | None] = [words_label(name), words_label(why, "secondary"), None]
        there = other.numbering, other.number
        pair = next((one for one in own if there in (_one(one), _other(one))), None)
        if pair is not None:
            parts.append(button(self.tr("Take out"), partial(self._remove, pair.id), "link"))
        line = QWidget()
        line.setLayout(row(*parts))
        return line

    def _add(self) -> None:
        numbering, number = self.numbering.currentText().strip(), self.number.text().strip()
        if not number:
            self.number.setFocus()
            return
        vault, note, author = self._context.vault, self.note.text(), self._context.settings.author
        own = self._numbering, self._number
        self._run(
            lambda: vault.store.concordance.add(
                *own, numbering, tidy_number(number), note=note, author=author
            ),
            self._added,
        )

    def _added(self) -> None:
        self.number.clear()
        self.note.clear()

    def _remove(self, key: str) -> None:
        vault, author = self._context.vault, self._context.settings.author
        self._run(lambda: vault.store.concordance.remove(key, author=author), lambda: None)

    def _run(self, work: Callable[[], object], done: Callable[[], None]) -> None:
        self.error.hide()
        self._context.op(self, work).success(lambda _: done()).failure(self._refuse).run()

    def _refuse(self, error: BaseException) -> None:
        if not isinstance(error, KnownError):
            self._context.tasks.failed.emit(error)
            return
        self.error.setText(error_words(error))
        self.error.show()


def _one(pair: NumberPair) -> tuple[str, str]:
    return pair.numbering, pair.number


def _other(pair: NumberPair) -> tuple[str, str]:
    return pair.other_numbering, pair.other_number
