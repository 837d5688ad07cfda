"""Files as they lay on disk when they were last read, so that an unchanged one is not opened again.

A row holds no path: it is found by a hash of it, keyed with the vault's own id. So the vault says
no more of the disk it was filled from than the paths of its documents do. Nothing of this goes
into another vault.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass

from itrvault.model.report import FileStatus
from itrvault.store.units import BATCH
from itrvault.store.vaultfile import VaultFile


@dataclass(frozen=True, slots=True)
class SeenFile:
    """What became of a file when it was last read.

    `stamp` are its size and times then, as one string; `document` the id of the document it gave,
    "" when it gave none; `present` whether that one is in the vault now, with its symbol and
    language.
    """

    stamp: str
    status: FileStatus
    document: str = ""
    present: bool = False
    symbol: str = ""
    language: str = ""


def _fact(field: str) -> str:
    return (  # only ever one of the two names below
        "coalesce((SELECT nullif(c.value, '') FROM corrections c "  # noqa: S608
        f"WHERE c.document = s.document AND c.field = '{field}'), "
        f"(SELECT f.value FROM facts f WHERE f.document = d.row AND f.field = '{field}'), '')"
    )


_FIND = (
    f"SELECT s.path, s.stamp, s.status, s.document, d.row, {_fact('symbol')}, "  # noqa: S608
    f"{_fact('language')} FROM seen s LEFT JOIN documents d ON d.id = s.document WHERE s.path IN "
)


class SeenFiles:
    """The files one vault was filled from. `path` is always absolute."""

    def __init__(self, file: VaultFile) -> None:
        self._file = file
        self._secret = b""

    def find(self, paths: Iterable[str]) -> dict[str, SeenFile]:
        """Path to what is known of it; a path that was never read is left out."""
        by_key = {self._key(path): path for path in paths}
        keys = list(by_key)
        known = set(FileStatus)
        found = {}
        for at in range(0, len(keys), BATCH):
            some = keys[at : at + BATCH]
            marks = ", ".join("?" * len(some))
            for key, stamp, status, document, row, symbol, language in self._file.reading.all(
                f"{_FIND}({marks})", some
            ):
                if status in known:
                    found[by_key[key]] = SeenFile(
                        stamp, FileStatus(status), document, row is not None, symbol, language
                    )
        return found

    def note(self, path: str, stamp: str, status: FileStatus, document: str = "") -> None:
        """Remember a file; `stamp` "" forgets it. In the caller's transaction."""
        key = self._key(path)
        if stamp:
            self._file.writing.run(
                "INSERT OR REPLACE INTO seen VALUES (?, ?, ?, ?)",
                (key, stamp, document, status.value),
            )
        else:
            self._file.writing.run("DELETE FROM seen WHERE path = ?", (key,))

    def count(self) -> int:
        """How many files are remembered."""
        return int(self._file.reading.value("SELECT count(*) FROM seen"))

    def _key(self, path: str) -> str:
        if not self._secret:
            stored = self._file.reading.value("SELECT value FROM vault WHERE key = 'id'")
            self._secret = hashlib.blake2b(str(stored).encode()).digest()
        named = os.fsencode(os.path.normcase(path))
        return hashlib.blake2b(named, key=self._secret, digest_size=16).hexdigest()
