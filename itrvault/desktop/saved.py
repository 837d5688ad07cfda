"""What the saved searches find now, and what of it is new; kept up to date while nobody waits."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from itrvault import finding
from itrvault.desktop.catalogue import Catalogue
from itrvault.desktop.context import VaultContext
from itrvault.desktop.tasks import Debounce
from itrvault.model.journal import Change, Changed
from itrvault.model.search import SavedState
from itrvault.vault import Vault

REST_MS = 700
"""An import announces a change with every batch; the searches are asked when it pauses."""
WHAT = Changed.DOCUMENTS | Changed.ANNOTATIONS | Changed.TAGS | Changed.RISKS | Changed.INDEX


def states_of(vault: Vault) -> tuple[SavedState, ...] | None:
    """Ask all of them (on a reading thread); None while the index is being made."""
    return None if vault.index_is_stale else finding.saved_states(vault)


class SavedSearches(QObject):
    """`changed` when the states are other ones. Nothing is asked while nothing is saved."""

    changed = Signal()

    def __init__(
        self, context: VaultContext, catalogue: Catalogue, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._catalogue = catalogue
        self.states: dict[str, SavedState] = {}
        """By the id of the search."""
        self._pause = Debounce(REST_MS, self.ask, self)
        catalogue.searchesChanged.connect(self._follow_searches)
        context.changed.connect(self._follow)

    def ask(self) -> None:
        """Ask all of them again."""
        if not self._catalogue.snapshot.searches:
            self._take(())
            return
        query = self._context.query(self, partial(states_of, self._context.vault))
        query.lane("saved").success(self._take).run()

    def _follow_searches(self) -> None:
        known = {state.search for state in self.states.values()}
        if known != set(self._catalogue.snapshot.searches):
            self._pause.poke()

    def _follow(self, change: Change) -> None:
        looked = change.what & Changed.SEARCHES and set(change.ids) & set(self.states)
        if looked or (change.what & WHAT and self._catalogue.snapshot.searches):
            self._pause.poke()

    def _take(self, states: tuple[SavedState, ...] | None) -> None:
        if states is None:
            self._pause.poke()
            return
        self.states = {state.search.id: state for state in states}
        self.changed.emit()
