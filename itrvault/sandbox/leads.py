"""Outlines and links on their way from a reader to the host, and the host's checks of them.

Titles and addresses come from whoever made the file. Here they become one line of bounded length
without control characters, and without signs that would turn the order of what is shown beside
them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from itrvault.errors import ReaderLied
from itrvault.model.document import Unit
from itrvault.model.geometry import FlowLayout, Rect, TextLink
from itrvault.model.outline import (
    ADDRESS_LENGTH,
    DEEPEST,
    MOST_ENTRIES,
    MOST_LINKS,
    TITLE_LENGTH,
    OutlineEntry,
    PageLink,
    address_to_see,
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
        target, words = _lead(unit, address, pages)
        found.append(PageLink(box, target, _height(height), words))
    return tuple(found)


def text_link_rows(links: Iterable[tuple[int, TextLink]]) -> list[list[object]]:
    """Links of flowing text, each with the number of its unit, on their way to the host."""
    return [
        [number, link.start, link.end, link.unit, link.offset, link.address]
        for number, link in links
    ]


def with_links(units: Sequence[Unit], untrusted_rows: Sequence[object]) -> tuple[Unit, ...]:
    """The units with their links, in order of place. Raises `ReaderLied`."""
    lengths = [len(unit.text) for unit in units]
    by_unit: dict[int, list[TextLink]] = {}
    for row in untrusted_rows:
        unit, start, end, to, offset, address = list_value(row, 6)
        number = whole_number(unit, 0, len(units) - 1)
        links = by_unit.setdefault(number, [])
        first = whole_number(start, links[-1].end if links else 0, lengths[number])
        last = whole_number(end, first + 1, lengths[number])
        target, words = _lead(to, address, len(units))
        place = whole_number(offset, 0, lengths[target] if target >= 0 else 0)
        links.append(TextLink(first, last, target, place, words))
    linked = list(units)
    for number, links in by_unit.items():
        layout = units[number].layout
        if not isinstance(layout, FlowLayout):
            raise ReaderLied(reason="a page has links of flowing text")
        linked[number] = replace(units[number], layout=replace(layout, links=tuple(links)))
    return tuple(linked)


def _lead(untrusted_unit: object, untrusted_address: object, units: int) -> tuple[int, str]:
    """Where a link leads: a unit, or an address and -1."""
    target = whole_number(untrusted_unit, -1, units - 1)
    words = address_to_see(text_value(untrusted_address, ADDRESS_LENGTH))
    if (target >= 0) == bool(words):
        raise ReaderLied(reason="a link leads nowhere, or to two places")
    return target, words


def _seen(title: str) -> str:
    return " ".join(_UNSEEN.sub("", title).split())


def _height(untrusted: object) -> float:
    return max(0.0, min(FARTHEST, coordinate(untrusted)))
