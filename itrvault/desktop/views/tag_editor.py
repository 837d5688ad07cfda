"""One tag in full: name, colour, what it means, when to use it, rights, passages and examples.

Nothing has to be saved by hand; each change is one step of undo.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QPainter, QPixmap, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QFrame,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QTreeView,
    QWidget,
)

from itrvault.desktop.context import VaultContext
from itrvault.desktop.models import tag_passages
from itrvault.desktop.models.tag_passages import TagLook, TagPassages, look_at_tag
from itrvault.desktop.widgets.colour_row import ColourRow
from itrvault.desktop.widgets.elided import ElidedLabel
from itrvault.desktop.widgets.kept_text import KeptText
from itrvault.desktop.widgets.parts import button, column, row, words_label
from itrvault.desktop.widgets.rights_input import RightsInput
from itrvault.desktop.words import tooltip
from itrvault.model.annotation import COLOURS, Tag
from itrvault.rights.taxonomy import category

FEWEST, MOST = 60, 140
"""Pixels: two lines of text, and seven. A field grows with what is in it, between these."""

TABLE = 150
"""Pixels: the heading and three passages at least; it takes what room there is."""


class PassageTable(QTreeView):
    """Enter opens the passage, E makes it an example or none."""

    opened = Signal(QModelIndex)
    exampleToggled = Signal(QModelIndex)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt's, but for those two."""
        index = self.currentIndex()
        if index.isValid() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(index)
        elif index.isValid() and event.key() == Qt.Key.Key_E and not event.modifiers():
            self.exampleToggled.emit(index.siblingAtColumn(tag_passages.EXAMPLE))
        else:
            super().keyPressEvent(event)


class TagEditor(QScrollArea):
    """`placeWanted` asks for an annotation to be shown, `splitWanted` to part some passages off."""

    placeWanted = Signal(str)
    splitWanted = Signal(str, list)  # tag, ids of annotations

    def __init__(self, context: VaultContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._tag: Tag | None = None
        self._look = TagLook("")
        self._count = self._below = 0
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.path = ElidedLabel(role="secondary", mode=Qt.TextElideMode.ElideLeft)
        self.name = QLineEdit()
        self.name.setAccessibleName(self.tr("Name"))
        self.facts = words_label("", "secondary", wrap=True)
        self.colours = ColourRow()
        self.colours.chosen.connect(lambda colour: self._change(colour=colour))
        self.own_colour = QLabel()
        self.definition = self._field(self.tr("Definition"), self.tr("What does it mean?"))
        self.use = self._field(self.tr("When to use"), self.tr("Signs that it fits"))
        self.when_not = self._field(self.tr("When not to use"), self.tr("What belongs elsewhere"))
        self.rights = RightsInput()
        self.rights.changed.connect(lambda rights: self._change(rights=rights))
        self.folder = QCheckBox(self.tr("Only holds other tags"))
        self.folder.clicked.connect(lambda on: self._change(codable=not on))
        self.kept = {
            "name": KeptText(self.name), "definition": KeptText(self.definition),
            "when_to_use": KeptText(self.use), "when_not": KeptText(self.when_not),
        }  # fmt: skip
        for field, kept in self.kept.items():
            kept.written.connect(partial(self._write, field))
        self.passages = TagPassages(self)
        self.passages.exampleWanted.connect(self._set_example)
        self.table = self._passage_table()
        self.passage_title = words_label("", "section")
        self.no_passages = words_label("", "secondary", wrap=True)
        self.split = button(self.tr("Split off..."), self._ask_split)
        self.open = button(self.tr("Open in the reader"), self._open_current)
        self.hint = words_label(
            self.tr("Tick the passages that show best how the tag is used."), "secondary"
        )
        self.hint.setToolTip(self.tr("Space or E in the list does it as well."))
        self.setWidget(self._body())
        self._make_shortcut()

    @property
    def tag(self) -> str:
        """The id of the tag that is shown, "" for none."""
        return self._tag.id if self._tag else ""

    def show_tag(self, tag: Tag, path: str, count: int, below: int) -> None:
        """Show a tag as the vault has it: `count` passages with those below it."""
        other = self.tag != tag.id
        self._tag, self._count, self._below = tag, count, below
        if other:
            self._look = TagLook(tag.id)
            self.verticalScrollBar().setValue(0)
        above = path.rpartition("/")[0]
        self.path.setText(above.replace("/", "  ›  ") or self.tr("A codebook of its own"))
        texts = {
            "name": tag.name, "definition": tag.definition, "when_to_use": tag.when_to_use,
            "when_not": tag.when_not,
        }  # fmt: skip
        for field, kept in self.kept.items():
            kept.show(tag.id, texts[field])
        self.colours.show_colour(tag.colour)
        self._show_own_colour(tag.colour)
        self.rights.show_rights(tag.rights)
        self.folder.setChecked(not tag.codable)
        self._set_writable()
        self._show_look()
        self._load()

    def _show_own_colour(self, colour: str) -> None:
        """A colour that is none of the eight, as another program gave it."""
        dot = QPixmap(16, 16)
        dot.fill(Qt.GlobalColor.transparent)
        painter = QPainter(dot)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawEllipse(0, 0, 16, 16)
        painter.end()
        self.own_colour.setPixmap(dot)
        words = self.tr("Its own colour, {colour}").format(colour=colour)
        self.own_colour.setToolTip(tooltip(words))
        self.own_colour.setAccessibleName(colour)
        self.own_colour.setVisible(colour not in COLOURS)

    def forget(self) -> None:
        """Write what is being typed, and show nothing."""
        self.flush()
        self._tag = None

    def flush(self) -> None:
        """Write what is being typed."""
        for kept in self.kept.values():
            kept.flush()

    # -- layout ------------------------------------------------------------------------------

    def _body(self) -> QWidget:
        body = QWidget()
        body.setProperty("role", "panel")
        titles = [
            words_label(text, "section")
            for text in (
                self.tr("DEFINITION"), self.tr("WHEN TO USE"), self.tr("WHEN NOT TO USE"),
                self.tr("RIGHTS"),
            )
        ]  # fmt: skip
        use, when_not = (
            column(titles[1], self.use, spacing=4), column(titles[2], self.when_not, spacing=4),
        )  # fmt: skip
        beside = row(use, when_not, spacing=12)
        beside.setStretch(0, 1)
        beside.setStretch(1, 1)
        head = row(self.passage_title, self.hint, None, self.open, self.split)
        self.no_passages.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.table_box = column(head, self.table, self.no_passages, spacing=4)
        self.table_box.setStretch(1, 1)
        self.table_box.setStretch(2, 1)
        rights = row(titles[3], self.rights, spacing=8)
        rights.setStretch(1, 1)
        name = row(self.name, self.colours, self.own_colour, spacing=12)
        name.setStretch(0, 1)
        facts = row(self.facts, self.folder, spacing=8)
        facts.setStretch(0, 1)
        box = column(
            self.path, name, facts,
            column(titles[0], self.definition, spacing=4), beside, rights, self.table_box,
            margins=(16, 8, 16, 12), spacing=8,
        )  # fmt: skip
        box.setStretch(box.count() - 1, 1)
        body.setLayout(box)
        return body

    def _field(self, name: str, hint: str) -> QPlainTextEdit:
        field = QPlainTextEdit()
        field.setAccessibleName(name)
        field.setPlaceholderText(hint)
        field.setFixedHeight(FEWEST)
        fit = partial(self._fit, field)
        field.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Not at once: the layout is still at work when it says so.
        layout = field.document().documentLayout()
        layout.documentSizeChanged.connect(lambda _: QTimer.singleShot(0, field, fit))
        return field

    def _fit(self, field: QPlainTextEdit) -> None:
        """As high as the words, within limits; the two beside each other alike."""
        pair = (self.use, self.when_not) if field in (self.use, self.when_not) else (field,)
        lines = max(int(each.document().size().height()) for each in pair)
        height = min(MOST, max(FEWEST, lines * field.fontMetrics().lineSpacing() + 26))
        # A bar takes width, and with it changes how many lines there are: only where it must be.
        bar = Qt.ScrollBarPolicy.ScrollBarAsNeeded
        if height < MOST:
            bar = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        for each in pair:
            if each.height() != height:
                each.setVerticalScrollBarPolicy(bar)
                each.setFixedHeight(height)

    def _passage_table(self) -> PassageTable:
        table = PassageTable()
        table.setModel(self.passages)
        table.setAccessibleName(self.tr("Passages with this tag"))
        table.setRootIsDecorated(False)
        table.setUniformRowHeights(True)
        table.setMinimumHeight(TABLE)
        table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        table.setAllColumnsShowFocus(True)
        header = table.header()
        header.setStretchLastSection(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        for number, width in (
            (tag_passages.EXAMPLE, 72), (tag_passages.DOCUMENT, 170), (tag_passages.PLACE, 76),
        ):  # fmt: skip
            table.setColumnWidth(number, width)
        header.setSectionResizeMode(tag_passages.WORDS, QHeaderView.ResizeMode.Stretch)
        table.opened.connect(self._open)
        table.doubleClicked.connect(self._open)
        table.clicked.connect(self._click)
        table.exampleToggled.connect(self._toggle_example)
        table.selectionModel().selectionChanged.connect(lambda *_: self._count_chosen())
        return table

    def _make_shortcut(self) -> None:
        """F2 goes to the name from anywhere in here."""
        shortcut = QShortcut(QKeySequence(Qt.Key.Key_F2), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.edit_name)

    def edit_name(self) -> None:
        """Put the cursor into the name."""
        self.name.setFocus()
        self.name.selectAll()

    def _set_writable(self) -> None:
        writable = not self._context.vault.store.read_only
        for field in (self.name, self.definition, self.use, self.when_not):
            field.setReadOnly(not writable)
        for part in (self.colours, self.rights, self.folder):
            part.setEnabled(writable)

    # -- passages ----------------------------------------------------------------------------

    def _load(self) -> None:
        vault, tag = self._context.vault, self.tag
        query = self._context.query(self, lambda: look_at_tag(vault, tag))
        query.lane("passages").success(self._take_look).run()

    def _take_look(self, look: TagLook) -> None:
        if look.tag == self.tag:
            self._look = look
            self._show_look()

    def _show_look(self) -> None:
        tag, look = self._tag, self._look
        if tag is None:
            return
        chosen = self.passages.ids(self.table.selectionModel().selectedRows())
        self.passages.show(look, tag, writable=not self._context.vault.store.read_only)
        self._choose(chosen)
        self._show_facts(tag)
        shown = bool(look.passages)
        self.passage_title.setText(self.tr("PASSAGES"))
        for part in (self.table, self.open, self.split, self.hint):
            part.setVisible(shown)
        self.no_passages.setVisible(not shown)
        if not tag.codable:
            words = self.tr("It only holds other tags, and marks no passage itself.")
        elif self._count:
            words = self.tr("No passage has this tag itself, only those below it.")
        else:
            words = self.tr("No passage has it yet. Select words in the reader and press T.")
        self.no_passages.setText(words)
        self._count_chosen()

    def _show_facts(self, tag: Tag) -> None:
        parts = []
        if tag.origin:
            shipped = category(tag.origin.partition(":")[2])
            name = shipped.title if shipped and shipped.title != tag.name else ""
            words = self.tr("shipped as “{name}”") if name else self.tr("shipped with the program")
            parts.append(words.format(name=name))
        if self._look.total:
            passages = self.tr("%n passage(s)", "", self._look.total)
            documents = self.tr("%n document(s)", "", self._look.documents)
            parts.append(self.tr("{passages} in {documents}").format(
                passages=passages, documents=documents))  # fmt: skip
        if self._below:
            parts.append(self.tr("%n tag(s) below", "", self._below))
        more = self._count - self._look.total
        if self._below and more > 0 and self._look.tag == tag.id:
            parts.append(self.tr("%n more passage(s) there", "", more))
        self.facts.setText("  ·  ".join(parts))

    def _choose(self, annotations: list[str]) -> None:
        model = self.table.selectionModel()
        for number, each in enumerate(self.passages.rows):
            if each.annotation in annotations:
                index = self.passages.index(number, 0)
                model.select(index, model.SelectionFlag.Select | model.SelectionFlag.Rows)

    def _count_chosen(self) -> None:
        count = len(self.table.selectionModel().selectedRows())
        writable = not self._context.vault.store.read_only
        self.split.setText(
            self.tr("Split off %n passage(s)...", "", count) if count else self.tr("Split off...")
        )
        self.split.setEnabled(bool(count) and writable)
        self.open.setEnabled(bool(count))

    def _click(self, index: QModelIndex) -> None:
        """A click on a place goes there."""
        if index.column() == tag_passages.PLACE:
            self._open(index)

    def _open(self, index: QModelIndex) -> None:
        found = self.passages.row(index)
        if found is not None and index.column() != tag_passages.EXAMPLE:
            self.placeWanted.emit(found.annotation)

    def _open_current(self) -> None:
        rows = self.table.selectionModel().selectedRows(tag_passages.WORDS)
        if rows:
            self._open(rows[0])

    def _toggle_example(self, index: QModelIndex) -> None:
        on = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
        value = Qt.CheckState.Unchecked if on else Qt.CheckState.Checked
        if index.flags() & Qt.ItemFlag.ItemIsUserCheckable:
            self.passages.setData(index, value, Qt.ItemDataRole.CheckStateRole)

    def _ask_split(self) -> None:
        chosen = self.passages.ids(self.table.selectionModel().selectedRows())
        if chosen:
            self.splitWanted.emit(self.tag, chosen)

    # -- writing -----------------------------------------------------------------------------

    def _set_example(self, annotation: str, on: bool) -> None:
        writer, tag = self._context.writer, self.tag
        self._context.op(self, lambda: writer.set_example(tag, annotation, on=on)).run()

    def _change(self, **fields: object) -> None:
        """Write something that was chosen, not typed; when refused, show what is."""
        writer, tag = self._context.writer, self.tag
        op = self._context.op(self, lambda: writer.change_tag(tag, **fields))
        op.failure(self._refused).run()

    def _refused(self, error: BaseException) -> None:
        if self._tag is not None:
            self.colours.show_colour(self._tag.colour)
            self.folder.setChecked(not self._tag.codable)
        self._context.tasks.failed.emit(error)

    def _write(self, field: str, tag: str, text: str) -> None:
        writer, kept = self._context.writer, self.kept[field]

        def refused(error: BaseException) -> None:
            kept.done(tag, kept=False)
            self._context.tasks.failed.emit(error)

        op = self._context.op(self, lambda: writer.change_tag(tag, **{field: text}))
        op.success(lambda _: kept.done(tag, kept=True)).failure(refused).run()
