"""The bar above a selection: eight colours, tag, note, risk, copy with citation, similar.

It floats over the page but never over the selection, stays inside the view, and never takes the
focus: the keys go on working while it is there.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton, QWidget

from itrvault.desktop.actions import label
from itrvault.desktop.keymap import KeyMap
from itrvault.desktop.widgets.colour_row import ColourButton
from itrvault.desktop.widgets.parts import rule
from itrvault.desktop.words import COLOUR_WORDS, translated
from itrvault.model.annotation import COLOURS

DISTANCE = 8
READING = ("copy", "copy_citation", "similar")
"""What can be done with words in an archive that is open for reading only."""

EDGE = 6
MORE = (
    "annotate", "risk", "quick_tag", "recent_tags", "in_vivo", "new_tag", "propose", "no_proposal",
    "copy", "copy_citation", "similar",
)  # fmt: skip
"""What the last button of the bar offers."""


class SelectionBar(QFrame):
    """Shown by `show_for`, gone with the selection."""

    colourWanted = Signal(str)
    tagWanted = Signal()
    noteWanted = Signal()
    riskWanted = Signal()
    citationWanted = Signal()
    likeWanted = Signal()
    wanted = Signal(str)  # name of a command

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self.setProperty("role", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(self.tr("What to do with the selection"))
        box = QHBoxLayout(self)
        box.setContentsMargins(6, 4, 6, 4)
        box.setSpacing(2)
        self.colours: dict[str, ColourButton] = {}
        for key, name in enumerate(COLOURS, 1):
            disc = ColourButton(name, key, self)
            disc.setCheckable(False)
            disc.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            disc.clicked.connect(partial(self._ask_colour, name))
            self.colours[name] = disc
            box.addWidget(disc)
        line = rule(vertical=True)
        line.setFixedHeight(18)
        box.addSpacing(4)
        box.addWidget(line)
        box.addSpacing(4)
        self.tag = self._button(self.tr("Tag"), self.tagWanted)
        self.note = self._button(self.tr("Note"), self.noteWanted)
        self.risk = self._button(self.tr("Risk"), self.riskWanted)
        self.copy = self._button(self.tr("Copy with citation"), self.citationWanted)
        self.like = self._button(self.tr("Similar"), self.likeWanted)
        self.more = self._more()
        for each in (self.tag, self.note, self.risk, self.copy, self.like, self.more):
            box.addWidget(each)
        self.hide()
        parent.installEventFilter(self)

    def show_for(self, rects: Sequence[QRectF]) -> None:
        """Show beside these boxes (points of the parent), or hide when none is in view."""
        view = QRectF(self._over.rect())
        seen = [rect for rect in rects if rect.intersects(view)]
        if not seen:
            self.hide()
            return
        self._fit()
        self.adjustSize()
        self.move(place_for(self.sizeHint(), seen, self._over.rect()))
        self.show()
        self.raise_()

    def _fit(self) -> None:
        """Leave to the last button what there is no room for; it offers everything."""
        layout = self.layout()
        assert layout is not None
        giving_way = [self.like, self.copy, self.risk, self.note]
        for part in giving_way:
            part.show()
        while giving_way:
            layout.activate()
            if self.sizeHint().width() <= self._over.width() - 2 * EDGE:
                return
            giving_way.pop(0).hide()

    def set_writable(self, writable: bool) -> None:
        """In an archive opened for reading only copying and finding are left."""
        for each in (*self.colours.values(), self.tag, self.note, self.risk):
            each.setEnabled(writable)
        for action in self.more.menu().actions():
            action.setEnabled(writable or action.data() in READING)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A view that changes its size moves the selection away from under the bar."""
        if watched is self._over and event.type() is QEvent.Type.Resize:
            self.hide()
        return super().eventFilter(watched, event)

    def _ask_colour(self, name: str) -> None:
        self.colourWanted.emit(name)

    def name_keys(self, keys: KeyMap) -> None:
        """Have tooltips and menu name the keys in force."""
        for part, words, command in (
            (self.tag, self.tr("Mark and tag"), "tag"),
            (self.note, self.tr("Mark and write a note"), "annotate"),
            (self.risk, self.tr("Mark and judge the risk"), "risk"),
            (self.copy, self.tr("Copy with citation"), "copy_citation"),
            (self.like, self.tr("Similar passages"), "similar"),
        ):
            keys.tip(part, words, command)
        for name, disc in self.colours.items():
            keys.tip(disc, translated(COLOUR_WORDS[name]), f"colour_{name}")
        for action in self.more.menu().actions():
            name = str(action.data())
            keys.label(action, label(name), name)

    def _more(self) -> QToolButton:
        made = QToolButton()
        made.setText("…")
        made.setToolTip(self.tr("More"))
        made.setAccessibleName(self.tr("More to do with the selection"))
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(made)
        for name in MORE:
            action = menu.addAction(label(name))
            action.setData(name)
            action.triggered.connect(partial(self._ask, name))
        made.setMenu(menu)
        return made

    def _ask(self, name: str, _checked: bool = False) -> None:
        if name == "similar":
            self.likeWanted.emit()
        else:
            self.wanted.emit(name)

    def _button(self, words: str, wish: object) -> QToolButton:
        made = QToolButton()
        made.setText(words)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.clicked.connect(wish)
        return made


def place_for(size: QSize, rects: Sequence[QRectF], view: QRect) -> QPoint:
    """Where a bar of this size goes: above the boxes, else below, else where it hides least."""
    first = min(rects, key=lambda rect: (rect.top(), rect.left()))
    last = max(rects, key=lambda rect: (rect.bottom(), rect.right()))
    right = view.right() - EDGE - size.width()

    def across(x: float) -> int:
        return max(view.left() + EDGE, min(right, round(x)))

    above = QPoint(across(first.left()), round(first.top()) - DISTANCE - size.height())
    if above.y() >= view.top() + EDGE:
        return above
    below = QPoint(
        across(last.right() - size.width()), round(max(r.bottom() for r in rects)) + DISTANCE
    )
    if below.y() + size.height() <= view.bottom() - EDGE:
        return below
    lows = (view.top() + EDGE, view.bottom() - EDGE - size.height())
    corners = [QPoint(x, y) for y in lows for x in (right, view.left() + EDGE)]

    def hidden(corner: QPoint) -> float:
        bar = QRectF(corner, size)
        return sum(
            cut.width() * cut.height() for cut in (bar.intersected(rect) for rect in rects)
        )  # fmt: skip

    return min(corners, key=hidden)
