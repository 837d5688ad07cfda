"""Outlines and links on their way from a reader to the host, and the host's checks of them.

Titles and addresses come from whoever made the file. Here they become one line of bounded length
without control characters, and without signs that would turn the order of what is shown beside
them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from itrvault.errors import ReaderLied
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
from itrvault.sandbox.records import FARTHEST, coordinate, list_value, text_value, whole_number

_UNSEEN = re.compile("[\x80-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


def outline_rows(entries: Iterable[OutlineEntry]) -> list[list[object]]:
    """An outline on its way to the host."""
    return [[e.title, e.level, e.unit, e.height] for e in entries]


def link_rows(links: Iterable[PageLink]) -> list[list[object]]:
    """Links on their way to the host."""
    return [
        [link.box.x0, link.box.y0, link.box.x1, link.box.y1, link.unit, link.height, link.address]
        for link in links
    ]


def outline_of(untrusted: object, pages: int) -> tuple[OutlineEntry, ...]:
    """The outline of a document of so many pages. Raises `ReaderLied`."""
    rows = list_value(untrusted)
    if len(rows) > MOST_ENTRIES:
        raise ReaderLied(reason="an outline has more entries than is allowed")
    found = []
    for row in rows:
        title, level, unit, height = list_value(row, 4)
        words = _seen(text_value(title, TITLE_LENGTH))
        entry = OutlineEntry(
            words, whole_number(level, 1, DEEPEST), whole_number(unit, -1, pages - 1),
            _height(height),
        )  # fmt: skip
        if words:
            found.append(entry)
    return tuple(found)


def links_of(untrusted: object, pages: int) -> tuple[PageLink, ...]:
    """The links of a page. Raises `ReaderLied`."""
    rows = list_value(untrusted)
    if len(rows) > MOST_LINKS:
        raise ReaderLied(reason="a page has more links than is allowed")
    found = []
    for row in rows:
        x0, y0, x1, y1, unit, height, address = list_value(row, 7)
        box = Rect(coordinate(x0), coordinate(y0), coordinate(x1), coordinate(y1))
        if box.x0 > box.x1 or box.y0 > box.y1:
            raise ReaderLied(reason="a box is turned inside out")
        target = whole_number(unit, -1, pages - 1)
        # Signs that nobody sees stay visible in an address: they are part of where it leads.
        words = _UNSEEN.sub("\ufffd", text_value(address, ADDRESS_LENGTH))
        if (target >= 0) == bool(words):
            raise ReaderLied(reason="a link leads nowhere, or to two places")
        found.append(PageLink(box, target, _height(height), words))
    return tuple(found)


def _seen(title: str) -> str:
    return " ".join(_UNSEEN.sub("", title).split())


def _height(untrusted: object) -> float:
    return max(0.0, min(FARTHEST, coordinate(untrusted)))
