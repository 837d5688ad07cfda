"""The lines of a paper without what stands at the edge of every page: numbers, symbols, heads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from itrvault.model.document import Unit
from itrvault.text.running import running_lines
from itrvault.treaty.provision_reader import Line, lines_of

_FURNITURE = re.compile(
    r"^[-–]?\s*\d{1,4}\s*[-–]$|^[A-Z]:\\|^(?:\d+/)?(?:CWG-)?WCIT-?12/\S*$|^_{3,}$|^\*{3,}$"
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
    for line in lines_of(units):
        repeated = line.text in edges[line.unit] and line.text in edges.get(line.unit - 1, ())
        if (line.unit, line.start) in passed_over or repeated or _FURNITURE.match(line.text):
            continue
        yield line
