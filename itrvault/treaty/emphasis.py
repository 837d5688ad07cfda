"""Whether the verb of a proposal is set off from those of others: underlined, bold, or in a box."""

from __future__ import annotations

import re
from collections.abc import Sequence

from itrvault.model.document import RedlineKind, Unit
from itrvault.model.geometry import FlowLayout, Paragraph
from itrvault.treaty.provision_reader import Line

_KINDS = (0, 1, 2)
_VERBS = re.compile(r"(?:ADD|MOD|SUP|NOC)(?<=\b\w{3})\b")


class Emphasis:
    """How the verbs of a paper are set. What all of them have is only how the paper looks."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self._marks: dict[tuple[int, int], tuple[bool, bool, bool]] = {}
        if any(map(_is_marked, units)):
            for unit in units:
                self._read(unit, [found.span() for found in _VERBS.finditer(unit.text)])
        every = list(self._marks.values())
        self._telling = tuple(
            any(each[kind] for each in every) and not all(each[kind] for each in every)
            for kind in _KINDS
        )

    def stands_out(self, line: Line) -> bool:
        """Whether the verb on this line is underlined, bold or in a box, and others are not."""
        return any(
            marks[kind] and self._telling[kind]
            for (unit, at), marks in self._marks.items()
            if unit == line.unit and line.start <= at < line.end
            for kind in _KINDS
        )

    def _read(self, unit: Unit, verbs: Sequence[tuple[int, int]]) -> None:
        if not verbs:
            return
        underlined = [
            (mark.start, mark.end)
            for mark in unit.redlines
            if mark.drawn and mark.kind is RedlineKind.INSERTED
        ]
        bold: list[tuple[int, int]] = []
        boxes: list[tuple[int, int]] = []
        if isinstance(unit.layout, FlowLayout):
            boxes = [(cell.start, cell.end) for cell in _boxes(unit.layout)]
            for paragraph in unit.layout.paragraphs:
                for run in paragraph.runs:
                    if run.underline:
                        underlined.append((run.start, run.end))
                    if run.bold:
                        bold.append((run.start, run.end))
        for start, end in verbs:
            self._marks[unit.number, start] = (
                any(a <= start and end <= b and b - a <= end - start + 2 for a, b in underlined),
                any(a <= start and end <= b for a, b in bold),
                any(a <= start and end <= b for a, b in boxes),
            )


def _is_marked(unit: Unit) -> bool:
    """Whether anything in a unit is underlined or bold."""
    if any(mark.drawn and mark.kind is RedlineKind.INSERTED for mark in unit.redlines):
        return True
    layout = unit.layout
    return isinstance(layout, FlowLayout) and any(
        paragraph.table or any(run.underline or run.bold for run in paragraph.runs)
        for paragraph in layout.paragraphs
    )


def _boxes(layout: FlowLayout) -> list[Paragraph]:
    """The paragraphs of tables that have a single cell: boxes drawn around words."""
    cells = [paragraph for paragraph in layout.paragraphs if paragraph.table]
    several = {cell.table for cell in cells if cell.row or cell.column}
    return [cell for cell in cells if cell.table not in several]
