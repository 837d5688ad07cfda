"""How much a reader may take of anything."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, replace

from itrvault.sandbox.wire import BLOB_LIMIT

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
    members: int = 100_000  # files in one container, those in containers in it included
    member_size: int = 512 * MEGABYTE
    expanded: int = 4096 * MEGABYTE  # all members of one container together
    files_per_child: int = 1_000  # then its libraries may have leaked, or kept, too much
    folders: tuple[str, ...] = ()  # that a reader may read besides its own library: OCR's data
    idle_children: int = 2
    depth: int = 5  # archives in archives; a person's are one or two deep, a bomb's without end
    patience: int = 1  # what readers multiply bounds of their own with

    def patient(self, factor: int) -> Limits:
        """The same, but `factor` times as much of what a large honest file may need.

        Not more text: the program itself holds that, and nothing bounds its own memory. Never more
        memory for a reader than half of what the computer has.
        """
        return replace(
            self,
            memory=max(self.memory, min(factor * self.memory, physical_memory() // 2)),
            file_size=min(factor * self.file_size, BLOB_LIMIT),
            seconds=factor * self.seconds,
            seconds_per_megabyte=factor * self.seconds_per_megabyte,
            max_seconds=factor * self.max_seconds,
            stall_seconds=factor * self.stall_seconds,
            page_seconds=factor * self.page_seconds,
            lost_pages=factor * self.lost_pages,
            units=factor * self.units,
            members=factor * self.members,
            member_size=min(factor * self.member_size, BLOB_LIMIT),
            expanded=factor * self.expanded,
            depth=2 * self.depth,
            patience=factor * self.patience,
        )

    def seconds_for(self, size: int) -> float:
        """The whole time a file of `size` bytes may take."""
        return min(self.max_seconds, self.seconds + self.seconds_per_megabyte * size / MEGABYTE)


def physical_memory() -> int:
    """Bytes of memory this computer has; 4 GB where it does not tell."""
    if sys.platform == "win32":
        from itrvault.sandbox.job import installed_memory

        return installed_memory() or 4096 * MEGABYTE
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (ValueError, OSError):
        return 4096 * MEGABYTE
