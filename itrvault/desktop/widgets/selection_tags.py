"""The small field that opens on T: tags for a mark, completed by path."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from itrvault.desktop.widgets.selection_bar import DISTANCE, place_for
from itrvault.desktop.widgets.tag_input import TagInput
from itrvault.model.annotation import Tag

WIDTH = 300


class TagPopup(QFrame):
    """Lies over the reader beside the mark. Esc, or a click beside it, closes it."""

    given = Signal(str)
    taken = Signal(str)
    made = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self.setProperty("role", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(WIDTH)
        self.input = TagInput()
        self.input.given.connect(self.given)
        self.input.taken.connect(self.taken)
        self.input.made.connect(self.made)
        box = QVBoxLayout(self)
        box.setContentsMargins(10, 10, 10, 10)
        box.addWidget(self.input)
        self.annotation = ""
        self.hide()

    def open_for(
        self, annotation: str, tags: Sequence[Tag], chosen: Sequence[str], rects: Sequence[QRectF]
    ) -> None:
        """Show beside these boxes (points of the parent) and take the keyboard."""
        self.annotation = annotation
        self.show_tags(tags, chosen)
        view = self._over.rect()
        if rects:
            self.move(place_for(self.sizeHint(), rects, view))
        else:
            self.move(QPoint((view.width() - WIDTH) // 2, DISTANCE * 6))
        self.show()
        self.raise_()
        self.input.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def show_tags(self, tags: Sequence[Tag], chosen: Sequence[str]) -> None:
        """What there is and what is chosen."""
        self.input.show_tags(tags, chosen)
        self.adjustSize()

    def close_popup(self) -> None:
        """Give the keyboard back."""
        if self.isVisible():
            self.annotation = ""
            self.hide()
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes; Enter in an empty field too."""
        keys = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() in keys:
            self.close_popup()
        else:
            super().keyPressEvent(event)
