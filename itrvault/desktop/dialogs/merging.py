"""Bringing home what was noted on a copy: a table of all it would do, choices, one button."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QDialog,
    QFrame,
    QHeaderView,
    QLineEdit,
    QRadioButton,
    QSizePolicy,
    QStackedWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from itrvault.carry.merge import apply_merge, plan_merge
from itrvault.carry.plan import Conflict, MergeChoices, MergePlan, Side
from itrvault.desktop.context import VaultContext
from itrvault.desktop.models.merge import MergeRow, merge_rows, shown
from itrvault.desktop.tasks import Job
from itrvault.desktop.widgets.parts import button, column, row, words_label
from itrvault.desktop.words import (
    error_words,
    time_words,
    tooltip,
)
from itrvault.errors import Cancelled, KnownError, PassphraseNeeded, WrongPassphrase
from itrvault.progress import CancelToken
from itrvault.vault import Vault


class ConflictPanel(QFrame):
    """Both versions of one field side by side, and which one stands."""

    def __init__(
        self, conflict: Conflict, side: Side, choose: Callable[[Side], None], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        names = {
            Side.MINE: self.tr("Keep mine"),
            Side.THEIRS: self.tr("Take theirs"),
            Side.BOTH: self.tr("Keep both"),
        }
        group = QButtonGroup(self)
        radios = {}
        for each in conflict.sides:
            radio = radios[each] = QRadioButton(names[each])
            radio.setChecked(each is side)
            radio.toggled.connect(lambda on, each=each: choose(each) if on else None)
            group.addButton(radio)

        def version(value: object, author: str, moment: str, radio: QRadioButton) -> QVBoxLayout:
            by = "  ·  ".join(part for part in (author, time_words(moment)) if part)
            return column(
                radio, words_label(by, "secondary"), words_label(shown(value), wrap=True), None,
                spacing=4,
            )  # fmt: skip

        sides = row(
            version(
                conflict.mine, conflict.mine_author, conflict.mine_time, radios[Side.MINE]
            ),
            version(
                conflict.theirs, conflict.theirs_author, conflict.theirs_time, radios[Side.THEIRS]
            ),
            spacing=24,
        )  # fmt: skip
        sides.setStretch(0, 1)
        sides.setStretch(1, 1)
        box = column(sides, margins=(12, 10, 12, 10))
        if Side.BOTH in radios:
            box.addWidget(radios[Side.BOTH])
        self.setLayout(box)


class MergeDialog(QDialog):
    """Opens the other archive (asking for its passphrase), plans, shows, applies."""

    def __init__(self, context: VaultContext, path: Path, window: QWidget | None = None) -> None:
        super().__init__(window)
        self.setWindowTitle(self.tr("Merge"))
        self.resize(820, 560)
        self._context = context
        self._path = path
        self._other: Vault | None = None
        self._plan: MergePlan | None = None
        self._sides: dict[tuple[str, str], Side] = {}
        self.pages = QStackedWidget()
        self.pages.addWidget(self._open_page())
        self.pages.addWidget(self._plan_page())
        self.pages.addWidget(self._done_page())
        self.setLayout(column(self.pages, margins=(16, 16, 16, 16)))
        self.open_other()

    # -- the other archive -------------------------------------------------------------------

    def _open_page(self) -> QWidget:
        page = QWidget()
        title = self.tr("Merge notes from {name}").format(name=self._path.stem)
        self.passphrase = QLineEdit()
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.passphrase.setPlaceholderText(self.tr("Passphrase of the copy"))
        self.passphrase.setAccessibleName(self.tr("Passphrase of the copy"))
        self.passphrase.returnPressed.connect(self.open_other)
        self.passphrase.hide()
        self.problem = words_label(self.tr("Opening..."), "secondary", wrap=True)
        self.go = button(self.tr("Open the copy"), self.open_other, "primary")
        self.go.setEnabled(False)
        cancel = button(self.tr("Cancel"), self.reject)
        page.setLayout(
            column(
                words_label(title, "heading"), self.problem, self.passphrase, None,
                row(None, cancel, self.go),
            )
        )  # fmt: skip
        return page

    def open_other(self) -> None:
        """Open the copy with what was typed, for reading, and compare."""
        path, passphrase = self._path, self.passphrase.text() or None
        self.passphrase.clear()
        self.go.setEnabled(False)
        query = self._context.query(self, lambda: Vault.open(path, passphrase, read_only=True))
        query.lane("other").success(self._take_other).failure(self._refuse_other).run()

    def _take_other(self, other: Vault) -> None:
        self._other = other
        self.look()

    def _refuse_other(self, error: BaseException) -> None:
        self.pages.setCurrentIndex(0)
        if isinstance(error, PassphraseNeeded):
            self.problem.setText(self.tr("This copy is sealed. Type its passphrase."))
        elif isinstance(error, KnownError):
            self.problem.setText(error_words(error))
        else:
            self._context.tasks.failed.emit(error)
            return
        sealed = isinstance(error, (PassphraseNeeded, WrongPassphrase))
        self.passphrase.setVisible(sealed)
        self.go.setEnabled(sealed)
        self.passphrase.setFocus()

    # -- the plan ----------------------------------------------------------------------------

    def _plan_page(self) -> QWidget:
        page = QWidget()
        self.title = words_label("", "heading", wrap=True)
        self.words = words_label("", "secondary", wrap=True)
        self.take_documents = QCheckBox(self.tr("Take documents that are not here, too"))
        self.take_documents.toggled.connect(self.look)
        self.table = QTreeWidget()
        self.table.setProperty("frame", "box")
        self.table.setAccessibleName(self.tr("What the merge does"))
        self.table.setRootIsDecorated(False)
        self.table.setUniformRowHeights(True)
        self.table.setHeaderLabels(
            [
                self.tr("What"),
                self.tr("Happens"),
                self.tr("Words"),
                self.tr("Details"),
                self.tr("By"),
            ]
        )
        for number, width in enumerate((90, 90, 260, 240, 80)):
            self.table.setColumnWidth(number, width)
        self.table.header().setSectionResizeMode(2, QHeaderView.ResizeMode.Interactive)
        self.table.currentItemChanged.connect(self._show_detail)
        self._detail = QVBoxLayout()
        self.merge = button(self.tr("Merge"), self.apply, "primary")
        cancel = button(self.tr("Cancel"), self.reject)
        page.setLayout(
            column(
                self.title, self.words, self.take_documents, self.table, self._detail,
                row(None, cancel, self.merge),
            )
        )  # fmt: skip
        return page

    def look(self) -> None:
        """Plan, with the documents that are to be taken."""
        other, vault = self._other, self._context.vault
        if other is None:
            return
        everything = self.take_documents.isChecked()
        self.merge.setEnabled(False)
        query = self._context.query(
            self, lambda: plan_merge(vault, other, documents=True if everything else ())
        )
        query.lane("plan").success(self._show_plan).failure(self._refuse_other).run()

    def _show_plan(self, plan: MergePlan) -> None:
        self._plan = plan
        self._sides = {each.key: each.default for each in plan.conflicts}
        self.pages.setCurrentIndex(1)
        coming = len(plan.incoming)
        if plan.nothing:
            self.title.setText(self.tr("There is nothing new in this copy"))
        else:
            self.title.setText(self.tr("%n thing(s) would come in or change", "", coming))
        words = []
        if plan.conflicts:
            words.append(
                self.tr("%n conflict(s): choose below; the later version is chosen already.", "",
                        len(plan.conflicts))
            )  # fmt: skip
        if plan.taken:
            words.append(self.tr("%n document(s) come along.", "", len(plan.taken)))
        if plan.missing:
            words.append(self.tr("%n document(s) of the copy are not here.", "", len(plan.missing)))
        words.append(self.tr("All of it is one step that Undo takes back."))
        self.words.setText(" ".join(words))
        self.take_documents.setVisible(bool(plan.missing or plan.taken))
        self.table.clear()
        for each in merge_rows(plan):
            item = QTreeWidgetItem([each.kind, each.effect, each.words, each.detail, each.author])
            item.setData(0, Qt.ItemDataRole.UserRole, each)
            item.setToolTip(2, tooltip(each.words))
            item.setToolTip(3, tooltip(each.detail))
            self.table.addTopLevelItem(item)
        self.table.setVisible(self.table.topLevelItemCount() > 0)
        first = self.table.topLevelItem(0)
        if plan.conflicts and first is not None:
            self.table.setCurrentItem(first)
        self.merge.setEnabled(not plan.nothing)
        self.merge.setFocus()

    def _show_detail(self, item: QTreeWidgetItem | None) -> None:
        while (old := self._detail.takeAt(0)) is not None:
            widget = old.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        found = item.data(0, Qt.ItemDataRole.UserRole) if item is not None else None
        if not isinstance(found, MergeRow) or found.conflict is None:
            return
        conflict = found.conflict

        def choose(side: Side) -> None:
            self._sides[conflict.key] = side

        panel = ConflictPanel(conflict, self._sides[conflict.key], choose, self)
        self._detail.addWidget(panel)

    # -- doing it ----------------------------------------------------------------------------

    def apply(self) -> None:
        """Do what the plan says."""
        plan, other, vault = self._plan, self._other, self._context.vault
        assert plan is not None
        assert other is not None
        choices = MergeChoices(dict(self._sides), self._context.settings.author)
        self.merge.setEnabled(False)

        def work(progress: Job, cancel: CancelToken) -> object:
            return apply_merge(vault, other, plan, choices)

        op = self._context.op(self, work).with_job(self.tr("Merging"))
        op.success(lambda _: self.pages.setCurrentIndex(2)).failure(self._refuse).run()

    def _refuse(self, error: BaseException) -> None:
        self.merge.setEnabled(True)
        if isinstance(error, KnownError) and not isinstance(error, Cancelled):
            self.words.setText(error_words(error))
        elif not isinstance(error, KnownError):
            self._context.tasks.failed.emit(error)

    def _done_page(self) -> QWidget:
        page = QWidget()
        close = button(self.tr("Close"), self.accept, "primary")
        page.setLayout(
            column(
                words_label(self.tr("Merged"), "heading"),
                words_label(self.tr("Undo takes all of it back at once."), "secondary"),
                None, row(None, close),
            )
        )  # fmt: skip
        return page

    def done(self, result: int) -> None:
        """Let go of the other archive."""
        if self._other is not None:
            self._other.close()
            self._other = None
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        """As Cancel."""
        self.reject()
        event.accept()
