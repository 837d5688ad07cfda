"""The outline of a document as a tree; what it says is the file's own words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QTreeView, QWidget

from itrvault.desktop.words import tooltip
from itrvault.model.outline import OutlineEntry

ENTRY = Qt.ItemDataRole.UserRole
OPEN = 40
"""An outline of up to so many lines is shown with all its branches open."""


class OutlineTree(QTreeView):
    """`wanted` carries the entry that was chosen."""

    wanted = Signal(object)  # OutlineEntry

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items = QStandardItemModel(self)
        self._entries: list[tuple[OutlineEntry, QStandardItem]] = []
        self.setModel(self._items)
        self.setHeaderHidden(True)
        self.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setUniformRowHeights(True)
        self.setIndentation(14)
        self.setAccessibleName(self.tr("Outline"))
        self.clicked.connect(self._choose)
        self.activated.connect(self._choose)

    def show_entries(self, entries: Sequence[OutlineEntry]) -> None:
        """The lines, in reading order. A level that is missing between two is passed over."""
        self._items.clear()
        self._entries = []
        above: list[QStandardItem] = [self._items.invisibleRootItem()]
        levels = [0]
        for entry in entries:
            while levels[-1] >= entry.level:
                above.pop()
                levels.pop()
            item = QStandardItem(entry.title)
            item.setToolTip(tooltip(entry.title))
            item.setData(entry, ENTRY)
            item.setEnabled(True)
            if entry.unit < 0:
                item.setForeground(self.palette().placeholderText())
            above[-1].appendRow(item)
            above.append(item)
            levels.append(entry.level)
            self._entries.append((entry, item))
        if len(entries) <= OPEN:
            self.expandAll()

    @property
    def entries(self) -> list[OutlineEntry]:
        """What is shown."""
        return [entry for entry, _ in self._entries]

    def show_place(self, unit: int) -> None:
        """Mark the entry that one is reading under: the last that begins at or before a unit."""
        best: tuple[tuple[int, int], QStandardItem] | None = None
        for order, (entry, item) in enumerate(self._entries):
            if 0 <= entry.unit <= unit and (best is None or (entry.unit, order) >= best[0]):
                best = (entry.unit, order), item
        if best is None:
            self.setCurrentIndex(QModelIndex())
            return
        item, index = best[1], best[1].index()
        current = self._items.itemFromIndex(self.currentIndex())
        # One that was chosen by hand stays, when others begin on the same page.
        chosen = current.data(ENTRY) if current is not None else None
        if not (isinstance(chosen, OutlineEntry) and chosen.unit == item.data(ENTRY).unit):
            self.setCurrentIndex(index)

    def _choose(self, index: QModelIndex) -> None:
        entry = index.data(ENTRY)
        if isinstance(entry, OutlineEntry) and entry.unit >= 0:
            self.wanted.emit(entry)
