"""Asks for a name, such as that of a saved search."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from itrvault.desktop.widgets.parts import button, column, row, words_label


class NameDialog(QDialog):
    """`name` holds the answer once it is accepted."""

    def __init__(self, window: QWidget, title: str, hint: str, verb: str, name: str = "") -> None:
        super().__init__(window)
        self.setWindowTitle(title)
        self.setMinimumWidth(420)
        self._field = QLineEdit(name)
        self._field.setAccessibleName(self.tr("Name"))
        self._field.selectAll()
        self._give = button(verb, self.accept, "primary")
        self._give.setDefault(True)
        self._field.textChanged.connect(self._check)
        self.setLayout(
            column(
                words_label(title, "heading"), words_label(hint, "secondary", wrap=True),
                self._field, row(None, button(self.tr("Cancel"), self.reject), self._give),
                margins=(16, 16, 16, 16), spacing=10,
            )
        )  # fmt: skip
        self._check()

    @property
    def name(self) -> str:
        """What was typed."""
        return self._field.text().strip()

    def _check(self) -> None:
        self._give.setEnabled(bool(self.name))
