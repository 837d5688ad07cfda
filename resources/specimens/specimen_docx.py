"""Writes a specimen as a Word file: head table, running heads, tracked changes, right to left."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from lxml import etree
from specimen_source import MARK, WORDS, Block, Run, Source, symbol_line

_MADE = datetime(2012, 11, 1, tzinfo=UTC)
_ZIP_TIME = (2012, 11, 1, 0, 0, 0)
_CENTRE = WD_ALIGN_PARAGRAPH.CENTER


class DocxWriter:
    """One Word file being written."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.words = WORDS[source.get("letter", "E")]
        self.right_to_left = source.get("letter") == "A"
        self.document: Document = docx.Document()
        self._changes = 0
        self._styles()
        self._running_heads()

    def whole(self) -> bytes:
        """The whole file."""
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
        return self._saved()

    # -- head --------------------------------------------------------------------------------

    def _styles(self) -> None:
        style = self.document.styles["Normal"]
        style.font.name = "Times New Roman"
        style.font.size = Pt(11.5)
        style.element.rPr.rFonts.set(qn("w:eastAsia"), "SimSun")
        style.element.rPr.rFonts.set(qn("w:cs"), "Traditional Arabic")
        style.paragraph_format.space_after = Pt(6)
        heading = self.document.styles["Heading 1"]
        heading.font.name = "Times New Roman"
        heading.font.size = Pt(13)
        heading.font.color.rgb = RGBColor(0, 0, 0)
        heading.element.rPr.rFonts.set(qn("w:asciiTheme"), "minorHAnsi")
        for name in list(heading.element.rPr.rFonts.attrib):
            if name.endswith("Theme"):
                del heading.element.rPr.rFonts.attrib[name]
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.4)

    def _running_heads(self) -> None:
        section = self.document.sections[0]
        section.different_first_page_header_footer = True
        self._mark(section.first_page_header.paragraphs[0])
        self._mark(section.header.paragraphs[0])
        if running := self.source.get("running"):
            page = section.header.add_paragraph()
            page.alignment = _CENTRE
            page.add_run("- ")
            field = OxmlElement("w:fldSimple")
            field.set(qn("w:instr"), "PAGE")
            page._p.append(field)
            page.add_run(" -")
            head = section.header.add_paragraph(running)
            head.alignment = _CENTRE
        if foot := self.source.get("foot"):
            section.first_page_footer.paragraphs[0].add_run(foot).font.size = Pt(8)

    def _mark(self, paragraph: Paragraph) -> None:
        paragraph.alignment = _CENTRE
        run = paragraph.add_run(MARK)
        run.font.size = Pt(8)
        run.font.color.rgb = RGBColor(0x80, 0x20, 0x20)

    def _conference_head(self) -> None:
        source, words = self.source, self.words
        table = self.document.add_table(rows=0, cols=2)
        if self.right_to_left:
            style = table._tbl.tblPr.find(qn("w:tblStyle"))
            place = 0 if style is None else list(table._tbl.tblPr).index(style) + 1
            table._tbl.tblPr.insert(place, OxmlElement("w:bidiVisual"))
        name = source.get("conference", words["conference"])
        place = source.get("place", words["place"])
        rows = [
            (name, ""),
            (place, ""),
            (source.get("plenary", words["plenary"]), symbol_line(source)),
            ("", source.get("date")),
            ("", words["original"].format(name=source.get("original"))),
        ]
        for left, right in rows:
            cells = table.add_row().cells
            for cell, text in zip(cells, (left, right), strict=True):
                paragraph = cell.paragraphs[0]
                paragraph.paragraph_format.space_after = Pt(0)
                paragraph.add_run(text).bold = True
                self._turn(paragraph)
        for text in (source.get("source"), source.get("title", words["title"])):
            if text:
                paragraph = self.document.add_paragraph()
                paragraph.paragraph_format.space_before = Pt(14)
                paragraph.add_run(text).bold = True
                self._turn(paragraph)
                paragraph.alignment = _CENTRE

    def _paper_head(self) -> None:
        source = self.source
        for key, size in (("kicker", 10), ("title", 17), ("by", 11), ("date", 11)):
            if text := source.get(key):
                paragraph = self.document.add_paragraph()
                run = paragraph.add_run(text)
                run.font.size = Pt(size)
                run.bold = key == "title"
                self._turn(paragraph)

    # -- body --------------------------------------------------------------------------------

    def _block(self, block: Block) -> None:
        if block.kind == "heading":
            paragraph = self.document.add_paragraph(style="Heading 1")
        else:
            paragraph = self.document.add_paragraph()
        layout = paragraph.paragraph_format
        if block.kind == "verb":
            paragraph.add_run(block.runs[0].text.replace(" ", "\t", 1)).bold = True
            layout.space_before, layout.keep_with_next = Pt(12), True
        elif block.kind == "provision":
            layout.left_indent, layout.first_line_indent = Cm(2.6), Cm(-2.6)
            for stop in (1.3, 2.6):
                layout.tab_stops.add_tab_stop(Cm(stop))
            self._runs(paragraph, block.cells[0], bold=True)
            paragraph.add_run("\t")
            self._runs(paragraph, block.cells[1])
            paragraph.add_run("\t")
            self._runs(paragraph, block.cells[2])
        elif block.kind == "reasons":
            paragraph.add_run(f"{self.words['reasons']} ").bold = True
            self._runs(paragraph, block.runs)
        else:
            self._runs(paragraph, block.runs)
        self._turn(paragraph)

    def _table(self, rows: list[Block]) -> None:
        if not rows:
            return
        table = self.document.add_table(rows=0, cols=max(len(row.cells) for row in rows))
        table.style = "Table Grid"
        for row in rows:
            cells: tuple[_Cell, ...] = table.add_row().cells
            for cell, runs in zip(cells, row.cells, strict=False):
                self._runs(cell.paragraphs[0], runs, bold=row.kind == "head")
                self._turn(cell.paragraphs[0])
        if note := self.source.get("comment"):
            self._comment(table.rows[1].cells[1].paragraphs[0], note)
        self.document.add_paragraph()

    def _comment(self, paragraph: Paragraph, note: str) -> None:
        author = self.source.get("commenter", "Editor")
        comment = self.document.add_comment(paragraph.runs, note, author=author, initials="E")
        comment._comment_elm.set(qn("w:date"), self.source.get("edited"))

    def _runs(self, paragraph: Paragraph, runs: tuple[Run, ...], *, bold: bool = False) -> None:
        for run in runs:
            made = paragraph.add_run(run.text)
            made.bold = True if bold or run.style == "bold" else None
            made.italic = True if run.style == "italic" else None
            if run.style in ("ins", "del"):
                self._track(made._r, run.style)

    def _track(self, element: object, kind: str) -> None:
        """Wrap a run into a tracked insertion or deletion."""
        self._changes += 1
        change = OxmlElement(f"w:{kind}")
        change.set(qn("w:id"), str(self._changes))
        change.set(qn("w:author"), self.source.get("editor", "Drafting group"))
        change.set(qn("w:date"), self.source.get("edited", "2012-11-12T10:00:00Z"))
        parent = element.getparent()  # type: ignore[attr-defined]
        parent.replace(element, change)
        change.append(element)
        if kind == "del":
            for text in change.iter(qn("w:t")):
                text.tag = qn("w:delText")
                text.set(qn("xml:space"), "preserve")

    def _turn(self, paragraph: Paragraph) -> None:
        """Set a paragraph right to left, where the language is."""
        if not self.right_to_left:
            return
        properties = paragraph._p.get_or_add_pPr()
        bidi = OxmlElement("w:bidi")
        properties.insert_element_before(bidi, "w:spacing", "w:ind", "w:jc", "w:rPr")
        for run in paragraph.runs:
            run.font.rtl = any("\u0590" <= c <= "\u08ff" for c in run.text) or None

    # -- saving ------------------------------------------------------------------------------

    def _saved(self) -> bytes:
        """The file with fixed times and without the template's thumbnail, so bytes repeat."""
        properties = self.document.core_properties
        properties.author = properties.last_modified_by = self.source.get("author", "")
        properties.title = self.source.get("meta_title", "")
        properties.comments = MARK
        properties.created = properties.modified = _MADE
        properties.revision = 1
        raw = io.BytesIO()
        self.document.save(raw)
        out = io.BytesIO()
        with zipfile.ZipFile(raw) as made, zipfile.ZipFile(out, "w") as packed:
            for name in made.namelist():
                data = made.read(name)
                if name == "docProps/thumbnail.jpeg":
                    continue
                if name == "_rels/.rels":
                    data = _without_thumbnail(data)
                add(packed, name, data)
        return out.getvalue()


def _without_thumbnail(data: bytes) -> bytes:
    root = etree.fromstring(data)
    for relation in list(root):
        if relation.get("Target", "").endswith("thumbnail.jpeg"):
            root.remove(relation)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def add(packed: zipfile.ZipFile, name: str, data: bytes) -> None:
    """Put a member into a ZIP with a fixed time."""
    info = zipfile.ZipInfo(name, _ZIP_TIME)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 3
    packed.writestr(info, data)
