"""A page with how far assessors agree, and what they have still to settle."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QFrame,
    QHeaderView,
    QSplitter,
    QStackedWidget,
    QTableView,
    QWidget,
)

from itrvault.desktop.context import VaultContext
from itrvault.desktop.dialogs.settling import SettleDialog
from itrvault.desktop.models.disagreements import (
    ABOUT,
    DIFFERING,
    SAID,
    STATE,
    WHERE,
    Compared,
    DisagreementTable,
    look_at_coders,
    name_words,
    subject_words,
)
from itrvault.desktop.theme import ROW
from itrvault.desktop.widgets.parts import button, column, row, words_label
from itrvault.desktop.words import number_words
from itrvault.judging.agreeing import settle_right, settle_tags
from itrvault.judging.tables import Table, of_agreement
from itrvault.rights.disagreements import About, Disagreement

EVERYBODY = "*"


class _KeyTable(QTableView):
    """Enter is `activated`."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt's."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.currentIndex().isValid():
                self.activated.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)


class AgreementPage(QWidget):
    """Compares when it is shown and something changed; `chosen` when another row is current."""

    chosen = Signal()
    opened = Signal()
    loaded = Signal()

    def __init__(self, context: VaultContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.compared = Compared()
        self.settled = True
        """Whether what was asked for last has come."""
        self._dialog: SettleDialog | None = None
        self._current: Disagreement | None = None
        self.one, self.other = self._choice(self.tr("Compare")), self._choice(self.tr("with"))
        self.with_settled = QCheckBox(self.tr("Show what is settled"))
        self.with_settled.toggled.connect(lambda _: self._fill_rows())
        self.settle = button(self.tr("Settle..."), self.settle_current)
        self.figures_model = QStandardItemModel(self)
        self.figures = self._table(_KeyTable(), self.tr("Figures of agreement"))
        self.figures.setModel(self.figures_model)
        self.rows_model = DisagreementTable(self)
        self.rows = self._table(_KeyTable(), self.tr("Disagreements"))
        self.rows.setModel(self.rows_model)
        self.rows.selectionModel().currentChanged.connect(self._choose)
        self.rows.activated.connect(lambda _: self.opened.emit())
        self.told = words_label("", "secondary", wrap=True)
        self.counted = words_label("", "section")
        self.empty = words_label("", "secondary", wrap=True)
        self.empty.setContentsMargins(60, 40, 60, 40)
        self._arrange()

    def reload(self) -> None:
        """Compare again."""
        vault, wanted = self._context.vault, self._wanted
        self.settled = False
        query = self._context.query(self, lambda: look_at_coders(vault, wanted))
        query.lane("agreement").success(self._take).failure(self._fail).run()

    @property
    def passages(self) -> tuple[str, str, list[str], str]:
        """Of the current row: title, what is said, and the annotations."""
        one = self._current
        if one is None:
            return "", "", [], ""
        number = self.rows_model.find(one)
        words = str(self.rows_model.index(number, SAID).data()) if number >= 0 else ""
        right = one.subject if one.about is About.RIGHT else ""
        lines = words.replace("  |  ", "\n")
        return subject_words(one, self.compared.paths), lines, list(one.annotations), right

    def table(self) -> Table | None:
        """The figures as rows, without names."""
        if self.compared.agreeing.agreement.coders:
            return of_agreement(self.compared.agreeing, self._path)
        return None

    def settle_current(self) -> None:
        """Ask how the current disagreement is settled."""
        one = self._current
        if one is None:
            return
        tags = [(tag, self._path(tag)) for tag in one.tags]
        place = str(self.rows_model.index(self.rows_model.find(one), WHERE).data() or "")
        dialog = self._dialog = SettleDialog(one, place, self.compared.paths, tags, self)
        dialog.settled.connect(lambda: self._write(dialog))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    # -- making ------------------------------------------------------------------------------

    def _choice(self, name: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.addItem(self.tr("everybody"), EVERYBODY)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        box.setMaximumWidth(180)
        box.currentIndexChanged.connect(lambda _: self.reload())
        return box

    def _table(self, table: _KeyTable, name: str) -> _KeyTable:
        table.setAccessibleName(name)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setFrameShape(QFrame.Shape.NoFrame)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(ROW)
        table.horizontalHeader().setHighlightSections(False)
        table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        return table

    def _arrange(self) -> None:
        upper, lower = QWidget(), QWidget()
        compare = words_label(self.tr("Compare"), "secondary")
        with_ = words_label(self.tr("with"), "secondary")
        upper.setLayout(
            column(
                row(compare, self.one, with_, self.other, None, margins=(12, 4, 12, 4)),
                self.figures, column(self.told, margins=(12, 0, 12, 6)), spacing=4,
            )
        )  # fmt: skip
        head = row(
            self.counted, None, self.with_settled, self.settle, margins=(12, 8, 12, 4)
        )  # fmt: skip
        lower.setLayout(column(head, self.rows, spacing=4))
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(upper)
        splitter.addWidget(lower)
        splitter.setSizes([260, 320])
        self.pages = QStackedWidget()
        self.pages.addWidget(splitter)
        self.pages.addWidget(self.empty)
        self.setLayout(column(self.pages, spacing=0))

    # -- showing -----------------------------------------------------------------------------

    @property
    def _wanted(self) -> list[str]:
        """The two that are chosen; [] for everybody."""
        names = [str(box.currentData()) for box in (self.one, self.other)]
        chosen = list(dict.fromkeys(name for name in names if name != EVERYBODY))
        return chosen if len(chosen) == 2 else []

    def _fail(self, error: BaseException) -> None:
        if self._wanted:  # one of the two has nothing here any more
            for box in (self.one, self.other):
                with QSignalBlocker(box):
                    box.setCurrentIndex(0)
            self.reload()
            return
        self.settled = True
        self._context.tasks.failed.emit(error)

    def _take(self, compared: Compared) -> None:
        self.compared = compared
        self.settled = True
        agreeing = compared.agreeing
        for box in (self.one, self.other):
            with QSignalBlocker(box):
                chosen = box.currentData()
                box.clear()
                box.addItem(self.tr("everybody"), EVERYBODY)
                for name in agreeing.coders:
                    box.addItem(name_words(name), name)
                box.setCurrentIndex(max(0, box.findData(chosen)))
        enough = len(agreeing.compared) > 1
        self.pages.setCurrentIndex(0 if enough else 1)
        self.empty.setText(
            self.tr(
                "There is nobody to compare yet. It takes two assessors who tag or judge the same "
                "documents, each under their own name (Preferences), here or in copies that are "
                "merged."
            )
        )
        self._fill_figures()
        self._fill_rows()
        self.loaded.emit()

    def _fill_figures(self) -> None:
        self.figures_model.clear()
        figures = self.compared.agreeing.agreement
        if not figures.coders:
            return
        table = of_agreement(self.compared.agreeing, self._path, names=True)
        self.figures_model.setHorizontalHeaderLabels(list(table.headings))
        for values in table.rows:
            items = [QStandardItem(value or "–") for value in values]
            for item in items[1:]:
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            items[0].setText(values[0].rsplit("/", 1)[-1])
            items[0].setToolTip(values[0])
            self.figures_model.appendRow(items)
        self.figures.resizeColumnsToContents()
        documents = self.tr("Tags: %n document(s) that two or more tagged", "", figures.documents)
        judged = self.tr(
            "judgements: %n right(s) at passages two or more judged", "", figures.judged
        )
        self.told.setText(
            self.tr(
                "{documents}; {judged}. 1 is agreement without exception, 0 what chance gives; "
                "Krippendorff advises to rely on 0.8 and more, and on nothing below 0.667."
            ).format(documents=documents, judged=judged)
        )

    def _fill_rows(self) -> None:
        self.rows_model.show(self.compared, settled=self.with_settled.isChecked())
        count = self.compared.agreeing.open
        self.counted.setText(self.tr("TO SETTLE: {count}").format(count=number_words(count)))
        header = self.rows.horizontalHeader()
        for section, width in ((ABOUT, 170), (WHERE, 190), (STATE, 70)):
            header.resizeSection(section, width)
        header.setSectionResizeMode(SAID, QHeaderView.ResizeMode.Stretch)
        number = max(0, self.rows_model.find(self._current))
        self._current = None
        if self.rows_model.rows:
            self.rows.setCurrentIndex(self.rows_model.index(number, 0))
        self.settle.setEnabled(
            bool(self.rows_model.rows) and not self._context.vault.store.read_only
        )
        self._choose(self.rows.currentIndex())

    def _choose(self, index: QModelIndex) -> None:
        found = index.data(DIFFERING) if index.isValid() else None
        self._current = found if isinstance(found, Disagreement) else None
        self.chosen.emit()

    # -- settling ----------------------------------------------------------------------------

    def _path(self, tag: str) -> str:
        return self.compared.paths.get(tag, tag)

    def _write(self, dialog: SettleDialog) -> None:
        one, vault, author = dialog.differing, self._context.vault, self._context.settings.author
        note = dialog.note.toPlainText()
        if one.about is About.RIGHT:
            chosen, severity = dialog.chosen, int(dialog.severity.currentData())
            stance = dialog.stance.currentData()
            op = self._context.op(
                self,
                lambda: settle_right(
                    vault, one, chosen, note, severity=severity, stance=stance, author=author
                ),
            )
        else:
            tags = dialog.chosen_tags
            op = self._context.op(
                self, lambda: settle_tags(vault, one, tags, note, author=author)
            )  # fmt: skip
        op.run()
