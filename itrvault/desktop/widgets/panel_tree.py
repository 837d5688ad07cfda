"""A tree without a header in a panel, dressed as the library and the codebook are."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QTreeView, QWidget


class PanelTree(QTreeView):
    """Announces the row under the cursor, and keeps open rows open when the model is replaced."""

    chosen = Signal(QModelIndex)
    deleteWanted = Signal(QModelIndex)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setHeaderHidden(True)
        self.setIndentation(14)
        self.setUniformRowHeights(True)
        self.setExpandsOnDoubleClick(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setMouseTracking(True)

    def currentChanged(
        self,
        current: QModelIndex | QPersistentModelIndex,
        previous: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Qt's."""
        super().currentChanged(current, previous)
        if current.isValid() and self.hasFocus():
            self.chosen.emit(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete asks; everything else is Qt's."""
        if event.key() == Qt.Key.Key_Delete and self.currentIndex().isValid():
            self.deleteWanted.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def open_rows(self) -> set[str]:
        """The paths of the rows that are open."""
        found = set()

        def walk(parent: QModelIndex, path: str) -> None:
            for number in range(self.model().rowCount(parent)):
                index = self.model().index(number, 0, parent)
                here = f"{path}\n{index.data()}"
                if self.isExpanded(index):
                    found.add(here)
                    walk(index, here)

        walk(QModelIndex(), "")
        return found

    def open_again(self, rows: set[str]) -> None:
        """Open the rows with these paths."""

        def walk(parent: QModelIndex, path: str) -> None:
            for number in range(self.model().rowCount(parent)):
                index = self.model().index(number, 0, parent)
                here = f"{path}\n{index.data()}"
                if here in rows:
                    self.expand(index)
                    walk(index, here)

        walk(QModelIndex(), "")
