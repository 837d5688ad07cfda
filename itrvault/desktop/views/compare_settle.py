"""The page of what could not be read for certain: a list to go through, and the form beside it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import (
    QButtonGroup,
    QListView,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QWidget,
)

from itrvault.desktop.context import VaultContext
from itrvault.desktop.models.compare import called
from itrvault.desktop.models.compare_settle import CASE, Case, CasesModel, title_of
from itrvault.desktop.theme import TEXT_PX
from itrvault.desktop.views.settle_form import SettleForm
from itrvault.desktop.widgets.parts import column, row, words_label
from itrvault.desktop.widgets.row_delegate import Index, RowDelegate, sized
from itrvault.desktop.widgets.verb_badge import HEIGHT, badge_width, paint_badge
from itrvault.desktop.words import number_words

ROW_HEIGHT = 64


class CaseDelegate(RowDelegate):
    """Three lines: where it stands, what it is, and what is not certain."""

    def height(self, index: Index) -> int:
        """Pixels of a row."""
        return ROW_HEIGHT

    def paint_row(self, painter: QPainter, area: QRect, index: Index) -> None:
        """Place, verb and name, what is not certain."""
        case: Case = index.data(CASE)
        inner = area.adjusted(12, 6, -12, 0)
        where, name, doubt = (
            QRect(inner.x(), inner.y() + down, inner.width(), HEIGHT) for down in (0, 18, 36)
        )
        self._line(painter, where, ", ".join(filter(None, (called(case.document), case.page))))
        title = title_of(case)
        if case.proposal is not None:
            verb = case.proposal.verb
            paint_badge(painter, QPointF(name.x(), name.y()), verb, self._context.theme)
            name.adjust(round(badge_width(verb)) + 8, 0, 0, 0)
            title = title.partition("  ")[2] or case.words
        bold = sized(TEXT_PX, QFont.Weight.DemiBold)
        self._line(painter, name, title, font=bold, field="text")
        said = case.why or self.tr("Settled by hand.")
        if case.dismissed:
            said = self.tr("No proposal: somebody said so.")
        self._line(painter, doubt, said)


class SettlePage(QWidget):
    """`placeWanted` carries a `Spot`."""

    placeWanted = Signal(object)

    def __init__(self, context: VaultContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._open: list[Case] = []
        self._settled: list[Case] = []
        self._next = -1  # the row to go to once what was settled has left the list
        self.waiting = self._choice()
        self.done = self._choice()
        group = QButtonGroup(self)
        for each in (self.waiting, self.done):
            group.addButton(each)
        self.waiting.setChecked(True)
        self.model = CasesModel(self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(CaseDelegate(context, self.list))
        self.list.setAccessibleName(self.tr("Passages to settle"))
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.selectionModel().currentChanged.connect(self._show_case)
        self.form = SettleForm(context)
        self.list.activated.connect(lambda _: self.form.verb.setFocus())
        self.form.settled.connect(self._expect_next)
        self.form.placeWanted.connect(self.placeWanted)
        self.nothing = words_label("", "secondary", wrap=True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.setContentsMargins(60, 40, 60, 40)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.nothing)
        self.pages.addWidget(self.form)
        left = QWidget()
        left.setLayout(
            column(
                row(self.waiting, self.done, None, margins=(8, 4, 8, 4), spacing=4), self.list,
                spacing=0,
            )
        )  # fmt: skip
        left.setMinimumWidth(260)
        splitter = QSplitter()
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(left)
        splitter.addWidget(self.pages)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([360, 660])
        self.setLayout(column(splitter, spacing=0))
        context.themeChanged.connect(lambda _: self.list.viewport().update())

    def show_cases(self, waiting: Sequence[Case], settled: Sequence[Case]) -> None:
        """Replace everything; the chosen passage stays the chosen one while it is there."""
        self._open, self._settled = list(waiting), list(settled)
        for tab, words, count in (
            (self.waiting, self.tr("Waiting"), len(waiting)),
            (self.done, self.tr("Settled"), len(settled)),
        ):
            tab.setText(f"{words}  {number_words(count)}" if count else words)
        self._fill()

    def show_settled(self, *, settled: bool) -> None:
        """Turn to what was settled, or to what waits."""
        (self.done if settled else self.waiting).setChecked(True)
        self._fill()

    # -- inside ------------------------------------------------------------------------------

    def _choice(self) -> QToolButton:
        made = QToolButton()
        made.setProperty("role", "tab")
        made.setCheckable(True)
        made.clicked.connect(lambda: self._fill())
        return made

    def _fill(self) -> None:
        current = self.list.currentIndex().data(CASE)
        wanted, self._next = self._next, -1
        cases = self._settled if self.done.isChecked() else self._open
        self.model.show(cases)
        if isinstance(current, Case):
            same = [number for number, each in enumerate(cases) if each.same(current)]
            if same and wanted < 0:
                wanted = same[0]
        if cases:
            at = max(0, min(wanted, len(cases) - 1))
            self.list.setCurrentIndex(self.model.index(at))
            self._show_case(self.list.currentIndex())
        else:
            self.form.clear()
            self.nothing.setText(self._nothing())
            self.pages.setCurrentWidget(self.nothing)

    def _nothing(self) -> str:
        if self.done.isChecked():
            return self.tr(
                "Nothing was settled by hand.\n\nA proposal can be corrected from its card, and "
                "one that was missed is added from its words in the reader."
            )
        return self.tr(
            "Nothing waits to be settled: every proposal that was found says what it is, whose it "
            "is, and what it is about.\n\nOne that was missed is added from its words in the "
            "reader: select them, then Reading > This is a proposal."
        )

    def _show_case(self, index: QModelIndex) -> None:
        case = index.data(CASE)
        if isinstance(case, Case):
            self.form.show_case(case)
            self.pages.setCurrentWidget(self.form)

    def _expect_next(self) -> None:
        """What was settled leaves the list, and the one behind it comes to its place."""
        if self.waiting.isChecked():
            self._next = self.list.currentIndex().row()
        self.list.setFocus()
