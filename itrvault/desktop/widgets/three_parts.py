"""The test of ICCPR 19(3) as a small form: three questions, an answer and its reason to each."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from itrvault.desktop.widgets.parts import button, row, words_label
from itrvault.model.annotation import Answer, ThreePartTest
from itrvault.rights.assessment import PARTS, answers, taken

ANSWERS = {
    Answer.NOT_SAID: QT_TRANSLATE_NOOP("test", "not answered"),
    Answer.YES: QT_TRANSLATE_NOOP("test", "yes"),
    Answer.NO: QT_TRANSLATE_NOOP("test", "no"),
    Answer.UNCLEAR: QT_TRANSLATE_NOOP("test", "unclear"),
}
TITLES = {
    "law": QT_TRANSLATE_NOOP("test", "Provided by law"),
    "aim": QT_TRANSLATE_NOOP("test", "Legitimate aim"),
    "necessity": QT_TRANSLATE_NOOP("test", "Necessary and proportionate"),
}


def answer_words(answer: Answer) -> str:
    """An answer in the user's language."""
    return QCoreApplication.translate("test", str(ANSWERS[answer]))


def part_words(name: str) -> str:
    """A part of the test in the user's language."""
    return QCoreApplication.translate("test", str(TITLES[name]))


class ThreePartForm(QWidget):
    """Folded away until it is asked for, or something was answered."""

    opened = Signal()

    def __init__(self, test: ThreePartTest, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.head = button("", self.toggle, "link")
        self._body = QWidget()
        box = QVBoxLayout(self._body)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        self.answers: dict[str, QComboBox] = {}
        self.reasons: dict[str, QLineEdit] = {}
        given = {part.name: (answer, why) for part, answer, why in answers(test)}
        for part in PARTS:
            title = words_label(part_words(part.name))
            title.setToolTip(part.question)
            question = words_label(part.question, "secondary", wrap=True)
            choice = QComboBox()
            for answer in ANSWERS:
                choice.addItem(answer_words(answer), answer)
            choice.setMinimumContentsLength(8)
            choice.setAccessibleName(part_words(part.name))
            choice.setAccessibleDescription(part.question)
            why = QLineEdit()
            why.setPlaceholderText(self.tr("Why?"))
            why.setAccessibleName(self.tr("Why: {question}").format(question=part_words(part.name)))
            answer, reason = given[part.name]
            choice.setCurrentIndex(choice.findData(answer))
            why.setText(reason)
            self.answers[part.name], self.reasons[part.name] = choice, why
            for each in (title, question, choice, why):
                box.addWidget(each)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(4)
        whole.addLayout(row(self.head, None))
        whole.addWidget(self._body)
        self._unfold(taken(test))

    @property
    def value(self) -> ThreePartTest:
        """The answers as they stand in the form."""
        fields: dict[str, Any] = {}
        for name, choice in self.answers.items():
            fields[name] = Answer(choice.currentData())
            fields[f"{name}_why"] = self.reasons[name].text().strip()
        return ThreePartTest(**fields)

    def toggle(self) -> None:
        """Fold the questions away, or show them."""
        self._unfold(self._body.isHidden())
        if not self._body.isHidden():
            self.answers["law"].setFocus()
            self.opened.emit()

    def _unfold(self, on: bool) -> None:
        self._body.setVisible(on)
        sign = "▾" if on else "▸"
        self.head.setText(f"{sign} {self.tr('Test of ICCPR 19(3)')}")
