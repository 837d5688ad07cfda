"""Running heads and page numbers: lines that typesetting repeats on page after page.

Word keeps a head once, its PDF prints it on every page, and a later issue breaks its pages
elsewhere. So whoever compares two texts passes over the repetitions. The first of each stays: a
head that says "Rev.1" in one of two documents is a difference, and is seen once.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from itrvault.model.geometry import Span

DEEP = 3
"""Lines from the top and from the bottom of a page that may be running."""

OFTEN, SHARE = 3, 0.25
"""A running line stands on that many pages at least, and on that share of all."""

_NUMBER = re.compile(r"\d+")
_LONGEST = 200  # code points; longer lines are text

Line = tuple[str, int, int]
"""A line without the blanks around it, and its place in the page."""


def running_lines(pages: Sequence[str], *, firsts: bool = False) -> list[list[Span]]:
    """For each page the lines to pass over, in order.

    Lines are the same kind when they read the same, or when a number in them (the first or the
    last) counts up with the pages. The first of a kind is one of them only with `firsts`.
    """
    found: list[list[Span]] = [[] for _ in pages]
    if len(pages) < OFTEN:
        return found
    enough = max(OFTEN, SHARE * len(pages))
    edges = _repeated([_edges(page) for page in pages], enough)
    kinds = [[(line, list(_kinds(line[0], n))) for line in edge] for n, edge in enumerate(edges)]
    counts: Counter[str] = Counter()
    for lines in kinds:
        counts.update({kind for _, each in lines for kind in each})
    seen: defaultdict[str, int] = defaultdict(int)
    for number, lines in enumerate(kinds):
        for (_, start, end), each in lines:
            running = [kind for kind in each if counts[kind] >= enough]
            if any(firsts or seen[kind] for kind in running):
                found[number].append(Span(start, end))
        for _, each in lines:
            for kind in each:
                seen[kind] += 1
    return found


def without(text: str, passed_over: Sequence[Span]) -> str:
    """The text with these lines left out."""
    if not passed_over:
        return text
    parts, at = [], 0
    for span in passed_over:
        parts.append(text[at : span.start])
        at = span.end
    return "".join((*parts, text[at:]))


def _edges(page: str) -> list[Line]:
    """The lines at the top and at the bottom of a page that are not blank."""
    top: list[Line] = []
    at = 0
    while len(top) < DEEP and at < len(page):
        end = page.find("\n", at)
        end = len(page) if end < 0 else end
        top += _line(page, at, end)
        at = end + 1
    bottom: list[Line] = []
    end = len(page)
    while len(bottom) < DEEP and end > at:
        start = page.rfind("\n", at, end) + 1 or at
        bottom += _line(page, start, end)
        end = start - 1
    return top + bottom[::-1]


def _repeated(edges: list[list[Line]], enough: float) -> list[list[Line]]:
    """Only the lines that stand on pages enough when all numbers are taken for one."""
    shapes = [[_NUMBER.sub("0", line) for line, _, _ in edge] for edge in edges]
    often: Counter[str] = Counter()
    for each in shapes:
        often.update(set(each))
    return [
        [line for line, shape in zip(edge, each, strict=True) if often[shape] >= enough]
        for edge, each in zip(edges, shapes, strict=True)
    ]


def _line(page: str, start: int, end: int) -> list[Line]:
    line = page[start:end].strip()
    return [(line, start, end)] if line and len(line) <= _LONGEST else []


def _kinds(line: str, page: int) -> Iterator[str]:
    """What the line is an example of."""
    yield line
    numbers = list(_NUMBER.finditer(line))
    for match in dict.fromkeys((numbers[0], numbers[-1])) if numbers else ():
        if match.end() - match.start() <= 6:  # page numbers are short
            offset = int(match.group()) - page
            yield f"{line[: match.start()]}\0{offset}\0{line[match.end() :]}"
