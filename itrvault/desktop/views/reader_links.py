"""What happens with a link: inside the document one goes there, outside one is asked.

Links lie on drawn pages as boxes and in flowing text as words; both are followed alike.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from itrvault.desktop.dialogs.link import ask_about, plain_address
from itrvault.desktop.views.reader_goals import Goals
from itrvault.desktop.views.reader_places import ReaderPlaces
from itrvault.desktop.widgets.flow_view import FlowView
from itrvault.desktop.widgets.hover_words import HoverWords
from itrvault.desktop.widgets.page_view import PageView
from itrvault.desktop.words import one_line
from itrvault.model.geometry import TextLink
from itrvault.model.outline import OutlineEntry, PageLink

PEEK = 120
"""Letters of the place a link leads to that are shown: the beginning of a note, a heading."""


class LinkFollower(QObject):
    """Follows links and entries of the outline, with a way back."""

    def __init__(
        self,
        pages: PageView,
        text: FlowView,
        goals: Goals,
        places: ReaderPlaces,
        words: HoverWords,
        document: Callable[[], str],
    ) -> None:
        super().__init__(pages)
        self._pages = pages
        self._text = text
        self._goals = goals
        self._places = places
        self._words = words
        self._document = document
        for view in (pages, text):
            view.linkHovered.connect(partial(self._hover, view))
            view.linkClicked.connect(self.follow)

    @property
    def words(self) -> str:
        """Where the link under the mouse leads, "" when there is none."""
        return self._words.words

    def follow(self, link: PageLink | TextLink) -> None:
        """Go where it leads, or show the address."""
        if link.unit >= self._text.units.count:
            return  # a vault may come from a stranger
        if link.unit >= 0 and isinstance(link, TextLink):
            self._go_to(link.unit, link.offset)
        elif link.unit >= 0 and isinstance(link, PageLink):
            self._go(link.unit, link.height)
        else:
            ask_about(link.address, self._pages.window())

    def follow_entry(self, entry: OutlineEntry) -> None:
        """Go to the place that a line of the outline names."""
        if entry.offset:
            self._go_to(entry.unit, entry.offset)
        else:
            self._go(entry.unit, entry.height)

    def _go(self, unit: int, height: float) -> None:
        document = self._document()
        self._places.leave(document, unit, always=True)
        self._goals.go(document, unit, lambda: self._goals.at_height(unit, height))

    def _go_to(self, unit: int, offset: int) -> None:
        document, place = self._document(), self._places.place_of(unit, offset)
        self._places.leave(document, unit, always=True)
        self._goals.go(document, unit, lambda: self._goals.at_place(place))

    def _hover(self, view: PageView | FlowView, link: PageLink | TextLink | None) -> None:
        if link is None:
            self._words.say("")
        elif link.unit < 0:
            self._words.say(plain_address(link.address))
        elif isinstance(link, TextLink):
            self._words.say(self._peek(link))
        else:
            self._words.say(self.tr("page {label}").format(label=self._places.label(link.unit)))
        view.link_tip = self._words.words
        view.setAccessibleDescription(view.link_tip)

    def _peek(self, link: TextLink) -> str:
        """What stands where a link leads; the section's name while that is not in memory."""
        text, label = self._text.units.text(link.unit), self._places.label(link.unit)
        if text is None:
            return label
        end = text.paragraph(link.offset).end
        words = one_line(text.text[link.offset : max(link.offset, end)])
        words = words if len(words) <= PEEK else f"{words[:PEEK]}…"
        return words if words.startswith(label) or not words else f"{label}: {words}"
