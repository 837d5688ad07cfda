"""What every pane needs to know of the archive, kept loaded: documents, tags, searches, failures.

Panes take it from here instead of asking the vault each on its own; it follows the changes the
vault announces, and says which part of it is new.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal

from itrvault.desktop.context import VaultContext
from itrvault.model.annotation import Tag
from itrvault.model.document import Document
from itrvault.model.journal import Change, Changed
from itrvault.model.report import FileReport
from itrvault.model.search import SavedSearch
from itrvault.vault import Vault


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One look at the archive. `counts` has the annotations of each tag by id."""

    documents: tuple[Document, ...] = ()
    tags: tuple[Tag, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)
    searches: tuple[SavedSearch, ...] = ()
    failures: tuple[FileReport, ...] = ()
    undo: str = ""
    redo: str = ""


def look(vault: Vault) -> Snapshot:
    """Read all of it (on a reading thread)."""
    store = vault.store
    return Snapshot(
        documents=tuple(store.documents.all()),
        tags=tuple(store.tags.all()),
        counts=dict(store.tags.counts()),
        searches=tuple(store.searches.all()),
        failures=tuple(store.documents.reports()),
        undo=store.journal.can_undo,
        redo=store.journal.can_redo,
    )


class Catalogue(QObject):
    """Holds the latest snapshot. The signals follow the kinds of change."""

    documentsChanged = Signal()
    tagsChanged = Signal()
    searchesChanged = Signal()
    journalChanged = Signal()
    loaded = Signal()

    def __init__(self, context: VaultContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.snapshot = Snapshot()
        self.by_id: dict[str, Document] = {}
        self._due = Changed.NOTHING
        context.changed.connect(self._follow)

    def load(self) -> None:
        """Read everything again."""
        self._ask(Changed.DOCUMENTS | Changed.TAGS | Changed.SEARCHES)

    def _follow(self, change: Change) -> None:
        self._ask(change.what)

    def _ask(self, what: Changed) -> None:
        # A newer look makes the one under way stale, so what that one was to tell is told by this.
        self._due |= what
        vault = self._context.vault
        query = self._context.query(self, lambda: look(vault))
        query.lane("look").success(self._take).run()

    def _take(self, snapshot: Snapshot) -> None:
        due, self._due = self._due, Changed.NOTHING
        self.snapshot = snapshot
        self.by_id = {document.id: document for document in snapshot.documents}
        if due & Changed.DOCUMENTS:
            self.documentsChanged.emit()
        if due & (Changed.TAGS | Changed.ANNOTATIONS):
            self.tagsChanged.emit()
        if due & Changed.SEARCHES:
            self.searchesChanged.emit()
        self.journalChanged.emit()
        self.loaded.emit()
