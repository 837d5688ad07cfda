"""Lays out and draws a few lines of text with words marked, in either writing direction."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)

from itrvault.model.geometry import Span
from itrvault.text.direction import direction


def utf16(text: str, offset: int) -> int:
    """A code point offset as Qt counts: signs outside the basic plane count twice."""
    return len(text[:offset].encode("utf-16-le")) // 2


def draw_lines(
    painter: QPainter,
    area: QRect,
    text: str,
    font: QFont,
    colour: QColor,
    *,
    lines: int = 2,
    marked: Sequence[Span] = (),
    wash: QColor | None = None,
) -> int:
    """Draw at most `lines` lines of `text` into `area`; the height used, in pixels.

    Marked spans (code points) get a wash behind them and heavier letters, so that colour is not
    the only cue. What does not fit ends in an ellipsis. It runs as most of its letters do.
    """
    shown = text
    layout = _layout(shown, font, area.width(), marked, wash)
    if layout.lineCount() > lines:
        last = layout.lineAt(lines - 1)
        start = last.textStart()
        metrics = QFontMetrics(font)
        raw = shown.encode("utf-16-le")
        rest = raw[start * 2 :].decode("utf-16-le", "ignore")
        # Marked words are wider than the metrics of the plain font say: leave them room.
        room = round(area.width() * (0.97 if marked else 1.0))
        tail = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, room)
        shown = raw[: start * 2].decode("utf-16-le", "ignore") + tail
        kept = [Span(s.start, min(s.end, len(shown))) for s in marked if s.start < len(shown) - 1]
        layout = _layout(shown, font, area.width(), kept, wash)
    painter.setPen(colour)
    height = 0.0
    for number in range(min(lines, layout.lineCount())):
        line = layout.lineAt(number)
        line.draw(painter, QPointF(area.x(), area.y()))
        height = line.y() + line.height()
    return round(height)


def _layout(
    text: str, font: QFont, width: int, marked: Sequence[Span], wash: QColor | None
) -> QTextLayout:
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    # By most of its letters, not by the first: a symbol may stand before an Arabic sentence.
    rtl = direction(text) == "rtl"
    option.setTextDirection(
        Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight
    )
    option.setAlignment(Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft)
    layout.setTextOption(option)
    formats = []
    for span in marked:
        mark = QTextLayout.FormatRange()
        mark.start = utf16(text, span.start)
        mark.length = utf16(text, span.end) - mark.start
        style = QTextCharFormat()
        style.setFontWeight(QFont.Weight.DemiBold)
        if wash is not None:
            style.setBackground(QBrush(wash))
        mark.format = style
        formats.append(mark)
    layout.setFormats(formats)
    layout.beginLayout()
    y = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, y))
        y += line.height()
    layout.endLayout()
    return layout
