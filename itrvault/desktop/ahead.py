"""What lists and tables of annotations read, read when the window rests, so that they open at once.

The store keeps it and brings it up to date by itself: nothing that is shown is older for it.
"""

from __future__ import annotations

from PySide6.QtCore import QObject

from itrvault.desktop.catalogue import Catalogue
from itrvault.desktop.context import VaultContext
from itrvault.desktop.tasks import Debounce
from itrvault.errors import KnownError
from itrvault.vault import Vault

REST_MS = 1_500
"""After so long without a change what people wait for is there."""


class ReadAhead(QObject):
    """Reads once, after an archive was opened."""

    def __init__(self, context: VaultContext, catalogue: Catalogue, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.done = False
        self._rest = Debounce(REST_MS, self._read, self)
        self._catalogue = catalogue
        catalogue.loaded.connect(self._rest.poke)

    def shut(self) -> None:
        """The archive is closed."""
        self._rest.cancel()

    def _read(self) -> None:
        self._catalogue.loaded.disconnect(self._rest.poke)
        vault = self._context.vault
        query = self._context.query(self, lambda: look_ahead(vault)).success(self._note)
        query.failure(self._fail).run()

    def _note(self, _: object) -> None:
        self.done = True

    def _fail(self, error: BaseException) -> None:
        self.done = True
        if not isinstance(error, KnownError):  # what is damaged is told by the list that needs it
            self._context.tasks.failed.emit(error)


def look_ahead(vault: Vault) -> None:
    """Have the store read what it keeps (on a reading thread)."""
    store = vault.store
    with store.snapshot():
        store.annotations.listed()
        store.risks.judgements()
        store.risks.brief()
