"""What to say when nothing was found: each word alone, corrections, what could not be read."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from itrvault.desktop.widgets.parts import button, column, row, words_label
from itrvault.desktop.words import number_words
from itrvault.model.search import SearchResult


class NothingFound(QWidget):
    """The empty state of the results. Every word, and every correction, is a click away."""

    queryWanted = Signal(str)
    failuresWanted = Signal()
    unfilteredWanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self._failures = 0
        self.filtered = False
        """Whether filters narrowed what was searched."""
        self._body: QWidget | None = None
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)

    def set_failures(self, count: int) -> None:
        """How many files could not be read: a "not found" is only as good as what was read."""
        self._failures = count

    def show_words(self, text: str) -> None:
        """A plain sentence."""
        body = QWidget()
        body.setLayout(
            column(words_label(text, "secondary", wrap=True), None, margins=(16, 20, 16, 16))
        )
        self._show(body)

    def show_nothing_alike(self) -> None:
        """No passage is like the one that was given."""
        self.show_words(
            self.tr(
                "Nothing in the archive is like this passage. A longer one, or one with more words "
                "of its subject, may find more."
            )
        )

    def show_result(self, result: SearchResult, better: str = "") -> None:
        """The query as read, each of its words alone, and a better spelling where there is one."""
        body = QWidget()
        box = column(margins=(16, 20, 16, 16), spacing=8)
        box.addWidget(words_label(self.tr("Nothing found"), "heading"))
        box.addWidget(
            words_label(
                self.tr("Read as: {words}").format(words=result.read_as), "secondary", wrap=True
            )
        )
        if self.filtered:
            clear = button(self.tr("Search without the filters"), self.unfilteredWanted.emit)
            box.addLayout(row(clear, None))
        if better:
            mean = words_label(self.tr("Did you mean"), "")
            correct = button(better.replace("&", "&&"), partial(self.queryWanted.emit, better))
            box.addLayout(row(mean, correct, None))
        if result.words:
            box.addSpacing(8)
            box.addWidget(words_label(self.tr("EACH WORD ALONE"), "section"))
            for word, count in result.words:
                link = button(word.replace("&", "&&"), partial(self.queryWanted.emit, word), "link")
                link.setEnabled(count > 0)
                found = self.tr("%n place(s)", "", count) if count else self.tr("nowhere")
                box.addLayout(row(link, None, words_label(found, "secondary")))
            alternatives = [word for word, count in result.words if count]
            if len(alternatives) > 1:
                any_word = " OR ".join(alternatives)
                box.addLayout(
                    row(
                        button(
                            self.tr("Search for any of them"),
                            partial(self.queryWanted.emit, any_word),
                        ),
                        None,
                    )
                )
        if self._failures:
            box.addSpacing(8)
            unread = self.tr("{count} files could not be read, so they were not searched.").format(
                count=number_words(self._failures)
            )
            box.addWidget(words_label(unread, "secondary", wrap=True))
            box.addLayout(row(button(self.tr("Show them"), self.failuresWanted.emit, "link"), None))
        box.addStretch(1)
        body.setLayout(box)
        self._show(body)

    def _show(self, body: QWidget) -> None:
        if self._body is not None:
            self._box.removeWidget(self._body)
            self._body.deleteLater()
        self._body = body
        self._box.addWidget(body, alignment=Qt.AlignmentFlag(0))
