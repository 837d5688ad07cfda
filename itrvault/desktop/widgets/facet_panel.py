"""The list that a filter chip opens: its values, how many documents each has, and "not"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListView, QWidget

from itrvault.desktop.context import VaultContext
from itrvault.desktop.theme import ROW
from itrvault.desktop.widgets.facet_delegate import OUT_WIDTH, FacetDelegate
from itrvault.desktop.widgets.filter_chips import Choice
from itrvault.desktop.widgets.parts import button, column, row, words_label
from itrvault.desktop.words import number_words

VALUE = Qt.ItemDataRole.UserRole
WIDTH = 340
MOST_ROWS = 12
FILTERED_FROM = 10
"""Values from which a field to look for one is worth its room."""


class State(Enum):
    """What the filter does with a value."""

    OPEN = auto()
    CHOSEN = auto()
    LEFT_OUT = auto()


@dataclass(frozen=True, slots=True)
class Value:
    """A row of the list."""

    text: str
    query: str
    count: int
    state: State


class FacetModel(QAbstractListModel):
    """The values; while they are shown none changes its place, only its count."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.values: list[Value] = []

    def show(self, values: Sequence[Value]) -> None:
        """Replace all."""
        self.beginResetModel()
        self.values = list(values)
        self.endResetModel()

    def update(self, values: Sequence[Value]) -> None:
        """New counts and states; what is new comes last."""
        fresh = {value.query: value for value in values}
        kept = [
            fresh.pop(old.query, Value(old.text, old.query, 0, State.OPEN)) for old in self.values
        ]
        if fresh:
            self.beginInsertRows(QModelIndex(), len(kept), len(kept) + len(fresh) - 1)
            self.values = [*kept, *fresh.values()]
            self.endInsertRows()
        self.values = [*kept, *fresh.values()]
        if self.values:
            self.dataChanged.emit(self.index(0), self.index(len(self.values) - 1))

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        """Qt's."""
        return 0 if parent.isValid() else len(self.values)

    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Qt's."""
        if not index.isValid():
            return None
        value = self.values[index.row()]
        if role == VALUE:
            return value
        if role == Qt.ItemDataRole.DisplayRole:
            return value.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            states = {
                State.OPEN: "", State.CHOSEN: self.tr("only these"),
                State.LEFT_OUT: self.tr("left out"),
            }  # fmt: skip
            said = (value.text, number_words(value.count), states[value.state])
            return ", ".join(part for part in said if part)
        return None


class FacetList(QListView):
    """Space and Enter tick, Minus and Delete leave out; so does a click on the right end."""

    toggled = Signal(str, bool)  # query, leave out
    typed = Signal(str)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """One click, on the value or on "not"."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            self._toggle(index, event.position().x() > self.viewport().width() - OUT_WIDTH)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters go to the field above."""
        keys, index = Qt.Key, self.currentIndex()
        if event.key() in (keys.Key_Space, keys.Key_Return, keys.Key_Enter) and index.isValid():
            self._toggle(index, False)
        elif event.key() in (keys.Key_Minus, keys.Key_Delete) and index.isValid():
            self._toggle(index, True)
        elif event.text().isalnum():
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    def _toggle(self, index: QModelIndex, out: bool) -> None:
        self.toggled.emit(index.data(VALUE).query, out)


class FacetPanel(QFrame):
    """A popup; `toggled` carries the query of a value and whether to leave it out."""

    toggled = Signal(str, bool)
    clearWanted = Signal()

    def __init__(
        self, context: VaultContext, name: str, parent: QWidget, *, counted: str = ""
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("role", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(name)
        self._values: list[Value] = []
        self.model = FacetModel(self)
        self.list = FacetList()
        self.list.setModel(self.model)
        self.list.setItemDelegate(FacetDelegate(context, self.list))
        self.list.setMouseTracking(True)
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(name)
        self.list.toggled.connect(self.toggled)
        self.list.typed.connect(self._type)
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("Look for one"))
        self.field.setAccessibleName(self.tr("Look for one"))
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(lambda _: self._narrow())
        self.field.installEventFilter(self)
        self.empty = words_label(self.tr("Nothing in this result has one."), "secondary", wrap=True)
        self._clear = button(self.tr("Any"), self.clearWanted.emit, "link")
        head = row(
            words_label(name.upper(), "section"), None,
            words_label(counted or self.tr("documents"), "secondary"),
            margins=(8, 2, 8 + OUT_WIDTH, 0),
        )  # fmt: skip
        self._hint = words_label(
            self.tr("Space: only these   −: all but these"), "secondary"
        )  # fmt: skip
        foot = row(self._clear, None, self._hint, margins=(4, 0, 8, 2))
        self.setLayout(
            column(head, self.field, self.empty, self.list, foot, margins=(4, 6, 4, 4), spacing=4)
        )
        self.setFixedWidth(WIDTH)

    def show_values(
        self,
        choices: Sequence[Choice],
        chosen: Sequence[str],
        left: Sequence[str],
        *,
        afresh: bool,
    ) -> None:
        """Show the values; `afresh` in their own order, else each where it was."""

        def state(query: str) -> State:
            if query in left:
                return State.LEFT_OUT
            return State.CHOSEN if query in chosen else State.OPEN

        self._values = [
            Value(each.text, each.query, each.count, state(each.query)) for each in choices
        ]
        self._clear.setEnabled(bool(chosen or left))
        if afresh:
            self.field.clear()
            self.model.show(self._values)
        else:
            self.model.update(self._wanted())
        many = len(self._values) >= FILTERED_FROM
        self.field.setVisible(many)
        self._resize()

    def open_at(self, where: QPoint) -> None:
        """Show it there, or as near as the screen lets it."""
        self._resize()
        screen = self.screen().availableGeometry()
        where.setX(max(screen.left(), min(where.x(), screen.right() - self.width())))
        where.setY(max(screen.top(), min(where.y(), screen.bottom() - self.height())))
        self.move(where)
        self.show()
        self.list.setFocus()
        if self.model.values:
            self.list.setCurrentIndex(self.model.index(0))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down in the field goes into the list."""
        down = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Down
        if down and event.type() is QEvent.Type.KeyPress and self.model.values:
            self.list.setFocus()
            self.list.setCurrentIndex(self.model.index(0))
            return True
        return super().eventFilter(watched, event)

    def _type(self, text: str) -> None:
        if not self.field.isHidden():
            self.field.setFocus()
            self.field.insert(text)

    def _wanted(self) -> list[Value]:
        words = self.field.text().casefold().strip()
        return [value for value in self._values if words in value.text.casefold()]

    def _narrow(self) -> None:
        self.model.show(self._wanted())
        if self.model.values:
            self.list.setCurrentIndex(self.model.index(0))

    def _resize(self) -> None:
        rows = min(MOST_ROWS, max(1, len(self._values)))
        self.empty.setVisible(not self._values)
        self.list.setVisible(bool(self._values))
        self._hint.setVisible(bool(self._values))
        self.list.setFixedHeight(rows * ROW + 4)
        self.adjustSize()
