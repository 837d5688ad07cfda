"""Documents built to exhaust a reader: each is ended within its limits, and the next one read."""

from __future__ import annotations

import contextlib
import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator

import pytest

from itrvault.errors import ReaderFailed
from itrvault.model.document import Extraction
from itrvault.sandbox.host import Sandbox
from itrvault.sandbox.limits import MEGABYTE, Limits

LIMITS = Limits(
    memory=384 * MEGABYTE, units=300, text=1_000_000, seconds=6, stall_seconds=2, page_seconds=2,
    picture_pixels=4_000_000, members=50,
)  # fmt: skip
ENOUGH = 100_000


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(LIMITS) as opened:
        yield opened


# -- PDF -------------------------------------------------------------------------------------------


def pdf_of(objects: list[bytes]) -> bytes:
    """A PDF of these objects, numbered from 1; the first is the root."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer <</Size %d /Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
    return bytes(out)


def stream(data: bytes, more: bytes = b"") -> bytes:
    packed = zlib.compress(data, 9)
    head = b"<</Length %d /Filter /FlateDecode %s>>" % (len(packed), more)
    return head + b"stream\n" + packed + b"\nendstream"


def pages_in_pages() -> bytes:
    """Ten levels of a page tree whose ten children are all the same: 10,000,000,000 pages."""
    objects = [b"<</Type /Catalog /Pages 2 0 R>>"]
    for level in range(10):
        child = b"%d 0 R " % (len(objects) + 2)
        objects.append(b"<</Type /Pages /Count %d /Kids [%s]>>" % (10 ** (10 - level), child * 10))
    objects.append(b"<</Type /Page /MediaBox [0 0 99 99] /Resources <<>>>>")
    return pdf_of(objects)


def claimed_pages() -> bytes:
    return pdf_of([
        b"<</Type /Catalog /Pages 2 0 R>>",
        b"<</Type /Pages /Count 2000000000 /Kids [3 0 R]>>",
        b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 99 99]>>",
    ])  # fmt: skip


def page_with(contents: bytes, resources: bytes = b"", box: bytes = b"0 0 99 99") -> list[bytes]:
    return [
        b"<</Type /Catalog /Pages 2 0 R>>", b"<</Type /Pages /Count 1 /Kids [3 0 R]>>",
        b"<</Type /Page /Parent 2 0 R /MediaBox [%s] /Contents 4 0 R /Resources <<%s>>>>"
        % (box, resources),
        stream(contents),
    ]  # fmt: skip


def many_pages() -> bytes:
    kids = b" ".join(b"%d 0 R" % (number + 3) for number in range(20_000))
    page = b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 99 99]>>"
    pages = b"<</Type /Pages /Count 20000 /Kids [%s]>>" % kids
    return pdf_of([b"<</Type /Catalog /Pages 2 0 R>>", pages, *[page] * 20_000])


def huge_picture() -> bytes:
    """A picture of 10,000,000,000 points in a few kilobytes."""
    picture = b"/Type /XObject /Subtype /Image /Width 100000 /Height 100000 /BitsPerComponent 1 "
    objects = page_with(b"99 0 0 99 0 0 cm /P Do", b"/XObject <</P 5 0 R>>")
    objects.append(stream(bytes(5_000_000), picture + b"/ColorSpace /DeviceGray"))
    return pdf_of(objects)


# -- markup ----------------------------------------------------------------------------------------


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, data in files.items():
            z.writestr(name, data)
    return out.getvalue()


LAUGHS = (
    b'<!DOCTYPE x [<!ENTITY a0 "ha">'
    + b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12))
    + b"]>"
)
WORD = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(document: bytes) -> bytes:
    kind = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    target = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    return zipped({
        "[Content_Types].xml": b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        b'content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-'
        b'package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="' + kind
        + b'"/></Types>',
        "_rels/.rels": b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        b'relationships"><Relationship Id="r" Type="' + target
        + b'" Target="word/document.xml"/></Relationships>',
        "word/document.xml": document,
    })  # fmt: skip


def word(body: bytes, before: bytes = b"") -> bytes:
    return docx(b"%s<w:document %s><w:body>%s</w:body></w:document>" % (before, WORD, body))


def deep(opening: bytes, closing: bytes, times: int = ENOUGH) -> bytes:
    return opening * times + b"<w:r><w:t>deep</w:t></w:r>" + closing * times


def odt(body: bytes, before: bytes = b"") -> bytes:
    space = b"urn:oasis:names:tc:opendocument:xmlns:"
    return zipped({
        "mimetype": b"application/vnd.oasis.opendocument.text",
        "content.xml": before + b'<office:document-content xmlns:office="%soffice:1.0" '
        b'xmlns:text="%stext:1.0"><office:body><office:text>%s</office:text></office:body>'
        b"</office:document-content>" % (space, space, body),
        "META-INF/manifest.xml": b"<m/>",
    })  # fmt: skip


def mail_in_mail() -> bytes:
    head = b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b%d\n\n--b%d\n"
    return b"From: a@example.org\n" + b"".join(head % (n, n) for n in range(5_000)) + b"\nwords"


def png_head() -> bytes:
    size = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 6, 0, 0, 0)
    out = b"\x89PNG\r\n\x1a\n"
    for kind, data in ((b"IHDR", size), (b"IDAT", zlib.compress(bytes(30_000_000), 9))):
        out += struct.pack(">I", len(data)) + kind + data
        out += struct.pack(">I", zlib.crc32(kind + data))
    return out


HUNGRY: dict[str, Callable[[], bytes]] = {
    "tree.pdf": pages_in_pages,
    "claims.pdf": claimed_pages,
    "many.pdf": many_pages,
    "contents.pdf": lambda: pdf_of(page_with(b"0 0 m 1 1 l S\n" * 2_000_000)),
    "zeros.pdf": lambda: pdf_of(page_with(bytes(400 << 20))),
    "picture.pdf": huge_picture,
    "wide.pdf": lambda: pdf_of(page_with(b"", box=b"0 0 1000000000 1000000000")),
    "strings.pdf": lambda: pdf_of(page_with(b"BT /F 1 Tf [" + b"(a) 1 " * 2_000_000 + b"] TJ ET")),
    "brackets.pdf": lambda: pdf_of(page_with(b"[" * 5_000_000)),
    "dictionaries.pdf": lambda: pdf_of([b"<</A " * ENOUGH + b">>" * ENOUGH]),
    "laughs.docx": lambda: word(b"<w:p><w:r><w:t>&a11;</w:t></w:r></w:p>", LAUGHS),
    "tables.docx": lambda: word(deep(b"<w:tbl><w:tr><w:tc><w:p>", b"</w:p></w:tc></w:tr></w:tbl>")),
    "nested.docx": lambda: word(deep(b"<w:p>", b"</w:p>")),
    "cells.docx": lambda: word(b"<w:tbl>" + b"<w:tr><w:tc/></w:tr>" * 300_000 + b"</w:tbl>"),
    "laughs.odt": lambda: odt(b"<text:p>&a11;</text:p>", LAUGHS),
    "nested.odt": lambda: odt(b"<text:span>" * ENOUGH + b"x" + b"</text:span>" * ENOUGH),
    "spaces.odt": lambda: odt(b'<text:p>a<text:s text:c="2000000000"/>b</text:p>'),
    "div.html": lambda: b"<html><body>" + b"<div>" * 500_000 + b"deep</body></html>",
    "attributes.html": lambda: b"<p " + b" ".join(b"a%d=1" % n for n in range(300_000)) + b">x",
    "tables.html": lambda: b"<table><tr><td>" * 30_000 + b"deep",
    "span.html": lambda: b'<table><tr><td colspan="999999999" rowspan="999999999">x</table>',
    "laughs.html": lambda: b"<?xml version='1.0'?>" + LAUGHS + b"<html><p>&a11;</p></html>",
    "groups.rtf": lambda: b"{\\rtf1 " + b"{" * 2_000_000 + b"deep",
    "binary.rtf": lambda: b"{\\rtf1 words \\bin2000000000 x}",
    "numbers.rtf": lambda: b"{\\rtf1 " + b"\\u" + b"9" * 1_000_000 + b" x}",
    "nested.eml": mail_in_mail,
    "heads.eml": lambda: b"From: a@example.org\n" + b"X-A: b\n" * 500_000 + b"\nwords",
    "field.csv": lambda: b'"a","' + b"x" * 5_000_000 + b'"\n',
    "columns.csv": lambda: b",".join([b"1"] * 500_000) + b"\n",
    "long.txt": lambda: b"words and more words\n" * 300_000,
    "line.txt": lambda: b"word " * 1_000_000,
    "sections.md": lambda: b"# Part\n\nwords\n\n" * ENOUGH,
    "large.png": png_head,
}


def looked_at(sandbox: Sandbox, name: str) -> Extraction | ReaderFailed:
    try:
        return sandbox.extract(HUNGRY[name](), name)
    except ReaderFailed as error:
        return error


@pytest.mark.parametrize("name", HUNGRY)
def test_it_is_read_or_refused_within_its_limits(sandbox: Sandbox, name: str):
    end = looked_at(sandbox, name)
    if isinstance(end, ReaderFailed):
        assert end.code in {"limit", "damaged", "timeout", "crashed", "unsupported", "empty"}
        assert end.message.startswith(("The file ", "Reading was stopped", "The reader crashed",
                                       "Files of this kind"))  # fmt: skip
    else:
        assert len(end.units) <= LIMITS.units
        assert end.text_length <= LIMITS.text
    assert sandbox.extract(b"the next one is read", "next.txt").units[0].text.strip()


@pytest.mark.parametrize("name", ["picture.pdf", "wide.pdf", "contents.pdf"])
def test_pages_that_eat_memory_are_drawn_small_or_refused(sandbox: Sandbox, name: str):
    with contextlib.suppress(ReaderFailed), sandbox.open_pages(HUNGRY[name](), name) as pages:
        picture = pages.draw(0, 8.0)
        assert picture.width * picture.height <= LIMITS.picture_pixels
    assert sandbox.extract(b"the next one is read", "next.txt").units
