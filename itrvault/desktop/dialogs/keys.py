"""The sheet of keys and query signs (F1 or ?), with a field to find one; and the about box."""

from __future__ import annotations

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QWidget,
)

from itrvault import __version__
from itrvault.desktop.actions import COMMANDS, QUERY_SIGNS, keys_as_text, words
from itrvault.desktop.widgets.parts import button, column, row, words_label


class KeySheet(QDialog):
    """Every key on one page; typing narrows it."""

    def __init__(self, window: QWidget | None = None) -> None:
        super().__init__(window)
        self.setWindowTitle(self.tr("Keys and query signs"))
        self.resize(640, 600)
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("Find a key"))
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self._narrow)
        self._lines: list[tuple[QLabel, QLabel, str]] = []
        self._titles: list[tuple[QLabel, list[int]]] = []
        body = QWidget()
        body.setProperty("role", "panel")
        grid = QGridLayout(body)
        grid.setContentsMargins(16, 12, 16, 12)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        groups: dict[str, list[tuple[str, str]]] = {}
        for command in COMMANDS:
            if command.keys:
                groups.setdefault(words(command.group), []).append(
                    (keys_as_text(command), words(command.text))
                )
        groups[self.tr("Query signs")] = [(sign, words(text)) for sign, text in QUERY_SIGNS]
        number = 0
        for title, lines in groups.items():
            heading = words_label(title.upper(), "section")
            heading.setContentsMargins(0, 10, 0, 2)
            grid.addWidget(heading, number, 0, 1, 2)
            number += 1
            members = []
            for keys, text in lines:
                left, right = words_label(keys), words_label(text, "secondary")
                grid.addWidget(left, number, 0)
                grid.addWidget(right, number, 1)
                members.append(len(self._lines))
                self._lines.append((left, right, f"{keys} {text} {title}".casefold()))
                number += 1
            self._titles.append((heading, members))
        grid.setRowStretch(number, 1)
        area = QScrollArea()
        area.setWidget(body)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setProperty("frame", "box")
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        close = button(self.tr("Close"), self.accept, "primary")
        self.setLayout(column(self.field, area, row(None, close), margins=(16, 16, 16, 16)))

    def _narrow(self, text: str) -> None:
        wanted = text.casefold().split()
        shown = []
        for left, right, searchable in self._lines:
            fits = all(word in searchable for word in wanted)
            left.setVisible(fits)
            right.setVisible(fits)
            shown.append(fits)
        for heading, members in self._titles:
            heading.setVisible(any(shown[number] for number in members))


class AboutDialog(QDialog):
    """What this program is, its version and licence."""

    def __init__(self, window: QWidget | None = None) -> None:
        super().__init__(window)
        self.setWindowTitle(self.tr("About ITR Vault"))
        self.setFixedWidth(460)
        close = button(self.tr("Close"), self.accept, "primary")
        self.setLayout(
            column(
                words_label("ITR Vault", "title"),
                words_label(
                    self.tr("Version {version}").format(version=__version__) + f", Qt {qVersion()}",
                    "secondary",
                ),
                words_label(
                    self.tr(
                        "An offline archive for leaked treaty documents: import, search, read, "
                        "mark, judge, export, carry. It never uses the network, sends nothing "
                        "anywhere and looks for no updates."
                    ),
                    wrap=True,
                ),
                words_label(
                    self.tr(
                        "Free software under the GNU Affero General Public License, version 3 or "
                        "later. It comes without any warranty."
                    ),
                    "secondary", wrap=True,
                ),
                row(None, close), margins=(20, 18, 20, 16), spacing=10,
            )
        )  # fmt: skip
