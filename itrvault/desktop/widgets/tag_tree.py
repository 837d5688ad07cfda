"""The tree of the codebook with keys: rows are moved, made and removed without a mouse.

Alt+Up and Alt+Down move a tag among its siblings, Alt+Right puts it under the one above it,
Alt+Left lets it out again. Insert makes one below, Shift+Insert one beside.
"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from itrvault.desktop.models.tags import LAST, TagModel
from itrvault.desktop.widgets.panel_tree import PanelTree

_ALT = Qt.KeyboardModifier.AltModifier


class TagTree(PanelTree):
    """Asks for what keys want; the owner has it written."""

    moveWanted = Signal(str, str, int)  # tag, parent, place there
    newWanted = Signal(QModelIndex, bool)  # at which row, whether below it
    editWanted = Signal()

    def __init__(self, name: str, model: TagModel, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._tags = model
        self.setModel(model)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setAutoExpandDelay(600)
        model.moved.connect(self.moveWanted)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys named above; everything else is the tree's."""
        key, held = event.key(), event.modifiers()
        if held & _ALT and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._shift(-1 if key == Qt.Key.Key_Up else 1)
        elif held & _ALT and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            deeper = key == Qt.Key.Key_Right
            if self.isRightToLeft():
                deeper = not deeper
            self._indent() if deeper else self._outdent()
        elif key == Qt.Key.Key_Insert:
            beside = bool(held & Qt.KeyboardModifier.ShiftModifier)
            self.newWanted.emit(self.currentIndex(), not beside)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not held:
            if self.currentIndex().isValid():
                self.editWanted.emit()
        else:
            super().keyPressEvent(event)

    def select_tag(self, tag: str) -> bool:
        """Put the cursor on a tag, opening what is above it; false when it is not there."""
        index = self._tags.index_of(tag)
        if not index.isValid():
            return False
        above = index.parent()
        while above.isValid():
            self.expand(above)
            above = above.parent()
        self.setCurrentIndex(index)
        self.scrollTo(index)
        return True

    def _current(self) -> tuple[str, str, list[str]] | None:
        """The tag under the cursor, the one above it, and that one's children."""
        index = self.currentIndex()
        tag = self._tags.tag(index)
        if tag is None:
            return None
        above = self._tags.tag(index.parent())
        parent = above.id if above is not None else ""
        return tag.id, parent, self._tags.under(parent)

    def _shift(self, by: int) -> None:
        found = self._current()
        if found is not None:
            tag, parent, siblings = found
            place = siblings.index(tag) + by
            if 0 <= place < len(siblings):
                self.moveWanted.emit(tag, parent, place)

    def _indent(self) -> None:
        found = self._current()
        if found is not None:
            tag, _, siblings = found
            number = siblings.index(tag)
            if number:
                self.moveWanted.emit(tag, siblings[number - 1], LAST)

    def _outdent(self) -> None:
        found = self._current()
        if found is not None and found[1]:
            tag, parent, _ = found
            above = self._tags.index_of(parent)
            grand = self._tags.tag(above.parent())
            top = grand.id if grand is not None else ""
            place = self._tags.under(top).index(parent) + 1
            self.moveWanted.emit(tag, top, place)
