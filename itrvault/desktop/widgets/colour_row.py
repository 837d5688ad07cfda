"""The eight highlight colours as a row of buttons, each named in its tooltip with its key."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QWidget

from itrvault.desktop.words import COLOUR_WORDS, translated
from itrvault.model.annotation import COLOURS


class ColourButton(QAbstractButton):
    """A disc of 16 px; the chosen one has a ring and a tick."""

    def __init__(self, name: str, key: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.name = name
        self.setCheckable(True)
        self.setAccessibleName(translated(COLOUR_WORDS[name]))
        self.setToolTip(f"{translated(COLOUR_WORDS[name])}  ({key})")
        self.setFixedSize(26, 26)

    def sizeHint(self) -> QSize:
        """Qt's."""
        return QSize(26, 26)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = QPointF(self.width() / 2, self.height() / 2)
        if self.hasFocus():
            painter.setPen(QPen(self.palette().accent().color(), 2))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 5, 5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(COLOURS[self.name]))
        painter.drawEllipse(middle, 8, 8)
        if self.isChecked():
            painter.setPen(QPen(QColor("#1B1F27"), 2))
            x, y = middle.x(), middle.y()
            painter.drawPolyline([QPointF(x - 4, y), QPointF(x - 1, y + 3), QPointF(x + 4, y - 3)])


class ColourRow(QWidget):
    """One of eight. `chosen` is announced only when the user chooses."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(2)
        self._group = QButtonGroup(self)
        self.buttons = {}
        for number, name in enumerate(COLOURS, 1):
            button = ColourButton(name, number, self)
            button.clicked.connect(partial(self.chosen.emit, name))
            self._group.addButton(button)
            self.buttons[name] = button
            box.addWidget(button)
        box.addStretch(1)

    @property
    def colour(self) -> str:
        """The chosen name; yellow when nothing was set."""
        return next((name for name, each in self.buttons.items() if each.isChecked()), "yellow")

    def show_colour(self, name: str) -> None:
        """Tick one without announcing it; none when it is not one of the eight."""
        if name in self.buttons:
            self.buttons[name].setChecked(True)
            return
        self._group.setExclusive(False)
        for each in self.buttons.values():
            each.setChecked(False)
        self._group.setExclusive(True)
