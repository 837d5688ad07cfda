"""Marks what runs from one page to the next, on both pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from itrvault.model.document import Redline
from itrvault.model.geometry import Span
from itrvault.model.search import IndexUnit
from itrvault.search.marking import MarkedText, Tongue
from itrvault.search.matching import Matcher
from itrvault.search.parted import parted_word
from itrvault.search.query import Leaf, Node, Positional, can_run_over
from itrvault.search.reading import Reading
from itrvault.search.results import SNIPPET
from itrvault.search.snapshot import Snapshot
from itrvault.search.tokens import is_unspaced

_SEPARATOR = "\n\n\n"
"""No word and no run of Chinese goes on over it."""

Place = tuple[int, int, int, int]
"""A seam: a unit, where its body ends, the next one, and where that begins."""
Bounds = tuple[int, int]
"""A body in its text."""


@dataclass(frozen=True, slots=True)
class Joint:
    """Two units, by their rows, and the body of each."""

    first: int
    second: int
    body: Bounds
    next_body: Bounds


def tongue_of(unit: IndexUnit) -> Tongue:
    """What a unit is written in."""
    return Tongue(unit.language, unit.text, unit.redlines)


class Joined:
    """The bodies of two units as one text."""

    def __init__(self, one: IndexUnit, other: IndexUnit, joint: Joint) -> None:
        self._begin, end = joint.body
        self._next, last = joint.next_body
        self._size = end - self._begin
        self._tongues = tongue_of(one), tongue_of(other)
        self.seam = self._size + len(_SEPARATOR)
        self.text = one.text[self._begin : end] + _SEPARATOR + other.text[self._next : last]
        self.redlines = (
            *_moved(one.redlines, self._begin, end, -self._begin),
            *_moved(other.redlines, self._next, last, self.seam - self._next),
        )

    def marked(self, node: Node, forms: Mapping[Leaf, tuple[str, ...]]) -> MarkedText:
        """The text, for telling what runs over the seam."""
        return MarkedText(
            self.text, node, forms, self.redlines, tongues=self._tongues, seam=self.seam
        )

    def back(self, spans: Iterable[Span]) -> tuple[list[Span], list[Span]]:
        """Places that lie on either side of the seam, in the first unit's text and the second's."""
        left, right = [], []
        for span in spans:
            if span.start < self.seam:
                left.append(Span(span.start + self._begin, span.end + self._begin))
            else:
                shift = self._next - self.seam
                right.append(Span(span.start + shift, span.end + shift))
        return left, right


def _moved(lines: Sequence[Redline], start: int, end: int, by: int) -> list[Redline]:
    """The redlines of a stretch of a text, elsewhere."""
    return [
        Redline(max(start, line.start) + by, min(end, line.end) + by, line.kind)
        for line in lines
        if max(start, line.start) < min(end, line.end)
    ]


def joints_at(
    parts: Iterable[Positional],
    forms: Mapping[Leaf, tuple[str, ...]],
    rows: Sequence[int],
    snapshot: Snapshot,
) -> list[Joint]:
    """The seams over which any of the parts runs, before or behind one of the units."""
    parts = [part for part in parts if can_run_over(part, forms)]
    if not parts or not rows:
        return []
    lookup = snapshot.lookup
    columns = lookup.columns
    here = np.isin(columns.rows, np.array(rows, np.int64))
    edges = lookup.edges
    near = edges.seams.at(edges.seams.either(here))
    first = np.zeros(columns.count, np.bool_)
    first[near.units] = True
    matcher = Matcher(lookup, forms, {})
    over = np.zeros(columns.count, np.bool_)
    for part in parts:
        if (counts := matcher.crossings(part, first)) is not None:
            over |= counts > 0
    found = near.at(over[near.units])
    pairs = zip(found.units.tolist(), found.nexts.tolist(), strict=True)
    return [
        Joint(
            int(columns.rows[unit]), int(columns.rows[following]),
            edges.body(unit), edges.body(following),
        )
        for unit, following in dict.fromkeys(pairs)
    ]  # fmt: skip


def joints_beside(rows: Sequence[int], snapshot: Snapshot) -> list[Joint]:
    """The seams before and behind these units, of the texts as they would be, in their order."""
    lookup = snapshot.lookup
    columns, edges = lookup.columns, lookup.edges
    here = np.isin(columns.rows, np.array(rows, np.int64))
    if columns.removed is not None:
        here &= ~columns.removed
    near = edges.seams.at(edges.seams.either(here) & ~edges.seams.before)
    return [
        Joint(
            int(columns.rows[unit]), int(columns.rows[following]),
            edges.body(unit), edges.body(following),
        )
        for unit, following in zip(near.units.tolist(), near.nexts.tolist(), strict=True)
    ]  # fmt: skip


def breaks_in(documents: Sequence[int], snapshot: Snapshot) -> dict[int, list[Place]]:
    """The seams of documents (by row), as (unit, end of its body, next unit, beginning of that
    body), units by their place in the document."""
    columns, edges = snapshot.lookup.columns, snapshot.lookup.edges
    here = np.isin(columns.document_rows, np.array(documents, np.int64))
    if columns.removed is not None:
        here &= ~columns.removed
    near = edges.seams.at(here[edges.seams.units] & ~edges.seams.before)
    rows = {row: np.sort(columns.rows[here & (columns.document_rows == row)]) for row in documents}
    found: dict[int, list[Place]] = {row: [] for row in documents}
    for unit, following in zip(near.units.tolist(), near.nexts.tolist(), strict=True):
        document = int(columns.document_rows[unit])
        first, second = np.searchsorted(rows[document], columns.rows[[unit, following]]).tolist()
        found[document].append((first, edges.body(unit)[1], second, edges.body(following)[0]))
    return found


Fetch = Callable[[Iterable[int]], Mapping[int, IndexUnit]]
"""Units by their rows."""


def joined(unit: IndexUnit, joints: Iterable[Joint], fetch: Fetch) -> list[Joined]:
    """A unit with each of those that follow it."""
    every = list(joints)
    texts = fetch([joint.second for joint in every]) if every else {}
    return [Joined(unit, texts[joint.second], joint) for joint in every if joint.second in texts]


@dataclass(frozen=True, slots=True)
class RunsOn:
    """How a unit's text goes on where a hit runs over its end: its body ends at `end`, and `text`
    follows, with `spans` of it marked."""

    end: int
    text: str
    spans: tuple[Span, ...]

    def joined(self, text: str, spans: Sequence[Span]) -> tuple[str, tuple[Span, ...]]:
        """The text of the unit and what follows as one, a divided word and Chinese in one piece,
        with all marks; those in the unit's foot are left out."""
        above = text[: self.end].rstrip()
        below = self.text.lstrip()
        whole = parted_word(above, below) is not None or is_unspaced(above[-1:])
        between = "" if whole else " "
        shift = len(above) + len(between) - (len(self.text) - len(below))
        marks = [Span(span.start, min(span.end, len(above)))
                 for span in spans if span.start < len(above)]  # fmt: skip
        marks += [Span(span.start + shift, span.end + shift) for span in self.spans]
        return above + between + below, _merged(marks)


def marks_of(
    reading: Reading, units: Sequence[IndexUnit], joints: Sequence[Joint], fetch: Fetch
) -> tuple[dict[int, tuple[Span, ...]], dict[int, RunsOn]]:
    """Every place of each unit (by row) that made it match, or the one before it; and how those go
    on of which a hit runs over the end."""
    known = {unit.row: unit for unit in units}
    needed = {row for joint in joints for row in (joint.first, joint.second)} - known.keys()
    texts = {**known, **(fetch(needed) if needed else {})}
    of_first: dict[int, list[Joint]] = {}
    for joint in joints:
        if joint.first in texts and joint.second in texts:
            of_first.setdefault(joint.first, []).append(joint)
    marks: dict[int, list[Span]] = {row: [] for row in known}
    runs_on: dict[int, RunsOn] = {}
    for row in known.keys() | of_first.keys():
        unit = texts[row]
        own = [Joined(unit, texts[joint.second], joint) for joint in of_first.get(row, ())]
        text = MarkedText(
            unit.text, reading.node, reading.forms, unit.redlines,
            tongues=(tongue_of(unit),),
            beyond=[one.marked(reading.node, reading.forms) for one in own],
        )  # fmt: skip
        if row in known:
            marks[row] += text.spans()
        for joint, one, over in zip(of_first.get(row, ()), own, text.spans_beyond(), strict=True):
            left, right = one.back(over)
            if row in known:
                marks[row] += left
                if right and row not in runs_on:
                    start, end = joint.next_body
                    text_behind = texts[joint.second].text[start : min(end, start + SNIPPET)]
                    moved = tuple(Span(one.start - start, one.end - start) for one in right)
                    inside = tuple(one for one in moved if one.end <= len(text_behind))
                    runs_on[row] = RunsOn(joint.body[1], text_behind, inside)
            if joint.second in known:
                marks[joint.second] += right
    return {row: _merged(spans) for row, spans in marks.items()}, runs_on


def _merged(spans: Sequence[Span]) -> tuple[Span, ...]:
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return tuple(found)
