"""Under the results: the words that set them apart from the rest of the archive, one click away."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from itrvault.desktop.widgets.flow_layout import FlowLayout
from itrvault.desktop.widgets.parts import button, column, row, words_label
from itrvault.desktop.words import number_words, tooltip
from itrvault.model.search import TellingTerm

LINES, GAP = 2, 2
"""Lines of words, and pixels between them: the same for every result, so that nothing jumps."""


class TellingStrip(QFrame):
    """`wordWanted` carries a word to narrow the search by. Its heading folds it away."""

    wordWanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "foot")
        self._words = QWidget()
        self._flow = FlowLayout(self._words, gap=GAP)
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.fold = button("", self.toggle, "link")
        self.fold.setToolTip(
            self.tr("Words that are far commoner on these pages than on the others of the archive.")
        )
        self.terms: tuple[TellingTerm, ...] = ()
        line = self.fold.sizeHint().height()
        self._words.setFixedHeight(LINES * line + (LINES - 1) * GAP)
        self.setLayout(column(row(self.fold, None), self._words, margins=(8, 4, 8, 4), spacing=0))
        self._name()
        self.setMinimumWidth(0)

    def toggle(self) -> None:
        """Fold it away or bring it back."""
        self._words.setVisible(self._words.isHidden())
        self._name()

    @property
    def folded(self) -> bool:
        """Whether only the heading is shown."""
        return self._words.isHidden()

    def show_terms(self, terms: Sequence[TellingTerm]) -> None:
        """Show these, the most telling first."""
        self.clear()
        self.terms = tuple(terms)
        for term in terms:
            link = button(
                term.word.replace("&", "&&"), partial(self.wordWanted.emit, term.word), "link"
            )
            here = self.tr("on %n page(s) of the result", "", term.places)
            there = self.tr("on {count} of the archive").format(count=number_words(term.archive))
            link.setToolTip(tooltip(f"{here}, {there}"))
            link.setCursor(Qt.CursorShape.PointingHandCursor)
            self._flow.addWidget(link)
        if not terms:
            self._flow.addWidget(
                words_label(self.tr("No word is commoner here than elsewhere."), "secondary")
            )

    def clear(self) -> None:
        """Nothing is known yet."""
        self.terms = ()
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _name(self) -> None:
        words = self.tr("Words that set these apart")
        self.fold.setText(f"{words}  {'›' if self.folded else '⌄'}")
        self.fold.setAccessibleName(words)
