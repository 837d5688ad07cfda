"""One document, or two beside each other: the second in a reader of its own, with its own keys.

The first reader is the one the results and the search speak to. The second is made when somebody
asks for it and put away whole, so that it costs nothing while nobody does.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFrame,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from itrvault.desktop.catalogue import Catalogue
from itrvault.desktop.context import VaultContext
from itrvault.desktop.theme import TOOLBAR
from itrvault.desktop.views.reader import ReaderView
from itrvault.desktop.views.reader_lock import ScrollLock
from itrvault.desktop.widgets.document_field import DocumentField, document_words
from itrvault.desktop.widgets.elided import ElidedLabel
from itrvault.desktop.widgets.page_cache import CACHE_BYTES
from itrvault.desktop.widgets.parts import column, row
from itrvault.errors import NoSuchDocument
from itrvault.model.document import Document
from itrvault.text.landmarks import aligned
from itrvault.vault import Vault

if TYPE_CHECKING:
    from itrvault.search.reading import Reading

LEAST = 300
"""A reader is never narrower."""


class ReaderPair(QWidget):
    """`reader` is always there, `other` while two are read."""

    opened = Signal()  # the second reader: whoever listens to the first may listen to it
    roomWanted = Signal(bool)  # two documents need room, or need it no longer

    def __init__(self, context: VaultContext, catalogue: Catalogue, reader: ReaderView) -> None:
        super().__init__()
        self._context = context
        self._catalogue = catalogue
        self.reader = reader
        self.other: ReaderView | None = None
        self.lock: ScrollLock | None = None
        self._aligned = ("", "")
        self.field = DocumentField()
        self.field.chosen.connect(self.show_beside)
        self.locked = self._lock_button()
        self._side = self._make_side()
        self.split = QSplitter()
        self.split.setHandleWidth(1)
        self.split.setChildrenCollapsible(False)
        reader.setMinimumWidth(LEAST)
        self.name = ElidedLabel()
        self._head = QFrame()
        self._head.setProperty("role", "bar")
        self._head.setFixedHeight(TOOLBAR)
        self._head.setLayout(row(self.name, margins=(14, 0, 14, 0)))
        self._head.hide()
        first = QWidget()
        first.setLayout(column(self._head, reader, spacing=0))
        self.split.addWidget(first)
        box = self._box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.split, 1)
        reader.besideWanted.connect(self.toggle)
        reader.placeChanged.connect(self._follow_first)
        reader.queryChanged.connect(self._take_query)
        reader.orderChanged.connect(self._take_order)
        catalogue.documentsChanged.connect(self._know_documents)

    def toggle(self) -> None:
        """Open the second reader at the place of the first, or put it away."""
        if self.other is not None:
            self.close_second()
        elif self.reader.document:
            document, unit = self.reader.document, self.reader.unit
            self.roomWanted.emit(True)
            self._open()
            self.show_beside(document, unit)
            self.field.setFocus()
            self.field.selectAll()

    def second(self) -> ReaderView:
        """The second reader, opened if it is not."""
        if self.other is None:
            self.roomWanted.emit(True)
            self._open()
        assert self.other is not None
        return self.other

    def show_strip(self, strip: QWidget) -> None:
        """Have a line over both readers."""
        self._box.insertWidget(0, strip)

    def show_beside(self, document: str, unit: int = -1) -> None:
        """Show a document beside the first one; where it was left to us, as far on as that."""
        other = self.second()
        if unit < 0:
            unit = self._like_unit(document)
        self.field.show_document(document)
        other.show_document(document, unit)

    def close_second(self) -> None:
        """One document again; nothing of the other is kept."""
        other = self.other
        if other is None:
            return
        self.other, self.lock, self._aligned = None, None, ("", "")
        self._head.hide()
        other.clear()
        self._side.setParent(None)
        other.setParent(None)
        other.deleteLater()
        self.reader.tools.view_menu.show_state(beside=False)
        self.roomWanted.emit(False)
        self.reader.view.setFocus()

    def hop(self) -> None:
        """Give the keys to the other of the two."""
        if self.other is not None:
            focused = self.window().focusWidget()
            beside = focused is not None and self._side.isAncestorOf(focused)
            (self.reader if beside else self.other).view.setFocus()

    # -- the second reader -------------------------------------------------------------------

    def _open(self) -> None:
        other = self.other = ReaderView(self._context, self)
        other.setMinimumWidth(LEAST)
        other.drawer.limit_cache(CACHE_BYTES // 2)  # two readers share what one may take
        other.tools.view_menu.offer_beside(offered=False)
        other.besideWanted.connect(self.close_second)
        other.family.documentWanted.connect(lambda document, _stay: self.show_beside(document))
        self._side_box.addWidget(other, 1)
        self.split.addWidget(self._side)
        self._side.show()
        half = max(LEAST, self.width() // 2)
        self.split.setSizes([half, half])
        self.lock = ScrollLock(self.reader.stage, other.stage, other)
        self.lock.set_on(self.locked.isChecked())
        other.placeChanged.connect(self._follow_other)
        other.set_query(self.reader.loader.reading)
        self._know_documents()
        self._follow_first(self.reader.document, 0)
        self._head.show()  # as high as the one beside it, so that the pages stand level
        self.reader.tools.view_menu.show_state(beside=True)
        self.opened.emit()

    def _follow_first(self, document: str, _unit: int) -> None:
        shown = self._catalogue.by_id.get(document)
        if self.other is not None:
            self.name.setText(document_words(shown) if shown is not None else "")
            self._align()

    def _align(self) -> None:
        """Find out what of the two belongs together, when they are other ones than before."""
        other = self.other
        both = (self.reader.document, other.document) if other is not None else ("", "")
        if other is None or both == self._aligned:
            return
        self._aligned = both
        vault = self._context.vault

        def take(pairs: list[tuple[float, float]]) -> None:
            if self.lock is not None and both == self._aligned:
                self.lock.align(pairs)

        if self.lock is not None:
            self.lock.align(())
        if all(both) and both[0] != both[1]:
            query = self._context.query(other, lambda: look_at_both(vault, *both))
            query.lane("align").success(take).run()

    def _follow_other(self, document: str, _unit: int) -> None:
        if document != self.field.document:
            self.field.show_document(document)
        self._take_order()
        self._align()

    def _take_query(self, reading: Reading | None) -> None:
        if self.other is not None:
            self.other.set_query(reading)

    def _take_order(self) -> None:
        """The hits of the document beside are stepped through by themselves."""
        other = self.other
        if other is not None:
            own = [stop for stop in self.reader.hits.order if stop[0] == other.document]
            if own != list(other.hits.order):
                other.set_order(own)

    def _know_documents(self) -> None:
        """Versions of the first document are offered first."""
        if self.other is None:
            return
        snapshot = self._catalogue.snapshot
        self.other.family.know(snapshot.families)
        family = snapshot.families.of(self.reader.document)
        near = [member.document for member in family.members] if family is not None else []
        known = {document.id for document in near}
        self.field.know([*near, *(d for d in snapshot.documents if d.id not in known)])

    def _like_unit(self, document: str) -> int:
        """As far in the other document as one is in the first, if they are of one family."""
        here, there = self.reader.loader.document, self._catalogue.by_id.get(document)
        families = self._catalogue.snapshot.families
        if here is None or there is None or families.of(here.id) is not families.of(document):
            return 0
        return like_unit(here, self.reader.unit, there)

    # -- making ------------------------------------------------------------------------------

    def _make_side(self) -> QWidget:
        side, head = QWidget(), QFrame()
        head.setProperty("role", "bar")
        head.setFixedHeight(TOOLBAR)
        away = QToolButton()
        away.setText("×")
        away.setToolTip(self.tr("Put the second document away"))
        away.setAccessibleName(away.toolTip())
        away.clicked.connect(self.close_second)
        parts = row(self.field, self.locked, away, margins=(8, 0, 6, 0), spacing=6)
        parts.setStretch(0, 1)
        head.setLayout(parts)
        self._side_box = QVBoxLayout(side)
        self._side_box.setContentsMargins(0, 0, 0, 0)
        self._side_box.setSpacing(0)
        self._side_box.addWidget(head)
        return side

    def _lock_button(self) -> QToolButton:
        made = QToolButton()
        made.setText(self.tr("Scroll together"))
        made.setCheckable(True)
        made.setChecked(True)
        made.setToolTip(
            self.tr("Both documents scroll together. Switch it off to set them right, then on.")
        )
        made.toggled.connect(partial(self._set_lock))
        return made

    def _set_lock(self, on: bool) -> None:
        if self.lock is not None:
            self.lock.set_on(on)


def look_at_both(vault: Vault, first: str, second: str) -> list[tuple[float, float]]:
    """What belongs together in two documents (on a reading thread); nothing if one was removed."""
    try:
        return aligned(vault.store.documents.texts(first), vault.store.documents.texts(second))
    except NoSuchDocument:
        return []


def like_unit(here: Document, unit: int, there: Document) -> int:
    """The unit of another version that is most likely about the same: as far in the document."""
    if here.unit_count == there.unit_count or here.unit_count < 2:
        return min(unit, there.unit_count - 1)
    return round(unit * (there.unit_count - 1) / (here.unit_count - 1))
