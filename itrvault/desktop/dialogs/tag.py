"""Asks for the name and colour of a new tag."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from itrvault.desktop.widgets.colour_row import ColourRow
from itrvault.desktop.widgets.parts import button, column, row, words_label
from itrvault.model.annotation import Tag


class TagDialog(QDialog):
    """`name` and `colour` hold the answer once it is accepted."""

    def __init__(
        self,
        window: QWidget,
        *,
        parent: Tag | None = None,
        name: str = "",
        codebook: bool = False,
    ) -> None:
        super().__init__(window)
        self.setWindowTitle(self.tr("New codebook") if codebook else self.tr("New tag"))
        self.setMinimumWidth(360)
        heading = self.tr("New codebook") if codebook else self.tr("New tag")
        if parent is not None:
            heading = self.tr("New tag under {name}").format(name=parent.name)
        self._field = QLineEdit(name)
        self._field.setPlaceholderText(self.tr("Name"))
        self._field.setAccessibleName(self.tr("Name"))
        self._colours = ColourRow()
        self._colours.show_colour(parent.colour if parent else "gray")
        verb = self.tr("Make the codebook") if codebook else self.tr("Make the tag")
        self._make = button(verb, self.accept, "primary")
        self._make.setDefault(True)
        self._field.textChanged.connect(self._check)
        self.setLayout(
            column(
                words_label(heading, "heading"), self._field, self._colours,
                row(None, button(self.tr("Cancel"), self.reject), self._make),
                margins=(16, 16, 16, 16), spacing=12,
            )
        )  # fmt: skip
        self._check()

    @property
    def name(self) -> str:
        """What was typed."""
        return self._field.text().strip()

    @property
    def colour(self) -> str:
        """The colour that was ticked."""
        return self._colours.colour

    def _check(self) -> None:
        # "/" parts the names of a path.
        self._make.setEnabled(bool(self.name) and "/" not in self.name)
