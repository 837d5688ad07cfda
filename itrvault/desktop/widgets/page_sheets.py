"""The sheets of a document and how they are turned: from points of a page to points as shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from itrvault.model.geometry import Rect


@dataclass(frozen=True, slots=True)
class Sheets:
    """Sizes of pages in points, and by how many quarters they are turned clockwise (0 to 3)."""

    sizes: tuple[tuple[float, float], ...] = ()
    turn: int = 0
    widest: float = field(init=False, repr=False, compare=False)
    """The width of the widest page as it is shown, 0 when there is none."""

    def __post_init__(self) -> None:
        across = self.turn % 2
        widest = max((size[across] for size in self.sizes), default=0.0)
        object.__setattr__(self, "widest", widest)

    def __len__(self) -> int:
        return len(self.sizes)

    def turned(self, quarters: int) -> Sheets:
        """Turned further clockwise, or back with a negative number."""
        return Sheets(self.sizes, (self.turn + quarters) % 4)

    def resized(self, sizes: Sequence[tuple[float, float]]) -> Sheets:
        """With other sizes: those that are not named stay, those too many are left out."""
        return Sheets((*sizes[: len(self)], *self.sizes[len(sizes) :]), self.turn)

    def differ(self, other: Sheets) -> bool:
        """Whether any page has another size, by more than rounding."""
        return any(
            abs(a - b) > 0.5
            for mine, theirs in zip(self.sizes, other.sizes, strict=True)
            for a, b in zip(mine, theirs, strict=True)
        )

    def size(self, number: int) -> tuple[float, float]:
        """Width and height of a page as it is shown."""
        width, height = self.sizes[number]
        return (height, width) if self.turn % 2 else (width, height)

    def shown(self, number: int, x: float, y: float) -> tuple[float, float]:
        """Where a point of the page is shown."""
        width, height = self.sizes[number]
        if self.turn == 1:
            return height - y, x
        if self.turn == 2:
            return width - x, height - y
        if self.turn == 3:
            return y, width - x
        return x, y

    def on_page(self, number: int, x: float, y: float) -> tuple[float, float]:
        """Which point of the page is shown there."""
        width, height = self.sizes[number]
        if self.turn == 1:
            return y, height - x
        if self.turn == 2:
            return width - x, height - y
        if self.turn == 3:
            return width - y, x
        return x, y

    def shown_rect(self, number: int, box: Rect) -> Rect:
        """Where a box of the page is shown."""
        x0, y0 = self.shown(number, box.x0, box.y0)
        x1, y1 = self.shown(number, box.x1, box.y1)
        return Rect(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
