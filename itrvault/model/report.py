"""What happened to each file of an import."""

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


@dataclass(frozen=True, slots=True)
class FileReport:
    """One row of the report. `document` is an id or ""; `message` a sentence and a hint or ""."""

    path: str
    status: FileStatus
    document: str = ""
    symbol: str = ""
    language: str = ""
    units: int = 0
    message: str = ""
    seconds: float = 0.0


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
    def units(self) -> int:
        """Units of the newly imported documents."""
        return sum(row.units for row in self.rows if row.status is FileStatus.IMPORTED)
