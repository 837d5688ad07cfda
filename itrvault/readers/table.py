"""The table of readers. A new format is a new module, a loader and its place in `READERS`."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import cast

from itrvault.errors import ArchiveUnsupported, FileEmpty, FileUnsupported
from itrvault.readers.base import Reader
from itrvault.readers.kinds import extension, head_of, unread_kind
from itrvault.readers.ole import OLE
from itrvault.sandbox.magic import is_packed, is_tar

HEAD = 4096
"""How many bytes from the start a reader judges a file by (of a ZIP also the table's start)."""

SURE = 100

BY_NAME = 60
"""The most that a reader scores for a name alone. Known first bytes of another kind tell more."""

ARCHIVES = ("archive", "cabinet", "Zstandard file")


def _pdf() -> object:
    from itrvault.readers import pdf

    return pdf


def _docx() -> object:
    from itrvault.readers import docx

    return docx


def _odf() -> object:
    from itrvault.readers import odf

    return odf


def _rtf() -> object:
    from itrvault.readers import rtf

    return rtf


def _pptx() -> object:
    from itrvault.readers import pptx

    return pptx


def _xlsx() -> object:
    from itrvault.readers import xlsx

    return xlsx


def _csv_tables() -> object:
    from itrvault.readers import csv_tables

    return csv_tables


def _epub() -> object:
    from itrvault.readers import epub

    return epub


def _mail() -> object:
    from itrvault.readers import mail

    return mail


def _msg() -> object:
    from itrvault.readers import msg

    return msg


def _doc() -> object:
    from itrvault.readers import doc

    return doc


def _xls() -> object:
    from itrvault.readers import xls

    return xls


def _ppt() -> object:
    from itrvault.readers import ppt

    return ppt


def _packed() -> object:
    from itrvault.readers import packed

    return packed


def _sevenzip() -> object:
    from itrvault.readers import sevenzip

    return sevenzip


def _warc() -> object:
    from itrvault.readers import warc

    return warc


def _xps() -> object:
    from itrvault.readers import xps

    return xps


def _images() -> object:
    from itrvault.readers import images

    return images


def _markdown() -> object:
    from itrvault.readers import markdown

    return markdown


def _archive() -> object:
    from itrvault.readers import archive

    return archive


def _html() -> object:
    from itrvault.readers import html

    return html


def _djvu() -> object:
    from itrvault.readers import djvu

    return djvu


def _plain() -> object:
    from itrvault.readers import plain

    return plain


_OFFICE = {
    "docx", "docm", "dotx", "dotm", "xlsx", "xlsm", "xltx", "xltm", "pptx", "pptm", "ppsx", "ppsm",
    "potx", "potm", "epub", "odt", "ott", "odm", "oth", "fodt", "sxw", "stw", "ods", "ots", "fods",
    "sxc", "stc", "odp", "otp", "fodp", "sxi", "sti", "odg", "otg", "fodg", "sxd", "odf",
}  # fmt: skip
_MAIL = {"eml", "emlx", "mht", "mhtml", "mbox", "mbx", "nws", "msg"}


def _may_be_office(head: bytes, name: str) -> bool:
    return b"\0" in head or b"<office:document" in head or extension(name) in _OFFICE


def _may_be_ole(head: bytes, name: str) -> bool:
    return head.startswith(OLE)


def _may_be_doc(head: bytes, name: str) -> bool:
    return head.startswith((OLE, b"\xdb\xa5", b"\x9b\xa5", b"\x9c\xa5"))


def _may_be_xls(head: bytes, name: str) -> bool:
    return head.startswith((OLE, b"\x09"))


_PICTURE_STARTS = (
    b"\x89PNG", b"\xff\xd8\xff", b"II", b"MM", b"GIF8", b"BM", b"\0\0\0\x0cjP", b"\xff\x4f",
)  # fmt: skip


def _may_be_image(head: bytes, name: str) -> bool:
    return head.startswith(_PICTURE_STARTS)


def _may_be_sevenzip(head: bytes, name: str) -> bool:
    return head.startswith(b"7z")


def _may_be_warc(head: bytes, name: str) -> bool:
    return head.startswith((b"WARC/", b"filedesc://", b"\x1f\x8b", b"PK"))


def _may_be_zip(head: bytes, name: str) -> bool:
    return head.startswith(b"PK")


def _may_be_markdown(head: bytes, name: str) -> bool:
    return extension(name) in ("md", "markdown", "mdown", "mkd")


def _may_be_rtf(head: bytes, name: str) -> bool:
    return b"{\\rtf" in head or extension(name) == "rtf"


def _may_be_mail(head: bytes, name: str) -> bool:
    first = head.lstrip(b"\r\n").partition(b"\n")[0]
    return b":" in first or head.startswith(b"From ") or b"\0" in head or extension(name) in _MAIL


def _may_be_djvu(head: bytes, name: str) -> bool:
    return head.startswith(b"AT&T")


def _may_be_packed(head: bytes, name: str) -> bool:
    return is_packed(head) or is_tar(head)


ONLY_IF: dict[Callable[[], object], Callable[[bytes, str], bool]] = {
    _docx: _may_be_office, _odf: _may_be_office, _xlsx: _may_be_office, _pptx: _may_be_office,
    _epub: _may_be_office, _msg: _may_be_ole, _rtf: _may_be_rtf, _mail: _may_be_mail,
    _packed: _may_be_packed, _doc: _may_be_doc, _xls: _may_be_xls, _ppt: _may_be_ole,
    _sevenzip: _may_be_sevenzip, _warc: _may_be_warc, _xps: _may_be_zip,
    _markdown: _may_be_markdown, _images: _may_be_image, _djvu: _may_be_djvu,
}  # fmt: skip
"""What a file must look like for a reader to be loaded at all: most files are plain text or PDF,
and a process that reads those should not wait a quarter of a second for all the others."""

READERS: tuple[Callable[[], object], ...] = (
    _pdf, _docx, _odf, _xlsx, _pptx, _epub, _xps, _images, _rtf, _doc, _xls, _ppt, _msg, _mail,
    _packed, _sevenzip, _warc, _djvu, _archive, _html, _csv_tables, _markdown, _plain,
)  # fmt: skip
"""Loaded when first asked, the surest kind of evidence first. Imports stand in functions, not in
strings, so that a bundler finds them."""


_NO_TEXT: frozenset[Callable[[], object]] = frozenset(
    (_pdf, _docx, _odf, _xlsx, _pptx, _epub, _rtf)
)
"""Readers of formats that no text written by hand can be."""

_SYNTAX = re.compile(rb"\b(?:endobj|xref|obj\s*<<|stream\r?\n)|\\(?:par|pard|fs\d|f\d)\b|^\s*<")
"""What a damaged PDF, RTF or XML file has in its first bytes, though its beginning is lost."""

_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\f\r\x1a\x1b")


def _is_only_called(head: bytes) -> bool:
    """Whether a file is plain text, whatever its name says that it is."""
    return len(head.translate(None, _CONTROLS)) == len(head) and not _SYNTAX.search(head)


def choose(data: bytes, name: str) -> Reader:
    """The reader that is surest of this file.

    Raises `FileEmpty` and `FileUnsupported`.
    """
    if not data:
        raise FileEmpty
    head = head_of(data, HEAD)
    best, best_score = None, 0
    for load in READERS:
        wanted = ONLY_IF.get(load)
        if wanted is not None and not wanted(head, name):
            continue
        reader = cast("Reader", load())
        score = reader.score(head, name)
        if 0 < score <= BY_NAME and load in _NO_TEXT and _is_only_called(head):
            continue
        if score > best_score:
            best, best_score = reader, score
        if best_score >= SURE:
            break
    if best_score <= BY_NAME and (kind := unread_kind(head)):
        archive = kind.endswith(ARCHIVES)
        raise (ArchiveUnsupported if archive else FileUnsupported)(kind=kind)
    if best is None:
        raise FileUnsupported(kind=_kind(head, name))
    return best


def media_type(reader: Reader, data: bytes, name: str) -> str:
    """The type of a file that this reader reads."""
    of_one = getattr(reader, "media_type", None)
    return str(of_one(head_of(data, HEAD), name)) if of_one else reader.MEDIA_TYPE


def _kind(head: bytes, name: str) -> str:
    """What to call a file nobody reads."""
    stem, dot, ending = name.rpartition(".")
    if stem and dot and len(ending) <= 10 and ending.isalnum():
        return f".{ending.lower()}"
    return "plain bytes" if b"\0" in head else "no known format"
