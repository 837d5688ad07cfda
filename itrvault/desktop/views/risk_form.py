"""Judging a passage: right, articles, severity, likelihood, stance and the reasons for it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from itrvault.desktop.operations import Draft
from itrvault.desktop.widgets.elided import ElidedCheckBox
from itrvault.desktop.widgets.parts import button, row, words_label
from itrvault.desktop.words import LEVEL_WORDS, STANCES, translated
from itrvault.model.annotation import RiskAssessment, Stance
from itrvault.rights.taxonomy import Category, article_title, load_articles


class RiskForm(QWidget):
    """One assessment. `saved` is only announced with reasons given; the form says what is missing.

    `draft` has the values as keyword arguments of the store's `add` and `update`.
    """

    saved = Signal()
    removed = Signal()
    cancelled = Signal()

    def __init__(
        self,
        categories: Sequence[Category],
        risk: RiskAssessment | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._categories = {category.id: category for category in categories}
        self.right = QComboBox()
        for category in categories:
            self.right.addItem(category.title, category.id)
            tip = category.definition
            self.right.setItemData(self.right.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)
        self.right.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.definition = words_label("", "secondary", wrap=True)
        self._articles = QWidget()
        self._articles_box = QVBoxLayout(self._articles)
        self._articles_box.setContentsMargins(0, 0, 0, 0)
        self._articles_box.setSpacing(0)
        self.articles: dict[str, QCheckBox] = {}
        self.more = QComboBox()
        self.more.setAccessibleName(self.tr("Add another article"))
        self.more.addItem(self.tr("Add another article..."), "")
        for article in load_articles():
            self.more.addItem(f"{article.reference}  {article.title}", article.reference)
        self.more.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.more.activated.connect(self._add_article)
        self.severity = self._levels()
        self.likelihood = self._levels()
        self.stance = QComboBox()
        for narrow in (self.right, self.more, self.severity, self.likelihood, self.stance):
            narrow.setMinimumContentsLength(8)
        for stance, text in STANCES.items():
            self.stance.addItem(translated(text), stance)
        self.rationale = QPlainTextEdit()
        self.rationale.setPlaceholderText(self.tr("Why? What would the passage allow or require?"))
        self.rationale.setTabChangesFocus(True)
        self.rationale.setFixedHeight(92)
        self.missing = words_label(
            self.tr("A judgement needs its reasons."), "secondary", wrap=True
        )
        self.save = button(self.tr("Save"), self.saved.emit, "primary")
        self.remove = button(self.tr("Remove"), self.removed.emit, "danger")
        self.remove.setVisible(risk is not None)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        for name, *fields in (
            (self.tr("Right"), self.right, self.definition),
            (self.tr("Articles"), self._articles, self.more),
            (self.tr("Stance"), self.stance), (self.tr("Severity"), self.severity),
            (self.tr("Likelihood"), self.likelihood), (self.tr("Reasons"), self.rationale),
        ):  # fmt: skip
            label = words_label(str(name), "secondary")
            fields[0].setAccessibleName(str(name))
            label.setBuddy(fields[0])
            box.addWidget(label)
            for field in fields:
                box.addWidget(field)
        box.addWidget(self.missing)
        cancel = button(self.tr("Cancel"), self.cancelled.emit)
        box.addLayout(row(self.remove, None, cancel, self.save))
        self.right.currentIndexChanged.connect(lambda: self._show_right(None))
        self.rationale.textChanged.connect(self._check)
        self._show(risk)

    @property
    def draft(self) -> Draft:
        """The judgement as it stands in the form."""
        return {
            "right": str(self.right.currentData()),
            "articles": tuple(name for name, box in self.articles.items() if box.isChecked()),
            "severity": self.severity.currentIndex(),
            "likelihood": self.likelihood.currentIndex(),
            "stance": Stance(self.stance.currentData()),
            "rationale": self.rationale.toPlainText().strip(),
        }

    def _levels(self) -> QComboBox:
        levels = QComboBox()
        for number, text in enumerate(LEVEL_WORDS):
            levels.addItem(f"{number}  {translated(text)}", number)
        return levels

    def _show(self, risk: RiskAssessment | None) -> None:
        if risk is not None:
            self.right.setCurrentIndex(max(0, self.right.findData(risk.right)))
            self.severity.setCurrentIndex(risk.severity)
            self.likelihood.setCurrentIndex(risk.likelihood)
            self.stance.setCurrentIndex(self.stance.findData(risk.stance))
            self.rationale.setPlainText(risk.rationale)
        else:
            self.severity.setCurrentIndex(2)
            self.likelihood.setCurrentIndex(2)
        self._show_right(risk)
        self._check()

    def _show_right(self, risk: RiskAssessment | None) -> None:
        """The articles of the right; those of an old judgement that left the list stay."""
        category = self._categories.get(str(self.right.currentData()))
        listed = list(category.articles) if category else []
        chosen = list(risk.articles) if risk else listed
        self.definition.setText(category.definition if category else "")
        while (item := self._articles_box.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self.articles = {}
        for article in dict.fromkeys([*listed, *chosen]):
            self._offer_article(article, ticked=article in chosen)
        if risk is None and category is not None:
            stance = Stance.SAFEGUARD if category.polarity == "safeguard" else Stance.RISK
            self.stance.setCurrentIndex(self.stance.findData(stance))

    def _offer_article(self, article: str, *, ticked: bool) -> None:
        title = article_title(article)
        box = ElidedCheckBox(f"{article}  {title}" if title else article)
        box.setChecked(ticked)
        self.articles[article] = box
        self._articles_box.addWidget(box)

    def _add_article(self) -> None:
        article = str(self.more.currentData())
        self.more.setCurrentIndex(0)
        if article in self.articles:
            self.articles[article].setChecked(True)
        elif article:
            self._offer_article(article, ticked=True)

    def _check(self) -> None:
        given = bool(self.rationale.toPlainText().strip())
        self.save.setEnabled(given)
        self.missing.setVisible(not given)
