"""Puts what was read into the vault: whole documents with their index, one transaction a batch."""

from __future__ import annotations

import time

from itrvault.ingest.marks import find_marks
from itrvault.ingest.work import (
    Claims,
    Group,
    Known,
    Outcome,
    ReadDocument,
    Scales,
    Sighting,
    Told,
    Unopened,
)
from itrvault.model.document import known_as
from itrvault.model.report import FileReport, FileStatus, ImportReport
from itrvault.search.builder import Segment
from itrvault.store.unread import BAD
from itrvault.vault import Vault

BATCH_SECONDS = 2.0
BATCH_BYTES = 48 << 20
_NAMED = 3  # documents of nearly the same text that a row of the report names


class Writing:
    """The only writer of an import; one thread uses it. `rows` are those of what is committed."""

    def __init__(self, vault: Vault, claims: Claims, scales: Scales) -> None:
        self._vault = vault
        self._claims = claims
        self._scales = scales
        self._batch: list[Outcome] = []
        self._bytes = 0
        self._since = 0.0
        self.rows: list[FileReport] = []

    def add(self, outcome: Outcome) -> None:
        """Take something for the next commit."""
        if isinstance(outcome, Unopened):  # nothing to write
            self.rows += outcome.reports
            return
        if not self._batch:
            self._since = time.monotonic()
        self._batch.append(outcome)
        if isinstance(outcome, Group):
            self._bytes += sum(document.weight for document in outcome.documents)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to commit."""
        return not self._batch

    @property
    def due(self) -> bool:
        """Whether the batch is old or large enough, or its memory is wanted."""
        if not self._batch:
            return False
        age = time.monotonic() - self._since
        full = BATCH_BYTES // 6 if self._scales.starved else BATCH_BYTES
        return age > BATCH_SECONDS or self._bytes > full

    def commit(self) -> None:
        """Write the batch, all or nothing. Raises DiskFull, VaultReadOnly."""
        if not self._batch:
            return
        rows: list[FileReport] = []
        written: list[ReadDocument] = []
        whole: list[Sighting] = []  # files of which the last part is in this batch
        with self._vault.store.transaction():
            segments: list[Segment] = []
            ghosts: list[int] = []
            for outcome in self._batch:
                if isinstance(outcome, Group):
                    ghosts += self._group(outcome, rows, segments, whole)
                    written += outcome.documents
                elif isinstance(outcome, Sighting):
                    whole.append(outcome)
                elif isinstance(outcome, Known):
                    rows.append(self._known(outcome))
                    _settle(outcome.sighting, rows[-1], whole)
                elif isinstance(outcome, Told):
                    rows.append(outcome.report)
                    _settle(outcome.sighting, rows[-1], whole)
            if segments:
                self._vault.index.adopt(segments)
            for row in ghosts:
                self._vault.index.remove(row)
            self._vault.store.documents.add_reports(ImportReport(tuple(rows), 0.0))
            for sighting in whole:
                self._remember(sighting)
        self.rows += rows
        self._batch, self._bytes = [], 0
        late = [known for document in written for known in self._claims.settle(document.key)]
        for document in written:
            self._scales.put_off(document.weight)
        for known in late:
            self.add(known)

    def tidy(self) -> None:
        """Once all is in: merge the small segments of the index, so that searches stay quick."""
        if any(row.status is FileStatus.IMPORTED for row in self.rows):
            with self._vault.store.transaction():
                self._vault.index.compact()

    def _remember(self, sighting: Sighting) -> None:
        """All that came out of a file on disk is in the vault, or on the list of what failed."""
        store = self._vault.store
        if sighting.status is not None:
            store.seen.note(sighting.source, sighting.stamp, sighting.status, sighting.document)
        if sighting.held:
            wanted = sighting.only
            store.unread.drop(
                path
                for path in (one.report.path for one in store.unread.at(sighting.path))
                if path not in sighting.failed and (wanted is None or path in wanted)
            )

    def _group(
        self,
        group: Group,
        rows: list[FileReport],
        segments: list[Segment],
        whole: list[Sighting],
    ) -> list[int]:
        """Store a group; the row numbers it reserved but did not need.

        A document that somebody else put into the vault meanwhile (a second import in another
        thread) keeps the rows it got there; those in our segment must come out again.
        """
        documents = self._vault.store.documents
        ghosts = []
        for read in group.documents:
            stored = documents.add(
                read.extraction, read.facts, read.data, (read.path,), read.name, rows=read.rows,
                signature=read.signature,
            )  # fmt: skip
            said = (*read.extraction.warnings, *self._near(stored.id))
            rows.append(
                FileReport(
                    read.path, FileStatus.IMPORTED, stored.id, stored.symbol, stored.language,
                    stored.unit_count, " ".join(said), read.seconds,
                )
            )  # fmt: skip
            _settle(read.sighting, rows[-1], whole)
            if stored.row != read.rows[0]:
                ghosts.append(read.rows[0])
            elif read.extraction.marks:
                found = find_marks(read.extraction)
                self._vault.store.annotations.take_over(stored.id, read.name, found)
        if group.segment is not None:
            segments.append(group.segment)
        return ghosts

    def _near(self, key: str) -> list[str]:
        """Which other documents say nearly the same, in sentences."""
        versions = self._vault.store.versions.of(key)
        get = self._vault.store.documents.get
        said = [version.sentence(known_as(get(version.document))) for version in versions[:_NAMED]]
        if len(versions) > _NAMED:
            said.append(f"{len(versions) - _NAMED} more documents are near to it.")
        return said

    def _known(self, known: Known) -> FileReport:
        documents = self._vault.store.documents
        document = documents.find(known.key)
        if document is None:  # removed by hand since it was found
            said = "It was removed from the vault during the import."
            return FileReport(known.path, FileStatus.FAILED, message=said)
        documents.add_path(known.key, known.path)
        return FileReport(
            known.path, FileStatus.DUPLICATE, document.id, document.symbol, document.language,
            seconds=known.seconds,
        )  # fmt: skip


def _settle(sighting: Sighting | None, row: FileReport, whole: list[Sighting]) -> None:
    """One part more of a file on disk is dealt with."""
    if sighting is None:
        return
    if row.path == sighting.path:
        sighting.status, sighting.document = row.status, row.document
    if row.status in BAD:
        sighting.failed.add(row.path)
    if sighting.let_go():
        whole.append(sighting)
