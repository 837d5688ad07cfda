"""Ink that can be read on whatever lies under it: contrast after WCAG 2.2, and its repair.

Words of a proposal are green or red, highlights come in eight colours, and hits lie over both. No
palette keeps every pair readable; so a word on a wash is set in the tone of its own colour that is
far enough from the wash.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

READABLE = 4.5
"""Least contrast of text against what is behind it."""

_AIM = 4.6  # colours are rounded when they are painted
_STEPS = 20

Rgb = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Wash:
    """A colour laid under words: mixed in by `alpha`, or multiplied as a marker pen does."""

    colour: Rgb
    alpha: float = 1.0
    multiply: bool = False

    def on(self, ground: Rgb) -> Rgb:
        """What the ground becomes."""
        if self.multiply:
            return multiplied(ground, self.colour)
        return over(ground, self.colour, self.alpha)


def over(base: Rgb, colour: Rgb, alpha: float) -> Rgb:
    """What a wash of a colour makes of what is under it; `alpha` from 0 to 1."""
    rest = 1 - alpha
    (red, green, blue), (new_red, new_green, new_blue) = base, colour
    return (
        round(alpha * new_red + rest * red),
        round(alpha * new_green + rest * green),
        round(alpha * new_blue + rest * blue),
    )


def multiplied(base: Rgb, colour: Rgb) -> Rgb:
    """What a marker pen makes of the paper."""
    (red, green, blue), (new_red, new_green, new_blue) = base, colour
    return red * new_red // 255, green * new_green // 255, blue * new_blue // 255


def luminance(colour: Rgb) -> float:
    """Relative luminance, 0 for black to 1 for white."""
    red, green, blue = colour
    return 0.2126 * _LINEAR[red] + 0.7152 * _LINEAR[green] + 0.0722 * _LINEAR[blue]


def contrast(one: Rgb, other: Rgb) -> float:
    """From 1 (the same) to 21 (black on white)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@lru_cache(maxsize=4096)  # where many washes lie over each other, each mixture is one of its own
def readable(ink: Rgb, ground: Rgb) -> Rgb:
    """The ink, or the nearest tone of it (towards white or black) that is readable there."""
    if contrast(ink, ground) >= READABLE:
        return ink
    white, black = (255, 255, 255), (0, 0, 0)
    end = white if contrast(white, ground) >= contrast(black, ground) else black
    for step in range(1, _STEPS):
        tone = over(ink, end, step / _STEPS)
        if contrast(tone, ground) >= _AIM:
            return tone
    return end


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


_LINEAR = tuple(_linear(part / 255) for part in range(256))
"""The light of each strength of a part; asked for thousands of times where marks are many."""
