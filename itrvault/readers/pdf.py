"""The reader of PDF files: a unit a page, with the place of every word.

A page that cannot be read costs itself and a warning, never the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pymupdf

from itrvault.errors import (
    FileDamaged,
    FileEmpty,
    FileLocked,
    FileUnsupported,
    ReaderFailed,
)
from itrvault.model.document import Doubt, ForeignMark, Unit, UnitKind
from itrvault.model.geometry import PageLayout
from itrvault.readers import base
from itrvault.readers.base import Metadata, ReadContext, Record
from itrvault.readers.pdf_dates import iso_date
from itrvault.readers.pdf_files import attached_files
from itrvault.readers.pdf_letters import Accents, read_page
from itrvault.readers.pdf_marks import marks_of
from itrvault.readers.pdf_pictures import FEW_SIGNS, is_picture
from itrvault.readers.pdf_redlines import RedlineFinder
from itrvault.readers.pdf_strokes import text_and_strokes
from itrvault.readers.pdf_text import PAGE_FAILURES, compose, page_size, text_page
from itrvault.readers.pdf_unnamed import UnnamedFonts

NAME = f"pdf/1 pymupdf {pymupdf.VersionBind}"
MEDIA_TYPE = "application/pdf"
CAN_SKIP = True

BROKEN_IN_A_ROW = 100
"""After so many unreadable pages the rest is not tried: some files claim millions."""

_METADATA = {
    "title": "title", "author": "author", "subject": "subject", "keywords": "keywords",
    "creator": "creator", "producer": "producer", "creationDate": "created",
    "modDate": "modified", "format": "format",
}  # fmt: skip

pymupdf.TOOLS.mupdf_display_errors(False)
pymupdf.TOOLS.mupdf_display_warnings(False)


def score(head: bytes, name: str) -> int:
    """Sure when the header stands where readers look for it."""
    if b"%PDF-" in head[:1024]:
        return 100
    if name.lower().endswith(".pdf"):
        return 60  # a header lost: MuPDF searches for the objects
    return 0


def read(data: bytes, context: ReadContext) -> Iterator[Record]:
    """Yield the pages in order, then metadata and warnings."""
    document = open_pdf(data, context)
    pymupdf.mupdf.fz_disable_icc()  # exact colours cost an eighth, and text has none
    try:
        yield from _Reading(document, context).records()
    finally:
        pymupdf.mupdf.fz_enable_icc()
        document.close()
        pymupdf.TOOLS.store_shrink(100)


def members(data: bytes, context: ReadContext) -> Iterator[Record]:
    """Only the files in it, without reading its pages again."""
    document = open_pdf(data, context)
    try:
        pages = range(min(document.page_count, context.max_units))
        yield from attached_files(document, (n for n in pages if n not in context.skip))
    finally:
        document.close()


def open_pdf(data: bytes, context: ReadContext) -> pymupdf.Document:
    """Open and unlock. Raises `FileEmpty`, `FileDamaged` and `FileLocked`."""
    if not data:
        raise FileEmpty
    try:
        document = pymupdf.open(stream=data, filetype="pdf")
        locked = bool(document.needs_pass) and not document.authenticate(context.password)
        pages = 0 if locked else document.page_count
    except PAGE_FAILURES as error:
        raise _unopened(data) from error
    if not document.is_pdf:  # MuPDF goes by content and opens other formats under this name
        raise FileDamaged(reason="it is called a PDF file but is none")
    if locked:
        raise FileLocked
    if pages < 1:
        raise FileDamaged(reason="it holds no page that could be found")
    return document


def _unopened(data: bytes) -> ReaderFailed:
    """Why MuPDF could not open it, as far as the bytes tell."""
    if b"/Adobe.PubSec" in data:
        return FileUnsupported(kind="PDF locked with a personal certificate")
    if b"/Encrypt" in data:
        return FileDamaged(reason="how it is encrypted cannot be made out")
    return FileDamaged(reason="no PDF document could be found in it")


class _Reading:
    """Goes through one document, keeping what has to be said at its end."""

    def __init__(self, document: pymupdf.Document, context: ReadContext) -> None:
        self._document = document
        self._context = context
        self._claimed = document.page_count
        self._count = min(self._claimed, context.max_units)
        self._rules = self._label_rules()
        self._fonts = UnnamedFonts()
        self._accents = Accents()
        self._without_text: list[int] = []
        self._broken: list[int] = []
        self._unnamed: dict[str, list[int]] = {"guessed": [], "lost": []}
        self._stopped_at = 0
        self._marks: list[ForeignMark] = []
        self._annotated: list[int] = []

    def records(self) -> Iterator[Record]:
        finder = RedlineFinder(self._document, shades=not self._context.careful)
        for number in range(self._count):
            if self._context.careful or number < base.ALWAYS_SAID:
                yield base.At(number)
            yield from finder.settle(self._unit(number, finder))
            if len(self._broken) >= BROKEN_IN_A_ROW and self._broken[-BROKEN_IN_A_ROW] == (
                number - BROKEN_IN_A_ROW + 1
            ):
                self._stopped_at = number + 1
                break
        yield from finder.rest()
        if len(self._broken) >= (self._stopped_at or self._count):
            raise FileDamaged(reason="none of its pages could be read")
        yield from self._metadata()
        yield from self._marks
        yield from finder.shaded
        for sentence in self._warnings():
            yield base.Warning(sentence)
        yield from attached_files(self._document, self._annotated)

    def _unit(self, number: int, finder: RedlineFinder) -> Unit:
        text, layout = "", None
        doubt = Doubt.NONE
        if number not in self._context.skip:
            try:
                page = self._document.load_page(number)
                careful = self._context.careful  # with the lines on some page a reader hung
                structured, strokes = (text_page(page), []) if careful else text_and_strokes(page)
                found = read_page(page, structured, self._fonts, self._accents)
                text, layout = compose(found.columns, page)
                if found.meaning:
                    self._unnamed[found.meaning].append(number)
                marks: list[ForeignMark] = []
                if page.first_annot is not None:
                    self._annotated.append(number)
                    marks = list(marks_of(page, text, layout, number))
                    self._marks += marks
                finder.look(page, structured, strokes, found, text, layout, struck=marks)
                if len(text) < 2 * FEW_SIGNS and is_picture(page, len("".join(text.split()))):
                    doubt = Doubt.IMAGE
            except MemoryError:
                raise
            except Exception:  # PyMuPDF raises that very class, too; the page is told of below
                text, layout = "", None
        if layout is None:
            self._broken.append(number)
            doubt = Doubt.UNREAD
            layout = PageLayout(*page_size(self._document, number))
        elif not text:
            self._without_text.append(number)
        return Unit(number, UnitKind.PAGE, self._label(number), text, layout, doubt=doubt)

    def _label_rules(self) -> list[dict[str, Any]]:
        try:
            return list(self._document.get_page_labels())
        except PAGE_FAILURES:
            return []

    def _label(self, number: int) -> str:
        if self._rules:
            try:
                label = _label(number, self._rules)
            except PAGE_FAILURES:
                label = ""
            if label:
                return label
        return str(number + 1)

    def _metadata(self) -> Iterator[Metadata]:
        try:
            stated = self._document.metadata or {}
        except PAGE_FAILURES:
            return
        for key, name in _METADATA.items():
            value = stated.get(key)
            if isinstance(value, str) and value.strip():
                yield Metadata(name, iso_date(value) if name in ("created", "modified") else value)

    def _warnings(self) -> Iterator[str]:
        document, total = self._document, self._count
        if self._claimed > self._count or self._stopped_at:
            read = self._stopped_at or self._count
            yield f"The file claims {self._claimed:,} pages; only the first {read:,} were read."
        if self._context.careful:
            yield (
                "A page of it hung or crashed a reader, so it was read with care: words that are "
                "underlined or struck out are not told apart."
            )
        if self._without_text:
            yield f"{_pages(self._without_text, total)} no text layer: {_list(self._without_text)}."
        if self._broken:
            yield f"{_pages(self._broken, total)} damage and could not be read: " + (
                f"{_list(self._broken)}."
            )
        if pages := self._unnamed["guessed"]:
            yield (
                f"{_pages(pages, total)} letters that the file does not name: {_list(pages)}. They "
                "were read by the usual order of such fonts; compare the words with the drawn page."
            )
        if pages := self._unnamed["lost"]:
            yield (
                f"{_pages(pages, total)} letters that the file does not name: {_list(pages)}. "
                "Their words are unknown and a search can't find them."
            )
        try:
            if document.is_repaired:
                yield "The file is damaged; what could be found in it was read."
            catalog = document.pdf_catalog()
            if document.xref_get_key(catalog, "AcroForm/XFA")[0] not in ("null", "undefined"):
                yield "The file holds an XFA form, which only shows in Adobe's reader."
        except PAGE_FAILURES:
            return


def _label(number: int, rules: Sequence[Mapping[str, Any]]) -> str:
    """The label of a page (from 0) by the file's own rules; "" when none covers it."""
    covering = [rule for rule in rules if rule["startpage"] <= number]
    if not covering:
        return ""
    rule = max(covering, key=lambda each: each["startpage"])
    style = rule.get("style", "")
    count = number - rule["startpage"] + rule.get("firstpagenum", 1)
    count -= style in ("a", "A")  # PyMuPDF counts letters from 0
    return str(pymupdf.utils.construct_label(style, rule.get("prefix", ""), count)).strip()


def _pages(pages: Sequence[int], total: int) -> str:
    verb = "has" if len(pages) == 1 else "have"
    return f"{len(pages)} of {total} {'page' if total == 1 else 'pages'} {verb}"


def _list(pages: Sequence[int], most: int = 20) -> str:
    """Page numbers from 1, runs shortened: "2, 5-9"."""
    runs: list[tuple[int, int]] = []
    for page in sorted(pages):
        if runs and runs[-1][1] == page - 1:
            runs[-1] = (runs[-1][0], page)
        else:
            runs.append((page, page))
    said = [f"{a + 1}" if a == b else f"{a + 1}-{b + 1}" for a, b in runs[:most]]
    return ", ".join(said) + (" and others" if len(runs) > most else "")
