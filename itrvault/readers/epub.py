"""Reads EPUB books: the chapters in reading order, each page read as HTML pages are.

Fonts may be scrambled, as publishers do; pages that are make it a locked file.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from itrvault.errors import FileDamaged, FileEmpty, FileLocked, FileUnsupported
from itrvault.readers import base
from itrvault.readers.base import Metadata, ReadContext, Record
from itrvault.readers.docx_body import local
from itrvault.readers.html import decode_page, parse_page
from itrvault.readers.html_flow import Flow
from itrvault.readers.html_links import PageLinks
from itrvault.readers.kinds import extension, kind_of
from itrvault.readers.ooxml import Element, parse_xml
from itrvault.readers.sections import Sections, clean
from itrvault.readers.xhtml import parse_xhtml
from itrvault.readers.zips import ZipLimits, open_zip, read_entry

NAME = "epub/1"
MEDIA_TYPE = "application/epub+zip"

_LIMITS = ZipLimits(members=20_000, member=64 << 20, total=2 << 30, ratio=250)
_PAGES = ("application/xhtml+xml", "text/html", "text/x-oeb1-document", "application/xml")
_FONTS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
"""Ways of scrambling a font that lock nothing."""

_STATED = {"title": "title", "creator": "author", "language": "language", "date": "date",
           "publisher": "publisher", "subject": "keywords", "description": "description",
           "contributor": "contributor", "rights": "rights"}  # fmt: skip


def score(head: bytes, name: str) -> int:
    """Sure for a ZIP that says what it is."""
    if not head.startswith(b"PK\x03\x04"):
        return 20 if extension(name) == "epub" else 0
    return 95 if kind_of(head, name) == "EPUB book" else 0


def read(data: bytes, context: ReadContext) -> Iterator[Record]:
    """Yield what the book says about itself, then its sections."""
    if not data:
        raise FileEmpty
    if not data.startswith(b"PK"):
        raise FileDamaged(reason="it does not start as an EPUB book does")
    with open_zip(data, _LIMITS) as container:
        book = _Book(container)
        yield from (Metadata(key, value) for key, value in book.stated)
        sections = Sections(context)
        missing = damaged = tables = 0
        for name in book.pages:
            page = book.part(name)
            if page is None:
                missing += 1
                continue
            try:
                root = _page(page)
            except FileDamaged:
                damaged += 1
                continue
            yield from sections.cut()
            flow = Flow(root, tables, PageLinks(name, name, book.names, closed=True))
            for block in flow.blocks():
                yield from sections.add(block)
            tables = flow.tables
        yield from sections.close()
        yield from sections.links()
        for count, what in ((missing, "are missing in it"), (damaged, "are damaged")):
            if count:
                yield base.Warning(f"{count} of its pages {what}.")


def _page(data: bytes) -> Element:
    text = clean(decode_page(data)[0])
    strict = parse_xhtml(text)
    return strict if strict is not None else parse_page(text)[0]


@dataclass(frozen=True, slots=True)
class _Item:
    name: str
    kind: str


class _Book:
    """The container's table, package and order of reading."""

    def __init__(self, container: zipfile.ZipFile) -> None:
        self._container = container
        self._entries = {entry.filename: entry for entry in container.infolist()}
        self.stated: list[tuple[str, str]] = []
        self.pages = self._order()
        if not self.pages:
            raise FileUnsupported(kind="EPUB book without pages")
        self.names = {name: name for name in self.pages}
        """What an address in the book means, if it means a page of it."""
        self._refuse_locked()

    def part(self, name: str) -> bytes | None:
        """A file of the book, None when it is not there."""
        entry = self._entries.get(name)
        return None if entry is None else read_entry(self._container, entry, _LIMITS)

    def _xml(self, name: str) -> Element | None:
        data = self.part(name)
        try:
            return None if data is None else parse_xml(data)
        except FileDamaged:
            return None

    def _order(self) -> list[str]:
        """The pages in reading order; by name when the book does not tell."""
        root = self._xml("META-INF/container.xml")
        files = (e.get("full-path", "") for e in root.iter() if local(e) == "rootfile") if (
            root is not None
        ) else ()  # fmt: skip
        package = next((name for name in files if name in self._entries), "")
        package = package or next((n for n in self._entries if n.endswith(".opf")), "")
        root = self._xml(package) if package else None
        if root is None:
            return sorted(n for n in self._entries if extension(n) in ("xhtml", "html", "htm"))
        self.stated = _stated(root)
        items: dict[str, _Item] = {}
        listed: list[str] = []
        for element in root.iter():
            if local(element) == "item":
                path = unquote(element.get("href", "")).partition("#")[0]
                name = posixpath.normpath(posixpath.join(posixpath.dirname(package), path))
                items[element.get("id", "")] = _Item(name, element.get("media-type", ""))
            elif local(element) == "itemref":
                listed.append(element.get("idref", ""))
        spine = [items[key].name for key in listed if key in items and items[key].kind in _PAGES]
        return list(dict.fromkeys(spine)) or [i.name for i in items.values() if i.kind in _PAGES]

    def _refuse_locked(self) -> None:
        root = self._xml("META-INF/encryption.xml")
        pages = set(self.pages)
        for element in root.iter() if root is not None else ():
            if local(element) != "EncryptedData":
                continue
            method = next((e.get("Algorithm", "") for e in element if "Method" in local(e)), "")
            named = {
                unquote(e.get("URI", "")) for e in element.iter() if local(e) == "CipherReference"
            }
            if method not in _FONTS and named & pages:
                raise FileLocked


def _stated(root: Element) -> list[tuple[str, str]]:
    """What the book says about itself: title, author ..., several joined."""
    found: dict[str, list[str]] = {}
    about = next((child for child in root if local(child) == "metadata"), None)
    for element in about.iter() if about is not None else ():
        key = _STATED.get(local(element))
        said = " ".join((element.text or "").split())
        if key and said:
            found.setdefault(key, []).append(said[:1000])
    return [(key, "; ".join(found[key][:20])) for key in _STATED.values() if key in found]
