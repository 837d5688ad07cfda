"""Word: headings for documents, quotations with their redline as formatting, everything named by
styles. Properties are blank, and the same excerpts give the same bytes on every machine.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

from itrvault.export import html
from itrvault.export.excerpts import Assessment, Excerpt
from itrvault.export.notes import read_note
from itrvault.export.scrub import ExportOptions
from itrvault.export.wording import (
    assessment_lines,
    assessment_words,
    citation_words,
    document_parts,
    flag_words,
    grouped,
    link_words,
    one_line,
    origin_words,
    paragraphs,
    subject_words,
)
from itrvault.model.annotation import COLOURS
from itrvault.model.document import RedlineKind
from itrvault.text.direction import Direction, balanced, direction, turns

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.text.paragraph import Paragraph

NAME = "docx"
TITLE = "Word (DOCX)"
EXTENSION = ".docx"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_NO_TIME = datetime.datetime(1980, 1, 1, tzinfo=datetime.UTC)
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_DROPPED = ("docProps/app.xml", "docProps/thumbnail.jpeg", "customXml/")
_REDLINE_COLOUR = {RedlineKind.DELETED: "B3261E", RedlineKind.INSERTED: "146C2E"}
_EASTERN = {"zh": "zh-CN", "ja": "ja-JP", "ko": "ko-KR"}


def write(excerpts: Sequence[Excerpt], out: BinaryIO, options: ExportOptions) -> None:
    """Write a whole file."""
    import docx

    word: WordDocument = docx.Document()
    prepare(word)
    add_line(new_paragraph(word, "Heading1"), one_line(options.heading))
    for citation, group in grouped(excerpts):
        add_line(new_paragraph(word, "Heading2"), " – ".join(document_parts(citation)))
        for excerpt in group:
            _excerpt(word, excerpt)
    save(word, out)


def save(word: WordDocument, out: BinaryIO) -> None:
    """Write the document without anything that tells of the maker."""
    raw = io.BytesIO()
    word.save(raw)
    out.write(anonymous(raw.getvalue()))


def preview(excerpt: Excerpt, options: ExportOptions) -> str:
    """The excerpt as it will look, in HTML."""
    return html.preview(excerpt, options)


def anonymous(data: bytes) -> bytes:
    """The same package without application, thumbnail and times, its parts in a fixed order."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(result, "w") as new:
        for name in sorted(old.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            if name.startswith(_DROPPED):
                continue
            content = old.read(name)
            if name == "_rels/.rels" or name == "word/_rels/document.xml.rels":
                content = _without_relations(content)
            elif name == "[Content_Types].xml":
                content = _without_overrides(content)
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o600 << 16
            new.writestr(entry, content)
    return result.getvalue()


def _without_relations(content: bytes) -> bytes:
    return _filtered(
        content, "Target", lambda target: any(d.rstrip("/") in target for d in _DROPPED)
    )


def _without_overrides(content: bytes) -> bytes:
    return _filtered(content, "PartName", lambda part: part.lstrip("/").startswith(_DROPPED))


def _filtered(content: bytes, attribute: str, dropped: Any) -> bytes:
    from lxml import etree

    # Our own package, just made; nothing foreign is parsed here.
    root = etree.fromstring(content)
    for child in list(root):
        if dropped(child.get(attribute, "")):
            root.remove(child)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def prepare(word: WordDocument) -> None:
    """Blank properties, and the styles of our papers."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Cm, Pt, RGBColor

    properties = word.core_properties
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.title = properties.subject = properties.keywords = properties.category = ""
    properties.created = properties.modified = _NO_TIME
    properties.revision = 1
    styles = word.styles
    styles["Normal"].font.name = "Calibri"
    styles["Normal"].font.size = Pt(11)
    quote = styles["Quote"]
    quote.font.italic = False
    quote.font.color.rgb = RGBColor(0, 0, 0)
    quote.paragraph_format.left_indent = quote.paragraph_format.right_indent = Cm(1)
    for name, grey in (("Citation", False), ("Provenance", True)):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        style.font.size = Pt(8 if grey else 10)
        if grey:
            style.font.color.rgb = RGBColor(0x62, 0x64, 0x6A)
            style.paragraph_format.space_after = Pt(18)


def _excerpt(word: WordDocument, excerpt: Excerpt) -> None:
    quote = paragraphs(excerpt)
    for pieces in quote:
        paragraph = new_paragraph(word, "Quote")
        _border(paragraph, excerpt.colour)
        if excerpt.direction == "rtl":
            right_to_left(paragraph)
        for piece in pieces:
            for run in add_runs(
                paragraph, piece.text, excerpt.direction, excerpt.citation.language
            ):
                if piece.redline is not None:
                    mark_redline(run, piece.redline)
    if subject := subject_words(excerpt):
        new_paragraph(word, "Quote").add_run(subject)
    citation = new_paragraph(word, "Citation")
    add_line(citation, f"{citation_words(excerpt.citation)} [{excerpt.number}]")
    _note(word, excerpt.note)
    for item in excerpt.assessments:
        _assessment(word, item)
    for link in excerpt.links:
        add_line(new_paragraph(word, "ListBullet"), link_words(link))
    for line in (
        flag_words(excerpt),
        f"Tags: {'; '.join(map(one_line, excerpt.tags))}" if excerpt.tags else "",
        origin_words(excerpt),
    ):
        if line:
            add_line(new_paragraph(word), line)
    new_paragraph(word, "Provenance").add_run(f"SHA-256 {excerpt.citation.sha256}")


def new_paragraph(word: WordDocument, style: str = "") -> Paragraph:
    """A new paragraph in the style with that id."""
    from docx.oxml import OxmlElement
    from docx.text.paragraph import Paragraph

    # The library's own way searches the whole body and all styles for each paragraph anew.
    element: Any = OxmlElement("w:p")
    word.element.body[-1].addprevious(element)  # the last child is the section's properties
    if style:
        element.style = style
    return Paragraph(element, word._body)  # noqa: SLF001 - python-docx has no public way to it


def _assessment(word: WordDocument, item: Assessment) -> None:
    add_line(new_paragraph(word), one_line(assessment_words(item)), bold=True)
    for line in assessment_lines(item):
        add_line(new_paragraph(word, "ListBullet"), line)
    _note(word, item.rationale)


def _note(word: WordDocument, note: str) -> None:
    styles = {"bullet": "ListBullet", "quote": "Quote", "heading": "Heading4"}
    for block in read_note(note):
        paragraph = new_paragraph(word, styles.get(block.kind, ""))
        base = direction("".join(words.text for words in block.words))
        if base == "rtl":
            right_to_left(paragraph)
        if block.mark:
            # As typed: Word would count on through the whole document.
            paragraph.add_run(f"{block.mark} ")
        for words in block.words:
            for run in add_runs(paragraph, words.text, base):
                run.bold, run.italic = words.bold or None, words.italic or None
                if words.code:
                    run.font.name = "Consolas"


def add_line(paragraph: Paragraph, text: str, *, bold: bool = False) -> None:
    """Text of any direction in a line of ours."""
    for run in add_runs(paragraph, text, "ltr"):
        run.bold = bold or None


def add_runs(paragraph: Paragraph, text: str, base: Direction, language: str = "") -> list[Any]:
    """Runs for a stretch of text, one for each direction, marked for Word's two fonts."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    runs = []
    for part, way in turns(balanced(text), base):
        run = paragraph.add_run(part)
        properties = run._r.get_or_add_rPr()  # noqa: SLF001 - python-docx has no public way to it
        if way == "rtl":
            properties.append(OxmlElement("w:rtl"))
        if language and (way == "rtl" or language in _EASTERN):
            mark = OxmlElement("w:lang")
            name = "w:bidi" if way == "rtl" else "w:eastAsia"
            mark.set(qn(name), _EASTERN.get(language, language))
            properties.append(mark)
        runs.append(run)
    return runs


def mark_redline(run: Any, kind: RedlineKind) -> None:
    """Show a run as struck or as underlined, in its colour."""
    from docx.shared import RGBColor

    run.font.color.rgb = RGBColor.from_string(_REDLINE_COLOUR[kind])
    if kind is RedlineKind.DELETED:
        run.font.strike = True
    else:
        run.font.underline = True


def right_to_left(paragraph: Paragraph) -> None:
    """Let a paragraph run from the right."""
    from docx.oxml import OxmlElement

    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - as above
    mark = OxmlElement("w:bidi")
    # The schema wants these in a certain order.
    properties.insert_element_before(
        mark, "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing",
        "w:jc", "w:rPr", "w:sectPr", "w:pPrChange",
    )  # fmt: skip


def _border(paragraph: Paragraph, colour: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - as above
    border, left = OxmlElement("w:pBdr"), OxmlElement("w:left")
    for name, value in (
        ("w:val", "single"), ("w:sz", "24"), ("w:space", "8"),
        ("w:color", COLOURS.get(colour, COLOURS["gray"]).lstrip("#")),
    ):  # fmt: skip
        left.set(qn(name), value)
    border.append(left)
    properties.insert_element_before(
        border, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:bidi", "w:spacing", "w:ind",
        "w:jc", "w:rPr", "w:sectPr", "w:pPrChange",
    )  # fmt: skip
