"""The small lists that open beside a mark: recent tags (R), and the name of a new one (N)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QListWidget, QListWidgetItem, QWidget

from itrvault.desktop.widgets.parts import column, words_label
from itrvault.desktop.widgets.selection_bar import DISTANCE, place_for
from itrvault.model.annotation import COLOURS, Tag

WIDTH = 300
ROW = 26
MOST = 9
"""As many as there are figures to choose them by."""


class Card(QFrame):
    """Lies over a view, takes the keyboard, and gives it back when it closes (`closed`)."""

    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self.setProperty("role", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(WIDTH)
        self.hide()

    def open_beside(self, rects: Sequence[QRectF], first: QWidget) -> None:
        """Show beside these boxes (points of the parent), or near the top."""
        self.adjustSize()
        view = self._over.rect()
        if rects:
            self.move(place_for(self.size(), rects, view))
        else:
            self.move(QPoint((view.width() - WIDTH) // 2, DISTANCE * 6))
        self.show()
        self.raise_()
        first.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_card(self) -> None:
        """Give the keyboard back."""
        if self.isVisible():
            self.hide()
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_card()
        else:
            event.accept()  # letters are keys of the page, not while this is open


class _List(QListWidget):
    """Keys that mean nothing here go to the card."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Figures choose, arrows move, Enter takes."""
        moves = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.itemActivated.emit(self.currentItem())
        elif event.text() and event.text() in "123456789":
            item = self.item(int(event.text()) - 1)
            if item is not None:
                self.itemActivated.emit(item)
        elif event.key() in moves:
            super().keyPressEvent(event)
        else:
            event.ignore()


class RecentTags(Card):
    """`chosen` carries the id of a tag; a figure takes it at once."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.list = _List()
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setAccessibleName(self.tr("Recent tags"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemActivated.connect(self._take)
        self.list.itemClicked.connect(self._take)
        hint = words_label(self.tr("Figure or Enter tags, Esc leaves."), "secondary")
        self.setLayout(
            column(words_label(self.tr("RECENT TAGS"), "section"), self.list, hint,
                   margins=(10, 8, 10, 8), spacing=4)
        )  # fmt: skip

    def open_with(self, tags: Sequence[tuple[Tag, str]], rects: Sequence[QRectF]) -> None:
        """Offer these tags, each with its path."""
        self.list.clear()
        for number, (tag, path) in enumerate(tags[:MOST], 1):
            item = QListWidgetItem(_dot(tag.colour), f"{number}   {path}")
            item.setData(Qt.ItemDataRole.UserRole, tag.id)
            item.setSizeHint(QSize(0, ROW))
            self.list.addItem(item)
        self.list.setFixedHeight(ROW * max(1, self.list.count()) + 4)
        self.list.setCurrentRow(0)
        self.open_beside(rects, self.list)

    def _take(self, item: QListWidgetItem | None) -> None:
        if item is not None and self.isVisible():
            self.close_card()
            self.chosen.emit(str(item.data(Qt.ItemDataRole.UserRole)))


class NewTag(Card):
    """`named` carries the path of a tag to be made ("Security/Spam")."""

    named = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("Name, or path: Security/Spam"))
        self.field.setAccessibleName(self.tr("Name of the new tag"))
        self.field.returnPressed.connect(self._take)
        title: QLabel = words_label(self.tr("NEW TAG"), "section")
        hint = words_label(self.tr("Enter makes it and tags, Esc leaves."), "secondary")
        self.setLayout(column(title, self.field, hint, margins=(10, 8, 10, 8), spacing=6))

    def open_empty(self, rects: Sequence[QRectF]) -> None:
        """Ask for a name."""
        self.field.clear()
        self.open_beside(rects, self.field)

    def _take(self) -> None:
        path = self.field.text().strip().strip("/")
        if path:
            self.close_card()
            self.named.emit(path)


def _dot(colour: str) -> QIcon:
    picture = QPixmap(24, 24)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(COLOURS.get(colour, colour)))
    painter.drawEllipse(4, 4, 16, 16)
    painter.end()
    return QIcon(picture)
