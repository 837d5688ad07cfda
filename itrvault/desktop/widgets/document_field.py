"""A field in which one names a document: by its symbol, its title or the name of its file."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from itrvault.desktop.words import language_name, one_line
from itrvault.model.document import Document

LONGEST = 90


class DocumentField(QLineEdit):
    """`chosen` carries a document's id. What is shown is put back when nothing was chosen."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._by_words: dict[str, str] = {}
        self._shown = ""
        self.setPlaceholderText(self.tr("Choose a document"))
        self.setAccessibleName(self.tr("Document beside"))
        self._names = QStringListModel(self)
        completer = QCompleter(self._names, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setMaxVisibleItems(14)
        completer.activated[str].connect(self._choose)  # type: ignore[index]
        self.setCompleter(completer)
        self.returnPressed.connect(self._enter)

    @property
    def document(self) -> str:
        """The id of what is shown."""
        return self._shown

    def know(self, documents: Sequence[Document]) -> None:
        """The documents there are, those to be offered first first."""
        self._by_words = {}
        for document in documents:
            words = document_words(document)
            number = 2
            while words in self._by_words:  # two files of one name
                words, number = f"{document_words(document)} ({number})", number + 1
            self._by_words[words] = document.id
        self._names.setStringList(list(self._by_words))
        self.show_document(self._shown)

    def show_document(self, document: str) -> None:
        """Say which one it is."""
        self._shown = document
        words = next((w for w, key in self._by_words.items() if key == document), "")
        self.setText(words)
        self.setCursorPosition(0)
        self.setToolTip("")

    def offer(self) -> None:
        """Take the keys and show what there is."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.selectAll()
        completer = self.completer()
        completer.setCompletionPrefix("")
        completer.complete()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Half a name is none."""
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.show_document(self._shown)

    def _enter(self) -> None:
        wanted = self.text().strip().casefold()
        found = [key for words, key in self._by_words.items() if wanted in words.casefold()]
        exact = self._by_words.get(self.text())
        if exact or len(found) == 1:
            self._take(exact or found[0])

    def _choose(self, words: str) -> None:
        key = self._by_words.get(words)
        if key:
            # The completer writes its choice into the field after this call.
            QTimer.singleShot(0, self, lambda: self._take(key))

    def _take(self, document: str) -> None:
        self.show_document(document)
        self.chosen.emit(document)


def document_words(document: Document) -> str:
    """A document in one line: symbol, language, title; the file's name where it has neither."""
    language = language_name(document.language) if document.language else ""
    names = [document.symbol, document.title if document.title != document.symbol else ""]
    said = [one_line(part) for part in names if part] or [one_line(document.name)]
    words = "  ·  ".join([said[0], *([language] if language else []), *said[1:]])
    return words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"
