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
    translate = QCoreApplication.translate
    box = QMessageBox(window)
    box.setWindowTitle(translate("TagRemoval", "Remove a tag"))
    box.setIcon(QMessageBox.Icon.NoIcon)
    box.setTextFormat(Qt.TextFormat.PlainText)
    words = translate("TagRemoval", "Remove “{name}” from the codebook?")
    if below:
        words = translate(
            "TagRemoval", "Remove “{name}” and %n tag(s) below it from the codebook?", "", below
        )
    box.setText(words.format(name=tag.name))
    sentences = []
    if passages:
        sentences.append(
            translate(
                "TagRemoval", "%n passage(s) lose a tag by it; the passages stay.", "", passages
            )
        )
        sentences.append(
            translate("TagRemoval", "To keep them together, merge it into another tag instead.")
        )
    sentences.append(translate("TagRemoval", "Undo brings all of it back."))
    box.setInformativeText(" ".join(sentences))
    go = box.addButton(translate("TagRemoval", "Remove"), QMessageBox.ButtonRole.DestructiveRole)
    box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
    box.buttonClicked.connect(lambda pressed: remove() if pressed is go else None)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()
    return box
