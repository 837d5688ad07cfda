"""The lines of a paper without what stands at the edge of every page: numbers, symbols, heads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from itrvault.model.document import Unit, UnitKind
from itrvault.text.running import running_lines
from itrvault.treaty.provision_reader import Line, lines_of

_FURNITURE = re.compile(
    r"^[-–]?\s*\d{1,4}\s*[-–]$|^[A-Z]:\\|^(?:\d+/)?(?:CWG-)?WCIT-?12/\S*$|^_{3,}$|^\*{3,}$"
)
_PAGE_NUMBER = re.compile(
    r"^(?:page|página|pág\.|страница|стр\.|صفحة|الصفحة|第)?\s*[-–—]?\s*(?P<number>\d{1,4})\s*[-–—]?"
    r"\s*页?(?:\s*(?:/|of|de|sur|из|من)\s*\d{1,4})?$",
    re.IGNORECASE,
)
_EDGE = 3
"""Lines at the top and the bottom of a page that may be the same as on the page before."""


def without_furniture(units: Sequence[Unit]) -> Iterator[Line]:
    """The lines that hold what the paper says, in order."""
    running = running_lines([unit.text for unit in units])
    passed_over = {
        (unit.number, span.start)
        for unit, spans in zip(units, running, strict=True)
        for span in spans
    }
    edges: dict[int, set[str]] = {}
    for unit in units:
        lines = [line.strip() for line in unit.text.split("\n") if line.strip()]
        edges[unit.number] = {*lines[:_EDGE], *lines[-_EDGE:]}
    numbers = {unit.number: _page_numbers(unit) for unit in units}
    for line in lines_of(units):
        repeated = line.text in edges[line.unit] and line.text in edges.get(line.unit - 1, ())
        if (line.unit, line.start) in passed_over or repeated or _FURNITURE.match(line.text):
            continue
        found = _PAGE_NUMBER.match(line.text) if line.text in edges[line.unit] else None
        if found is not None and int(found["number"]) in numbers[line.unit]:
            continue
        yield line


def _page_numbers(unit: Unit) -> tuple[int, ...]:
    """What the number printed on a page can be; () for sections."""
    if unit.kind is not UnitKind.PAGE:
        return ()
    return (unit.number + 1, *((int(unit.label),) if unit.label.isdecimal() else ()))
