"""Asks for the name of the tag that some passages are to be given, and where it goes."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QDialog, QLineEdit, QRadioButton, QWidget

from itrvault.desktop.widgets.parts import button, column, row, words_label
from itrvault.model.annotation import Tag


class TagSplitDialog(QDialog):
    """`name`, `below` and `keep` hold the answer once it is accepted."""

    def __init__(self, window: QWidget, tag: Tag, count: int) -> None:
        super().__init__(window)
        self.setWindowTitle(self.tr("Split a tag"))
        self.setMinimumWidth(440)
        heading = self.tr("Split %n passage(s) off “{name}”", "", count).format(name=tag.name)
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("Name of the new tag"))
        self.field.setAccessibleName(self.tr("Name of the new tag"))
        name = tag.name.replace("&", "&&")  # no key of the button
        self.beside = QRadioButton(self.tr("Beside “{name}”").format(name=name))
        self._below = QRadioButton(self.tr("Below “{name}”").format(name=name))
        self.beside.setChecked(True)
        self._keep = QCheckBox(self.tr("The passages keep “{name}” as well").format(name=name))
        self._split = button(self.tr("Split off"), self.accept, "primary")
        self._split.setDefault(True)
        self.field.textChanged.connect(self._check)
        self.setLayout(
            column(
                words_label(heading, "heading", wrap=True),
                words_label(
                    self.tr("The new tag begins with the same colour and rights."), "secondary"
                ),
                self.field, self.beside, self._below, self._keep,
                row(None, button(self.tr("Cancel"), self.reject), self._split),
                margins=(16, 16, 16, 16), spacing=10,
            )
        )  # fmt: skip
        self._check()

    @property
    def name(self) -> str:
        """What was typed."""
        return self.field.text().strip()

    @property
    def below(self) -> bool:
        """Whether the new tag goes below the old one."""
        return self._below.isChecked()

    @property
    def keep(self) -> bool:
        """Whether the passages keep the old one."""
        return self._keep.isChecked()

    def _check(self) -> None:
        self._split.setEnabled(bool(self.name) and "/" not in self.name)
