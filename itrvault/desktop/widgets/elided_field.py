"""A field of one line whose words give way at their end while nobody types in it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QStyle, QStyleOptionFrame

from itrvault.desktop.words import one_way, reads_from_right

TEXT_INSET = 2
"""Qt sets the text this far from the edge of its room."""


class ElidedField(QLineEdit):
    """Shows dots where words are cut off; a field of Qt's just ends in the middle of a letter."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Elided when it is too long and not being edited."""
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        style = self.style()
        room = style.subElementRect(QStyle.SubElement.SE_LineEditContents, option, self)
        room.adjust(TEXT_INSET, 0, -TEXT_INSET, 0)
        metrics = self.fontMetrics()
        if self.hasFocus() or metrics.horizontalAdvance(self.text()) <= room.width():
            super().paintEvent(event)
            return
        painter = QPainter(self)
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelLineEdit, option, painter, self)
        right = reads_from_right(self.text())
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        shown = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter, one_way(shown))
