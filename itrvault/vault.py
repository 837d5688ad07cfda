"""The one object an entry point holds: a vault file with its store, its index and its readers.

Opening is cheap: the index and the reader processes are made when first asked for. Every method
may be called from any thread; writes are serialised by the store.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from itrvault.model.journal import Change
from itrvault.model.search import SearchResult
from itrvault.progress import NullProgress, Progress
from itrvault.store import Store

if TYPE_CHECKING:  # loaded when first used: Whoosh and the sandbox cost start-up time
    from itrvault.sandbox import Sandbox
    from itrvault.search import Index


class Vault:
    """An open vault. Use as a context manager, or call `close()`."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._index: Index | None = None
        self._sandbox: Sandbox | None = None
        self._lazy = threading.RLock()

    @classmethod
    def create(cls, path: Path | str, passphrase: str | None = None) -> Vault:
        """Make a new file, sealed when there is a passphrase, and open it.

        Raises VaultExists, FileUnwritable, DiskFull.
        """
        return cls(Store.create(Path(path), passphrase))

    @classmethod
    def open(
        cls, path: Path | str, passphrase: str | None = None, *, read_only: bool = False
    ) -> Vault:
        """Open an existing file.

        Raises VaultMissing, NotAVault, PassphraseNeeded, WrongPassphrase, VaultInUse, NewerVault,
        VaultDamaged.
        """
        return cls(Store.open(Path(path), passphrase, read_only=read_only))

    @property
    def path(self) -> Path:
        """The vault's file."""
        return self.store.path

    @property
    def index(self) -> Index:
        """The full text."""
        with self._lazy:
            if self._index is None:
                from itrvault.search import Index

                self._index = Index(self.store.index_files, _StoreFacts(self.store))
            return self._index

    @property
    def sandbox(self) -> Sandbox:
        """The reader processes."""
        with self._lazy:
            if self._sandbox is None:
                from itrvault.sandbox import Sandbox

                self._sandbox = Sandbox()
            return self._sandbox

    def close(self) -> None:
        """Stop the readers and leave one file behind."""
        with self._lazy:
            if self._sandbox is not None:
                self._sandbox.close()
                self._sandbox = None
            self._index = None
        self.store.close()

    def __enter__(self) -> Vault:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
