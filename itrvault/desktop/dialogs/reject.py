"""Asks why a proposed passage is rejected; reasons given before are one key away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QWidget

from itrvault.desktop.widgets.parts import button, column, row, words_label

MOST = 9


def usual_reasons() -> list[str]:
    """Reasons that fit many passages, for an archive in which none was given yet."""
    translate = QCoreApplication.translate
    return [
        translate("RejectDialog", "The words mean something else here"),
        translate("RejectDialog", "Only cited or reported"),
        translate("RejectDialog", "Says the opposite"),
        translate("RejectDialog", "Too general to judge"),
        translate("RejectDialog", "Marked elsewhere"),
    ]


class RejectDialog(QDialog):
    """`reason` holds the answer once it is accepted. Up, Down and the figures choose one."""

    def __init__(self, window: QWidget, count: int, recent: Sequence[str]) -> None:
        super().__init__(window)
        self.setWindowTitle(self.tr("Reject"))
        self.setMinimumWidth(440)
        reasons = list(dict.fromkeys([*recent, *usual_reasons()]))[:MOST]
        self.field = QLineEdit(reasons[0])
        self.field.setAccessibleName(self.tr("Reason"))
        self.field.selectAll()
        self.field.installEventFilter(self)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Reasons"))
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFixedHeight(22 * min(len(reasons), 9) + 8)
        self._reasons = reasons
        for number, reason in enumerate(reasons, 1):
            self.list.addItem(f"{number}   {reason}")
        self.list.setCurrentRow(0)
        self.list.currentRowChanged.connect(self._take)
        self.list.itemActivated.connect(lambda _: self.accept())
        self.list.installEventFilter(self)
        self._give = button(self.tr("Reject"), self.accept, "primary")
        self._give.setDefault(True)
        self.field.textChanged.connect(self._check)
        title = self.tr("Why not %n passage(s)?", "", count)
        hint = self.tr(
            "It will not be proposed again. Alt with a figure takes a reason at once; what you "
            "type is kept for the next time."
        )
        self.setLayout(
            column(
                words_label(title, "heading"), words_label(hint, "secondary", wrap=True),
                self.field, self.list,
                row(None, button(self.tr("Cancel"), self.reject), self._give),
                margins=(16, 16, 16, 16), spacing=10,
            )
        )  # fmt: skip
        self.field.setFocus()

    @property
    def reason(self) -> str:
        """What was chosen or typed."""
        return self.field.text().strip()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and Down in the field move through the list; Alt with a figure takes one at once."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            number = event.key() - Qt.Key.Key_0
            alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
            if (alt or watched is self.list) and 1 <= number <= len(self._reasons):
                self.list.setCurrentRow(number - 1)
                self._take(number - 1)
                self.accept()
                return True
            step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
            if watched is self.field and step:
                wanted = self.list.currentRow() + step
                self.list.setCurrentRow(max(0, min(wanted, self.list.count() - 1)))
                return True
        return super().eventFilter(watched, event)

    def _take(self, number: int) -> None:
        if 0 <= number < len(self._reasons):
            self.field.setText(self._reasons[number])
            self.field.selectAll()

    def _check(self) -> None:
        self._give.setEnabled(bool(self.reason))
