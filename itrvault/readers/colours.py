"""Which of our highlight colours a colour in a file is nearest to."""

from __future__ import annotations

import colorsys
import re

HIGHLIGHTERS = {
    "yellow": "yellow", "darkYellow": "yellow", "red": "red", "darkRed": "red", "green": "green",
    "darkGreen": "green", "cyan": "blue", "darkCyan": "blue", "blue": "blue", "darkBlue": "blue",
    "magenta": "magenta", "darkMagenta": "magenta", "lightGray": "gray", "darkGray": "gray",
    "black": "gray",
}  # fmt: skip
"""Word's sixteen, the white one left out."""

_HUES = (
    (15, "red"), (45, "orange"), (70, "yellow"), (165, "green"), (245, "blue"), (285, "purple"),
    (345, "magenta"), (361, "red"),
)  # fmt: skip
"""Degrees of the colour circle up to which a colour is called so; ours lie in the middle."""
_HEX = re.compile(r"#?([0-9a-fA-F]{2})([0-9a-fA-F]{2})([0-9a-fA-F]{2})\s*\Z")
_SHORT = re.compile(r"#([0-9a-fA-F])([0-9a-fA-F])([0-9a-fA-F])\s*\Z")
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})\s*,?\s*(\d{1,3})\s*,?\s*(\d{1,3})")
_NAMED = {
    "yellow": "yellow", "gold": "yellow", "khaki": "yellow", "lightyellow": "yellow",
    "red": "red", "salmon": "red", "tomato": "red", "crimson": "red", "green": "green",
    "lime": "green", "lightgreen": "green", "palegreen": "green", "limegreen": "green",
    "cyan": "blue", "aqua": "blue", "blue": "blue", "lightblue": "blue", "skyblue": "blue",
    "teal": "blue", "turquoise": "blue", "purple": "purple", "violet": "purple",
    "plum": "purple", "magenta": "magenta", "fuchsia": "magenta", "pink": "magenta",
    "hotpink": "magenta", "orange": "orange", "darkorange": "orange", "navy": "blue",
    "darkblue": "blue", "mediumblue": "blue", "royalblue": "blue", "dodgerblue": "blue",
    "maroon": "red", "darkred": "red", "firebrick": "red", "orangered": "red", "darkgreen": "green",
    "forestgreen": "green", "seagreen": "green", "olive": "yellow", "indigo": "purple",
}  # fmt: skip


def nearest(red: float, green: float, blue: float) -> str:
    """The name of our colour; parts from 0 to 1. "" for white and what can't be told from it."""
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    if light > 0.985:
        return ""
    if saturation < 0.12 or light < 0.06:
        return "gray"
    return next(name for limit, name in _HUES if 360 * hue < limit)


def nearest_of_hex(text: str) -> str:
    """The same for "FFFF00" or "#ff0"; "" for what is no colour ("auto", "transparent")."""
    found = _HEX.match(text.strip())
    if found:
        return nearest(*(int(part, 16) / 255 for part in found.groups()))
    found = _SHORT.match(text.strip())
    return nearest(*(int(part, 16) / 15 for part in found.groups())) if found else ""


def nearest_of_css(text: str) -> str:
    """The same for a colour as style sheets write it."""
    text = text.strip().lower()
    if found := _RGB.match(text):
        return nearest(*(min(int(part), 255) / 255 for part in found.groups()))
    return _NAMED.get(text) or nearest_of_hex(text)
