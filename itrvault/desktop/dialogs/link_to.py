"""Asks what a passage is to be linked with, and how: notes, provisions, proposals, documents."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QDialog, QLineEdit, QListView, QWidget

from itrvault.desktop.context import VaultContext
from itrvault.desktop.tasks import Debounce
from itrvault.desktop.views.links_pane import INWARD, OUTWARD
from itrvault.desktop.widgets.end_delegate import END, EndDelegate
from itrvault.desktop.widgets.parts import button, column, row, words_label
from itrvault.desktop.words import one_line, translated
from itrvault.linking import Ends, Told
from itrvault.model.link import End, Relation

PAUSE_MS = 120

Role = Qt.ItemDataRole
Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


class EndModel(QAbstractListModel):
    """Ends that fit what is typed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.ends: list[Told] = []

    def show(self, ends: Sequence[Told]) -> None:
        """Others."""
        self.beginResetModel()
        self.ends = list(ends)
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Qt's."""
        return 0 if parent.isValid() else len(self.ends)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Role.DisplayRole
    ) -> object:
        """The name to read out; the end for the delegate."""
        if not index.isValid():
            return None
        told = self.ends[index.row()]
        if role == END:
            return told
        if role in (Role.DisplayRole, Role.AccessibleTextRole):
            return f"{told.title}: {one_line(told.words)[:120]}"
        return None


class LinkToDialog(QDialog):
    """`chosen` is the other end once it is accepted; `pickWanted` asks for one on the page."""

    pickWanted = Signal()

    def __init__(
        self, context: VaultContext, window: QWidget, origin: Told, *, target: Told | None = None
    ) -> None:
        super().__init__(window)
        self._context = context
        self._origin = origin
        self._ends: Ends | None = None
        self._asked = ""
        self.answered: str | None = None
        self._hurried = False
        """Whether Enter was pressed before the list was there."""
        self.setWindowTitle(self.tr("Link this passage"))
        self.resize(600, 520)
        words = one_line(origin.words)
        self.relation = QComboBox()
        self.relation.setAccessibleName(self.tr("Relation"))
        for outward, names in ((True, OUTWARD), (False, INWARD)):
            for relation, name in names.items():
                self.relation.addItem(translated(name), (relation, outward))
        self.words = QLineEdit()
        self.words.setPlaceholderText(
            self.tr("31A, RUS/27/7, or words of a note, provision or document")
        )
        self.words.setAccessibleName(self.tr("Find the other end"))
        self.words.setClearButtonEnabled(True)
        self.words.installEventFilter(self)
        self.model = EndModel(self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(EndDelegate(context, self.list))
        self.list.setProperty("frame", "box")
        self.list.setAccessibleName(self.tr("What it can be linked with"))
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.note = QLineEdit()
        self.note.setPlaceholderText(self.tr("Note, if more is to be said"))
        self.note.setAccessibleName(self.tr("Note"))
        self.status = words_label("", "secondary")
        self.pick = button(self.tr("Choose it on the page"), self._pick)
        self.pick.setToolTip(
            self.tr("Close this, and link with the passage you mark or click next")
        )
        self.link = button(self.tr("Link"), self.accept, "primary")
        self.link.setDefault(True)
        short = words if len(words) < 160 else words[:159] + "…"
        self.setLayout(
            column(
                words_label(origin.title, "heading", wrap=True),
                words_label(short, "secondary", wrap=True),
                self.relation, self.words, self.list, self.status, self.note,
                row(self.pick, None, button(self.tr("Cancel"), self.reject), self.link),
                margins=(16, 16, 16, 16), spacing=10,
            )
        )  # fmt: skip
        self._pause = Debounce(PAUSE_MS, self._find, self)
        self.words.textChanged.connect(self._pause.poke)
        self.list.selectionModel().currentChanged.connect(self._tell)
        self.list.activated.connect(lambda _: self.accept())
        if target is not None:
            self.pick.hide()
            self._take("", [target])
            self.relation.setFocus()
        else:
            self.words.setFocus()
            self._find()
        self._tell()

    @property
    def chosen(self) -> End | None:
        """The other end, None for none."""
        told = self.list.currentIndex().data(END)
        return told.end if isinstance(told, Told) else None

    @property
    def kind(self) -> tuple[Relation, bool]:
        """The relation, and whether it goes from this passage to the other end."""
        relation, outward = self.relation.currentData()
        return Relation(relation), bool(outward)

    def choose(self, relation: Relation, *, outward: bool = True) -> None:
        """Set the relation."""
        self.relation.setCurrentIndex(list(Relation).index(relation) + (0 if outward else 5))

    def accept(self) -> None:
        """Only with another end, and only once the list is that of the words in the field."""
        if self.answered != self.words.text():
            self._hurried = True
            self._pause.now()
        elif self.chosen is not None:
            super().accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and down in the field move in the list."""
        if watched is self.words and isinstance(event, QKeyEvent):
            pressed = event.type() is QEvent.Type.KeyPress
            if pressed and event.key() in (
                Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp,
            ):  # fmt: skip
                self.list.keyPressEvent(event)
                return True
        return super().eventFilter(watched, event)

    # -- looking -----------------------------------------------------------------------------

    def _find(self) -> None:
        wanted, origin = self.words.text(), self._origin.end
        vault, negotiations = self._context.vault, self._context.negotiations
        if self.answered is None:
            self.status.setText(self.tr("Reading the proposals..."))

        def look() -> tuple[str, list[Told]]:
            # Made here: reading the negotiation the first time takes a while.
            ends = self._ends or Ends(vault, negotiations.read)
            self._ends = ends
            return wanted, ends.like(wanted, without=origin)

        query = self._context.query(self, look).lane("link ends")
        query.success(lambda answer: self._take(*answer)).run()

    def _take(self, wanted: str, ends: Sequence[Told]) -> None:
        self.answered = wanted
        before = self.chosen
        self.model.show(ends)
        at = next((n for n, told in enumerate(ends) if told.end == before), 0)
        if ends:
            self.list.setCurrentIndex(self.model.index(at))
        self.status.setText("" if ends else self.tr("Nothing in the archive has these words."))
        self._tell()
        if self._hurried and wanted == self.words.text():
            self._hurried = False
            self.accept()

    def _tell(self, *_: object) -> None:
        self.link.setEnabled(self.chosen is not None)

    def _pick(self) -> None:
        self.pickWanted.emit()
        self.reject()
