"""Asks before a tag goes that passages have, or that others lie below."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from itrvault.model.annotation import Tag


def confirm_removal(
    window: QWidget, tag: Tag, passages: int, below: int, remove: Callable[[], object]
) -> QMessageBox | None:
    """Remove at once what nothing hangs on; else say what hangs on it, and ask."""
    if not passages and not below:
        remove()
        return None
    box = QMessageBox(window)
    box.setWindowTitle(_tr("Remove a tag"))
    box.setIcon(QMessageBox.Icon.NoIcon)
    box.setTextFormat(Qt.TextFormat.PlainText)
    words = _tr("Remove “{name}” from the codebook?")
    if below:
        words = _tr("Remove “{name}” and %n tag(s) below it from the codebook?", below)
    box.setText(words.format(name=tag.name))
    sentences = []
    if passages:
        sentences.append(_tr("%n passage(s) lose a tag by it; the passages stay.", passages))
        sentences.append(_tr("To keep them together, merge it into another tag instead."))
    sentences.append(_tr("Undo brings all of it back."))
    box.setInformativeText(" ".join(sentences))
    go = box.addButton(_tr("Remove"), QMessageBox.ButtonRole.DestructiveRole)
    box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
    box.buttonClicked.connect(lambda pressed: remove() if pressed is go else None)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()
    return box


def _tr(text: str, count: int = -1) -> str:
    return QCoreApplication.translate("TagRemoval", text, "", count)
