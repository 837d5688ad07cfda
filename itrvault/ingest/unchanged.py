"""Tells files that lie on disk as they did when they were last read, without opening them.

What became of such a file is known, so its row says it again: the document is in the vault, the
archive was unpacked, the reading failed. Three kinds are read all the same, though nothing in them
changed: those the user names themselves (not their folder) and that are not in the vault; those
another version of the program failed at; and protected ones when there is a password now.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace

from itrvault import __version__
from itrvault.errors import FileLocked
from itrvault.ingest.walk import Found
from itrvault.model.report import FileReport, FileStatus
from itrvault.store import Store
from itrvault.store.seen import SeenFile
from itrvault.store.unread import Unread

SIFTED = 250
"""Files that are best asked for at a time."""

REMOVED = (
    "Its document was removed from the vault earlier. Import this very file, or its folder with "
    "--again, to have it back."
)
"""A person who takes a document out does not want it back each time its folder is looked at."""

NOT_UNPACKED = "Not unpacked again: it is as it was when it was last read."


class Unchanged:
    """Asks one vault. `again` trusts nothing and has every file read."""

    def __init__(self, store: Store, *, again: bool = False, password: str = "") -> None:
        self._store = store
        self._password = password
        self._asks = not again and store.seen.count() > 0
        self._any_unread = self._asks and bool(store.unread.count())

    def sift(self, found: Sequence[Found]) -> tuple[list[Found], list[FileReport]]:
        """The files to read, and the rows of those that need not be."""
        if not self._asks:
            return list(found), []
        places = {one.path: os.path.abspath(one.source) for one in found if one.status is None}
        seen = self._store.seen.find(places.values())
        fresh: list[Found] = []
        rows: list[FileReport] = []
        for one in found:
            known = seen.get(places.get(one.path, ""))
            told = self._told(one, known) if known is not None else []
            rows += told
            if not told:
                fresh.append(one)
        return fresh, rows

    def _told(self, found: Found, seen: SeenFile) -> list[FileReport]:
        """The rows of a file and of what failed in it; none when it must be read."""
        if seen.stamp != found.stamp:
            return []
        unread = self._store.unread.at(found.path) if self._any_unread else []
        if any(self._worth_another_try(one) for one in unread):
            return []
        row = FileReport(
            found.path, seen.status, seen.document, seen.symbol, seen.language, unchanged=True
        )
        if seen.status in (FileStatus.IMPORTED, FileStatus.DUPLICATE):
            if seen.present:
                row = replace(row, status=FileStatus.DUPLICATE)
            elif found.named:
                return []
            else:
                row = replace(row, status=FileStatus.SKIPPED, document="", message=REMOVED)
        elif found.named:
            return []
        elif seen.status is FileStatus.ARCHIVE:
            row = replace(row, message=NOT_UNPACKED)
        elif not any(one.report.path == found.path for one in unread):
            return []  # it failed, and nobody knows any more with what
        failed = [replace(one.report, unchanged=True) for one in unread]
        return failed if any(one.path == found.path for one in failed) else [row, *failed]

    def _worth_another_try(self, unread: Unread) -> bool:
        if unread.program != __version__:
            return True
        return bool(self._password) and unread.report.code == FileLocked.code
