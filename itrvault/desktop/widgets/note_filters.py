"""The row of choices over a list of annotations: words, tag, colour, author, state."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from itrvault.desktop.models.note_filter import (
    NOBODY,
    STATES,
    Noted,
    NoteFilter,
    authors_of,
    states_of,
    tags_of,
)
from itrvault.desktop.tasks import Debounce
from itrvault.desktop.widgets.flow_layout import FlowLayout
from itrvault.desktop.words import COLOUR_WORDS, translated

PAUSE_MS = 120
NARROW = 132
"""Pixels: so wide is a choice, two of them beside each other in the narrowest pane."""


class NoteFilters(QWidget):
    """`changed` says that the filter is another one. It offers only what there is."""

    changed = Signal()

    def __init__(self, hint: str, *, documents: bool = False) -> None:
        super().__init__()
        self.words = QLineEdit()
        self.words.setPlaceholderText(hint)
        self.words.setAccessibleName(hint)
        self.words.setClearButtonEnabled(True)
        self.words.setMinimumWidth(NARROW)
        self._pause = Debounce(PAUSE_MS, self.changed.emit, self)
        self.words.textChanged.connect(self._pause.poke)
        self.tag = self._choice(self.tr("Tag"))
        self.document = self._choice(self.tr("Document"))
        self.colour = self._choice(self.tr("Colour"))
        self.author = self._choice(self.tr("Author"))
        self.state = self._choice(self.tr("State"))
        self._documents = documents
        self.document.setVisible(documents)

    @property
    def choices(self) -> list[QComboBox]:
        """Those that are offered, in order."""
        every = [self.tag, self.document, self.colour, self.author, self.state]
        return every if self._documents else [box for box in every if box is not self.document]

    def flow(self) -> None:
        """Have the choices stand in this widget, in as many rows as its width asks for."""
        layout = FlowLayout(self)
        for part in self.choices:
            layout.addWidget(part)

    @property
    def filter(self) -> NoteFilter:
        """What is to be shown."""
        tag, document, colour, author, state = (
            str(box.currentData() or "")
            for box in (self.tag, self.document, self.colour, self.author, self.state)
        )
        return NoteFilter(self.words.text(), tag, document, colour, author, state)

    def clear(self) -> None:
        """Show everything, and say so at once."""
        with QSignalBlocker(self.words):
            self.words.clear()
        for box in self.choices:
            with QSignalBlocker(box):
                box.setCurrentIndex(0)
        self._pause.cancel()
        self.changed.emit()

    def offer(self, notes: Sequence[Noted[Any]], documents: Sequence[tuple[str, str]] = ()) -> None:
        """Offer what these annotations have; what was chosen stays chosen if it is still there."""
        self._fill(self.tag, self.tr("any tag"), [(path, path) for path in tags_of(notes)])
        self._fill(self.document, self.tr("any document"), documents)
        colours = {each.note.colour for each in notes}
        self._fill(
            self.colour, self.tr("any colour"),
            [(name, translated(text)) for name, text in COLOUR_WORDS.items() if name in colours],
        )  # fmt: skip
        authors = [(each or NOBODY, each or self.tr("nobody named")) for each in authors_of(notes)]
        self._fill(self.author, self.tr("any author"), authors)
        states = [
            (state, QCoreApplication.translate("notes", STATES[state]))
            for state in states_of(notes)
        ]
        self._fill(self.state, self.tr("any state"), states)

    def _fill(self, box: QComboBox, every: str, values: Sequence[tuple[str, str]]) -> None:
        offered = [(every, "")] + [(text, value) for value, text in values]
        if offered == [(box.itemText(n), box.itemData(n)) for n in range(box.count())]:
            return
        chosen = box.currentData()
        with QSignalBlocker(box):
            box.clear()
            for text, value in offered:
                box.addItem(text, value)
            box.setCurrentIndex(max(0, box.findData(chosen)))

    def _choice(self, name: str) -> QComboBox:
        box = QComboBox(self)
        box.setAccessibleName(name)
        box.setMinimumContentsLength(8)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMaximumWidth(200)
        box.currentIndexChanged.connect(lambda _: self.changed.emit())
        return box
