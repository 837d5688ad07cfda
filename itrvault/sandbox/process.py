"""One reader process as the host sees it: started, talked to under a deadline, always ended.

Calls block the thread that makes them; what ends a call too long is the keeper, a thread of the
sandbox that kills the process, so that the pipe ends and the call returns. This works the same on
every system, and no thread is ever killed.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from io import FileIO

from itrvault.errors import (
    READER_FAILURES,
    Cancelled,
    ReaderCrashed,
    ReaderFailed,
    ReaderLied,
    ReaderOverLimit,
    ReaderTimedOut,
)
from itrvault.paths import reader_command
from itrvault.progress import CancelToken
from itrvault.sandbox import wire
from itrvault.sandbox.footprint import resident
from itrvault.sandbox.limits import Limits
from itrvault.sandbox.records import NAME_LENGTH, clean_line, list_value, text_value, whole_number
from itrvault.sandbox.wire import Buffer, Frame

_PIPE_SIZE = 1 << 20
_AT_START = 256 << 20
"""Bytes of memory that the interpreter and the libraries may have in use before any file."""

_GRACE = 0.3
"""Seconds between asking a process to end and killing it."""

CHILD_MAY_FAIL = (
    "failed", "empty", "blank", "damaged", "locked", "unsupported", "archive", "limit",
)  # fmt: skip
"""Codes a reader may give by itself; the others are the host's own findings."""


class Turn:
    """The time one request may take: as a whole, and without a sign of life.

    Only time spent waiting for the reader counts, not what the caller does between two answers.
    """

    def __init__(self, seconds: float, stall: float, cancel: CancelToken | None) -> None:
        self.seconds = seconds
        self.stall = min(stall, seconds)
        self.cancel = cancel
        self._spent = 0.0
        self._waiting_since: float | None = None

    def __enter__(self) -> Turn:
        self._waiting_since = time.monotonic()
        return self

    def __exit__(self, *details: object) -> None:
        since, self._waiting_since = self._waiting_since, None
        if since is not None:
            self._spent += time.monotonic() - since

    @property
    def spent(self) -> float:
        """Seconds waited so far, in calls that have ended."""
        return self._spent

    def overdue(self, now: float) -> float | None:
        """How long the reader was given, once that is over; None while it is not."""
        since = self._waiting_since
        if since is None:
            return None
        if now - since > self.stall:
            return self.stall
        if self._spent + now - since > self.seconds:
            return self.seconds
        return None


class ReaderProcess:
    """A started reader. Not thread safe: one caller at a time, except for `stop`."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self.layers: tuple[str, ...] = ()
        self.files = 0
        self.memory = 0
        self._turn: Turn | None = None
        self._stopped_because: ReaderFailed | Cancelled | None = None
        self._ending = threading.Lock()
        self._process = subprocess.Popen(
            reader_command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, bufsize=0, env=_environment(), cwd=_empty_place(),
            start_new_session=sys.platform != "win32", creationflags=_creation_flags(),
        )  # fmt: skip
        assert isinstance(self._process.stdin, FileIO)
        assert isinstance(self._process.stdout, FileIO)
        self._to, self._from = self._process.stdin, self._process.stdout
        self._job: object = _put_into_job(self._process, limits)
        _enlarge(self._to, self._from)

    def greet(self, cancel: CancelToken | None = None) -> None:
        """Wait until the reader has confined itself and loaded its libraries.

        Raises what `send` and `answer` raise.
        """
        seconds = self._limits.start_seconds
        self.begin(Turn(seconds, seconds, cancel))
        try:
            self.send("hello", memory=self._limits.memory, folders=list(self._limits.folders))
            frame = self.answer("ready")
            layers = list_value(frame.head.get("layers"))
            self.layers = tuple(text_value(layer, 100) for layer in layers[:20])
            if sys.platform == "win32" and self._job is not None:
                self.layers = ("limited memory, no further processes (job object)", *self.layers)
        finally:
            self.end()

    # -- one request after the other -----------------------------------------------------------

    def begin(self, turn: Turn) -> None:
        """Start the clock for one request."""
        self._turn = turn

    def end(self) -> None:
        """Stop the clock."""
        self._turn = None

    def send(self, kind: str, blobs: Mapping[str, Buffer] | None = None, **head: object) -> None:
        """Ask something, within the turn."""
        turn = self._current_turn()
        with turn:
            try:
                wire.write_frame(self._to, {"type": kind, **head}, blobs)
            except (OSError, ValueError) as error:
                raise self._ended() from error

    def answer(self, *kinds: str, blob_limit: int = wire.BLOB_LIMIT) -> Frame:
        """The next answer, which must be one of `kinds`.

        Raises what the reader says it failed with; `ReaderLied` for anything else it may not say;
        `ReaderCrashed`, `ReaderTimedOut` or `Cancelled` when it ended.
        """
        turn = self._current_turn()
        with turn:
            try:
                frame = wire.read_frame(self._from, blob_limit=blob_limit)
            except wire.WireError as error:
                raise ReaderLied(reason=str(error)) from error
            except (wire.ConnectionEnded, OSError, ValueError) as error:
                raise self._ended() from error
        if frame.kind == "failed":
            raise _failure(frame)
        if frame.kind not in kinds:
            raise ReaderLied(reason="an answer came that was not asked for")
        if frame.kind == "done":
            self.memory = whole_number(frame.head.get("memory"), 0, 1 << 48)
        return frame

    def _current_turn(self) -> Turn:
        assert self._turn is not None, "a request outside of a turn has no deadline"
        if self._turn.cancel is not None:
            self._turn.cancel.check()
        return self._turn

    def _ended(self) -> ReaderFailed | Cancelled:
        return self._stopped_because or ReaderCrashed()

    # -- its end ---------------------------------------------------------------------------------

    def look(self, now: float) -> None:
        """Kill the reader if its turn is over, its memory too, or its caller gave up.

        Called by the keeper.
        """
        turn = self._turn
        if turn is None or self._stopped_because is not None:
            return
        if turn.cancel is not None and turn.cancel.cancelled:
            self._stopped_because = Cancelled()
        elif (seconds := turn.overdue(now)) is not None:
            self._stopped_because = ReaderTimedOut(seconds=f"{seconds:.3g}")
        elif resident(self._process.pid) > self._limits.memory + _AT_START:
            self._stopped_because = ReaderOverLimit(reason="it needs too much memory")
        else:
            return
        self._process.kill()

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    @property
    def process_id(self) -> int:
        """Its number, for tests and for `check`."""
        return self._process.pid

    def stop(self) -> None:
        """End the process and take it off the system's list. Returns when it is gone."""
        with self._ending:
            with contextlib.suppress(OSError):
                self._to.close()
            try:
                if self._process.poll() is None:
                    self._process.terminate()
                    self._process.wait(_GRACE)
            except subprocess.TimeoutExpired:
                self._process.kill()
            self._process.wait()
            with contextlib.suppress(OSError):
                self._from.close()
            self._job = None


def _failure(frame: Frame) -> ReaderFailed:
    """What a reader says it failed with: a class by its code, filled with short plain values."""
    untrusted_code = frame.head.get("code")
    if untrusted_code not in CHILD_MAY_FAIL:
        raise ReaderLied(reason="it failed for no known reason")
    untrusted_values = frame.head.get("values")
    if not isinstance(untrusted_values, dict):
        raise ReaderLied(reason="it failed without saying why")
    values: dict[str, object] = {"reason": "no reason was given", "kind": "unknown"}
    for key in values:
        if key in untrusted_values:
            values[key] = text_value(untrusted_values[key], 300)
    failure: ReaderFailed = READER_FAILURES[str(untrusted_code)](**values)
    return failure


def request_head(limits: Limits, name: str, password: str, seconds: float) -> dict[str, object]:
    """What every request about a file says."""
    return {
        "name": clean_line(name, NAME_LENGTH), "password": password, "units": limits.units,
        "text": limits.text, "seconds": seconds, "patience": limits.patience,
    }  # fmt: skip


def _environment() -> dict[str, str]:
    """Nothing of the user's: only what the interpreter needs to start at all."""
    kept = {"LC_ALL": "C.UTF-8", "LANG": "C.UTF-8"}
    if sys.platform == "win32":
        kept |= {name: os.environ[name] for name in ("SystemRoot",) if name in os.environ}
    if (
        sys.platform == "linux"
        and "LD_LIBRARY_PATH" in os.environ
        and getattr(sys, "frozen", False)
    ):
        kept["LD_LIBRARY_PATH"] = os.environ["LD_LIBRARY_PATH"]
    return kept


def _empty_place() -> str:
    """Where a reader starts: not the user's folder, whose name it has no need to know."""
    return os.path.dirname(sys.executable) if sys.platform == "win32" else "/"


def _enlarge(*pipes: FileIO) -> None:
    """Larger pipes where the system lets us, so that fewer turns are needed."""
    if sys.platform == "linux":
        import fcntl

        for pipe in pipes:
            with contextlib.suppress(OSError):  # over the user's quota: the usual size works
                fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE_SIZE)


def _creation_flags() -> int:
    if sys.platform == "win32":
        from itrvault.sandbox.job import CREATE_SUSPENDED

        return CREATE_SUSPENDED | subprocess.CREATE_NO_WINDOW
    return 0


def _put_into_job(process: subprocess.Popen[bytes], limits: Limits) -> object:
    if sys.platform == "win32":
        from itrvault.sandbox.job import confine_process

        return confine_process(process, limits.memory)
    return None
