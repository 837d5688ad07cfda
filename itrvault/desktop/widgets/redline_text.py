"""A quiet text on cards: headings, badges, redlines from either side, and links to places.

All of it is one document of Qt's, so that a hundred readings are laid out at once, can be selected
and copied as text, and are walked through with the Tab key. Only plain text is ever put into it.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, Qt, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QPainter,
    QPaintEvent,
    QPen,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextFrame,
    QTextFrameFormat,
)
from PySide6.QtWidgets import QTextBrowser, QWidget

from itrvault.desktop.theme import RADIUS, SMALL_PX, TEXT_PX, Theme
from itrvault.desktop.widgets.flow_view_build import SERIF
from itrvault.desktop.widgets.flow_view_map import shown
from itrvault.desktop.widgets.selection_text import is_rtl
from itrvault.desktop.widgets.verb_badge import HEIGHT, PAD, badge_font, paint_badge, verb_words
from itrvault.model.annotation import COLOURS
from itrvault.model.proposal import Verb
from itrvault.text.word_diff import Kind

TYPE_PX = 15
GAP = 10
"""Pixels between cards."""
CARD_PAD = 12
STRIPE = 3
THIN_SPACE = "\u2009"
"""Between words that go and words that come in their place."""
LINE_PERCENT = 115
INDENT = 14
"""Pixels that each level of nested words is set in, with a stripe at their side."""
_SCHEME = "place"
_FIELDS = {Kind.EQUAL: "text", Kind.DELETED: "deleted", Kind.INSERTED: "inserted"}


class RedlineText(QTextBrowser):
    """`followed` carries what a link was made for."""

    followed = Signal(object)

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setProperty("role", "cards")
        self.setAccessibleName(name)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.anchorClicked.connect(self._follow)
        self.document().setDocumentMargin(8)
        self.document().setUndoRedoEnabled(False)
        self.document().setIndentWidth(INDENT)
        self._links: list[object] = []
        self._badges: list[tuple[int, Verb, bool]] = []
        self._cards: list[QTextFrame] = []
        self._places: dict[object, int] = {}
        self._deep: list[int] = []
        self._pen = QTextCursor(self.document())
        self._fresh = True

    # -- writing -----------------------------------------------------------------------------

    def begin(self) -> None:
        """Start anew, with nothing."""
        self.clear()
        self._links.clear()
        self._badges.clear()
        self._cards.clear()
        self._places.clear()
        self._deep.clear()
        self._pen = QTextCursor(self.document())
        self._pen.beginEditBlock()
        self._fresh = True

    def end(self) -> None:
        """All is written: show it from its top."""
        self._pen.endEditBlock()
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self.verticalScrollBar().setValue(0)

    def card(self) -> int:
        """What follows stands on a card of its own; its number."""
        self._pen = QTextCursor(self.document().rootFrame().lastCursorPosition())
        self._thin()
        style = QTextFrameFormat()
        style.setPadding(CARD_PAD)
        style.setBorder(0)
        self._cards.append(self._pen.insertFrame(style))
        self._fresh = True
        return len(self._cards) - 1

    def off_card(self) -> None:
        """What follows stands on the ground between the cards."""
        self._pen = QTextCursor(self.document().rootFrame().lastCursorPosition())
        self._thin()
        self._fresh = False

    def _thin(self) -> None:
        """Make the empty paragraph that Qt keeps between cards the gap between them."""
        style = QTextBlockFormat()
        height = GAP if self._cards else 1
        if self._pen.block().length() > 1:  # words stand on the ground
            self._pen.insertBlock()
            height = GAP // 2
        style.setLineHeight(height, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        plain = QTextCharFormat()
        plain.setFont(self.font())
        plain.setFontPointSize(1)
        self._pen.setBlockFormat(style)
        self._pen.setBlockCharFormat(plain)

    def paragraph(
        self, text: str = "", *, above: float = 0, spread: bool = False, level: int = 0
    ) -> None:
        """Begin a paragraph that runs as the text does; `spread` for running text.

        `level` sets it in, with a stripe for each level at the side where it begins.
        """
        style = QTextBlockFormat()
        style.setTopMargin(above)
        if spread:
            proportional = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
            style.setLineHeight(LINE_PERCENT, proportional)
        style.setIndent(level)
        right = is_rtl(text)
        style.setLayoutDirection(
            Qt.LayoutDirection.RightToLeft if right else Qt.LayoutDirection.LeftToRight
        )
        if self._fresh:
            self._pen.setBlockFormat(style)
            self._fresh = False
        else:
            self._pen.insertBlock(style)
        if level:
            self._deep.append(self._pen.position())

    def place(self, key: object) -> None:
        """Remember the paragraph that was begun, to find its height by the key."""
        self._places[key] = self._pen.position()

    def height_of(self, key: object, *, below: bool = False) -> float | None:
        """How far down the text a remembered paragraph begins, or ends; None for an unknown key."""
        position = self._places.get(key)
        if position is None:
            return None
        document = self.document()
        area = document.documentLayout().blockBoundingRect(document.findBlock(position))
        return area.bottom() if below else area.top()

    def words(
        self, text: str, field: str = "text", pixels: int = TEXT_PX, *, bold: bool = False
    ) -> None:
        """Words of the window's, or of a document's head."""
        self._pen.insertText(shown(text), self._plain(field, pixels, bold=bold))

    def small(self, text: str, field: str = "secondary") -> None:
        """Secondary words."""
        self.words(text, field, SMALL_PX)

    def link(self, text: str, meant: object, field: str = "accent") -> None:
        """Words that lead somewhere; underlined where the colour does not say so."""
        style = self._plain(field, SMALL_PX)
        style.setFontUnderline(field != "accent")
        style.setAnchor(True)
        style.setAnchorHref(f"{_SCHEME}:{len(self._links)}")
        self._links.append(meant)
        self._pen.insertText(shown(text), style)

    def dot(self, colour: str) -> None:
        """A dot in a colour of marks ("yellow"), and a blank."""
        style = self._plain("text", TEXT_PX)
        style.setForeground(QColor(COLOURS[colour]))
        self._pen.insertText("●\u00a0", style)

    def badge(self, verb: Verb, *, emphasised: bool = False) -> None:
        """A verb's badge, which copied is its word."""
        self._badges.append((self._pen.position(), verb, emphasised))
        style = QTextCharFormat()
        font = badge_font()
        text = verb_words(verb)
        # As wide as the badge that is painted over it.
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 2 * PAD / len(text))
        style.setFont(font)
        style.setForeground(Qt.GlobalColor.transparent)
        self._pen.insertText(text, style)

    def redline(self, parts: Iterable[tuple[Kind, str]]) -> None:
        """Running words of a text: those that go struck, those that come underlined."""
        last = Kind.EQUAL
        for kind, text in parts:
            if Kind.EQUAL not in (kind, last):
                self._pen.insertText(THIN_SPACE, self._serif("text"))
            last = kind
            style = self._serif(_FIELDS[kind])
            if kind is not Kind.EQUAL:
                style.setFontStrikeOut(kind is Kind.DELETED)
                style.setFontUnderline(kind is Kind.INSERTED)
                style.setUnderlineColor(self.theme.colour(_FIELDS[kind]))
            self._pen.insertText(shown(text), style)

    def run(self, text: str, number: int = 0, meant: object = None) -> None:
        """Running words; with a number they are marked by it, and lead somewhere."""
        style = self._serif("text")
        if number:
            style.setBackground(self.theme.colour("selected"))
            style.setFontUnderline(True)
            style.setUnderlineColor(self.theme.colour("accent"))
            style.setAnchor(True)
            style.setAnchorHref(f"{_SCHEME}:{len(self._links)}")
            self._links.append(meant)
            count = QTextCharFormat(style)
            font = count.font()
            font.setPixelSize(SMALL_PX - 2)
            font.setWeight(QFont.Weight.Bold)
            count.setFont(font)
            count.setFontUnderline(False)
            count.setForeground(self.theme.colour("accent"))
            self._pen.insertText(f"{number}\u2009", count)
        self._pen.insertText(shown(text), style)

    def show_card(self, number: int) -> None:
        """Scroll to a card."""
        area = self.document().documentLayout().frameBoundingRect(self._cards[number])
        self.verticalScrollBar().setValue(max(0, round(area.top()) - 8))

    @property
    def card_count(self) -> int:
        """How many cards there are by now."""
        return len(self._cards)

    @property
    def links(self) -> list[object]:
        """What the links were made for, in their order."""
        return list(self._links)

    # -- painting ----------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Cards under the text, badges over it."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        layout = self.document().documentLayout()
        down = self.verticalScrollBar().value()
        painter.setPen(QPen(self.theme.colour("line"), 1))
        painter.setBrush(self.theme.colour("panel"))
        for frame in self._cards:
            area = layout.frameBoundingRect(frame).translated(0, -down)
            if area.intersects(QRectF(event.rect())):
                painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        self._paint_stripes(painter, down)
        painter.end()
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        for position, verb, emphasised in self._badges:
            cursor = QTextCursor(self.document())
            cursor.setPosition(position)
            at = self.cursorRect(cursor)
            if event.rect().intersects(at.adjusted(-2, -2, 80, 2)):
                top = at.center().y() - HEIGHT / 2 + 1
                point = QPointF(at.left(), top)
                paint_badge(painter, point, verb, self.theme, emphasised=emphasised)
        painter.end()

    def _paint_stripes(self, painter: QPainter, down: int) -> None:
        """A stripe for each level beside words that are set in, without gaps."""
        document = self.document()
        layout = document.documentLayout()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.colour("line"))
        for position in self._deep:
            block = document.findBlock(position)
            area = layout.blockBoundingRect(block).translated(0, -down)
            top = area.top() - block.blockFormat().topMargin()
            before = block.previous()
            if before.isValid() and before.blockFormat().indent():
                top = min(top, layout.blockBoundingRect(before).bottom() - down)
            frame = QTextCursor(block).currentFrame()
            sides = layout.frameBoundingRect(frame)
            right = block.textDirection() is Qt.LayoutDirection.RightToLeft
            for level in range(block.blockFormat().indent()):
                x = sides.left() + CARD_PAD + level * INDENT
                if right:
                    x = sides.right() - CARD_PAD - level * INDENT - STRIPE
                painter.drawRect(QRectF(x, top, STRIPE, area.bottom() - top))

    # -- inside ------------------------------------------------------------------------------

    def _follow(self, link: QUrl) -> None:
        self.followed.emit(self._links[int(link.path())])

    def _plain(self, field: str, pixels: int, *, bold: bool = False) -> QTextCharFormat:
        style = QTextCharFormat()
        font = QFont(self.font())
        font.setPixelSize(pixels)
        if bold:
            font.setWeight(QFont.Weight.DemiBold)
        style.setFont(font)
        style.setForeground(self.theme.colour(field))
        return style

    def _serif(self, field: str) -> QTextCharFormat:
        style = QTextCharFormat()
        font = QFont()
        font.setFamilies(list(SERIF))
        font.setStyleHint(QFont.StyleHint.Serif)
        font.setPixelSize(TYPE_PX)
        style.setFont(font)
        style.setForeground(self.theme.colour(field))
        return style
