"""Reads OpenDocument text, spreadsheets, slides and drawings, zipped, flat, or as templates.

Tracked insertions and deletions stay in the text as redlines with author and date. Notes follow
the paragraph that refers to them, comments stand at the end of their section (in a text they are
also marks on the words they are about). A spreadsheet has a section for each sheet, slides one for
each slide, with the speaker's notes after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from itrvault.errors import FileDamaged, FileEmpty
from itrvault.model.geometry import ParagraphKind
from itrvault.readers import base
from itrvault.readers.base import Metadata, ReadContext, Record
from itrvault.readers.docx_body import Place, local
from itrvault.readers.grid import Grid
from itrvault.readers.headings import starts_with_change
from itrvault.readers.kinds import extension, kind_of
from itrvault.readers.links import inside
from itrvault.readers.odf_body import Body, cells_of, repeats, rows_of
from itrvault.readers.odf_changes import Changes, cell_history
from itrvault.readers.odf_package import (
    DRAW,
    OFFICE,
    PRESENTATION,
    STYLE,
    TABLE,
    OpenDocument,
    properties,
)
from itrvault.readers.odf_styles import Styles, strikes
from itrvault.readers.ooxml import Element
from itrvault.readers.sections import Block, Piece, Sections, clean

NAME = "odf/2"
MEDIA_TYPE = "application/vnd.oasis.opendocument.text"

_ENDINGS = {
    "odt": "text", "ott": "text", "odm": "text", "oth": "text", "fodt": "text", "sxw": "text",
    "stw": "text", "ods": "spreadsheet", "ots": "spreadsheet", "fods": "spreadsheet",
    "sxc": "spreadsheet", "stc": "spreadsheet", "odp": "presentation", "otp": "presentation",
    "fodp": "presentation", "sxi": "presentation", "sti": "presentation", "odg": "graphics",
    "otg": "graphics", "fodg": "graphics", "sxd": "graphics", "odf": "formula",
}  # fmt: skip
_TYPE = re.compile(
    rb"application/vnd\.oasis\.opendocument\.(text|spreadsheet|presentation|graphics)"
)
_FLAT = re.compile(rb"<office:document[\s>]")
_PAGE_NUMBER = re.compile(r"[-–—/\s]*\d*[-–—/\s]*")
_SHEET_HEAD = re.compile(r"(?:page|seite|p[aá]g\w{0,4}|страница|[\W\d])*", re.I)
_HEADS = ("header", "header-left", "header-first")
_FEET = ("footer", "footer-left", "footer-first")


def score(head: bytes, name: str) -> int:
    """Sure for a ZIP that says its type, and for a flat file by its first element."""
    if head.startswith(b"PK\x03\x04"):
        if kind_of(head, name).startswith(("OpenDocument", "OpenOffice")):
            return 95
        if extension(name) not in _ENDINGS:
            return 0
        return 92 if b"content.xml" in head else 40
    if _FLAT.search(head) or _FLAT.search(head.replace(b"\0", b"")):
        return 95
    return 45 if extension(name) in _ENDINGS and kind_of(head, name) == "" else 0


def media_type(head: bytes, name: str) -> str:
    """The type of one file, as it says itself or by its ending."""
    said = _TYPE.search(head)
    kind = said[1].decode() if said else _ENDINGS.get(extension(name), "text")
    return f"application/vnd.oasis.opendocument.{kind}"


def read(data: bytes, context: ReadContext) -> Iterator[Record]:
    """Yield metadata, sections and warnings."""
    if not data:
        raise FileEmpty
    if not data.startswith(b"PK") and b"<" not in data[:4096]:
        raise FileDamaged(reason="it does not start as an OpenDocument file does")
    document = OpenDocument(data)
    yield from (Metadata(key, value) for key, value in properties(document))
    reading = _Reading(document)
    sections = Sections(context, parts=document.kind != "text")
    for block in reading.blocks():
        yield from sections.add(block)
    yield from sections.close()
    if document.kind == "text":
        yield from sections.marks()
    yield from sections.links()
    if reading.body.hidden:
        yield base.Warning("Some words are marked as hidden in it; they are shown here.")
    yield from reading.warnings
    yield from reading.grid.warnings()


class _Reading:
    """One file on its way through."""

    def __init__(self, document: OpenDocument) -> None:
        self.document = document
        self.grid = Grid()
        self.warnings: list[base.Warning] = []
        self._styles = Styles(_common(document.styles), document.content)
        self._inserts = strikes(document.content) or any(
            starts_with_change(text) for text in document.body.itertext()
        )
        self.changes = Changes(document.body)
        self.body = Body(self._styles, self.changes, underline_inserts=self._inserts)

    def blocks(self) -> Iterator[Block]:
        """All paragraphs of the file."""
        kind = self.document.kind
        if kind == "spreadsheet":
            yield from self._sheets()
        elif kind in ("presentation", "drawing"):
            yield from self._slides()
        else:
            yield from self._text()

    def _text(self) -> Iterator[Block]:
        yield from self._running(_HEADS, ParagraphKind.HEADER)
        yield from self.body.blocks(self.document.body, Place())
        for marks, paragraphs in self.changes.leftovers():
            holder = Place(marks=marks)
            for paragraph in paragraphs:
                yield from self.body.blocks([paragraph], holder)
        yield from self._running(_FEET, ParagraphKind.FOOTER)

    # -- running heads and feet ------------------------------------------------------------------

    def _running(self, names: tuple[str, ...], kind: ParagraphKind) -> Iterator[Block]:
        """The running heads or feet of all pages, each paragraph once."""
        root = self.document.styles
        masters = root.find(f"{OFFICE}master-styles") if root is not None else None
        if masters is None:
            return
        styles = Styles(_common(root), root.find(f"{OFFICE}automatic-styles"))
        body = Body(styles, Changes(masters), underline_inserts=self._inserts)
        seen: set[str] = set()
        for part in masters.iter(*(STYLE + name for name in names)):
            if part.get(f"{STYLE}display") == "false":
                continue
            for block in body.blocks(part, Place(kind)):
                text = " ".join(block.text.split())
                page = _PAGE_NUMBER if self.document.kind == "text" else _SHEET_HEAD
                if text not in seen and not page.fullmatch(text):
                    seen.add(text)
                    yield Block(block.pieces, kind, end_marks=block.end_marks)

    # -- spreadsheets ----------------------------------------------------------------------------

    def _sheets(self) -> Iterator[Block]:
        hidden: list[str] = []
        for number, table in enumerate(_children(self.document.body, "table"), start=1):
            name = table.get(f"{TABLE}name") or f"Sheet {number}"
            if self._styles.of("table", table.get(f"{TABLE}style-name", "")).hidden:
                hidden.append(name)
            heading = Piece(clean(name), names=(name,))
            yield Block([heading], ParagraphKind.HEADING, 1, opens=name)
            yield from self._sheet(table)
        yield from self._running(_HEADS, ParagraphKind.HEADER)
        yield from self._running(_FEET, ParagraphKind.FOOTER)
        yield Block([], comments=cell_history(self.document.body))
        if hidden:
            shown = ", ".join(f"“{name}”" for name in hidden[:10])
            self.warnings.append(base.Warning(f"Hidden in it, and shown here: sheet {shown}."))

    def _sheet(self, table: Element) -> Iterator[Block]:
        self.grid.table()
        for row in rows_of(table):
            cells: list[tuple[int, str]] = []
            comments: list[Block] = []
            boxes: list[Element] = []
            linked: dict[int, str] = {}
            column = 0
            for cell in cells_of(row):
                text, target, said, drawn = self.body.text_of(cell, Place())
                comments += said
                boxes += drawn
                text = text if text.strip() else _value(cell)
                if text and target:
                    linked[column] = _sheet_target(target)
                if text:
                    cells += [(column + n, text) for n in range(repeats(cell, "columns"))]
                column += _span(cell)
            if cells and row.get(f"{TABLE}visibility", "visible") != "visible":
                self.body.hidden += 1
            for _ in range(repeats(row, "rows") if cells else 0):
                yield from self.grid.row(cells, linked)
            yield Block([], comments=comments)
            for box in boxes:
                yield from self.body.blocks([box], Place())
        for shapes in table.iterchildren(f"{TABLE}shapes"):
            yield from self.body.blocks(shapes, Place())

    # -- slides ----------------------------------------------------------------------------------

    def _slides(self) -> Iterator[Block]:
        word = "Slide" if self.document.kind == "presentation" else "Page"
        hidden = 0
        for number, page in enumerate(self.document.body.iterchildren(f"{DRAW}page"), start=1):
            style = self._styles.of("drawing-page", page.get(f"{DRAW}style-name", ""))
            hidden += style.hidden
            yield Block([], opens=f"{word} {number}")
            self.body.name_place(page.get(f"{DRAW}name", ""))
            yield from self.body.blocks(page, Place())
        for name in ("header-decl", "footer-decl", "date-time-decl"):
            for said in self.document.body.iterchildren(f"{PRESENTATION}{name}"):
                yield Block([Piece(clean("".join(said.itertext())))], ParagraphKind.FOOTER)
        if hidden:
            self.warnings.append(
                base.Warning(f"{hidden} slides are marked as hidden in it; they are shown here.")
            )


def _common(root: Element | None) -> Element | None:
    """The styles that people see and name."""
    return root.find(f"{OFFICE}styles") if root is not None else None


def _children(body: Element, name: str) -> Iterator[Element]:
    """The sheets, also those in groups."""
    for child in body:
        if child.tag == f"{TABLE}{name}":
            yield child
        elif local(child) in ("table-group", "dde-links"):
            yield from _children(child, name)


def _sheet_target(target: str) -> str:
    """The target of a cell; a place in the workbook is the sheet it is on."""
    if not target.startswith("#"):
        return target
    place = target[1:]
    return inside((place.rpartition(".")[0] or place).replace("$", "").strip("'"))


def _value(cell: Element) -> str:
    """What a cell holds that shows no words."""
    for name in ("string-value", "date-value", "time-value", "boolean-value", "value"):
        if (value := cell.get(f"{OFFICE}{name}")) is not None:
            return str(value)
    return ""


def _span(cell: Element) -> int:
    """How many columns an element of a row stands for."""
    count = cell.get(f"{TABLE}number-columns-repeated", "1")
    return int(count) if count.isdecimal() and len(count) < 6 else 1
