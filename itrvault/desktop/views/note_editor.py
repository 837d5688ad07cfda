"""The annotation that is selected: its quotation, colour, tags, note, judgements and history.

Nothing has to be saved by hand: a colour or tag is written at once, the note when typing pauses
or the field is left. Each of these is one step of undo.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import (
    QFrame,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)

from itrvault.desktop.context import VaultContext
from itrvault.desktop.operations import Writer
from itrvault.desktop.tasks import Debounce
from itrvault.desktop.views.judgements import JudgementsPane
from itrvault.desktop.views.links_pane import LinksPane
from itrvault.desktop.views.note_history import NoteHistory
from itrvault.desktop.widgets.colour_row import ColourRow
from itrvault.desktop.widgets.parts import button, column, row, rule, words_label
from itrvault.desktop.widgets.tab_order import keep_tab_order
from itrvault.desktop.widgets.tag_input import TagInput
from itrvault.desktop.words import (
    author_words,
    one_line,
    reads_from_right,
    time_words,
)
from itrvault.model.annotation import Annotation, RiskAssessment, Tag

PAUSE_MS = 1500
"""A note is written when typing pauses this long; sooner when the field is left."""


class NoteEditor(QScrollArea):
    """Shows one annotation; the vault's change brings the new state back."""

    closed = Signal()
    left = Signal()  # the page is to have the keyboard again
    placeWanted = Signal(str)  # annotation: have it stand on what is selected in the reader

    def __init__(self, context: VaultContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._note: Annotation | None = None
        self._risks: list[RiskAssessment] = []
        self._expected = False
        self._base = ""  # the words of the field that are not to be written any more
        self._writing = 0
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.quote = words_label("", wrap=True)
        self.quote.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.facts = words_label("", "secondary", wrap=True)
        self._lost = QWidget()
        self.place = button(self.tr("Place it here"), self._ask_place)
        self._context.keys.tip(self.place, self.tr("Stand on the selected words"), "place_here")
        lost = words_label(
            self.tr(
                "Its words are not in the text as it is now. Select on the page where it belongs."
            ),
            "secondary",
            wrap=True,
        )
        self._lost.setLayout(column(lost, row(self.place, None), spacing=4))
        self._lost.hide()
        self.colours = ColourRow()
        self.colours.chosen.connect(self._recolour)
        self.as_tag = button(self.tr("As its tag"), lambda: self._recolour(""), "link")
        self.as_tag.setToolTip(self.tr("Have the colour of its first tag again, and follow it"))
        self.as_tag.hide()
        self.tags = TagInput()
        self.tags.given.connect(self._give_tag)
        self.tags.taken.connect(self._take_tag)
        self.tags.made.connect(self._make_tag)
        self.text = QPlainTextEdit()
        self.text.setPlaceholderText(self.tr("Note (Markdown)"))
        self.text.setAccessibleName(self.tr("Note"))
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(96)
        self.text.installEventFilter(self)
        self._pause = Debounce(PAUSE_MS, self.write, self)
        self.text.textChanged.connect(self._typed)
        self.judgements = JudgementsPane(context)
        self.judgements.formOpened.connect(self._bring_up)
        self.links = LinksPane(context)
        self.history_link = button(self.tr("History"), self._toggle_history, "link")
        self.history = NoteHistory(context)
        self.history.hide()
        remove = button(self.tr("Remove the note"), self.remove, "danger")
        body = self._body = QWidget()
        body.setProperty("role", "panel")
        body.setLayout(
            column(
                self.facts, self.quote, self._lost,
                self.colours, row(self.as_tag, None), self.tags, self.text, rule(),
                self.judgements, rule(), self.links, rule(),
                row(self.history_link, None, remove), self.history, None,
                margins=(14, 12, 14, 12), spacing=8,
            )
        )  # fmt: skip
        self.setWidget(body)
        keep_tab_order(self)

    @property
    def annotation(self) -> str:
        """The id of what is shown, "" for nothing."""
        return self._note.id if self._note else ""

    @property
    def unplaced(self) -> bool:
        """Whether what is shown has no place in the text."""
        return self._note is not None and self._note.unplaced

    @property
    def expecting(self) -> bool:
        """Whether a note is on its way."""
        return self._expected

    def show_note(
        self, note: Annotation, place: str, tags: Sequence[Tag], risks: Sequence[RiskAssessment]
    ) -> None:
        """Show one. Words being typed are not overwritten by an older state of the same note."""
        same = self._note is not None and self._note.id == note.id
        if not same:
            self.write()
        unsaved = self.text.toPlainText() != self._base
        typing = same and (self.text.hasFocus() or unsaved or self._writing > 0)
        self._note = note
        quoted = one_line(note.anchor.exact)
        self.quote.setText(quoted if len(quoted) < 320 else quoted[:319] + "…")
        self.quote.setVisible(bool(quoted))
        self._lost.setVisible(note.unplaced)
        right = reads_from_right(quoted)
        self.quote.setAlignment(
            Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        )
        parts = [f"#{note.number}", place, author_words(note), time_words(note.created)]
        self.facts.setText("  ·  ".join(part for part in parts if part))
        self.colours.show_colour(note.colour)
        self.as_tag.setVisible(note.chosen and bool(note.tags))
        self.tags.show_tags(tags, note.tags)
        early, self._expected = self.text.toPlainText() if self._expected else "", False
        if early:
            self._set_text(f"{note.note}\n{early}" if note.note else early)
            self._base = note.note
            self.text.moveCursor(QTextCursor.MoveOperation.End)
            self._pause.poke()
        elif not typing and self.text.toPlainText() != note.note:
            self._set_text(note.note)
        if not same:
            self.history.hide()
        self.links.show_links(note)
        if not same or list(risks) != self._risks:
            self._risks = list(risks)
            self.judgements.show_judgements(note, risks)
        if self.history.isVisibleTo(self):
            self._load_history()

    def expect(self) -> None:
        """A note is on its way: take the keys now, and what is typed meanwhile is its beginning.

        Whoever asks for a note types on at once; without a field the letters would be keys.
        """
        self.forget()
        self._expected = True
        self.quote.hide()
        self._lost.hide()
        self.facts.setText("")
        self.tags.show_tags((), ())
        self._set_text("")
        self.judgements.show_judgements(None, ())
        self.links.show_links(None)

    def forget(self) -> None:
        """Nothing is selected any more."""
        self.write()
        self._note = None
        self._risks = []
        self._expected = False

    def _set_text(self, words: str) -> None:
        """Show words that nobody typed."""
        self.text.blockSignals(True)
        self.text.setPlainText(words)
        self.text.blockSignals(False)
        self._base = words

    def write(self) -> None:
        """Write the note if its words changed."""
        self._pause.cancel()
        note, text = self._note, self.text.toPlainText()
        if note is None or text == note.note or self._context.vault.store.read_only:
            return
        writer, was = self._context.writer, self._base
        self._base = text
        self._writing += 1
        op = self._context.op(self, lambda: writer.write_note(note.id, text, was))
        op.success(lambda _: self._written()).failure(self._not_written).run()

    def _written(self) -> None:
        # States that were looked up before this have been made stale by the change it made.
        self._writing -= 1

    def _not_written(self, error: BaseException) -> None:
        self._writing -= 1
        self._base = self._note.note if self._note is not None else ""  # still to be written
        self._context.tasks.failed.emit(error)

    def judge(self) -> None:
        """Open an empty judgement."""
        self.judgements.judge()

    def remove(self) -> None:
        """Take the annotation away; undo brings it back."""
        if self._note is None:
            return
        writer, annotation = self._context.writer, self._note.id
        self._note = None
        self._context.op(self, lambda: writer.remove_annotation(annotation)).run()
        self.closed.emit()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """What Tab goes to is brought into view whole; Qt looks at the cursor's line only."""
        moved = super().focusNextPrevChild(forward)
        part = self.focusWidget()
        if moved and part is not None and self._body.isAncestorOf(part):
            area = QRect(part.mapTo(self._body, QPoint(0, 0)), part.size())
            left = self.horizontalScrollBar().value()
            self.ensureVisible(left, area.bottom(), 0, 8)
            self.ensureVisible(left, area.top(), 0, 8)
        return moved

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Write the note when its field is left; Esc leaves it for the page."""
        if (
            watched is self.text
            and isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Escape
        ):
            self.left.emit()
            return True
        if watched is self.text and event.type() is QEvent.Type.FocusOut:
            self.write()
        return super().eventFilter(watched, event)

    # -- writing -----------------------------------------------------------------------------

    def _ask_place(self) -> None:
        self.placeWanted.emit(self.annotation)

    def _typed(self) -> None:
        self._pause.poke()

    def _recolour(self, colour: str) -> None:
        """A colour chosen by hand; "" gives the mark back to its tags."""
        if self._note is not None and (colour != self._note.colour or not self._note.chosen):
            writer, annotation = self._context.writer, self._note.id
            self._context.op(self, lambda: writer.recolour(annotation, colour)).run()

    def _give_tag(self, tag: str) -> None:
        self._write_tags(lambda writer, annotation: writer.give_tag(annotation, tag))

    def _take_tag(self, tag: str) -> None:
        self._write_tags(lambda writer, annotation: writer.take_tag(annotation, tag))

    def _make_tag(self, path: str) -> None:
        self._write_tags(lambda writer, annotation: writer.tag_with_new(annotation, path))

    def _write_tags(self, work: Callable[[Writer, str], object]) -> None:
        if self._note is not None:
            writer, annotation = self._context.writer, self._note.id
            self._context.op(self, lambda: work(writer, annotation)).run()

    # -- judgements --------------------------------------------------------------------------

    def _bring_up(self, form: QWidget) -> None:
        """Scroll so that as much of a new form is in view as there is room for."""
        body = self._body
        body.resize(body.width(), body.sizeHint().height())  # now: it must be there to scroll to
        top = form.mapTo(body, form.rect().topLeft()).y()
        self.verticalScrollBar().setValue(min(top, self.verticalScrollBar().maximum()))

    # -- history -----------------------------------------------------------------------------

    def _toggle_history(self) -> None:
        self.history.setVisible(not self.history.isVisibleTo(self))
        if self.history.isVisibleTo(self):
            self._load_history()

    def _load_history(self) -> None:
        if self._note is not None:
            self.history.load(self._note.id)
