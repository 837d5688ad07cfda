"""Two texts merged into one: deleted words struck in red, inserted ones underlined in green."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QTextBrowser, QTextEdit, QWidget

from itrvault.desktop.differences import Differences, Part
from itrvault.desktop.theme import SMALL_PX, Theme
from itrvault.desktop.widgets.flow_view_build import SERIF
from itrvault.desktop.widgets.flow_view_map import shown
from itrvault.desktop.widgets.selection_text import is_rtl
from itrvault.text.word_diff import Kind

TYPE_PX = 15
SCHEME = "place"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: the positions it takes in the shown text, and its first part."""

    start: int
    end: int
    part: Part


class DiffText(QTextBrowser):
    """Every changed stretch is a link to its place. `moved` says which difference one is at."""

    placeWanted = Signal(object)  # Part
    moved = Signal(int, int)  # which (from 1, 0 for none), of how many

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: Differences | None = None
        self._parts: list[Part] = []
        self._at = -1
        self.changes: list[Change] = []
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.anchorClicked.connect(self._follow)
        self.document().setDocumentMargin(20)

    def set_theme(self, theme: Theme) -> None:
        """Set the words anew in other colours."""
        self._theme = theme
        if self._shown is not None:
            at = self._at
            self.show_differences(self._shown)
            self._go(at)

    def show_differences(self, found: Differences) -> None:
        """Show another comparison from its beginning."""
        self._shown = found
        self._parts, self.changes, self._at = [], [], -1
        self.setExtraSelections([])
        self.clear()
        self.document().setUndoRedoEnabled(False)
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        for number, block in enumerate(found.blocks):
            self._heading(cursor, block.heading, first=number == 0)
            text = "".join(part.text for part in block.parts)
            cursor.insertBlock(self._paragraph(text))
            self._words(cursor, block.parts)
        cursor.endEditBlock()
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self.moved.emit(0, len(self.changes))

    def next(self) -> None:
        """The next difference."""
        self._go(min(self._at + 1, len(self.changes) - 1))

    def previous(self) -> None:
        """The one before."""
        self._go(max(self._at - 1, 0))

    @property
    def current(self) -> Part | None:
        """The words one is at."""
        return self.changes[self._at].part if 0 <= self._at < len(self.changes) else None

    # -- inside ----------------------------------------------------------------------------------

    def _go(self, number: int) -> None:
        if not 0 <= number < len(self.changes):
            return
        self._at = number
        change = self.changes[number]
        cursor = QTextCursor(self.document())
        cursor.setPosition(change.end)
        cursor.setPosition(change.start, QTextCursor.MoveMode.KeepAnchor)
        marked = QTextEdit.ExtraSelection()
        marked.cursor = cursor
        marked.format = QTextCharFormat()
        marked.format.setBackground(self._theme.colour("selected"))
        self.setExtraSelections([marked])
        there = QTextCursor(self.document())
        there.setPosition(change.start)
        self.setTextCursor(there)
        top = self.cursorRect(there).top()
        if not 0 <= top <= self.viewport().height() * 2 // 3:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + top - self.viewport().height() // 3)
        self.moved.emit(number + 1, len(self.changes))

    def _follow(self, link: QUrl) -> None:
        number = int(link.path())
        part = self._parts[number]
        for which, change in enumerate(self.changes):
            if change.part is part:
                self._go(which)
        self.placeWanted.emit(part)

    def _heading(self, cursor: QTextCursor, words: str, *, first: bool) -> None:
        style = QTextBlockFormat()
        style.setTopMargin(0 if first else 16)
        style.setBottomMargin(3)
        if first:
            cursor.setBlockFormat(style)
        else:
            cursor.insertBlock(style)
        plain = QTextCharFormat()
        font = QFont()
        font.setPixelSize(SMALL_PX)
        plain.setFont(font)
        plain.setForeground(self._theme.colour("secondary"))
        cursor.insertText(shown(words), plain)

    def _paragraph(self, text: str) -> QTextBlockFormat:
        style = QTextBlockFormat()
        style.setLineHeight(140, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        rtl = is_rtl(text)
        style.setLayoutDirection(
            Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight
        )
        return style

    def _words(self, cursor: QTextCursor, parts: tuple[Part, ...]) -> None:
        before: Part | None = None
        for part in parts:
            if before is not None and _apart(before, part):
                cursor.insertText(" ", self._format(Kind.EQUAL, -1))
            number = -1
            if part.kind is not Kind.EQUAL:
                number = len(self._parts)
                self._parts.append(part)
            start = cursor.position()
            for line, words in enumerate(part.text.split("\n")):
                if line:
                    cursor.insertBlock(self._paragraph(words))
                cursor.insertText(shown(words), self._format(part.kind, number))
            if number >= 0:
                self._note(start, cursor.position(), part, before)
            before = part

    def _note(self, start: int, end: int, part: Part, before: Part | None) -> None:
        """What stands directly after another change is the same difference: words replaced."""
        if before is not None and before.kind is not Kind.EQUAL and self.changes:
            first = self.changes[-1]
            self.changes[-1] = Change(first.start, end, first.part)
        else:
            self.changes.append(Change(start, end, part))

    def _format(self, kind: Kind, number: int) -> QTextCharFormat:
        style = QTextCharFormat()
        font = QFont()
        font.setFamilies(list(SERIF))
        font.setStyleHint(QFont.StyleHint.Serif)
        font.setPixelSize(TYPE_PX)
        style.setFont(font)
        deleted = kind is Kind.DELETED
        fields = {Kind.EQUAL: "text", Kind.DELETED: "deleted", Kind.INSERTED: "inserted"}
        colour: QColor = self._theme.colour(fields[kind])
        style.setForeground(colour)
        if number >= 0:
            style.setFontStrikeOut(deleted)
            style.setFontUnderline(not deleted)
            style.setUnderlineColor(colour)
            style.setAnchor(True)
            style.setAnchorHref(f"{SCHEME}:{number}")
        return style


def _apart(before: Part, part: Part) -> bool:
    """Whether a blank stands between two stretches: always between words, and where one was."""
    if not part.glued or Kind.EQUAL not in (before.kind, part.kind):
        return True
    return before.text[-1:].isalnum() and part.text[:1].isalnum()
