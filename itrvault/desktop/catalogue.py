"""What every pane needs to know of the archive, kept loaded: documents, tags, searches, failures.

Panes take it from here instead of asking the vault each on its own; it follows the changes the
vault announces, and says which part of it is new.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal

from itrvault.desktop.context import VaultContext
from itrvault.desktop.families import Families, look_at_families
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
    families: Families = field(default_factory=Families)
    tags: tuple[Tag, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)
    searches: tuple[SavedSearch, ...] = ()
    history: tuple[str, ...] = ()
    failures: tuple[FileReport, ...] = ()
    undo: str = ""
    redo: str = ""


def look(vault: Vault, before: Snapshot) -> Snapshot:
    """Read all of it (on a reading thread). What is as before is not worked out again."""
    store = vault.store
    documents = tuple(store.documents.all())
    same = documents == before.documents
    return Snapshot(
        documents=before.documents if same else documents,
        families=before.families if same else look_at_families(documents),
        tags=tuple(store.tags.all()),
        counts=dict(store.tags.counts()),
        searches=tuple(store.searches.all()),
        history=tuple(store.searches.history()),
        failures=tuple(store.documents.reports()),
        undo=store.journal.can_undo,
        redo=store.journal.can_redo,
    )


def look_at_doubts(vault: Vault) -> dict[str, int]:
    """Count the pages of each document whose text is doubtful (on a reading thread)."""
    return dict(Counter(document for document, _, _ in vault.store.readings.doubtful()))


class Catalogue(QObject):
    """Holds the latest snapshot. The signals follow the kinds of change."""

    documentsChanged = Signal()
    tagsChanged = Signal()
    searchesChanged = Signal()
    journalChanged = Signal()
    doubtsChanged = Signal()
    loaded = Signal()

    def __init__(self, context: VaultContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.snapshot = Snapshot()
        self.by_id: dict[str, Document] = {}
        self.doubts: dict[str, int] = {}
        """How many pages of a document have a doubtful text, by its id; no entry for none."""
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
        vault, before = self._context.vault, self.snapshot
        query = self._context.query(self, lambda: look(vault, before))
        query.lane("look").success(self._take).run()

    def _ask_doubts(self) -> None:
        """Looks at every page, so it is asked on its own, and late."""
        vault = self._context.vault
        query = self._context.query(self, lambda: look_at_doubts(vault))
        query.lane("doubts").success(self._take_doubts).run()

    def _take_doubts(self, doubts: dict[str, int]) -> None:
        if doubts != self.doubts:
            self.doubts = doubts
            self.doubtsChanged.emit()

    def _take(self, snapshot: Snapshot) -> None:
        due, self._due = self._due, Changed.NOTHING
        self.snapshot = snapshot
        self.by_id = {document.id: document for document in snapshot.documents}
        if due & Changed.DOCUMENTS:
            self.documentsChanged.emit()
            self._ask_doubts()
        if due & (Changed.TAGS | Changed.ANNOTATIONS):
            self.tagsChanged.emit()
        if due & Changed.SEARCHES:
            self.searchesChanged.emit()
        self.journalChanged.emit()
        self.loaded.emit()
