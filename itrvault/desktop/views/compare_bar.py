"""The head of the comparison: the text in force, its pages, the filters, and saving."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QComboBox, QToolButton, QWidget

from itrvault.desktop.context import VaultContext
from itrvault.desktop.models.compare import called
from itrvault.desktop.models.compare_filter import Filter, Kept, choices
from itrvault.desktop.views.compare_export import HandoutButton
from itrvault.desktop.widgets.date_chip import DateChip
from itrvault.desktop.widgets.facet_chip import FacetChip
from itrvault.desktop.widgets.parts import button, column, row, words_label
from itrvault.desktop.words import number_words
from itrvault.model.document import Document
from itrvault.negotiation import Negotiation

PAGES = ("provision", "positions", "together", "shared", "settle")
OTHER = "other"
"""What the last line of the texts in force stands for: one that is not listed."""


class CompareBar(QWidget):
    """`turned` carries the name of a page; `filtered` when the filters are others."""

    turned = Signal(str)
    filtered = Signal()
    baseChosen = Signal(str)
    otherWanted = Signal()

    def __init__(self, context: VaultContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: Negotiation | None = None
        self._shown = ""
        self.bases = QComboBox()
        self.bases.setAccessibleName(self.tr("Text in force"))
        self.bases.setToolTip(self.tr("The text in force that proposals are compared with"))
        self.bases.setMinimumWidth(140)
        self.bases.setMaximumWidth(260)
        self.bases.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.bases.activated.connect(self._choose_base)
        self.tabs = self._tabs()
        counted = self.tr("proposals")
        self.verb = FacetChip(context, self.tr("Verb"), counted=counted)
        self.author = FacetChip(context, self.tr("Proponent"), counted=counted)
        self.date = DateChip(context, self.tr("Date"), counted=counted)
        for name, chip in (("verb", self.verb), ("author", self.author), ("month", self.date)):
            chip.changed.connect(self._tell)
            chip.opened.connect(partial(self._offer, name, chip))
        self.chips = (self.verb, self.author, self.date)
        self.clear = button(self.tr("Clear filters"), self.clear_filters, "link")
        self.clear.hide()
        self.count = words_label("", "secondary")
        self.together = QCheckBox(self.tr("Scroll together"))
        self.together.setChecked(True)
        self.together.setToolTip(
            self.tr("Keep the text in force beside what is proposed for it while one scrolls")
        )
        self.save = HandoutButton(context)
        self.save.written.connect(
            lambda name: self.count.setText(self.tr("Written: {name}").format(name=name))
        )
        first = row(self.bases, *self.tabs.values(), None, self.save, spacing=4)
        self.filters = QWidget()
        self.filters.setLayout(
            row(*self.chips, self.clear, None, self.count, self.together, spacing=8)
        )
        self.setLayout(column(first, self.filters, margins=(12, 8, 12, 8), spacing=8))

    @property
    def kept(self) -> Filter:
        """What the filters keep."""
        return Filter(
            Kept(tuple(self.verb.chosen), tuple(self.verb.left_out)),
            Kept(tuple(self.author.chosen), tuple(self.author.left_out)),
            Kept(tuple(self.date.chosen), tuple(self.date.left_out)),
            self.date.since,
            self.date.until,
        )

    def show_found(self, found: Negotiation) -> None:
        """Other proposals, perhaps another text in force. The filters stay."""
        self._found = found
        listed = list(found.bases)
        if found.base is not None and found.base not in listed:
            listed.append(found.base)
        self._list_bases(listed)
        self.bases.setCurrentIndex(self.bases.findData(found.base.id if found.base else ""))
        for name, chip in (("verb", self.verb), ("author", self.author), ("month", self.date)):
            self._offer(name, chip)
        nothing = not found.sourced
        for part in (*self.chips, *(self.tabs[name] for name in PAGES[1:4])):
            part.setEnabled(not nothing)
        self.show_open(len(found.open))

    def show_open(self, count: int) -> None:
        """How many questions wait to be settled."""
        words = self.tr("To settle")
        self.tabs["settle"].setText(f"{words}  {number_words(count)}" if count else words)

    def show_page(self, name: str) -> None:
        """Which page is shown: the filters belong to some of them."""
        self._shown = name
        self.tabs[name].setChecked(True)
        self.filters.setVisible(name in ("provision", "positions"))
        for part in (self.count, self.together):
            part.setVisible(name == "provision")
        self.save.setVisible(name == "provision")

    def clear_filters(self) -> None:
        """Take every filter away."""
        for chip in self.chips:
            chip.clear()
        self._tell()

    def show_count(self, shown: int, total: int) -> None:
        """How many readings are shown, of how many."""
        words = self.tr("%n reading(s)", "", total)
        if shown != total:
            words = self.tr("{shown} of {total} readings").format(shown=shown, total=total)
        self.count.setText(words if total else "")

    # -- inside ------------------------------------------------------------------------------

    def _tabs(self) -> dict[str, QToolButton]:
        group = QButtonGroup(self)
        names = {
            "provision": (self.tr("By provision"), ""),
            "positions": (self.tr("Positions"), self.tr("Who proposes what on which provision")),
            "together": (self.tr("Who with whom"), self.tr("Who proposes the same as whom")),
            "shared": (self.tr("Shared words"), self.tr("Which proposals take over words")),
            "settle": (self.tr("To settle"), self.tr("What could not be read for certain")),
        }  # fmt: skip
        made = {}
        for name, (text, tip) in names.items():
            tab = QToolButton()
            tab.setText(text)
            tab.setToolTip(tip)
            tab.setCheckable(True)
            tab.setProperty("role", "tab")
            tab.clicked.connect(partial(self._turn, name))
            group.addButton(tab)
            made[name] = tab
        return made

    def _turn(self, name: str, _checked: bool = False) -> None:
        self.turned.emit(name)

    def _tell(self) -> None:
        self.clear.setVisible(not self.kept.open)
        self.filtered.emit()

    def _offer(self, name: str, chip: FacetChip) -> None:
        if self._found is not None:
            chip.offer(choices(self._found, self.kept, name))

    def _list_bases(self, documents: Sequence[Document]) -> None:
        self.bases.clear()
        for document in documents:
            self.bases.addItem(called(document), document.id)
        if documents:
            self.bases.insertSeparator(len(documents))
        self.bases.addItem(self.tr("Another document..."), OTHER)
        for at in range(self.bases.count()):
            self.bases.setItemData(at, self.bases.itemText(at), Qt.ItemDataRole.ToolTipRole)

    def _choose_base(self) -> None:
        chosen = str(self.bases.currentData() or "")
        base = self._found.base if self._found is not None else None
        if chosen == OTHER:
            self.bases.setCurrentIndex(self.bases.findData(base.id if base is not None else ""))
            self.otherWanted.emit()
        elif base is None or chosen != base.id:
            self.baseChosen.emit(chosen)
