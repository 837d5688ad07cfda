"""Writes a specimen as a PDF in the house style; underline and strike-out are drawn lines."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pymupdf
from specimen_source import MARK, WORDS, Block, Run, Source, symbol_line

WIDTH, HEIGHT = 595.0, 842.0
LEFT, RIGHT, TOP, BOTTOM = 72.0, 523.0, 92.0, 776.0
BLACK, BLUE, RED, GREY = (0, 0, 0), (0.1, 0.2, 0.65), (0.7, 0.1, 0.1), (0.45, 0.2, 0.2)
_HAN = re.compile(r"[\u3000-\u9fff\uff00-\uffef]")
_PIECES = re.compile(r"[\u3000-\u9fff\uff00-\uffef][，。；：、）」』”]*|[^\s\u3000-\u9fff\uff00-\uffef]+|\s+")


@dataclass(frozen=True)
class Piece:
    """A word or a Han sign in one style."""

    text: str
    style: str
    width: float


class PdfWriter:
    """One PDF being written, page by page from the top."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.words = WORDS[source.get("letter", "E")]
        self.size = float(source.get("size", "11"))
        chinese = source.get("letter") == "C"
        names = ("china-s",) * 3 if chinese else ("tiro", "tibo", "tiit")
        made = {name: pymupdf.Font(name) for name in dict.fromkeys(names)}
        self.fonts = dict(zip(("", "bold", "italic"), (made[name] for name in names), strict=True))
        self.document = pymupdf.open()
        self.page: pymupdf.Page
        self.y = TOP
        self._last = ""
        self._writer: pymupdf.TextWriter
        self._colour: tuple = BLACK

    def whole(self) -> bytes:
        """The whole file."""
        self._new_page()
        if self.source.get("form") == "paper":
            self._paper_head()
        else:
            self._conference_head()
        rows: list[Block] = []
        for block in self.source.blocks:
            if block.kind in ("row", "head"):
                rows.append(block)
                continue
            self._table(rows)
            rows = []
            self._block(block)
        self._table(rows)
        self._write_out()
        self.document.set_metadata(
            {
                "title": self.source.get("meta_title"),
                "author": self.source.get("author"),
                "subject": MARK,
                "creator": "",
                "producer": "",
                "creationDate": "D:20121101000000Z",
                "modDate": "D:20121101000000Z",
            }
        )
        self.document.subset_fonts()
        data: bytes = self.document.tobytes(garbage=4, deflate=True, no_new_id=True)
        return data

    # -- pages -------------------------------------------------------------------------------

    def _new_page(self) -> None:
        if self.document.page_count:
            self._write_out()
        self.page = self.document.new_page(width=WIDTH, height=HEIGHT)
        self._writer = pymupdf.TextWriter(self.page.rect)
        self._writers = {}
        self._centre(MARK, 38, size=7.5, colour=GREY)
        number = self.document.page_count
        running = self.source.get("running")
        if number > 1:
            self._centre(f"- {number} -", 56, size=9.5)
            if running:
                self._centre(running, 68, size=9.5)
        elif foot := self.source.get("foot"):
            self._put(LEFT, 806, foot, size=7.5)
        self.y = TOP

    def _write_out(self) -> None:
        self._writer.write_text(self.page, color=self._colour)

    def _room(self, height: float) -> None:
        if self.y + height > BOTTOM:
            self._new_page()

    # -- drawing -----------------------------------------------------------------------------

    def _put(
        self, x: float, y: float, text: str, style: str = "", size: float = 0, colour: tuple = BLACK
    ) -> float:
        """Write at a base line; gives the x after it."""
        if colour != self._colour:  # words must stand in the file in the order of reading
            self._write_out()
            self._writer = pymupdf.TextWriter(self.page.rect)
            self._colour = colour
        _, (after, _) = self._writer.append((x, y), text, font=self._font(style), fontsize=size or self.size)
        return float(after)

    def _font(self, style: str) -> pymupdf.Font:
        return self.fonts.get(style, self.fonts[""])

    def _width(self, text: str, style: str = "", size: float = 0) -> float:
        return float(self._font(style).text_length(text, size or self.size))

    def _centre(
        self, text: str, y: float, style: str = "", size: float = 0, colour: tuple = BLACK
    ) -> None:
        x = (WIDTH - self._width(text, style, size)) / 2
        self._put(x, y, text, style, size, colour)

    def _lines(self, runs: tuple[Run, ...], width: float, base: str, size: float) -> list[list[Piece]]:
        """Break runs into lines of pieces no wider than `width`."""
        lines: list[list[Piece]] = [[]]
        used = 0.0
        for run in runs:
            style = run.style or base
            for text in _PIECES.findall(run.text):
                piece = Piece(text, style, self._width(text, style, size))
                if used + piece.width > width and not text.isspace() and lines[-1]:
                    lines.append([])
                    used = 0.0
                if text.isspace() and not lines[-1]:
                    continue
                lines[-1].append(piece)
                used += piece.width
        return lines

    def _line(self, pieces: list[Piece], x: float, y: float, size: float) -> None:
        """Draw one line: a stretch of one style at a time, its mark along the words."""
        while pieces and pieces[-1].text.isspace():
            pieces = pieces[:-1]
        while pieces:
            style = pieces[0].style
            count = next((i for i, p in enumerate(pieces) if p.style != style), len(pieces))
            text = "".join(piece.text for piece in pieces[:count])
            colour = {"ins": BLUE, "del": RED}.get(style, BLACK)
            after = self._put(x, y, text, style, size, colour)
            if style in ("ins", "del"):
                height = y + 1.9 if style == "ins" else y - size * 0.24
                shown = x + self._width(text.rstrip(), style, size)
                self.page.draw_line((x, height), (shown, height), color=colour, width=0.7)
            x = after
            pieces = pieces[count:]

    def _text(
        self, runs: tuple[Run, ...], left: float = LEFT, base: str = "", size: float = 0,
        align: str = "left", after: float = 6,
    ) -> None:  # fmt: skip
        size = size or self.size
        lead = size * 1.32
        for pieces in self._lines(runs, RIGHT - left, base, size):
            self._room(lead)
            width = sum(piece.width for piece in pieces)
            x = (LEFT + RIGHT - width) / 2 if align == "centre" else left
            self.y += lead
            self._line(pieces, x, self.y, size)
        self.y += after

    # -- heads -------------------------------------------------------------------------------

    def _conference_head(self) -> None:
        source, words = self.source, self.words
        self._put(LEFT, self.y, source.get("conference", words["conference"]), "bold", 13)
        self._put(LEFT, self.y + 17, source.get("place", words["place"]), "bold", 10.5)
        self.page.draw_line((LEFT, self.y + 28), (RIGHT, self.y + 28), width=0.8)
        self._put(LEFT, self.y + 46, source.get("plenary", words["plenary"]), "bold", 10.5)
        right = (symbol_line(source), source.get("date"),
                 words["original"].format(name=source.get("original")))  # fmt: skip
        for i, line in enumerate(right):
            self._put(330, self.y + 46 + 15 * i, line, "bold", 10.5)
        self.y += 98
        for text in (source.get("source"), source.get("title", words["title"])):
            if text:
                self._text((Run(text),), base="bold", size=12.5, align="centre", after=4)
        self.y += 10

    def _paper_head(self) -> None:
        for key, style, size in (("kicker", "", 10), ("title", "bold", 18), ("by", "italic", 11),
                                 ("date", "", 11)):  # fmt: skip
            if text := self.source.get(key):
                align = "centre" if self.source.get("centred") else "left"
                self._text((Run(text),), base=style, size=size, align=align, after=5)
        self.y += 8

    # -- blocks ------------------------------------------------------------------------------

    def _block(self, block: Block) -> None:
        if block.kind == "heading":
            self._room(104)  # never alone at the foot of a page
            self.y += 8
            align = "left" if self.source.get("form") == "paper" and not self.source.get("centred") else "centre"
            self._text(block.runs, base="bold", size=self.size + 1, align=align)
        elif block.kind == "verb":
            self._room(96 if self._last != "verb" else 30)
            self.y += 0 if self.y == TOP else 10 if self._last != "verb" else 1
            verb, _, identifier = block.runs[0].text.partition(" ")
            self.y += self.size * 1.32
            after = self._put(LEFT, self.y, verb, "bold")
            if identifier:
                self._put(max(LEFT + 46, after + 8), self.y, identifier, "bold")
            self.y += 5
        elif block.kind == "provision":
            self._provision(block)
        elif block.kind == "reasons":
            self._text((Run(self.words["reasons"] + " ", "bold"), *block.runs))
        else:
            self._text(block.runs)
        self._last = block.kind

    def _provision(self, block: Block) -> None:
        lead = self.size * 1.32
        for i, pieces in enumerate(self._lines(block.cells[2], RIGHT - LEFT - 74, "", self.size)):
            self._room(lead)
            self.y += lead
            if i == 0:
                self._line(self._lines(block.cells[0], 60, "bold", self.size)[0], LEFT, self.y, self.size)
                self._line(self._lines(block.cells[1], 60, "", self.size)[0], LEFT + 34, self.y, self.size)
            self._line(pieces, LEFT + 74, self.y, self.size)
        self.y += 6

    # -- tables ------------------------------------------------------------------------------

    def _table(self, rows: list[Block]) -> None:
        """A ruled table. A first cell of `^` in its head turns the other heads upright."""
        if not rows:
            return
        size = self.size - 1.5
        widths = self._widths(rows)
        for row in rows:
            if row.kind == "head" and self.source.get("upright"):
                self._upright(row, widths, size)
                continue
            base = "bold" if row.kind == "head" else ""
            cells = [self._lines(runs, width - 8, base, size) for runs, width in zip(row.cells, widths, strict=True)]
            height = max(map(len, cells)) * size * 1.3 + 7
            self._room(height)
            x = LEFT
            for lines, width in zip(cells, widths, strict=True):
                self.page.draw_rect((x, self.y, x + width, self.y + height), width=0.4)
                for i, pieces in enumerate(lines):
                    inset = 4.0 if width > 40 else (width - sum(p.width for p in pieces)) / 2
                    self._line(pieces, x + inset, self.y + (i + 1) * size * 1.3 + 1, size)
                x += width
            self.y += height
        self.y += 8

    def _widths(self, rows: list[Block]) -> list[float]:
        if shares := self.source.get("widths"):
            parts = [float(share) for share in shares.split()]
        else:
            parts = [1.0] * max(len(row.cells) for row in rows)
        return [(RIGHT - LEFT) * part / sum(parts) for part in parts]

    def _upright(self, row: Block, widths: list[float], size: float) -> None:
        """Heads that read from bottom to top, as the support matrices have them."""
        height = 62.0
        self._room(height)
        x = LEFT
        for runs, width in zip(row.cells, widths, strict=True):
            self.page.draw_rect((x, self.y, x + width, self.y + height), width=0.4)
            text = runs[0].text
            if width > 60:
                self._put(x + 4, self.y + height - 6, text, "bold", size)
            else:
                self._write_out()
                writer = self._writer = pymupdf.TextWriter(self.page.rect)
                corner = pymupdf.Point(x + width / 2 + size * 0.35, self.y + height - 5)
                writer.append(corner, text, font=self._font("bold"), fontsize=size)
                writer.write_text(self.page, morph=(corner, pymupdf.Matrix(90)))
                self._writer = pymupdf.TextWriter(self.page.rect)
            x += width
        self.y += height
