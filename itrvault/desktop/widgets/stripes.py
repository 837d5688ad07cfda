"""The margin of a page or text: a bar for each mark, and one for each of its tags beside it.

A tag's bar is in its colour and has two letters at its top where the margin is wide enough, so
that no tag is known by its colour alone; the tooltip says its path. What lies at one height stands
side by side.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPen

from itrvault.desktop.theme import Theme
from itrvault.desktop.widgets.contrast import readable
from itrvault.desktop.widgets.marks import bounding, rgb, stripe_lanes
from itrvault.desktop.widgets.selection_units import Mark, Stripe
from itrvault.desktop.widgets.unit_scroll import TOP
from itrvault.model.annotation import COLOURS

if TYPE_CHECKING:
    from itrvault.desktop.widgets.selection_text import UnitText
    from itrvault.desktop.widgets.selection_view import SelectionView

BAR = 4.0
PITCH = 6.0
GAP = 1.0
LEAST_PITCH = 2.5
LEAST = 6.0
"""How high a bar is at least."""

CHIP_WIDTH, CHIP_HEIGHT = 17.0, 13.0
NOTE = 8.0
IN = 3.0
"""How far the first bar stands in from the edge of the sheet."""

_INK = QColor("#1B1F27")
_PATTERNS = (
    Qt.BrushStyle.NoBrush, Qt.BrushStyle.HorPattern, Qt.BrushStyle.Dense4Pattern,
    Qt.BrushStyle.BDiagPattern, Qt.BrushStyle.VerPattern,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Drawn:
    """One thing in the margin: a bar, letters at its top, or both. Content points."""

    mark: Mark
    colour: str
    bar: QRectF
    chip: QRectF
    words: str = ""
    hint: str = ""
    note: bool = False

    def holds(self, point: QPointF) -> bool:
        """Whether the mouse is on it, or nearly."""
        return (
            self.bar.adjusted(-2, 0, 2, 0).contains(point)
            or self.chip.contains(point)
            or (self.note and _note_box(self.bar).contains(point))
        )


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is to be drawn, before it is known where."""

    mark: Mark
    colour: str
    top: float
    bottom: float
    words: str = ""
    hint: str = ""
    note: bool = False
    bar: bool = True


class Margin:
    """Of one view. What was worked out for a unit is kept until its marks or its place change."""

    def __init__(self, view: SelectionView) -> None:
        self._view = view
        self._kept: dict[
            int, tuple[tuple[Mark, ...], UnitText | None, QRectF, list[Drawn]]
        ] = {}  # fmt: skip

    def drawn(self, number: int) -> list[Drawn]:
        """Everything in the margin of a unit."""
        own, sheet = self._view.units.shown_marks(number), self._view.sheet_of(number)
        text = self._view.units.text(number)
        kept = self._kept.get(number)
        if kept is not None and kept[0] is own and kept[1] is text and kept[2] == sheet:
            return kept[3]
        found = self._lay(number, own, sheet) if own else []
        if any(len(mark.span) and not self._view.mark_rects(number, mark) for mark in own):
            return found  # not everything is here yet
        if len(self._kept) > 64:
            self._kept.clear()
        self._kept[number] = (own, text, sheet, found)
        return found

    def paint(self, painter: QPainter, number: int, theme: Theme, *, paper: bool) -> None:
        """Bars, letters, and a square where there is a note."""
        drawn = self.drawn(number)
        if not drawn:
            return
        painter.save()
        font = QFont(self._view.font())
        font.setPixelSize(9)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        for each in drawn:
            tone = QColor(COLOURS.get(each.colour, each.colour)) if each.colour else QColor()
            if not each.bar.isEmpty():
                painter.fillRect(each.bar, tone)
                painter.fillRect(each.bar, _brush(each, tone))
            if each.note:
                painter.setPen(QPen(tone.darker(190), 1))
                painter.setBrush(tone)
                painter.drawRect(_note_box(each.bar))
            if not each.chip.isEmpty():
                ground = tone if each.colour else theme.colour("panel")
                ink = QColor(*readable(rgb(_INK), rgb(ground)))
                painter.setPen(QPen(tone.darker(150) if each.colour else theme.colour("line"), 1))
                painter.setBrush(ground)
                painter.drawRoundedRect(each.chip.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
                painter.setPen(ink)
                painter.drawText(each.chip, Qt.AlignmentFlag.AlignCenter, each.words)
        painter.restore()

    def under(self, number: int, point: QPointF) -> list[Drawn]:
        """What is in the margin at a point."""
        return [each for each in self.drawn(number) if each.holds(point)]

    # -- inside ----------------------------------------------------------------------------------

    def _lay(self, number: int, own: tuple[Mark, ...], sheet: QRectF) -> list[Drawn]:
        wanted: list[_Wanted] = []
        for mark in own:
            box = self._box(number, mark, sheet)
            if not box.isEmpty():
                wanted += _entries(mark, box)
        wanted.sort(key=lambda each: each.top)
        lanes, widths = _lanes(wanted)
        rights = [sheet.right() - IN]
        chips = []
        margin = self._view.margin_of(number) - IN
        # Many beside each other are narrower, so that they never lie on the words.
        pitch = min(PITCH, max(LEAST_PITCH, margin / max(1, len(widths))))
        wide = min(BAR, pitch - 0.5)
        room = margin - PITCH * len(widths)
        for width in widths:
            # Letters as long as the bars of all lanes still fit beside the text.
            chips.append(room >= width - PITCH)
            room -= width - PITCH if chips[-1] else 0
            rights.append(rights[-1] - (width if chips[-1] else pitch))
        found = []
        for each, lane in zip(wanted, lanes, strict=True):
            right = rights[lane]
            height = max(LEAST, each.bottom - each.top)
            bar = QRectF(right - wide, each.top, wide, height) if each.bar else QRectF()
            chip = QRectF()
            if chips[lane] and each.words:
                chip = QRectF(right - CHIP_WIDTH, each.top, CHIP_WIDTH, CHIP_HEIGHT)
            elif not each.bar:
                continue
            found.append(Drawn(each.mark, each.colour, bar, chip, each.words, each.hint, each.note))
        return found

    def _box(self, number: int, mark: Mark, sheet: QRectF) -> QRectF:
        """How far down a mark reaches. One on the whole unit is at its top."""
        rects = self._view.mark_rects(number, mark)
        if rects:
            return bounding(rects)
        return QRectF() if len(mark.span) else QRectF(sheet.left(), sheet.top() + TOP, 1, 2 * TOP)


def _entries(mark: Mark, box: QRectF) -> list[_Wanted]:
    """The signs of a mark and the bars of its tags; one in its own colour when it has no tag."""
    top, bottom = box.top(), box.bottom()
    signs = [
        _Wanted(mark, "", top, top + CHIP_HEIGHT, sign, mark.hint, bar=False) for sign in mark.signs
    ]
    tags = [
        _Wanted(
            mark, stripe.colour, top, bottom, stripe.code, _hint(stripe, mark),
            note=mark.note and number == 0,
        )
        for number, stripe in enumerate(mark.stripes)
    ]  # fmt: skip
    own = _Wanted(mark, mark.colour, top, bottom, hint=mark.hint, note=mark.note)
    return [*signs, *(tags or [own])]


def _hint(stripe: Stripe, mark: Mark) -> str:
    return stripe.path if mark.hint.startswith(stripe.path) else f"{stripe.path}\n{mark.hint}"


def _lanes(wanted: list[_Wanted]) -> tuple[list[int], list[float]]:
    """The lane of each, and how wide each lane is with its letters."""
    lanes = stripe_lanes(
        [
            (each.top, max(each.bottom, each.top + (CHIP_HEIGHT + 1 if each.words else LEAST)))
            for each in wanted
        ]
    )
    widths = [PITCH] * (max(lanes, default=-1) + 1)
    for each, lane in zip(wanted, lanes, strict=True):
        if each.words:
            widths[lane] = CHIP_WIDTH + GAP
        elif each.note:
            widths[lane] = max(widths[lane], PITCH + 2)
    return lanes, widths


def _brush(each: Drawn, tone: QColor) -> QBrush:
    """A bar without letters is told from others of its colour by its pattern."""
    if not each.words or not each.chip.isEmpty():
        return QBrush(tone)
    return QBrush(tone.darker(190), _PATTERNS[sum(map(ord, each.words)) % len(_PATTERNS)])


def _note_box(bar: QRectF) -> QRectF:
    return QRectF(bar.right() - NOTE - 0.5, bar.top() + 0.5, NOTE - 1, NOTE - 1)
