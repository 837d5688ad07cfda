"""The host side: hands files to confined readers and takes checked records back.

A crash, a hang, a bomb or a lie costs one file, never the program. Readers are kept warm for the
next file; one that misbehaved is not used again.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from dataclasses import dataclass

from itrvault.errors import (
    READER_FAILURES,
    FileDamaged,
    FileEmpty,
    ReaderCrashed,
    ReaderFailed,
    ReaderLied,
    ReaderOverLimit,
    ReaderTimedOut,
)
from itrvault.model.codebook import CodebookFile
from itrvault.model.document import Extraction
from itrvault.progress import CancelToken
from itrvault.sandbox import magic
from itrvault.sandbox.codebooks import CodebookReceiver
from itrvault.sandbox.extraction import Attempt
from itrvault.sandbox.limits import Limits
from itrvault.sandbox.pages import PageSource, prepare
from itrvault.sandbox.pool import LOST_WITH, Pool
from itrvault.sandbox.process import CHILD_MAY_FAIL, ReaderProcess, Turn, request_head
from itrvault.sandbox.records import (
    LINE_LENGTH,
    NAME_LENGTH,
    list_value,
    text_value,
    whole_number,
)

_PIECE_LIMIT = 8 << 20
_MOST_STATED = 20


@dataclass(frozen=True, slots=True)
class Member:
    """A file unpacked from a container, or why it could not be.

    `stated` is what the container says of it, such as ("url", "http://...").
    """

    name: str
    data: bytes
    error: ReaderFailed | None = None
    stated: tuple[tuple[str, str], ...] = ()


class Sandbox:
    """Readers in confined processes. Thread safe: each call has a reader to itself."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._pool = Pool(self._limits)

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, *details: object) -> None:
        self.close()

    @property
    def limits(self) -> Limits:
        """What a reader may take."""
        return self._limits

    # -- what it does ----------------------------------------------------------------------------

    def extract(
        self, data: bytes, name: str, *, password: str = "", cancel: CancelToken | None = None
    ) -> Extraction:
        """All that the right reader gets out of one file. Raises `ReaderFailed`, `Cancelled`.

        When a unit hangs or crashes the reader, and the format allows to go on without it, the
        file is read again with care; a unit that does so again is left out (empty, with a warning).
        """
        self._check_size(data)
        turn = self._turn(data, cancel)
        request = request_head(self._limits, name, password, turn.seconds)
        skipped: list[int] = []
        careful = False
        first_end: ReaderFailed | None = None
        while True:
            attempt = Attempt(self._limits, skip=tuple(skipped), careful=careful)
            try:
                with self._reader(turn) as reader:
                    return attempt.read(reader, data, request)
            except FileDamaged:
                if first_end is not None:  # nothing was left without what it ended at
                    raise first_end from None
                raise
            except (ReaderCrashed, ReaderTimedOut) as error:
                if not attempt.can_skip or turn.spent >= turn.seconds:
                    raise
                first_end = first_end or error
                if careful and attempt.suspect is not None:
                    skipped.append(attempt.suspect)
                if len(skipped) > self._limits.lost_pages:
                    raise
                careful = True

    def members(
        self, data: bytes, name: str, *, password: str = "", cancel: CancelToken | None = None,
        warnings: list[str] | None = None,
    ) -> Iterator[Member]:  # fmt: skip
        """The files in a container, one after the other. Raises `ReaderFailed`, `Cancelled`.

        `warnings` is filled with what the reader says of the whole, such as what it left out.
        """
        self._check_size(data)
        turn = self._turn(data, cancel)
        left = self._limits.expanded
        count = 0
        with self._reader(turn) as reader:
            reader.send(
                "members", {"data": data},
                **request_head(self._limits, name, password, turn.seconds),
            )  # fmt: skip
            while True:
                frame = reader.answer("member", "warning", "done", blob_limit=0)
                if frame.kind == "done":
                    return
                if frame.kind == "warning":
                    sentence = text_value(frame.head.get("sentence"), 1000)
                    if warnings is not None and len(warnings) < _MOST_STATED:
                        warnings.append(sentence)
                    continue
                count += 1
                size = whole_number(frame.head.get("size"), 0, 1 << 48)
                left -= size
                if count > self._limits.members:
                    raise ReaderOverLimit(reason=f"more than {self._limits.members:,} files in it")
                if size > self._limits.member_size or left < 0:
                    raise ReaderOverLimit(reason="it unpacks to more than is allowed")
                member_name = text_value(frame.head.get("name"), NAME_LENGTH)
                error = _member_failure(frame.head.get("failure"), frame.head.get("reason"))
                stated = _stated(frame.head.get("stated"))
                yield Member(member_name, _pieces(reader, size), error, stated)

    def codebook(
        self, data: bytes, name: str, *, schema: bytes, cancel: CancelToken | None = None
    ) -> CodebookFile:
        """The tags in a file of another program. Raises `ReaderFailed`, `Cancelled`.

        `schema` is the XSD that a .qdc is held against; a reader has no files of its own.
        """
        self._check_size(data)
        turn = self._turn(data, cancel)
        found = CodebookReceiver()
        with self._reader(turn) as reader:
            reader.send(
                "codebook", {"data": data, "schema": schema},
                **request_head(self._limits, name, "", turn.seconds),
            )  # fmt: skip
            begin = reader.answer("codebook", blob_limit=0)
            while True:
                frame = reader.answer("codes", "warning", "done", blob_limit=0)
                if frame.kind == "done":
                    return found.file(begin)
                found.receive(frame)

    def kind(self, data: bytes, name: str) -> str:
        """Whether it is an "archive", a "document" or nothing known (""), by its bytes alone."""
        return magic.kind(data, name)

    def open_pages(
        self, data: bytes, name: str, password: str = "", *, instead_of: PageSource | None = None
    ) -> PageSource:
        """Keep a document open in a reader of its own, to draw its pages. Close it after use.

        `instead_of` are pages that are not needed any more: they are closed, and if all is well
        their reader goes on with this document. Raises `ReaderFailed`.
        """
        self._check_size(data)
        return PageSource(self._pool, self._limits, data, name, password, instead_of)

    def layers(self) -> tuple[str, ...]:
        """The confinement in force, as words; starts a reader if none has told yet.

        Raises `ReaderFailed` when no reader starts.
        """
        if not self._pool.layers:
            self.warm_up()
        return self._pool.layers

    def warm_up(self, count: int = 1, *, drawing: bool = False) -> None:
        """Have that many readers ready, for `drawing` pages at once if need be.

        Raises `ReaderFailed` when none starts.
        """
        readers = [self._pool.take() for _ in range(min(count, self._limits.idle_children))]
        for reader in readers:
            good = not drawing or prepare(reader, self._limits)
            self._pool.give_back(reader, good=good)

    def close(self) -> None:
        """End every reader. May be called twice; calls still running fail."""
        self._pool.close()

    @contextlib.contextmanager
    def _reader(self, turn: Turn) -> Iterator[ReaderProcess]:
        """A reader for one request; kept for the next only if all went well."""
        reader = self._pool.take(turn.cancel)
        good = False
        try:
            reader.begin(turn)
            yield reader
            good = True
        except ReaderFailed as error:
            good = error.code not in LOST_WITH
            raise
        finally:
            reader.end()
            self._pool.give_back(reader, good=good)

    def _turn(self, data: bytes, cancel: CancelToken | None) -> Turn:
        return Turn(self._limits.seconds_for(len(data)), self._limits.stall_seconds, cancel)

    def _check_size(self, data: bytes) -> None:
        if not data:
            raise FileEmpty
        if len(data) > self._limits.file_size:
            size = self._limits.file_size >> 20
            raise ReaderOverLimit(reason=f"it is larger than {size:,} MB")


def _pieces(reader: ReaderProcess, size: int) -> bytes:
    """The bytes of a member, which come in pieces."""
    whole = io.BytesIO()  # gives its bytes away without a second copy of them
    missing = size
    while missing:
        piece = reader.answer("piece", blob_limit=_PIECE_LIMIT).blob("data")
        missing -= len(piece)
        if not piece or missing < 0:
            raise ReaderLied(reason="a file in it has another size than was said")
        whole.write(piece)
    return whole.getvalue()


def _stated(untrusted: object) -> tuple[tuple[str, str], ...]:
    """What a container says of a file in it."""
    if untrusted is None:
        return ()
    pairs = [list_value(pair, 2) for pair in list_value(untrusted)]
    if len(pairs) > _MOST_STATED:
        raise ReaderLied(reason="a container says too much of a file in it")
    return tuple((text_value(key, 100), text_value(value, LINE_LENGTH)) for key, value in pairs)


def _member_failure(untrusted_code: object, untrusted_reason: object) -> ReaderFailed | None:
    if untrusted_code in (None, ""):
        return None
    reason = text_value(untrusted_reason, 300)
    if untrusted_code not in CHILD_MAY_FAIL:
        raise ReaderLied(reason="a file in it failed for no known reason")
    failure = READER_FAILURES[str(untrusted_code)]
    return failure(reason=reason or "no reason was given", kind=reason or "unknown")
