"""The judgements of the annotation that is selected: everybody's, and the form for one's own."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from itrvault.desktop.context import VaultContext
from itrvault.desktop.views.risk_form import RiskForm
from itrvault.desktop.widgets.parts import button, column, row, words_label
from itrvault.desktop.widgets.tab_order import tab_as_laid_out
from itrvault.desktop.widgets.three_parts import answer_words, part_words
from itrvault.desktop.words import (
    CONFIDENCE_WORDS,
    LEVEL_WORDS,
    STANCES,
    time_words,
    translated,
)
from itrvault.model.annotation import Annotation, RiskAssessment
from itrvault.rights.assessment import PEOPLE, answers, may_change
from itrvault.rights.taxonomy import category, load_taxonomy

if TYPE_CHECKING:
    from itrvault.negotiation.placing import Lies

Offers = tuple[list[str], tuple[str, ...], tuple[str, ...], "Lies"]


class JudgementsPane(QWidget):
    """A card for each judgement. Who judged otherwise adds their own: nobody's is written over.

    A form that was begun waits when another annotation is looked at.
    """

    formOpened = Signal(QWidget)

    def __init__(self, context: VaultContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._note: Annotation | None = None
        self._risks: list[RiskAssessment] = []
        self._forms: dict[str, RiskForm] = {}
        self._cards = QWidget()
        self._card_box = QVBoxLayout(self._cards)
        self._card_box.setContentsMargins(0, 0, 0, 0)
        self._card_box.setSpacing(8)
        self._form_box = QVBoxLayout()
        self._form_box.setContentsMargins(0, 0, 0, 0)
        self.add = button(self.tr("Judge the risk..."), self.judge)
        self._add = QWidget()
        self._add.setLayout(row(self.add, None))
        box = column(self._cards, spacing=8)
        box.addLayout(self._form_box)
        box.addWidget(self._add)
        self.setLayout(box)
        self.show_judgements(None, ())

    @property
    def form(self) -> RiskForm | None:
        """The form that is open, None when there is none."""
        return self._forms.get(self._note.id) if self._note is not None else None

    def show_judgements(self, note: Annotation | None, risks: Sequence[RiskAssessment]) -> None:
        """Show those of one annotation; a form that is open on it stays."""
        self._note, self._risks = note, list(risks)
        while (item := self._card_box.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for risk in self._risks:
            self._card_box.addWidget(self._card(risk))
        tab_as_laid_out(self)
        self._cards.setVisible(bool(self._risks))
        shown = self.form
        for form in self._forms.values():
            form.setVisible(form is shown)
        self._add.setVisible(shown is None and note is not None)

    def judge(self) -> None:
        """Open an empty judgement, or go back to the one that is open."""
        if self.form is not None:
            self.form.right.setFocus()
        else:
            self._open(None)

    # -- cards -------------------------------------------------------------------------------

    def _card(self, risk: RiskAssessment) -> QFrame:
        card = QFrame()
        card.setProperty("role", "card")
        known = category(risk.right)
        words = self.tr("{stance}: severity {severity}, likelihood {likelihood}").format(
            stance=translated(STANCES[risk.stance]),
            severity=translated(LEVEL_WORDS[risk.severity]),
            likelihood=translated(LEVEL_WORDS[risk.likelihood]),
        )
        if risk.confidence:
            sure = translated(CONFIDENCE_WORDS[risk.confidence])
            words += self.tr(", confidence {level}").format(level=sure)
        lines = [", ".join(risk.articles)]
        if risk.provision or risk.proposal:
            lines.append(" · ".join(part for part in (risk.provision, risk.proposal) if part))
        if risk.affected:
            lines.append(self.tr("Affects: {people}").format(people="; ".join(risk.affected)))
        for part, answer, why in answers(risk.test):
            if answer or why:
                said = ". ".join(filter(None, (answer_words(answer) if answer else "", why)))
                lines.append(f"{part_words(part.name)}: {said}")
        by = " · ".join(part for part in (risk.assessor, time_words(risk.modified)) if part)
        own = may_change(risk, self._context.settings.author)
        if own:
            link = button(self.tr("Change"), partial(self._open, risk), "link")
        else:
            link = button(self.tr("Judge it yourself"), partial(self._open, None, risk), "link")
        card.setLayout(
            column(
                words_label(known.title if known else risk.right, wrap=True),
                words_label(words, "secondary", wrap=True),
                *(words_label(line, "secondary", wrap=True) for line in lines if line),
                words_label(risk.rationale, wrap=True),
                row(words_label(by, "secondary", wrap=True), None, link),
                margins=(10, 8, 10, 8), spacing=3,
            )
        )  # fmt: skip
        return card

    # -- the form ----------------------------------------------------------------------------

    def _open(self, risk: RiskAssessment | None, like: RiskAssessment | None = None) -> None:
        note = self._note
        if note is None:
            return
        self._close(note.id)
        form = self._forms[note.id] = RiskForm(load_taxonomy(), risk, self, like=like)
        form.saved.connect(partial(self._save, note.id, risk, form))
        form.cancelled.connect(partial(self._close, note.id))
        form.removed.connect(partial(self._remove, note.id, risk))
        form.grown.connect(lambda: self.formOpened.emit(form.test))
        self._form_box.addWidget(form)
        tab_as_laid_out(self)
        self._add.hide()
        self._offer(form, note, like is None and risk is None)
        form.show()
        form.right.setFocus()
        QTimer.singleShot(0, form, lambda: self.formOpened.emit(form))

    def _offer(self, form: RiskForm, note: Annotation, new: bool) -> None:
        """Look up who was named before, and what the passage lies in; slow only the first time."""
        vault, negotiations = self._context.vault, self._context.negotiations

        def look() -> Offers:
            from itrvault.negotiation.placing import Lies, Placing  # nothing of it at the start

            placing = Placing(negotiations.read())
            lies = Lies()
            if new:
                units = vault.store.documents.units(note.document)
                lies = placing.about(note.document, note.anchor, units)
            people = [*vault.store.risks.affected(), *PEOPLE]
            return people, placing.numbers, placing.identifiers, lies

        def take(found: Offers) -> None:
            people, numbers, identifiers, lies = found
            form.offer(people, numbers, identifiers)
            form.propose(lies)

        self._context.query(form, look).success(take).run()

    def _close(self, annotation: str) -> None:
        form = self._forms.pop(annotation, None)
        if form is not None:
            form.hide()
            form.deleteLater()
        self._add.setVisible(self._note is not None and self.form is None)

    def _save(self, annotation: str, risk: RiskAssessment | None, form: RiskForm) -> None:
        writer, draft, changes = self._context.writer, form.draft, form.changes
        form.save.setEnabled(False)  # pressed twice it would be judged twice

        def work() -> object:
            if risk is not None:
                return writer.change_risk(risk.id, changes)
            return writer.add_risk(annotation, draft)

        def fail(error: BaseException) -> None:
            form.save.setEnabled(True)
            self._context.tasks.failed.emit(error)

        op = self._context.op(form, work)
        op.success(lambda _: self._close(annotation)).failure(fail).run()

    def _remove(self, annotation: str, risk: RiskAssessment | None) -> None:
        if risk is not None:
            writer = self._context.writer
            op = self._context.op(self, lambda: writer.remove_risk(risk.id))
            op.success(lambda _: self._close(annotation)).run()
