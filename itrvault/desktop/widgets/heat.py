"""The colours of tables of risks: how bad by a ramp with dots, how many by a number.

Colour never stands alone: dots count the severity from 1 to 4, the number counts the passages, and
what only protects carries a tick.
"""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from itrvault.desktop.theme import SMALL_PX, TEXT_PX, Theme
from itrvault.desktop.widgets.contrast import Rgb, over, readable
from itrvault.model.annotation import LEVELS
from itrvault.rights.matrix import Cell

WIDTH, HEIGHT = 56, 40
"""Of a cell that holds figures, in pixels."""

_LIGHT = ("#E9ECF1", "#FBE7BE", "#F6C177", "#EC8B55", "#C43A31")
_DARK = ("#2C323C", "#51462A", "#7A5426", "#A14D26", "#B0342D")
_DOT = 5
_GAP = 3


class Shade(StrEnum):
    """What the colour of a cell says."""

    WORST = "worst"  # the highest severity
    MEAN = "mean"  # the mean severity
    COUNT = "count"  # how many passages


def ramp(theme: Theme) -> tuple[QColor, ...]:
    """A colour for each severity, from none to severe."""
    return tuple(QColor(name) for name in (_DARK if theme.dark else _LIGHT))


def shade_of(cell: Cell, shade: Shade, most: int, theme: Theme) -> QColor:
    """The ground of a cell; `most` are the passages of the fullest one."""
    panel, accent = _rgb(theme.colour("panel")), _rgb(theme.colour("accent"))
    if shade is Shade.COUNT or not cell.judgements:
        part = (cell.count / most) ** 0.5 if most else 0.0
        return QColor(*over(panel, accent, 0.12 + 0.6 * part))
    if cell.worst < 0:
        return QColor(*over(panel, _rgb(theme.colour("done")), 0.28))
    colours = ramp(theme)
    if shade is Shade.WORST:
        return colours[cell.worst]
    mean = cell.mean or 0.0
    low = min(int(mean), len(LEVELS) - 2)
    return QColor(*over(_rgb(colours[low]), _rgb(colours[low + 1]), mean - low))


def ink_on(ground: QColor, theme: Theme) -> QColor:
    """Text that can be read there."""
    return QColor(*readable(_rgb(theme.colour("text")), _rgb(ground)))


def paint_cell(
    painter: QPainter, area: QRectF, cell: Cell, shade: Shade, most: int, theme: Theme
) -> None:
    """The ground, the number of passages, and dots for the severity."""
    inner = area.adjusted(1, 1, -1, -1)
    ground = shade_of(cell, shade, most, theme)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(inner, 3, 3)
    ink = ink_on(ground, theme)
    painter.setPen(ink)
    painter.setFont(font_of(TEXT_PX, QFont.Weight.DemiBold))
    judged = cell.judgements > 0
    words = QRectF(inner.x(), inner.y(), inner.width(), inner.height() - (12 if judged else 0))
    painter.drawText(words, Qt.AlignmentFlag.AlignCenter, str(cell.count))
    if judged and cell.worst < 0:
        paint_tick(painter, QPointF(inner.center().x(), inner.bottom() - 9), ink)
    elif judged:
        paint_dots(painter, QPointF(inner.center().x(), inner.bottom() - 9), cell.worst, ink)
    painter.restore()


def paint_dots(painter: QPainter, middle: QPointF, level: int, ink: QColor) -> None:
    """Four dots in a row, as many of them filled as the level is."""
    count = len(LEVELS) - 1
    x = middle.x() - (count * _DOT + (count - 1) * _GAP) / 2
    for number in range(count):
        dot = QRectF(x + number * (_DOT + _GAP), middle.y() - _DOT / 2, _DOT, _DOT)
        painter.setPen(QPen(ink, 1))
        painter.setBrush(ink if number < level else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(dot.adjusted(0.5, 0.5, -0.5, -0.5))


def paint_tick(painter: QPainter, middle: QPointF, ink: QColor) -> None:
    """A tick: nothing but safeguards."""
    painter.setPen(QPen(ink, 1.6))
    x, y = middle.x(), middle.y()
    painter.drawPolyline([QPointF(x - 5, y), QPointF(x - 1.5, y + 3.5), QPointF(x + 5, y - 3.5)])


def font_of(pixels: int = SMALL_PX, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The interface font in another size or weight, figures all of one width."""
    font = QFont()
    font.setPixelSize(pixels)
    font.setWeight(weight)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def _rgb(colour: QColor) -> Rgb:
    return colour.red(), colour.green(), colour.blue()
