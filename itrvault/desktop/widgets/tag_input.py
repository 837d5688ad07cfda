"""The tags of one annotation: chips that can be taken off, and a field that completes by path."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize, QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QPushButton, QVBoxLayout, QWidget

from itrvault.desktop.models.tags import tag_path
from itrvault.desktop.widgets.flow_layout import FlowLayout
from itrvault.desktop.widgets.tab_order import tab_as_laid_out
from itrvault.desktop.words import tooltip
from itrvault.model.annotation import COLOURS, Tag


class TagChip(QPushButton):
    """A tag with its colour; pressing it takes it off."""

    def __init__(self, tag: Tag, path: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._colour = QColor(COLOURS.get(tag.colour, tag.colour))
        name = self.fontMetrics().elidedText(tag.name, Qt.TextElideMode.ElideRight, 200)
        self.setText(f"     {name}  ×".replace("&", "&&"))
        self.setToolTip(tooltip(self.tr("{path}\nPress to take it off").format(path=path)))
        self.setAccessibleName(self.tr("Tag {path}, press to take it off").format(path=path))
        self.setAutoDefault(False)
        self.setProperty("role", "tag")

    def sizeHint(self) -> QSize:
        """Narrower than a button of a dialog."""
        return QSize(super().sizeHint().width(), 26)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The button, and the tag's colour on it."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colour)
        painter.drawEllipse(9, self.height() // 2 - 5, 10, 10)


class TagField(QLineEdit):
    """Enter, Tab after typing, or a comma gives what was typed."""

    given = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt's."""
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Comma)
        if event.key() in keys:
            text = self.text().strip()
            if text:
                self.given.emit(text)
            else:
                event.ignore()  # whom the field stands in may close on it
            return
        super().keyPressEvent(event)


class TagInput(QWidget):
    """`given` and `taken` carry the id of one tag, `made` a path that is not in the codebook yet.

    One at a time, not the list that results: two given in quick succession are both kept, though
    the list shown is still that of before.
    """

    given = Signal(str)
    taken = Signal(str)
    made = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tags: dict[str, Tag] = {}
        self._chosen: list[str] = []
        self._paths: dict[str, str] = {}
        self._chips = QWidget()
        self._flow = FlowLayout(self._chips)
        self.field = TagField()
        self.field.setPlaceholderText(self.tr("Add a tag"))
        self.field.setAccessibleName(self.tr("Add a tag"))
        self.field.given.connect(self._give)
        self._names = QStringListModel(self)
        completer = QCompleter(self._names, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.activated[str].connect(self._give)  # type: ignore[index]
        self.field.setCompleter(completer)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        box.addWidget(self._chips)
        box.addWidget(self.field)

    def show_tags(self, tags: Sequence[Tag], chosen: Sequence[str]) -> None:
        """The codebook, and what is chosen of it."""
        self._tags = {tag.id: tag for tag in tags}
        # What only holds other tags is given to nothing.
        self._paths = {tag_path(tag, self._tags): tag.id for tag in tags if tag.codable}
        self._chosen = [tag for tag in chosen if tag in self._tags]
        self._names.setStringList(sorted(self._paths, key=str.casefold))
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for tag in self._chosen:
            chip = TagChip(self._tags[tag], tag_path(self._tags[tag], self._tags), self._chips)
            chip.clicked.connect(partial(self.taken.emit, tag))
            self._flow.addWidget(chip)
            chip.show()
        tab_as_laid_out(self)
        self._chips.setVisible(bool(self._chosen))
        self._chips.updateGeometry()

    @property
    def chips(self) -> list[TagChip]:
        """What is chosen, as it is shown."""
        chips = self._chips.findChildren(TagChip)
        return [chip for chip in chips if not chip.isHidden()]  # those hidden are on their way out

    def _give(self, text: str) -> None:
        """A path, or a name that only one tag has; anything else is a new tag."""
        folded = text.strip().casefold()
        exact = [tag for path, tag in self._paths.items() if path.casefold() == folded]
        named = [tag.id for tag in self._tags.values() if tag.name.casefold() == folded]
        found = exact or (named if len(named) == 1 else [])
        if not found:
            self.made.emit(text.strip())
        elif found[0] not in self._chosen:
            self.given.emit(found[0])
        self.field.clear()
        # The completer writes its choice into the field after this call.
        QTimer.singleShot(0, self.field.clear)
