"""Some paragraphs of a flowing unit: how high they will be, and, once built, where words stand.

A document of three million characters is never laid out whole. It is cut into chunks; those in
view are built, the others have an estimated height until somebody looks.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QPainter,
    QPalette,
    QRegion,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextLine,
)

from itrvault.desktop.widgets.contrast import Rgb, Wash, readable
from itrvault.desktop.widgets.flow_view_build import (
    CHARACTERS_A_LINE,
    LEADING,
    FlowStyle,
    build,
)
from itrvault.desktop.widgets.flow_view_map import TextMap
from itrvault.desktop.widgets.selection_text import UnitText
from itrvault.model.geometry import Paragraph, ParagraphKind, Span

CHUNK_CHARACTERS = 4_000

KEPT_BOXES = 4_096
"""Stretches of one chunk whose boxes are remembered: its marks and hits, and what was selected."""

Washes = tuple[tuple[Span, Wash], ...]
"""What is painted under stretches of a unit's text, in the order of painting."""

Inks = list[tuple[Rgb, QRegion]]
"""Tones, and where words are painted in them instead of in their own."""


class Chunk:
    """Points are relative to the chunk's top left corner."""

    def __init__(self, unit: UnitText, paragraphs: Sequence[Paragraph], last_end: int) -> None:
        self.unit = unit
        self.paragraphs = tuple(paragraphs)
        self.start = self.paragraphs[0].start if self.paragraphs else 0
        self.end = last_end
        self.height = 0.0
        self.document: QTextDocument | None = None
        self._map = TextMap(unit.text)
        self._inks: Inks = []
        self._inked: tuple[Rgb, Washes] | None = None
        self._boxes: dict[Span, list[QRectF]] = {}

    def estimate(self, style: FlowStyle, column: float) -> None:
        """Guess the height from the number of characters."""
        if self.document is not None:
            return
        line = style.pixels * LEADING
        per_line = max(8.0, CHARACTERS_A_LINE * column / max(1.0, style.column()))
        lines = sum(
            max(1, math.ceil((p.end - p.start) / per_line))
            * (0.35 if p.kind is ParagraphKind.CELL else 1.0)
            for p in self.paragraphs
        )
        self.height = lines * line + 0.6 * style.pixels * len(self.paragraphs)

    def build(self, style: FlowStyle, column: float) -> bool:
        """Set the type. True when the height is another than was thought."""
        self.document, self._map = build(self.unit, self.paragraphs, style, column)
        self._inked = None
        self._boxes = {}
        height = float(math.ceil(self.document.size().height())) if self._map.pieces else 0.0
        changed = abs(height - self.height) > 0.5
        self.height = height
        return changed

    def drop(self) -> None:
        """Forget the type, keep the height."""
        self.document = None
        self._inks = []
        self._inked = None
        self._boxes = {}

    def paint(
        self, painter: QPainter, clip: QRectF, palette: QPalette, washes: Washes, ground: Rgb
    ) -> None:
        """Draw the text; the painter's origin is the chunk's corner.

        Words on washes are set so that they can be read there; `ground` is the sheet's colour.
        """
        if self.document is None:
            return
        context = QAbstractTextDocumentLayout.PaintContext()
        context.palette = palette
        context.clip = clip
        layout, inks = self.document.documentLayout(), self._readable(washes, ground)
        whole = QTextCursor(self.document)
        whole.select(QTextCursor.SelectionType.Document)
        rest = QRegion(clip.toAlignedRect())
        for tone, region in inks:
            rest -= region
            words = QAbstractTextDocumentLayout.Selection()
            words.cursor, words.format = whole, QTextCharFormat()
            words.format.setForeground(QColor(*tone))
            words.format.setUnderlineColor(QColor(*tone))
            context.selections = [words]
            context.clip = clip.intersected(QRectF(region.boundingRect()))
            painter.save()
            painter.setClipRegion(region, Qt.ClipOperation.IntersectClip)
            layout.draw(painter, context)
            painter.restore()
        context.selections, context.clip = [], clip
        if inks:
            painter.setClipRegion(rest, Qt.ClipOperation.IntersectClip)
        layout.draw(painter, context)

    def _readable(self, washes: Washes, ground: Rgb) -> Inks:
        """Where words need another tone of their ink, and which."""
        mine = tuple(
            (span, wash) for span, wash in washes if span.start < self.end and span.end > self.start
        )
        if self._inked != (ground, mine):
            self._inked = (ground, mine)
            self._inks = self._ink(mine, ground)
        return self._inks

    def _ink(self, washes: Washes, ground: Rgb) -> Inks:
        inks = list(self._own_inks())
        ends = [end for _, end, _ in inks]
        found: dict[Rgb, list[QRect]] = {}
        for span, under in grounds(washes, ground):
            if under == ground:
                continue
            for first, last in self._map.ranges(span):
                for at in range(bisect_right(ends, first), len(inks)):
                    start, end, ink = inks[at]
                    if start >= last:
                        break
                    tone = readable(ink, under)
                    if tone != ink:
                        rects = self._range_rects(max(first, start), min(last, end))
                        found.setdefault(tone, []).extend(rect.toRect() for rect in rects)
        return [(tone, region_of(rects)) for tone, rects in found.items()]

    def _own_inks(self) -> Iterator[tuple[int, int, Rgb]]:
        """Stretches of one ink as they were set, by position."""
        assert self.document is not None
        block = self.document.begin()
        while block.isValid():
            step = block.begin()
            while not step.atEnd():
                piece = step.fragment()
                ink = piece.charFormat().foreground().color()
                tone = (ink.red(), ink.green(), ink.blue())
                yield piece.position(), piece.position() + piece.length(), tone
                step += 1
            block = block.next()

    def offset_at(self, point: QPointF, *, inside: bool) -> int:
        """The offset nearest to a point, or that of the character under it."""
        if self.document is None:
            return self.start
        layout = self.document.documentLayout()
        position = max(0, layout.hitTest(point, Qt.HitTestAccuracy.FuzzyHit))
        if inside:
            block = self.document.findBlock(position)
            line = block.layout().lineForTextPosition(position - block.position())
            corner = layout.blockBoundingRect(block).topLeft()
            if line.isValid():
                on = QTextLine.CursorPosition.CursorOnCharacter
                position = block.position() + line.xToCursor(point.x() - corner.x(), on)
        return self._map.offset_of(position)

    def over_text(self, point: QPointF) -> bool:
        """Whether a point lies on a line of type."""
        if self.document is None:
            return False
        return self.document.documentLayout().hitTest(point, Qt.HitTestAccuracy.ExactHit) >= 0

    def rects(self, span: Span) -> list[QRectF]:
        """One box for each line (or part of one) of a stretch."""
        if self.document is None:
            return []
        found = self._boxes.get(span)
        if found is None:
            if len(self._boxes) >= KEPT_BOXES:
                self._boxes.clear()
            ranges = self._map.ranges(span)
            found = [rect for start, end in ranges for rect in self._range_rects(start, end)]
            self._boxes[span] = found
        return found

    def _range_rects(self, start: int, end: int) -> list[QRectF]:
        assert self.document is not None
        rects: list[QRectF] = []
        block = self.document.findBlock(start)
        while block.isValid() and block.position() < end:
            first = max(0, start - block.position())
            last = min(block.length() - 1, end - block.position())
            rects += self._block_rects(block, first, last)
            block = block.next()
        return rects

    def caret(self, offset: int) -> QRectF | None:
        """A box without width."""
        if self.document is None:
            return None
        position = self._map.position_of(offset)
        block = self.document.findBlock(position)
        line = block.layout().lineForTextPosition(position - block.position())
        if not line.isValid():
            return None
        corner = self.document.documentLayout().blockBoundingRect(block).topLeft()
        x = _x_of(line, position - block.position())
        return QRectF(corner.x() + x, corner.y() + line.y(), 0.0, line.height())

    def line_edge(self, offset: int, *, end: bool) -> int:
        """The first or last offset of the line at an offset."""
        if self.document is None:
            return offset
        position = self._map.position_of(offset)
        block = self.document.findBlock(position)
        line = block.layout().lineForTextPosition(position - block.position())
        if not line.isValid():
            return offset
        at = line.textStart() + (line.textLength() if end else 0)
        last = line.lineNumber() == block.layout().lineCount() - 1
        if end and not last:
            at -= 1  # the space at which the line was broken
        return self._map.offset_of(block.position() + at)

    def _block_rects(self, block: QTextBlock, start: int, end: int) -> list[QRectF]:
        assert self.document is not None
        corner = self.document.documentLayout().blockBoundingRect(block).topLeft()
        layout, rects = block.layout(), []
        lines = range(layout.lineCount())
        # A paragraph of a hundred lines may have a hundred marks: begin at the line of this one.
        begin = bisect_right(lines, start, key=lambda index: layout.lineAt(index).textStart()) - 1
        for index in lines[max(0, begin) :]:
            line = layout.lineAt(index)
            first, last = line.textStart(), line.textStart() + line.textLength()
            if first >= end:
                break
            a, b = max(start, first), min(end, last)
            if a >= b:
                continue
            for left, right in _stretches(line, block.text(), a, b):
                box = QRectF(left, line.y(), right - left, line.height())
                rects.append(box.translated(corner))
        return rects


def grounds(washes: Washes, ground: Rgb) -> Iterator[tuple[Span, Rgb]]:
    """What is under the words between each two edges of washes, in the order of the text."""
    opening: dict[int, list[int]] = {}
    closing: dict[int, list[int]] = {}
    for number, (span, _) in enumerate(washes):
        opening.setdefault(span.start, []).append(number)
        closing.setdefault(span.end, []).append(number)
    lying: list[int] = []  # the washes here, in the order of painting
    for start, end in pairwise(sorted(opening.keys() | closing.keys())):
        for number in closing.get(start, ()):
            at = bisect_left(lying, number)
            if at < len(lying) and lying[at] == number:  # one of no length never lay anywhere
                del lying[at]
        for number in opening.get(start, ()):
            if washes[number][0].end > start:
                insort(lying, number)
        under = ground
        for number in lying:
            under = washes[number][1].on(under)
        yield Span(start, end), under


def region_of(rects: Sequence[QRect]) -> QRegion:
    """All boxes together; neighbours first, because adding to a large region copies it."""
    regions = [QRegion(rect) for rect in rects]
    while len(regions) > 1:
        joined = [
            one.united(other) for one, other in zip(regions[::2], regions[1::2], strict=False)
        ]
        regions = joined + regions[len(joined) * 2 :]
    return regions[0]


def _x_of(line: QTextLine, position: int) -> float:
    found: Any = line.cursorToX(position)  # typed as a float, is a float and the position
    return float(found[0] if isinstance(found, tuple) else found)


def _stretches(line: QTextLine, text: str, start: int, end: int) -> list[tuple[float, float]]:
    """Left and right edges; several where directions mix within the stretch."""
    part = text[start:end]
    if part.isascii():
        edges = sorted((_x_of(line, start), _x_of(line, end)))
        if edges[0] < edges[1]:
            return [(edges[0], edges[1])]
    found = []
    for run in line.glyphRuns(start, end - start):
        box = run.boundingRect()
        if box.width() > 0:
            found.append((box.left(), box.right()))
    found.sort()
    joined: list[tuple[float, float]] = []
    for left, right in found:
        if joined and left - joined[-1][1] < 8:
            joined[-1] = (joined[-1][0], max(joined[-1][1], right))
        else:
            joined.append((left, right))
    return joined


def chunks_of(unit: UnitText, paragraphs: Sequence[Paragraph]) -> list[Chunk]:
    """Cut a unit into chunks of about CHUNK_CHARACTERS, between paragraphs, never inside a row."""
    groups: list[list[Paragraph]] = [[]]
    size = 0
    for paragraph in paragraphs:
        last = groups[-1][-1] if groups[-1] else None
        same_row = (
            last is not None
            and paragraph.table
            and (paragraph.table, paragraph.row) == (last.table, last.row)
        )
        # A table is kept whole up to a point, because its columns are sized together.
        in_table = last is not None and paragraph.table and paragraph.table == last.table
        limit = CHUNK_CHARACTERS * (4 if in_table else 1)
        if size > limit and not same_row:
            groups.append([])
            size = 0
        groups[-1].append(paragraph)
        size += paragraph.end - paragraph.start + 40
    made = []
    for index, group in enumerate(groups):
        following = groups[index + 1][0].start if index + 1 < len(groups) else len(unit.text)
        made.append(Chunk(unit, group, following))
    return made
