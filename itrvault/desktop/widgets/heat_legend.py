"""What colours, dots and ticks of a table of risks mean, in a strip below it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from itrvault.desktop.context import VaultContext
from itrvault.desktop.theme import SMALL_PX, Theme
from itrvault.desktop.widgets.heat import (
    Shade,
    font_of,
    ink_on,
    paint_dots,
    paint_tick,
    ramp,
    shade_of,
)
from itrvault.desktop.words import LEVEL_WORDS, translated
from itrvault.rights.matrix import Cell

HEIGHT = 26
_BOX = 40
_GAP = 14


def lines_of(judged: bool, words: list[str], width: float) -> int:
    """How many lines it takes at a width: one, or the samples below the sentence."""
    metrics = QFontMetricsF(font_of(SMALL_PX))
    samples = [*(translated(word) for word in LEVEL_WORDS), *words[1:]] if judged else []
    needed = sum(metrics.horizontalAdvance(word) + _GAP + _BOX + 5 for word in samples)
    return 2 if samples and metrics.horizontalAdvance(words[0]) + _GAP + needed > width else 1


def paint_legend(
    painter: QPainter, area: QRectF, shade: Shade, judged: bool, theme: Theme, words: list[str]
) -> None:
    """Draw it. `words` are the sentences around the samples."""
    font = font_of(SMALL_PX)
    metrics = QFontMetricsF(font)
    left, x = area.topLeft(), area.x()

    def say(text: str) -> None:
        nonlocal x
        width = metrics.horizontalAdvance(text)
        painter.setFont(font)
        painter.setPen(theme.colour("secondary"))
        side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(x, left.y(), width + 2, HEIGHT), side, text)
        x += width + _GAP

    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    say(words[0])
    if lines_of(judged, words, area.width()) > 1:
        left, x = QPointF(area.x(), area.y() + HEIGHT), area.x()
    if judged:
        for level, colour in enumerate(ramp(theme)):
            box = QRectF(x, left.y() + 5, _BOX, HEIGHT - 10)
            painter.setPen(Qt.PenStyle.NoPen)
            ground = colour if shade is not Shade.COUNT else theme.colour("hover")
            painter.setBrush(ground)
            painter.drawRoundedRect(box, 3, 3)
            paint_dots(painter, box.center(), level, ink_on(ground, theme))
            x += _BOX + 5
            say(translated(LEVEL_WORDS[level]))
        box = QRectF(x, left.y() + 5, _BOX, HEIGHT - 10)
        safe = Cell(judgements=1, safeguards=1)
        ground = shade_of(safe, Shade.WORST, 1, theme)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(box, 3, 3)
        paint_tick(painter, box.center(), ink_on(ground, theme))
        x += _BOX + 5
        say(words[1])
    painter.restore()


class HeatLegend(QWidget):
    """The strip."""

    def __init__(self, context: VaultContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.shade = Shade.WORST
        self.judged = True
        self.time = False
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        context.themeChanged.connect(lambda _: self.update())

    def explain(self, shade: Shade, *, judged: bool, time: bool = False) -> None:
        """Say what the table shows now, or the timeline."""
        self.shade, self.judged, self.time = shade, judged, time
        self.setAccessibleName(" ".join(self.words))
        self._fit()
        self.update()

    @property
    def words(self) -> list[str]:
        """What stands around the samples."""
        if self.time:
            sentence = self.tr("Number: passages. Height: judgements, by severity")
            return [sentence, self.tr("safeguards")]
        if not self.judged:
            return [self.tr("Number: passages; the more, the stronger the colour")]
        what = {
            Shade.WORST: self.tr("Number: passages. Colour and dots: highest severity"),
            Shade.MEAN: self.tr("Number: passages. Colour: mean severity. Dots: the highest"),
            Shade.COUNT: self.tr("Number and colour: passages. Dots: highest severity"),
        }
        return [what[self.shade], self.tr("only safeguards")]

    def sizeHint(self) -> QSize:
        """One line or two."""
        return QSize(400, HEIGHT * lines_of(self.judged, self.words, self.width()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt's."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(HEIGHT * lines_of(self.judged, self.words, self.width()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's."""
        painter = QPainter(self)
        theme = self._context.theme
        paint_legend(painter, QRectF(self.rect()), self.shade, self.judged, theme, self.words)
