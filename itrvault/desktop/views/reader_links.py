"""What happens with a link on a page: inside the document one goes there, outside one is asked."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from itrvault.desktop.dialogs.link import ask_about, plain_address
from itrvault.desktop.views.reader_goals import Goals
from itrvault.desktop.views.reader_places import ReaderPlaces
from itrvault.desktop.widgets.hover_words import HoverWords
from itrvault.desktop.widgets.page_view import PageView
from itrvault.model.outline import OutlineEntry, PageLink


class LinkFollower(QObject):
    """Follows links and entries of the outline, with a way back."""

    def __init__(
        self,
        pages: PageView,
        goals: Goals,
        places: ReaderPlaces,
        words: HoverWords,
        document: Callable[[], str],
    ) -> None:
        super().__init__(pages)
        self._pages = pages
        self._goals = goals
        self._places = places
        self._words = words
        self._document = document
        pages.linkHovered.connect(self._hover)
        pages.linkClicked.connect(self.follow)

    @property
    def words(self) -> str:
        """Where the link under the mouse leads, "" when there is none."""
        return self._words.words

    def follow(self, link: PageLink) -> None:
        """Go where it leads, or show the address."""
        if link.unit >= 0:
            self._go(link.unit, link.height)
        else:
            ask_about(link.address, self._pages.window())

    def follow_entry(self, entry: OutlineEntry) -> None:
        """Go to the place that a line of the outline names."""
        if entry.offset:
            document, place = self._document(), self._places.place_of(entry.unit, entry.offset)
            self._places.leave(document, entry.unit, always=True)
            self._goals.go(document, entry.unit, lambda: self._goals.at_place(place))
        else:
            self._go(entry.unit, entry.height)

    def _go(self, unit: int, height: float) -> None:
        document = self._document()
        self._places.leave(document, unit, always=True)
        self._goals.go(document, unit, lambda: self._goals.at_height(unit, height))

    def _hover(self, link: PageLink | None) -> None:
        if link is None:
            self._words.say("")
        elif link.unit >= 0:
            self._words.say(self.tr("page {label}").format(label=self._places.label(link.unit)))
        else:
            self._words.say(plain_address(link.address))
        self._pages.link_tip = self._words.words
