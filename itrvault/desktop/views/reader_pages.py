"""Opens the pages of a document to be drawn: their sizes, and the passwords of protected files.

A document that is about to be shown is opened ahead, and the page drawn that will be wanted of it.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from itrvault.desktop.context import VaultContext
from itrvault.desktop.views.lock_strip import LockStrip
from itrvault.desktop.views.reader_loader import Opened, ReaderLoader
from itrvault.desktop.widgets.page_drawer import PageDrawer
from itrvault.desktop.widgets.page_view import PageView
from itrvault.errors import FileLocked
from itrvault.model.document import Document, UnitKind
from itrvault.model.geometry import PageLayout

if TYPE_CHECKING:
    from itrvault.sandbox.pages import PageSource

A4 = (595.0, 842.0)


class PageOpener(QObject):
    """Asks for a password over the page when none that is known opens the file."""

    _locked = Signal(str)  # document; from the drawing thread

    def __init__(
        self,
        context: VaultContext,
        loader: ReaderLoader,
        pages: PageView,
        drawer: PageDrawer,
        strip: LockStrip,
    ) -> None:
        super().__init__(pages)
        self._context = context
        self._loader = loader
        self._pages = pages
        self._drawer = drawer
        self._strip = strip
        strip.given.connect(self._try)
        drawer.sized.connect(lambda _: strip.put_away())
        self._locked.connect(self._ask, Qt.ConnectionType.QueuedConnection)

    def open(self, opened: Opened) -> None:
        """Show the pages of a document; their sizes are guessed where they are not known yet."""
        document = opened.document
        known = {unit.number: unit.text.unit.layout for unit in opened.units}
        layout = next(iter(known.values()), None)
        size = (layout.width, layout.height) if isinstance(layout, PageLayout) else A4
        sizes = [size] * document.unit_count
        for number, each in known.items():
            if isinstance(each, PageLayout):
                sizes[number] = (each.width, each.height)
        source = partial(self._source, document.id, document.name)
        self._pages.open_pages(sizes, source, document.id)

    def expect(self, document: Document, unit: int) -> None:
        """A page of a document is likely to be shown next: have it drawn meanwhile."""
        if document.unit_kind is UnitKind.PAGE:
            source = partial(self._source, document.id, document.name)
            self._drawer.ahead(document.id, source, self._pages.wish_ahead(unit))

    def _source(self, document: str, name: str, before: PageSource | None) -> PageSource:
        """On a drawing thread; with the passwords that are known, the latest first."""
        vault = self._context.vault
        data = vault.store.documents.original(document)
        for password in ("", *reversed(self._context.passwords)):
            try:
                return vault.sandbox.open_pages(data, name, password, instead_of=before)
            except FileLocked as error:
                locked, before = error, None
        self._locked.emit(document)
        raise locked

    def _try(self, password: str) -> None:
        """Draw them again, with one more password."""
        document, place = self._loader.document, self._pages.top_place()
        if document is None:
            return
        self._context.passwords.append(password)
        source = partial(self._source, document.id, document.name)
        self._pages.open_pages(self._pages.sizes, source, document.id)
        if place is not None:
            self._pages.go_to_place(place)

    def _ask(self, document: str) -> None:
        shown = self._loader.document
        if shown is not None and shown.id == document:
            self._strip.ask()
