"""The search field with what was understood under it, the filters, and saving the search."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QMenu, QToolButton, QWidget

from itrvault.desktop.context import VaultContext
from itrvault.desktop.models.completions import offers
from itrvault.desktop.models.facets import choices_of
from itrvault.desktop.widgets.elided import ElidedLabel
from itrvault.desktop.widgets.facet_chip import FacetChip
from itrvault.desktop.widgets.parts import button, column, row, set_role
from itrvault.desktop.widgets.query_completer import QueryCompleter
from itrvault.desktop.widgets.search_field import SearchField
from itrvault.desktop.words import number_words
from itrvault.errors import QueryError
from itrvault.model.annotation import Tag
from itrvault.model.document import Document
from itrvault.model.search import Facet, SearchResult
from itrvault.search.composing import compose
from itrvault.text.direction import isolated

EARLIER = 25
"""Queries that the menu of earlier ones lists."""
LONGEST = 80


class SearchBar(QFrame):
    """Composes the query out of the typed words and the ticked filters.

    `searched` carries the whole query, "" when nothing is asked. The line under the field is
    always there, so that nothing jumps when it fills.
    """

    searched = Signal(str)
    saveWanted = Signal(str)
    facetWanted = Signal(str)  # the name of a facet whose values are about to be seen
    forgetWanted = Signal()

    def __init__(
        self, context: VaultContext, field: SearchField, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.field = field
        self.completer = QueryCompleter(field)
        self._pushed = 0
        self._history: list[str] = []
        self._correction = ""
        self._odd = False
        self.line = ElidedLabel(role="secondary")
        self.correct = button("", self._take_correction, "link")
        self.correct.hide()
        names = {
            "class": self.tr("Class"), "series": self.tr("Series"),
            "proponent": self.tr("Proponent"), "language": self.tr("Language"),
            "date": self.tr("Date"), "article": self.tr("Article"), "tag": self.tr("Tag"),
            "notes": self.tr("Notes"),
        }  # fmt: skip
        self.chips = {key: FacetChip(context, name) for key, name in names.items()}
        self._clear = button(self.tr("Clear filters"), self.clear_filters, "link")
        self._save = button(self.tr("Save search"), self._save_search, "link")
        self.earlier = self._earlier_button()
        for key, chip in self.chips.items():
            chip.changed.connect(self.search)
            chip.opened.connect(partial(self.facetWanted.emit, key))
        field.searched.connect(self.search)
        self.line.setMinimumHeight(22)
        self.correct.setFixedHeight(22)
        line = row(self.line, self.correct, None, spacing=8)
        chips = row(*self.chips.values(), self._clear, None, self.earlier, self._save, spacing=6)
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

    def apart(self) -> dict[str, str]:
        """For each filter in force, the query without it: what else it could be set to."""
        every = {key: chip.query for key, chip in self.chips.items() if chip.active}
        return {
            key: compose(self.field.text(), [q for other, q in every.items() if other != key])[0]
            for key in every
        }

    def add_word(self, word: str) -> None:
        """Narrow the search by a word; the filters stay."""
        self.field.set_query(compose(self.field.text(), [word])[0])

    def offer(
        self,
        documents: Sequence[Document],
        tags: Sequence[Tag],
        counts: dict[str, int],
        history: Sequence[str] = (),
    ) -> None:
        """What the field suggests, and the queries asked before."""
        self.completer.values = offers(documents, tags, counts)
        self._history = list(history)
        self.earlier.setEnabled(bool(history))

    def show_facets(self, facets: Sequence[Facet]) -> None:
        """The values that the result has, with their counts."""
        for facet in facets:
            self.chips[facet.name].offer(choices_of(facet))

    def show_better(self, query: str) -> None:
        """Offer a query that would find far more, though this one found something."""
        self._correction = query
        self.correct.setText(
            self.tr("Did you mean: {query}").format(query=query).replace("&", "&&")
        )
        self.correct.setVisible(bool(query))

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

    def show_result(self, result: SearchResult, *, new: int = 0) -> None:
        """How the query was read, and how much it found; `new` places of a saved search."""
        found = self.tr("{places} in {documents}  ·  {time} ms").format(
            places=self.tr("%n place(s)", "", result.total),
            documents=self.tr("%n document(s)", "", result.documents),
            time=number_words(max(1, round(result.took_ms))),
        )
        if not result.total:
            found = self.tr("nothing found")
        elif new:
            fresh = self.tr("{count} new, listed first").format(count=number_words(new))
            found = f"{fresh}  ·  {found}"
        notes = "".join(f"  ·  {note}" for note in result.notes)
        self._say(
            self.tr("read as: {words}").format(words=isolated(result.read_as))
            + f"  ·  {found}{notes}"
        )

    def show_alike(self, quoted: str, result: SearchResult) -> None:
        """Passages like one are shown: which words they were looked for by."""
        found = self.tr("nothing is similar")
        if result.total:
            found = self.tr("{places} in {documents}  ·  {time} ms").format(
                places=self.tr("%n place(s)", "", result.total),
                documents=self.tr("%n document(s)", "", result.documents),
                time=number_words(max(1, round(result.took_ms))),
            )
        words = self.tr("similar by: {words}").format(words=result.read_as or quoted)
        self._say(f"{found}  ·  {words}")
        self._save.setEnabled(False)

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

    def _earlier_button(self) -> QToolButton:
        made = QToolButton()
        made.setText(self.tr("Earlier searches"))
        made.setProperty("role", "link")
        made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(made)
        menu.aboutToShow.connect(self._fill_earlier)
        made.setMenu(menu)
        made.setEnabled(False)
        return made

    def _fill_earlier(self) -> None:
        menu = self.earlier.menu()
        menu.clear()
        for query in self._history[:EARLIER]:
            shown = query if len(query) <= LONGEST else query[: LONGEST - 1] + "…"
            menu.addAction(shown.replace("&", "&&"), partial(self.set_query, query))
        menu.addSeparator()
        menu.addAction(self.tr("Forget them all"), self.forgetWanted.emit)

    def _save_search(self) -> None:
        self.saveWanted.emit(self.query)
