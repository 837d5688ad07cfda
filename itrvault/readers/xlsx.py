"""Reads Excel workbooks (.xlsx, .xlsm, .xltx): a section a sheet, a paragraph a cell.

Cells show the values the file remembers (a formula without one shows itself), dates as ISO dates.
Text boxes, running heads and comments follow the cells. What a sheet claims about its size counts
for nothing; only cells that are there are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from itrvault.errors import FileDamaged, FileEmpty, FileUnsupported
from itrvault.model.geometry import ParagraphKind
from itrvault.readers import base
from itrvault.readers.base import Metadata, ReadContext, Record
from itrvault.readers.docx_body import local
from itrvault.readers.drawingml import Shapes
from itrvault.readers.grid import Cell, Grid
from itrvault.readers.kinds import extension, kind_of
from itrvault.readers.ooxml import Element, Package, core_properties, relation
from itrvault.readers.sections import Block, Piece, Sections, clean
from itrvault.readers.xlsx_parts import (
    Formats,
    cell_targets,
    column_of,
    formula_target,
    number,
    parse_rows,
    shared_strings,
    words_of,
)

NAME = "xlsx/1"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_ENDINGS = {"xlsx", "xlsm", "xltx", "xltm"}
_OLE = b"\xd0\xcf\x11\xe0"
_HEADS = {
    f"{which}{place}": ParagraphKind(place.lower())
    for which in ("odd", "even", "first")
    for place in ("Header", "Footer")
}
_HEAD_CODE = re.compile(r'&(?:"[^"]*"|K[0-9A-F]{6}|K\d\d[+-]\d{3}|\d{1,3}|[A-Z])')
_HEAD_PART = re.compile(r"&[LCR]")
_OLD_COPY = "[Threaded comment]"


def score(head: bytes, name: str) -> int:
    """Sure for a ZIP with Excel's parts; also takes an encrypted one, to say so."""
    if head.startswith(b"PK\x03\x04"):
        kind = kind_of(head, name)
        return 95 if kind == "Excel workbook" else 40 if extension(name) in _ENDINGS else 0
    if head.startswith(_OLE):
        return 60 if extension(name) in _ENDINGS else 0
    return 20 if extension(name) in _ENDINGS else 0


def read(data: bytes, context: ReadContext) -> Iterator[Record]:
    """Yield metadata, one section a sheet, and warnings."""
    if not data:
        raise FileEmpty
    if not data.startswith((b"PK", _OLE)):
        raise FileDamaged(reason="it does not start as an Excel workbook does")
    package = Package(data, "/xl/workbook.xml", "Excel 97-2003 workbook")
    if package.main.endswith(".bin"):
        raise FileUnsupported(kind="Excel binary workbook")
    yield from (Metadata(key, value) for key, value in core_properties(package))
    book = _Book(package)
    sections = Sections(context, parts=True)
    for block in book.blocks():
        yield from sections.add(block)
    yield from sections.close()
    yield from sections.links()
    yield from book.warnings()


class _Book:
    """One workbook on its way through."""

    def __init__(self, package: Package) -> None:
        root = package.xml(package.main)
        if root is None or local(root) != "workbook":
            raise FileUnsupported(kind="Office document without sheets")
        self._package = package
        self._links = package.links(package.main)
        self._root = root
        self._grid = Grid()
        self._strings = shared_strings(package, self._part("sharedStrings"))
        about = next((e for e in root if local(e) == "workbookPr"), None)
        since_1904 = about is not None and about.get("date1904") in ("1", "true")
        self._formats = Formats(package.side(self._part("styles")), since_1904=since_1904)
        self._people = self._persons()
        self._formula = ""  # of the cell that was read last
        self._hidden: list[str] = []
        self._hidden_rows = 0
        self._damaged: list[str] = []

    def _part(self, kind: str) -> str:
        return next((to for what, to in self._links.values() if what == kind), "")

    def blocks(self) -> Iterator[Block]:
        """The paragraphs of all sheets."""
        for sheet in self._root.iter():
            if local(sheet) != "sheet":
                continue
            name = clean(sheet.get("name", "")).strip() or "Sheet"
            _, part = self._links.get(relation(sheet), ("", ""))
            if sheet.get("state", "visible") != "visible":
                self._hidden.append(name)
            yield Block([Piece(name, names=(name,))], ParagraphKind.HEADING, 1, opens=name)
            try:
                yield from self._sheet(part)
            except FileDamaged:
                self._damaged.append(name)

    def _sheet(self, part: str) -> Iterator[Block]:
        data = self._package.data(part) if part else None
        if data is None:
            return
        self._grid.table()
        heads: list[Block] = []
        targets = cell_targets(data, self._package.addresses(part))
        for element in parse_rows(data, "row", "headerFooter"):
            if local(element) == "row":
                yield from self._row(element, targets)
            else:
                heads += _running(element)
        links = self._package.links(part).values()
        for kind, to in links:
            root = self._package.side(to) if kind == "drawing" else None
            if root is not None:
                yield from Shapes().blocks(root)
        yield from heads
        threaded = any(kind == "threadedComment" for kind, _ in links)
        for kind, to in links:
            if kind in ("comments", "threadedComment"):
                yield Block([], comments=list(self._comments(to, threaded=threaded)))

    def _row(self, row: Element, targets: Mapping[str, str]) -> Iterator[Block]:
        cells: list[Cell] = []
        linked: dict[int, str] = {}
        column = 0
        for cell in row:
            if local(cell) != "c":
                continue
            reference = cell.get("r", "")
            column = column_of(reference, column)
            if words := self._words(cell):
                cells.append((column, words))
                if target := targets.get(reference) or formula_target(self._formula):
                    linked[column] = target
            column += 1
        if cells and row.get("hidden") in ("1", "true"):
            self._hidden_rows += 1
        yield from self._grid.row(cells, linked)

    def _words(self, cell: Element) -> str:
        """What a cell shows."""
        kind = cell.get("t", "n")
        value = formula = self._formula = ""
        for child in cell:
            name = local(child)
            if name == "v":
                value = child.text or ""
            elif name == "f":
                formula = self._formula = child.text or ""
            elif name == "is":
                return words_of(child)
        if not value:
            return f"={formula}" if formula else ""
        if kind == "s":
            index = int(value) if value.isdecimal() and len(value) < 10 else -1
            return self._strings[index] if 0 <= index < len(self._strings) else ""
        if kind == "b":
            return "TRUE" if value == "1" else "FALSE"
        if kind in ("str", "e", "d"):
            return value
        return self._formats.date(value) if self._formats.is_date(cell.get("s")) else number(value)

    def _persons(self) -> dict[str, str]:
        root = self._package.side(self._part("person"))
        people = root if root is not None else ()
        return {person.get("id", ""): person.get("displayName", "") for person in people}

    def _comments(self, part: str, *, threaded: bool) -> Iterator[Block]:
        """Comments of both kinds; a copy of a thread for older programs is left out."""
        root = self._package.side(part)
        authors: list[str] = []
        for element in root.iter() if root is not None else ():
            name = local(element)
            if name == "author":
                authors.append((element.text or "").strip())
            if name not in ("comment", "threadedComment"):
                continue
            words, place = _said(element), element.get("ref", "")
            if not words or (threaded and words.startswith(_OLD_COPY)):
                continue
            index = element.get("authorId", "")
            named = index.isdecimal() and len(index) < 6 and int(index) < len(authors)
            author = authors[int(index)] if named else self._people.get(
                element.get("personId", ""), ""
            )  # fmt: skip
            said = ", ".join(filter(None, (author, place)))
            text = f"{said}: {words}" if said else words
            yield Block([Piece(clean(text))], ParagraphKind.COMMENT)

    def warnings(self) -> Iterator[base.Warning]:
        """What a reader should be told at the end."""
        for sentence, names in (
            ("Hidden in it, and shown here: sheet {}.", self._hidden),
            ("Damaged and not wholly read: sheet {}.", self._damaged),
        ):
            if names:
                yield base.Warning(sentence.format(", ".join(f"“{name}”" for name in names[:10])))
        if self._hidden_rows:
            yield base.Warning(f"{self._hidden_rows} rows are hidden in it; they are shown here.")
        yield from self._grid.warnings()


def _running(element: Element) -> list[Block]:
    """Running heads and feet of a sheet, without page numbers and other things put in."""
    found: dict[tuple[ParagraphKind, str], None] = {}
    for child in element:
        kind = _HEADS.get(local(child))
        if kind is None:
            continue
        for part in _HEAD_PART.split(child.text or ""):
            words = _HEAD_CODE.sub("", part).replace("&&", "&").strip()
            if re.search(r"[^\W\d]", words) and words.casefold() not in ("page", "page  of"):
                found[kind, words] = None
    return [Block([Piece(clean(words))], kind) for kind, words in found]


def _said(comment: Element) -> str:
    for child in comment:
        if local(child) == "text":
            return (words_of(child) or child.text or "").strip()
    return ""
