"""The treaty in force beside all that is proposed on it, provision by provision."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QWidget,
)

from itrvault.desktop.context import VaultContext
from itrvault.desktop.models.compare import (
    ANY,
    Compared,
    Filter,
    Said,
    Spot,
    authors_of,
    look_at_comparison,
    verbs_of,
)
from itrvault.desktop.models.compare_notes import NoteLine
from itrvault.desktop.models.compare_positions import Grid, look_at_positions
from itrvault.desktop.models.compare_tree import COUNT, MARKS, MUTED, SUBJECT, CompareTree
from itrvault.desktop.tasks import Debounce
from itrvault.desktop.views.compare_export import HandoutButton
from itrvault.desktop.views.compare_positions import PositionsPage
from itrvault.desktop.widgets.panel_tree import PanelTree
from itrvault.desktop.widgets.parts import column, row, words_label
from itrvault.desktop.widgets.proposal_cards import InForceText, ProposalCards
from itrvault.desktop.widgets.tree_delegate import TreeDelegate
from itrvault.desktop.widgets.verb_badge import verb_meaning, verb_words
from itrvault.errors import Cancelled, NoSuchDocument
from itrvault.model.document import Document
from itrvault.model.journal import Change, Changed
from itrvault.negotiation import Negotiation, Negotiations, Subject
from itrvault.progress import CancelToken

REST_MS = 300
"""Documents come many a second while they are imported; proposals are looked for when they rest."""


class CompareView(QWidget):
    """Reads when it is first looked at, and again when documents changed."""

    placeWanted = Signal(str, int, int, int)  # document, unit, start, end
    annotationWanted = Signal(str)
    searchWanted = Signal(str)

    def __init__(self, context: VaultContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._context = context
        self._negotiations = Negotiations(context.vault)
        self._cancel = CancelToken()
        self._stale = True
        self._notes_stale = False
        self._opened = False  # whether the articles of this base text were opened once
        self._base = ""
        self._author = ""  # to scroll to, once what is on its way has come
        self._wanted: Subject | None = None
        self.found: Negotiation | None = None
        self.compared: Compared | None = None
        self._pause = Debounce(REST_MS, self._reload_if_seen, self)
        self._make()
        self._arrange()
        context.changed.connect(self._follow)
        context.themeChanged.connect(self._repaint)

    @property
    def settled(self) -> bool:
        """Whether what is shown is what the archive holds."""
        return not self._stale and self.found is not None

    def reload(self) -> None:
        """Read what is new of the proposals, and show all."""
        self._stale = False
        self._cancel.cancel()  # what is under way is of no use any more
        token = self._cancel = CancelToken()
        negotiations, base = self._negotiations, self._base

        def work() -> tuple[Negotiation, Grid]:
            found = negotiations.read(base, token)
            return found, look_at_positions(found)

        query = self._context.query(self, work).lane("negotiation")
        query.success(self._take).failure(self._fail).run()

    def shut(self) -> None:
        """Stop reading: the archive is closed."""
        self._pause.cancel()
        self._cancel.cancel()

    def showEvent(self, event: QShowEvent) -> None:
        """Read what changed while nobody looked."""
        super().showEvent(event)
        self._reload_if_seen()

    def show_subject(self, subject: Subject, author: str = "") -> None:
        """Compare a provision or a part; with an author scroll to what that one proposes."""
        self.pages.setCurrentWidget(self.splitter)
        self.by_provision.setChecked(True)
        self._author = author
        index = self.tree_model.find(subject)
        if index.isValid() and index != self.tree.currentIndex():
            self.tree.setCurrentIndex(index)  # which asks for it
        else:
            self._ask(subject)

    # -- making ------------------------------------------------------------------------------

    def _make(self) -> None:
        theme = self._context.theme
        self.bases = self._choice(self.tr("Text in force"), self._choose_base, 260)
        self.bases.setToolTip(self.tr("The text in force that proposals are compared with"))
        self.verb = self._choice(self.tr("Verb"), self._filter, 200)
        self.author = self._choice(self.tr("Proponent"), self._filter, 200)
        self.proposed = QCheckBox(self.tr("Only what is proposed on"))
        self.proposed.toggled.connect(lambda _: self._fill_tree())
        self.count = words_label("", "secondary")
        self.save = HandoutButton(self._context)
        self.save.written.connect(
            lambda name: self.count.setText(self.tr("Written: {name}").format(name=name))
        )
        self.tree_model = CompareTree(self)
        self.tree = PanelTree(self.tr("Articles and provisions"))
        self.tree.setModel(self.tree_model)
        self.tree.setItemDelegate(
            TreeDelegate(self._context, self.tree, count=COUNT, marks=MARKS, muted=MUTED)
        )
        self.tree.selectionModel().currentChanged.connect(self._go)
        self.in_force = InForceText(theme)
        self.cards = ProposalCards(theme)
        self.tree.activated.connect(lambda _: self.cards.setFocus())
        self.in_force.followed.connect(self._show_meant)
        self.cards.followed.connect(self._show_meant)
        self.positions = PositionsPage(self._context)
        self.positions.chosen.connect(self._choose_position)
        self.message = words_label("", "secondary", wrap=True)
        self.message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.message.setContentsMargins(80, 40, 80, 40)
        self.notice = words_label("", "notice", wrap=True)

    def _arrange(self) -> None:
        left = QWidget()
        left.setLayout(column(self.tree, row(self.proposed, margins=(8, 4, 8, 6)), spacing=0))
        left.setMinimumWidth(190)
        self.in_force.setMinimumWidth(220)
        self.cards.setMinimumWidth(340)
        self.splitter = QSplitter()
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        for number, part in enumerate((left, self.in_force, self.cards)):
            self.splitter.addWidget(part)
            self.splitter.setStretchFactor(number, (1, 1, 2)[number])
        self.splitter.setSizes([250, 280, 500])
        self.pages = QStackedWidget()
        for page in (self.message, self.splitter, self.positions):
            self.pages.addWidget(page)
        group = QButtonGroup(self)
        self.by_provision = self._tab(group, self.tr("By provision"), self.splitter)
        self.by_proponent = self._tab(group, self.tr("Positions"), self.positions)
        self.by_provision.setChecked(True)
        self.bar = QWidget()
        self.bar.setLayout(
            row(self.bases, self.by_provision, self.by_proponent, None, self.count, self.verb,
                self.author, self.save, margins=(12, 8, 12, 8), spacing=6)
        )  # fmt: skip
        self.strip = QWidget()
        self.strip.setLayout(row(self.notice, margins=(12, 0, 12, 8)))
        self.strip.hide()
        self.setLayout(column(self.bar, self.strip, self.pages, spacing=0))
        self.bar.hide()
        self._say(self.tr("Reading the proposals..."))

    def _tab(self, group: QButtonGroup, text: str, page: QWidget) -> QToolButton:
        tab = QToolButton()
        tab.setText(text)
        tab.setCheckable(True)
        tab.setProperty("role", "tab")
        tab.clicked.connect(lambda: self._turn_to(page))
        group.addButton(tab)
        return tab

    def _choice(self, name: str, chosen: object, width: int) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.setMaximumWidth(width)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        box.currentIndexChanged.connect(chosen)
        return box

    # -- what was read -----------------------------------------------------------------------

    def _follow(self, change: Change) -> None:
        if change.what & Changed.DOCUMENTS:
            if change.ids:  # else files failed, and no document is another
                self._negotiations.forget(change.ids)
            self._stale = True
            self._pause.poke()
        elif change.what & (Changed.ANNOTATIONS | Changed.TAGS | Changed.RISKS):
            self._notes_stale = True
            self._pause.poke()

    def _reload_if_seen(self) -> None:
        if not self.isVisible():
            return
        if self._stale:
            self.reload()
        elif self._notes_stale and self._wanted is not None:
            self._ask(self._wanted)

    def _fail(self, error: BaseException) -> None:
        if isinstance(error, Cancelled):
            return
        if isinstance(error, NoSuchDocument) and self._base:
            self._base = ""  # the base text was removed
            self.reload()
            return
        self._context.tasks.failed.emit(error)

    def _take(self, answer: tuple[Negotiation, Grid]) -> None:
        found, grid = answer
        before, self.found = self.found, found
        if before is not None and before.base != found.base:
            self._opened = False  # the articles of another treaty
        nothing = not found.sourced
        self.save.offer(found, None)
        self._offer(self.bases, [(_name(each), each.id) for each in found.bases])
        self.bases.setCurrentIndex(self.bases.findData(found.base.id if found.base else ""))
        self.bases.setEnabled(len(found.bases) > 1)
        self.bases.setVisible(bool(found.bases))
        verbs = [
            (f"{verb_words(verb)}: {verb_meaning(verb)}", verb.value) for verb in verbs_of(found)
        ]
        self._offer(self.verb, [(self.tr("any verb"), ANY), *verbs])
        authors = [(code or self.tr("not said by whom"), code) for code in authors_of(found)]
        self._offer(self.author, [(self.tr("any proponent"), ANY), *authors])
        self.positions.show_grid(grid)
        self._note_what_is_missing(found)
        if nothing and found.base is None:
            self.compared = None
            self.bar.hide()
            self._say(self._missing_words())
            return
        self.bar.show()
        for part in (self.verb, self.author, self.by_proponent, self.proposed):
            part.setEnabled(not nothing)
        if self.pages.currentWidget() is self.message:
            self._turn_to(self.splitter)
        self._fill_tree()

    def _note_what_is_missing(self, found: Negotiation) -> None:
        words = ""
        if found.base is None and found.sourced:
            words = self.tr(
                "No text in force is known here, so nothing can be compared with it. Import the "
                "treaty that is negotiated; if it is here already, give it the class "
                "“Treaty text” in the inspector."
            )
        elif not found.sourced:
            words = self.tr(
                "Nothing is proposed yet: no document here holds proposals. Import contributions "
                "or compilations; what they propose is set beside the text in force."
            )
        self.notice.setText(words)
        self.strip.setVisible(bool(words) and (found.base is not None or bool(found.sourced)))

    def _missing_words(self) -> str:
        return self.tr(
            "There is no treaty here, and nothing that proposes to change one.\n\n"
            "Import the text in force (such as the Regulations of 1988) and the contributions to "
            "the conference. Each provision is then set beside what is proposed for it: who wants "
            "which words, and why."
        )

    def _say(self, words: str) -> None:
        self.message.setText(words)
        self.pages.setCurrentWidget(self.message)

    @staticmethod
    def _offer(box: QComboBox, values: Sequence[tuple[str, str]]) -> None:
        chosen = box.currentData()
        box.blockSignals(True)
        box.clear()
        for text, value in values:
            box.addItem(text, value)
        box.setCurrentIndex(max(0, box.findData(chosen)))
        box.blockSignals(False)

    # -- choosing ----------------------------------------------------------------------------

    @property
    def kept(self) -> Filter:
        """What the filters keep."""
        verb, author = self.verb.currentData(), self.author.currentData()
        return Filter(ANY if verb is None else str(verb), ANY if author is None else str(author))

    def _fill_tree(self) -> None:
        if self.found is None:
            return
        wanted = self._wanted
        open_rows = self.tree.open_rows()
        self.tree_model.show(
            self.found.sections, self.kept, proposed_only=self.proposed.isChecked()
        )
        if not self._opened or self.proposed.isChecked():
            self._opened = True
            self.tree.expandAll()
        else:
            self.tree.open_again(open_rows)
        index = self.tree_model.find(wanted) if wanted is not None else QModelIndex()
        if not index.isValid():
            index = self.tree_model.first()
        self.tree.setCurrentIndex(index)

    def _choose_base(self) -> None:
        self._base = str(self.bases.currentData() or "")
        self.reload()

    def _filter(self) -> None:
        if self.proposed.isChecked():
            self._fill_tree()
        else:
            self.tree_model.recount(self.kept)
        self._render()

    def _turn_to(self, page: QWidget) -> None:
        self.pages.setCurrentWidget(page)
        (self.by_provision if page is self.splitter else self.by_proponent).setChecked(True)
        by_provision = page is self.splitter
        for part in (self.verb, self.author, self.count, self.save):
            part.setVisible(by_provision)

    def _choose_position(self, subject: Subject, author: str) -> None:
        for box in (self.verb, self.author):
            box.setCurrentIndex(0)
        self._turn_to(self.splitter)
        self.show_subject(subject, author)
        self.cards.setFocus()

    def _go(self, index: QModelIndex) -> None:
        subject = index.data(SUBJECT)
        if isinstance(subject, Subject):
            self._ask(subject)

    def _ask(self, subject: Subject) -> None:
        self._wanted = subject
        found = self.found
        if found is None:
            return
        self._notes_stale = False
        vault = self._context.vault
        query = self._context.query(self, lambda: look_at_comparison(vault, found, subject))
        query.lane("comparison").success(self._show).run()

    # -- showing -----------------------------------------------------------------------------

    def _show(self, compared: Compared) -> None:
        before, self.compared = self.compared, compared
        self.save.offer(self.found, compared.subject)
        down = self.cards.verticalScrollBar().value()
        self._render()
        if before is not None and before.subject.same(compared.subject):
            self.cards.verticalScrollBar().setValue(down)
        if self._author:
            self.cards.show_author(self._author)
            self._author = ""

    def _render(self) -> None:
        compared = self.compared
        if compared is None:
            return
        self.in_force.show_subject(compared)
        self.cards.show_cards(compared, self.kept)
        shown, total = len(self.cards.cards), len(compared.cards)
        words = self.tr("%n reading(s)", "", total)
        if shown != total:
            words = self.tr("{shown} of {total} readings").format(shown=shown, total=total)
        self.count.setText(words if total else "")

    def _repaint(self) -> None:
        for text in (self.in_force, self.cards):
            text.theme = self._context.theme
        self._render()

    def _show_meant(self, meant: object) -> None:
        if isinstance(meant, Spot):
            self.placeWanted.emit(meant.document, meant.unit, meant.start, meant.end)
        elif isinstance(meant, NoteLine):
            self.annotationWanted.emit(meant.annotation)
        elif isinstance(meant, Said):
            self.searchWanted.emit(meant.query)


def _name(document: Document) -> str:
    return document.symbol or document.name
