"""The lines of a paper without what stands at the edge of every page: numbers, symbols, heads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from itrvault.model.document import Unit, UnitKind
from itrvault.model.geometry import FlowLayout
from itrvault.text.running import running_lines
from itrvault.treaty.provision_reader import Line, lines_of

_FURNITURE = re.compile(
    r"^[-–]?\s*\d{1,4}\s*[-–]$|^[A-Z]:\\|^(?:\d+/)?(?:CWG-)?WCIT-?12/\S*$|^_{3,}$|^\*{3,}$"
)
_FURNITURE_BEGINS = frozenset("-–CW_*")
_PAGE_NUMBER = re.compile(
    r"^(?:page|página|pág\.|страница|стр\.|صفحة|الصفحة|第)?\s*[-–—]?\s*(?P<number>\d{1,4})\s*[-–—]?"
    r"\s*页?(?:\s*(?:/|of|de|sur|из|من)\s*\d{1,4})?$",
    re.IGNORECASE,
)
_VERB = re.compile(r"^[(\[*_]*(?:ADD|MOD|SUP|NOC)\b")
"""What stands at the edge of a page again and again, and is no furniture."""
_LINE = re.compile(r"(?<![^\n])[ \t]*(?=\S)")
_EDGE = 3
"""Lines at the top and the bottom of a page that may be the same as on the page before."""


def without_furniture(units: Sequence[Unit]) -> Iterator[Line]:
    """The lines that hold what the paper says, in order.

    Only pages have lines at their edges that repeat; sections begin alike as they may.
    """
    pages = [unit for unit in units if _is_page(unit)]
    if not pages:
        for line in lines_of(units):
            if not _is_furniture(line.text):
                yield line
        return
    running = running_lines([unit.text for unit in pages])
    passed_over = {
        (unit.number, span.start)
        for unit, spans in zip(pages, running, strict=True)
        for span in spans
    }
    edges = {unit.number: _edges(unit) if _is_page(unit) else {} for unit in units}
    numbers = {unit.number: _page_numbers(unit) for unit in units}
    starts = {unit.number: _edge_starts(unit) for unit in units}
    for line in lines_of(units):
        text = line.text
        again = (line.unit, line.start) in passed_over
        if not again and (here := edges[line.unit].get(text)) is not None:
            before = edges.get(line.unit - 1, {}).get(text)
            again = before is not None and not here.isdisjoint(before)
        if (again and not _VERB.match(text)) or _is_furniture(text):
            continue
        at_edge = line.start in starts[line.unit]
        found = _PAGE_NUMBER.match(text) if at_edge else None
        if found is not None and int(found["number"]) in numbers[line.unit]:
            continue
        yield line


def _is_furniture(text: str) -> bool:
    """Whether a line is some wherever it stands; by its first signs, few are matched at all."""
    may_be = text[0] in _FURNITURE_BEGINS or text[0].isdecimal() or text[1:2] == ":"
    return may_be and _FURNITURE.match(text) is not None


def _is_page(unit: Unit) -> bool:
    """Whether the text of a unit begins and ends where a page does."""
    flowing = isinstance(unit.layout, FlowLayout) and bool(unit.layout.paragraphs)
    return unit.kind is UnitKind.PAGE or not flowing


def _edges(unit: Unit) -> dict[str, set[int]]:
    """The lines at the top (0, 1, ...) and at the bottom (-1, -2, ...) with their places."""
    lines = [line.strip() for line in unit.text.split("\n") if line.strip()]
    places: dict[str, set[int]] = {}
    for at in range(min(_EDGE, len(lines))):
        places.setdefault(lines[at], set()).add(at)
        places.setdefault(lines[-1 - at], set()).add(-1 - at)
    return places


def _edge_starts(unit: Unit) -> set[int]:
    """Where the first and the last lines of a page begin; nowhere in sections."""
    if unit.kind is not UnitKind.PAGE:
        return set()
    found = [line.end() for line in _LINE.finditer(unit.text)]
    return {*found[:_EDGE], *found[-_EDGE:]}


def _page_numbers(unit: Unit) -> tuple[int, ...]:
    """What the number printed on a page can be; () for sections."""
    if unit.kind is not UnitKind.PAGE:
        return ()
    return (unit.number + 1, *((int(unit.label),) if unit.label.isdecimal() else ()))
