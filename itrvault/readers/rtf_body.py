"""Follows an RTF file: groups, code pages, tables, notes, tracked changes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from itrvault.errors import ReaderOverLimit
from itrvault.model.document import RedlineKind
from itrvault.model.geometry import ParagraphKind
from itrvault.readers.docx_comments import ANSWER
from itrvault.readers.docx_symbols import note_mark, symbol
from itrvault.readers.headings import heading_label
from itrvault.readers.links import inside, note_names, target_of_field
from itrvault.readers.remarks import Edge, Flag, Remark
from itrvault.readers.rtf_state import CHARACTER, SKIP, TEXT, State
from itrvault.readers.rtf_tables import (
    CELL_WORDS,
    CellChanges,
    Colours,
    Fonts,
    Info,
    Stylesheet,
)
from itrvault.readers.rtf_tokens import (
    ESCAPED,
    SIGNS,
    SYMBOLS,
    Token,
    Tokens,
    stamp,
    text_of_run,
)
from itrvault.readers.sections import PLAIN, Block, Mark, Piece, clean

_DEEPEST = 500
_LONGEST_FIELD = 4_000
_PAGE_NUMBER = re.compile(r"[-–—\s]*\d*[-–—\s]*")
_STRUCK = Mark(RedlineKind.DELETED, drawn=True)
_UNDERLINED = Mark(RedlineKind.INSERTED, drawn=True)

_COLLECTED = {
    "fonttbl", "stylesheet", "revtbl", "info", "atnauthor", "listtext", "colortbl", "atrfstart",
    "atrfend", "atnref", "atndate", "atnparent", "fldinst", "bkmkstart",
}  # fmt: skip
_STORIES = {
    b"footnote": ParagraphKind.FOOTNOTE, b"header": ParagraphKind.HEADER,
    b"headerl": ParagraphKind.HEADER, b"headerr": ParagraphKind.HEADER,
    b"headerf": ParagraphKind.HEADER, b"footer": ParagraphKind.FOOTER,
    b"footerl": ParagraphKind.FOOTER, b"footerr": ParagraphKind.FOOTER,
    b"footerf": ParagraphKind.FOOTER, b"annotation": ParagraphKind.COMMENT,
    b"shptxt": ParagraphKind.BODY,
}  # fmt: skip
_SKIPPED = {
    b"pict", b"objdata", b"objclass", b"objname", b"objalias", b"objsect",
    b"nonshppict", b"nonesttables", b"sp", b"sn", b"sv", b"xe", b"tc", b"tcn", b"rxe",
    b"bkmkend", b"listtable", b"listoverridetable", b"rsidtbl", b"generator", b"pn",
    b"pnseclvl", b"atnid", b"atntime", b"atnicn", b"filetbl", b"ftnsep", b"ftnsepc", b"ftncn",
    b"aftnsep", b"aftnsepc", b"aftncn", b"template", b"private", b"passwordhash", b"mmathPict",
    b"mrPr", b"mmathPr", b"do",
    b"revprop", b"background", b"falt", b"panose",
}  # fmt: skip
_KNOWN_STARRED = {
    b"shpinst", b"ud", b"atnauthor", b"atrfstart", b"atrfend", b"atnref", b"atndate",
    b"atnparent", b"revtbl", b"nesttableprops", b"moMath",
    b"moMathPara", b"shppict", b"cs", b"pntext", b"listtext", b"fldinst", b"bkmkstart", *_STORIES,
}  # fmt: skip


@dataclass(slots=True)
class _Story:
    """Paragraphs apart from the main text: a note, a running head, a box."""

    kind: ParagraphKind
    depth: int
    pieces: list[Piece] = field(default_factory=list)
    after: list[Block] = field(default_factory=list)
    comments: list[Block] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    number: str = ""
    mark: str = ""
    note: tuple[str, str] = ("", "")
    """What the note, and its sign in the text, are called."""


class Body:
    """Reads one file. `blocks()` gives its paragraphs, the rest what else it says."""

    def __init__(self, data: bytes, *, underline_inserts: bool) -> None:
        self._tokens = Tokens(data)
        self._inserts = underline_inserts
        self._state = State()
        self._groups: list[State] = []
        self._stories = [_Story(ParagraphKind.BODY, 0)]
        self._bytes = bytearray()
        self._half = 0  # the first half of a sign beyond 16 bits
        self._skip = 0
        self._starred = self._fresh = False
        self._codec = "cp1252"
        self._authors = [""]
        self._author = ""  # of the annotation that follows
        self._about: dict[str, str] = {}  # what an annotation says of itself
        self._notes = 0
        self._names: list[str] = []  # of the place where the next words go
        self._told = ""  # what the field whose result comes next is told
        self._table = self._row = self._column = 0
        self._was_table = False
        self._seen: set[str] = set()
        self._feet: list[Block] = []
        self._fonts, self._sheet, self.info = Fonts(), Stylesheet(), Info()
        self._colours, self._cells = Colours(), CellChanges()
        self._collected: list[str] = []
        self.hidden = False
        """Whether Word would not show some of the words."""
        self.whole = False
        """Whether the file's own end was reached."""

    # -- the way through -------------------------------------------------------------------------

    def blocks(self) -> Iterator[Block]:
        """The paragraphs in reading order, running feet last."""
        main = self._stories[0]
        for token in self._tokens:
            if self.whole:
                break
            self._take(token)
            if main.blocks:
                yield from main.blocks
                main.blocks = []
        while len(self._stories) > 1:
            self._end_story()
        self._flush()
        if main.pieces or main.after or main.comments:
            self._paragraph()
        yield from main.blocks
        yield from self._feet

    def _take(self, token: Token) -> None:
        if token.kind == "open":
            self._open()
        elif token.kind == "close":
            self._close()
        elif token.kind == "word":
            starred, self._starred = self._starred, False
            fresh, self._fresh = self._fresh, False
            self._word(token.value, token.number, starred=starred, fresh=fresh)
        elif token.kind == "run":
            self._run(token.value)
        elif token.kind == "sign":
            self._sign(token.value)
        else:
            self._fresh = False
            raw = bytes.fromhex(token.value.decode()) if token.kind == "hex" else token.value
            if self._skip:
                cut = min(self._skip, len(raw))
                self._skip -= cut
                raw = raw[cut:]
            self._bytes += raw

    def _run(self, run: bytes) -> None:
        """Letters by number, many at once where nothing asks for care."""
        state = self._state
        plain = state.fallback == 1 and not self._skip and not self._half
        text = text_of_run(run) if plain and state.target == TEXT else ""
        if text and self._fonts.charset(state.font) != SYMBOLS:
            self._fresh = self._starred = False
            self._put(text)
            return
        for token in Tokens(run, runs=False):
            self._take(token)

    def _open(self) -> None:
        self._flush()
        self._skip = 0
        if len(self._groups) >= _DEEPEST:
            raise ReaderOverLimit(reason="its groups nest too deeply")
        self._groups.append(self._state)
        self._state = replace(self._state)
        self._fresh = True

    def _close(self) -> None:
        self._flush()
        self._skip = 0
        self._fresh = self._starred = False
        if len(self._stories) > 1 and self._stories[-1].depth == len(self._groups):
            self._end_story()
        before = self._state.target
        if self._groups:
            self._state = self._groups.pop()
        if before != self._state.target and before.partition(":")[0] in _COLLECTED:
            self._collect(before)
        if not self._groups:
            self.whole = True

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self._starred = True
            return
        if self._skip and sign in ESCAPED:
            self._skip -= 1
        elif sign in ESCAPED:
            self._put(ESCAPED[sign])
        elif sign in b"\r\n":
            self._word(b"par", None, starred=False, fresh=False)

    # -- words -----------------------------------------------------------------------------------

    def _word(self, word: bytes, number: int | None, *, starred: bool, fresh: bool) -> None:
        if self._skip and word != b"u":
            self._skip -= 1
            if word in SIGNS:
                return
        if (starred or fresh) and self._destination(word, starred=starred):
            return
        if word == b"u":
            self._unicode(number or 0)
            return
        if word in SIGNS:
            self._put(SIGNS[word])
        elif self._state.target.startswith(("fonttbl", "stylesheet", "info", "colortbl")):
            self._flush()
            self._define(word, number)
        elif word in CELL_WORDS:
            self._cells.define(word, number, self._named)
        elif word in CHARACTER:
            self._flush()
            CHARACTER[word](self._state, number)
            self.hidden |= self._state.hidden and self._state.target != "fldinst"
        elif word in _PARAGRAPH:
            self._flush()
            if self._state.target == TEXT:
                _PARAGRAPH[word](self)
            elif word == b"par":
                self._collected.append("\n")
        elif word == b"pard":
            self._state.in_table, self._state.level, self._state.item = False, 0, 0
            self._state.named = 0
        elif word in (b"s", b"outlinelevel", b"ilvl", b"itap"):
            self._placing(word, number or 0)
        elif word == b"chftn":
            self._note_number()
        elif word == b"ftnalt" and self._stories[-1].kind is ParagraphKind.FOOTNOTE:
            self._stories[-1].kind = ParagraphKind.ENDNOTE
        elif word in (b"ansicpg", b"mac", b"pc", b"pca", b"deff"):
            self._flush()
            self._codec = self._fonts.set_up(word, number or 0, self._codec)
            if word == b"deff":
                self._state.font = number or 0

    def _placing(self, word: bytes, number: int) -> None:
        if word == b"s":
            self._state.named = number
        elif word == b"outlinelevel":
            self._state.level = number + 1 if 0 <= number < 9 else 0
        elif word == b"ilvl":
            self._state.item = min(max(number, 0), 8) + 1
        elif number:
            self._state.in_table = True

    def _destination(self, word: bytes, *, starred: bool) -> bool:
        """Whether a group is no running text, by its first word."""
        name = word.decode()
        if word == b"ud" and starred and len(self._groups) > 1:
            self._state.target = self._groups[-2].target
            return True
        if self._state.target == SKIP:
            return True
        if word in _SKIPPED or (starred and word not in _KNOWN_STARRED):
            self._tokens.skip_group()
        elif word == b"upr":
            self._state.target = SKIP  # said once more in Unicode
        elif self._state.target not in (TEXT, "math", "info"):
            return False
        elif word == b"fldrslt":
            self._flush()
            self._state.link = target_of_field(self._told) or self._state.link
            self._told = ""
        elif word in _STORIES:
            self._begin_story(_STORIES[word])
        elif word in (b"listtext", b"pntext"):
            self._state.target = "listtext"
        elif name in _COLLECTED:
            self._state.target = name
        elif self._state.target == "info":
            self._state.target = f"info:{name}"
        elif word in (b"mmath", b"moMath", b"moMathPara"):
            self._state.target = "math"
        elif word == b"mr" and self._state.target == "math":
            self._state.target = TEXT
        else:
            return False
        return True

    def _define(self, word: bytes, number: int | None) -> None:
        if self._state.target == "fonttbl":
            self._fonts.define(word, number)
        elif self._state.target == "stylesheet":
            self._sheet.define(word, number)
        elif self._state.target == "colortbl":
            self._colours.define(word, number)
        else:
            self.info.define(self._state.target[5:], word, number or 0)

    def _collect(self, target: str) -> None:
        """A group that is no running text has ended."""
        said = "".join(self._collected)
        self._collected.clear()
        if target == "revtbl":
            self._authors = [name.strip() for name in said.split(";")]
        elif target == "atnauthor":
            self._author = said.strip()
        elif target == "fldinst":
            self._told = said[:_LONGEST_FIELD]
        elif target == "bkmkstart":
            self._names.append(said.strip())
        elif target in ("atrfstart", "atrfend"):
            edge = Edge.BEGIN if target == "atrfstart" else Edge.END
            self._stories[-1].pieces.append(Piece("", flag=Flag(said.strip(), edge)))
        elif target.startswith("atn"):
            self._about[target] = said.strip()
        elif target == "listtext":
            self._stories[-1].number = " ".join(said.split())
        elif target.startswith("info:"):
            self.info.say(target[5:], said)

    # -- text ------------------------------------------------------------------------------------

    def _unicode(self, number: int) -> None:
        self._flush()
        code = number & 0xFFFF if -0x8000 <= number <= 0xFFFF else number
        half, self._half = self._half, 0
        if 0xD800 <= code < 0xDC00:
            self._half = code
        elif 0xDC00 <= code < 0xE000:
            code = 0x10000 + (half - 0xD800 << 10) + code - 0xDC00 if half else 0xFFFD
            self._put(chr(code))
        elif 0xF020 <= code <= 0xF0FF and self._fonts.charset(self._state.font) == SYMBOLS:
            self._put(symbol(self._fonts.name(self._state.font), f"{code:x}"))
        else:
            self._put(chr(code) if 0 < code <= 0x10FFFF else "\ufffd")
        self._skip = self._state.fallback

    def _flush(self) -> None:
        """Put the bytes so far, in the code page of their font."""
        if not self._bytes:
            return
        raw, self._bytes = bytes(self._bytes), bytearray()
        state = self._state
        font = state.east if state.is_east and state.east >= 0 else state.font
        if self._fonts.charset(font) == SYMBOLS and state.target == TEXT:
            name = self._fonts.name(font)
            self._put("".join(
                chr(byte) if byte <= 0x20 else symbol(name, f"{0xF000 + byte:x}") for byte in raw
            ))  # fmt: skip
            return
        codec = self._fonts.codec(font) if state.target == TEXT else ""
        if state.target == "fonttbl":
            codec = self._fonts.codec(self._fonts.current)
        self._put(raw.decode(codec or self._codec, "replace"))

    def _put(self, text: str) -> None:
        self._flush()
        state = self._state
        if state.target == TEXT:
            colour = self._colours.name(state.highlight)
            piece = Piece(clean(text), state.style, self._marks(state), colour, link=state.link)
            if self._names:
                piece.names = tuple(self._names)
                self._names.clear()
            self._stories[-1].pieces.append(piece)
        elif state.target == "fonttbl":
            self._fonts.text(text)
        elif state.target == "stylesheet":
            self._sheet.text(text)
        elif state.target == "colortbl":
            self._colours.text(text)
        elif state.target not in (SKIP, "math", "info"):
            self._collected.append(text)

    def _marks(self, state: State) -> tuple[Mark, ...]:
        marks: list[Mark] = []
        if state.in_table and len(self._stories) == 1:
            marks += self._cells.of(self._column)
        if state.inserted is not None:
            marks.append(self._mark(state.moved or RedlineKind.INSERTED, state.inserted))
        if state.deleted is not None:
            marks.append(self._mark(RedlineKind.DELETED, state.deleted))
        elif state.style.strike:
            marks.append(_STRUCK)
        elif state.style.underline and self._inserts and not self._level():
            marks.append(_UNDERLINED)
        return tuple(marks)

    def _mark(self, kind: RedlineKind, who_and_when: tuple[int, int]) -> Mark:
        author, date = who_and_when
        return Mark(kind, self._named(author), stamp(date) if date else "")

    def _named(self, author: int) -> str:
        named = self._authors[author] if 0 <= author < len(self._authors) else ""
        return "" if named == "Unknown" else named[:200]

    def _level(self) -> int:
        return self._state.level or self._sheet.level(self._state.named)

    # -- paragraphs ------------------------------------------------------------------------------

    def paragraph_end(self) -> None:
        r"""\par: a paragraph, in its cell when it is in one."""
        self._paragraph(in_table=self._state.in_table)

    def cell_end(self) -> None:
        r"""\cell: the last paragraph of a cell, which may be empty."""
        self._enter_table()
        self._paragraph(in_table=True)
        if len(self._stories) == 1:
            self._column += 1

    def inner_cell_end(self) -> None:
        r"""\nestcell: of a table in a cell, whose words stay in that cell."""
        self._paragraph(in_table=True)

    def row_end(self) -> None:
        r"""\row."""
        if len(self._stories) == 1:
            self._row, self._column = self._row + 1, 0

    def _enter_table(self) -> None:
        if not self._was_table and len(self._stories) == 1:
            self._table, self._row, self._column = self._table + 1, 0, 0
            self._was_table = True

    def _paragraph(self, *, in_table: bool = False) -> None:
        story, state = self._stories[-1], self._state
        if in_table:
            self._enter_table()
        elif len(self._stories) == 1:
            self._was_table = False
        pieces, story.pieces = story.pieces, []
        number, story.number = story.number, ""
        words = "".join(piece.text for piece in pieces).strip()
        marks = self._marks(replace(state, style=PLAIN))
        if words and number:
            pieces.insert(0, Piece(f"{clean(number)} ", PLAIN, marks))
        if words and story.mark and not words.startswith(story.mark):
            note, sign = story.note
            pieces.insert(0, Piece(f"{story.mark} ", PLAIN, link=inside(sign), names=(note,)))
        story.mark = story.mark if not words else ""
        block = Block(pieces or [Piece("")], story.kind, end_marks=marks, comments=story.comments)
        if story.kind is ParagraphKind.BODY:
            if in_table and self._table:
                block.kind, block.table = ParagraphKind.CELL, self._table
                block.row, block.column = self._row, self._column
            elif self._level() or (words and heading_label(words)):
                block.kind, block.level = ParagraphKind.HEADING, self._level() or 2
            elif number:
                block.kind, block.level = ParagraphKind.ITEM, state.item or 1
        story.blocks += [block, *story.after]
        story.after, story.comments = [], []

    # -- stories ---------------------------------------------------------------------------------

    def _begin_story(self, kind: ParagraphKind) -> None:
        story = _Story(kind, len(self._groups))
        if kind is ParagraphKind.FOOTNOTE:
            last = self._stories[-1].pieces[-1].text if self._stories[-1].pieces else ""
            story.mark = last if last and last == note_mark(self._notes) else ""
            story.note = note_names("note", self._notes)
        self._stories.append(story)
        fresh = State(fallback=self._state.fallback, font=self._state.font)
        fresh.inserted, fresh.deleted = self._state.inserted, self._state.deleted
        self._state = fresh

    def _end_story(self) -> None:
        self._flush()
        story = self._stories[-1]
        if story.pieces or story.after:
            self._paragraph()
        self._stories.pop()
        outer = self._stories[-1]
        blocks = [block for block in story.blocks if block.text.strip() or block.comments]
        if story.kind in (ParagraphKind.HEADER, ParagraphKind.FOOTER):
            self._running(blocks)
        elif story.kind is ParagraphKind.COMMENT:
            words = clean("\n".join(block.text.strip() for block in blocks))
            author = clean(self._author)
            said = f"{author}: {words}" if author else words
            outer.comments.append(Block([Piece(said)], ParagraphKind.COMMENT))
            outer.pieces.append(Piece("", flag=self._remark(author, words)))
            self._author, self._about = "", {}
        else:
            outer.after += blocks

    def _remark(self, author: str, words: str) -> Flag:
        """The mark that an annotation is. Its date is packed like those of changes."""
        date = self._about.get("atndate", "")
        digits = date.removeprefix("-")
        when = stamp(int(date)) if digits.isdecimal() and len(digits) < 12 else ""
        note = ANSWER + words if self._about.get("atnparent") else words
        key = self._about.get("atnref") or "\0"
        return Flag(key, Edge.MADE, Remark(note, author[:200], when))

    def _running(self, blocks: list[Block]) -> None:
        """Running heads and feet, each paragraph once, page numbers never."""
        for block in blocks:
            words = " ".join(block.text.split())
            if words not in self._seen and not _PAGE_NUMBER.fullmatch(words):
                self._seen.add(words)
                if block.kind is ParagraphKind.HEADER:
                    self._stories[0].blocks.append(block)
                else:
                    self._feet.append(block)

    def _note_number(self) -> None:
        """The sign of a note, in the text and again in the note itself."""
        if self._stories[-1].kind in (ParagraphKind.FOOTNOTE, ParagraphKind.ENDNOTE):
            return  # put before its words
        self._flush()
        self._notes += 1
        called, sign = note_names("note", self._notes)
        outer, self._state.link = self._state.link, inside(called)
        self._names.append(sign)
        self._put(note_mark(self._notes))
        self._state.link = outer


_PARAGRAPH: dict[bytes, Callable[[Body], None]] = {
    b"par": Body.paragraph_end, b"sect": Body.paragraph_end, b"cell": Body.cell_end,
    b"nestcell": Body.inner_cell_end, b"row": Body.row_end,
}  # fmt: skip
