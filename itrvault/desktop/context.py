"""What every view of a window is given: the vault, its background work, theme and settings."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from itrvault.desktop.keymap import KeyMap
from itrvault.desktop.tasks import Tasks, VaultOp, VaultQuery
from itrvault.desktop.theme import Theme, ThemeKeeper
from itrvault.model.journal import Change, Changed
from itrvault.settings import Settings

if TYPE_CHECKING:  # the vault brings SQL and keys along, which the first screen does without
    from itrvault.desktop.operations import Writer
    from itrvault.negotiation import Negotiations
    from itrvault.vault import Vault

T = TypeVar("T")


class VaultContext(QObject):
    """One open vault in one window.

    `changed` announces every `Change`, on the main thread, whoever made it; a view reloads from it
    when it shows something of that kind, and no view calls another.
    """

    changed = Signal(object)  # Change
    themeChanged = Signal(object)  # Theme
    _announced = Signal(object)

    def __init__(
        self,
        vault: Vault,
        settings: Settings,
        themes: ThemeKeeper,
        parent: QObject | None = None,
        *,
        keys: KeyMap | None = None,
    ) -> None:
        super().__init__(parent)
        self.vault = vault
        self.settings = settings
        self.themes = themes
        self.keys = keys or KeyMap(settings, self)
        self.tasks = Tasks(self)
        self._negotiations: Negotiations | None = None
        self.passwords: list[str] = []
        """Passwords of files, as they were typed; never written anywhere."""
        themes.changed.connect(self.themeChanged)
        # Announced by the thread that wrote; queued, so that views hear of it on theirs.
        self._announced.connect(self._announce, Qt.ConnectionType.QueuedConnection)
        self.recent_tags: list[str] = []
        """Ids of the tags given last, the latest first."""
        self._unsubscribe = vault.store.on_change(self._announced.emit)

    @property
    def theme(self) -> Theme:
        """The colours in force."""
        return self.themes.theme

    @property
    def writer(self) -> Writer:
        """The vault with the name the user gave for what is written now."""
        from itrvault.desktop.operations import Writer

        return Writer(self.vault, self.settings.author)

    @property
    def negotiations(self) -> Negotiations:
        """The treaty and its proposals, read once for all; changed documents are read again."""
        if self._negotiations is None:
            from itrvault.negotiation import Negotiations

            self._negotiations = Negotiations(self.vault)
        return self._negotiations

    def query(self, owner: QObject, work: Callable[[], T]) -> VaultQuery[T]:
        """A look-up on a reading thread: `.lane(..).success(..).failure(..).run()`."""
        return VaultQuery(self.tasks, owner, work)

    def op(self, owner: QObject, work: Callable[..., T]) -> VaultOp[T]:
        """A change on the writing thread: `.with_job(..).success(..).failure(..).run()`."""
        return VaultOp(self.tasks, owner, work)

    def close(self) -> None:
        """Stop the work and close the file. Nothing is delivered after this."""
        self._unsubscribe()
        self.passwords.clear()
        self.tasks.close()
        self.vault.close()

    @Slot(object)
    def _announce(self, change: Change) -> None:
        if self._negotiations is not None:  # before any view reads it again
            if change.what & Changed.SETTLEMENTS:
                self._negotiations.forget()
            elif change.what & Changed.DOCUMENTS and change.ids:
                self._negotiations.forget(change.ids)
        self.changed.emit(change)
