"""Whether what a page shows is a picture: a scan, a photograph, or letters drawn as outlines."""

from __future__ import annotations

import math
from typing import Any

import pymupdf

from itrvault.readers.pdf_text import PAGE_FAILURES

FEW_SIGNS = 200
"""A page with this many signs of text or more is not asked whether it is a picture."""

_CELLS = 24  # a grid over the page: pictures may overlap, and a scan may lie there in strips
_OUTLINES = 150  # filled shapes as small as letters, from which a page without text is suspect
_LEAST_SHARE = 0.03  # of a page without any text: a stamp, not a rule
_MOST_SHARE = 0.35  # of a page with some: a scan with a stamped number, not a logo on a letter


def is_picture(page: Any, signs: int) -> bool:
    """Whether a person can read more on the page than its text says.

    `signs` is how many signs other than blanks the text has. Costs a millisecond, so it is only to
    be asked of pages with fewer than `FEW_SIGNS`.
    """
    if signs >= FEW_SIGNS:
        return False
    share, outlines = _shown(page)
    if signs < 12:
        return share >= _LEAST_SHARE or outlines >= _OUTLINES
    return share >= _MOST_SHARE


def picture_share(page: Any) -> float:
    """How much of the page pictures cover, 0 to 1; 0 for a page that cannot be looked at."""
    return _shown(page)[0]


def _shown(page: Any) -> tuple[float, int]:
    """The share of the page that pictures cover, and how many letter-sized shapes are filled."""
    try:
        log = page.get_bboxlog()
        rect = page.rect
    except PAGE_FAILURES:
        return 0.0, 0
    if not (rect.width > 0 and rect.height > 0):
        return 0.0, 0
    covered: set[int] = set()
    outlines = 0
    for kind, box in log:
        if kind in ("fill-image", "fill-imgmask"):
            _cover(covered, rect, box)
        elif kind in ("fill-path", "fill-shade", "ignore-text"):
            outlines += 1 < box[3] - box[1] < 30 and 0.3 < box[2] - box[0] < 60
    return len(covered) / _CELLS**2, outlines


def _cover(covered: set[int], page: pymupdf.Rect, box: tuple[float, float, float, float]) -> None:
    """Note the cells of the page whose middle lies in the box."""
    if not all(map(math.isfinite, box)):
        return
    wide, high = page.width / _CELLS, page.height / _CELLS
    first_x = max(0, math.ceil((box[0] - page.x0) / wide - 0.5))
    first_y = max(0, math.ceil((box[1] - page.y0) / high - 0.5))
    last_x = min(_CELLS - 1, math.floor((box[2] - page.x0) / wide - 0.5))
    last_y = min(_CELLS - 1, math.floor((box[3] - page.y0) / high - 0.5))
    for y in range(first_y, last_y + 1):
        covered.update(range(y * _CELLS + first_x, y * _CELLS + last_x + 1))
