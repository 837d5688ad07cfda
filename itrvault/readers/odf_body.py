"""Walks the words of an OpenDocument file: paragraphs, lists, tables, notes, tracked changes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from urllib.parse import unquote

from itrvault.errors import ReaderOverLimit
from itrvault.model.document import RedlineKind
from itrvault.model.geometry import ParagraphKind
from itrvault.readers.docx_body import Place, local
from itrvault.readers.docx_symbols import note_mark
from itrvault.readers.headings import heading_label
from itrvault.readers.links import inside, note_names
from itrvault.readers.odf_changes import Changes, comment_of, end_of, flags_of
from itrvault.readers.odf_package import DRAW, OFFICE, PRESENTATION, TABLE, TEXT, XLINK, XML
from itrvault.readers.odf_styles import Counter, ListLevel, Styles
from itrvault.readers.ooxml import Element
from itrvault.readers.sections import PLAIN, Block, Mark, Piece, Style, clean

_DEEPEST = 100
_MOST_SPACES = 1_000
REPEATS = 1_000
_SPACE = re.compile(r"[ \t\r\n]+")
_STRUCK = Mark(RedlineKind.DELETED, drawn=True)
_UNDERLINED = Mark(RedlineKind.INSERTED, drawn=True)
_SKIPPED = {
    "tracked-changes", "table-of-content-source", "illustration-index-source", "table-index-source",
    "object-index-source", "user-index-source", "alphabetical-index-source", "bibliography-source",
    "forms", "script", "scripts", "event-listeners", "variable-decls", "sequence-decls",
    "user-field-decls", "dde-connection-decls", "object", "object-ole", "binary-data", "ruby-text",
    "note-citation", "footnote-citation", "endnote-citation", "dde-source", "calculation-settings",
    "content-validations", "label-ranges", "named-expressions", "database-ranges",
    "data-pilot-tables", "consolidation", "number", "desc", "animations", "par", "settings",
}  # fmt: skip
_NOTES = {
    "note": "", "footnote": ParagraphKind.FOOTNOTE, "endnote": ParagraphKind.ENDNOTE,
}  # fmt: skip
_LISTS = ("list", "ordered-list", "unordered-list")
_NAMED = {"bookmark", "bookmark-start", "reference-mark", "reference-mark-start"}
_REFERENCES = {"bookmark-ref", "reference-ref", "note-ref", "sequence-ref"}
_OUTLINE = "|outline"
"""Behind the number and words of a heading by which it is pointed at."""

_NUMBER = re.compile(r"[\d.\s]*")

Marks = tuple[Mark, ...]


@dataclass(slots=True)
class _Line:
    """A paragraph being read, and what hangs on it."""

    place: Place
    heading: bool = False
    pieces: list[Piece] = field(default_factory=list)
    done: list[tuple[list[Piece], Marks]] = field(default_factory=list)
    """Lines before this one that a deleted paragraph end once parted from it."""
    after: list[Block] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    comments: list[Block] = field(default_factory=list)
    ended: bool = True  # so far it ends in white space
    highlight: str = ""  # of the words that come now


@dataclass(frozen=True, slots=True)
class _List:
    """The list we are in."""

    style: str
    counter: Counter
    depth: int


class Body:
    """Reads one part of a file; `changes` are its tracked changes."""

    def __init__(self, styles: Styles, changes: Changes, *, underline_inserts: bool) -> None:
        self._styles = styles
        self._changes = changes
        self._underline_inserts = underline_inserts
        self.hidden = 0
        """Paragraphs or runs that an office program would not show."""
        self._tables = 0
        self._note_count = 0
        self._list: _List | None = None
        self._item: tuple[int | None] | None = None  # the start value of an item not yet numbered
        self._counters: dict[str, Counter] = {}
        self._outline = Counter()
        self._target = ""  # of the words we are in
        self._linked = False  # whether there was a link in the cell we are in
        self._names: list[str] = []  # of the place where the next words go

    def name_place(self, name: str) -> None:
        """The words that come next are what links call so."""
        self._names.append(name)

    def blocks(self, parent: Element, place: Place) -> Iterator[Block]:
        """The paragraphs below an element, in reading order."""
        for child in parent:
            name = local(child)
            if name in ("p", "h") and child.tag.startswith(TEXT):
                yield from self._paragraph(child, place, heading=name == "h")
            elif name in _LISTS and child.tag.startswith(TEXT):
                yield from self._in_list(child, place)
            elif name in ("table", "sub-table") and child.tag.startswith(TABLE):
                yield from self._table(child, place.deeper())
            elif name in ("change-start", "change-end", "change"):
                yield from self._between(child, name, place)
            elif name == "annotation":
                yield Block(flags_of(child), comments=[comment_of(child)])
            elif name == "annotation-end":
                yield Block([end_of(child)])
            elif name in _NAMED:
                self._names.append(child.get(f"{TEXT}name", ""))
            elif name == "notes" and child.tag.startswith(PRESENTATION):
                yield from self.blocks(child, replace(place, kind=ParagraphKind.FOOTNOTE).deeper())
            elif name and name not in _SKIPPED:
                if child.get(f"{TEXT}display") == "none":
                    self.hidden += 1
                yield from self.blocks(child, self._titled(child, place).deeper())

    @staticmethod
    def _titled(child: Element, place: Place) -> Place:
        """The title of a slide is its heading."""
        if child.get(f"{PRESENTATION}class") == "title" and place.kind is ParagraphKind.BODY:
            return replace(place, kind=ParagraphKind.HEADING)
        return place

    def _between(self, child: Element, name: str, place: Place) -> Iterator[Block]:
        """A change that starts, ends or was made between two paragraphs."""
        if name != "change":
            self._changes.turn(child, on=name == "change-start")
            return
        marks, paragraphs = self._changes.deletion(child)
        for paragraph in paragraphs:
            inner = replace(place, marks=(*place.marks, *marks)).deeper()
            yield from self._paragraph(paragraph, inner, heading=False)

    # -- lists -----------------------------------------------------------------------------------

    def _in_list(self, element: Element, place: Place) -> Iterator[Block]:
        outer = self._list
        style = element.get(f"{TEXT}style-name") or (outer.style if outer else "")
        if outer is not None:
            counter = outer.counter
        else:
            counter = self._counters.get(self._continues(element, style)) or Counter()
        self._counters[f"style {style}"] = counter
        if identity := element.get(f"{XML}id"):
            self._counters[f"id {identity}"] = counter
        self._list = _List(style, counter, outer.depth + 1 if outer else 1)
        for item in element:
            if local(item) == "list-item":
                self._item = (_whole(item.get(f"{TEXT}start-value"), None),)
            yield from self.blocks(item, place.deeper())
            self._item = None
        self._list = outer

    @staticmethod
    def _continues(element: Element, style: str) -> str:
        """Which list before this one it goes on from, as a key of the counters."""
        if other := element.get(f"{TEXT}continue-list"):
            return f"id {other}"
        return f"style {style}" if element.get(f"{TEXT}continue-numbering") == "true" else ""

    def _number(self, level: int, own_list: str) -> str:
        """The number a paragraph shows: of its list item, or of its level as a heading."""
        item, self._item = self._item, None
        if self._list is not None and item is not None:
            levels = self._levels(self._list.style or own_list)
            return self._list.counter.next(levels, self._list.depth, item[0])
        if level and self._list is None:
            return self._outline.next(self._styles.outline, level)
        return ""

    def _levels(self, style: str) -> dict[int, ListLevel]:
        return self._styles.lists.get(style, {})

    # -- tables ----------------------------------------------------------------------------------

    def _table(self, table: Element, place: Place) -> Iterator[Block]:
        self._tables += 1
        number = self._tables
        kind = ParagraphKind.CELL if place.kind is ParagraphKind.BODY else place.kind
        outer, self._list = self._list, None
        row = 0
        for line in rows_of(table):
            for _ in range(repeats(line, "rows", most=10)):
                column = 0
                for cell in cells_of(line):
                    for _ in range(repeats(cell, "columns", most=10)):
                        inner = replace(place, kind=kind, table=number, row=row, column=column)
                        yield from self.blocks(cell, inner.deeper())
                        column += 1
                row += 1
        self._list = outer

    # -- paragraphs ------------------------------------------------------------------------------

    def _paragraph(self, element: Element, place: Place, *, heading: bool) -> Iterator[Block]:
        style = self._styles.of("paragraph", element.get(f"{TEXT}style-name", ""))
        level = _whole(element.get(f"{TEXT}outline-level"), None) or _whole(
            element.get(f"{TEXT}level"), None
        )
        level = (level or style.level or 1) if heading else style.level
        level = min(level, 10)
        number = ""
        if element.get(f"{TEXT}is-list-header") != "true":
            number = self._number(level if heading else 0, style.list_style)
            number = number or " ".join((element.findtext(f"{TEXT}number") or "").split())
        line = _Line(place, heading=level > 0, highlight=style.highlight or "")
        self.hidden += style.hidden
        self._inline(element, line, Style(**style.looks), place.marks, 0)
        lines = [*line.done, (line.pieces, self._marks(place))]
        for index, (pieces, end_marks) in enumerate(lines):
            _trim(pieces)
            words = "".join(piece.text for piece in pieces).strip()
            if level and words:
                pieces[0].names += (_outline_name(words),)
            if number and words:
                pieces.insert(0, Piece(f"{number} ", PLAIN, end_marks))
                number = ""
            block = Block(
                pieces or [Piece("")], place.kind, int(place.kind is ParagraphKind.HEADING),
                place.table, place.row, place.column, end_marks,
            )  # fmt: skip
            if place.kind is ParagraphKind.BODY:
                if level or (words and heading_label(words)):
                    block.kind, block.level = ParagraphKind.HEADING, level or 2
                elif self._list is not None:
                    block.kind, block.level = ParagraphKind.ITEM, self._list.depth
            if index == len(lines) - 1:
                block.comments = line.comments
            yield block
        yield from line.after
        for box in line.boxes:
            outer, self._list = self._list, None
            yield from self._box(box, place.deeper())
            self._list = outer

    def _box(self, box: Element, place: Place) -> Iterator[Block]:
        """The words in a drawing. A cell's drawing stays in its cell."""
        yield from self.blocks(box, place)

    def _marks(self, place: Place) -> Marks:
        return (*place.marks, *self._changes.active())

    def text_of(
        self, element: Element, place: Place
    ) -> tuple[str, str, list[Block], list[Element]]:
        """A cell's words as one text, where all of them lead, its comments, and its drawings."""
        lines: list[str] = []
        self._linked = False
        pieces: list[Piece] = []
        comments: list[Block] = []
        boxes: list[Element] = []
        for child in element:
            name = local(child)
            if name in ("p", "h"):
                line = _Line(place)
                self._inline(child, line, PLAIN, (), 0)
                _trim(line.pieces)
                lines.append("".join(piece.text for piece in line.pieces))
                pieces += line.pieces
                comments += line.comments
                boxes += line.boxes
            elif name == "annotation":
                comments.append(comment_of(child))
            elif name in _LISTS:
                lines += [block.text for block in self._in_list(child, place)]
            elif child.tag.startswith(DRAW):
                boxes.append(child)
        if not self._linked:
            return "\n".join(lines), "", comments, boxes
        targets = {piece.link for piece in pieces if piece.text.strip()}
        target = targets.pop() if len(targets) == 1 else ""
        return "\n".join(lines), target, comments, boxes

    # -- inside a paragraph ----------------------------------------------------------------------

    def _inline(
        self, parent: Element, line: _Line, style: Style, marks: Marks, depth: int,
        *, link: bool = False,
    ) -> None:  # fmt: skip
        if depth > _DEEPEST:
            raise ReaderOverLimit(reason="its text nests too deeply")
        self._put(line, parent.text, style, marks, link=link)
        for child in parent:
            self._element(child, line, style, marks, depth, link=link)
            self._put(line, child.tail, style, marks, link=link)

    def _element(
        self, child: Element, line: _Line, style: Style, marks: Marks, depth: int, *, link: bool
    ) -> None:
        name = local(child)
        if name in ("change-start", "change-end"):
            self._changes.turn(child, on=name == "change-start")
        elif name == "change":
            self._deleted(child, line, style, marks, depth)
        elif name == "s":
            count = min(_whole(child.get(f"{TEXT}c"), None) or 1, _MOST_SPACES)
            self._sign(line, " " * count, style, marks)
        elif name in ("tab", "tab-stop"):
            self._sign(line, "\t", style, marks)
        elif name == "line-break":
            self._sign(line, "\n", style, marks)
            line.ended = True
        elif name in _NOTES and child.tag.startswith(TEXT):
            self._note(child, line, marks)
        elif name == "annotation" and child.tag.startswith(OFFICE):
            line.comments.append(comment_of(child))
            line.pieces += flags_of(child)
        elif name == "annotation-end":
            line.pieces.append(end_of(child))
        elif child.tag.startswith((DRAW, TABLE)):
            line.boxes.append(child)
        elif name in ("hidden-text", "hidden-paragraph", "conditional-text"):
            self._concealed(child, line, style, marks)
        elif name == "span":
            looks = self._styles.of("text", child.get(f"{TEXT}style-name", ""))
            self.hidden += looks.hidden
            inner = replace(style, **looks.looks) if looks.looks else style
            around = line.highlight
            line.highlight = around if looks.highlight is None else looks.highlight
            self._inline(child, line, inner, marks, depth + 1, link=link)
            line.highlight = around
        elif name in _NAMED:
            self._names.append(child.get(f"{TEXT}name", ""))
        elif name and name not in _SKIPPED:
            outer = self._target
            if name == "a" or name in _REFERENCES:
                self._target = _leads(child) or outer
                self._linked = True
            elif name == "sequence":  # the number of a picture or table
                self._names.append(child.get(f"{TEXT}ref-name", ""))
            self._inline(child, line, style, marks, depth + 1, link=link or name == "a")
            self._target = outer

    def _deleted(self, child: Element, line: _Line, style: Style, marks: Marks, depth: int) -> None:
        """Put deleted words back where they stood; each paragraph end in them is a line's end."""
        deleted, paragraphs = self._changes.deletion(child)
        for index, paragraph in enumerate(paragraphs):
            if index:
                line.done.append((line.pieces, (*marks, *self._changes.active(), *deleted)))
                line.pieces, line.ended = [], True
            self._inline(paragraph, line, style, (*marks, *deleted), depth + 1)

    def _concealed(self, child: Element, line: _Line, style: Style, marks: Marks) -> None:
        shown = "".join(child.itertext())
        said = child.get(f"{TEXT}string-value", "")
        if local(child) == "hidden-text" and said and said != shown:
            self.hidden += 1
            shown = shown or said
        self._put(line, shown, style, marks, link=False)

    def _note(self, note: Element, line: _Line, marks: Marks) -> None:
        kind = _NOTES[local(note)] or (
            ParagraphKind.ENDNOTE
            if note.get(f"{TEXT}note-class") == "endnote"
            else ParagraphKind.FOOTNOTE
        )
        self._note_count += 1
        mark = note_mark(self._note_count)
        called, sign = note_names("note", self._note_count)
        around, self._target = self._target, inside(called)
        self._names.append(sign)
        self._sign(line, mark, PLAIN, marks)
        self._target = ""
        place = replace(line.place.deeper(), kind=ParagraphKind(kind))
        outer, self._list = self._list, None
        for part in note:
            if local(part).endswith("-body"):
                for block in self.blocks(part, place):
                    if block.text.strip() and mark:
                        names = (called, note.get(f"{TEXT}id", ""))
                        first = Piece(f"{mark} ", PLAIN, marks, link=inside(sign), names=names)
                        block.pieces.insert(0, first)
                        mark = ""
                    line.after.append(block)
        self._list, self._target = outer, around

    def _put(
        self, line: _Line, text: str | None, style: Style, marks: Marks, *, link: bool
    ) -> None:
        """Add words, white space run together as the format says."""
        if not text:
            return
        text = _SPACE.sub(" ", text)
        if line.ended:
            text = text.lstrip(" ")
        if not text:
            return
        line.ended = text.endswith(" ")
        marks = (*marks, *self._changes.active())
        if not any(mark.kind is RedlineKind.DELETED for mark in marks):
            if style.strike:
                marks = (*marks, _STRUCK)
            elif style.underline and self._underline_inserts and not (link or line.heading):
                marks = (*marks, _UNDERLINED)
        piece = Piece(clean(text), style, marks, line.highlight, link=self._target)
        self._append(line, piece)

    def _sign(self, line: _Line, sign: str, style: Style, marks: Marks) -> None:
        marks = (*marks, *self._changes.active())
        self._append(line, Piece(sign, style, marks, line.highlight, link=self._target))
        line.ended = False

    def _append(self, line: _Line, piece: Piece) -> None:
        if self._names:
            piece.names = tuple(self._names)
            self._names.clear()
        line.pieces.append(piece)


def _leads(element: Element) -> str:
    """The target of a link or a reference."""
    if local(element) in _REFERENCES:
        name = element.get(f"{TEXT}ref-name", "")
        return inside(name) if name else ""
    href = str(element.get(f"{XLINK}href", "")).strip()
    if not href.startswith("#"):
        return href
    name = unquote(href[1:])
    words = name.removesuffix(_OUTLINE)
    return inside(name if words == name else _outline_name(words))


def _outline_name(words: str) -> str:
    """What a heading is called by those that point at it by its words."""
    return " ".join(_NUMBER.sub("", words, count=1).split()) + _OUTLINE


def _trim(pieces: list[Piece]) -> None:
    """Drop white space before the paragraph's end, which is only how the XML is set out."""
    for place in range(len(pieces) - 1, -1, -1):
        last = pieces[place]
        if last.flag is not None:
            continue
        if words := last.text.rstrip(" "):
            pieces[place] = replace(last, text=words)
            return
        pieces.pop(place)


def rows_of(table: Element) -> Iterator[Element]:
    """The rows of a table, also those in groups."""
    for child in table:
        name = local(child)
        if name == "table-row":
            yield child
        elif name in ("table-header-rows", "table-rows", "table-row-group"):
            yield from rows_of(child)


def cells_of(row: Element) -> Iterator[Element]:
    """The cells of a row, covered ones too: words may be left in them."""
    for child in row:
        if local(child) in ("table-cell", "covered-table-cell"):
            yield child


def repeats(element: Element, what: str, *, most: int = REPEATS) -> int:
    """How often a row or cell with words stands there, 1 when that is beyond reason."""
    count = _whole(element.get(f"{TABLE}number-{what}-repeated"), None) or 1
    return count if count <= most else 1


def _whole(value: str | None, otherwise: int | None) -> int | None:
    return int(value) if value and value.isdecimal() and len(value) < 8 else otherwise
