"""What a page document says of its own places: the outline, and the links on a page.

Nothing is followed. Addresses go to the host as text, to be shown.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import pymupdf

from itrvault.model.geometry import Rect
from itrvault.model.outline import (
    ADDRESS_LENGTH,
    DEEPEST,
    MOST_ENTRIES,
    MOST_LINKS,
    TITLE_LENGTH,
    OutlineEntry,
    PageLink,
)
from itrvault.sandbox.records import FARTHEST, clean_line


def outline_of(document: pymupdf.Document, pages: int) -> list[OutlineEntry]:
    """The outline in reading order, as far as it leads to the first `pages` pages."""
    found: list[OutlineEntry] = []
    # By hand, not by recursion: a file may nest its entries as deep as it likes.
    waiting = [(document.outline, 1)]
    while waiting and len(found) < MOST_ENTRIES:
        item, level = waiting.pop()
        if item is None or not item.this.m_internal:
            continue
        waiting.append((item.next, level))
        waiting.append((item.down, level + 1))
        title = clean_line(item.title or "", TITLE_LENGTH)
        if not title.strip():
            continue
        unit, height = (-1, 0.0) if item.is_external else _target(document, item.uri, pages)
        found.append(OutlineEntry(title, min(level, DEEPEST), unit, height))
    return found


def links_of(document: pymupdf.Document, page: pymupdf.Page, pages: int) -> list[PageLink]:
    """The links on a page that lead somewhere, in the order of the file."""
    found: list[PageLink] = []
    for link in _links(page):
        address = (link.uri or "").strip()
        rect = link.rect
        sides = (rect.x0, rect.y0, rect.x1, rect.y1)
        if not address or rect.is_empty or not all(map(math.isfinite, sides)):
            continue
        box = Rect(*(max(-FARTHEST, min(FARTHEST, side)) for side in sides))
        if link.is_external:
            # What is cut off is not shown, and must not look like the whole.
            whole = len(address) <= ADDRESS_LENGTH
            shown = address if whole else address[: ADDRESS_LENGTH - 1] + "…"
            found.append(PageLink(box, address=clean_line(shown, ADDRESS_LENGTH)))
        else:
            unit, height = _target(document, address, pages)
            if unit >= 0:
                found.append(PageLink(box, unit, height))
    return found


def _links(page: pymupdf.Page) -> Iterator[pymupdf.Link]:
    link = page.first_link
    for _ in range(MOST_LINKS):
        if link is None:
            return
        yield link
        link = link.next


def _target(document: pymupdf.Document, address: str | None, pages: int) -> tuple[int, float]:
    """The page an address inside the document means, and how far down; -1 for none."""
    if not address:
        return -1, 0.0
    unit, _, height = document.resolve_link(address)
    if not 0 <= unit < pages:
        return -1, 0.0
    return unit, max(0.0, min(FARTHEST, height)) if math.isfinite(height) else 0.0
