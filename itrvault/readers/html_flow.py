"""Turns a parsed HTML tree into paragraphs, without recursion (pages nest as deep as they like)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from lxml import etree

from itrvault.model.document import RedlineKind
from itrvault.model.geometry import ParagraphKind
from itrvault.readers.docx_styles import numeral
from itrvault.readers.flow_colours import mark_coloured
from itrvault.readers.headings import heading_label
from itrvault.readers.html_links import PageLinks
from itrvault.readers.html_styles import (
    Classes,
    author_of,
    date_of,
    ink_of,
    is_struck,
    is_underlined,
    pen_of,
)
from itrvault.readers.sections import PLAIN, Block, Mark, Piece, Style

_DROPPED = {
    "script", "style", "head", "template", "svg", "object", "iframe", "canvas", "noframes",
    "audio", "video", "datalist",
}  # fmt: skip
_BLOCKS = {
    "html", "body", "p", "div", "section", "article", "main", "header", "footer", "nav", "aside",
    "blockquote", "ul", "ol", "dl", "li", "dt", "dd", "table", "caption", "thead", "tbody",
    "tfoot", "tr", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "hr", "form",
    "fieldset", "legend", "figure", "figcaption", "address", "center", "details", "summary",
    "menu", "dir", "option", "textarea", "noscript",
}  # fmt: skip
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_STYLES = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "cite": "italic",
    "var": "italic", "u": "underline", "ins": "underline", "s": "strike", "strike": "strike",
    "del": "strike",
}  # fmt: skip
_LIST_FORMS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_SPACE = re.compile(r"[ \t\n\r\f]+")
_PROPOSAL = re.compile(r"\s*\(?(?:ADD|MOD)\)?(?:\s|$)")
_INLINE = {"span", "font", "b", "i", "u", "em", "strong", "ins", "mark", "a", "small", "big"}


@dataclass(frozen=True, slots=True)
class _Inside:
    """What the place in the tree means for the words there."""

    kind: ParagraphKind = ParagraphKind.BODY
    level: int = 0
    table: int = 0
    row: int = 0
    column: int = 0
    style: Style = PLAIN
    marks: tuple[Mark, ...] = ()
    highlight: str = ""
    ink: str = ""
    lists: int = 0
    pre: bool = False
    link: bool = False
    target: str = ""


class _Table:
    """Where we are in a data table."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.row = -1
        self.column = 0


class Flow:
    """Walks one page. `tables` counts those of the document so far."""

    def __init__(self, root: Any, tables: int = 0, links: PageLinks | None = None) -> None:
        self._root = root
        self._links = links or PageLinks()
        self._names = [self._links.name()]  # of the place where the next words go
        for element in root.iter("base"):
            if href := element.get("href"):
                self._links.rebase(href)
                break
        self._pieces: list[Piece] = []
        self._marker = ""
        self._tables: list[_Table | None] = []  # None: a table that only lays out the page
        self.tables = tables
        self._counts: list[int] = []
        self._ended = True  # the paragraph so far ends in white space (or has not begun)
        self._classes = Classes(root)
        self._inserts = _is_redline(root, self._classes)

    def blocks(self) -> Iterator[Block]:
        """The paragraphs in reading order."""
        blocks = self._paragraphs()
        return iter(mark_coloured(list(blocks))) if self._inserts else blocks

    def _paragraphs(self) -> Iterator[Block]:
        stack = [_Inside()]
        walk = etree.iterwalk(self._root, events=("start", "end"))
        for event, element in walk:
            tag = element.tag if isinstance(element.tag, str) else ""
            if event == "start":
                if tag in _DROPPED:
                    walk.skip_subtree()
                    stack.append(stack[-1])
                    continue
                if tag in _BLOCKS:
                    yield from self._flush(stack[-1])
                if identity := element.get("id"):
                    self._names.append(self._links.name(identity))
                inside = self._enter(tag, element, stack[-1])
                stack.append(inside)
                if tag == "br":
                    self._pieces.append(
                        Piece(
                            "\n", inside.style, inside.marks, inside.highlight, ink=inside.ink,
                            link=inside.target,
                        )
                    )  # fmt: skip
                    self._ended = True
                self._put(element.text, inside)
                continue
            inside = stack.pop()
            if tag in _BLOCKS and tag not in _DROPPED:
                yield from self._flush(inside)
            self._leave(tag)
            self._put(element.tail, stack[-1])
        yield from self._flush(stack[-1])

    def _enter(self, tag: str, element: Any, inside: _Inside) -> _Inside:
        if tag in _HEADINGS:
            return replace(inside, kind=ParagraphKind.HEADING, level=int(tag[1]))
        plain = element.get("style") is None and element.get("class") is None
        if tag in _STYLES or tag in ("mark", "font") or not plain:
            return self._styled(tag, element, inside)
        if tag == "a":
            # Links are underlined everywhere.
            marks = tuple(m for m in inside.marks if not m.drawn or m.kind is RedlineKind.DELETED)
            if name := element.get("name"):
                self._names.append(self._links.name(name))
            href = element.get("href")
            target = self._links.target(href) if href else inside.target
            return replace(inside, link=True, marks=marks, target=target)
        if tag in ("ul", "ol", "menu", "dir"):
            self._counts.append(_whole(element.get("start"), 1) - 1)
            return replace(inside, lists=inside.lists + 1)
        if tag == "li":
            return self._item(element, inside)
        if tag in ("pre", "textarea"):
            return replace(inside, kind=ParagraphKind.CODE, pre=True)
        if tag in ("table", "tr", "td", "th"):
            return self._cell(tag, element, inside)
        return inside

    def _leave(self, tag: str) -> None:
        if tag in ("ul", "ol", "menu", "dir"):
            self._counts.pop()
            self._marker = ""
        elif tag == "table":
            self._tables.pop()

    def _styled(self, tag: str, element: Any, inside: _Inside) -> _Inside:
        """An inline style, and the redline it stands for."""
        said = self._classes.said_of(element)
        style, marks, highlight = inside.style, inside.marks, inside.highlight
        look = _STYLES.get(tag, "")
        if is_struck(said):
            look = "strike"
        elif not look and is_underlined(said):
            look = "underline"
        if look:
            style = replace(style, **{look: True})
        if tag == "del":
            marks = (*marks, Mark(RedlineKind.DELETED, author_of(element), date_of(element)))
        elif tag == "ins":
            marks = (*marks, Mark(RedlineKind.INSERTED, author_of(element), date_of(element)))
        elif look == "strike":
            marks = (*marks, Mark(RedlineKind.DELETED, drawn=True))
        elif look == "underline" and self._inserts and not inside.link and not inside.level:
            marks = (*marks, Mark(RedlineKind.INSERTED, drawn=True))
        if tag in _INLINE:
            highlight = pen_of(tag, element.get("style") or "", highlight)
        ink = ink_of(tag, said, element, inside.ink)
        styled = inside
        seen = (inside.style, inside.marks, inside.highlight, inside.ink)
        if (style, marks, highlight, ink) != seen:  # most classes say nothing of this
            styled = replace(inside, style=style, marks=marks, highlight=highlight, ink=ink)
        if tag in _STYLES or tag in ("mark", "font"):
            return styled
        return self._enter(tag, _Unstyled(element), styled)

    def _item(self, element: Any, inside: _Inside) -> _Inside:
        """A list item, with the number or bullet a browser shows."""
        parent = element.getparent()
        ordered = parent is not None and parent.tag == "ol"
        if not self._counts:
            self._marker = "• "
        elif ordered:
            self._counts[-1] = _whole(element.get("value"), self._counts[-1] + 1)
            form = _LIST_FORMS.get(parent.get("type", ""), "decimal")
            self._marker = numeral(self._counts[-1], form) + ". "
        else:
            self._marker = "• "
        if inside.table:
            return inside
        return replace(inside, kind=ParagraphKind.ITEM, level=max(1, inside.lists))

    def _cell(self, tag: str, element: Any, inside: _Inside) -> _Inside:
        if tag == "table":
            layout = element.find(".//table") is not None or any(
                element.find(f".//{heading}") is not None for heading in _HEADINGS
            )
            self.tables += not layout
            self._tables.append(None if layout else _Table(self.tables))
            return replace(inside, table=0, kind=ParagraphKind.BODY) if layout else inside
        table = self._tables[-1] if self._tables else None
        if table is None:
            return inside
        if tag == "tr":
            table.row += 1
            table.column = 0
            return inside
        column = table.column
        table.column += min(max(1, _whole(element.get("colspan"), 1)), 1000)
        return replace(
            inside, kind=ParagraphKind.CELL, table=table.number, row=max(0, table.row),
            column=column,
        )  # fmt: skip

    def _put(self, text: str | None, inside: _Inside) -> None:
        """Add words, white space run together as a browser does."""
        if not text:
            return
        if not inside.pre:
            text = _SPACE.sub(" ", text)
            if self._ended:
                text = text.lstrip(" ")
            if not text:
                return
            self._ended = text.endswith(" ")
        if self._marker and text.strip():
            self._pieces.append(Piece(self._marker, PLAIN, inside.marks))
            self._marker = ""
        ink = "" if inside.link or inside.kind is ParagraphKind.HEADING else inside.ink
        piece = Piece(
            text, inside.style, inside.marks, inside.highlight, ink=ink, link=inside.target
        )
        if self._names:
            piece.names = tuple(self._names)
            self._names.clear()
        self._pieces.append(piece)

    def _flush(self, inside: _Inside) -> Iterator[Block]:
        """The paragraph that ends here, without white space at its edges."""
        pieces, self._pieces, self._ended = self._pieces, [], True
        for place, strip in ((0, str.lstrip), (-1, str.rstrip)):
            names: tuple[str, ...] = ()  # of words that are left out
            while pieces:
                edge = pieces[place]
                text = strip(edge.text, "\n" if inside.pre else " \t\n\r\f")
                if text:
                    edge.text = text
                    break
                names += pieces.pop(place).names
            if names and pieces and not place:
                pieces[0].names = names + pieces[0].names
            elif names:
                self._names[:0] = names
        if not pieces:
            return
        block = Block(
            pieces, inside.kind, inside.level, inside.table, inside.row, inside.column,
            inside.marks,
        )  # fmt: skip
        if inside.kind is ParagraphKind.BODY and heading_label(block.text):
            block.kind, block.level = ParagraphKind.HEADING, 2
        yield block


class _Unstyled:
    """An element whose style attribute has been dealt with."""

    def __init__(self, element: Any) -> None:
        self._element = element

    def get(self, name: str, otherwise: Any = None) -> Any:
        """An attribute, the style never."""
        return otherwise if name in ("style", "class") else self._element.get(name, otherwise)

    def getparent(self) -> Any:
        """The element around it."""
        return self._element.getparent()

    def find(self, path: str) -> Any:
        """The first element below."""
        return self._element.find(path)


def _whole(value: str | None, otherwise: int) -> int:
    value = (value or "").strip()
    return int(value) if value.isdecimal() and len(value) < 7 else otherwise


def _is_redline(root: Any, classes: Classes) -> bool:
    """Whether underlining means insertion on this page, not emphasis: words are struck too."""
    if any(True for _ in root.iter("del", "s", "strike", "ins")):
        return True
    styled = root.xpath(".//*[@style or @class]")
    if any(is_struck(classes.said_of(element)) for element in styled):
        return True
    return any(_PROPOSAL.match(text) for text in root.itertext())
