"""Judging a passage: the right, how bad and how likely, why, for whom, and what it is about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QSignalBlocker, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from itrvault.desktop.widgets.chips import WordChips
from itrvault.desktop.widgets.elided import ElidedCheckBox
from itrvault.desktop.widgets.parts import button, row, words_label
from itrvault.desktop.widgets.tab_order import keep_tab_order, tab_as_laid_out
from itrvault.desktop.widgets.three_parts import ThreePartForm
from itrvault.desktop.words import CONFIDENCE_WORDS, LEVEL_WORDS, STANCES, one_line, translated
from itrvault.model.annotation import RiskAssessment, Stance, ThreePartTest
from itrvault.model.judgement import Changes, Draft
from itrvault.rights.taxonomy import Category, article_title, load_articles

if TYPE_CHECKING:
    from itrvault.negotiation.placing import Lies


class RiskForm(QWidget):
    """One assessment. `saved` is only announced with reasons given; the form says what is missing.

    `risk` is the one that is changed; a new one may begin with the right and place of another's,
    `like`.
    """

    saved = Signal()
    removed = Signal()
    cancelled = Signal()
    grown = Signal()

    def __init__(
        self,
        categories: Sequence[Category],
        risk: RiskAssessment | None,
        parent: QWidget | None = None,
        *,
        like: RiskAssessment | None = None,
    ) -> None:
        super().__init__(parent)
        self._categories = {category.id: category for category in categories}
        self._risk = risk
        self._make_right(categories)
        self.stance = QComboBox()
        for stance, text in STANCES.items():
            self.stance.addItem(translated(text), stance)
        self.severity = self._levels()
        self.likelihood = self._levels()
        self.confidence = QComboBox()
        for number, text in enumerate(CONFIDENCE_WORDS):
            self.confidence.addItem(translated(text), number)
        for narrow in (
            self.right, self.more, self.severity, self.likelihood, self.confidence, self.stance,
        ):  # fmt: skip
            narrow.setMinimumContentsLength(8)
        self.rationale = QPlainTextEdit()
        self.rationale.setPlaceholderText(self.tr("Why? What would the passage allow or require?"))
        self.rationale.setTabChangesFocus(True)
        self.rationale.setFixedHeight(92)
        self.affected = WordChips(self.tr("Who is affected?"))
        self.provision, self._provisions = self._about(self.tr("such as 31A"))
        self.proposal, self._proposals = self._about(self.tr("such as RUS/27/7"))
        self.found = words_label("", "secondary", wrap=True)
        self.found.hide()
        self.test = ThreePartForm(risk.test if risk is not None else ThreePartTest())
        self.test.opened.connect(self.grown)
        self.missing = words_label(
            self.tr("A judgement needs its reasons."), "secondary", wrap=True
        )
        self.save = button(self.tr("Save"), self.saved.emit, "primary")
        self.save.setToolTip(QKeySequence("Ctrl+Return").toString())
        self.remove = button(self.tr("Remove"), self.removed.emit, "danger")
        self.remove.setVisible(risk is not None)
        self._arrange()
        self.right.currentIndexChanged.connect(lambda: self._show_right(None))
        self.rationale.textChanged.connect(self._check)
        self._show(risk, like)

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
            "confidence": self.confidence.currentIndex(),
            "affected": self.affected.words,
            "test": self.test.value,
            "provision": one_line(self.provision.text()),
            "proposal": one_line(self.proposal.text()),
        }

    @property
    def changes(self) -> Changes:
        """What differs from the judgement that the form began with, and nothing else."""
        draft, risk = dict(self.draft), self._risk
        kept = {k: v for k, v in draft.items() if risk is None or getattr(risk, k) != v}
        return cast("Changes", kept)

    @property
    def _begun(self) -> bool:
        return bool(self.changes) if self._risk else bool(self.rationale.toPlainText().strip())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter saves; Esc leaves, unless something would be lost."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.save.click()
        elif event.key() == Qt.Key.Key_Escape and not self._begun:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)

    def offer(
        self, people: Sequence[str], provisions: Sequence[str], proposals: Sequence[str]
    ) -> None:
        """What completes whom it affects and what it is about."""
        self.affected.offer(people)
        self._provisions.setStringList(list(provisions))
        self._proposals.setStringList(list(proposals))

    def propose(self, lies: Lies) -> None:
        """Fill in what the passage lies in, where nothing was written yet."""
        if self._risk is not None or self.provision.text() or self.proposal.text():
            return
        for field, text in ((self.provision, lies.provision), (self.proposal, lies.proposal)):
            if not field.isModified():
                field.setText(text)
        if lies.provision or lies.proposal:
            self.found.setText(self.tr("Filled in from where the passage stands."))
            self.found.show()

    # -- making ------------------------------------------------------------------------------

    def _make_right(self, categories: Sequence[Category]) -> None:
        self.right = QComboBox()
        for category in categories:
            self.right.addItem(category.title, category.id)
            tip = category.definition
            self.right.setItemData(self.right.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)
        narrow = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        self.right.setSizeAdjustPolicy(narrow)
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
        self.more.setSizeAdjustPolicy(narrow)
        self.more.activated.connect(self._add_article)

    def _about(self, hint: str) -> tuple[QLineEdit, QStringListModel]:
        field = QLineEdit()
        field.setPlaceholderText(hint)
        model = QStringListModel(self)
        completer = QCompleter(model, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        field.setCompleter(completer)
        field.textEdited.connect(lambda _: self.found.hide())
        return field, model

    def _levels(self) -> QComboBox:
        levels = QComboBox()
        for number, text in enumerate(LEVEL_WORDS):
            levels.addItem(f"{number}  {translated(text)}", number)
        return levels

    def _arrange(self) -> None:
        keep_tab_order(self)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        for name, *fields in (
            (self.tr("Right"), self.right, self.definition),
            (self.tr("Articles"), self._articles, self.more),
            (self.tr("Stance"), self.stance), (self.tr("Severity"), self.severity),
            (self.tr("Likelihood"), self.likelihood), (self.tr("Reasons"), self.rationale),
            (self.tr("Confidence"), self.confidence),
            (self.tr("People affected"), self.affected),
            (self.tr("Provision"), self.provision),
            (self.tr("Proposal"), self.proposal, self.found),
        ):  # fmt: skip
            label = words_label(str(name), "secondary")
            fields[0].setAccessibleName(str(name))
            label.setBuddy(fields[0])
            box.addWidget(label)
            for field in fields:
                box.addWidget(field)
        box.addWidget(self.test)
        box.addWidget(self.missing)
        cancel = button(self.tr("Cancel"), self.cancelled.emit)
        box.addLayout(row(self.remove, None, cancel, self.save))

    # -- showing -----------------------------------------------------------------------------

    def _show(self, risk: RiskAssessment | None, like: RiskAssessment | None) -> None:
        base = risk or like
        with QSignalBlocker(self.right):
            if base is not None:
                self.right.setCurrentIndex(max(0, self.right.findData(base.right)))
        self.severity.setCurrentIndex(2)
        self.likelihood.setCurrentIndex(2)
        self._show_right(base)
        if base is not None:
            self.stance.setCurrentIndex(self.stance.findData(base.stance))
            self.provision.setText(base.provision)
            self.proposal.setText(base.proposal)
        if risk is not None:
            self.severity.setCurrentIndex(risk.severity)
            self.likelihood.setCurrentIndex(risk.likelihood)
            self.confidence.setCurrentIndex(risk.confidence)
            self.affected.show_words(risk.affected)
            self.rationale.setPlainText(risk.rationale)
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
        for article in dict.fromkeys([*chosen, *listed]):
            self._offer_article(article, ticked=article in chosen)
        tab_as_laid_out(self)
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
            tab_as_laid_out(self)

    def _check(self) -> None:
        given = bool(self.rationale.toPlainText().strip())
        self.save.setEnabled(given)
        self.missing.setVisible(not given)
