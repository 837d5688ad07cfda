"""Risks: which rights are at stake where and by whose proposal, and whether assessors agree."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QButtonGroup, QSplitter, QStackedWidget, QToolButton, QWidget

from itrvault.desktop.context import VaultContext
from itrvault.desktop.models.risk_table import Shown
from itrvault.desktop.models.risks import (
    Asked,
    Kind,
    Looked,
    look_at_risks,
    table_of,
    with_tags,
)
from itrvault.desktop.tasks import Debounce
from itrvault.desktop.views.risks_agreement import AgreementPage
from itrvault.desktop.views.risks_filters import RiskFilters
from itrvault.desktop.views.risks_matrix import MatrixPage
from itrvault.desktop.views.risks_passages import PassagesPane
from itrvault.desktop.views.risks_save import SaveButton
from itrvault.desktop.views.risks_time import TimePage
from itrvault.desktop.widgets.parts import column, row, words_label
from itrvault.desktop.widgets.picture import Picture
from itrvault.errors import Cancelled
from itrvault.judging.tables import Table
from itrvault.model.journal import Change, Changed
from itrvault.progress import CancelToken
from itrvault.rights.timeline import By, Timeline

T = TypeVar("T")

REST_MS = 150
"""Judgements come quickly when copies are merged; tables are made when they rest."""

_SHOWN = (
    Changed.DOCUMENTS | Changed.ANNOTATIONS | Changed.TAGS | Changed.RISKS | Changed.SETTLEMENTS
)
_TIME, _AGREEMENT = "time", "agreement"


class RisksView(QWidget):
    """Counts when it is first looked at, and again when something it counts changed."""

    placeWanted = Signal(str)  # annotation

    def __init__(self, context: VaultContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._context = context
        self._cancel = CancelToken()
        self._stale = True
        self._papers = 0  # counts changes of what is proposed, and where
        self._reread = True  # one came since that was read
        self._waiting = 0  # tables that are on their way
        self._number = 0  # of the last one asked for
        self.looked: Looked | None = None
        self._at: Kind | str = Kind.ARTICLE
        self._pause = Debounce(REST_MS, self._reload_if_seen, self)
        self.filters = RiskFilters()
        self.matrix = MatrixPage(context)
        self.time = TimePage(context)
        self.agreement = AgreementPage(context)
        self.passages = PassagesPane(context)
        self.save = SaveButton(context, self._table, self._picture)
        self.message = words_label(self.tr("Counting the judgements..."), "secondary", wrap=True)
        self.message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._arrange()
        self._connect()

    @property
    def settled(self) -> bool:
        """Whether what is shown is what the archive holds."""
        told = self.passages.settled and self.agreement.settled
        return not self._stale and not self._waiting and told

    def reload(self) -> None:
        """Read all again, and show it."""
        self._stale = False
        self._cancel.cancel()
        token = self._cancel = CancelToken()
        negotiations, vault = self._context.negotiations, self._context.vault
        before, papers = self.looked, self._papers
        known = before.judgements.found if before is not None and not self._reread else None

        def work() -> Looked:
            return look_at_risks(vault, known or negotiations.read("", token), before)

        self._waiting += 1
        query = self._context.query(self, work)
        query.success(lambda looked: self._take(looked, token, papers)).failure(self._fail).run()

    def shut(self) -> None:
        """Stop reading: the archive is closed."""
        self._pause.cancel()
        self._cancel.cancel()

    def take_keys(self) -> None:
        """Give the keys to what is shown."""
        if isinstance(self._at, Kind):
            self.matrix.view.setFocus()
        elif self._at == _TIME:
            self.time.bars.setFocus()
        else:
            self.agreement.rows.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Read what changed while nobody looked."""
        super().showEvent(event)
        self._reload_if_seen()

    def turn_to(self, at: Kind | str) -> None:
        """Show one of the pages: a Kind, "time" or "agreement"."""
        self._at = at
        self.tabs[at].setChecked(True)
        page: QWidget = self.matrix
        if at == _TIME:
            page = self.time
        elif at == _AGREEMENT:
            page = self.agreement
        self.filters.suit(at if isinstance(at, Kind) else None, time=at == _TIME)
        if self.looked is not None:
            self.pages.setCurrentWidget(page)
            self._ask()

    # -- making ------------------------------------------------------------------------------

    def _arrange(self) -> None:
        self.tabs: dict[Kind | str, QToolButton] = {}
        group = QButtonGroup(self)
        for at, text in (
            (Kind.ARTICLE, self.tr("Articles")), (Kind.PROPONENT, self.tr("Proponents")),
            (_TIME, self.tr("Timeline")), (Kind.TAG, self.tr("Tags")),
            (Kind.TOGETHER, self.tr("Together")), (_AGREEMENT, self.tr("Agreement")),
        ):  # fmt: skip
            tab = QToolButton()
            tab.setText(text)
            tab.setCheckable(True)
            tab.setProperty("role", "tab")
            tab.clicked.connect(lambda _=False, at=at: self._turn_by_hand(at))
            group.addButton(tab)
            self.tabs[at] = tab
        self.tabs[Kind.ARTICLE].setChecked(True)
        self.done = words_label("", "secondary")
        bar = QWidget()
        bar.setLayout(
            row(*self.tabs.values(), None, self.done, self.save, margins=(12, 8, 12, 2), spacing=4)
        )  # fmt: skip
        under = QWidget()
        under.setLayout(row(self.filters, None, margins=(12, 0, 12, 6)))
        self.pages = QStackedWidget()
        for page in (self.message, self.matrix, self.time, self.agreement):
            self.pages.addWidget(page)
        self.splitter = QSplitter()
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        self.pages.setMinimumWidth(360)
        self.passages.setMinimumWidth(240)
        self.splitter.addWidget(self.pages)
        self.splitter.addWidget(self.passages)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setSizes([720, 320])
        box = column(bar, under, self.splitter, spacing=0)
        box.setStretch(2, 1)
        self.setLayout(box)
        self.filters.suit(Kind.ARTICLE)
        self.save.offer(table=False, picture=False)

    def _connect(self) -> None:
        self._context.changed.connect(self._follow)
        self.filters.changed.connect(self._ask)
        self.filters.shaded.connect(lambda: self.matrix.set_shade(self.filters.chosen_shade))
        for page in (self.matrix, self.time, self.agreement):
            page.chosen.connect(partial(self._list, page))
            page.opened.connect(self.passages.take_keys)
        self.passages.left.connect(self.take_keys)
        self.passages.placeWanted.connect(self.placeWanted)
        self.agreement.loaded.connect(self._offer_save)
        self.save.written.connect(
            lambda name: self.done.setText(self.tr("Written: {name}").format(name=name))
        )

    # -- reading -----------------------------------------------------------------------------

    def _follow(self, change: Change) -> None:
        if change.what & (Changed.DOCUMENTS | Changed.SETTLEMENTS | Changed.INDEX):
            self._papers += 1
            self._reread = True
        if change.what & _SHOWN:
            self._stale = True
            self._pause.poke()

    def _reload_if_seen(self) -> None:
        if self._stale and self.isVisible():
            self.reload()

    def _take(self, looked: Looked, token: CancelToken, papers: int) -> None:
        self._waiting -= 1
        if token is not self._cancel:
            return  # another look is under way
        self._reread = papers != self._papers
        self.looked = looked
        self.filters.offer(looked.judgements.assessors)
        self.turn_to(self._at)

    def _fail(self, error: BaseException) -> None:
        self._waiting -= 1
        if not isinstance(error, Cancelled):
            self._context.tasks.failed.emit(error)

    def _turn_by_hand(self, at: Kind | str) -> None:
        self.done.setText("")
        self.turn_to(at)
        self.take_keys()

    def _ask(self) -> None:
        """Make the table that is asked for, on a reading thread."""
        looked, at = self.looked, self._at
        if looked is None:
            return
        if at == _AGREEMENT:
            self._number += 1  # a table on its way is not wanted any more
            self.agreement.reload()
        elif at == _TIME:
            by, wanted = By(self.filters.time.currentData()), self.filters.wanted
            self._make(lambda: looked.judgements.along(by, wanted), self._show_time)
        elif isinstance(at, Kind) and not at.judged and looked.tagged is None:
            vault = self._context.vault
            self._make(lambda: with_tags(vault, looked), self._take_tags)
        elif isinstance(at, Kind):
            asked = self.filters.asked(at)
            self._make(lambda: table_of(looked, asked), lambda shown: self._show(shown, asked))

    def _take_tags(self, looked: Looked) -> None:
        if self.looked is not None and self.looked.judgements is looked.judgements:
            self.looked = looked  # else the archive was looked at again meanwhile
        self._ask()

    def _make(self, work: Callable[[], T], show: Callable[[T], object]) -> None:
        """Of several tables asked for quickly only the last is shown."""
        self._waiting += 1
        self._number += 1
        number = self._number

        def take(found: T) -> None:
            self._waiting -= 1
            if number == self._number:
                show(found)

        self._context.query(self, work).success(take).failure(self._fail).run()

    # -- showing -----------------------------------------------------------------------------

    def _show(self, shown: Shown, asked: Asked) -> None:
        self.matrix.show_table(shown, asked, self.filters.chosen_shade, self._empty_words(asked))
        self._offer_save()

    def _show_time(self, found: Timeline) -> None:
        self.time.show_time(found, self._empty_words(Asked()))
        self._offer_save()

    def _empty_words(self, asked: Asked) -> str:
        if not asked.kind.judged:
            return self.tr(
                "No passage has a tag yet. Select words on a page and give them one: the tags are "
                "counted here by document, and beside each other."
            )
        if self.looked is not None and self.looked.judgements.judged:
            return self.tr("No judgement passes what is chosen above. Choose less.")
        return self.tr(
            "Nothing has been judged yet. Mark a passage on its page and judge the risk: which "
            "right is at stake, how badly, and why. The judgements are counted here by article and "
            "by proponent; each cell opens its passages."
        )

    def _list(self, page: MatrixPage | TimePage | AgreementPage) -> None:
        """List the passages of what is chosen on a page, when that is the one shown."""
        if page is self.pages.currentWidget():
            self.passages.show_passages(*page.passages)

    # -- writing files -----------------------------------------------------------------------

    def _offer_save(self) -> None:
        self.save.offer(table=self._table() is not None, picture=self._drawn())

    def _drawn(self) -> bool:
        return self._at != _AGREEMENT and self._table() is not None

    def _title(self) -> str:
        tab = self.tabs[self._at].text()
        if self._at in (Kind.ARTICLE, Kind.PROPONENT):
            columns = self.filters.level.currentText() if self._at is Kind.ARTICLE else tab.lower()
            return self.tr("Rights at stake by {columns}").format(columns=columns)
        if self._at == _TIME:
            return self.tr("Judged passages {time}").format(time=self.filters.time.currentText())
        if self._at is Kind.TAG:
            return self.tr("Tags by document")
        return self.tr("Tags {together}").format(together=self.filters.within.currentText())

    def _table(self) -> Table | None:
        if self._at == _AGREEMENT:
            return self.agreement.table()
        if self._at == _TIME:
            return self.time.table()
        headings = {
            Kind.ARTICLE: ("Right", "Article"), Kind.PROVISION: ("Right", "Provision"),
            Kind.PROPONENT: ("Right", "Proponent"), Kind.TAG: ("Tag", "Document"),
            Kind.TOGETHER: ("Tag", "Beside"),
        }  # fmt: skip
        return self.matrix.table(headings[self.matrix.asked.kind])

    def _picture(self) -> Picture | None:
        if self._at == _AGREEMENT:
            return None
        page = self.time if self._at == _TIME else self.matrix
        return page.picture(self._title())
