"""Draws an annotation as a row: its colour at the edge, place, quotation, note and tags."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter

from itrvault.desktop.models.annotations import NOTE, PLACE, RISKS, TAGS
from itrvault.desktop.theme import SMALL_PX, TEXT_PX
from itrvault.desktop.widgets.row_delegate import LINE, Index, RowDelegate, sized
from itrvault.desktop.widgets.snippet import draw_lines
from itrvault.desktop.words import LEVEL_WORDS, STANCES, author_words, one_line, translated
from itrvault.model.annotation import Annotation

SIDES = 28
"""What stands left and right of the words: the stripe and the margins."""


class NoteDelegate(RowDelegate):
    """Rows as high as what they hold: quotation two lines, note one, tags one."""

    def height(self, index: Index) -> int:
        """Pixels of a row."""
        note: Annotation = index.data(NOTE)
        height = 8 + LINE + LINE * self._quote_lines(note) + 8
        height += LINE if note.note else 0
        height += LINE if index.data(TAGS) or index.data(RISKS) else 0
        return height

    def _quote_lines(self, note: Annotation) -> int:
        """How many lines its words take, two at most."""
        if not note.anchor.exact:
            return 0
        width = QFontMetrics(sized(TEXT_PX)).horizontalAdvance(one_line(note.anchor.exact))
        return 1 if width <= self._view.viewport().width() - SIDES else 2

    def paint_row(self, painter: QPainter, area: QRect, index: Index) -> None:
        """Colour, place and number, quotation, note, tags and judgements."""
        note: Annotation = index.data(NOTE)
        theme = self._context.theme
        stripe = QRect(area.x() + 6, area.y() + 8, 4, area.height() - 17)
        self._stripe(painter, stripe, note.colour)
        inner = area.adjusted(18, 8, -10, 0)
        y = inner.y()
        place = str(index.data(PLACE))
        head = "  ·  ".join(part for part in (place, author_words(note)) if part)
        self._head(painter, QRect(inner.x(), y, inner.width(), LINE), head, f"#{note.number}")
        y += 18
        if note.anchor.exact:
            lines = self._quote_lines(note)
            box = QRect(inner.x(), y, inner.width(), lines * LINE)
            text = one_line(note.anchor.exact)
            draw_lines(painter, box, text, sized(TEXT_PX), theme.colour("text"), lines=lines)
            y += lines * LINE
        if note.note:
            font = sized(SMALL_PX)
            font.setItalic(True)
            box = QRect(inner.x(), y, inner.width(), 18)
            draw_lines(painter, box, one_line(note.note), font, theme.colour("secondary"), lines=1)
            y += 18
        words = [tag.name for tag in index.data(TAGS)]
        words += [
            f"{translated(STANCES[risk.stance])}: {translated(LEVEL_WORDS[risk.severity])}"
            for risk in index.data(RISKS)
        ]
        if words:
            box = QRect(inner.x(), y, inner.width(), 18)
            self._line(painter, box, "  ·  ".join(words))

    def _head(self, painter: QPainter, area: QRect, text: str, number: str) -> None:
        self._line(painter, area, number, side=Qt.AlignmentFlag.AlignRight)
        taken = QFontMetrics(sized(SMALL_PX)).horizontalAdvance(number) + 8
        self._line(painter, area.adjusted(0, 0, -taken, 0), text)
