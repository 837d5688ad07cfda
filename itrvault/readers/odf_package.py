"""The parts of an OpenDocument file, zipped or flat, read without trust.

OpenOffice 1 files (.sxw .sxc .sxi) are the same documents in older namespaces and read as such.
"""

from __future__ import annotations

import re
import zipfile

from lxml import etree

from itrvault.errors import FileDamaged, FileLocked, FileUnsupported
from itrvault.readers.encoding import bom_of
from itrvault.readers.ooxml import Element, parse_xml
from itrvault.readers.zips import ZipLimits, open_zip, read_entry

_BASE = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE, TEXT, TABLE, DRAW, STYLE = (
    f"{{{_BASE}{part}:1.0}}" for part in ("office", "text", "table", "drawing", "style")
)
FO = f"{{{_BASE}xsl-fo-compatible:1.0}}"
PRESENTATION = f"{{{_BASE}presentation:1.0}}"
DC = "{http://purl.org/dc/elements/1.1/}"
XML = "{http://www.w3.org/XML/1998/namespace}"
XLINK = "{http://www.w3.org/1999/xlink}"

_OLD = tuple(
    (f"http://openoffice.org/2000/{old}".encode(), new.encode())
    for old, new in (
        ("office", OFFICE[1:-1]), ("text", TEXT[1:-1]), ("table", TABLE[1:-1]),
        ("drawing", DRAW[1:-1]), ("style", STYLE[1:-1]), ("presentation", PRESENTATION[1:-1]),
        ("meta", f"{_BASE}meta:1.0"), ("datastyle", f"{_BASE}datastyle:1.0"),
    )
)  # fmt: skip
_OLD_FO = b'xmlns:fo="http://www.w3.org/1999/XSL/Format"'
_LIMITS = ZipLimits(members=20_000, member=192 << 20, total=2 << 30, ratio=250)
_DOCTYPE = re.compile(rb"<!DOCTYPE\s+[\w:.-]+[^\[\]<>]*>")
_PICTURE = re.compile(rb"<office:binary-data[^<>]*>[^<]*</office:binary-data\s*>")


class OpenDocument:
    """The roots of a file's parts. A flat file is one root that stands for all of them.

    Raises FileLocked, FileDamaged, FileUnsupported, ReaderOverLimit.
    """

    def __init__(self, data: bytes) -> None:
        if data.startswith(b"PK"):
            self._open(data)
        else:
            root = _parse(_PICTURE.sub(b"", _utf8(data)))  # pictures: longer than a text may be
            if root.tag != f"{OFFICE}document":
                raise FileUnsupported(kind="XML data")
            self.content = self.styles = self.meta = root
        body = self.content.find(f"{OFFICE}body")
        if body is None:
            raise FileUnsupported(kind="OpenDocument file without a text")
        kinds = [child for child in body if child.tag in _KINDS]
        self.body = kinds[0] if kinds else body  # OpenOffice 1 has no element for the kind
        self.kind = _KINDS.get(self.body.tag) or _kind_of(self.body)
        """text, spreadsheet, presentation or drawing."""

    def _open(self, data: bytes) -> None:
        with open_zip(data, _LIMITS) as package:
            entries = {entry.filename: entry for entry in package.infolist()}
            _refuse_locked(package, entries)
            content = _part(package, entries, "content.xml")
            if content is None:
                raise FileUnsupported(kind="OpenDocument file without a text")
            self.content = content
            self.styles = _side_part(package, entries, "styles.xml")
            self.meta = _side_part(package, entries, "meta.xml")


_KINDS = {
    f"{OFFICE}text": "text",
    f"{OFFICE}spreadsheet": "spreadsheet",
    f"{OFFICE}presentation": "presentation",
    f"{OFFICE}drawing": "drawing",
    f"{OFFICE}chart": "text",
}


def _kind_of(body: Element) -> str:
    """The kind of an OpenOffice 1 file, by what stands in it first."""
    for child in body:
        if child.tag == f"{DRAW}page":
            return "presentation"
        if child.tag == f"{TABLE}table":
            return "spreadsheet"
        if child.tag in (f"{TEXT}p", f"{TEXT}h"):
            return "text"
    return "text"


def _part(
    package: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo], name: str
) -> Element | None:
    entry = entries.get(name)
    return None if entry is None else _parse(read_entry(package, entry, _LIMITS))


def _side_part(
    package: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo], name: str
) -> Element | None:
    """A part that must not cost the reader the text when it is damaged."""
    try:
        return _part(package, entries, name)
    except FileDamaged:
        return None


def _refuse_locked(package: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo]) -> None:
    entry = entries.get("META-INF/manifest.xml")
    if entry is not None and b"encryption-data" in read_entry(package, entry, _LIMITS):
        raise FileLocked


def _parse(data: bytes) -> Element:
    """A part's root, in the namespaces of today and without a document type that adds nothing."""
    head = data[:8192]
    if _OLD[0][0] in head:
        for old, new in _OLD:
            data = data.replace(old, new, 1)
        data = data.replace(_OLD_FO, b'xmlns:fo="' + FO[1:-1].encode() + b'"', 1)
    if b"<!DOCTYPE" in head:
        data = _DOCTYPE.sub(b"", data, count=1)
    return parse_xml(data)


def _utf8(data: bytes) -> bytes:
    """The bytes of a flat file; one with a mark of UTF-16 or -32 as UTF-8."""
    encoding, skip = bom_of(data)
    if encoding in ("", "utf-8"):
        return data[skip:]
    text = data[skip:].decode(encoding, "replace")
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text, count=1).encode()


_STATED = {
    "title": "title",
    "creator": "last modified by",
    "initial-creator": "author",
    "subject": "subject",
    "description": "description",
    "keyword": "keywords",
    "language": "language",
    "creation-date": "created",
    "date": "modified",
    "editing-cycles": "revision",
}


def properties(document: OpenDocument) -> list[tuple[str, str]]:
    """What the file says about itself: title, author, created ..., each once."""
    found: dict[str, list[str]] = {}
    part = document.meta.find(f"{OFFICE}meta") if document.meta is not None else None
    for child in part.iter() if part is not None else ():
        name = _STATED.get(etree.QName(child).localname) if isinstance(child.tag, str) else None
        if name and (said := " ".join((child.text or "").split())):
            found.setdefault(name, []).append(said[:1000])
    if "author" not in found and "last modified by" in found:
        found["author"] = found["last modified by"]
    return [(name, "; ".join(found[name][:20])) for name in _order() if name in found]


def _order() -> list[str]:
    return ["title", "author", *(name for name in _STATED.values() if name not in _FIRST)]


_FIRST = ("title", "author")
