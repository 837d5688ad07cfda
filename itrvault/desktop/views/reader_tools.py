"""The row above the page: back and forward, where one is, zoom, page or text, the hits."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from itrvault.desktop.actions import label
from itrvault.desktop.keymap import KeyMap
from itrvault.desktop.theme import TOOLBAR
from itrvault.desktop.views.reader_stage import Mode
from itrvault.desktop.views.reader_view_menu import ViewMenu
from itrvault.desktop.widgets.flow_view_build import RedlineView
from itrvault.desktop.words import tooltip


class ReaderTools(QFrame):
    """Shows state and announces wishes; it decides nothing."""

    backWanted = Signal()
    forwardWanted = Signal()
    pageWanted = Signal(str)
    pageLeft = Signal()
    zoomWanted = Signal(str)  # in, out, reset, width, page
    textWanted = Signal(bool)
    redlinesWanted = Signal(object)  # RedlineView
    hitWanted = Signal(int)
    panelWanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.setFixedHeight(TOOLBAR)
        self.panel = self._tool("☰", self.tr("Pages and outline"), self.panelWanted.emit)
        self.panel.setCheckable(True)
        self.view_menu = ViewMenu(self)
        self.view = self._view_button()
        self.back = self._tool("‹", self.tr("Back to where you were"), self.backWanted.emit)
        self.forward = self._tool("›", self.tr("Forward"), self.forwardWanted.emit)
        self.before = QLabel(self.tr("p."))
        self.page = QLineEdit()
        self.page.setFixedWidth(52)
        self.page.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.page.setAccessibleName(self.tr("Page"))
        self.page.returnPressed.connect(self._ask_page)
        self.count = QLabel()
        self.smaller = self._tool("−", self.tr("Smaller"), partial(self.zoomWanted.emit, "out"))
        self.zoom = self._zoom_button()
        self.larger = self._tool("+", self.tr("Larger"), partial(self.zoomWanted.emit, "in"))
        self.as_page, self.as_text = self._switch()
        self.redlines = self._redline_button()
        self.hits = QLabel()
        self.hits.setProperty("role", "secondary")
        self.previous = self._tool("↑", self.tr("Previous hit"), partial(self.hitWanted.emit, -1))
        self.next = self._tool("↓", self.tr("Next hit"), partial(self.hitWanted.emit, 1))
        box = QHBoxLayout(self)
        box.setContentsMargins(6, 0, 6, 0)
        box.setSpacing(2)
        for part in (
            self.panel, 4, self.back, self.forward, 8, self.before, 4, self.page, 4, self.count,
            12, self.smaller, self.zoom, self.larger, 12, self.as_page, self.as_text, self.view, 8,
            self.redlines, None, self.hits, 4, self.previous, self.next,
        ):  # fmt: skip
            if part is None:
                box.addStretch(1)
            elif isinstance(part, int):
                box.addSpacing(part)
            else:
                box.addWidget(part)
        # The row never keeps the pane from being narrow; what matters least goes first.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._yielding: tuple[tuple[QWidget, ...], ...] = (
            (self.smaller, self.larger), (self.count,), (self.back, self.forward), (self.before,),
            (self.zoom,),
        )  # fmt: skip
        self._hit_words = ("", "")
        self.show_nothing()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make room."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Shorten and hide until the row fits."""
        layout = self.layout()
        assert layout is not None
        self.hits.setText(self._hit_words[0])
        for group in self._yielding:
            for part in group:
                part.show()
        steps: list[Callable[[], None]] = [lambda: self.hits.setText(self._hit_words[1])]
        steps += [partial(_hide, group) for group in self._yielding]
        for step in steps:
            layout.activate()
            if layout.minimumSize().width() <= self.width():
                return
            step()

    # -- state ---------------------------------------------------------------------------------

    def show_nothing(self) -> None:
        """No document."""
        self.page.clear()
        self.count.clear()
        self.show_hits("")
        for part in self._of_a_document():
            part.setEnabled(False)
        self.show_history(back=False, forward=False)
        self.redlines.setVisible(False)

    def _of_a_document(self) -> tuple[QWidget, ...]:
        return (
            self.panel, self.page, self.smaller, self.zoom, self.larger, self.as_page,
            self.as_text, self.view,
        )  # fmt: skip

    def show_document(self, *, pages: bool) -> None:
        """A document with pages, or a flowing one."""
        for part in self._of_a_document():
            part.setEnabled(True)
        self.view_menu.show_document(pages=pages)
        self.before.setText(self.tr("p.") if pages else self.tr("sect."))
        self.page.setAccessibleName(self.tr("Page") if pages else self.tr("Section"))
        self.as_page.setVisible(pages)
        self.as_text.setVisible(pages)

    def show_place(self, label: str, count: int, *, tip: str = "") -> None:
        """Where one is; not while somebody types there."""
        if not self.page.isModified():
            self.page.setText(label)
        self.count.setText(f"/ {count:,}")
        self.count.setToolTip(tooltip(tip))

    def show_zoom(self, zoom: float) -> None:
        """As a percentage."""
        self.zoom.setText(f"{round(zoom * 100)} %")

    def show_panel(self, *, shown: bool) -> None:
        """Whether the column beside the page is there."""
        self.panel.setChecked(shown)

    def show_mode(self, mode: Mode, *, redlines: RedlineView) -> None:
        """Page, text or both; the redline's switch belongs to text."""
        self._modes.setExclusive(False)
        self.as_page.setChecked(mode is not Mode.TEXT)
        self.as_text.setChecked(mode is not Mode.PAGE)
        self._modes.setExclusive(mode is not Mode.BOTH)
        self.redlines.setVisible(mode is not Mode.PAGE)
        self._make_room()
        for action in self.redlines.menu().actions():
            if action.data() is redlines:
                action.setChecked(True)
                self.redlines.setText(action.text())
        # Words that are left out must not go unnoticed.
        font = self.redlines.font()
        font.setBold(redlines is not RedlineView.ALL)
        self.redlines.setFont(font)

    def show_history(self, *, back: bool, forward: bool) -> None:
        """Whether there is a way back."""
        self.back.setEnabled(back)
        self.forward.setEnabled(forward)

    def show_hits(self, words: str, short: str = "") -> None:
        """In words, such as "hit 3 of 212", shorter "3 / 212", or nothing."""
        self._hit_words = (words, short or words)
        self.hits.setToolTip(words)
        self._make_room()
        for part in (self.previous, self.next):
            part.setEnabled(bool(words))

    def _ask_page(self) -> None:
        self.page.setModified(False)
        self.pageWanted.emit(self.page.text())

    def edit_page(self) -> None:
        """Put the cursor into the page field."""
        self.page.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.page.selectAll()

    # -- making --------------------------------------------------------------------------------

    def _tool(self, sign: str, name: str, action: Callable[[], object]) -> QToolButton:
        made = QToolButton()
        made.setText(sign)
        made.setAccessibleName(name)
        made.setFixedSize(QSize(28, 28))
        made.setStyleSheet("padding: 0")
        made.setAutoRaise(True)
        made.clicked.connect(lambda: action())
        return made

    def _zoom_button(self) -> QToolButton:
        made = QToolButton()
        made.setText("100 %")
        made.setFixedWidth(58)
        made.setToolTip(self.tr("Zoom"))
        made.setAccessibleName(self.tr("Zoom"))
        made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(made)
        for words, wish in (
            (self.tr("Fit the width"), "width"),
            (self.tr("Fit the page"), "page"),
            (self.tr("Actual size"), "reset"),
        ):
            menu.addAction(words).triggered.connect(partial(self._ask_zoom, wish))
        made.setMenu(menu)
        return made

    def _ask_zoom(self, wish: str, _checked: bool = False) -> None:
        self.zoomWanted.emit(wish)

    def _switch(self) -> tuple[QToolButton, QToolButton]:
        group = self._modes = QButtonGroup(self)
        made = []
        for words, tip, text in (
            (self.tr("Page"), self.tr("The page as it looks"), False),
            (self.tr("Text"), self.tr("The text of the page, at the same place"), True),
        ):
            switch = QToolButton()
            switch.setText(words)
            switch.setToolTip(tip)
            switch.setCheckable(True)
            switch.clicked.connect(partial(self._ask_text, text))
            group.addButton(switch)
            made.append(switch)
        return made[0], made[1]

    def _ask_text(self, text: bool, _checked: bool = False) -> None:
        self.textWanted.emit(text)

    def _view_button(self) -> QToolButton:
        made = QToolButton()
        made.setText(self.tr("View") + "  ▾")
        made.setToolTip(self.tr("How the document is shown"))
        made.setAccessibleName(self.tr("View"))
        made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        made.setMenu(self.view_menu)
        made.setMinimumWidth(made.sizeHint().width())
        return made

    def _redline_button(self) -> QToolButton:
        made = QToolButton()
        made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        made.setToolTip(self.tr("Which words of a proposal are shown"))
        made.setAccessibleName(made.toolTip())
        menu = QMenu(made)
        group = QActionGroup(menu)
        for view, words in (
            (RedlineView.ALL, self.tr("All changes")),
            (RedlineView.PROPOSED, self.tr("As proposed")),
            (RedlineView.ORIGINAL, self.tr("Original")),
        ):
            action = QAction(words, menu)
            action.setCheckable(True)
            action.setData(view)
            action.triggered.connect(partial(self._ask_redlines, view))
            group.addAction(action)
            menu.addAction(action)
        made.setMenu(menu)
        return made

    def _ask_redlines(self, view: RedlineView, _checked: bool = False) -> None:
        self.redlinesWanted.emit(view)


def name_keys(tools: ReaderTools, keys: KeyMap) -> None:
    """Have the tooltips name the keys in force."""
    for part, command in (
        (tools.panel, "panel"), (tools.back, "back"), (tools.forward, "forward"),
        (tools.page, "go_to_page"), (tools.smaller, "zoom_out"), (tools.larger, "zoom_in"),
        (tools.previous, "previous_hit"), (tools.next, "next_hit"),
    ):  # fmt: skip
        keys.tip(part, label(command), command)
    for switch in (tools.as_page, tools.as_text):
        keys.tip(switch, switch.toolTip(), "page_or_text")
    tools.view_menu.name_keys(keys)


def _hide(parts: tuple[QWidget, ...]) -> None:
    for part in parts:
        part.hide()
