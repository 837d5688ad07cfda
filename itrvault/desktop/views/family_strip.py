"""The line above a page that says how the document stands to its family, and leads to others."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QMenu, QToolButton, QWidget

from itrvault.desktop.families import Families, newer_words, relation_words
from itrvault.desktop.theme import ROW
from itrvault.desktop.widgets.elided import ElidedLabel
from itrvault.desktop.widgets.parts import button, row
from itrvault.desktop.words import language_name
from itrvault.model.document import Document


class FamilyStrip(QFrame):
    """Shown only when there is something to say. `documentWanted` keeps the place if it may."""

    documentWanted = Signal(str, bool)  # document, whether to stay at the place
    differencesWanted = Signal(str, str)  # the older document, the newer

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.setFixedHeight(ROW)
        self._families = Families()
        self._document = ""
        self.relation = ElidedLabel(role="secondary")
        self.newer = button("", self._go_to_newer, "link")
        self.changes = button(self.tr("What changed"), self._compare_with_newer, "link")
        self.languages = QToolButton()
        self.languages.setProperty("role", "link")
        self.languages.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.languages.setToolTip(self.tr("The same document in another language"))
        self.languages.setMenu(QMenu(self.languages))
        box = row(
            self.relation, self.newer, self.changes, None, self.languages, margins=(10, 0, 10, 0)
        )
        self.setLayout(box)
        self.hide()

    def know(self, families: Families) -> None:
        """The families changed."""
        self._families = families
        self._fill()

    def show_document(self, document: str) -> None:
        """Say it of another document; "" for none."""
        if document != self._document:
            self._document = document
            self._fill()

    def _fill(self) -> None:
        member = self._families.member(self._document)
        others = self._families.languages(self._document)
        said = newer = ""
        if member is not None:
            words = relation_words(member.relation)
            base = member.relation.of
            if words and member.relation.parts:
                said = self.tr("{symbol}: {relation}").format(symbol=base, relation=words)
            if member.newer is not None:
                newer = newer_words(member.newer, member.document)
        self.relation.setText(said)
        self.relation.setVisible(bool(said))
        self.newer.setText(newer)
        self.newer.setVisible(bool(newer))
        # Across languages there is nothing to compare word by word.
        successor = member.newer if member is not None else None
        self.changes.setVisible(
            successor is not None
            and member is not None
            and successor.language == member.document.language
        )
        self.languages.setVisible(bool(others))
        if member is not None and others:
            menu = self.languages.menu()
            menu.clear()
            for each in others:
                action = menu.addAction(_named(each.document, each.language))
                action.setCheckable(True)
                action.setChecked(each.document.id == self._document)
                action.triggered.connect(partial(self._go, each.document.id))
            self.languages.setText(language_name(member.language) + "  ▾")
            self.languages.setAccessibleName(
                self.tr("Language: {language}").format(language=language_name(member.language))
            )
        self.setVisible(bool(said or newer or others))

    def _go(self, document: str, _checked: bool = False) -> None:
        if document == self._document:
            self._fill()  # the tick stays where it was
        else:
            self.documentWanted.emit(document, True)

    def _go_to_newer(self) -> None:
        newer = self._families.newer(self._document)
        if newer is not None:
            self.documentWanted.emit(newer.id, False)

    def _compare_with_newer(self) -> None:
        newer = self._families.newer(self._document)
        if newer is not None:
            self.differencesWanted.emit(self._document, newer.id)


def _named(document: Document, language: str) -> str:
    return f"{language_name(language)}  ·  {document.symbol}"
