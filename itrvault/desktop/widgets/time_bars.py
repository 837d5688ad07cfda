"""Judged passages along time: a bar for each day, month or year, its parts by severity."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from itrvault.desktop.context import VaultContext
from itrvault.desktop.models.risk_table import cell_words
from itrvault.desktop.theme import SMALL_PX, TEXT_PX, Theme
from itrvault.desktop.widgets.heat import Shade, font_of, ramp, shade_of
from itrvault.desktop.words import tooltip
from itrvault.rights.matrix import Cell
from itrvault.rights.timeline import Timeline

STEP = 44
"""Pixels of a column."""
_BAR = 30
_HEAD, _FOOT, _SIDE = 26, 72, 16


def bars_of(found: Timeline, unknown: str) -> list[tuple[str, Cell]]:
    """The columns with what they are called; at the end what has no date, if anything."""
    bars = [(when, found.cells.get(when, Cell())) for when in found.columns]
    return [*bars, (unknown, found.unknown)] if found.unknown.judgements else bars


def width_of(bars: list[tuple[str, Cell]]) -> int:
    """Pixels for all of them."""
    return len(bars) * STEP + 2 * _SIDE


def paint_bars(
    painter: QPainter, area: QRectF, bars: list[tuple[str, Cell]], theme: Theme, current: int = -1
) -> None:
    """Draw the bars over a line, their numbers above and their dates below."""
    most = max((cell.judgements for _, cell in bars), default=0) or 1
    floor = area.bottom() - _FOOT
    room = floor - area.top() - _HEAD
    metrics = QFontMetricsF(font_of(SMALL_PX))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.colour("line"), 1))
    painter.drawLine(QPointF(area.left(), floor), QPointF(area.right(), floor))
    for number, (name, cell) in enumerate(bars):
        x = area.left() + _SIDE + number * STEP + (STEP - _BAR) / 2
        y = floor
        parts = [(count, ramp(theme)[level]) for level, count in enumerate(cell.levels)]
        if cell.safeguards:
            safe = Cell(judgements=1, safeguards=1)
            parts.append((cell.safeguards, shade_of(safe, Shade.WORST, 1, theme)))
        for count, colour in parts:
            height = room * count / most
            if count:
                painter.fillRect(QRectF(x, y - height, _BAR, height), colour)
            y -= height
        painter.setFont(font_of(TEXT_PX))
        painter.setPen(theme.colour("text"))
        if cell.count:
            head = QRectF(x - 7, y - 20, _BAR + 14, 18)
            painter.drawText(head, Qt.AlignmentFlag.AlignCenter, str(cell.count))
        if number == current:
            painter.setPen(QPen(theme.colour("accent"), 2))
            ring = QRectF(x - 3, y - 22, _BAR + 6, floor - y + 24)
            painter.drawRoundedRect(ring, 4, 4)
        painter.setFont(font_of(SMALL_PX))
        painter.setPen(theme.colour("text" if number == current else "secondary"))
        painter.save()
        painter.translate(x + _BAR / 2, floor + 6)
        painter.rotate(-90)
        text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, _FOOT - 8)
        width = metrics.horizontalAdvance(text)
        painter.drawText(QRectF(-width, -9, width + 1, 18), Qt.AlignmentFlag.AlignRight, text)
        painter.restore()
    painter.restore()


class TimeBars(QWidget):
    """Left and Right go from bar to bar, Enter opens one."""

    chosen = Signal(int)
    activated = Signal(int)

    def __init__(self, context: VaultContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.bars: list[tuple[str, Cell]] = []
        self.current = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumHeight(220)
        self.setSizePolicy(QSizePolicy.Policy.MinimumExpanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Judgements along time"))
        context.themeChanged.connect(lambda _: self.update())

    def show_bars(self, bars: list[tuple[str, Cell]]) -> None:
        """Replace all; the bar of the same name stays chosen."""
        name = self.bars[self.current][0] if 0 <= self.current < len(self.bars) else ""
        self.bars = bars
        names = [each for each, _ in bars]
        fullest = max(range(len(bars)), key=lambda n: bars[n][1].count, default=-1)
        self.current = names.index(name) if name in names else fullest
        self.setMinimumWidth(width_of(bars))
        self.updateGeometry()
        self.update()
        if self.current >= 0:
            self.choose(self.current)

    def choose(self, number: int) -> None:
        """Take a bar, bring it into view and say so."""
        if not 0 <= number < len(self.bars):
            return
        self.current = number
        name, cell = self.bars[number]
        self.setAccessibleDescription(f"{name}: {cell_words(cell)}".replace("\n", ", "))
        parent = self.parent()
        area = parent.parent() if parent is not None else None
        if isinstance(area, QScrollArea):
            area.ensureVisible(_SIDE + number * STEP + STEP // 2, self.height() // 2, STEP, 0)
        self.update()
        self.chosen.emit(number)

    def sizeHint(self) -> QSize:
        """As wide as its bars."""
        return QSize(width_of(self.bars), 320)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt's."""
        steps = {
            Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1,
            Qt.Key.Key_Home: -len(self.bars), Qt.Key.Key_End: len(self.bars),
        }  # fmt: skip
        key = Qt.Key(event.key())
        if key in steps and self.bars:
            self.choose(max(0, min(len(self.bars) - 1, self.current + steps[key])))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current >= 0:
            self.activated.emit(self.current)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt's."""
        self.setFocus()
        self.choose(self._at(event))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Qt's."""
        if self._at(event) == self.current:
            self.activated.emit(self.current)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Qt's."""
        number = self._at(event)
        if 0 <= number < len(self.bars):
            name, cell = self.bars[number]
            self.setToolTip(tooltip(f"{name}\n{cell_words(cell)}" if cell.count else name))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's."""
        painter = QPainter(self)
        theme = self._context.theme
        painter.fillRect(self.rect(), theme.colour("panel"))
        paint_bars(painter, QRectF(self.rect()), self.bars, theme, self.current)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def _at(self, event: QMouseEvent) -> int:
        return int((event.position().x() - _SIDE) // STEP)
