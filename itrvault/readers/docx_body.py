"""Walks the body of a Word file: paragraphs, tables, notes, text boxes, tracked changes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from itrvault.errors import ReaderOverLimit
from itrvault.model.document import RedlineKind
from itrvault.model.geometry import ParagraphKind
from itrvault.readers.docx_comments import EDGES, Comment, edge
from itrvault.readers.docx_styles import (
    Numbering,
    Styles,
    highlight_of,
    is_on,
    list_place,
    looks_of,
)
from itrvault.readers.docx_symbols import note_mark, symbol
from itrvault.readers.headings import LONGEST_HEADING, heading_label
from itrvault.readers.links import inside, note_names, target_of_field
from itrvault.readers.ooxml import Element, W, relation
from itrvault.readers.remarks import Edge, Flag
from itrvault.readers.sections import PLAIN, Block, Mark, Piece, Style, clean

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_MATH = ("oMath", "oMathPara")
_TABLE_PARTS = ("sdt", "sdtContent", "customXml", "ins", "del", "moveFrom", "moveTo")
_DEEPEST = 60
_LONGEST_FIELD = 4_000
_CONTAINERS = {
    "hyperlink", "smartTag", "sdt", "sdtContent", "customXml", "fldSimple", "dir", "bdo",
    "ruby", "rubyBase",
}  # fmt: skip
_TRACKED = {
    "ins": RedlineKind.INSERTED,
    "moveTo": RedlineKind.INSERTED,
    "del": RedlineKind.DELETED,
    "moveFrom": RedlineKind.DELETED,
    "cellIns": RedlineKind.INSERTED,
    "cellDel": RedlineKind.DELETED,
    "conflictIns": RedlineKind.INSERTED,  # what two people changed at once
    "conflictDel": RedlineKind.DELETED,
}
_PROPOSAL = re.compile(r"\(?(?:ADD|MOD)\)?(?:\s|$)")
_ROMAN = re.compile(r"[IVX]+\.")
_STRUCK = Mark(RedlineKind.DELETED, drawn=True)
_UNDERLINED = Mark(RedlineKind.INSERTED, drawn=True)

Marks = tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where paragraphs stand: kind, table cell, and the redlines of row and cell around them."""

    kind: ParagraphKind = ParagraphKind.BODY
    table: int = 0
    row: int = 0
    column: int = 0
    marks: Marks = ()
    depth: int = 0

    def deeper(self) -> Place:
        """One level further in; raises ReaderOverLimit when it nests beyond reason."""
        if self.depth >= _DEEPEST:
            raise ReaderOverLimit(reason="its tables or controls nest too deeply")
        return replace(self, depth=self.depth + 1)


@dataclass(slots=True)
class _Line:
    """A paragraph being read, and what hangs on it."""

    place: Place
    looks: dict[str, bool]
    heading: bool = False
    pieces: list[Piece] = field(default_factory=list)
    notes: list[Block] = field(default_factory=list)
    boxes: list[tuple[Element, Marks]] = field(default_factory=list)
    comments: list[Block] = field(default_factory=list)


@dataclass(slots=True)
class _Field:
    """An open field: what it is told, whether its result has begun, and where that leads."""

    told: str = ""
    result: bool = False
    target: str = ""


def local(element: Element) -> str:
    """An element's name without its namespace; "" for what is no element."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def mark_of(element: Element) -> Mark:
    """The redline a tracked change stands for, with author and date as the file says."""
    return Mark(
        _TRACKED[local(element)], element.get(W + "author", ""), element.get(W + "date", "")
    )


def marks_in(properties: Element | None) -> Marks:
    """Tracked changes stated in row, cell or paragraph-mark properties."""
    if properties is None:
        return ()
    return tuple(mark_of(child) for child in properties if local(child) in _TRACKED)


class Body:
    """Reads one Word file. `notes` maps ("footnote" or "endnote", id) to its element.

    `note_addresses` says, for either kind, where the words of notes lead, by relationship id.
    """

    def __init__(
        self,
        styles: Styles,
        numbering: Numbering,
        notes: dict[tuple[str, str], Element],
        comments: dict[str, Comment],
        note_addresses: Mapping[str, Mapping[str, str]],
    ) -> None:
        self._styles = styles
        self._numbering = numbering
        self._notes = notes
        self._note_count = {"footnote": 0, "endnote": 0}
        self.comments = comments
        """Comments not yet referred to, by their ids."""
        self.hidden = 0
        """Runs that Word would not show."""
        self._tables = 0
        self._fields: list[_Field] = []
        self._addresses: Mapping[str, str] = {}  # of the part we are in
        self._note_addresses = note_addresses
        self._target = ""  # of the words we are in
        self._names: list[str] = []  # of the place where the next words go
        self._underline_inserts = False

    def blocks(self, root: Element, place: Place, addresses: Mapping[str, str]) -> Iterator[Block]:
        """The paragraphs of a body, header or footer, in reading order.

        `addresses` are what its words lead to outside of the file, by relationship id.
        """
        self._fields.clear()
        self._addresses = addresses
        self._underline_inserts = _is_drawn_redline(root)
        yield from self._blocks(root, place)

    def _blocks(self, parent: Element, place: Place) -> Iterator[Block]:
        for child in parent:
            name = local(child)
            if name == "p":
                yield from self._paragraph(child, place)
            elif name == "tbl":
                yield from self._table(child, place.deeper())
            elif name in _CONTAINERS:
                yield from self._blocks(child, place.deeper())
            elif name in EDGES:
                yield Block([edge(child)])
            elif name == "bookmarkStart":
                self._names.append(child.get(W + "name", ""))
            elif name in _TRACKED:
                inner = replace(place, marks=(*place.marks, mark_of(child)))
                yield from self._blocks(child, inner.deeper())
            elif name == "AlternateContent":
                chosen = _alternative(child)
                if chosen is not None:
                    yield from self._blocks(chosen, place.deeper())

    def _table(self, table: Element, place: Place) -> Iterator[Block]:
        self._tables += 1
        number = self._tables
        kind = ParagraphKind.CELL if place.kind is ParagraphKind.BODY else place.kind
        for row, (line, around) in enumerate(_inside(table, "tr", place.marks)):
            properties = line.find(W + "trPr")
            column = _number(properties, "gridBefore", 0)
            for cell, marks in _inside(line, "tc", (*around, *marks_in(properties))):
                about = cell.find(W + "tcPr")
                inner = replace(
                    place, kind=kind, table=number, row=row, column=column,
                    marks=(*marks, *marks_in(about)),
                )  # fmt: skip
                yield from self._cell(cell, inner)
                column += max(1, _number(about, "gridSpan", 1))

    def _cell(self, cell: Element, place: Place) -> Iterator[Block]:
        """The paragraphs of a cell. The end of its last one only goes with the cell."""
        last: Block | None = None
        for block in self._blocks(cell, place):
            if last is not None:
                yield last
            last = block
        if last is not None:
            if (last.table, last.row, last.column) == (place.table, place.row, place.column):
                last.end_marks = place.marks
            yield last

    def _paragraph(self, element: Element, place: Place) -> Iterator[Block]:
        properties = element.find(W + "pPr")
        named = _value(properties, "pStyle") or self._styles.default
        style = self._styles.of(named)
        level = style.level
        outline = _value(properties, "outlineLvl")
        if outline.isdecimal():
            level = int(outline) + 1 if int(outline) < 9 else 0
        line = _Line(place, style.looks, heading=level > 0)
        end = properties.find(W + "rPr") if properties is not None else None
        end_marks = (*place.marks, *marks_in(end))
        self._inline(element, line, place.marks, place.depth)
        self._fields = [one for one in self._fields if one.result]
        number, depth = self._number(properties, style.list_id, style.list_level)
        words = "".join(piece.text for piece in line.pieces).strip()
        if number and words:
            line.pieces.insert(0, Piece(number + " ", PLAIN, end_marks))
        block = Block(
            line.pieces or [Piece("")], place.kind, 0, place.table, place.row, place.column,
            end_marks, line.comments,
        )  # fmt: skip
        if place.kind is ParagraphKind.BODY:
            if level or (words and (heading_label(words) or _is_roman_heading(number, words))):
                block.kind, block.level = ParagraphKind.HEADING, level or 2
            elif number:
                block.kind, block.level = ParagraphKind.ITEM, depth + 1
        yield block
        yield from line.notes
        for box, marks in line.boxes:
            yield from self._blocks(box, replace(place, marks=marks).deeper())

    def _number(self, properties: Element | None, list_id: str, depth: int) -> tuple[str, int]:
        """The automatic number of a paragraph and its depth in the list."""
        own = properties.find(W + "numPr") if properties is not None else None
        if own is not None:
            own_id, own_depth = list_place(own)
            list_id, depth = own_id or list_id, own_depth
        return (self._numbering.next(list_id, depth), depth) if list_id else ("", 0)

    # -- inside a paragraph ---------------------------------------------------------------------

    def _inline(self, parent: Element, line: _Line, marks: Marks, depth: int) -> None:
        if depth > _DEEPEST:
            raise ReaderOverLimit(reason="its text nests too deeply")
        for child in parent:
            name = local(child)
            if name == "r":
                self._run(child, line, marks, depth)
            elif name in _TRACKED:
                self._inline(child, line, (*marks, mark_of(child)), depth + 1)
            elif name in ("hyperlink", "fldSimple"):
                outer, self._target = self._target, self._leads(child) or self._target
                self._inline(child, line, marks, depth + 1)
                self._target = outer
            elif name == "bookmarkStart":
                self._names.append(child.get(W + "name", ""))
            elif name in _CONTAINERS:
                self._inline(child, line, marks, depth + 1)
            elif name == "AlternateContent" and (chosen := _alternative(child)) is not None:
                self._inline(chosen, line, marks, depth + 1)
            elif name in EDGES:
                line.pieces.append(edge(child))
            elif name in _MATH:
                self._formula(child, line, marks, depth + 1)

    def _formula(self, parent: Element, line: _Line, marks: Marks, depth: int) -> None:
        """The signs of a formula in their order, with the changes in it."""
        if depth > _DEEPEST:
            raise ReaderOverLimit(reason="its formulas nest too deeply")
        for child in parent:
            if child.tag in (_MATH_TEXT, f"{W}t"):
                self._put(line, child.text or "", PLAIN, marks)
            elif (
                isinstance(child.tag, str) and child.tag.startswith(W) and local(child) in _TRACKED
            ):
                self._formula(child, line, (*marks, mark_of(child)), depth + 1)
            else:
                self._formula(child, line, marks, depth + 1)

    def _run(self, run: Element, line: _Line, marks: Marks, depth: int) -> None:
        properties = run.find(W + "rPr")
        style, drawn = self._look(properties, line)
        colour = highlight_of(properties)
        first = len(line.pieces)
        if not any(mark.kind is RedlineKind.DELETED for mark in marks):
            marks = (*marks, *drawn)
        if properties is not None and is_on(properties.find(W + "vanish")):
            self.hidden += 1
        for child in run:
            self._run_part(child, line, style, marks, depth)
        if colour:
            for piece in line.pieces[first:]:
                piece.highlight = colour

    def _run_part(
        self, child: Element, line: _Line, style: Style, marks: Marks, depth: int
    ) -> None:
        name = local(child)
        if name == "t":
            self._put(line, child.text or "", style, marks)
        elif name == "delText":
            if not any(mark.kind is RedlineKind.DELETED for mark in marks):
                marks = (*marks, Mark(RedlineKind.DELETED))
            self._put(line, child.text or "", style, marks)
        elif name in _SIGNS:
            self._put(line, _SIGNS[name], style, marks)
        elif name == "sym":
            sign = symbol(child.get(W + "font", ""), child.get(W + "char", ""))
            self._put(line, sign, style, marks)
        elif name == "fldChar":
            self._field(child.get(W + "fldCharType", ""))
        elif name == "instrText":
            if self._fields and len(self._fields[-1].told) < _LONGEST_FIELD:
                self._fields[-1].told += child.text or ""
        elif name in ("footnoteReference", "endnoteReference"):
            self._note(child, name.removesuffix("Reference"), line, marks)
        elif name == "commentReference":
            key = child.get(W + "id", "")
            comment = self.comments.pop(key, None)
            if comment is not None:
                line.comments.append(comment.block)
                line.pieces.append(Piece("", flag=Flag(key, Edge.MADE, comment.remark)))
        elif name in ("drawing", "pict", "object"):
            line.boxes += [(box, marks) for box in _boxes(child)]
        elif name == "AlternateContent":
            chosen = _alternative(child)
            for inner in chosen if chosen is not None and depth < _DEEPEST else ():
                self._run_part(inner, line, style, marks, depth + 1)
        elif name == "ruby":
            base = child.find(W + "rubyBase")
            if base is not None:
                self._inline(base, line, marks, depth + 1)

    def _look(self, properties: Element | None, line: _Line) -> tuple[Style, Marks]:
        """How a run looks, and the redlines that its strike-out and underline stand for."""
        looks = dict(line.looks)
        linked = ""
        if properties is not None:
            linked = _value(properties, "rStyle")
            if linked:
                looks.update(self._styles.of(linked).looks)
            looks.update(looks_of(properties))
        style = Style(**looks) if looks else PLAIN
        if style.strike:
            return style, (_STRUCK,)
        link = "hyperlink" in linked.casefold()
        if style.underline and self._underline_inserts and not (link or line.heading):
            return style, (_UNDERLINED,)
        return style, ()

    def _leads(self, element: Element) -> str:
        """The target of a link, or of a field that is told in one attribute."""
        if local(element) == "fldSimple":
            return target_of_field(element.get(W + "instr", ""))
        address = self._addresses.get(relation(element), "")
        place = element.get(W + "anchor") or element.get(W + "docLocation") or ""
        if address and place and "#" not in address:
            return f"{address}#{place}"
        return address or (inside(place) if place else "")

    def _put(self, line: _Line, text: str, style: Style, marks: Marks) -> None:
        if not text:
            return
        target = self._target
        for one in self._fields:
            if not one.result:
                return
            target = one.target or target
        piece = Piece(clean(text), style, marks, link=target)
        if self._names:
            piece.names = tuple(self._names)
            self._names.clear()
        line.pieces.append(piece)

    def _field(self, kind: str) -> None:
        """Follow a field's parts: only the result is text."""
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].result = True
            self._fields[-1].target = target_of_field(self._fields[-1].told)
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _note(self, reference: Element, kind: str, line: _Line, marks: Marks) -> None:
        note = self._notes.pop((kind, reference.get(W + "id", "")), None)
        if note is None:
            return
        mark = sign = name = ""
        if reference.get(W + "customMarkFollows", "0") in ("0", "false"):
            self._note_count[kind] += 1
            mark = note_mark(self._note_count[kind])
            name, sign = note_names(kind, self._note_count[kind])
            outer, self._target = self._target, inside(name)
            self._names.append(sign)
            self._put(line, mark, PLAIN, marks)
            self._target = outer
        place = replace(line.place.deeper(), kind=ParagraphKind(kind), marks=marks)
        around = self._fields, self._addresses, self._target
        self._fields, self._addresses, self._target = [], self._note_addresses[kind], ""
        blocks = [block for block in self._blocks(note, place) if block.text.strip()]
        self._fields, self._addresses, self._target = around
        if blocks and mark:
            first = blocks[0].pieces
            words = first[0].text.lstrip()
            first[0] = replace(first[0], text=words)
            first.insert(0, Piece(f"{mark} ", PLAIN, marks, link=inside(sign), names=(name,)))
        line.notes += blocks

    def leftover_notes(self, kind: ParagraphKind) -> Iterator[Block]:
        """Notes that nothing refers to; Word hides them, a reader of leaks wants them."""
        self._addresses = self._note_addresses[kind.value]
        for which, identity in [key for key in self._notes if key[0] == kind.value]:
            yield from self._blocks(self._notes.pop((which, identity)), Place(kind))


_SIGNS = {
    "tab": "\t",
    "ptab": "\t",
    "br": "\n",
    "cr": "\n",
    "noBreakHyphen": "\u2011",
    "softHyphen": "\u00ad",
}


def _is_roman_heading(number: str, words: str) -> bool:
    """Whether a numbered paragraph is a heading as UN papers number them ("IV. Reporting")."""
    return (
        bool(_ROMAN.fullmatch(number)) and len(words) <= LONGEST_HEADING and words[-1] not in ".;:,"
    )


def _is_drawn_redline(root: Element) -> bool:
    """Whether underlining means insertion here: words are also struck, or verbs of change stand
    at the start of a text ("MOD RUS/27/7"). Elsewhere an underline is only emphasis."""
    if any(is_on(strike) for strike in root.iter(W + "strike", W + "dstrike")):
        return True
    return any(_PROPOSAL.match(text.text or "") for text in root.iter(W + "t"))


def _alternative(element: Element) -> Element | None:
    """The one branch of an AlternateContent to read: the first that holds words."""
    branches = [b for b in element if b.tag in (f"{_MC}Choice", f"{_MC}Fallback")]
    for branch in branches:
        if any((text.text or "").strip() for text in branch.iter(W + "t", W + "delText")):
            return branch
    return branches[0] if branches else None


def _boxes(element: Element) -> list[Element]:
    """The outermost text boxes below a drawing; of alternatives only one."""
    found: list[Element] = []
    waiting = list(element)
    while waiting:
        at = waiting.pop(0)
        if at.tag == W + "txbxContent":
            found.append(at)
        elif at.tag == f"{_MC}AlternateContent":
            chosen = _alternative(at)
            waiting[:0] = list(chosen) if chosen is not None else []
        else:
            waiting[:0] = list(at)
    return found


def _inside(parent: Element, name: str, marks: Marks) -> Iterator[tuple[Element, Marks]]:
    """Rows of a table or cells of a row, also those wrapped in content controls or changes."""
    for child in parent:
        inside = local(child)
        if inside == name:
            yield child, marks
        elif inside in _TABLE_PARTS:
            around = (*marks, mark_of(child)) if inside in _TRACKED else marks
            yield from _inside(child, name, around)


def _value(properties: Element | None, tag: str) -> str:
    child = properties.find(W + tag) if properties is not None else None
    return "" if child is None else str(child.get(W + "val", ""))


def _number(properties: Element | None, tag: str, otherwise: int) -> int:
    value = _value(properties, tag)
    return min(int(value), 1000) if value.isdecimal() and len(value) < 5 else otherwise
