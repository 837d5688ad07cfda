"""Tables and timelines as pictures to put into a paper: SVG or PNG, always dark on white.

Nothing in them tells of their maker: no names, no times, no paths.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter

from itrvault.desktop.models.risk_table import Shown
from itrvault.desktop.theme import HEADING_PX, LIGHT, SMALL_PX, TEXT_PX
from itrvault.desktop.widgets.heat import HEIGHT, WIDTH, Shade, font_of, paint_cell
from itrvault.desktop.widgets.heat_legend import HEIGHT as LEGEND
from itrvault.desktop.widgets.heat_legend import lines_of, paint_legend
from itrvault.desktop.widgets.time_bars import paint_bars, width_of
from itrvault.export.sink import whole_file
from itrvault.rights.matrix import Cell

Draw = Callable[[QPainter], None]

FORMATS = ("svg", "png")
_FONTS = b'font-family="Arial, Helvetica, sans-serif"'
_MARGIN = 20
_SCALE = 2
"""Pixels of a PNG for each of the screen: sharp in print."""
_WIDEST_NAME, _TALLEST_NAME = 240, 160
_LARGEST = 20_000
"""Pixels of a side beyond which no program opens a picture."""


class Picture:
    """Something that can be drawn at a size."""

    def __init__(self, size: QSize, draw: Draw, title: str) -> None:
        self.size = size
        self.title = title
        self._draw = draw

    def draw(self, painter: QPainter) -> None:
        """All of it, on white."""
        painter.fillRect(QRectF(0, 0, self.size.width(), self.size.height()), QColor("white"))
        self._draw(painter)

    def save(self, path: Path, *, overwrite: bool = False) -> None:
        """Write a file whole, by its ending as SVG or PNG. Raises FileExists, FileUnwritable."""
        data = self.svg() if path.suffix.lower() == ".svg" else self.png()
        with whole_file(path, overwrite=overwrite) as out:
            out.write(data)

    def svg(self) -> bytes:
        """As a vector picture."""
        from PySide6.QtSvg import QSvgGenerator

        data = QByteArray()
        buffer = QBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        generator = QSvgGenerator()
        generator.setOutputDevice(buffer)
        generator.setSize(self.size)
        generator.setViewBox(QRectF(0, 0, self.size.width(), self.size.height()))
        generator.setTitle(self.title)
        generator.setDescription("")
        painter = QPainter(generator)
        self.draw(painter)
        painter.end()
        buffer.close()
        # The name of this system's interface font means nothing where the picture is opened.
        return re.sub(rb'font-family="[^"]*"', _FONTS, bytes(data.data()))

    def png(self) -> bytes:
        """As pixels."""
        longest = max(self.size.width(), self.size.height())
        scale = _SCALE if longest * _SCALE <= _LARGEST else min(1.0, _LARGEST / longest)
        image = QImage(self.size * scale, QImage.Format.Format_RGB32)
        painter = QPainter(image)
        painter.scale(scale, scale)
        self.draw(painter)
        painter.end()
        data = QByteArray()
        buffer = QBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")  # type: ignore[call-overload]
        buffer.close()
        return bytes(data.data())


def matrix_picture(
    shown: Shown, shade: Shade, title: str, legend: list[str], unknown: str, *, judged: bool
) -> Picture:
    """A whole table, however much of it is in view."""
    matrix = shown.matrix
    metrics = QFontMetricsF(font_of(SMALL_PX))
    wide = QFontMetricsF(font_of(TEXT_PX))
    names = [shown.row(row) for row in matrix.rows]
    heads = [_head(shown, column) or unknown for column in matrix.columns]
    left = min(_WIDEST_NAME, max((wide.horizontalAdvance(name) for name in names), default=0)) + 12
    longest = max((metrics.horizontalAdvance(head) for head in heads), default=0)
    upright = longest > WIDTH - 4
    top = 44 + (min(longest, _TALLEST_NAME) + 12 if upright else 24)
    width = max(left + WIDTH * len(heads), 900 if judged else 360) + 2 * _MARGIN
    foot = LEGEND * lines_of(judged, legend, width - 2 * _MARGIN)
    height = top + HEIGHT * len(names) + foot + 12 + 2 * _MARGIN

    def draw(painter: QPainter) -> None:
        painter.translate(_MARGIN, _MARGIN)
        _title(painter, title, width - 2 * _MARGIN)
        painter.setPen(LIGHT.colour("text"))
        for number, head in enumerate(heads):
            painter.setFont(font_of(SMALL_PX))
            box = QRectF(left + number * WIDTH, 40, WIDTH, top - 44)
            if upright:
                text = metrics.elidedText(head, Qt.TextElideMode.ElideRight, _TALLEST_NAME)
                painter.save()
                painter.translate(box.center().x(), box.bottom())
                painter.rotate(-90)
                flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
                painter.drawText(QRectF(0, -WIDTH / 2, box.height(), WIDTH), flags, text)
                painter.restore()
            else:
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, head)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        for row, name in enumerate(names):
            y = top + row * HEIGHT
            painter.setFont(font_of(TEXT_PX))
            painter.setPen(LIGHT.colour("text"))
            text = wide.elidedText(name, Qt.TextElideMode.ElideRight, left - 10)
            painter.drawText(QRectF(0, y, left - 8, HEIGHT), flags, text)
            for column in range(len(heads)):
                cell = shown.cell(row, column)
                if cell is not None and not (shown.diagonal and row == column):
                    area = QRectF(left + column * WIDTH, y, WIDTH, HEIGHT)
                    paint_cell(painter, area, cell, shade, matrix.most, LIGHT)
        below = QRectF(0, top + HEIGHT * len(names) + 12, width - 2 * _MARGIN, foot)
        paint_legend(painter, below, shade, judged, LIGHT, legend)

    return Picture(QSize(round(width), round(height)), draw, title)


def _head(shown: Shown, column: str) -> str:
    """A column in short, unless that is the name of a file."""
    short, written = shown.short(column), shown.written(column)
    return short if short in written else written


def time_picture(bars: list[tuple[str, Cell]], title: str, legend: list[str]) -> Picture:
    """A whole timeline."""
    width = max(width_of(bars), 900) + 2 * _MARGIN
    foot = LEGEND * lines_of(True, legend, width - 2 * _MARGIN)
    height = 376 + foot + 2 * _MARGIN

    def draw(painter: QPainter) -> None:
        painter.translate(_MARGIN, _MARGIN)
        _title(painter, title, width - 2 * _MARGIN)
        paint_bars(painter, QRectF(0, 36, width - 2 * _MARGIN, 320), bars, LIGHT)
        below = QRectF(0, 372, width - 2 * _MARGIN, foot)
        paint_legend(painter, below, Shade.WORST, True, LIGHT, legend)

    return Picture(QSize(width, height), draw, title)


def _title(painter: QPainter, title: str, width: float) -> None:
    from PySide6.QtGui import QFont

    painter.setFont(font_of(HEADING_PX, QFont.Weight.DemiBold))
    painter.setPen(LIGHT.colour("text"))
    flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(QRectF(0, 0, width, 28), flags, title)
