"""From paragraphs to a Qt document: type, headings, lists, tables, notes, tracked changes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextLength,
    QTextOption,
    QTextTable,
    QTextTableFormat,
)

from itrvault.desktop.theme import Theme
from itrvault.desktop.widgets.flow_view_map import TextMap, shown, width
from itrvault.desktop.widgets.selection_text import UnitText, is_rtl
from itrvault.model.document import Redline, RedlineKind
from itrvault.model.geometry import FlowLayout, Paragraph, ParagraphKind, TextLink

TYPE_PX = 16
LEADING = 1.55
CHARACTERS_A_LINE = 74
SERIF = (
    "Noto Serif", "Source Serif 4", "Charter", "Georgia", "Cambria", "DejaVu Serif",
    "Noto Naskh Arabic", "Geeza Pro", "Noto Serif CJK SC", "Songti SC", "SimSun", "serif",
)  # fmt: skip
MONO = ("Noto Sans Mono", "Menlo", "Consolas", "DejaVu Sans Mono", "monospace")
_HEADINGS = {1: 1.5, 2: 1.25, 3: 1.1}
_SMALL = {
    ParagraphKind.FOOTNOTE: 0.82, ParagraphKind.ENDNOTE: 0.82, ParagraphKind.HEADER: 0.78,
    ParagraphKind.FOOTER: 0.78, ParagraphKind.COMMENT: 0.82, ParagraphKind.CODE: 0.85,
}  # fmt: skip
_MUTED = frozenset({ParagraphKind.HEADER, ParagraphKind.FOOTER})
MOST_COLUMNS, MOST_ROWS = 40, 400
DEEPEST = 4
ROOMY, CRAMPED = 4, 0.8
"""A table of more columns is set in smaller type."""


class RedlineView(Enum):
    """Which words of a proposal are shown."""

    ALL = "all changes"
    PROPOSED = "as proposed"
    ORIGINAL = "original"

    def hides(self, kind: RedlineKind) -> bool:
        """Whether words of that kind are left out."""
        if self is RedlineView.PROPOSED:
            return kind is RedlineKind.DELETED
        return self is RedlineView.ORIGINAL and kind is RedlineKind.INSERTED


@dataclass(frozen=True, slots=True)
class FlowStyle:
    """How text is set: the theme, the zoom, which words of a redline."""

    theme: Theme
    zoom: float = 1.0
    redlines: RedlineView = RedlineView.ALL

    @property
    def pixels(self) -> float:
        """Height of the type."""
        return TYPE_PX * self.zoom

    def font(self, share: float = 1.0) -> QFont:
        """The serif, with what stands in for it where it lacks a script."""
        font = QFont()
        font.setFamilies(list(SERIF))
        font.setStyleHint(QFont.StyleHint.Serif)
        font.setPixelSize(max(6, round(self.pixels * share)))
        return font

    def column(self) -> float:
        """How wide a line is: about 74 characters of running text."""
        sample = "the right to seek, receive and impart information and ideas through any media "
        return (
            QFontMetricsF(self.font()).horizontalAdvance(sample) / len(sample) * CHARACTERS_A_LINE
        )


def paragraphs_of(unit: UnitText) -> tuple[Paragraph, ...]:
    """The paragraphs to show: those of the layout, or those found on a drawn page."""
    layout = unit.unit.layout
    if isinstance(layout, FlowLayout) and layout.paragraphs:
        return layout.paragraphs
    found = []
    for number, span in enumerate(unit.paragraphs, 1):
        end = span.end
        while end > span.start and unit.text[end - 1] == "\n":
            end -= 1
        found.append(Paragraph(span.start, end, number))
    return tuple(found)


def build(
    unit: UnitText, paragraphs: Sequence[Paragraph], style: FlowStyle, column: float
) -> tuple[QTextDocument, TextMap]:
    """A laid out document of some paragraphs of a unit, `column` pixels wide."""
    document = QTextDocument()
    document.setUndoRedoEnabled(False)
    document.setDocumentMargin(0)
    document.setDefaultFont(style.font())
    option = QTextOption()
    option.setWrapMode(_wrap_mode(unit, paragraphs, style, column))
    document.setDefaultTextOption(option)
    builder = _Builder(unit, document, style)
    for paragraph in paragraphs:
        builder.add(paragraph, paragraphs)
    document.setTextWidth(column)
    return document, builder.map


def _wrap_mode(
    unit: UnitText, paragraphs: Sequence[Paragraph], style: FlowStyle, column: float
) -> QTextOption.WrapMode:
    """Words are broken only where the longest ones would not fit the column or their table."""
    longest: dict[tuple[int, int], int] = {}
    for paragraph in paragraphs:
        where = (paragraph.table, paragraph.column if paragraph.table else 0)
        words = unit.text[paragraph.start : paragraph.end].split()
        longest[where] = max(longest.get(where, 0), max(map(len, words), default=0))
    tables: dict[int, float] = {}
    widest = QFontMetricsF(style.font(_HEADINGS[1])).horizontalAdvance("m")
    for (table, _), length in longest.items():
        # Tables are set in plain type, bold at most; letters are three quarters of an m there.
        share = 0.75 / _HEADINGS[1] if table else 0.75
        tables[table] = tables.get(table, 0.0) + length * widest * share + 12
    fits = all(width <= column for width in tables.values())
    modes = QTextOption.WrapMode
    return modes.WordWrap if fits else modes.WrapAtWordBoundaryOrAnywhere


class _Builder:
    """Appends paragraphs to a document and notes where their text went."""

    def __init__(self, unit: UnitText, document: QTextDocument, style: FlowStyle) -> None:
        self.map = TextMap(unit.text)
        self._unit = unit
        self._style = style
        layout = unit.unit.layout
        self._reflow = not isinstance(layout, FlowLayout)
        self._links = layout.links if isinstance(layout, FlowLayout) else ()
        self._document = document
        self._cursor = QTextCursor(document)
        self._fresh = True
        self._table: QTextTable | None = None
        self._table_key = (0, 0)
        self._cell = (-1, -1)
        self._first_row = 0
        self._cramped = False

    def add(self, paragraph: Paragraph, around: Sequence[Paragraph]) -> None:
        """One paragraph, in its cell when it has one."""
        pieces = self._pieces(paragraph)
        if paragraph.table and paragraph.kind is ParagraphKind.CELL:
            self._enter_cell(paragraph, around)
        else:
            if not pieces and paragraph.end > paragraph.start:
                return  # every word of it is left out
            self._leave_table()
            self._new_block()
        self._cursor.setBlockFormat(self._block_format(paragraph))
        base = self._char_format(paragraph)
        self._cursor.setBlockCharFormat(base)
        for start, end, change in pieces:
            text = shown(self._unit.text[start:end], reflow=self._reflow)
            position = self._cursor.position()
            style = self._piece_format(paragraph, base, start, change)
            if (link := self._link_at(start)) is not None:
                self._show_link(style, link, changed=change is not None)
            self._cursor.insertText(text, style)
            self.map.add(start, end, position, position + width(text))

    def _new_block(self) -> None:
        if self._fresh:
            self._fresh = False
        else:
            self._cursor.insertBlock()

    def _enter_cell(self, paragraph: Paragraph, around: Sequence[Paragraph]) -> None:
        cell = (paragraph.row, paragraph.column)
        if self._table is not None and paragraph.table == self._table_key[0]:
            if cell == self._cell:
                self._cursor.insertBlock()
                return
            # Cells come in the order of the text; one that goes back belongs to a new grid.
            if cell > self._cell and self._fits(cell):
                self._go_to(cell)
                return
        self._leave_table()
        rows, columns = self._extent(paragraph, around)
        self._cramped = columns > ROOMY
        self._first_row = paragraph.row
        shape = QTextTableFormat()
        shape.setBorder(1)
        shape.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        shape.setBorderBrush(self._style.theme.colour("line"))
        shape.setBorderCollapse(True)
        shape.setCellPadding(5)
        shape.setCellSpacing(0)
        shape.setTopMargin(6)
        shape.setBottomMargin(10)
        shape.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        if is_rtl(self._unit.text[paragraph.start : paragraph.end + 400]):
            shape.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self._table = self._cursor.insertTable(rows, columns, shape)
        self._table_key = (paragraph.table, paragraph.number)
        self._fresh = False
        self._go_to(cell)

    def _fits(self, cell: tuple[int, int]) -> bool:
        assert self._table is not None
        return (
            cell[0] - self._first_row < self._table.rows() and cell[1] < self._table.columns()
        )  # fmt: skip

    def _go_to(self, cell: tuple[int, int]) -> None:
        assert self._table is not None
        self._cell = cell
        self._cursor = self._table.cellAt(cell[0] - self._first_row, cell[1]).firstCursorPosition()

    @staticmethod
    def _extent(first: Paragraph, around: Sequence[Paragraph]) -> tuple[int, int]:
        cells = [p for p in around if p.table == first.table and p.number >= first.number]
        rows = max(cell.row for cell in cells) - first.row + 1
        columns = max(cell.column for cell in cells) + 1
        return max(1, min(rows, MOST_ROWS)), max(1, min(columns, MOST_COLUMNS, 1 + columns))

    def _leave_table(self) -> None:
        if self._table is not None:
            self._table = None
            self._cell = (-1, -1)
            self._cursor = QTextCursor(self._document)
            self._cursor.movePosition(QTextCursor.MoveOperation.End)
            self._fresh = True  # Qt keeps an empty block after every table

    def _pieces(self, paragraph: Paragraph) -> list[tuple[int, int, Redline | None]]:
        """Stretches in one style and of one redline, without those that are left out."""
        start, end = paragraph.start, paragraph.end
        while end > start and self._unit.text[end - 1] == "\n":
            end -= 1
        changes = [r for r in self._unit.unit.redlines if r.start < end and r.end > start]
        cuts = {start, end}
        stretches = [(run.start, run.end) for run in paragraph.runs]
        stretches += [(change.start, change.end) for change in changes]
        first = bisect_left(self._links, start, key=lambda link: link.end)
        last = bisect_left(self._links, end, key=lambda link: link.start)
        stretches += [(link.start, link.end) for link in self._links[first:last]]
        for stretch in stretches:
            cuts.update(cut for cut in stretch if start < cut < end)
        edges = sorted(cuts)
        pieces = []
        for a, b in pairwise(edges):
            over = [r for r in changes if r.start <= a < r.end]
            if any(self._style.redlines.hides(r.kind) for r in over):
                continue
            # Struck words of an insertion are both; that they go is what counts.
            deleted = next((r for r in over if r.kind is RedlineKind.DELETED), None)
            pieces.append((a, b, deleted or (over[0] if over else None)))
        return pieces

    def _block_format(self, paragraph: Paragraph) -> QTextBlockFormat:
        style, pixels = QTextBlockFormat(), self._style.pixels
        kind, level = paragraph.kind, max(1, paragraph.level)
        single = kind in (ParagraphKind.CELL, ParagraphKind.CODE, *_MUTED)
        # A least height, not a factor: fonts of one size differ by a third in their own leading.
        share = _share_of(paragraph)
        least = pixels * share * (1.3 if single or kind is ParagraphKind.HEADING else LEADING)
        style.setLineHeight(least, QTextBlockFormat.LineHeightTypes.MinimumHeight.value)
        rtl = is_rtl(self._unit.text[paragraph.start : paragraph.end])
        style.setLayoutDirection(
            Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight
        )
        if kind is ParagraphKind.HEADING:
            style.setTopMargin(pixels * (1.1 if level < 3 else 0.7))
            style.setBottomMargin(pixels * 0.35)
            style.setHeadingLevel(min(level, 6))
        elif kind is not ParagraphKind.CELL:
            style.setBottomMargin(pixels * (0.3 if single else 0.6))
        inset = pixels * 1.5 * min(level, DEEPEST) if kind is ParagraphKind.ITEM else 0.0
        if kind is ParagraphKind.COMMENT:
            inset = pixels * 2
        if rtl:
            style.setRightMargin(inset)
        else:
            style.setLeftMargin(inset)
        return style

    def _char_format(self, paragraph: Paragraph) -> QTextCharFormat:
        style, kind = QTextCharFormat(), paragraph.kind
        cramped = self._cramped and kind is ParagraphKind.CELL
        font = self._style.font(CRAMPED if cramped else _share_of(paragraph))
        if kind is ParagraphKind.CODE:
            font.setFamilies(list(MONO))
            font.setStyleHint(QFont.StyleHint.Monospace)
        if kind is ParagraphKind.HEADING:
            font.setBold(True)
        style.setFont(font)
        muted = kind in _MUTED or kind is ParagraphKind.COMMENT
        style.setForeground(self._style.theme.colour("secondary" if muted else "text"))
        return style

    def _piece_format(
        self, paragraph: Paragraph, base: QTextCharFormat, start: int, change: Redline | None
    ) -> QTextCharFormat:
        style = QTextCharFormat(base)
        run = next((r for r in paragraph.runs if r.start <= start < r.end), None)
        if run is not None:
            if run.bold:
                style.setFontWeight(QFont.Weight.Bold)
            style.setFontItalic(run.italic)
            style.setFontUnderline(run.underline)
            style.setFontStrikeOut(run.strike)
        if change is not None:
            deleted = change.kind is RedlineKind.DELETED
            colour = QColor(self._style.theme.deleted if deleted else self._style.theme.inserted)
            style.setForeground(colour)
            style.setFontStrikeOut(deleted or bool(run and run.strike))
            style.setFontUnderline(not deleted)
            style.setProperty(QTextFormat.Property.TextUnderlineColor, colour)
        return style

    def _link_at(self, offset: int) -> TextLink | None:
        at = bisect_right(self._links, offset, key=lambda link: link.start) - 1
        return self._links[at] if at >= 0 and offset < self._links[at].end else None

    def _show_link(self, style: QTextCharFormat, link: TextLink, *, changed: bool) -> None:
        """A link is in colour and underlined, one that stays in the document with dots.

        Words that a proposal changes keep the colour of that, which says more.
        """
        lines = QTextCharFormat.UnderlineStyle
        style.setUnderlineStyle(lines.DotLine if link.unit >= 0 else lines.SingleUnderline)
        if changed:
            style.setUnderlineStyle(lines.DashUnderline)
        else:
            style.setForeground(self._style.theme.colour("accent"))
        style.setUnderlineColor(style.foreground().color())


def _share_of(paragraph: Paragraph) -> float:
    """Height of the type against that of running text."""
    if paragraph.kind is ParagraphKind.HEADING:
        return _HEADINGS.get(max(1, paragraph.level), 1.0)
    return _SMALL.get(paragraph.kind, 1.0)
