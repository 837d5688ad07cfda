"""What happened to each file of an import, and what a check of the vault found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FileStatus(StrEnum):
    """The fate of one file."""

    IMPORTED = "imported"
    DUPLICATE = "duplicate"
    FAILED = "failed"
    UNSUPPORTED = "not supported"
    ARCHIVE = "opened"  # a container: its members have rows of their own
    SKIPPED = "left out"  # no document of anybody's: what a system keeps in folders, the vault


@dataclass(frozen=True, slots=True)
class FileReport:
    """One row of the report. `document` is an id or ""; `message` a sentence and a hint or "".

    `unchanged` says that the file was not opened: it lies there as it did when it was last read.
    `code` is that of the `KnownError` a file failed with, "" for none.
    """

    path: str
    status: FileStatus
    document: str = ""
    symbol: str = ""
    language: str = ""
    units: int = 0
    message: str = ""
    seconds: float = 0.0
    unchanged: bool = False
    code: str = ""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """The whole import. Every file that was seen has exactly one row."""

    rows: tuple[FileReport, ...]
    seconds: float
    cancelled: bool = False

    def count(self, *statuses: FileStatus) -> int:
        """How many rows have one of the statuses."""
        return sum(row.status in statuses for row in self.rows)

    @property
    def unchanged(self) -> int:
        """How many files were not opened, being as they were when they were last read."""
        return sum(row.unchanged for row in self.rows)

    @property
    def units(self) -> int:
        """Units of the newly imported documents."""
        return sum(row.units for row in self.rows if row.status is FileStatus.IMPORTED)


class Severity(StrEnum):
    """How much a finding matters."""

    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class CheckItem:
    """One thing that was looked at. `what` names it in a word or two, `sentence` says the finding.

    `subjects` are ids of the documents, annotations or index files concerned, if any.
    """

    severity: Severity
    what: str
    sentence: str
    subjects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckReport:
    """Everything that was looked at, in order."""

    items: tuple[CheckItem, ...]

    @property
    def clean(self) -> bool:
        """Whether nothing is wrong; warnings are allowed."""
        return all(item.severity is not Severity.ERROR for item in self.items)

    def of(self, severity: Severity) -> tuple[CheckItem, ...]:
        """The findings of one severity."""
        return tuple(item for item in self.items if item.severity is severity)
