"""Looks at what an import would do, before it does it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from itrvault.errors import FileUnreadable, ReaderOverLimit
from itrvault.ingest.source import read_file
from itrvault.ingest.walk import Found, walk
from itrvault.model.report import FileReport, FileStatus
from itrvault.progress import CancelToken, NullProgress, Progress, Step
from itrvault.vault import Vault

_SHOWN = 1_000
"""Rows of a plan that are kept; the numbers count all."""


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """Numbers over all files found, and the first rows of those that will not be imported.

    `files` counts files to read, `size` their bytes, `known` those whose bytes are in the vault
    already, `left_out` what is nobody's document, `unreadable` what cannot be opened.
    """

    files: int
    size: int
    known: int
    left_out: int
    unreadable: int
    rows: tuple[FileReport, ...] = ()

    @property
    def new(self) -> int:
        """Files whose bytes the vault does not hold (archives count as one)."""
        return self.files - self.known


def plan_import(
    vault: Vault,
    paths: Iterable[str | Path],
    *,
    progress: Progress | None = None,
    cancel: CancelToken | None = None,
) -> ImportPlan:
    """Walk the paths and count. A file is hashed only when the vault holds one of its size.

    Files that cannot be read are rows, never an error. Raises Cancelled.
    """
    listener = progress or NullProgress()
    token = cancel or CancelToken()
    sizes = {document.size for document in vault.store.documents.all()}
    limit = vault.sandbox.limits.file_size
    files = size = known = left_out = unreadable = 0
    rows: list[FileReport] = []
    for number, found in enumerate(walk(paths, vault=vault.path, cancel=token), 1):
        listener.report(Step("Looking at the files", number, None, found.path))
        row = _problem(found)
        if row is None:
            files += 1
            size += found.size
            if found.size in sizes:
                row = _compare(vault, found, limit, token)
        if row is None:
            continue
        known += row.status is FileStatus.DUPLICATE
        left_out += row.status is FileStatus.SKIPPED
        unreadable += row.status is FileStatus.FAILED
        files -= row.status is FileStatus.FAILED and found.status is None
        if len(rows) < _SHOWN:
            rows.append(row)
    return ImportPlan(files, size, known, left_out, unreadable, tuple(rows))


def _problem(found: Found) -> FileReport | None:
    if found.status is None:
        return None
    return FileReport(found.path, found.status, message=found.message)


def _compare(vault: Vault, found: Found, limit: int, cancel: CancelToken) -> FileReport | None:
    """A row when the vault has these bytes already, or when they can't be read."""
    try:
        data = read_file(found.source, limit, cancel)
    except (FileUnreadable, ReaderOverLimit) as error:
        return FileReport(found.path, FileStatus.FAILED, message=error.message)
    document = vault.store.documents.find(hashlib.sha256(data).hexdigest())
    if document is None:
        return None
    return FileReport(
        found.path, FileStatus.DUPLICATE, document.id, document.symbol, document.language
    )
