"""The files that could not be imported, kept with the reason until they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from itrvault import __version__
from itrvault.model.report import FileReport, FileStatus
from itrvault.store.connection import Row
from itrvault.store.units import storable
from itrvault.store.vaultfile import VaultFile

BAD = (FileStatus.FAILED, FileStatus.UNSUPPORTED)
_COLUMNS = "path, status, message, code, program, at"


@dataclass(frozen=True, slots=True)
class Unread:
    """A file on the list. `program` is the version that failed at it ("" when that is not known),
    `at` when, ISO in UTC.
    """

    report: FileReport
    program: str
    at: str


class UnreadFiles:
    """The list. `path` is as in the report: a file in an archive has the archive's before it."""

    def __init__(self, file: VaultFile) -> None:
        self._file = file

    def keep(self, rows: Iterable[FileReport]) -> bool:
        """Put on the list what failed and take off what did not; whether there was any row.

        In the caller's transaction.
        """
        told = {storable(row.path): row for row in rows}
        writing = self._file.writing
        writing.many("DELETE FROM failures WHERE path = ?", ((path,) for path in told))
        writing.many(
            f"INSERT INTO failures ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)",  # noqa: S608
            ((path, row.status.value, storable(row.message), row.code, __version__, _now())
             for path, row in told.items() if row.status in BAD),
        )  # fmt: skip
        return bool(told)

    def count(self) -> int:
        """How many there are."""
        return int(self._file.reading.value("SELECT count(*) FROM failures"))

    def drop(self, paths: Iterable[str]) -> None:
        """Take off the list what is no longer there to be read. In the caller's transaction."""
        self._file.writing.many(
            "DELETE FROM failures WHERE path = ?", ((storable(path),) for path in paths)
        )

    def all(self) -> list[Unread]:
        """Everything on the list, by path."""
        return list(map(_unread, self._file.reading.all(
            f"SELECT {_COLUMNS} FROM failures ORDER BY path"  # noqa: S608
        )))  # fmt: skip

    def at(self, path: str) -> list[Unread]:
        """What is on the list with this path or as a file in it, by path."""
        path = storable(path)
        # "0" follows "/": between the two lies all that starts with the path and a slash.
        found = self._file.reading.all(
            f"SELECT {_COLUMNS} FROM failures "  # noqa: S608
            "WHERE path = ? OR (path > ? AND path < ?) ORDER BY path",
            (path, f"{path}/", f"{path}0"),
        )
        return list(map(_unread, found))


def _unread(row: Row) -> Unread:
    path, status, message, code, program, at = row
    known = status in set(FileStatus)
    told = FileStatus(status) if known else FileStatus.FAILED  # of a stranger's making
    return Unread(FileReport(path, told, message=message, code=code), program, at)


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
