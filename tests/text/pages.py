"""Laying text out as a page, the way a reader reports it."""

from __future__ import annotations

import re
import unicodedata
from array import array

from itrvault.model.document import Unit, UnitKind
from itrvault.model.geometry import PageLayout


def lay_out(text: str, *, left: float = 50.0, size: float = 10.0) -> PageLayout:
    """Each line of the text below the one before; right-to-left lines start at the right."""
    starts, ends, lines = array("I"), array("I"), array("I")
    boxes = array("f")
    at = 0
    for number, line in enumerate(text.split("\n")):
        leftward = any(unicodedata.bidirectional(char) in ("R", "AL") for char in line)
        for word in re.finditer(r"\S+", line):
            x0, x1 = left + word.start() * size / 2, left + word.end() * size / 2
            if leftward:
                x0, x1 = 550 - x1, 550 - x0
            starts.append(at + word.start())
            ends.append(at + word.end())
            lines.append(number)
            boxes.extend((x0, 40 + number * 1.4 * size, x1, 40 + number * 1.4 * size + size))
        at += len(line) + 1
    return PageLayout(600.0, 800.0, starts, ends, lines, boxes)


def page(number: int, text: str) -> Unit:
    return Unit(number, UnitKind.PAGE, str(number + 1), text, lay_out(text))
