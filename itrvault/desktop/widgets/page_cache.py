"""Drawn pages, in memory only: a cache bounded by bytes.

Nothing here is ever written to disk: the pages may come from a sealed vault.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from dataclasses import dataclass

from PySide6.QtGui import QImage

CACHE_BYTES = 64 * 1024 * 1024
MOST_PIXELS = 16_000_000
"""A picture is never larger (64 MB); beyond that zoom it is drawn so large and stretched."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A picture somebody wants: pixels per point in thousandths, so that it can be a key."""

    page: int
    scale: int
    night: bool = False
    """Light on dark, for reading in the dark."""

    @classmethod
    def at(cls, page: int, scale: float, size: tuple[float, float], *, night: bool = False) -> Wish:
        """A page at so many pixels a point, held down to MOST_PIXELS."""
        area = max(1.0, size[0] * size[1])
        return cls(page, max(1, round(1000 * min(scale, math.sqrt(MOST_PIXELS / area)))), night)


class PictureCache:
    """Pictures by wish, the longest unused dropped first when they grow over the limit."""

    def __init__(self, limit: int = CACHE_BYTES) -> None:
        self.limit = limit
        self.bytes = 0
        self._pictures: OrderedDict[Wish, QImage] = OrderedDict()

    def __len__(self) -> int:
        return len(self._pictures)

    def __contains__(self, wish: Wish) -> bool:
        return wish in self._pictures

    def wishes(self) -> tuple[Wish, ...]:
        """What is kept, the longest unused first."""
        return tuple(self._pictures)

    def get(self, wish: Wish) -> QImage | None:
        """The picture, now the last to be dropped."""
        picture = self._pictures.get(wish)
        if picture is not None:
            self._pictures.move_to_end(wish)
        return picture

    def stand_in(self, wish: Wish) -> QImage | None:
        """The same page at the nearest other scale, sharper ones first."""
        others = [
            other
            for other in self._pictures
            if (other.page, other.night) == (wish.page, wish.night)
        ]
        if not others:
            return None
        best = min(
            others, key=lambda other: (other.scale < wish.scale, abs(other.scale - wish.scale))
        )
        return self._pictures[best]

    def put(self, wish: Wish, picture: QImage) -> None:
        """Keep a picture; the newest is kept even when it alone is over the limit."""
        old = self._pictures.pop(wish, None)
        if old is not None:
            self.bytes -= old.sizeInBytes()
        self._pictures[wish] = picture
        self.bytes += picture.sizeInBytes()
        self.shrink(self.limit)

    def shrink(self, limit: int) -> None:
        """Drop those that were not used for longest until so many bytes are left, or one."""
        while self.bytes > limit and len(self._pictures) > 1:
            _wish, dropped = self._pictures.popitem(last=False)
            self.bytes -= dropped.sizeInBytes()

    def clear(self) -> None:
        """Drop everything."""
        self._pictures.clear()
        self.bytes = 0
