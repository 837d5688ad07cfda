"""Looks at what an import would do, before it does it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from itrvault.errors import FileUnreadable, ReaderOverLimit
from itrvault.ingest.source import read_file
from itrvault.ingest.unchanged import SIFTED, Unchanged
from itrvault.ingest.walk import Found, walk
from itrvault.model.report import FileReport, FileStatus
from itrvault.progress import CancelToken, NullProgress, Progress, Step
from itrvault.vault import Vault

_SHOWN = 1_000
"""Rows of a plan that are kept; the numbers count all."""


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """Numbers over all files found, and the first rows of those that will not be imported.

    `files` counts files that can be opened, `size` their bytes, `known` those whose bytes are in
    the vault already or that lie there as they did when they were last read, `left_out` what is
    nobody's document, `unreadable` what cannot be opened.
    """

    files: int
    size: int
    known: int
    left_out: int
    unreadable: int
    rows: tuple[FileReport, ...] = ()

    @property
    def new(self) -> int:
        """Files to be read whose bytes the vault does not hold (archives count as one)."""
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
    sizes = vault.store.documents.sizes()
    unchanged = Unchanged(vault.store)
    limit = vault.sandbox.limits.file_size
    files = size = known = left_out = unreadable = 0
    rows: list[FileReport] = []
    for number, (found, told) in enumerate(
        _sifted(unchanged, walk(paths, vault=vault.path, cancel=token)), 1
    ):
        listener.report(Step("Looking at the files", number, None, found.path))
        row = told or _problem(found)
        if row is None or told is not None:
            files += 1
            size += found.size
        if row is None and found.size in sizes:
            row = _compare(vault, found, limit, token)
        if row is None:
            continue
        known += row.status is FileStatus.DUPLICATE or row.unchanged
        left_out += row.status is FileStatus.SKIPPED and not row.unchanged
        unreadable += row.status is FileStatus.FAILED and not row.unchanged
        files -= row.status is FileStatus.FAILED and found.status is None and not row.unchanged
        if len(rows) < _SHOWN:
            rows.append(row)
    return ImportPlan(files, size, known, left_out, unreadable, tuple(rows))


def _sifted(
    unchanged: Unchanged, files: Iterable[Found]
) -> Iterator[tuple[Found, FileReport | None]]:
    """Each file, with its row when it lies there as it did when it was last read."""
    waiting = iter(files)
    while some := list(islice(waiting, SIFTED)):
        _, rows = unchanged.sift(some)
        told = {row.path: row for row in rows}
        yield from ((found, told.get(found.path)) for found in some)


def _problem(found: Found) -> FileReport | None:
    if found.status is None:
        return None
    return FileReport(found.path, found.status, message=found.message)


def _compare(vault: Vault, found: Found, limit: int, cancel: CancelToken) -> FileReport | None:
    """A row when the vault has these bytes already, or when they can't be read."""
    try:
        data = read_file(found.source, limit, cancel).data
    except (FileUnreadable, ReaderOverLimit) as error:
        return FileReport(found.path, FileStatus.FAILED, message=error.message)
    document = vault.store.documents.find(hashlib.sha256(data).hexdigest())
    if document is None:
        return None
    return FileReport(
        found.path, FileStatus.DUPLICATE, document.id, document.symbol, document.language
    )
