"""The first thing somebody sees: three plain choices, and the archives opened lately."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from itrvault.desktop.widgets.elided import ElidedLabel
from itrvault.desktop.widgets.parts import button, row, words_label
from itrvault.settings import Settings


class EnterButton(QPushButton):
    """Pressed by Enter too, which Qt leaves to dialogs."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter as well as the space bar."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class ChoiceButton(EnterButton):
    """A wide button: what it does in bold, a sentence under it, its key at the right."""

    def __init__(self, title: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "choice")
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        heading = words_label(title, "heading")
        sentence = words_label(text, "secondary")
        for label in (heading, sentence):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        box = QVBoxLayout(self)
        box.setContentsMargins(18, 13, 18, 13)
        box.setSpacing(3)
        box.addWidget(heading)
        box.addWidget(sentence)
        self.setFixedHeight(70)


class WelcomeView(QWidget):
    """Announces what was chosen; opens nothing itself."""

    specimensWanted = Signal()
    newWanted = Signal()
    openWanted = Signal()
    recentWanted = Signal(str)

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.problem = words_label("", "notice", wrap=True)
        self.problem.hide()
        self.specimens = ChoiceButton(
            self.tr("Explore the specimens"),
            self.tr("An archive of documents written for trying everything out."),
        )
        self.new = ChoiceButton(
            self.tr("Make an archive"),
            self.tr("One file that holds everything, sealed if you like."),
        )
        self.open = ChoiceButton(
            self.tr("Open an archive"), self.tr("A file whose name ends in .itrvault.")
        )
        self.specimens.clicked.connect(self.specimensWanted)
        self.new.clicked.connect(self.newWanted)
        self.open.clicked.connect(self.openWanted)
        self._recent_title = words_label(self.tr("OPENED LATELY"), "section")
        self._forget = button(self.tr("Forget these"), self._forget_all, "link")
        self._recent = QVBoxLayout()
        self._recent.setSpacing(0)
        inner = QWidget()
        inner.setMaximumWidth(560)
        inner.setMinimumWidth(420)
        box = QVBoxLayout(inner)
        box.setSpacing(10)
        box.addStretch(2)
        box.addWidget(words_label("ITR Vault", "title"))
        box.addWidget(
            words_label(
                self.tr(
                    "Find, mark and judge what leaked treaty documents say, and carry them with "
                    "you. Everything stays in one file on this computer; this program never uses "
                    "the network."
                ),
                wrap=True,
            )
        )
        box.addSpacing(8)
        box.addWidget(self.problem)
        for choice in (self.specimens, self.new, self.open):
            box.addWidget(choice)
        box.addSpacing(8)
        box.addLayout(row(self._recent_title, None, self._forget))
        box.addLayout(self._recent)
        box.addStretch(3)
        outer = QHBoxLayout(self)
        outer.addStretch(1)
        outer.addWidget(inner, 4)
        outer.addStretch(1)
        self.refresh()

    def refresh(self) -> None:
        """Show the archives remembered now."""
        while (item := self._recent.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        recent = self._settings.recent[:6] if self._settings.remember_recent else []
        for path in recent:
            self._recent.addWidget(RecentRow(path, partial(self.recentWanted.emit, path)))
        self._recent_title.setVisible(bool(recent))
        self._forget.setVisible(bool(recent))

    def show_problem(self, text: str) -> None:
        """Why something could not be opened; "" to take that away."""
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    def _forget_all(self) -> None:
        self._settings.recent = []
        self._settings.save()
        self.refresh()


class RecentRow(EnterButton):
    """The name of an archive and the folder it lies in."""

    def __init__(
        self, path: str, action: Callable[[], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setFlat(True)
        self.setProperty("role", "recent")
        self.setAccessibleName(path)
        name = QLabel(Path(path).stem)
        name.setTextFormat(Qt.TextFormat.PlainText)
        folder = ElidedLabel(
            str(Path(path).parent), role="secondary", mode=Qt.TextElideMode.ElideMiddle
        )
        for label in (name, folder):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        box = QHBoxLayout(self)
        box.setContentsMargins(10, 0, 10, 0)
        box.setSpacing(12)
        box.addWidget(name)
        box.addWidget(folder, 1)
        self.setFixedHeight(32)
        self.clicked.connect(lambda: action())
