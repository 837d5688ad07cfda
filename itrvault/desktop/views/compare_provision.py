"""The page that compares: articles and provisions, the text in force, and what is proposed."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QSplitter, QWidget

from itrvault.desktop.context import VaultContext
from itrvault.desktop.models.compare import Compared, said_about, sections_of
from itrvault.desktop.models.compare_filter import Filter
from itrvault.desktop.models.compare_tree import COUNT, MARKS, MUTED, SUBJECT, CompareTree
from itrvault.desktop.views.compare_touching import TouchingPanel
from itrvault.desktop.widgets.in_force_text import InForceText
from itrvault.desktop.widgets.panel_tree import PanelTree
from itrvault.desktop.widgets.parts import column, row
from itrvault.desktop.widgets.proposal_cards import ProposalCards
from itrvault.desktop.widgets.scroll_pair import Pairs, ScrollPair
from itrvault.desktop.widgets.tree_delegate import TreeDelegate
from itrvault.negotiation import Negotiation, Subject


class ProvisionPage(QSplitter):
    """`wanted` carries the subject that was chosen, `followed` what a link was made for."""

    wanted = Signal(object)  # Subject
    followed = Signal(object)

    def __init__(self, context: VaultContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._opened = False  # whether the articles of this text in force were opened once
        self._kept = Filter()
        self.found: Negotiation | None = None
        self.compared: Compared | None = None
        self.proposed = QCheckBox(self.tr("Only what is proposed on"))
        self.proposed.toggled.connect(lambda _: self.fill())
        self.tree_model = CompareTree(self)
        self.tree = PanelTree(self.tr("Articles and provisions"))
        self.tree.setModel(self.tree_model)
        self.tree.setItemDelegate(
            TreeDelegate(context, self.tree, count=COUNT, marks=MARKS, muted=MUTED)
        )
        self.tree.selectionModel().currentChanged.connect(self._go)
        self.in_force = InForceText(context.theme)
        self.cards = ProposalCards(context.theme)
        self.tree.activated.connect(lambda _: self.cards.setFocus())
        self.touching = TouchingPanel(context)
        for text in (self.in_force, self.cards, self.touching):
            text.followed.connect(self._follow)
        self.lock = ScrollPair(self.cards, self.in_force, self._pairs, self)
        self._arrange()

    def show_found(self, found: Negotiation) -> None:
        """Show other proposals; the chosen provision stays the chosen one."""
        before, self.found = self.found, found
        if before is not None and before.base != found.base:
            self._opened = False  # the articles of another treaty
        self.proposed.setEnabled(bool(found.sourced))

    def fill(self, wanted: Subject | None = None) -> None:
        """List the provisions, and choose one of them."""
        if self.found is None:
            return
        if wanted is None and self.tree.currentIndex().isValid():
            wanted = self.tree.currentIndex().data(SUBJECT)
        open_rows = self.tree.open_rows()
        self.tree_model.show(
            sections_of(self.found), self._kept, proposed_only=self.proposed.isChecked()
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

    def choose(self, subject: Subject) -> bool:
        """Go to a provision in the tree; whether that asked for it."""
        index = self.tree_model.find(subject)
        if index.isValid() and index != self.tree.currentIndex():
            self.tree.setCurrentIndex(index)
            return True
        return False

    def keep(self, kept: Filter) -> None:
        """Show what another filter keeps."""
        self._kept = kept
        if self.proposed.isChecked():
            self.fill()
        else:
            self.tree_model.recount(kept)
        self.render_again()

    def show_compared(self, compared: Compared) -> None:
        """Show a comparison; the same one once more where it was scrolled to."""
        before, self.compared = self.compared, compared
        same = before is not None and before.subject.same(compared.subject)
        down = [text.verticalScrollBar().value() for text in (self.in_force, self.cards)]
        self.render_again()
        if not same:
            self.touching.begin(said_about(compared.subject))
            return
        on, self.lock.on = self.lock.on, False
        for text, value in zip((self.in_force, self.cards), down, strict=True):
            text.verticalScrollBar().setValue(value)
        self.lock.on = on

    def render_again(self) -> None:
        """Write both texts anew."""
        if self.compared is None:
            return
        theme = self._context.theme
        self.in_force.theme = self.cards.theme = theme
        self.in_force.show_subject(self.compared)
        self.cards.show_cards(self.compared, self._kept)

    # -- inside ------------------------------------------------------------------------------

    def _arrange(self) -> None:
        left = QWidget()
        left.setLayout(column(self.tree, row(self.proposed, margins=(8, 4, 8, 6)), spacing=0))
        left.setMinimumWidth(180)
        middle = QSplitter(Qt.Orientation.Vertical)
        middle.addWidget(self.in_force)
        middle.addWidget(self.touching)
        middle.setMinimumWidth(240)
        self.cards.setMinimumWidth(340)
        self.in_force.setMinimumHeight(90)
        self.touching.setMinimumHeight(90)
        for splitter in (self, middle):
            splitter.setHandleWidth(1)
            splitter.setChildrenCollapsible(False)
        for number, part in enumerate((left, middle, self.cards)):
            self.addWidget(part)
            self.setStretchFactor(number, (1, 1, 2)[number])
        self.setSizes([230, 300, 500])
        middle.setSizes([300, 320])
        self.middle = middle

    def _go(self, index: QModelIndex) -> None:
        subject = index.data(SUBJECT)
        if isinstance(subject, Subject):
            self.wanted.emit(subject)

    def _follow(self, meant: object) -> None:
        if isinstance(meant, Subject):
            self.choose(meant)
        else:
            self.followed.emit(meant)

    def _pairs(self) -> Pairs:
        """Heights of the cards, each with the height in the text in force that belongs to it."""
        if self.compared is None:
            return ()
        cards, base = self.cards, self.in_force
        ends = cards.document().size().height(), base.document().size().height()
        pairs = [(0.0, 0.0)]
        if len(self.compared.groups) > 1:
            for group in self.compared.groups:
                number = group.subject.number
                at, there = cards.height_of(number), base.height_of(number)
                if at is not None and there is not None:
                    pairs.append((at, there))
            return [*pairs, ends]
        number = self.compared.subject.number
        top, bottom = base.height_of(number), base.height_of(number, below=True)
        if top is None or bottom is None:
            return [*pairs, ends]
        for which in range(cards.card_count):
            start = cards.height_of(("text", which))
            end = cards.height_of(("text", which), below=True)
            if start is not None and end is not None:
                pairs += [(start, top), (end, bottom)]
        return [*pairs, ends]
