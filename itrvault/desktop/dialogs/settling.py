"""Settling a disagreement: whose judgement stands, or which tags, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QDialog,
    QPlainTextEdit,
    QRadioButton,
    QWidget,
)

from itrvault.desktop.models.disagreements import name_words, said_words, subject_words
from itrvault.desktop.widgets.parts import button, column, row, words_label
from itrvault.desktop.words import LEVEL_WORDS, STANCES, translated
from itrvault.model.annotation import Stance
from itrvault.rights.disagreements import About, Disagreement


class SettleDialog(QDialog):
    """What all agree on is written beside what each of them said, which stays as it is.

    `tags` are (id, name) of all tags that any of them gave the passage.
    """

    settled = Signal()

    def __init__(
        self,
        differing: Disagreement,
        place: str,
        paths: Mapping[str, str],
        tags: Sequence[tuple[str, str]] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.differing = differing
        self.setWindowTitle(self.tr("Settle a disagreement"))
        self.setMinimumWidth(460)
        title = words_label(subject_words(differing, paths), "heading", wrap=True)
        where = words_label(place, "secondary", wrap=True)
        self.choices = QButtonGroup(self)
        self.tags: dict[str, QCheckBox] = {}
        self.severity, self.stance = QComboBox(), QComboBox()
        right = differing.about is About.RIGHT
        body = self._rights() if right else self._tags(tags)
        self.note = QPlainTextEdit()
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(80)
        self.note.setPlaceholderText(self.tr("Why? What did you agree on?"))
        self.note.setAccessibleName(self.tr("Reasons"))
        about = words_label(
            self.tr(
                "It is written in the name of all of them. What each of them said stays as it is, "
                "and tables count what was settled."
            ),
            "secondary",
            wrap=True,
        )
        self.save = button(self.tr("Settle"), self._done, "primary")
        cancel = button(self.tr("Cancel"), self.reject)
        self.setLayout(
            column(
                title, where, *body, self.note, about, row(None, cancel, self.save),
                margins=(20, 18, 20, 16), spacing=8,
            )
        )  # fmt: skip

    @property
    def chosen(self) -> str:
        """The judgement (its id) that the joint one is made from."""
        pressed = self.choices.checkedButton()
        return str(pressed.property("risk")) if pressed is not None else ""

    @property
    def chosen_tags(self) -> list[str]:
        """The tags that the passage is to have."""
        return [tag for tag, box in self.tags.items() if box.isChecked()]

    def _rights(self) -> list[QWidget]:
        parts: list[QWidget] = []
        for said in self.differing.said:
            words = f"{name_words(said.who)}: {said_words(self.differing, said)}"
            choice = QRadioButton(words.replace("&", "&&"))
            if said.verdict is None:
                choice.setEnabled(False)
            else:
                choice.setProperty("risk", said.verdict.risk)
                choice.setProperty("severity", said.verdict.severity)
                choice.setProperty("stance", said.verdict.stance)
            self.choices.addButton(choice)
            parts.append(choice)
        for stance, text in STANCES.items():
            self.stance.addItem(translated(text), stance)
        for number, text in enumerate(LEVEL_WORDS):
            self.severity.addItem(f"{number}  {translated(text)}", number)
        self.choices.buttonClicked.connect(lambda _: self._take())
        first = next(one for one in self.choices.buttons() if one.isEnabled())
        first.setChecked(True)
        self._take()
        for box, name in ((self.stance, self.tr("Stance")), (self.severity, self.tr("Severity"))):
            box.setAccessibleName(name)
            label = words_label(name, "secondary")
            label.setBuddy(box)
            parts += [label, box]
        return parts

    def _take(self) -> None:
        """Begin with the levels of the judgement that is chosen."""
        pressed = self.choices.checkedButton()
        if pressed is None:
            return
        self.severity.setCurrentIndex(int(pressed.property("severity")))
        stance = Stance(str(pressed.property("stance")))
        self.stance.setCurrentIndex(self.stance.findData(stance))

    def _tags(self, tags: Sequence[tuple[str, str]]) -> list[QWidget]:
        said = [
            words_label(f"{name_words(one.who)}: {said_words(self.differing, one)}", wrap=True)
            for one in self.differing.said
        ]
        label = words_label(self.tr("Tags the passage is to have"), "secondary")
        for tag, name in tags:
            box = QCheckBox(name.replace("&", "&&"))
            box.setChecked(True)
            self.tags[tag] = box
        return [*said, label, *self.tags.values()]

    def _done(self) -> None:
        self.settled.emit()
        self.accept()
