"""The page of shared words: pairs of texts, and both beside each other with what they share."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QSortFilterProxyModel, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QHeaderView,
    QSplitter,
    QStackedWidget,
    QTreeView,
    QWidget,
)

from itrvault.desktop.context import VaultContext
from itrvault.desktop.models.compare_shared import (
    ONE,
    OTHER,
    PAIR,
    SORT,
    WORDS,
    Pair,
    SharedModel,
    SharedText,
    Wish,
    share_words,
    spot_in,
)
from itrvault.desktop.theme import HEADING_PX, Theme
from itrvault.desktop.widgets.document_field import DocumentField
from itrvault.desktop.widgets.parts import button, column, row, words_label
from itrvault.desktop.widgets.redline_text import RedlineText
from itrvault.desktop.words import one_way
from itrvault.model.document import Document
from itrvault.model.geometry import Span

AROUND = 160
"""Signs that are shown of a whole document before and behind what it shares."""


class RunsText(RedlineText):
    """One of the texts, what it shares marked and numbered as in the other."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, name, parent)
        self._shown: tuple[SharedText, Sequence[Span], float] | None = None

    def show_text(self, text: SharedText, runs: Sequence[Span], share: float) -> None:
        """Show it; `runs` are numbered from 1."""
        self._shown = text, runs, share
        self.begin()
        self.card()
        self.paragraph()
        self.words(", ".join(text.authors) or text.name, pixels=HEADING_PX, bold=True)
        self.paragraph(above=2)
        if not text.units:
            self.link(one_way(", ".join(filter(None, (text.name, text.spot.page)))), text.spot)
            self.small("   ")
        self.small(self.tr("{share} of its words").format(share=share_words(share)))
        if text.units:
            self._pieces(text, runs)
        else:
            self.paragraph(text.text, above=8, spread=True)
            self._words(text, 0, len(text.text), list(enumerate(runs, 1)))
        self.end()

    def set_theme(self, theme: Theme) -> None:
        """Write it anew in other colours."""
        self.theme = theme
        if self._shown is not None:
            self.show_text(*self._shown)

    def _pieces(self, text: SharedText, runs: Sequence[Span]) -> None:
        """Of a whole document only what is around the runs."""
        for number, run in sorted(enumerate(runs, 1), key=lambda one: one[1].start):
            start, end = max(0, run.start - AROUND), min(len(text.text), run.end + AROUND)
            self.paragraph(text.text[start:end], above=10, spread=True)
            self._words(text, start, end, [(number, run)])

    def _words(
        self, text: SharedText, start: int, end: int, runs: Sequence[tuple[int, Span]]
    ) -> None:
        at = start
        for number, run in sorted(runs, key=lambda one: one[1].start):
            self.run(_line(text.text[at : run.start]))
            self.run(_line(text.text[run.start : run.end]), number, spot_in(text, *_ends(run)))
            at = run.end
        self.run(_line(text.text[at:end]))


class SharedPage(QWidget):
    """`wanted` when other texts are to be compared; `followed` carries a `Spot`."""

    wanted = Signal()
    followed = Signal(object)

    def __init__(self, context: VaultContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._documents: list[str] = []
        self.replaced = QCheckBox(self.tr("Earlier versions, too"))
        self.replaced.toggled.connect(lambda _: self.wanted.emit())
        self.other = DocumentField()
        self.other.setPlaceholderText(self.tr("Add a document: a final text, a resolution..."))
        self.other.setAccessibleName(self.tr("Document to compare with"))
        self.other.setMinimumWidth(240)
        self.other.setMaximumWidth(380)
        self.other.chosen.connect(self._add)
        self.alone = button(self.tr("Proposals only"), self._drop, "link")
        self.alone.hide()
        self.count = words_label("", "secondary")
        self.model = SharedModel(self)
        self.sorted = QSortFilterProxyModel(self)
        self.sorted.setSourceModel(self.model)
        self.sorted.setSortRole(SORT)
        self.table = QTreeView()
        self.table.setModel(self.sorted)
        self.table.setAccessibleName(self.tr("Texts that share words"))
        self.table.setRootIsDecorated(False)
        self.table.setUniformRowHeights(True)
        self.table.setSortingEnabled(True)
        self.table.sortByColumn(WORDS, Qt.SortOrder.DescendingOrder)
        header = self.table.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(ONE, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(OTHER, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(WORDS, QHeaderView.ResizeMode.Fixed)
        header.resizeSection(WORDS, 90)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.table.selectionModel().currentChanged.connect(self._show_pair)
        self.left = RunsText(context.theme, self.tr("One text"))
        self.right = RunsText(context.theme, self.tr("The other text"))
        self.table.activated.connect(lambda _: self.left.setFocus())
        for text in (self.left, self.right):
            text.followed.connect(self.followed)
            context.themeChanged.connect(text.set_theme)
        self.nothing = words_label("", "secondary", wrap=True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.setContentsMargins(80, 40, 80, 40)
        self._arrange()

    @property
    def wish(self) -> Wish:
        """What is to be compared."""
        return Wish(replaced=self.replaced.isChecked(), documents=tuple(self._documents))

    def know(self, documents: Sequence[Document]) -> None:
        """The documents that can be compared with."""
        there = {each.id for each in documents}
        self._documents = [key for key in self._documents if key in there]
        self.other.know(documents)
        self.alone.setVisible(bool(self._documents))

    def begin(self) -> None:
        """It is looked for."""
        self._tell(self.tr("Looking for shared words..."))

    def show_pairs(self, pairs: Sequence[Pair]) -> None:
        """Show what was found."""
        self.model.show(pairs)
        self.count.setText(self.tr("%n pair(s)", "", len(pairs)) if pairs else "")
        if not pairs:
            self._tell(
                self.tr(
                    "No two texts share a run of six words that the text in force does not have."
                )
            )
            return
        self.pages.setCurrentWidget(self.split)
        self.table.setCurrentIndex(self.sorted.index(0, 0))

    # -- inside ------------------------------------------------------------------------------

    def _arrange(self) -> None:
        texts = QSplitter()
        texts.addWidget(self.left)
        texts.addWidget(self.right)
        self.split = QSplitter(Qt.Orientation.Vertical)
        self.split.addWidget(self.table)
        self.split.addWidget(texts)
        for splitter in (texts, self.split):
            splitter.setHandleWidth(1)
            splitter.setChildrenCollapsible(False)
        self.split.setSizes([220, 340])
        self.pages = QStackedWidget()
        self.pages.addWidget(self.nothing)
        self.pages.addWidget(self.split)
        head = row(self.other, self.alone, self.replaced, None, self.count, margins=(12, 0, 12, 8))
        self.setLayout(column(head, self.pages, spacing=0))

    def _tell(self, words: str) -> None:
        self.nothing.setText(words)
        self.pages.setCurrentWidget(self.nothing)

    def _show_pair(self, index: QModelIndex) -> None:
        pair = index.data(PAIR)
        if isinstance(pair, Pair):
            reuse = pair.reuse
            self.left.show_text(pair.one, [run.left for run in reuse.runs], reuse.left_share)
            self.right.show_text(pair.other, [run.right for run in reuse.runs], reuse.right_share)

    def _add(self, document: str) -> None:
        if document not in self._documents:
            self._documents.append(document)
            self.wanted.emit()
        self.other.show_document("")
        self.alone.setVisible(True)

    def _drop(self) -> None:
        self._documents.clear()
        self.alone.hide()
        self.wanted.emit()


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _line(text: str) -> str:
    """Line ends as blanks; a blank at an end stays."""
    return re.sub(r"\s+", " ", text)
