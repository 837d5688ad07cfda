"""Two documents word by word: what only one of them says, and the way to where it says it.

A window of its own beside the archive's, so that one can read on the page while it stays open.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QDialog, QToolButton, QWidget

from itrvault.desktop.context import VaultContext
from itrvault.desktop.differences import Differences, Part, look_at_differences
from itrvault.desktop.theme import ROW
from itrvault.desktop.widgets.diff_text import DiffText
from itrvault.desktop.widgets.elided import ElidedLabel
from itrvault.desktop.widgets.parts import button, column, row, words_label
from itrvault.desktop.words import error_words, number_words, one_line
from itrvault.errors import Cancelled, KnownError
from itrvault.model.document import Document
from itrvault.progress import CancelToken
from itrvault.text.word_diff import Wording


class DifferencesDialog(QDialog):
    """`placeWanted` asks the reader to show words: document, unit, start, end."""

    placeWanted = Signal(str, int, int, int)

    def __init__(
        self, context: VaultContext, left: str, right: str, window: QWidget | None = None
    ) -> None:
        super().__init__(window)
        self.setWindowFlag(Qt.WindowType.Window)
        self.setWindowTitle(self.tr("Differences"))
        self.resize(860, 640)
        self._context = context
        self._ends = (left, right)
        self._cancel = CancelToken()
        self.summary = words_label("", wrap=True)
        self.only_left = ElidedLabel(role="deleted")
        self.only_right = ElidedLabel(role="inserted")
        self.wording = self._choice(
            self.tr("Which words of a redline"),
            (
                (self.tr("All words, with those deleted"), Wording.MARKED),
                (self.tr("As proposed"), Wording.PROPOSED),
                (self.tr("As it was before"), Wording.ORIGINAL),
            ),
        )
        self.extent = self._choice(
            self.tr("How much is shown"),
            ((self.tr("Changes only"), False), (self.tr("The whole text"), True)),
        )
        self.swap = button(self.tr("Swap"), self._swap)
        self.swap.setToolTip(self.tr("Take the second document for the older one"))
        self.text = DiffText(context.theme)
        self.text.setAccessibleName(self.tr("Differences"))
        self.text.moved.connect(self._show_count)
        self.text.placeWanted.connect(self._ask)
        self.count = words_label("", "secondary")
        self.previous = self._step("↑", self.tr("Previous difference"), "Shift+F3")
        self.previous.clicked.connect(self.text.previous)
        self.next = self._step("↓", self.tr("Next difference"), "F3")
        self.next.clicked.connect(self.text.next)
        self.show_place = button(self.tr("Show on the page"), self._ask_current)
        close = button(self.tr("Close"), self.accept, "primary")
        self.setLayout(
            column(
                self.summary,
                row(self.only_left, self.only_right, None),
                row(self.wording, self.extent, self.swap, None, self.count, self.previous,
                    self.next),
                self.text,
                row(self.show_place, None, close),
                margins=(16, 14, 16, 14),
            )
        )  # fmt: skip
        context.themeChanged.connect(self.text.set_theme)
        self.text.setFocus()
        self.compare()

    def compare(self) -> None:
        """Read both documents and show where they differ."""
        self._cancel.cancel()  # what is under way is of no use any more
        token = self._cancel = CancelToken()
        vault, (left, right) = self._context.vault, self._ends
        wording = Wording(self.wording.currentData())
        whole = bool(self.extent.currentData())
        self.summary.setText(self.tr("Comparing..."))

        def work() -> Differences:
            return look_at_differences(
                vault, left, right, wording=wording, whole=whole, cancel=token
            )

        query = self._context.query(self, work).lane("differences")
        query.success(self._show).failure(self._refuse).run()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F3 steps on, Shift+F3 back; Enter shows the words one is at on their page."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._ask_current()
        elif event.key() == Qt.Key.Key_F3:
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            (self.text.previous if back else self.text.next)()
        else:
            super().keyPressEvent(event)

    def done(self, result: int) -> None:
        """Stop what is under way."""
        self._cancel.cancel()
        super().done(result)

    # -- showing ---------------------------------------------------------------------------------

    def _show(self, found: Differences) -> None:
        left, right = _name(found.left, found.right), _name(found.right, found.left)
        self.setWindowTitle(
            self.tr("Differences: {left} and {right}").format(left=left, right=right)
        )
        self.only_left.setText(self.tr("−  only in {name}").format(name=left))
        self.only_right.setText(self.tr("+  only in {name}").format(name=right))
        self.summary.setText(self._summary(found))
        self.text.show_differences(found)
        self.text.next()

    def _summary(self, found: Differences) -> str:
        if found.empty:
            names = ", ".join(one_line(each.title) for each in found.empty)
            return self.tr("There is no text to compare in {names}.").format(names=names)
        if found.same:
            said = self.tr("Both say the same, word for word.")
        else:
            # Rounded down: "100 %" is said only of what is the same.
            said = self.tr(
                "{percent} % of the words are in both; {left} only in the first, {right} only in "
                "the second."
            ).format(
                percent=int(found.similarity * 1000) / 10,
                left=number_words(found.deleted),
                right=number_words(found.inserted),
            )
        if found.heads:
            said += " " + self.tr(
                "%n repeated running head(s) and page numbers are passed over.", "", found.heads
            )
        if found.left_out:
            said += " " + self.tr(
                "%n more change(s) are too many to be shown here.", "", found.left_out
            )
        return said

    def _show_count(self, which: int, total: int) -> None:
        words = ""
        if which:
            words = self.tr("{which} of {total}").format(
                which=number_words(which), total=number_words(total)
            )
        self.count.setText(words)
        self.next.setEnabled(which < total)
        self.previous.setEnabled(which > 1)
        self.show_place.setEnabled(which > 0)

    def _refuse(self, error: BaseException) -> None:
        if isinstance(error, Cancelled):
            return
        if not isinstance(error, KnownError):
            self._context.tasks.failed.emit(error)
            return
        self.summary.setText(error_words(error))

    # -- asking ----------------------------------------------------------------------------------

    def _ask_current(self) -> None:
        if self.text.current is not None:
            self._ask(self.text.current)

    def _ask(self, part: Part) -> None:
        self.placeWanted.emit(part.document, part.unit, part.start, part.end)

    def _swap(self) -> None:
        self._ends = (self._ends[1], self._ends[0])
        self.compare()

    # -- making ----------------------------------------------------------------------------------

    def _choice(self, name: str, values: tuple[tuple[str, object], ...]) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.setToolTip(name)
        for text, value in values:
            box.addItem(text, value)
        box.activated.connect(self.compare)
        return box

    @staticmethod
    def _step(sign: str, name: str, key: str) -> QToolButton:
        made = QToolButton()
        made.setText(sign)
        made.setToolTip(f"{name}  ({key})")
        made.setFixedWidth(ROW)
        made.setAccessibleName(name)
        return made


def _name(document: Document, other: Document) -> str:
    """The symbol; with the file's name where both have the same."""
    if document.symbol and document.symbol != other.symbol:
        return document.symbol
    if document.symbol:
        return f"{document.symbol} ({document.name})"
    return document.name
