"""How hits, highlights, notes, the selection and the caret are painted over text.

On a drawn page highlights are multiplied, so that black text stays black; the page is white in
both themes, so the colours over it are always the light ones. Over flowing text the same things
are painted before the text. A colour never stands alone: an annotation also has a bar in the
margin (see `stripes`).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from itrvault.desktop.theme import Theme
from itrvault.desktop.widgets.contrast import Rgb, Wash
from itrvault.model.annotation import COLOURS, PLAIN

PAPER_SELECTION = QColor(176, 206, 250)
CURRENT = QColor(0, 100, 0)
CURRENT_DARK = QColor(110, 215, 140)
HIGHLIGHT_DARK = 0.34
SELECTION = 0.38


@lru_cache(maxsize=128)
def highlight_wash(colour: str, *, paper: bool) -> Wash:
    """An annotation's colour: multiplied on paper, mixed in under flowing text in the dark."""
    tone = _tone(colour)
    if paper:
        # As strong as a marker pen: at full strength red and grey would drown the text.
        return Wash(rgb(_towards_white(tone, 0.45)), multiply=True)
    return Wash(rgb(tone), HIGHLIGHT_DARK)


def _tone(colour: str) -> QColor:
    """One of the eight, or what a tag has of its own; yellow for what is no colour."""
    tone = QColor(COLOURS.get(colour, colour))
    return tone if tone.isValid() else QColor(COLOURS[PLAIN])


def hit_wash(theme: Theme, *, current: bool = False) -> Wash:
    """A place of the query; `current` is the one that one is at."""
    colour = theme.colour("current_hit" if current else "hit")
    return Wash(rgb(colour), colour.alphaF())


def selection_wash(theme: Theme, *, paper: bool) -> Wash:
    """What is selected."""
    if paper:
        return Wash(rgb(PAPER_SELECTION), multiply=True)
    return Wash(rgb(theme.colour("accent")), SELECTION)


def rgb(colour: QColor) -> Rgb:
    """Its three parts, 0 to 255."""
    return colour.red(), colour.green(), colour.blue()


def _fill(painter: QPainter, rects: Sequence[QRectF], wash: Wash) -> None:
    painter.save()
    colour = QColor(*wash.colour)
    if wash.multiply:
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
    else:
        colour.setAlphaF(wash.alpha)
    for rect in rects:
        painter.fillRect(rect, colour)
    painter.restore()


def paint_highlights(
    painter: QPainter, rects: Sequence[QRectF], colour: str, *, paper: bool
) -> None:
    """Boxes of one annotation in its colour."""
    _fill(painter, rects, highlight_wash(colour, paper=paper))


def paint_region(painter: QPainter, rects: Sequence[QRectF], colour: str, *, paper: bool) -> None:
    """A rectangle of a page: a light wash and a line around it, so that what is in it stays."""
    wash = highlight_wash(colour, paper=paper)
    light = Wash(wash.colour, 0.18)
    _fill(painter, rects, light)
    tone = _tone(colour)
    _frame(painter, rects, tone.darker(125) if paper else tone, 0.0)


def paint_outline(painter: QPainter, rects: Sequence[QRectF], theme: Theme, *, paper: bool) -> None:
    """The selected annotation: two pixels of accent around the whole of it."""
    accent = QColor("#2457A6") if paper else theme.colour("accent")
    outline = QPainterPath()
    outline.setFillRule(Qt.FillRule.WindingFill)  # boxes that overlap are one, not a hole
    for rect in closed_up(rects):
        outline.addRect(rect.adjusted(-2, -1, 2, 1))
    painter.save()
    painter.setPen(QPen(accent, 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(outline.simplified())
    painter.restore()


def paint_hits(painter: QPainter, rects: Sequence[QRectF], theme: Theme) -> None:
    """Places of the query."""
    _fill(painter, [rect.adjusted(-1, 0, 1, 0) for rect in rects], hit_wash(theme))


def paint_current_hit(painter: QPainter, rects: Sequence[QRectF], theme: Theme) -> None:
    """The place one is at: green, and outlined so that it does not hang on the colour."""
    boxes = [rect.adjusted(-1, 0, 1, 0) for rect in rects]
    _fill(painter, boxes, hit_wash(theme, current=True))
    _frame(painter, rects, CURRENT_DARK if theme.dark else CURRENT, 2.0)


def paint_selection(
    painter: QPainter, rects: Sequence[QRectF], theme: Theme, *, paper: bool
) -> None:
    """What is selected. Boxes of following lines are closed up, so that it reads as one."""
    _fill(painter, closed_up(rects), selection_wash(theme, paper=paper))


def paint_caret(painter: QPainter, rect: QRectF, theme: Theme, *, paper: bool) -> None:
    """A bar of two pixels."""
    colour = QColor("#1B1F27") if paper else theme.colour("text")
    upright = rect.height() >= rect.width()  # lying on a page that is turned
    bar = rect.adjusted(-1, 0, 1, 0) if upright else rect.adjusted(0, -1, 0, 1)
    painter.fillRect(bar, colour)


def paint_link(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    """The link under the mouse: a line below it."""
    colour = QColor("#2457A6") if not theme.dark else theme.colour("accent")
    painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1.5), colour)


def stripe_lanes(extents: Sequence[tuple[float, float]]) -> list[int]:
    """For each stripe (top, bottom) the lowest lane in which it touches no earlier one."""
    ends: list[float] = []
    lanes = []
    for top, bottom in extents:
        lane = next((i for i, end in enumerate(ends) if end <= top), len(ends))
        if lane == len(ends):
            ends.append(bottom)
        ends[lane] = bottom
        lanes.append(lane)
    return lanes


def closed_up(rects: Sequence[QRectF]) -> list[QRectF]:
    """The boxes, each reaching down to the next when only leading lies between them."""
    closed = [QRectF(rect) for rect in rects]
    for above, below in pairwise(closed):
        gap = below.top() - above.bottom()
        overlaps = above.left() < below.right() and below.left() < above.right()
        if overlaps and abs(gap) < 0.5 * above.height():
            above.setBottom(below.top())
    return closed


def _frame(painter: QPainter, rects: Sequence[QRectF], colour: QColor, grow: float) -> None:
    painter.save()
    pen = QPen(colour, 2)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for rect in rects:
        painter.drawRect(rect.adjusted(-grow, -grow, grow, grow))
    painter.restore()


def bounding(rects: Sequence[QRectF]) -> QRectF:
    """The box around all boxes; empty for none."""
    whole = QRectF()
    for rect in rects:
        # `united` ignores boxes without width, such as that of a caret.
        whole = whole.united(
            rect if rect.width() else QRectF(rect.topLeft(), rect.bottomRight() + QPointF(1, 0))
        )
    return whole


def _towards_white(colour: QColor, share: float) -> QColor:
    red, green, blue = (
        round(part + (255 - part) * share) for part in (colour.red(), colour.green(), colour.blue())
    )
    return QColor(red, green, blue)
