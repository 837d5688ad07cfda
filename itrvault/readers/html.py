"""Reads HTML pages: headings, paragraphs, lists, tables, deletions and insertions.

Scripts and styles are dropped, and nothing a page refers to is fetched. Tables that only lay out
the page (those with headings or other tables inside) are read as running text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from itrvault.errors import FileBlank, FileDamaged, FileEmpty, FileUnsupported
from itrvault.readers import base
from itrvault.readers.base import Metadata, ReadContext, Record
from itrvault.readers.encoding import bom_of, decode, is_binary, is_guessed
from itrvault.readers.html_flow import Flow
from itrvault.readers.html_links import PageLinks
from itrvault.readers.kinds import extension, kind_of
from itrvault.readers.sections import Block, Sections, clean
from itrvault.readers.xhtml import parse_xhtml

NAME = "html/3"
MEDIA_TYPE = "text/html"

_ENDINGS = {"html", "htm", "xhtml", "xht", "shtml"}
_START = re.compile(
    r"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|title|meta|h[1-6]|p|div|table|ul|ol"
    r"|article|section|main|br|center|font|span|b|i)[\s/>]",
    re.I | re.S,
)
_PAGE = re.compile(r"<(?:!doctype\s+html|html|body)", re.I)
_WHOLE = re.compile(r"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)[\s>]", re.I | re.S)
_XHTML = re.compile(r"\s*<\?xml.*?<(?:!doctype\s+html|html)[\s>]", re.I | re.S)
_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)|<\?xml[^>]{0,100}?encoding=[\"']([\w-]+)",
    re.I,
)
_ALIASES = {
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-sjis": "cp932",
    "shift_jis": "cp932",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "x-mac-cyrillic": "mac_cyrillic",
}
"""Encoding labels as browsers read them (WHATWG Encoding Standard, "labels")."""

_STATED = {"author": "author", "description": "description", "keywords": "keywords",
           "date": "date", "dc.title": "title", "dc.creator": "author", "dc.date": "date",
           "dcterms.created": "date", "article:published_time": "date",
           "og:url": "url"}  # fmt: skip


def score(head: bytes, name: str) -> int:
    """Sure when the first element is HTML's, less so by the ending alone."""
    encoding, skip = bom_of(head)
    text = head[skip:].decode(encoding or "latin-1", "ignore")
    if _XHTML.match(text):
        return 90
    ending = extension(name)
    if _START.match(text):
        if ending in ("md", "markdown", "csv", "log") and not _WHOLE.match(text):
            return 20  # elements stand in such texts, a whole page does not
        return 90 if ending in _ENDINGS or _PAGE.search(text) else 35
    return 45 if ending in _ENDINGS and not kind_of(head, name) and b"\x00" not in head else 0


def read(data: bytes, context: ReadContext) -> Iterator[Record]:
    """Yield what the page says about itself, then its sections."""
    if not data:
        raise FileEmpty
    if (kind := kind_of(data[:4096], context.name)) and not bom_of(data)[0]:
        raise FileUnsupported(kind=kind)
    text, encoding = decode_page(data)
    if is_binary(text, guessed=is_guessed(encoding)):
        raise FileUnsupported(kind="binary data named as a web page")
    if not text.strip():
        raise FileBlank
    root, cut = parse_page(clean(text))
    yield Metadata("encoding", encoding)
    stated = list(_metadata(root))
    yield from stated
    # A page that was saved may name its own places by the whole address it had.
    own = {each.value.partition("#")[0]: "" for each in stated if each.key == "url"}
    sections = Sections(context)
    for block in Flow(root, links=PageLinks(pages=own)).blocks():
        yield from sections.add(block)
    yield from sections.close()
    yield from sections.marks()
    yield from sections.links()
    if cut:
        yield base.Warning("The page nests too deeply; the end of it could not be read.")


def decode_page(data: bytes, stated: str = "") -> tuple[str, str]:
    """The page as text. Bytes that are valid UTF-8 are that, whatever the page declares.

    `stated` is the encoding that what the page came in says, such as a message.
    """
    found = _CHARSET.search(data[:4096])
    declared = stated.lower() or ((found[1] or found[2]).decode().lower() if found else "")
    declared = _ALIASES.get(declared, declared)
    if declared.startswith(("utf", "iso-2022")) or not declared:
        return decode(data, "" if declared.startswith("utf") else declared)
    try:
        if not data.isascii():
            return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    return decode(data, declared)


def parse_page(text: str) -> tuple[Any, bool]:
    """The tree's root, and whether the parser gave up before the end. Raises FileDamaged."""
    if _XHTML.match(text[:8192]) and (strict := parse_xhtml(text)) is not None:
        return strict, False
    parser = lxml_html.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = lxml_html.document_fromstring(text.encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise FileDamaged(reason="no page can be made out in it") from error
    return root, any("depth" in entry.message for entry in parser.error_log)


def page_blocks(
    text: str, tables: int = 0, links: PageLinks | None = None
) -> tuple[list[Block], int]:
    """The paragraphs of a page that is part of something else, and how many tables so far."""
    if not text.strip():
        return [], tables
    flow = Flow(parse_page(clean(text))[0], tables, links)
    return list(flow.blocks()), flow.tables


def _metadata(root: Any) -> Iterator[Metadata]:
    found: dict[str, str] = {}
    title = root.find(".//title")
    if title is not None:
        found["title"] = "".join(title.itertext())
    for meta in root.iter("meta"):
        key = _STATED.get((meta.get("name") or meta.get("property") or "").lower())
        if key and meta.get("content"):
            found.setdefault(key, meta.get("content"))
    for link in root.iter("link"):
        if (link.get("rel") or "").lower() == "canonical" and link.get("href"):
            found["url"] = link.get("href")  # where the page was published
    if root.get("lang"):
        found["language"] = root.get("lang")
    for key, value in found.items():
        if said := " ".join(value.split()):
            yield Metadata(key, said[:1000])
