"""How much a reader may take of anything."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one reader and on one file.

    Times are wall seconds spent waiting for the reader (not the time the caller takes between two
    records), sizes bytes, text code points. A file gets `seconds` and `seconds_per_megabyte` on
    top, at most `max_seconds`; a reader that sends nothing for `stall_seconds` is stopped before.
    """

    memory: int = 1024 * MEGABYTE
    file_size: int = 512 * MEGABYTE
    start_seconds: float = 30.0
    seconds: float = 60.0
    seconds_per_megabyte: float = 4.0
    max_seconds: float = 900.0
    stall_seconds: float = 15.0
    page_seconds: float = 20.0  # for drawing one page
    lost_pages: int = 3  # pages that may hang or crash a reader before the file is given up
    units: int = 20_000
    text: int = 100_000_000
    picture_pixels: int = 40_000_000
    members: int = 20_000
    member_size: int = 512 * MEGABYTE
    expanded: int = 4096 * MEGABYTE  # all members of one container together
    files_per_child: int = 1_000  # then its libraries may have leaked, or kept, too much
    idle_children: int = 2

    def seconds_for(self, size: int) -> float:
        """The whole time a file of `size` bytes may take."""
        return min(self.max_seconds, self.seconds + self.seconds_per_megabyte * size / MEGABYTE)
