"""What was done with an annotation: who, when, and from what to what."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP
from PySide6.QtWidgets import QVBoxLayout, QWidget

from itrvault.desktop.context import VaultContext
from itrvault.desktop.widgets.parts import button, column, words_label
from itrvault.desktop.words import time_words, translated
from itrvault.model.history import Step, StepKind
from itrvault.model.journal import ObjectKind
from itrvault.rights.changes import Said, changes_of

MOST = 30
"""Steps shown at first."""

KINDS = {
    StepKind.UNDONE: QT_TRANSLATE_NOOP("words", "undone"),
    StepKind.REDONE: QT_TRANSLATE_NOOP("words", "done again"),
    StepKind.MERGED: QT_TRANSLATE_NOOP("words", "merged"),
    StepKind.FOLLOWED: QT_TRANSLATE_NOOP("words", "by itself"),
}
FIELDS = {
    name: name
    for name in (
        QT_TRANSLATE_NOOP("words", "passage"), QT_TRANSLATE_NOOP("words", "colour"),
        QT_TRANSLATE_NOOP("words", "note"), QT_TRANSLATE_NOOP("words", "name"),
        QT_TRANSLATE_NOOP("words", "important"), QT_TRANSLATE_NOOP("words", "state"),
        QT_TRANSLATE_NOOP("words", "right"), QT_TRANSLATE_NOOP("words", "articles"),
        QT_TRANSLATE_NOOP("words", "severity"), QT_TRANSLATE_NOOP("words", "likelihood"),
        QT_TRANSLATE_NOOP("words", "stance"), QT_TRANSLATE_NOOP("words", "reasons"),
        QT_TRANSLATE_NOOP("words", "assessor"), QT_TRANSLATE_NOOP("words", "confidence"),
        QT_TRANSLATE_NOOP("words", "people affected"),
        QT_TRANSLATE_NOOP("words", "provided by law"),
        QT_TRANSLATE_NOOP("words", "provided by law: why"),
        QT_TRANSLATE_NOOP("words", "legitimate aim"),
        QT_TRANSLATE_NOOP("words", "legitimate aim: why"),
        QT_TRANSLATE_NOOP("words", "necessary and proportionate"),
        QT_TRANSLATE_NOOP("words", "necessary and proportionate: why"),
        QT_TRANSLATE_NOOP("words", "provision"), QT_TRANSLATE_NOOP("words", "proposal"),
        QT_TRANSLATE_NOOP("words", "relation"), QT_TRANSLATE_NOOP("words", "link from"),
        QT_TRANSLATE_NOOP("words", "link to"),
    )
}  # fmt: skip


class NoteHistory(QWidget):
    """The steps, the latest first; it reads them when it is shown."""

    def __init__(self, context: VaultContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._annotation = ""
        self.steps: list[Step] = []
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(8)

    def load(self, annotation: str) -> None:
        """Show what was done with an annotation."""
        self._annotation = annotation
        vault = self._context.vault
        query = self._context.query(self, lambda: vault.store.annotations.history(annotation))
        query.lane("history").success(lambda steps: self._take(annotation, steps)).run()

    def _take(self, annotation: str, steps: list[Step]) -> None:
        if annotation == self._annotation:
            self.steps = steps
            self._show(MOST)

    def _show(self, most: int) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for step in self.steps[:most]:
            self._rows.addWidget(self._step(step))
        if len(self.steps) > most:
            left = len(self.steps) - most
            more = button(self.tr("%n more step(s)", "", left), self._show_all, "link")
            self._rows.addWidget(more)

    def _show_all(self) -> None:
        self._show(len(self.steps))

    def _step(self, step: Step) -> QWidget:
        parts = [time_words(step.time), step.author]
        if step.kind in KINDS:
            parts.append(translated(KINDS[step.kind]))
        lines = [self._line(said) for said in changes_of(step)]
        shown = QWidget()
        labels = [
            words_label(step.label, wrap=True),
            words_label("  ·  ".join(part for part in parts if part), "secondary", wrap=True),
            *(words_label(line, "secondary", wrap=True) for line in lines),
        ]
        shown.setLayout(column(*labels, spacing=1))
        return shown

    def _line(self, said: Said) -> str:
        if said.given is not None:
            if said.what:
                words = self.tr("Tag given: {tag}") if said.given else self.tr("Tag off: {tag}")
                return words.format(tag=said.what)
            if said.kind is ObjectKind.LINK:
                return self.tr("Link added") if said.given else self.tr("Link taken away")
            return self.tr("Assessment added") if said.given else self.tr("Assessment taken away")
        what = translated(FIELDS.get(said.what, said.what))
        if not said.before:
            return f"{what}: {said.after}"
        return f"{what}: {said.before} → {said.after or self.tr('nothing')}"
