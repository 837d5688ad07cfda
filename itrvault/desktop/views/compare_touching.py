"""The list under the text in force: all that touches the provision, each row a way to its page."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QListView, QStackedWidget, QWidget

from itrvault.desktop.context import VaultContext
from itrvault.desktop.models.compare import Said
from itrvault.desktop.models.compare_touching import TOUCH, Touch, TouchingModel
from itrvault.desktop.widgets.parts import button, column, row, words_label
from itrvault.desktop.widgets.touch_delegate import TouchDelegate
from itrvault.desktop.words import number_words


class _Rows(QListView):
    """Rows are as high as their words need at this width."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt's."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()


class TouchingPanel(QWidget):
    """`followed` carries what a row leads to."""

    followed = Signal(object)  # Spot, NoteLine or Said

    def __init__(self, context: VaultContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._said: Said | None = None
        self.model = TouchingModel(self)
        self.list = _Rows()
        self.list.setModel(self.model)
        self.list.setItemDelegate(TouchDelegate(context, self.list))
        self.list.setAccessibleName(self.tr("What touches this provision"))
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMouseTracking(True)
        self.list.clicked.connect(self._follow)
        self.list.activated.connect(self._follow)
        self.count = words_label("", "secondary")
        self.search = button(self.tr("Search for it"), self._search, "link")
        self.search.setToolTip(self.tr("List every place in the archive that names it"))
        self.words = words_label("", "secondary", wrap=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.words.setContentsMargins(12, 4, 12, 8)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.words)
        self.pages.addWidget(self.list)
        title = words_label(self.tr("TOUCHES IT"), "section")
        head = row(title, self.count, None, self.search, margins=(12, 6, 8, 2))
        self.setLayout(column(head, self.pages, spacing=0))
        context.themeChanged.connect(lambda _: self.list.viewport().update())

    def begin(self, said: Said | None) -> None:
        """Another subject, of which nothing is known yet; `said` finds it in the archive."""
        self._said = said
        self.search.setVisible(said is not None)
        self.model.show(())
        self.count.setText("")
        self._tell(self.tr("Reading what documents say of it..."))

    def show_rows(self, touching: Sequence[Touch]) -> None:
        """All there is."""
        self.model.show(touching)
        self.count.setText(number_words(len(touching)) if touching else "")
        if touching:
            self.pages.setCurrentWidget(self.list)
        else:
            self._tell(self.tr("No document speaks of it, and nobody marked a passage of it."))

    def _tell(self, words: str) -> None:
        self.words.setText(words)
        self.pages.setCurrentWidget(self.words)

    def _follow(self, index: QModelIndex) -> None:
        touch = index.data(TOUCH)
        if isinstance(touch, Touch):
            self.followed.emit(touch.meant)

    def _search(self) -> None:
        if self._said is not None:
            self.followed.emit(self._said)
