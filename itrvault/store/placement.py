"""Whether the places of a unit lie in its text and on its page.

What a reader hands over is checked by the sandbox before it is stored. But a vault may be made by a
stranger's program, and what draws pages and marks words goes by these numbers. So the same holds
for what is read out of a vault, and it costs about as much as unpacking it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from operator import le, lt

from itrvault.model.document import Redline
from itrvault.model.geometry import FlowLayout, Layout, PageLayout, Run

FARTHEST = 1e7
"""No coordinate of a page lies farther out, in points (3.5 km)."""
_COUNT = 2**32


def misplaced(layout: Layout, redlines: Iterable[Redline], length: int) -> str:
    """What of a unit with `length` code points lies where nothing can; "" when all fits."""
    if any(not 0 <= mark.start <= mark.end <= length for mark in redlines):
        return "a redline runs over its page"
    if isinstance(layout, PageLayout):
        return _on_page(layout, length)
    return _in_flow(layout, length)


def _on_page(layout: PageLayout, length: int) -> str:
    if not (0 < layout.width <= FARTHEST and 0 < layout.height <= FARTHEST):  # false for NaN, too
        return "a page has no size"
    starts, ends, lines, boxes = layout.starts, layout.ends, layout.lines, layout.boxes
    if not starts:
        return ""
    in_order = (
        ends[-1] <= length
        and all(map(lt, starts, ends))
        and all(map(le, ends, starts[1:]))
        and all(map(le, lines, lines[1:]))
        and lines[-1] < len(starts)
    )
    if not in_order:
        return "words of a page are out of order"
    near = math.isfinite(sum(boxes)) and min(boxes) >= -FARTHEST and max(boxes) <= FARTHEST
    if not (near and all(map(le, boxes[0::4], boxes[2::4]))):
        return "a word lies outside of any page"
    return "" if all(map(le, boxes[1::4], boxes[3::4])) else "a word lies outside of any page"


def _in_flow(layout: FlowLayout, length: int) -> str:
    before = 0
    for paragraph in layout.paragraphs:
        numbers = (
            paragraph.number, paragraph.level, paragraph.table, paragraph.row, paragraph.column,
        )  # fmt: skip
        if not before <= paragraph.start <= paragraph.end <= length:
            return "paragraphs are out of order"
        if not all(0 <= number < _COUNT for number in numbers):
            return "a paragraph has an impossible number"
        if not _in_order(paragraph.runs, paragraph.start, paragraph.end):
            return "runs are out of order"
        before = paragraph.end
    before = 0
    for link in layout.links:
        if not before <= link.start < link.end <= length:
            return "links are out of order"
        if not (-1 <= link.unit < _COUNT and 0 <= link.offset < _COUNT):
            return "a link leads to an impossible place"
        before = link.end
    return ""


def _in_order(runs: Iterable[Run], start: int, end: int) -> bool:
    for run in runs:
        if not (start <= run.start <= run.end <= end and 0 <= run.number < _COUNT):
            return False
        start = run.end
    return True
