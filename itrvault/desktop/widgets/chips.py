"""Words given one after another: chips that can be taken off, and a field that completes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from PySide6.QtCore import QStringListModel, Qt, QTimer, Signal
from PySide6.QtWidgets import QCompleter, QPushButton, QWidget

from itrvault.desktop.widgets.flow_layout import FlowLayout
from itrvault.desktop.widgets.parts import column
from itrvault.desktop.widgets.tab_order import tab_as_laid_out
from itrvault.desktop.widgets.tag_input import TagField
from itrvault.desktop.words import one_line, tooltip

_WIDEST = 200


class WordChips(QWidget):
    """Any words will do; those offered complete what is typed."""

    changed = Signal()

    def __init__(self, prompt: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words: list[str] = []
        self._chips = QWidget()
        self._flow = FlowLayout(self._chips)
        self.field = TagField()
        self.field.setPlaceholderText(prompt)
        self.field.setAccessibleName(prompt)
        self.field.given.connect(self._give)
        self._offered = QStringListModel(self)
        completer = QCompleter(self._offered, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.activated[str].connect(self._give)  # type: ignore[index]
        self.field.setCompleter(completer)
        self.setLayout(column(self._chips, self.field, spacing=6))
        self.setFocusProxy(self.field)
        self._show()

    @property
    def words(self) -> tuple[str, ...]:
        """What was given; what is still in the field counts, too."""
        rest = one_line(self.field.text())
        return tuple(dict.fromkeys([*self._words, *([rest] if rest else [])]))

    def show_words(self, words: Iterable[str]) -> None:
        """Replace what is chosen."""
        self._words = list(dict.fromkeys(words))
        self._show()

    def offer(self, words: Sequence[str]) -> None:
        """What completes."""
        self._offered.setStringList(list(dict.fromkeys(words)))

    def _give(self, text: str) -> None:
        text = one_line(text)
        if text and text not in self._words:
            self._words.append(text)
            self._show()
            self.changed.emit()
        self.field.clear()
        # The completer writes its choice into the field after this call.
        QTimer.singleShot(0, self.field.clear)

    def _take(self, text: str) -> None:
        self._words.remove(text)
        self._show()
        self.changed.emit()
        self.field.setFocus()

    def _show(self) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for text in self._words:
            chip = QPushButton(self._chips)
            mode = Qt.TextElideMode.ElideRight
            short = chip.fontMetrics().elidedText(text, mode, _WIDEST)
            chip.setText(f"{short}  ×".replace("&", "&&"))
            chip.setProperty("role", "tag")
            chip.setAutoDefault(False)
            chip.setToolTip(tooltip(self.tr("{words}\nPress to take it off").format(words=text)))
            chip.setAccessibleName(self.tr("{words}, press to take it off").format(words=text))
            chip.clicked.connect(partial(self._take, text))
            self._flow.addWidget(chip)
            chip.show()
        tab_as_laid_out(self)
        self._chips.setVisible(bool(self._words))
        self._chips.updateGeometry()
