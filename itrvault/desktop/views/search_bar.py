"""The search field with what was understood under it, the filters, and saving the search."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QWidget

from itrvault.desktop.models.completions import offers
from itrvault.desktop.models.facets import (
    class_choices,
    compose,
    date_choices,
    language_choices,
    proponent_choices,
    tag_choices,
)
from itrvault.desktop.widgets.elided import ElidedLabel
from itrvault.desktop.widgets.filter_chips import Choice, FilterChip
from itrvault.desktop.widgets.parts import button, column, row, set_role
from itrvault.desktop.widgets.query_completer import QueryCompleter
from itrvault.desktop.widgets.search_field import SearchField
from itrvault.desktop.words import number_words
from itrvault.errors import QueryError
from itrvault.model.annotation import Tag
from itrvault.model.document import Document
from itrvault.model.search import SearchResult


class SearchBar(QFrame):
    """Composes the query out of the typed words and the ticked filters.

    `searched` carries the whole query, "" when nothing is asked. The line under the field is
    always there, so that nothing jumps when it fills.
    """

    searched = Signal(str)
    saveWanted = Signal(str)

    def __init__(self, field: SearchField, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.field = field
        self.completer = QueryCompleter(field)
        self._pushed = 0
        self._correction = ""
        self._odd = False
        self.line = ElidedLabel(role="secondary")
        self.correct = button("", self._take_correction, "link")
        self.correct.hide()
        self.chips = {
            "class": FilterChip(self.tr("Class")),
            "proponent": FilterChip(self.tr("Proponent")),
            "language": FilterChip(self.tr("Language")),
            "date": FilterChip(self.tr("Date")),
            "tag": FilterChip(self.tr("Tag")),
            "notes": FilterChip(self.tr("Notes")),
        }
        self._clear = button(self.tr("Clear filters"), self.clear_filters, "link")
        self._save = button(self.tr("Save search"), self._save_search, "link")
        for chip in self.chips.values():
            chip.changed.connect(self.search)
        self.chips["notes"].offer(
            [
                Choice(self.tr("with a note"), "has:note"),
                Choice(self.tr("with a tag"), "has:tag"),
                Choice(self.tr("with a risk judged"), "has:risk"),
                Choice(self.tr("with words inserted or deleted"), "has:redline"),
            ]
        )
        field.searched.connect(self.search)
        self.line.setMinimumHeight(22)
        self.correct.setFixedHeight(22)
        line = row(self.line, self.correct, None, spacing=8)
        chips = row(*self.chips.values(), self._clear, None, self._save, spacing=6)
        self.setLayout(column(line, chips, margins=(12, 2, 12, 8), spacing=6))
        self.show_nothing()

    @property
    def query(self) -> str:
        """The whole query as it would be searched now."""
        return compose(self.field.text(), self._filters())[0]

    def search(self) -> None:
        """Announce the query as it stands."""
        query, self._pushed = compose(self.field.text(), self._filters())
        self._clear.setVisible(bool(self._filters()))
        self._save.setEnabled(bool(query.strip()))
        self.searched.emit(query.strip() and query)

    def set_query(self, query: str) -> None:
        """Put a whole query into the field, without filters, and search."""
        for chip in self.chips.values():
            chip.clear()
        self.field.set_query(query)

    def clear_filters(self) -> None:
        """Take every filter away and search again."""
        for chip in self.chips.values():
            chip.clear()
        self.search()

    def offer(
        self, documents: Sequence[Document], tags: Sequence[Tag], counts: dict[str, int]
    ) -> None:
        """Fill the chips with what the archive holds."""
        self.chips["class"].offer(class_choices(documents))
        self.chips["proponent"].offer(proponent_choices(documents))
        self.chips["language"].offer(language_choices(documents))
        self.chips["date"].offer(date_choices(documents))
        self.chips["tag"].offer(tag_choices(tags, counts))
        self.completer.values = offers(documents, tags, counts)

    def show_nothing(self) -> None:
        """Nothing is asked."""
        self._say(
            self.tr(
                'All words, in any form. Also "phrases", OR, NOT, rout*, lang:ar. Fields: '
                "Ctrl+Space. More: F1"
            )
        )
        self._clear.setVisible(bool(self._filters()))
        self._save.setEnabled(False)

    def show_result(self, result: SearchResult) -> None:
        """How the query was read, and how much it found."""
        found = self.tr("{places} in {documents}  ·  {time} ms").format(
            places=self.tr("%n place(s)", "", result.total),
            documents=self.tr("%n document(s)", "", result.documents),
            time=number_words(max(1, round(result.took_ms))),
        )
        if not result.total:
            found = self.tr("nothing found")
        notes = "".join(f"  ·  {note}" for note in result.notes)
        self._say(self.tr("read as: {words}").format(words=result.read_as) + f"  ·  {found}{notes}")

    def show_odd(self, error: QueryError) -> None:
        """What is odd in the query and where; the results of the last good one stay."""
        self._say(error.message, danger=True)
        self.field.mark_odd(True)
        self._correction = error.suggestion
        if error.suggestion:
            self.correct.setText(self.tr("Search for: {query}").format(query=error.suggestion))
            self.correct.show()

    def showEvent(self, event: QShowEvent) -> None:
        """The field says again that something is odd: the words about it are here again."""
        super().showEvent(event)
        self.field.mark_odd(self._odd)

    def hideEvent(self, event: QHideEvent) -> None:
        """Without the words about it a red field would be a riddle."""
        super().hideEvent(event)
        self.field.mark_odd(False)

    def _say(self, words: str, *, danger: bool = False) -> None:
        self._odd = danger
        self.line.setText(words)
        set_role(self.line, "danger" if danger else "secondary")
        self.field.mark_odd(danger)
        self.correct.hide()

    def _take_correction(self) -> None:
        self.set_query(self._correction)
        self.field.setFocus()

    def _filters(self) -> list[str]:
        return [chip.query for chip in self.chips.values() if chip.query]

    def _save_search(self) -> None:
        self.saveWanted.emit(self.query)
