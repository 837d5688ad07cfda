"""What is painted on a sheet: its picture, or its text where it cannot be drawn."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from itrvault.desktop.widgets.page_view_text import PageText

PAPER = QColor("#FFFFFF")
NIGHT_PAPER = QColor("#15181D")
INK = QColor("#1B1F27")
NIGHT_INK = QColor("#E6E8EC")


def turn_painter(painter: QPainter, sheet: QRectF, turn: int) -> QRectF:
    """Have the painter draw a page in its own position; the answer is the page there.

    Whole pixels stay whole pixels, so a turned picture is as sharp as another.
    """
    corners = {
        1: sheet.topRight(), 2: sheet.bottomRight(), 3: sheet.bottomLeft(),
    }  # fmt: skip
    painter.translate(corners.get(turn, sheet.topLeft()))
    painter.rotate(90.0 * turn)
    if turn % 2:
        return QRectF(0, 0, sheet.height(), sheet.width())
    return QRectF(0, 0, sheet.width(), sheet.height())


def paint_picture(painter: QPainter, picture: QImage, page: QRectF, ratio: float) -> None:
    """A picture of the page: never resampled when it fits, so type stays crisp."""
    if abs(picture.width() - page.width() * ratio) <= 2:
        picture.setDevicePixelRatio(ratio)
        painter.drawImage(page.topLeft(), picture)
    else:
        picture.setDevicePixelRatio(1.0)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(page, picture)


def paint_text_instead(
    painter: QPainter,
    page: QRectF,
    scale: float,
    text: PageText | None,
    reason: str,
    font: QFont,
    *,
    night: bool,
) -> None:
    """The words of a page that cannot be drawn, where they stand, and why."""
    serif = QFont("serif")
    serif.setStyleHint(QFont.StyleHint.Serif)
    painter.setPen(NIGHT_INK if night else INK)
    for line in text.unit.lines if text is not None else ():
        serif.setPixelSize(max(1, round((line.y1 - line.y0) * scale * 0.74)))
        painter.setFont(serif)
        box = QRectF(line.x0, line.y0, line.x1 - line.x0, line.y1 - line.y0)
        place = QRectF(box.topLeft() * scale, box.size() * scale)
        words = text.text[line.start : line.end] if text is not None else ""
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        flags |= Qt.TextFlag.TextDontClip  # this font is no wider than it must be, but another
        painter.drawText(place, flags, words)
    painter.setFont(font)
    band = QRectF(page.left(), page.top(), page.width(), 56)
    painter.fillRect(band, QColor("#3A331C" if night else "#FFF6DB"))
    painter.setPen(QColor("#F2867E" if night else "#B3261E"))
    sentence = QCoreApplication.translate(
        "PageView", "This page could not be drawn; its text stands in its place. {reason}"
    )
    painter.drawText(
        band.adjusted(12, 4, -12, -4),
        Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap,
        sentence.format(reason=reason),
    )
