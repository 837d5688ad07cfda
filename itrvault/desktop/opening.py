"""Opens and makes archives on a thread of its own: making a key of a passphrase takes a second."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot

from itrvault.errors import VaultInUse, VaultReadOnly

if TYPE_CHECKING:
    from itrvault.vault import Vault


class Opener(QObject):
    """`opened` carries the vault, `failed` the error; both on the main thread."""

    opened = Signal(object)
    failed = Signal(object)
    _answered = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="vault-open")
        self._closed = False
        self.busy = False  # an archive is being opened: another would take its place in the window
        self._answered.connect(self._answer, Qt.ConnectionType.QueuedConnection)

    def open(self, path: Path, passphrase: str | None = None) -> None:
        """Open for writing; for reading only when somebody else writes or the place is fixed."""

        def work() -> Vault:
            from itrvault.vault import Vault

            try:
                return Vault.open(path, passphrase)
            except (VaultInUse, VaultReadOnly):
                return Vault.open(path, passphrase, read_only=True)

        self._run(work)

    def create(self, path: Path, passphrase: str | None) -> None:
        """Make an archive and open it."""

        def work() -> Vault:
            from itrvault.vault import Vault

            return Vault.create(path, passphrase)

        self._run(work)

    def open_specimens(self) -> None:
        """Open the archive of specimens, made first when it is not there."""

        def work() -> Vault:
            from itrvault.ingest.specimens import make_specimens, specimen_vault
            from itrvault.vault import Vault

            path = specimen_vault()
            if not path.exists():
                make_specimens(path)
            try:
                return Vault.open(path)
            except (VaultInUse, VaultReadOnly):
                return Vault.open(path, read_only=True)

        self._run(work)

    def close(self) -> None:
        """Wait for what runs; a vault opened too late is closed again."""
        self._closed = True
        self._worker.shutdown(wait=True, cancel_futures=True)

    def _run(self, work: Callable[[], Vault]) -> None:
        if self._closed:
            return
        self.busy = True

        def run() -> None:
            try:
                vault = work()
            except BaseException as error:
                self._answered.emit(None, error)
            else:
                if self._closed:
                    vault.close()
                else:
                    self._answered.emit(vault, None)

        self._worker.submit(run)

    @Slot(object, object)
    def _answer(self, vault: Vault | None, error: BaseException | None) -> None:
        self.busy = False
        if self._closed:
            if vault is not None:
                vault.close()
        elif vault is not None:
            self.opened.emit(vault)
        else:
            self.failed.emit(error)
