"""Reads XPS and OXPS files: fixed pages like those of a PDF, which they become in memory."""

from __future__ import annotations

from collections.abc import Iterator

import pymupdf

from itrvault.errors import FileDamaged, FileEmpty, ReaderFailed
from itrvault.readers import pdf
from itrvault.readers.base import Metadata, ReadContext, Record
from itrvault.readers.kinds import head_of, zip_kind
from itrvault.readers.ooxml import Package, core_properties
from itrvault.readers.pdf_text import PAGE_FAILURES
from itrvault.readers.zips import ZipLimits, open_zip

NAME = f"xps/1 pymupdf {pymupdf.VersionBind}"
MEDIA_TYPE = "application/vnd.ms-xpsdocument"

_LIMITS = ZipLimits(members=20_000, member=128 << 20, total=1 << 30)
_ZIP = b"PK\x03\x04"
_OF_PAGES = {"format", "producer", "creator"}  # what the conversion would say of itself


def score(head: bytes, name: str) -> int:
    """Sure for a ZIP with the parts of fixed pages."""
    return 95 if head.startswith(_ZIP) and zip_kind(head, name) == "XPS document" else 0


def read(data: bytes, context: ReadContext) -> Iterator[Record]:
    """Yield the pages in order, then metadata and warnings."""
    if not data:
        raise FileEmpty
    converted = as_pdf(data, context.name)
    if converted is data:
        raise FileDamaged(reason="it does not hold pages as an XPS file does")
    yield from _stated(data)
    for record in pdf.read(converted, context):
        if not (isinstance(record, Metadata) and record.key in _OF_PAGES):
            yield record


def as_pdf(data: bytes, name: str) -> bytes:
    """The same pages as a PDF; data that is no XPS file as it is. Raises FileDamaged and kin."""
    if not data.startswith(_ZIP) or zip_kind(head_of(data, 4096), name) != "XPS document":
        return data
    with open_zip(data, _LIMITS):
        pass  # the limits are kept before MuPDF unpacks anything
    try:
        with pymupdf.open(stream=data, filetype="xps") as document:
            if document.is_pdf or document.page_count < 1:
                raise FileDamaged(reason="it holds no page that could be found")
            return bytes(document.convert_to_pdf())
    except PAGE_FAILURES as error:
        raise FileDamaged(reason="its pages cannot be read") from error


def _stated(data: bytes) -> Iterator[Metadata]:
    try:
        package = Package(data, "/FixedDocumentSequence.fdseq")
    except ReaderFailed:
        return
    yield from (Metadata(key, value) for key, value in core_properties(package))
