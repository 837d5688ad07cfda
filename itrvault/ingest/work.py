"""What moves through an import, and the shelves and scales that keep its memory flat."""

from __future__ import annotations

import heapq
import os
import threading
from dataclasses import dataclass, field, replace

from itrvault.model.document import Extraction, Fact
from itrvault.model.report import FileReport, FileStatus
from itrvault.search.builder import Segment

MEBIBYTE = 1 << 20


@dataclass(slots=True)
class Allowance:
    """What the archives in one file may still unpack to, all levels together: bytes and files.

    `archives` are those unpacked, hash to path: a bomb is small because it holds the same thing
    again and again.
    """

    left: int
    files: int
    archives: dict[bytes, str] = field(default_factory=dict)


class Sighting:
    """A file on disk, and how much of what came out of it is not in the vault yet.

    It is remembered as seen only when nothing is left open: of an archive that was being unpacked
    when the import was stopped, the rest must be taken in the next time. Thread safe.
    """

    def __init__(self, source: str, path: str) -> None:
        self.source = os.path.abspath(source)
        self.path = path
        self.stamp = ""  # how it lay there when it was read; "" while that proves nothing
        self.status: FileStatus | None = None
        self.document = ""
        self.held = False  # whether files were looked for in it
        self.only: frozenset[str] | None = None  # what is wanted out of it; None for all
        self.failed: set[str] = set()  # paths of what could not be read of it
        self._open = 1
        self._lock = threading.Lock()

    def hold(self) -> None:
        """One thing more came out of it."""
        with self._lock:
            self._open += 1

    def let_go(self) -> bool:
        """One thing is dealt with; whether it was the last."""
        with self._lock:
            self._open -= 1
            return not self._open


@dataclass(order=True, slots=True)
class Work:
    """A file to be read, from disk (`source`) or out of an archive (`data`).

    Sorted: the largest first, so that no large file is left for one core at the end. `sighting` is
    that of the file on disk it lies in, shared by all that lies in it. `only` are the paths of what
    is wanted out of it; None when it is wanted itself, with all it holds. `stated` is what the
    archive it lies in says of it.
    """

    rank: tuple[int, int]
    path: str = field(compare=False)
    size: int = field(compare=False)
    source: str = field(compare=False, default="")
    data: bytes | None = field(compare=False, default=None)
    depth: int = field(compare=False, default=0)
    allowance: Allowance | None = field(compare=False, default=None)
    sighting: Sighting | None = field(compare=False, default=None)
    only: frozenset[str] | None = field(compare=False, default=None)
    stated: tuple[tuple[str, str], ...] = field(compare=False, default=())


@dataclass(slots=True)
class ReadDocument:
    """A document that was read, on its way into the vault. `weight` is what it holds in memory."""

    key: str
    path: str
    name: str
    data: bytes
    extraction: Extraction
    seconds: float
    weight: int
    sighting: Sighting | None = None
    rows: tuple[int, int] = (0, 0)
    facts: dict[str, Fact] = field(default_factory=dict)
    signature: bytes | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Documents that are committed together, with the segment that indexes them."""

    documents: tuple[ReadDocument, ...]
    segment: Segment | None


@dataclass(frozen=True, slots=True)
class Known:
    """A file whose bytes are a document of the vault already."""

    key: str
    path: str
    seconds: float
    sighting: Sighting | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What became of a file that gave no document."""

    report: FileReport
    sighting: Sighting | None = None


@dataclass(frozen=True, slots=True)
class Unopened:
    """Files that lie there as they did when they were last read."""

    reports: tuple[FileReport, ...]


Outcome = Group | Known | Told | Unopened | Sighting
"""What the writer gets. A bare sighting is one whose last part was no row."""


class Shelf:
    """Files waiting to be read; a bounded number, the largest taken first.

    Counts who works on what it gave out, because an archive being read may add to it.
    """

    def __init__(self, capacity: int = 2_000, held: int = 64 * MEBIBYTE) -> None:
        self._capacity = capacity
        self._held_limit = held
        self._held = 0  # bytes of archive members waiting here
        self._heap: list[Work] = []
        self._working = 0
        self._closed = self._stopped = False
        self._changed = threading.Condition()

    def put(self, work: Work) -> None:
        """Add a file; waits for room. Dropped after `stop`."""
        with self._changed:
            self._changed.wait_for(lambda: len(self._heap) < self._capacity or self._stopped)
            self._push(work)

    def offer(self, work: Work) -> bool:
        """Add a member of an archive if there is room. Never waits: the giver may be the taker."""
        size = len(work.data or b"")
        with self._changed:
            if self._stopped or (self._held and self._held + size > self._held_limit):
                return False
            self._held += size
            self._push(work)
            return True

    def _push(self, work: Work) -> None:
        if not self._stopped:
            heapq.heappush(self._heap, work)
            self._changed.notify_all()

    def take(self) -> Work | None:
        """The next file; waits for one. None when there are no more. Call `done` after each."""
        with self._changed:
            self._changed.wait_for(
                lambda: self._heap or self._stopped or (self._closed and not self._working)
            )
            if self._stopped or not self._heap:
                return None
            work = heapq.heappop(self._heap)
            self._held -= len(work.data or b"")
            self._working += 1
            self._changed.notify_all()
            return work

    def done(self) -> None:
        """The file taken last is dealt with, and all it held is on the shelf or dealt with too."""
        with self._changed:
            self._working -= 1
            self._changed.notify_all()

    def close(self) -> None:
        """No more files from the walk."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def stop(self) -> None:
        """Wake everybody up with nothing."""
        with self._changed:
            self._stopped = True
            self._heap.clear()
            self._changed.notify_all()


class Scales:
    """Bytes in memory between reading and commit, kept near a limit."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._load = 0
        self._waiting = 0
        self._stopped = False
        self._changed = threading.Condition()

    @property
    def starved(self) -> bool:
        """Whether a reader waits for room: time to commit."""
        return self._waiting > 0

    def take_on(self, weight: int) -> None:
        """Wait for room, then count. A load above the limit waits until it is alone."""
        with self._changed:
            self._waiting += 1
            self._changed.wait_for(
                lambda: not self._load or self._load + weight <= self._limit or self._stopped
            )
            self._waiting -= 1
            self._load += weight

    def add(self, weight: int) -> None:
        """Count what is there already."""
        with self._changed:
            self._load += weight

    def put_off(self, weight: int) -> None:
        """Let go."""
        with self._changed:
            self._load -= weight
            self._changed.notify_all()

    def stop(self) -> None:
        """Let everybody pass."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()


@dataclass(slots=True)
class _Claim:
    """What is known of some bytes during this import."""

    settled: bool = False
    failed: FileReport | None = None
    followers: list[Known] = field(default_factory=list)


class Claims:
    """Who reads which bytes, so that equal files of one import are read once."""

    def __init__(self) -> None:
        self._claims: dict[bytes, _Claim] = {}
        self._lock = threading.Lock()

    def claim(self, asked: Known) -> Told | Known | bool | None:
        """Ask to read some bytes, for a file as it would be told if they were known.

        True: they are yours. None: another file has them; this one is told with it, and holds its
        sighting until then. Otherwise the answer is known: in the vault, or failed as that file.
        """
        with self._lock:
            claim = self._claims.get(bytes.fromhex(asked.key))
            if claim is None:
                self._claims[bytes.fromhex(asked.key)] = _Claim()
                return True
            if not claim.settled:
                if asked.sighting is not None:
                    asked.sighting.hold()
                claim.followers.append(asked)
                return None
            return asked if claim.failed is None else _same_failure(claim.failed, asked)

    def settle(self, key: str, failed: FileReport | None = None) -> list[Known]:
        """The bytes are in the vault, or failed: the other files that waited for this."""
        with self._lock:
            claim = self._claims[bytes.fromhex(key)]
            claim.settled, claim.failed = True, failed
            followers, claim.followers = claim.followers, []
            return followers


def _same_failure(failed: FileReport, file: Known) -> Told:
    return Told(replace(failed, path=file.path, seconds=file.seconds), file.sighting)


def failures_of_followers(failed: FileReport, followers: list[Known]) -> list[Told]:
    """Rows for equal files of one that failed."""
    return [_same_failure(failed, file) for file in followers]
