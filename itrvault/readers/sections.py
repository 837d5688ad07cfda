"""Turns the paragraphs of a flowing document into units: sections with a label and a layout.

Readers hand in blocks (paragraphs made of styled pieces); this module opens a new section at each
heading and, in long sections, at a paragraph's end after about 6,000 characters. Every character
of a unit, the closing line end included, lies in exactly one paragraph and one run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from itrvault.errors import ReaderOverLimit
from itrvault.model.document import ForeignMark, Redline, RedlineKind, Unit, UnitKind
from itrvault.model.geometry import FlowLayout, Paragraph, ParagraphKind, Run
from itrvault.model.outline import MOST_TEXT_LINKS
from itrvault.readers import base
from itrvault.readers.base import LinkFound, ReadContext
from itrvault.readers.headings import (
    LONGEST_LABEL,
    chinese_article,
    heading_label,
    is_proposal_line,
    short_label,
)
from itrvault.readers.links import Links
from itrvault.readers.remarks import Flag, Remarks

LONG_SECTION = 6_000
LONG_PARAGRAPH = 12_000
MANY_PARAGRAPHS = 200_000
"""From here on plain lines share a paragraph: each costs the program many times its words, and no
document is cited by such numbers."""

_UNFIT = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n|[\r\f\v\u0085\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Mark:
    """One redline over a piece: what the file says happened to the words."""

    kind: RedlineKind
    author: str = ""
    date: str = ""
    drawn: bool = False


@dataclass(frozen=True, slots=True)
class Style:
    """How a piece looks."""

    bold: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False


PLAIN = Style()


@dataclass(slots=True)
class Piece:
    """Words in one style under the same redlines.

    `highlight` is one of our colours, "" for none, and so is `ink`, that of the letters. A piece
    without words may carry a `flag`: a place in the text where a comment begins, ends or is made.
    `link` is a target (`links.py`), "" for none; `names` are those of the place it begins at.
    """

    text: str
    style: Style = PLAIN
    marks: tuple[Mark, ...] = ()
    highlight: str = ""
    flag: Flag | None = None
    ink: str = ""
    link: str = ""
    names: tuple[str, ...] = ()


@dataclass(slots=True)
class Block:
    """A paragraph on its way into a section.

    `end_marks` are redlines over the paragraph's end; `comments` are put at the end of the unit.
    `label` names the section of a heading, when the reader knows better than its text. `opens`
    names a part of the file (a slide, a sheet) that starts here, whatever was before it.
    """

    pieces: list[Piece]
    kind: ParagraphKind = ParagraphKind.BODY
    level: int = 0
    table: int = 0
    row: int = 0
    column: int = 0
    end_marks: tuple[Mark, ...] = ()
    comments: list[Block] = field(default_factory=list)
    label: str = ""
    opens: str = ""

    @property
    def text(self) -> str:
        """The words of all pieces."""
        return "".join(piece.text for piece in self.pieces)


def clean(text: str) -> str:
    """Text without the code points no text has: controls, lone surrogates, noncharacters.

    Line ends of every kind become "\\n". A refused code point becomes U+FFFD, so it is seen.
    """
    if text.isascii() and text.isprintable():
        return text
    return _UNFIT.sub("\ufffd", _LINE_ENDS.sub("\n", text))


class Sections:
    """Collects blocks and gives back each unit as soon as it is whole.

    `parts`: only a block that opens a part starts a section, no heading does.
    """

    def __init__(self, context: ReadContext, *, parts: bool = False) -> None:
        self._by_parts = parts
        self._max_units = context.max_units
        self._left = context.max_text
        self._unit = 0
        self.length = 0
        """Code points so far."""
        self._paragraph = 0
        self._remarks = Remarks()
        self._links = Links()
        self._heading = ""  # of the section a unit continues
        self._held: Block | None = None  # a proposal's line that may belong to a heading
        self._start()

    def _start(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._paragraphs: list[Paragraph] = []
        self._redlines: list[Redline] = []
        self._comments: list[Block] = []
        self._label = ""
        self._words: set[str] = set()
        self._has_body = False

    def add(self, block: Block) -> Iterator[Unit]:
        """Take a paragraph; yields the unit before it when the paragraph opens a new one.

        The verb and identifier of a proposal ("MOD RUS/27/7") go with the heading they stand on.
        """
        text = block.text
        if block.opens:
            yield from self._open(block.opens)
        if not text.strip():
            self._leave_out(block)
            return
        if self._by_parts:
            yield from self._add(block, text)
            return
        held, self._held = self._held, None
        if held is not None and block.kind is not ParagraphKind.HEADING:
            yield from self._add(held, held.text)
            held = None
        if block.kind is ParagraphKind.BODY and is_proposal_line(text):
            self._held = block
            return
        yield from self._add(block, text, before=held)

    def marks(self) -> Iterator[ForeignMark]:
        """The comments and highlights of the whole file; ask after `close`."""
        return self._remarks.marks()

    def links(self) -> Iterator[LinkFound | base.Warning]:
        """The links of the whole file; ask after `close`."""
        return self._links.found()

    def _leave_out(self, block: Block) -> None:
        """A paragraph without words. Comments on it and its end are not without meaning."""
        self._comments += block.comments
        flags = [piece for piece in block.pieces if piece.flag is not None]
        self._links.wait(name for piece in block.pieces for name in piece.names)
        if self._held is not None:
            self._held.pieces += flags
        else:
            self._remarks.wait(piece.flag for piece in flags if piece.flag is not None)
        if block.kind in (ParagraphKind.BODY, ParagraphKind.ITEM, ParagraphKind.HEADING):
            # Two paragraph ends are one line end here: it goes only if both go.
            kinds = {mark.kind for mark in block.end_marks}
            if self._held is not None:
                self._held.end_marks = tuple(m for m in self._held.end_marks if m.kind in kinds)
            elif any(piece.flag is None for piece in block.pieces):
                self._keep_line_end(kinds)

    def _keep_line_end(self, kinds: set[RedlineKind]) -> None:
        """Take the end of the last paragraph out of redlines of other kinds."""
        if not self._paragraphs or self._paragraphs[-1].table:
            return
        kept = []
        for line in self._redlines:
            if line.end == self._length and line.kind not in kinds:
                if line.start == self._length - 1:
                    continue
                line = replace(line, end=line.end - 1)
            kept.append(line)
        self._redlines = kept

    def cut(self) -> Iterator[Unit]:
        """Begin a section here: another file starts, whose heading will name it."""
        yield from self._open("")

    def _open(self, label: str) -> Iterator[Unit]:
        """Begin a part of the file; a part without a word leaves nothing behind."""
        held, self._held = self._held, None
        if held is not None:
            yield from self._add(held, held.text)
        yield from self._finish(continues=False)
        self._label = label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 1] + "…"

    def _add(self, block: Block, text: str, *, before: Block | None = None) -> Iterator[Unit]:
        """Put a paragraph where it belongs, `before` in front of it in the same unit."""
        heading = block.kind is ParagraphKind.HEADING and not self._by_parts
        opening = short_label(block.label or text) if heading else ""
        if block.kind is ParagraphKind.BODY and not (opening or self._by_parts):
            opening = chinese_article(text)
        if opening:
            word = _first_word(opening)
            if self._has_body or word in self._words:
                yield from self._finish(continues=False)
            if word or not self._label:
                self._label = opening  # "Part II", "Section 1", "Article 5": the last names it
            self._words |= {word} - {""}
        elif self._length > LONG_SECTION and self._may_cut(block):
            yield from self._finish(continues=True)
        if block.kind not in (ParagraphKind.HEADING, ParagraphKind.HEADER):
            self._has_body = True
        if before is not None:
            self._append(before)
            self._comments += before.comments
        for part in _cut_long(block):
            if self._length >= LONG_PARAGRAPH:
                yield from self._finish(continues=True)
            self._append(part)
        self._comments += block.comments

    def _may_cut(self, block: Block) -> bool:
        """A table row and a note stay with what is before them."""
        if block.kind in (ParagraphKind.FOOTNOTE, ParagraphKind.ENDNOTE):
            return False
        last = self._paragraphs[-1]
        return block.table == 0 or (block.table, block.row) != (last.table, last.row)

    def close(self) -> Iterator[Unit]:
        """The last unit, if anything is left. A document without a word has one empty unit."""
        held, self._held = self._held, None
        if held is not None:
            yield from self._add(held, held.text)
        if self._parts or self._comments:
            yield from self._finish(continues=False)
        if not self._unit:
            yield Unit(0, UnitKind.SECTION, "§ 1", "", FlowLayout())

    def _append(self, block: Block) -> None:
        self._paragraph += 1
        start = at = self._length
        runs: list[Run] = []
        linked: list[tuple[str, int, int]] = []
        pieces = [*block.pieces, Piece("\n", block.pieces[-1].style, block.end_marks)]
        self._remarks.put_waiting(self._unit, start)
        self._links.put_waiting(self._unit, start)
        for piece in pieces:
            if piece.flag is not None:
                self._remarks.put(piece.flag, self._unit, at)
            if piece.names:
                self._links.name(piece.names, self._unit, at)
            if not piece.text:
                continue
            end = at + len(piece.text)
            self._parts.append(piece.text)
            self._grow_runs(runs, at, end, piece.style)
            for mark in _different(piece.marks):
                self._mark(mark, at, end)
            if piece.highlight:
                self._remarks.highlight(self._unit, at, end, piece.highlight)
            if piece.link:
                _grow_link(linked, piece.link, at, end)
            at = end
        if linked:
            words = "".join(piece.text for piece in pieces)
            for target, first, last in linked:
                shown = words[first - start : last - start]
                if words_shown := shown.strip():
                    first += len(shown) - len(shown.lstrip())
                    self._links.put(target, self._unit, first, first + len(words_shown))
        self.length += at - start
        self._left -= at - start
        if self._left < 0:
            raise ReaderOverLimit(reason="it holds too much text")
        self._length = at
        found = Paragraph(
            start, at, self._paragraph, block.kind, block.level, block.table, block.row,
            block.column, tuple(runs),
        )  # fmt: skip
        many = self._paragraph > MANY_PARAGRAPHS and bool(self._paragraphs)
        if many and _is_line(found) and _is_line(before := self._paragraphs[-1]):
            self._paragraph -= 1
            self._paragraphs[-1] = replace(before, end=at, runs=(Run(before.start, at, 0),))
            return
        self._paragraphs.append(found)

    @staticmethod
    def _grow_runs(runs: list[Run], start: int, end: int, style: Style) -> None:
        """Add a run, or lengthen the last one when it looks the same."""
        if runs:
            last = runs[-1]
            if Style(last.bold, last.italic, last.underline, last.strike) == style:
                runs[-1] = Run(
                    last.start, end, last.number, last.bold, last.italic, last.underline,
                    last.strike,
                )  # fmt: skip
                return
        runs.append(
            Run(start, end, len(runs), style.bold, style.italic, style.underline, style.strike)
        )

    def _mark(self, mark: Mark, start: int, end: int) -> None:
        """Note a redline; one that goes on where the same one ended is one redline."""
        for index in range(len(self._redlines) - 1, max(-1, len(self._redlines) - 4), -1):
            last = self._redlines[index]
            if last.end == start and Mark(last.kind, last.author, last.date, last.drawn) == mark:
                self._redlines[index] = Redline(
                    last.start, end, mark.kind, mark.author, mark.date, mark.drawn
                )
                return
        self._redlines.append(Redline(start, end, mark.kind, mark.author, mark.date, mark.drawn))

    def _finish(self, *, continues: bool) -> Iterator[Unit]:
        self._remarks.unit_ends(self._unit, self._length)
        for comment in self._comments:
            if comment.text.strip():
                self._append(comment)
        if self._parts:
            if self._unit >= self._max_units:
                raise ReaderOverLimit(reason=f"it has more than {self._max_units} sections")
            yield Unit(
                self._unit,
                UnitKind.SECTION,
                self._name(),
                "".join(self._parts),
                FlowLayout(tuple(self._paragraphs)),
                "",
                tuple(sorted(self._redlines, key=lambda line: (line.start, line.end))),
            )
            self._unit += 1
        self._heading = (self._label or self._heading) if continues else ""
        self._start()

    def _name(self) -> str:
        """The section's heading; the paragraph it starts with when it has none or goes on."""
        if self._label:
            return self._label
        place = f"§ {self._paragraphs[0].number}"
        return f"{self._heading}, {place}" if self._heading else place


def _grow_link(linked: list[tuple[str, int, int]], target: str, start: int, end: int) -> None:
    """Add linked words of a paragraph, or lengthen the last ones when they lead there too."""
    if linked and linked[-1][0] == target and linked[-1][2] == start:
        linked[-1] = (target, linked[-1][1], end)
    elif len(linked) <= MOST_TEXT_LINKS:  # one more than are kept, so that this is known
        linked.append((target, start, end))


def _is_line(paragraph: Paragraph) -> bool:
    """Whether it is nothing but a line of plain words."""
    return (
        paragraph.kind is ParagraphKind.BODY
        and not paragraph.table
        and all(run == Run(run.start, run.end, run.number) for run in paragraph.runs)
    )


def _different(marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    """The redlines of a piece, each once; a line drawn under tracked words says nothing more."""
    if len(marks) < 2:
        return marks
    tracked = {mark.kind for mark in marks if not mark.drawn}
    return tuple(dict.fromkeys(m for m in marks if not (m.drawn and m.kind in tracked)))


def _first_word(label: str) -> str:
    """What a numbered heading counts ("article"), "" for a heading without a number."""
    if chinese_article(label):
        return label.rstrip("之0123456789一二三四五六七八九十")[-1]
    return label.split()[0].casefold() if heading_label(label) and " " in label else ""


def _cut_long(block: Block) -> Iterator[Block]:
    """A paragraph of many thousand characters in parts, cut at white space where there is some."""
    if len(block.text) <= LONG_PARAGRAPH:
        yield block
        return
    pieces: list[Piece] = []
    length = 0
    for piece in block.pieces:
        text, at = piece.text, 0
        while length + len(text) - at > LONG_PARAGRAPH:
            room = at + LONG_PARAGRAPH - length
            half = (at + room) // 2
            cut = max(text.rfind(" ", half, room), text.rfind("\n", half, room)) + 1 or room
            pieces.append(replace(piece, text=text[at:cut]))
            yield _part(block, pieces)
            pieces, length, at = [], 0, cut
        pieces.append(replace(piece, text=text[at:]))
        length += len(text) - at
    yield _part(block, pieces, block.end_marks)


def _part(block: Block, pieces: list[Piece], end_marks: tuple[Mark, ...] = ()) -> Block:
    return Block(pieces, block.kind, block.level, block.table, block.row, block.column, end_marks)
