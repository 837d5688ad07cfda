"""The store: one vault file and the collections in it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import cached_property
from pathlib import Path
from types import TracebackType

from itrvault.model.journal import Change
from itrvault.model.report import CheckReport
from itrvault.progress import Progress
from itrvault.store.annotations import Annotations
from itrvault.store.documents import Documents
from itrvault.store.following import Following
from itrvault.store.index_files import IndexFiles
from itrvault.store.journal import Journal
from itrvault.store.key import Cost
from itrvault.store.links import Links
from itrvault.store.opening import create_file, open_file
from itrvault.store.passages import Passages
from itrvault.store.readings import Readings
from itrvault.store.risks import Risks
from itrvault.store.searches import Searches
from itrvault.store.seen import SeenFiles
from itrvault.store.settlements import Concordance, Settlements
from itrvault.store.suggestions import Suggestions
from itrvault.store.tags import Tags
from itrvault.store.unread import UnreadFiles
from itrvault.store.values import FactValues
from itrvault.store.vaultfile import VaultFile
from itrvault.store.versions import Versions


class Store:
    """An open vault file. Any thread may use it; close it when no thread does."""

    def __init__(self, file: VaultFile) -> None:
        self._file = file
        self.journal = Journal(file)
        self.versions = Versions(file)
        self.following = Following(file, self.journal)
        self.journal.after_undo = self.following.again
        self.documents = Documents(file, self.journal, self.versions, self.following)
        self.tags = Tags(file, self.journal)
        self.annotations = Annotations(file, self.journal, self.tags)
        self.readings = Readings(file, self.journal, self.following, self.versions)
        self.risks = Risks(file, self.journal)
        self.links = Links(file, self.journal, self.annotations, self.documents)
        self.settlements = Settlements(file, self.journal)
        self.suggestions = Suggestions(file, self.journal, self.annotations)
        self.concordance = Concordance(file, self.journal)
        self.passages = Passages(file, self.annotations)
        self.searches = Searches(file, self.journal)
        self.index_files = IndexFiles(file)
        self.seen = SeenFiles(file)
        self.unread = UnreadFiles(file)
        self.facts = FactValues(file, self.tags)

    @classmethod
    def create(
        cls, path: Path | str, passphrase: str | None = None, *, cost: Cost | None = None
    ) -> Store:
        """Make a new file, sealed when there is a passphrase, and open it for writing.

        `cost` is what a guess at the passphrase takes; None for what is right today.
        Raises VaultExists, FileUnwritable, DiskFull, InvalidValue (an empty passphrase).
        """
        return cls(create_file(Path(path), passphrase, cost))

    @classmethod
    def open(
        cls,
        path: Path | str,
        passphrase: str | None = None,
        *,
        read_only: bool = False,
        costs: tuple[Cost, ...] | None = None,
    ) -> Store:
        """Open an existing file. A passphrase for a plain vault is not looked at.

        Raises VaultMissing, NotAVault, PassphraseNeeded, WrongPassphrase, VaultInUse (for writing,
        when anybody else has it so), VaultReadOnly, NewerVault, VaultDamaged, FileUnreadable.
        """
        return cls(open_file(Path(path), passphrase, read_only=read_only, costs=costs))

    @property
    def path(self) -> Path:
        """The file, by the name it was opened with."""
        return self._file.path

    @property
    def sealed(self) -> bool:
        """Whether it is encrypted."""
        return self._file.sealed

    @property
    def read_only(self) -> bool:
        """Whether writing raises VaultReadOnly."""
        return self._file.read_only

    @cached_property
    def vault_id(self) -> str:
        """Drawn at random when the vault was made."""
        return str(self._file.reading.value("SELECT value FROM vault WHERE key = 'id'"))

    def transaction(self) -> AbstractContextManager[None]:
        """The only way to write: all or nothing, undone on any exception. Nests.

        Raises VaultReadOnly, VaultInUse, DiskFull.
        """
        return self._file.transaction()

    def snapshot(self) -> AbstractContextManager[None]:
        """Let this thread see one committed state through several reads. Nests."""
        return self._file.snapshot()

    def on_change(self, listener: Callable[[Change], None]) -> Callable[[], None]:
        """Call it after every commit, in the thread that wrote. Returns a way to stop that."""
        return self._file.on_change(listener)

    def check(self, progress: Progress | None = None) -> CheckReport:
        """Look at everything in the file and say what was found; changes nothing.

        The index against the text is `Vault.check`'s. Raises Cancelled when the progress does.
        """
        from itrvault.store.check import check  # its anchors need rapidfuzz, which costs start-up

        return check(self._file, progress)

    def close(self) -> None:
        """Let go; after writing, one file is left. May be called twice."""
        self._file.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
