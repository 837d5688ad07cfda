"""The articles a tag stands for: chips that can be taken off, and a list to add from."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QPushButton, QWidget

from itrvault.desktop.widgets.flow_layout import FlowLayout
from itrvault.desktop.widgets.parts import row
from itrvault.desktop.words import tooltip
from itrvault.rights.taxonomy import article_title, load_articles

FIELD = 260
"""Pixels: room for "ICESCR 15(1)(c)  Cultural life"."""


class RightsInput(QWidget):
    """`changed` carries all articles as they are to be; the owner shows what came of it."""

    changed = Signal(list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rights: tuple[str, ...] = ()
        self._area = QWidget()
        self._flow = FlowLayout(self._area)
        self.more = QComboBox()
        self.more.setEditable(True)
        self.more.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.more.setAccessibleName(self.tr("Add an article"))
        self.more.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.more.setMinimumContentsLength(12)
        for article in load_articles():
            self.more.addItem(f"{article.reference}  {article.title}", article.reference)
        field = self.more.lineEdit()
        assert field is not None
        field.setPlaceholderText(self.tr("Add an article: UDHR 12, privacy, ..."))
        completer = self.more.completer()
        assert completer is not None
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.more.setCurrentIndex(-1)
        self.more.activated.connect(self._add)
        field.returnPressed.connect(self._add_typed)
        self.more.setFixedWidth(FIELD)
        box = row(self._area, self.more, spacing=8)
        box.setStretch(0, 1)
        self.setLayout(box)

    def show_rights(self, rights: Sequence[str]) -> None:
        """What the tag stands for now."""
        if tuple(rights) == self._rights:
            return
        self._rights = tuple(rights)
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for right in self._rights:
            self._flow.addWidget(self._chip(right))
        self._area.updateGeometry()

    @property
    def chips(self) -> list[QPushButton]:
        """What is shown."""
        return [each for each in self._area.findChildren(QPushButton) if not each.isHidden()]

    def _chip(self, right: str) -> QPushButton:
        title = article_title(right)
        chip = QPushButton(f"{right}  ×".replace("&", "&&"), self._area)
        chip.setAutoDefault(False)
        chip.setProperty("role", "tag")
        words = f"{right}  {title}".strip()
        chip.setToolTip(tooltip(self.tr("{path}\nPress to take it off").format(path=words)))
        chip.setAccessibleName(self.tr("{right}, press to take it off").format(right=words))
        chip.clicked.connect(partial(self._take, right))
        chip.show()
        return chip

    def _add(self, number: int) -> None:
        self._give(str(self.more.itemData(number) or ""))

    def _add_typed(self) -> None:
        """An article in the list as it is called there, or one with a paragraph ("ICCPR 19(3)")."""
        typed = " ".join(self.more.currentText().split())
        number = self.more.findText(typed, Qt.MatchFlag.MatchFixedString)
        if number >= 0:
            self._give(str(self.more.itemData(number)))
        elif article_title(typed.upper()):
            self._give(typed.upper())

    def _give(self, right: str) -> None:
        self.more.setCurrentIndex(-1)
        self.more.clearEditText()
        if right and right not in self._rights:
            self.changed.emit([*self._rights, right])

    def _take(self, right: str) -> None:
        self.changed.emit([each for each in self._rights if each != right])
