"""Walks the text of an old Word file: paragraphs, cells, fields, notes, comments, changes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from itrvault.model.document import RedlineKind
from itrvault.model.geometry import ParagraphKind
from itrvault.readers.colours import nearest_of_hex
from itrvault.readers.doc_head import WORD_6, WORD_97, Head, Part
from itrvault.readers.doc_notes import Comment, Notes
from itrvault.readers.doc_pieces import Pieces, stories, whole_text
from itrvault.readers.doc_properties import Runs, Values, values_of
from itrvault.readers.doc_styles import Lists, StyleSheet, StyleSheetEntry, fonts, switched
from itrvault.readers.docx_symbols import note_mark, symbol
from itrvault.readers.headings import LONGEST_HEADING, heading_label, starts_with_change
from itrvault.readers.links import inside, note_names, target_of_field
from itrvault.readers.remarks import Edge, Flag, Remark
from itrvault.readers.rtf_tokens import stamp
from itrvault.readers.sections import PLAIN, Block, Mark, Piece, Style, clean

_STRUCK = Mark(RedlineKind.DELETED, drawn=True)
_UNDERLINED = Mark(RedlineKind.INSERTED, drawn=True)
_ROMAN = re.compile(r"[IVX]+\.")
_SIGNS = str.maketrans({
    "\x0b": "\n", "\x0c": "\n", "\x0e": "\n", "\x1e": "\u2011", "\x1f": "\u00ad", "\x07": "",
    "\r": "", **dict.fromkeys("\x00\x01\x02\x03\x04\x05\x06\x08\x0f\x10\x11\x12\x16\x17\x18"
                              "\x19\x1a\x1b\x1c\x1d", ""),
})  # fmt: skip
_BEGIN, _SEPARATE, _END = "\x13", "\x14", "\x15"
_ENDS = re.compile("[\r\x07\x0c]")
_PARTS = re.compile("[\x13\x14\x15\x02\x05\x08\x28]|[^\x13\x14\x15\x02\x05\x08\x28]+")
_SYMBOL_FIELD = re.compile(
    r"\s*SYMBOL\s+(0x[0-9A-Fa-f]{1,4}|\d{1,5})(?:.{0,200}\\f\s*\"?([^\"\\]*))?", re.I
)
_COLOURS = {
    1: "gray", 2: "blue", 3: "blue", 4: "green", 5: "magenta", 6: "red", 7: "yellow", 9: "blue",
    10: "blue", 11: "green", 12: "purple", 13: "red", 14: "orange", 15: "gray", 16: "gray",
}  # fmt: skip
"""Our colours for Word's pens (MS-DOC, Ico)."""

_MOST_DEEP = 60
_SAID = ParagraphKind.COMMENT


@dataclass(slots=True)
class _Line:
    """A paragraph being read, and what hangs on it."""

    kind: ParagraphKind
    heading: bool = False
    pieces: list[Piece] = field(default_factory=list)
    notes: list[Block] = field(default_factory=list)
    boxes: list[Block] = field(default_factory=list)
    comments: list[Block] = field(default_factory=list)


@dataclass(slots=True)
class _Table:
    """Where we are in one table; `cells` are the paragraphs of the row so far."""

    number: int
    row: int = 0
    column: int = 0


@dataclass(slots=True)
class _Field:
    """An open field: what it is told, whether its result has begun, and where that leads."""

    told: str = ""
    result: bool = False
    target: str = ""


class Body:
    """Reads one file. `blocks()` gives its paragraphs; what else it found is told by fields."""

    def __init__(self, head: Head, codec: str) -> None:
        self._head = head
        self._codec = codec
        self._pieces = Pieces(head)
        self._characters = Runs(head, Part.CHARACTERS)
        self._paragraphs = Runs(head, Part.PARAGRAPHS)
        self._styles = StyleSheet(head)
        self._fonts = fonts(head)
        self._lists = Lists(head)
        self._stories = stories(head, self._pieces.length)
        self._notes = Notes(head, self._stories)
        self._tables: list[_Table] = []
        self._table_count = 0
        self._fields: list[_Field] = []
        self._target = ""  # of the sign of a note
        self._names: list[str] = []  # of the place where the next words go
        self._depth = 0
        self._seen_heads: set[str] = set()
        self._underline_inserts = self._is_drawn_redline()
        self.hidden = False
        self.pictures = 0
        self.cut = self._pieces.length < sum(head.lengths)
        """Whether the file ends before its text does."""

    def _is_drawn_redline(self) -> bool:
        """Whether underlining means insertion here; see the reader of DOCX."""
        start, end = self._stories["text"]
        for piece in self._pieces.between(start, end):
            first, last = piece.offset, piece.offset + piece.width * (piece.end - piece.start)
            for _, _, raw in self._characters.within(first, last):
                values = values_of(raw, self._head.version)
                if values.get("strike") == 1 or values.get("double strike") == 1:
                    return True
        words = self._pieces.text(start, min(end, start + 200_000))
        return any(starts_with_change(line) for line in _ENDS.split(words))

    # -- the stories -----------------------------------------------------------------------------

    def blocks(self) -> Iterator[Block]:
        """Running heads, the text with its notes and boxes, then what nothing refers to."""
        feet: list[Block] = []
        for kind, start, end in self._notes.heads():
            for block in self._story(start, end, kind):
                text = " ".join(block.text.split())
                if text not in self._seen_heads and re.search(r"[^\W\d]", text):
                    self._seen_heads.add(text)
                    if kind is ParagraphKind.FOOTER:
                        feet.append(block)
                    else:
                        yield block
        yield from self._story(*self._stories["text"], ParagraphKind.BODY)
        for note in self._notes.left():
            yield from self._story(note.start, note.end, note.kind)
        for start, end in self._notes.left_boxes():
            yield from self._story(start, end, ParagraphKind.BODY)
        yield from self._story(*self._stories["head boxes"], ParagraphKind.HEADER)
        yield from feet
        yield Block([], comments=[self._comment(comment)[0] for comment in self._notes.comments()])

    def _story(self, start: int, end: int, kind: ParagraphKind) -> Iterator[Block]:
        """The paragraphs of one stretch of the text."""
        if self._depth >= _MOST_DEEP or end <= start:
            return
        tables, fields = self._tables, self._fields
        self._tables, self._fields = [], []
        self._depth += 1
        text = self._pieces.text(start, end, self._codec)
        at = 0
        for found in _ENDS.finditer(text):
            if found[0] == "\x0c" and not self._ends_paragraph(start + found.start()):
                continue  # a page break within a paragraph
            yield from self._paragraph(start + at, start + found.end(), kind)
            at = found.end()
        if at < len(text):
            yield from self._paragraph(start + at, start + len(text), kind)
        self._depth -= 1
        self._tables, self._fields = tables, fields

    def _ends_paragraph(self, place: int) -> bool:
        """Whether the properties of a paragraph end with this character."""
        offset = self._pieces.offset(place)
        run = self._paragraphs.index(offset)
        return run < 0 or self._paragraphs.ends[run] <= offset + 2

    def _paragraph(self, start: int, end: int, kind: ParagraphKind) -> Iterator[Block]:
        stated = self._paragraph_values(end - 1)
        style = self._styles.of(stated.get("paragraph style", 0))
        stated = style.paragraph | stated
        self._enter_table(stated)
        level = style.level
        if "outline" in stated:
            level = stated["outline"] + 1 if stated["outline"] < 9 else 0
        line = _Line(kind, heading=level > 0)
        end_marks = self._inline(start, end, line, style)
        # A field that did not get to its result in one paragraph swallows no second one.
        self._fields = [one for one in self._fields if one.result]
        if stated.get("row end") == 1 or stated.get("inner row end") == 1:
            self._end_row()
            return
        block = Block(line.pieces, kind, 0, 0, 0, 0, end_marks, line.comments)
        number, depth = self._number(stated)
        words = block.text.strip()
        if number and words:
            line.pieces.insert(0, Piece(number + " ", PLAIN, end_marks))
        self._shape(block, words, number, level, depth)
        yield block
        yield from line.notes
        yield from line.boxes
        if self._tables and (
            self._char(end - 1) == "\x07" or stated.get("inner cell") == 1
        ):  # the cell ends with this paragraph
            self._tables[-1].column += 1

    def _shape(self, block: Block, words: str, number: str, level: int, depth: int) -> None:
        """Say what kind of paragraph it is."""
        if self._tables:
            place = self._tables[-1]
            block.table, block.row, block.column = place.number, place.row, place.column
            if block.kind is ParagraphKind.BODY:
                block.kind = ParagraphKind.CELL
        elif block.kind is ParagraphKind.BODY:
            roman = _ROMAN.fullmatch(number) and len(words) <= LONGEST_HEADING
            if level or (words and (heading_label(words) or (roman and words[-1] not in ".;:,"))):
                block.kind, block.level = ParagraphKind.HEADING, level or 2
            elif number:
                block.kind, block.level = ParagraphKind.ITEM, depth + 1

    def _number(self, stated: Values) -> tuple[str, int]:
        depth = min(stated.get("list level", 0), 8)
        return self._lists.next(stated.get("list", 0), depth), depth

    def _paragraph_values(self, place: int) -> Values:
        """What is stated for the paragraph that ends at a character."""
        raw = self._paragraphs.raw(self._pieces.offset(place))
        values: Values = {}
        if len(raw) >= 2:
            values = dict(values_of(raw[2:], self._head.version))
            values["paragraph style"] = int.from_bytes(raw[:2], "little")
        if "more" in values and self._head.file is not None:
            data = self._head.file.data("Data")
            at = values["more"]
            size = int.from_bytes(data[at : at + 2], "little")
            values |= values_of(data[at + 2 : at + 2 + size], self._head.version)
        for piece in self._pieces.between(place, place + 1):
            if piece.change:
                values |= values_of(piece.change, self._head.version)
        return values

    def _char(self, place: int) -> str:
        return self._pieces.text(place, place + 1)

    # -- tables ----------------------------------------------------------------------------------

    def _enter_table(self, stated: Values) -> None:
        """Open or leave tables, so that as many are open as the paragraph lies in."""
        depth = 0
        if stated.get("in table") == 1:
            depth = min(max(stated.get("depth", 1), 1), _MOST_DEEP)
        del self._tables[depth:]
        while len(self._tables) < depth:
            self._table_count += 1
            self._tables.append(_Table(self._table_count))

    def _end_row(self) -> None:
        if self._tables:
            self._tables[-1].row += 1
            self._tables[-1].column = 0

    # -- inside a paragraph ----------------------------------------------------------------------

    def _inline(
        self, start: int, end: int, line: _Line, style: StyleSheetEntry
    ) -> tuple[Mark, ...]:
        """Fill the line; the redlines over the paragraph's end."""
        end_marks: tuple[Mark, ...] = ()
        flags = self._notes.flags(start, end)
        names = self._notes.names(start, end)
        for first, last, values in self._stretches(start, end):
            look, marks = self._look(values, line, style)
            if last == end:
                end_marks = marks
            if values.get("hidden") == 1:
                self.hidden = True
            codec = self._codec
            if self._head.version == WORD_6 and values.get("font", 0) < len(self._fonts):
                codec = self._fonts[values.get("font", 0)][1] or codec
            pen = _COLOURS.get(values.get("highlight", 0), "") or _shade(values.get("shade", 0))
            for cut in [*sorted(at for at in {*flags, *names} if first < at < last), last]:
                self._names += names.pop(first, ())
                for key, edge in flags.pop(first, ()):
                    line.pieces.append(Piece("", flag=Flag(key, edge)))
                text = self._pieces.text(first, cut, codec)
                self._stretch(first, text, values, line, look, marks, pen)
                first = cut
        for place in sorted(flags):
            line.pieces += [Piece("", flag=Flag(key, edge)) for key, edge in flags[place]]
        return end_marks

    def _stretches(self, start: int, end: int) -> Iterator[tuple[int, int, Values]]:
        """Characters with the same properties."""
        for piece in self._pieces.between(start, end):
            first, last = max(start, piece.start), min(end, piece.end)
            offset = piece.offset + (first - piece.start) * piece.width
            change = values_of(piece.change, self._head.version) if piece.change else None
            for one, other, raw in self._characters.within(
                offset, offset + (last - first) * piece.width
            ):
                values = values_of(raw, self._head.version)
                yield (
                    first + (one - offset) // piece.width, first + (other - offset) // piece.width,
                    values if change is None else values | change,
                )  # fmt: skip

    def _look(
        self, values: Values, line: _Line, style: StyleSheetEntry
    ) -> tuple[Style, tuple[Mark, ...]]:
        base = style.characters
        if "style" in values and self._head.version == WORD_97:
            own = self._styles.of(values["style"]).characters
            base = base | {name: switched(v, base.get(name, 0)) for name, v in own.items()}
        on = {
            name: switched(values.get(name, 0x80), base.get(name, 0))
            for name in ("bold", "italic", "strike", "double strike")
        }
        lined = values.get("underline", base.get("underline", 0)) not in (0, 5)
        struck = bool(on["strike"] or on["double strike"])
        look = Style(bool(on["bold"]), bool(on["italic"]), lined, struck)
        if look == PLAIN:
            look = PLAIN
        marks: list[Mark] = []
        for name, kind in (("inserted", RedlineKind.INSERTED), ("deleted", RedlineKind.DELETED)):
            if values.get(name, 0) & 1:
                author = self._notes.author(values.get(f"{name} by", values.get("inserted by", 0)))
                at = stamp(values.get(f"{name} at", values.get("inserted at", 0)))
                marks.append(Mark(kind, author, at))
        if struck and not values.get("deleted", 0) & 1:
            marks.append(_STRUCK)
        elif lined and self._underline_inserts and not (marks or line.heading or self._in_link()):
            marks.append(_UNDERLINED)
        return look, tuple(marks)

    def _in_link(self) -> bool:
        return any(one.told.lstrip()[:9].upper() == "HYPERLINK" for one in self._fields)

    def _stretch(
        self, place: int, text: str, values: Values, line: _Line, look: Style,
        marks: tuple[Mark, ...], pen: str,
    ) -> None:  # fmt: skip
        special = values.get("special") == 1
        if "symbol" in values:
            self._put(line, self._symbol(values["symbol"]) * text.count("\x28"), look, marks, pen)
            text = text.replace("\x28", "")
        at = place
        for found in _PARTS.finditer(text):
            part = found[0]
            at = place + found.start()
            if part == _BEGIN:
                self._fields.append(_Field())
            elif part == _SEPARATE and self._fields:
                self._fields[-1].result = True
                self._fields[-1].target = target_of_field(self._fields[-1].told)
            elif part == _END and self._fields:
                self._end_field(line, look, marks, pen)
            elif part == "\x02" and special:
                self._note(at, line, marks, pen)
            elif part == "\x05":
                self._commented(at, line)
            elif part == "\x08" and special:
                for start, end in self._notes.boxes_at(at):
                    line.boxes += self._story(start, end, ParagraphKind.BODY)
            elif part == "\x01":
                self.pictures += special
            elif not (special and values.get("data") == 1):
                self._put(line, part, look, marks, pen)

    def _put(
        self, line: _Line, text: str, look: Style, marks: tuple[Mark, ...], pen: str = ""
    ) -> None:
        if self._fields and not all(one.result for one in self._fields):
            if not self._fields[-1].result and len(self._fields[-1].told) < 1000:
                self._fields[-1].told += text
            return
        if shown := clean(whole_text(text.translate(_SIGNS))):
            target = self._target
            for one in self._fields:
                target = one.target or target
            piece = Piece(shown, look, marks, pen, link=target)
            if self._names:
                piece.names = tuple(self._names)
                self._names.clear()
            line.pieces.append(piece)

    def _end_field(self, line: _Line, look: Style, marks: tuple[Mark, ...], pen: str) -> None:
        ended = self._fields.pop()
        if not ended.result and (found := _SYMBOL_FIELD.match(ended.told)):
            code = found[1]
            value = int(code, 16 if code.lower().startswith("0x") else 10)
            sign = symbol(found[2] or "", f"{value:x}") if value > 127 else chr(value)
            self._put(line, sign, look, marks, pen)

    def _symbol(self, operand: int) -> str:
        font, code = operand & 0xFFFF, operand >> 16 & 0xFFFF
        if self._head.version != WORD_97:
            code = operand >> 16 & 0xFF
        name = self._fonts[font][0] if font < len(self._fonts) else ""
        return symbol(name, f"{code:x}")

    def _note(self, place: int, line: _Line, marks: tuple[Mark, ...], pen: str) -> None:
        """A footnote's or endnote's number, and the note after the paragraph."""
        note = self._notes.at(place)
        if note is None:
            return
        mark = note_mark(note.number)
        called, sign = note_names(note.kind.value, note.number)
        self._names += (sign,) if mark else ()
        self._target = inside(called)
        self._put(line, mark, PLAIN, marks, pen)
        self._target = ""
        blocks = [b for b in self._story(note.start, note.end, note.kind) if b.text.strip()]
        if blocks:
            first = blocks[0].pieces
            lead = next((n for n, piece in enumerate(first) if piece.text.strip()), 0)
            first[lead] = replace(first[lead], text=first[lead].text.lstrip())
            first[:lead] = [Piece(f"{mark} ", PLAIN, marks, link=inside(sign), names=(called,))]
        line.notes += blocks

    def _comment(self, comment: Comment) -> tuple[Block, Flag]:
        """A comment as it stands in the text, and as a mark on what it is about."""
        lines = [block.text for block in self._story(comment.start, comment.end, _SAID)]
        said = "\n".join(lines).strip()
        shown = f"{comment.author}: {said}" if comment.author else said
        remark = Remark(said, comment.author, comment.date)
        return Block([Piece(shown)], _SAID), Flag(comment.key, Edge.MADE, remark)

    def _commented(self, place: int, line: _Line) -> None:
        comment = self._notes.comment_at(place)
        if comment is None:
            return
        block, flag = self._comment(comment)
        line.comments.append(block)
        line.pieces.append(Piece("", flag=flag))


def _shade(operand: int) -> str:
    """The colour behind words that other programs write for a highlight. Grey is only a shade."""
    red, green, blue, automatic = (operand >> 40 + 8 * n & 0xFF for n in range(4))
    if not operand or automatic:
        return ""
    colour = nearest_of_hex(f"{red:02x}{green:02x}{blue:02x}")
    return "" if colour == "gray" else colour
