"""One small valid file of every format, made here, with the words "Words of the treaty" in it."""

from __future__ import annotations

import bz2
import functools
import gzip
import io
import lzma
import tarfile
import zipfile
from email.message import EmailMessage
from importlib.util import find_spec

import pymupdf
from djvus import made as djvu
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from messages import attached, message, written
from packs import SEVENZIP
from test_old_office import label, slides, workbook
from test_warc import PAGE, Written
from test_xps import written as xps_file
from words97 import BOLD, IN_TABLE, SPECIAL, Doc, P, deleted, inserted, p

WORDS = "Words of the treaty"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_ODF = "urn:oasis:names:tc:opendocument:xmlns:"


def zipped(files: dict[str, bytes | str], *, stored: bool = False) -> bytes:
    out = io.BytesIO()
    way = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(out, "w", way) as package:
        for name, data in files.items():
            info = zipfile.ZipInfo(name, (2012, 11, 30, 0, 0, 0))
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else way
            package.writestr(info, data)
    return out.getvalue()


def _office(main: str, parts: dict[str, str]) -> bytes:
    return zipped({
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships xmlns="{_RELS}"><Relationship Id="a" '
        f'Type="{_OFFICE}/officeDocument" Target="{main}"/></Relationships>', **parts,
    })  # fmt: skip


def _linked(kind: str, target: str) -> str:
    return (
        f'<Relationships xmlns="{_RELS}"><Relationship Id="r1" Type="{_OFFICE}/{kind}" '
        f'Target="{target}"/></Relationships>'
    )


def pdf() -> bytes:
    document = pymupdf.open()
    document.new_page().insert_text((72, 72), WORDS)
    document.new_page().insert_text((72, 72), "Second page")
    document.embfile_add("note", b"attached", ufilename="note.txt")
    return bytes(document.tobytes())


def docx() -> bytes:
    document, out = Document(), io.BytesIO()
    document.add_heading("Article 1", 1)
    document.add_paragraph(WORDS)._p.append(parse_xml(
        f'<w:hyperlink {nsdecls("w")} w:anchor="b"><w:bookmarkStart w:id="0" w:name="b"/><w:r>'
        "<w:t> up</w:t></w:r></w:hyperlink>"
    ))  # fmt: skip
    document.add_table(1, 2).cell(0, 0).text = "cell"
    document.save(out)
    return out.getvalue()


def xlsx() -> bytes:
    sheet = f'<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>{WORDS}</t></is></c>'
    return _office("xl/workbook.xml", {
        "xl/workbook.xml": f'<workbook xmlns:r="{_OFFICE}"><sheets><sheet name="S" sheetId="1" '
        'r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _linked("worksheet", "worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": sheet + "<c><v>5</v></c></row></sheetData></worksheet>",
    })  # fmt: skip


def pptx() -> bytes:
    spaces = (
        f'xmlns:r="{_OFFICE}" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
    )
    return _office("ppt/presentation.xml", {
        "ppt/presentation.xml": f'<p:presentation {spaces}><p:sldIdLst><p:sldId r:id="r1"/>'
        "</p:sldIdLst></p:presentation>",
        "ppt/_rels/presentation.xml.rels": _linked("slide", "slides/slide1.xml"),
        "ppt/slides/slide1.xml": f"<p:sld {spaces}><p:cSld><p:spTree><p:sp><p:txBody><a:p><a:r>"
        f"<a:t>{WORDS}</a:t></a:r></a:p></p:txBody></p:sp></p:spTree></p:cSld></p:sld>",
    })  # fmt: skip


def _odf(kind: str, body: str, *, flat: bool = False) -> bytes:
    spaces = " ".join(f'xmlns:{n}="{_ODF}{n}:1.0"' for n in ("office", "text", "table"))
    root = "document" if flat else "document-content"
    xml = (
        f'<?xml version="1.0"?><office:{root} {spaces} office:version="1.3"><office:body>'
        f"<office:{kind}>{body}</office:{kind}></office:body></office:{root}>"
    )
    if flat:
        return xml.encode()
    return zipped({"mimetype": f"application/vnd.oasis.opendocument.{kind}", "content.xml": xml})


def epub() -> bytes:
    return zipped({
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container><rootfiles><rootfile full-path="b.opf"/></rootfiles>'
        "</container>",
        "b.opf": '<package><manifest><item id="a" href="a.xhtml" '
        'media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine>'
        "</package>",
        "a.xhtml": '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body>'
        f'<p id="p">{WORDS} <a href="a.xhtml#p">up</a></p></body></html>',
    })  # fmt: skip


def mail() -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "a@example.org", "b@example.org", "Routing"
    made["Date"] = "Fri, 30 Nov 2012 10:05:00 +0400"
    made.set_content(WORDS)
    made.add_alternative(f"<p id=p>{WORDS} <a href='#p'>up</a></p>", subtype="html")
    made.add_attachment(b"%PDF-1.4", "application", "pdf", filename="a.pdf")
    made.set_boundary("=====")
    made.get_payload()[0].set_boundary("-----")
    return made


def mhtml() -> bytes:
    return (
        b"From: <Saved by Browser>\r\nSnapshot-Content-Location: http://x.example/\r\n"
        b"Subject: Page\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=B\r\n\r\n"
        b"--B\r\nContent-Type: text/html\r\nContent-Location: http://x.example/\r\n\r\n<p>"
        + WORDS.encode()
        + b"</p>\r\n--B--\r\n"
    )


def tar() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        entry = tarfile.TarInfo("a.txt")
        entry.size = len(WORDS)
        archive.addfile(entry, io.BytesIO(WORDS.encode()))
    return out.getvalue()


def doc() -> bytes:
    return Doc([
        p("Article 1"), P([("\x13", SPECIAL), ('HYPERLINK "b"', b""), ("\x14", SPECIAL),
                           (WORDS, BOLD), ("\x15", SPECIAL)]),
        P([(WORDS, BOLD), ("new", inserted(0)), ("old", deleted(0))]),
        p("cell", stated=IN_TABLE, end="\x07"),
    ]).written()  # fmt: skip


def mbox() -> bytes:
    one = b"From a Fri Nov 30 10:05:00 2012\n" + mail().as_bytes() + b"\n"
    return one + one


@functools.cache
def samples() -> dict[str, tuple[str, bytes]]:
    """By ending: the reader's name (without its version) and the file."""
    flat = (
        f'<text:p><text:bookmark text:name="b"/>{WORDS} <text:bookmark-ref text:ref-name="b">up'
        "</text:bookmark-ref></text:p>"
    )
    cell = f'<table:table table:name="S"><table:table-row><table:table-cell>{flat}'
    sheet = cell + "</table:table-cell></table:table-row></table:table>"
    web = Written().response("http://x.example/", PAGE)
    # There is no build of its library for every Python.
    books = {"djvu": ("djvu", djvu([WORDS]))} if find_spec("djvu_rs") else {}
    return books | {
        "pdf": ("pdf", pdf()), "docx": ("docx", docx()), "doc": ("doc", doc()),
        "odt": ("odf", _odf("text", flat)), "fodt": ("odf", _odf("text", flat, flat=True)),
        "ods": ("odf", _odf("spreadsheet", sheet)),
        "rtf": ("rtf", rb"{\rtf1\ansi\pard{\*\bkmkstart b}" + WORDS.encode() + rb"\par\b bold\b0 "
                rb'{\field{\*\fldinst HYPERLINK \\l "b"}{\fldrslt up}}\chftn{\footnote n}\par}'),
        "pptx": ("pptx", pptx()), "ppt": ("ppt", slides()), "xlsx": ("xlsx", xlsx()),
        "xls": ("xls", workbook({"S": label(0, 0, WORDS)})),
        "csv": ("csv", f"a;b\n{WORDS};1\nc;2\nd;3\n".encode()),
        "html": ("html", f"<!DOCTYPE html><html><body><h1 id=a>A</h1><p>{WORDS} "
                 "<a href='#a'>up</a> <a href='http://x.example/'>out</a></p></body>".encode()),
        "mhtml": ("mail", mhtml()), "epub": ("epub", epub()), "xps": ("xps", xps_file(WORDS)),
        "txt": ("plain", f"Article 1\n\n{WORDS}.\n".encode()),
        "md": ("markdown", f"# Article 1\n\n{WORDS} [up](#article-1).\n".encode()),
        "eml": ("mail", mail().as_bytes()), "mbox": ("mail", mbox()),
        "msg": ("msg", written(message({0x1000: WORDS}, attached(0, "a.txt", b"x")))),
        "zip": ("archive", zipped({"a.txt": WORDS, "b/c.txt": "more"})), "tar": ("packed", tar()),
        "gz": ("packed", gzip.compress(WORDS.encode() * 9, mtime=0)),
        "bz2": ("packed", bz2.compress(WORDS.encode() * 9)),
        "xz": ("packed", lzma.compress(WORDS.encode() * 9)),
        "7z": ("7z", SEVENZIP["lzma2"]), "warc.gz": ("warc", web.data),
        "wacz": ("warc", zipped({"datapackage.json": "{}", "archive/a.warc.gz": web.data})),
    }  # fmt: skip
