"""The foot of a term list: which tag, on how much around each hit, and taking it back at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QFrame, QWidget

from itrvault.desktop.catalogue import Catalogue
from itrvault.desktop.context import VaultContext
from itrvault.desktop.models.tags import tag_path
from itrvault.desktop.tasks import Job
from itrvault.desktop.widgets.parts import button, column, row, set_role, words_label
from itrvault.desktop.words import number_words
from itrvault.progress import CancelToken
from itrvault.termlists import Extent, TaggedHits, TermTable, tag_hits
from itrvault.vault import Vault

LABEL = "Tag the hits of a list"
"""The operation's name in the journal."""


def tag_all(
    vault: Vault,
    table: TermTable,
    path: str,
    lines: Sequence[int],
    extent: Extent,
    author: str,
    progress: Job,
    cancel: CancelToken,
) -> TaggedHits:
    """Tag every hit of the lines (all for none), on the writing thread, as one step of undo.

    A tag of the path that is not in the codebook yet is made. Raises as `tag_hits` does.
    """
    store = vault.store
    with store.journal.operation(LABEL, author=author):
        tag = ""
        for name in (part.strip() for part in path.split("/")):
            if name:
                beside = [each for each in store.tags.all() if each.parent == tag]
                same = [each for each in beside if each.name.casefold() == name.casefold()]
                tag = (same[0] if same else store.tags.add(name, tag)).id
        return tag_hits(
            vault, table, tag, lines=lines or None, extent=extent,
            author=author, progress=progress, cancel=cancel,
        )  # fmt: skip


class TermTagging(QFrame):
    """`wanted` when the button is pressed, `undoWanted` when it is to be taken back."""

    wanted = Signal()
    undoWanted = Signal()

    def __init__(
        self, context: VaultContext, catalogue: Catalogue, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._catalogue = catalogue
        self._places = 0
        self._some = False
        self.setProperty("role", "card")
        self.tag = QComboBox()
        self.tag.setEditable(True)
        self.tag.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.tag.setAccessibleName(self.tr("Tag"))
        self.tag.setMinimumWidth(240)
        field = self.tag.lineEdit()
        assert field is not None
        field.setPlaceholderText(self.tr("A tag, or a new one"))
        completer = self.tag.completer()
        assert completer is not None
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.tag.editTextChanged.connect(lambda _: self._name())
        self.extent = QComboBox()
        self.extent.setAccessibleName(self.tr("How much to mark"))
        for key, words in (
            ("words", self.tr("on the words")), ("sentence", self.tr("on their sentences")),
            ("page", self.tr("on whole pages")),
        ):  # fmt: skip
            self.extent.addItem(words, key)
        self.give = button("", self.wanted.emit, "primary")
        self.done = words_label("")
        self.done.setMinimumHeight(22)
        self.undo = button(self.tr("Undo"), self._ask_undo, "link")
        told = row(self.done, self.undo, None)
        self.undo.hide()
        self.setLayout(
            column(
                row(words_label(self.tr("Give the tag")), self.tag, self.extent, None, self.give),
                told, margins=(12, 10, 12, 10), spacing=6,
            )
        )  # fmt: skip
        catalogue.tagsChanged.connect(self._show_tags)
        catalogue.journalChanged.connect(self._follow_journal)
        self._show_tags()
        self._tell("")
        self.offer(0)

    def offer(self, places: int, *, some: bool = False) -> None:
        """How many places would get the tag; `some`: only those of the selected queries."""
        self._places, self._some = places, some
        self._name()

    def work(
        self, table: TermTable, lines: Sequence[int]
    ) -> Callable[[Job, CancelToken], TaggedHits]:
        """What to do on the writing thread, as it is chosen now."""
        self._tell("")
        return partial(
            tag_all, self._context.vault, table, self.path, lines,
            cast("Extent", self.extent.currentData()), self._context.settings.author,
        )  # fmt: skip

    @property
    def path(self) -> str:
        """The tag that is chosen or typed."""
        return "/".join(part.strip() for part in self.tag.currentText().split("/") if part.strip())

    def show_done(self, done: TaggedHits) -> None:
        """What was marked, and the way back."""
        said = [self.tr("%n passage(s) marked and tagged", "", done.added)]
        if done.tagged:
            said.append(self.tr("%n marked already got the tag", "", done.tagged))
        if done.known:
            said.append(self.tr("%n had it", "", done.known))
        self._tell(", ".join(said) + ".")
        self.undo.setVisible(bool(done.added or done.tagged))

    def show_undone(self) -> None:
        """It was taken back."""
        self._tell(self.tr("Taken back."))

    def _ask_undo(self) -> None:
        self.undo.hide()
        self.undoWanted.emit()

    def _tell(self, words: str) -> None:
        plain = self.tr("All in one step, which Undo takes back.")
        self.done.setText(words or plain)
        set_role(self.done, "done" if words else "secondary")
        self.undo.hide()

    def _follow_journal(self) -> None:
        """The way back leads here only while this was the last thing done."""
        if self.undo.isVisible() and self._catalogue.snapshot.undo != LABEL:
            self.undo.hide()

    def _show_tags(self) -> None:
        typed = self.tag.currentText()
        tags = self._catalogue.snapshot.tags
        by_id = {tag.id: tag for tag in tags}
        self.tag.blockSignals(True)
        self.tag.clear()
        self.tag.addItems(sorted(tag_path(tag, by_id) for tag in tags))
        self.tag.setCurrentIndex(-1)
        self.tag.setEditText(typed)
        self.tag.blockSignals(False)

    def _name(self) -> None:
        count = number_words(self._places)
        words = self.tr("Tag {count} places of those selected") if self._some else self.tr(
            "Tag all {count} places"
        )  # fmt: skip
        self.give.setText(words.format(count=count) if self._places else self.tr("Tag all places"))
        writable = not self._context.vault.store.read_only
        self.give.setEnabled(bool(self._places and self.path and writable))
