"""Reads old Excel workbooks (.xls, Excel 2 to 2003): a section a sheet, a paragraph a cell.

Cells show the values the file remembers, dates as ISO dates. Text boxes, running heads and comments
follow the cells.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from typing import Any

from itrvault.errors import FileDamaged, FileEmpty, FileLocked
from itrvault.model.geometry import ParagraphKind
from itrvault.readers import base
from itrvault.readers.base import ReadContext, Record
from itrvault.readers.grid import Cell, Grid
from itrvault.readers.kinds import extension, ole_kind
from itrvault.readers.ole import OLE, Compound, stated
from itrvault.readers.sections import Block, Piece, Sections, clean
from itrvault.readers.xls_records import Beside, is_bare_workbook, is_locked, read_beside
from itrvault.readers.xlsx_parts import Formats, number

NAME = "xls/1"
MEDIA_TYPE = "application/vnd.ms-excel"

_ENDINGS = {"xls", "xlt", "xlw", "xla"}
_EMPTY, _TEXT, _NUMBER, _DATE, _BOOLEAN, _ERROR, _BLANK = range(7)
_HEAD_CODE = re.compile(r'&(?:"[^"]*"|\d{1,3}|[A-Z])')
_HEAD_PART = re.compile(r"&[LCR]")
_BROKEN = (
    AssertionError, AttributeError, EOFError, IndexError, KeyError, LookupError,
    NotImplementedError, OverflowError, RecursionError, TypeError, UnicodeError, ValueError,
    ZeroDivisionError, struct.error,
)  # fmt: skip
"""What xlrd runs into in a damaged file, besides its own class."""


def score(head: bytes, name: str) -> int:
    """Sure by the stream that holds the sheets, or the first record of Excel 2 to 4."""
    if head.startswith(OLE):
        return 95 if ole_kind(head) == "Excel 97-2003 workbook" else 0
    return 80 if is_bare_workbook(head) and extension(name) in _ENDINGS else 0


def read(data: bytes, context: ReadContext) -> Iterator[Record]:
    """Yield metadata, one section a sheet, and warnings."""
    if not data:
        raise FileEmpty
    stream, short = data, False
    if data.startswith(OLE):
        file = Compound(data)
        yield from stated(file)
        stream = file.data("Workbook") or file.data("Book")
        short = file.short
    elif not is_bare_workbook(data):
        raise FileDamaged(reason="it does not start as an Excel workbook does")
    if is_locked(stream):
        raise FileLocked
    book = _open(stream)
    reader = _Book(book, read_beside(stream))
    sections = Sections(context, parts=True)
    for block in reader.blocks():
        yield from sections.add(block)
    yield from sections.close()
    yield from reader.warnings()
    if short:
        yield base.Warning("The file ends in the middle; what was there was read.")


class _Silence:
    """Where xlrd may say what it likes."""

    def write(self, text: str) -> int:
        return len(text)

    def flush(self) -> None:
        return


def _open(stream: bytes) -> Any:
    import xlrd

    try:
        return xlrd.open_workbook(
            file_contents=stream, on_demand=True, ragged_rows=True, logfile=_Silence()
        )
    except xlrd.XLRDError as error:
        if "encrypt" in str(error).lower():
            raise FileLocked from error
        raise FileDamaged(reason="no sheets can be made out in it") from error
    except _BROKEN as error:
        raise FileDamaged(reason="no sheets can be made out in it") from error


class _Book:
    """One workbook on its way through."""

    def __init__(self, book: Any, beside: dict[str, Beside]) -> None:
        self._book = book
        self._beside = beside
        self._grid = Grid()
        self._formats = Formats(None, since_1904=book.datemode == 1)
        self._hidden: list[str] = []
        self._damaged: list[str] = []

    def blocks(self) -> Iterator[Block]:
        """The paragraphs of all sheets."""
        for index, name in enumerate(self._book.sheet_names()):
            shown = clean(name).strip() or "Sheet"
            yield Block([Piece(shown)], ParagraphKind.HEADING, 1, opens=shown)
            try:
                sheet = self._load(index)
            except FileDamaged:
                self._damaged.append(shown)
                continue
            if sheet.visibility:
                self._hidden.append(shown)
            yield from self._sheet(sheet)
            yield from self._around(self._beside.get(name, Beside()))
            yield Block([], comments=list(_comments(sheet)))
            self._book.unload_sheet(index)

    def _load(self, index: int) -> Any:
        import xlrd

        try:
            return self._book.sheet_by_index(index)
        except (*_BROKEN, xlrd.XLRDError) as error:
            raise FileDamaged(reason="a sheet cannot be read") from error

    def _sheet(self, sheet: Any) -> Iterator[Block]:
        self._grid.table()
        for row in range(sheet.nrows):
            cells: list[Cell] = [
                (column, words)
                for column, (kind, value) in enumerate(
                    zip(sheet.row_types(row), sheet.row_values(row), strict=False)
                )
                if (words := self._words(kind, value))
            ]
            yield from self._grid.row(cells)

    def _words(self, kind: int, value: Any) -> str:
        """What a cell shows."""
        import xlrd

        if kind == _TEXT:
            return str(value)
        if kind == _DATE:
            return self._formats.date(repr(value))
        if kind == _NUMBER:
            whole = value == value // 1 and abs(value) < 1e15
            return str(int(value)) if whole else number(repr(value))
        if kind == _BOOLEAN:
            return "TRUE" if value else "FALSE"
        return xlrd.error_text_from_code.get(value, "#ERROR") if kind == _ERROR else ""

    def _around(self, beside: Beside) -> Iterator[Block]:
        for words in beside.boxes:
            yield Block([Piece(clean(words))])
        seen: set[str] = set()
        for kind, text in beside.heads:
            for part in _HEAD_PART.split(text):
                words = _HEAD_CODE.sub("", part).replace("&&", "&").strip()
                said = re.search(r"[^\W\d]", words) and words.casefold() not in (
                    "page", "page  of", *seen,
                )  # fmt: skip
                if said:
                    seen.add(words.casefold())
                    yield Block([Piece(clean(words))], kind)

    def warnings(self) -> Iterator[base.Warning]:
        """What a reader should be told at the end."""
        for sentence, names in (
            ("Hidden in it, and shown here: sheet {}.", self._hidden),
            ("Damaged and not wholly read: sheet {}.", self._damaged),
        ):
            if names:
                yield base.Warning(sentence.format(", ".join(f"“{name}”" for name in names[:10])))
        yield from self._grid.warnings()


def _comments(sheet: Any) -> Iterator[Block]:
    for (row, column), note in sorted(sheet.cell_note_map.items()):
        author = " ".join((note.author or "").split())
        words = (note.text or "").strip()
        words = words.removeprefix(f"{author}:").strip() if author else words
        said = ", ".join(filter(None, (author, f"{_letters(column)}{row + 1}")))
        if words:
            yield Block([Piece(clean(f"{said}: {words}"))], ParagraphKind.COMMENT)


def _letters(column: int) -> str:
    return (chr(64 + column // 26) if column >= 26 else "") + chr(65 + column % 26)
