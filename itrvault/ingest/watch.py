"""Folders that are looked at again and again, for files that are new or changed.

By looking, not by the system's notices: those say nothing about a folder on another computer, and
a leak often lies on a stick or a share. A look costs some 20 microseconds a file; the pauses
between two looks grow with what a look costs and while nothing happens.

Which folders are watched is known only to whoever watches, for as long as it does. A vault does not
remember them: it travels, and where somebody keeps his papers is nobody else's business.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from pathlib import Path

from itrvault.ingest.walk import Found, walk
from itrvault.model.report import FileStatus
from itrvault.progress import CancelToken

QUIET = 2.0
"""Seconds for which a file must have stayed the same: until then somebody may be writing it."""

SHORTEST, LONGEST = 1.0, 15.0
"""Seconds between two looks: just after something happened, and after long silence."""

SHARE = 20
"""A pause is at least so many times as long as the look before it."""

_UNFINISHED = re.compile(
    r".*\.(?:part|partial|crdownload|download|opdownload|filepart|tmp|temp|!ut|aria2)"
    r"|\..+\.[A-Za-z0-9]{6}",  # rsync's
    re.IGNORECASE,
)
"""Names that copying and downloading programs give a file until it is whole."""


class Watch:
    """Looks at some files and folders. What is there at the first look counts as known.

    Keeps 16 bytes (and what Python needs around them) for each file.
    """

    def __init__(
        self, paths: Iterable[str | Path], *, vault: Path | None = None, quiet: float = QUIET
    ) -> None:
        self._paths = list(paths)
        self._vault = vault
        self._quiet = quiet
        self._known: dict[int, int] = {}
        self._waiting: dict[str, tuple[str, float]] = {}  # stamp, and since when it is so
        self._began = False

    @property
    def waiting(self) -> Sequence[str]:
        """Files that changed and are not quiet yet."""
        return tuple(self._waiting)

    def look(self, now: float, cancel: CancelToken | None = None) -> list[str]:
        """The files that are new or changed since they were last named here, and quiet by now.

        `now` are seconds on any clock that only goes forward. Raises Cancelled.
        """
        known: dict[int, int] = {}
        still: dict[str, tuple[str, float]] = {}
        ready: list[str] = []
        all_there = True
        for found in walk(self._paths, vault=self._vault, cancel=cancel):
            if found.status is FileStatus.FAILED:
                all_there = False  # a stick that was pulled out comes back with the same files
            if found.status is not None or _UNFINISHED.fullmatch(found.name):
                continue
            key, stamp = _short(found.source), _short(found.stamp)
            if not self._began or self._known.get(key) == stamp:
                known[key] = stamp
            elif self._is_quiet(found, now, still):
                known[key] = stamp
                ready.append(found.source)
        self._known = known if all_there else self._known | known
        self._waiting = still
        self._began = True
        return ready

    def _is_quiet(self, found: Found, now: float, still: dict[str, tuple[str, float]]) -> bool:
        before = self._waiting.get(found.source)
        since = before[1] if before is not None and before[0] == found.stamp else now
        if now - since >= self._quiet and before is not None:
            return True
        still[found.source] = (found.stamp, since)
        return False

    def batches(self, cancel: CancelToken) -> Iterator[list[str]]:
        """What is new or changed, as it comes, until `cancel` is set. Waits in this thread."""
        pause = SHORTEST
        while not cancel.cancelled:
            begun = time.monotonic()
            ready = self.look(begun)
            took = time.monotonic() - begun
            if ready:
                yield ready
            pause = SHORTEST if ready or self._waiting else min(1.5 * pause, LONGEST)
            cancel.wait(max(pause, SHARE * took))


def _short(text: str) -> int:
    """A number for a text; two texts share one as good as never."""
    data = text.encode("utf-8", "surrogateescape")
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "little")
