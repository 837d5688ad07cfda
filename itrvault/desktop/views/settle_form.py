"""The form in which a person says what a proposal is: verb, identifier, proponents, target, words.

What is not touched stays as it was read; a field that is emptied goes back to what was read.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QPlainTextEdit, QWidget

from itrvault.desktop.context import VaultContext
from itrvault.desktop.models.compare import called
from itrvault.desktop.models.compare_settle import Case, Terms, verbs, words_around
from itrvault.desktop.theme import Theme
from itrvault.desktop.widgets.elided import ElidedLabel
from itrvault.desktop.widgets.parts import button, column, row, words_label
from itrvault.desktop.widgets.redline_text import RedlineText
from itrvault.desktop.widgets.verb_badge import verb_meaning, verb_words
from itrvault.desktop.words import error_words, one_way
from itrvault.errors import KnownError
from itrvault.negotiation import settling
from itrvault.text.word_diff import Kind

_FIELDS = ("verb", "identifier", "authors", "target", "wording")


class PassageText(RedlineText):
    """The passage, with what stands around it on its page."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, name, parent)
        self._shown: tuple[str, str, str] | None = None

    def show_words(self, before: str, passage: str, behind: str) -> None:
        """Show it from a little above the passage."""
        self._shown = before, passage, behind
        self.begin()
        self.card()
        for text, field in ((before, "secondary"), (passage, "text"), (behind, "secondary")):
            for number, line in enumerate(one for one in text.split("\n") if one.strip()):
                self.paragraph(line, above=4 if number == 0 else 0, level=field == "text")
                if number == 0 and field == "text":
                    self.place("passage")
                if field == "text":
                    self.redline([(Kind.EQUAL, line)])
                else:
                    self.small(line)
        self.end()
        height = self.height_of("passage")
        if height is not None:
            self.verticalScrollBar().setValue(round(height) - 40)

    def set_theme(self, theme: Theme) -> None:
        """Write it anew in other colours."""
        self.theme = theme
        if self._shown is not None:
            self.show_words(*self._shown)


class SettleForm(QWidget):
    """`settled` when something was written; `placeWanted` carries a `Spot`."""

    settled = Signal()
    placeWanted = Signal(object)

    def __init__(self, context: VaultContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.case: Case | None = None
        self._before = Terms()
        self.where = ElidedLabel(role="heading")
        self.page = button(self.tr("Show on its page"), self._ask_page, "link")
        self.why = words_label("", "secondary", wrap=True)
        self.passage = PassageText(context.theme, self.tr("Passage"))
        context.themeChanged.connect(self.passage.set_theme)
        self._make_fields()
        self.error = words_label("", "danger", wrap=True)
        self.error.hide()
        self.settle = button(self.tr("Settle"), self._settle, "primary")
        self.settle.setToolTip(self.tr("Ctrl+Enter"))
        self.dismiss = button(self.tr("No proposal here"), self._dismiss)
        self.back = button(self.tr("Back to what was read"), self._withdraw)
        self._arrange()
        self.setEnabled(False)

    def show_case(self, case: Case) -> None:
        """Show what is known of a passage, to be settled; what is typed for it already stays."""
        if case == self.case:
            return
        self.case = case
        self.setEnabled(True)
        self.error.hide()
        self.where.setText(", ".join(filter(None, (called(case.document), case.page))))
        self.why.setText(case.why or self._state(case))
        self.why.setVisible(bool(self.why.text()))
        self._before = case.read
        self._fill(self._before)
        self.note.setText(case.settlement.note if case.settlement is not None else "")
        self.dismiss.setVisible(case.proposal is not None or bool(case.why))
        self.dismiss.setEnabled(not case.dismissed)
        self.back.setVisible(case.settlement is not None)
        writable = not self._context.vault.store.read_only
        for each in (self.settle, self.dismiss, self.back):
            each.setEnabled(each.isEnabled() and writable)
        vault = self._context.vault
        query = self._context.query(self, lambda: words_around(vault, case)).lane("passage")
        query.success(lambda words: self.passage.show_words(*words)).run()

    def clear(self) -> None:
        """Nothing is to be settled."""
        self.case = None
        self.setEnabled(False)
        self.where.setText("")
        self.why.setText("")
        self._fill(Terms())
        self.note.clear()
        self.passage.show_words("", "", "")

    def typed(self) -> Terms:
        """What stands in the fields now."""
        return Terms(
            str(self.verb.currentData() or ""),
            self.identifier.text().strip(),
            self.authors.text().strip(),
            self.target.text().strip(),
            self.wording.toPlainText().strip(),
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter settles, from every field."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._settle()
        else:
            super().keyPressEvent(event)

    # -- making ------------------------------------------------------------------------------

    def _make_fields(self) -> None:
        self.verb = QComboBox()
        self.verb.setAccessibleName(self.tr("Verb"))
        self.identifier = self._line(self.tr("Identifier"), self.tr("RUS/27/7"))
        self.authors = self._line(
            self.tr("Proponents"), self.tr("RUS, CAN   or: unknown   or, disputed: RUS or CAN")
        )
        self.authors.setToolTip(
            self.tr(
                "Codes of those who propose it. “unknown” when nobody knows; with “or” between "
                "them when it is disputed whose it is."
            )
        )
        self.target = self._line(
            self.tr("About"), self.tr("31A   or: Article 5A, title of Article 3, Resolution 4")
        )
        self.wording = QPlainTextEdit()
        self.wording.setAccessibleName(self.tr("Words"))
        self.wording.setPlaceholderText(self.tr("How it would read; empty: as it was read"))
        self.wording.setTabChangesFocus(True)
        self.wording.setMinimumHeight(56)
        self.note = self._line(self.tr("Note"), self.tr("Why, or from where you know"))

    def _line(self, name: str, hint: str) -> QLineEdit:
        field = QLineEdit()
        field.setAccessibleName(name)
        field.setPlaceholderText(hint)
        field.returnPressed.connect(self._settle)
        return field

    def _arrange(self) -> None:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        fields: tuple[QWidget, ...] = (
            self.verb, self.identifier, self.authors, self.target, self.wording, self.note,
        )  # fmt: skip
        for number, field in enumerate(fields):
            name = words_label(field.accessibleName(), "secondary")
            top = (
                Qt.AlignmentFlag.AlignTop
                if field is self.wording
                else Qt.AlignmentFlag.AlignVCenter
            )
            grid.addWidget(name, number, 0, top)
            grid.addWidget(field, number, 1)
        grid.setRowStretch(4, 1)
        buttons = row(self.settle, self.dismiss, self.back, None)
        box = column(
            row(self.where, None, self.page), self.why, self.passage, grid, self.error, buttons,
            margins=(16, 12, 16, 12),
        )  # fmt: skip
        box.setStretch(2, 3)
        box.setStretch(3, 2)
        self.setLayout(box)

    def _fill(self, terms: Terms) -> None:
        self.verb.clear()
        if terms.verb not in verbs():
            self.verb.addItem(self.tr("choose one"), "")
        for verb in verbs():
            self.verb.addItem(f"{verb_words(verb)}: {verb_meaning(verb)}", verb.value)
        self.verb.setCurrentIndex(max(0, self.verb.findData(terms.verb)))
        for field, text in (
            (self.identifier, terms.identifier), (self.authors, terms.authors),
            (self.target, terms.target),
        ):  # fmt: skip
            field.setText(one_way(text))
            field.setCursorPosition(0)
        self.wording.setPlainText(terms.wording)

    def _state(self, case: Case) -> str:
        if case.dismissed:
            return self.tr("Somebody said that no proposal is here.")
        if case.settlement is not None:
            return self.tr("Settled by hand.")
        if case.proposal is None:
            return self.tr("No proposal was found in this passage. Say what it proposes.")
        return ""

    # -- writing -----------------------------------------------------------------------------

    def _settle(self) -> None:
        case, typed, before = self.case, self.typed(), self._before
        if case is None or not self.settle.isEnabled():
            return
        changed = {
            name: getattr(typed, name)
            for name in _FIELDS
            if case.proposal is None or getattr(typed, name) != getattr(before, name)
        }
        had = case.settlement.note if case.settlement is not None else ""
        if self.note.text().strip() != had:
            changed["note"] = self.note.text().strip()
        terms = settling.Terms(**changed)
        vault, author = self._context.vault, self._context.settings.author
        read, at = self._context.negotiations.read, (case.document.id, case.place)
        self._run(lambda: settling.settle(vault, *at, terms, author=author, read=read))

    def _dismiss(self) -> None:
        case, note = self.case, self.note.text().strip()
        if case is None:
            return
        vault, author = self._context.vault, self._context.settings.author
        self._run(
            lambda: settling.dismiss(vault, case.document.id, case.place, note=note, author=author)
        )

    def _withdraw(self) -> None:
        if self.case is None or self.case.settlement is None:
            return
        key = self.case.settlement.id
        vault, author = self._context.vault, self._context.settings.author
        read = self._context.negotiations.read
        self._run(lambda: settling.withdraw(vault, key, author=author, read=read))

    def _run(self, work: Callable[[], object]) -> None:
        self.error.hide()
        op = self._context.op(self, work)
        op.success(lambda _: self.settled.emit()).failure(self._refuse).run()

    def _refuse(self, error: BaseException) -> None:
        if not isinstance(error, KnownError):
            self._context.tasks.failed.emit(error)
            return
        self.error.setText(error_words(error))
        self.error.show()

    def _ask_page(self) -> None:
        if self.case is not None:
            self.placeWanted.emit(self.case.spot)
