"""The passages of what is chosen in a table; Enter opens their page."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListView, QWidget

from itrvault.desktop.context import VaultContext
from itrvault.desktop.models.risk_passages import (
    MOST,
    ROW,
    PassageModel,
    PassageRow,
    look_at_passages,
)
from itrvault.desktop.widgets.parts import column, words_label
from itrvault.desktop.widgets.passage_delegate import PassageDelegate


class PassageList(QListView):
    """Enter is `activated`; Esc goes back to where one came from."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt's."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.currentIndex().isValid():
                self.activated.emit(self.currentIndex())
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class PassagesPane(QWidget):
    """`placeWanted` carries an annotation's id; `left` says that the keys go back to the table."""

    placeWanted = Signal(str)
    left = Signal()

    def __init__(self, context: VaultContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._context = context
        self._wanted: tuple[object, ...] = ()
        self.title = words_label("", "heading", wrap=True)
        self.facts = words_label("", "secondary", wrap=True)
        self.model = PassageModel(self)
        self.list = PassageList()
        self.list.setModel(self.model)
        self.list.setAccessibleName(self.tr("Passages"))
        self.list.setItemDelegate(PassageDelegate(context, self.list))
        self.list.setUniformItemSizes(False)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.activated.connect(self._open)
        self.list.left.connect(self.left)
        self.setLayout(
            column(
                column(self.title, self.facts, margins=(12, 12, 12, 4), spacing=2), self.list,
                spacing=4,
            )
        )  # fmt: skip
        context.themeChanged.connect(lambda _: self.list.viewport().update())
        self.show_passages("", "", ())

    @property
    def settled(self) -> bool:
        """Whether what is listed is what was asked for."""
        return not self._wanted

    def show_passages(
        self, title: str, facts: str, annotations: Sequence[str], right: str = ""
    ) -> None:
        """List these, with their judgements of that right (all when none is given)."""
        self.title.setText(title or self.tr("No passage is chosen"))
        more = self.tr("The first {count} are listed.").format(count=MOST)
        self.facts.setText(f"{facts}\n{more}" if len(annotations) > MOST else facts)
        self.facts.setVisible(bool(facts))
        wanted = self._wanted = (title, tuple(annotations), right)
        if not annotations:
            self._take(wanted, [])
            return
        vault, keys = self._context.vault, list(annotations)
        query = self._context.query(self, lambda: look_at_passages(vault, keys, right))
        query.lane("passages").success(lambda rows: self._take(wanted, rows)).run()

    def take_keys(self) -> None:
        """Give the list the keys, on its first row."""
        self.list.setFocus()
        if not self.list.currentIndex().isValid() and self.model.rows:
            self.list.setCurrentIndex(self.model.index(0))

    def _take(self, wanted: tuple[object, ...], rows: list[PassageRow]) -> None:
        if wanted != self._wanted:
            return
        self._wanted = ()
        before = self.list.currentIndex().data(ROW)
        focused = self.list.hasFocus()
        self.model.show(rows)
        kept = [n for n, one in enumerate(rows) if before and one.annotation == before.annotation]
        if kept:
            self.list.setCurrentIndex(self.model.index(kept[0]))
        elif rows and focused:
            self.list.setCurrentIndex(self.model.index(0))

    def _open(self, index: QModelIndex) -> None:
        self.placeWanted.emit(index.data(ROW).annotation)
