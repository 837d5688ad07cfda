"""Reads one file after the other: from disk or an archive, through a confined reader."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import replace

from itrvault.errors import (
    Cancelled,
    FileUnsupported,
    KnownError,
    ReaderFailed,
    ReaderOverLimit,
    ReaderUnavailable,
)
from itrvault.ingest.pace import Pace
from itrvault.ingest.source import read_file
from itrvault.ingest.walk import base_name, is_litter
from itrvault.ingest.work import (
    Allowance,
    Claims,
    Known,
    Outcome,
    ReadDocument,
    Scales,
    Shelf,
    Told,
    Work,
    failures_of_followers,
)
from itrvault.model.report import FileReport, FileStatus
from itrvault.progress import CancelToken
from itrvault.sandbox.host import Sandbox
from itrvault.sandbox.limits import Limits
from itrvault.vault import Vault

HOLDS = "attachments"
"""What a reader's metadata calls the files in a document; a known one is looked into again."""

_TEXT_WEIGHT = 6  # bytes in memory per code point of text, places of words included


class Reading:
    """What the reading threads of one import share."""

    def __init__(
        self,
        vault: Vault,
        sandbox: Sandbox,
        password: str,
        shelf: Shelf,
        scales: Scales,
        pace: Pace,
        stop: CancelToken,
        emit: Callable[[Outcome], None],
        pass_on: Callable[[ReadDocument], None],
    ) -> None:
        self._vault = vault
        self._sandbox = sandbox
        self._password = password
        self._shelf, self._scales, self._pace, self._stop = shelf, scales, pace, stop
        self._emit, self._pass_on = emit, pass_on
        self.claims = Claims()

    def run(self) -> None:
        """Take files until there are no more."""
        while (work := self._shelf.take()) is not None:
            try:
                self._file(work)
            finally:
                self._shelf.done()

    def _file(self, work: Work) -> None:
        self._stop.check()
        if work.data is None:
            self._scales.take_on(work.size)
        else:
            self._scales.add(work.size)
        begun = time.monotonic()
        self._pace.begin(work.path)
        kept = 0
        try:
            kept = self._read(work, begun)
        except (KnownError, OSError) as error:
            if isinstance(error, Cancelled | OSError):
                raise
            if work.sighting is not None and isinstance(error, ReaderUnavailable):
                work.sighting.stamp = ""  # not the file's fault: look at it again the next time
            self._tell(failure(work.path, error, begun), work)
        finally:
            if not kept:
                self._scales.put_off(work.size)
        self._pace.end(work.path, work.size)
        if work.sighting is not None and work.sighting.let_go():
            self._emit(work.sighting)

    def _tell(self, row: FileReport, work: Work) -> None:
        """Give the writer a row that belongs to a file (its own, or one beside it)."""
        self._emit_held(Told(row, work.sighting))

    def _emit_held(self, outcome: Told | Known) -> None:
        if outcome.sighting is not None:
            outcome.sighting.hold()
        self._emit(outcome)

    def _read(self, work: Work, begun: float) -> int:
        """Deal with one file; the weight that stays on the scales because it is passed on."""
        name = base_name(work.path)
        data = work.data
        if data is None:
            contents = read_file(work.source, self._sandbox.limits.file_size, self._stop)
            data = contents.data
            if work.sighting is not None:
                work.sighting.stamp = contents.stamp
        if work.only is not None:  # not asked for itself, but for what lies in it
            self._unpack(work, data, begun)
            return 0
        if self._sandbox.kind(data, name) == "archive" and (
            self._again(work, data) or self._archive(work, data, begun)
        ):
            return 0
        key = hashlib.sha256(data).hexdigest()
        claim = self.claims.claim(Known(key, work.path, _since(begun), work.sighting))
        if claim is not True:
            if isinstance(claim, Known | Told):
                self._emit_held(claim)
            return 0
        known = self._vault.store.documents.find(key)
        if known is not None:
            self._known(key, work, begun)
            if any(name == HOLDS for name, _ in known.metadata):
                self._attachments(work, data, begun)
            return 0
        try:
            extraction = self._sandbox.extract(
                data, name, password=self._password, cancel=self._stop
            )
        except Cancelled:
            raise
        except ReaderFailed as error:
            if isinstance(error, ReaderUnavailable) and work.sighting is not None:
                work.sighting.stamp = ""
            row = failure(work.path, error, begun)
            self._tell(row, work)
            for follower in failures_of_followers(row, self.claims.settle(key, row)):
                self._emit(follower)
            return 0
        if not extraction.units:
            self._container(key, work, data, begun)
            return 0
        if work.stated:
            extraction = replace(extraction, metadata=(*extraction.metadata, *work.stated))
        extra = _TEXT_WEIGHT * extraction.text_length
        self._scales.add(extra)
        weight = work.size + extra
        if work.sighting is not None:
            work.sighting.hold()
        self._pass_on(
            ReadDocument(
                key, work.path, name, data, extraction, _since(begun), weight, work.sighting
            )
        )
        if extraction.members:
            self._attachments(work, data, begun)
        return weight

    def _known(self, key: str, work: Work, begun: float) -> None:
        self._emit_held(Known(key, work.path, _since(begun), work.sighting))
        for other in self.claims.settle(key):
            self._emit(other)

    # -- files in files --------------------------------------------------------------------------

    def _again(self, work: Work, data: bytes) -> bool:
        """Whether the same archive was unpacked already, out of the same file on disk."""
        if work.allowance is None:
            return False
        first = work.allowance.archives.setdefault(hashlib.sha256(data).digest(), work.path)
        if first == work.path:
            return False
        said = f"The same archive as {first}, which is unpacked once."
        self._tell(FileReport(work.path, FileStatus.ARCHIVE, message=said), work)
        return True

    def _archive(self, work: Work, data: bytes, begun: float) -> bool:
        """A file that looks like nothing but a container. False when there is no file in it.

        Then its reader may know it for a document: a book or a sheet packed in an odd way.
        """
        said: list[str] = []
        count = self._unpack(work, data, begun, said)
        if not count:
            return False
        message = _held(count, said)
        row = FileReport(work.path, FileStatus.ARCHIVE, message=message, seconds=_since(begun))
        self._tell(row, work)
        return True

    def _container(self, key: str, work: Work, data: bytes, begun: float) -> None:
        """A container that only its reader could tell from a document."""
        said: list[str] = []
        try:
            message = _held(self._unpack(work, data, begun, said), said)
            row = FileReport(work.path, FileStatus.ARCHIVE, message=message)
        except ReaderFailed as error:
            row = failure(work.path, error, begun)
        self._tell(replace(row, seconds=_since(begun)), work)
        for follower in failures_of_followers(row, self.claims.settle(key, row)):
            self._emit(follower)

    def _attachments(self, work: Work, data: bytes, begun: float) -> None:
        """The files in a document that is one itself. What fails has a row beside its own."""
        try:
            self._unpack(work, data, begun)
        except ReaderFailed as error:
            path = f"{work.path}/attachments"
            self._pace.found(0)
            self._tell(failure(path, error, begun), work)
            self._pace.end(path, 0)

    def _unpack(self, work: Work, data: bytes, begun: float, told: list[str] | None = None) -> int:
        """How many files are in it; they go on the shelf, or are read here when it is full.

        `told` is filled with what its reader says of the whole.
        """
        limits = self._sandbox.limits
        if work.depth >= limits.depth:
            raise ReaderOverLimit(reason=f"archives lie in it more than {limits.depth} deep")
        allowance = work.allowance or Allowance(limits.expanded, limits.members)
        _check(allowance, limits)  # before a reader is asked: what is left of a bomb goes quickly
        if work.sighting is not None:
            work.sighting.held = True
        count = 0
        for member in self._sandbox.members(
            data, base_name(work.path), password=self._password, cancel=self._stop, warnings=told
        ):
            self._stop.check()
            count += 1
            path = f"{work.path}/{member.name}"
            allowance.left -= len(member.data)
            allowance.files -= 1
            _check(allowance, limits)
            only = None if work.only is None else below(path, work.only)
            if only is not None and not only:
                continue  # not asked for
            self._pace.found(len(member.data))
            if is_litter(member.name):
                said = "A file that a system keeps for itself."
                self._finished(FileReport(path, FileStatus.SKIPPED, message=said), work)
            elif member.error is not None:
                self._finished(failure(path, member.error, begun), work)
            else:
                inner = Work(
                    (-len(member.data), work.rank[1]), path, len(member.data), data=member.data,
                    depth=work.depth + 1, allowance=allowance, sighting=work.sighting,
                    only=None if only is None or path in only else only, stated=member.stated,
                )  # fmt: skip
                if work.sighting is not None:
                    work.sighting.hold()
                if not self._shelf.offer(inner):
                    self._file(inner)
        return count

    def _finished(self, row: FileReport, work: Work) -> None:
        self._tell(row, work)
        self._pace.end(row.path, 0)


def _check(allowance: Allowance, limits: Limits) -> None:
    if allowance.left < 0:
        raise ReaderOverLimit(reason="the archives in it unpack to more than is allowed")
    if allowance.files < 0:
        raise ReaderOverLimit(reason=f"more than {limits.members:,} files lie in it")


def _held(count: int, said: list[str]) -> str:
    return " ".join(["1 file in it." if count == 1 else f"{count} files in it.", *said])


def below(path: str, wanted: frozenset[str]) -> frozenset[str]:
    """Those of the wanted paths that are this one or lie in it."""
    return frozenset(one for one in wanted if one == path or one.startswith(f"{path}/"))


def failure(path: str, error: KnownError, begun: float) -> FileReport:
    """The row of a file that could not be read."""
    unsupported = isinstance(error, FileUnsupported)
    row = FileReport(path, FileStatus.UNSUPPORTED if unsupported else FileStatus.FAILED)
    return replace(
        row, message=f"{error.message} {error.advice}".strip(), seconds=_since(begun),
        code=getattr(error, "code", "unreadable"),
    )  # fmt: skip


def _since(begun: float) -> float:
    return time.monotonic() - begun
